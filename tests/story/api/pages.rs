//! Lists in pages.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{Answer, Served};

fn references(answer: &Answer) -> Vec<String> {
    let cases = answer.body["cases"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    cases.iter().map(|case| case["reference"].as_str().unwrap().to_owned()).collect()
}

/// Every page of a list, with arrivals between the pages.
async fn walked(served: &Served, token: &str, query: &str) -> Vec<String> {
    let (mut found, mut cursor, mut turn) = (Vec::new(), String::new(), 0);
    loop {
        let page = served.get(token, &format!("/api/v1/cases?limit=3{query}{cursor}")).await;
        found.extend(references(&page));
        turn += 1;
        served.office.clock.advance(TimeDelta::milliseconds(3));
        assert_eq!(served.receive(token, &format!("{query}-{turn}"), "{}").await.status, 201);
        let Some(next) = page.body["next"].as_str() else {
            assert_eq!(page.header("link"), "");
            return found;
        };
        let link = page.header("link").strip_prefix('<').unwrap().strip_suffix(r#">; rel="next""#).unwrap();
        assert!(link.starts_with("/api/v1/cases?limit=3") && link.ends_with(&format!("&cursor={next}")), "{link}");
        assert_eq!(served.get(token, link).await.status, 200);
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn pages_skip_and_repeat_nothing_while_cases_arrive() {
    for counter in [true, false] {
        let served = Served::open().await;
        let token = if counter { served.counter().await } else { served.structure("ccas").await };
        let mut expected = BTreeSet::new();
        for n in 0..20 {
            // Several at one instant: the identifier decides between them.
            served.office.clock.advance(TimeDelta::milliseconds(i64::from(n % 2)));
            expected.insert(served.receive(&token, &n.to_string(), "{}").await.text("case").to_owned());
        }
        for query in ["", "&state=received,registered", "&text=26-067"] {
            let found = walked(&served, &token, query).await;
            let seen: BTreeSet<String> = found.iter().cloned().collect();
            assert_eq!(found.len(), seen.len(), "{query}: nothing twice");
            assert!(expected.is_subset(&seen), "{query}: nothing left out");
        }
    }
}

#[tokio::test]
async fn pages_by_legal_date_follow_the_dates() {
    let served = Served::open().await;
    let token = served.counter().await;
    for n in 0..9 {
        served.receive(&token, &n.to_string(), "{}").await;
    }
    sqlx::query(
        "UPDATE residence_case SET next_deadline_on = '2026-11-10'::date + (substr(reference, 8, 7)::integer % 4)",
    )
    .execute(&mut served.office.db.superuser().await)
    .await
    .unwrap();
    let (mut dates, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = served.get(&token, &format!("/api/v1/cases?urgency=overdue&limit=2{cursor}")).await;
        let cases = page.body["cases"].as_array().unwrap();
        dates.extend(cases.iter().map(|case| case["next_deadline"]["due_on"].as_str().unwrap().to_owned()));
        let Some(next) = page.body["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(dates.len(), 9);
    assert!(dates.is_sorted(), "{dates:?}");
    let soon = served.get(&token, "/api/v1/cases?due_within=0&channel=counter&limit=200").await;
    assert_eq!(references(&soon).len(), 9);
    let none = served.get(&token, "/api/v1/cases?due_within=0&channel=structure").await;
    assert!(references(&none).is_empty());
}

#[tokio::test]
async fn a_parameter_that_cannot_be_right_is_told_by_its_name() {
    let served = Served::open().await;
    let token = served.counter().await;
    for (query, name) in [
        ("state=ouverte", "state"),
        ("channel=fax", "channel"),
        ("urgency=haute", "urgency"),
        ("due_within=-1", "due_within"),
        ("due_within=99999999999", "due_within"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("cursor=abc", "cursor"),
        ("etat=received", "etat"),
    ] {
        let answer = served.get(&token, &format!("/api/v1/cases?{query}")).await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid"), "{query}");
        assert_eq!(answer.body["errors"][0]["parameter"], name);
    }
    assert_eq!(served.get(&token, "/api/v1/cases?text=%00%27%25").await.status, 200);
}
