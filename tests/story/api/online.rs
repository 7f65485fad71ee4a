//! The online service names its own requests; what others say of them is proposed.

use domain::{ChannelKind, Scope};

use super::Served;

const BODY: &str = r#"{"online_request":"9921 0673 2026 1123 456"}"#;

#[tokio::test]
async fn the_number_of_the_online_service_is_a_fact_from_itself_and_a_proposal_from_others() {
    let served = Served::open().await;
    let online = served.keep(&served.key(ChannelKind::Online, "anef", Scope::ALL)).await;
    let answer = served.receive(&online, "1", BODY).await;
    assert_eq!((answer.status, answer.body["ignored"].as_array().map_or(0, Vec::len)), (201, 0), "{answer:?}");
    let again = served.receive(&online, "1", BODY).await;
    assert_eq!(again.status, 200, "{again:?}");
    let numbers = async || -> Vec<String> {
        let query = "SELECT number FROM online_request ORDER BY number";
        sqlx::query_scalar(query).fetch_all(&mut served.office.db.superuser().await).await.unwrap()
    };
    assert_eq!(numbers().await, ["9921067320261123456"]);
    let structure = served.structure("ccas").await;
    assert_eq!(served.receive(&structure, "1", BODY).await.status, 201);
    assert_eq!(numbers().await.len(), 1, "proposed only");
    assert_eq!(served.office.number("SELECT count(*) FROM suggestion WHERE field = 'online_request'").await, 2);
    let wrong = served.receive(&structure, "2", r#"{"online_request":"aucun"}"#).await;
    assert_eq!(
        (wrong.status, wrong.body["errors"][0]["pointer"].as_str()),
        (422, Some("#/online_request")),
        "{wrong:?}"
    );
}
