//! Whatever a stranger sends: kept as it is, told to a person, and nobody else is disturbed.

use domain::ExceptionKind;

use super::{
    letterbox::Letterbox,
    written::{Written, archive, noise, picture},
};

#[tokio::test]
async fn files_that_came_with_a_message_become_pages_and_archives_are_opened() {
    let mut box_ = Letterbox::open().await;
    box_.office.db.allow_leftover_jobs();
    box_.start("");
    let picture = picture();
    let inner = archive(&[("photo.png", &picture)]);
    let outer = archive(&[("piece.png", &picture), ("photos.zip", &inner)]);
    let message = Written { files: vec![("dossier.zip", outer), ("passeport.png", picture)], ..Written::default() };
    box_.deliver(&message.raw());
    box_.sent(1).await;
    box_.office.work_off(&[casework::READ_BATCH]).await;
    assert_eq!(box_.count("SELECT count(*) FROM part").await, 3, "what is in the archives, and the file beside them");
    assert_eq!(box_.count("SELECT count(*) FROM part WHERE unpacked_from IS NOT NULL").await, 2);
    assert_eq!(box_.count("SELECT count(*) FROM page").await, 3);
    box_.close().await;
}

#[tokio::test]
async fn forty_megabytes_are_kept_whole() {
    let mut box_ = Letterbox::open().await;
    box_.office.db.allow_leftover_jobs();
    box_.start("");
    let message = Written { files: vec![("gros.bin", noise(40 << 20))], ..Written::default() }.raw();
    box_.deliver(&message);
    box_.sent(1).await;
    assert_eq!(box_.blob_of_only_message().await.len(), message.len());
    assert_eq!(box_.count("SELECT attachments::bigint FROM message").await, 1);
    box_.close().await;
}

#[tokio::test]
async fn a_message_that_cannot_be_parsed_is_a_request_all_the_same_and_shown() {
    let mut box_ = Letterbox::open().await;
    box_.office.db.allow_leftover_jobs();
    // The reader refuses what is larger than its limits.
    box_.start("[reader]\nmax_file_mb = 1\n");
    let message = Written { files: vec![("gros.bin", noise(2 << 20))], ..Written::default() }.raw();
    box_.deliver(&message);
    box_.cases(1).await;
    assert_eq!(box_.blob_of_only_message().await, message);
    assert_eq!(box_.exceptions(ExceptionKind::MessageUnreadable).await, 1);
    box_.close().await;
    assert!(box_.post.sent().is_empty(), "nobody is answered whom nobody could read");
}

#[tokio::test]
async fn what_no_parser_reads_is_a_request_all_the_same() {
    let mut box_ = Letterbox::open().await;
    box_.office.db.allow_leftover_jobs();
    let strange: [&[u8]; 5] =
        [b"", b"\r\n", &[0; 5_000], &noise(50 << 10), b"Bonjour, ceci n'a pas d'en-tete.\r\nMerci.\r\n"];
    for raw in strange {
        box_.deliver(raw);
    }
    box_.deliver(&Written::default().raw());
    box_.start("");
    box_.communications(6).await;
    box_.cases(6).await;
    box_.sent(1).await;
    let shown = box_.shown(ExceptionKind::MessageUnreadable).await;
    assert_eq!(shown.len(), 5, "{shown:?}");
    assert!(shown.iter().all(|line| line.communication.is_some()), "each leads to its message");
    assert_eq!(box_.text("SELECT (cursor->>'uid') || (cursor->>'aside' IS NULL)::text FROM source").await, "6true");
    box_.close().await;
}

#[tokio::test]
async fn an_archive_that_would_fill_the_disk_stays_packed() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    let zeros = vec![0; 40 << 20];
    let bomb = archive(&[("bombe.bin", &zeros)]);
    let files = vec![
        ("bombe.zip", bomb.clone()),
        ("matriochka.zip", archive(&[("bombe.zip", &bomb)])),
        ("photo.png", picture()),
    ];
    box_.deliver(&Written { files, ..Written::default() }.raw());
    box_.sent(1).await;
    box_.office.work_off(&[casework::READ_BATCH]).await;
    assert_eq!(box_.exceptions(ExceptionKind::PartSetAside).await, 2, "both archives are shown");
    assert_eq!(box_.count("SELECT count(*) FROM page").await, 1, "the file beside them is read");
    box_.close().await;
}
