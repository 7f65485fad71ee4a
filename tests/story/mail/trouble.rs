//! What goes wrong is told, and holds up nothing else.

use domain::ExceptionKind;
use tests::eventually;

use super::{letterbox::Letterbox, written::Written};

#[tokio::test]
async fn a_wrong_password_is_told_and_what_is_told_goes_away() {
    let mut box_ = Letterbox::open().await;
    box_.start_with(|settings| settings.replace(postoffice::PASSWORD, "faux"));
    eventually("the trouble is told", || async {
        box_.count("SELECT count(*) FROM source WHERE trouble LIKE 'mail.mailboxes.password%'").await == 1
    })
    .await;
    assert!(box_.health().contains("troubled") && box_.health().contains("sejour"), "{}", box_.health());
    assert!(!box_.health().contains("faux"), "never the password");
    box_.stop().await;
    box_.start("");
    eventually("all is well", || async { box_.count("SELECT count(*) FROM source WHERE trouble IS NULL").await == 1 })
        .await;
    assert!(!box_.health().contains("troubled"), "{}", box_.health());
    box_.close().await;
}

#[tokio::test]
async fn a_server_whose_certificate_nobody_vouches_for_is_not_spoken_to() {
    let mut box_ = Letterbox::open().await;
    box_.start_with(|settings| {
        settings.lines().filter(|line| !line.starts_with("ca_file")).collect::<Vec<_>>().join("\n")
    });
    eventually("the trouble is told", || async {
        box_.count("SELECT count(*) FROM source WHERE trouble LIKE 'mail.mailboxes.ca_file%'").await == 1
    })
    .await;
    box_.close().await;
}

#[tokio::test]
async fn starttls_reads_the_same_mailbox() {
    let mut box_ = Letterbox::open().await;
    let (implicit, starttls) = (box_.post.imap().port, box_.post.imap_starttls());
    box_.start_with(|settings| {
        settings.replacen("tls = \"implicit\"", "tls = \"starttls\"", 1).replacen(
            &format!("port = {implicit}"),
            &format!("port = {starttls}"),
            1,
        )
    });
    box_.deliver(&Written::default().raw());
    box_.sent(1).await;
    box_.close().await;
    assert_eq!(box_.post.count("INBOX").unwrap(), (1, 1), "marked as read");
}

#[tokio::test]
async fn a_mailbox_that_was_away_is_read_again() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    box_.deliver(&Written::default().raw());
    box_.sent(1).await;
    box_.post.close_imap().await;
    box_.deliver(&Written { id: "abc-2", ..Written::default() }.raw());
    eventually("the trouble is told", || async {
        box_.count("SELECT count(*) FROM source WHERE trouble IS NOT NULL").await == 1
    })
    .await;
    box_.post.open_imap().await.unwrap();
    box_.sent(2).await;
    box_.close().await;
}

#[tokio::test]
async fn a_message_that_the_database_refuses_does_not_hold_up_the_others() {
    let mut box_ = Letterbox::open().await;
    box_.execute(
        "CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN IF NEW.subject = 'poison' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$;
         CREATE TRIGGER refuse_poison BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION refuse_poison()",
    )
    .await;
    for (id, subject) in [("abc-1", "un"), ("abc-2", "poison"), ("abc-3", "trois")] {
        box_.deliver(&Written { id, subject, ..Written::default() }.raw());
    }
    box_.start("");
    box_.sent(2).await;
    assert_eq!(box_.exceptions(ExceptionKind::MessageUnreadable).await, 1);
    assert_eq!(box_.text("SELECT cursor->>'aside' FROM source").await, "[2]");
    eventually("the others are marked as read", || async { box_.post.count("INBOX").unwrap() == (3, 2) }).await;
    box_.stop().await;
    box_.execute("DROP TRIGGER refuse_poison ON message").await;
    box_.start("");
    box_.sent(3).await;
    eventually("nothing is aside any more", || async { box_.exceptions(ExceptionKind::MessageUnreadable).await == 0 })
        .await;
    box_.close().await;
    assert_eq!(box_.post.count("INBOX").unwrap(), (3, 3));
}
