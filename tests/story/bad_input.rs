//! Whatever a scanner or a stranger leaves in the folder: kept as it is, told to a person, and nobody else is disturbed.

mod desk;
mod files;

use std::{fs, time::Duration};

use domain::ExceptionKind;
use store::ContentHash;
use tokio::time::sleep;

use super::tiff;
use desk::Desk;

/// Leaves the bytes beside a good file; the kinds of exception opened for them, and the pages read.
async fn left(name: &str, bytes: &[u8]) -> (Vec<ExceptionKind>, i32) {
    let desk = Desk::open("").await;
    let good = world::small_batch(7, 1, 1).unwrap().bytes;
    desk.leave(name, bytes);
    desk.leave("bon.tif", &good);
    let (bad, fine) = (desk.read(bytes).await, desk.read(&good).await);
    assert_eq!(fine.state, 2, "the file beside it is read");
    assert!(fine.exceptions.is_empty(), "{fine:?}");
    assert_eq!(desk.content(ContentHash::of(bytes)).await, bytes, "kept to the last byte");
    assert_eq!(bad.cases, 1, "and dated by a case all the same (I-01)");
    desk.empty().await;
    desk.close().await;
    (bad.exceptions, bad.pages)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_file() {
    assert_eq!(left("vide.tif", b"").await, (vec![ExceptionKind::EmptyFile], 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_empty_files_are_two_papers_that_the_scanner_did_not_keep() {
    let desk = Desk::open("").await;
    desk.leave("vide.tif", b"");
    desk.leave("encore.tif", b"");
    desk.empty().await;
    let empty = desk.read(b"").await;
    assert_eq!(empty.exceptions, [ExceptionKind::EmptyFile; 2], "none is called the same paper laid twice");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scanner_that_opens_its_file_before_it_writes_loses_nothing() {
    let desk = Desk::open("").await;
    let whole = world::small_batch(11, 1, 2).unwrap().bytes;
    desk.leave("lent.tif", b"");
    // Longer than a whole file is left alone (one second).
    sleep(Duration::from_secs(3)).await;
    assert!(desk.has("lent.tif"), "an empty file is not yet a file");
    desk.leave("lent.tif", &whole);
    let read = desk.read(&whole).await;
    assert!(read.exceptions.is_empty() && read.pages > 0, "{read:?}");
    desk.empty().await;
    assert_eq!(desk.batches().await, 1, "the file before its first page was not taken");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tiff_cut_short() {
    let whole = world::small_batch(3, 1, 3).unwrap().bytes;
    let (exceptions, pages) = left("coupe.tif", &whole[..whole.len() / 2]).await;
    assert!(matches!(exceptions[..], [ExceptionKind::Unreadable | ExceptionKind::PartlyRead, ..]), "{exceptions:?}");
    assert!(exceptions[0] != ExceptionKind::Unreadable || pages == 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pdf_cut_short() {
    let whole = files::pdf();
    let (exceptions, _) = left("coupe.pdf", &whole[..whole.len() / 3]).await;
    assert_eq!(exceptions, [ExceptionKind::Unreadable]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pdf_with_a_password() {
    let Some(encrypted) = files::encrypted() else {
        eprintln!("NOT TRIED: qpdf is missing (apt-get install qpdf)");
        return;
    };
    assert_eq!(left("secret.pdf", &encrypted).await.0, [ExceptionKind::Encrypted]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_bytes() {
    let (exceptions, pages) = left("bruit.tif", &files::noise()).await;
    assert_eq!((exceptions, pages), (vec![ExceptionKind::UnknownKind], 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_claims_twenty_thousand_by_twenty_thousand_pixels() {
    let (exceptions, _) = left("enorme.tif", &tiff::claims(20_000, 20_000)).await;
    assert!(!exceptions.is_empty());
    let expected = [ExceptionKind::LimitExceeded, ExceptionKind::PartlyRead];
    assert!(exceptions.iter().all(|kind| expected.contains(kind)), "{exceptions:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_hundred_pages() {
    let (exceptions, pages) = left("epais.tif", &tiff::white(600, 64, 64)).await;
    assert_eq!((exceptions, pages), (vec![], 600), "all read, nothing to tell (R-21)");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_still_being_written_waits() {
    let desk = Desk::open("").await;
    let whole = world::small_batch(5, 1, 1).unwrap().bytes;
    for end in (0..whole.len()).step_by(whole.len() / 6) {
        desk.leave("lent.tif", &whole[..end]);
        sleep(Duration::from_millis(400)).await;
        assert_eq!(desk.batches().await, 0, "taken before it was whole");
    }
    desk.leave("lent.tif", &whole);
    let read = desk.read(&whole).await;
    assert_eq!((read.state, desk.batches().await), (2, 1));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_file_twice_is_one_batch_and_an_exception() {
    let desk = Desk::open("").await;
    let bytes = world::small_batch(6, 1, 1).unwrap().bytes;
    desk.leave("premier.tif", &bytes);
    desk.leave("second.tif", &bytes);
    desk.empty().await;
    let read = desk.read(&bytes).await;
    assert_eq!((read.state, read.exceptions, desk.batches().await), (2, vec![ExceptionKind::Repeated], 1));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_the_file_stays_in_the_folder_until_there_is_room() {
    let Some(full) = files::SmallDisk::mount() else {
        eprintln!("NOT TRIED: a full disk needs the right to mount a small one");
        return;
    };
    let desk = Desk::open(&format!("[blobs]\nfolder = '{}'\n", full.path().display())).await;
    let filler = full.fill();
    // Larger than what is kept in the database itself.
    let large = tiff::white(1, 2000, 2000);
    let small = world::small_batch(8, 1, 1).unwrap().bytes;
    desk.leave("grand.tif", &large);
    desk.leave("petit.tif", &small);
    assert_eq!(desk.read_kept(&small).await, 1, "what needs no room on that disk is kept");
    sleep(Duration::from_secs(3)).await;
    assert!(desk.has("grand.tif"), "not cleared: it is kept nowhere else");
    assert_eq!(desk.batches().await, 1);
    fs::remove_file(filler).unwrap();
    desk.empty().await;
    desk.read(&large).await;
    assert_eq!(desk.content(ContentHash::of(&large)).await, large);
    desk.close().await;
    drop(full);
}
