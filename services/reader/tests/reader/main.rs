//! The client and the executable together, on good, bad and hostile files.

#![expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "the tests' own small numbers")]

mod inspecting;
mod layers;
mod making;
mod messages;

use std::{
    collections::HashSet,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use domain::{SeparatorKind, SeparatorSheet};
use image::{GrayImage, imageops};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reading::{
    Limits, Page, ReadFailure, ReadOptions, Reader, ReaderConfig, Refusal, TextSource,
    protocol::{FrameKind, Level, Request, write_frame},
    split,
};

fn config() -> ReaderConfig {
    ReaderConfig::new(PathBuf::from(env!("CARGO_BIN_EXE_passerelle-reader")))
}

fn limited(change: impl FnOnce(&mut Limits)) -> Reader {
    let mut config = config();
    change(&mut config.limits);
    Reader::new(config)
}

fn quick() -> ReadOptions {
    ReadOptions { ocr: false, ..ReadOptions::default() }
}

async fn pages_of(reader: &Reader, bytes: Vec<u8>, options: &ReadOptions) -> Vec<Page> {
    let mut pages = Vec::new();
    reader.read(bytes, options, |page| pages.push(page)).await.expect("read");
    pages
}

async fn refusal(reader: &Reader, bytes: Vec<u8>) -> Option<Refusal> {
    match reader.read(bytes, &quick(), |_| ()).await {
        Err(ReadFailure::Refused { reason, .. }) => Some(reason),
        _ => None,
    }
}

/// The letter as a scan: what the reader itself shows of the born-digital one.
async fn letter_scan(reader: &Reader) -> GrayImage {
    let pages = pages_of(reader, making::letter_pdf(), &quick()).await;
    image::load_from_memory(&pages[0].screen).expect("screen image").into_luma8()
}

fn words(text: &str) -> HashSet<&str> {
    text.split_whitespace().collect()
}

/// Share of the letter's words that were read.
fn recall(text: &str) -> f32 {
    let letter = making::LETTER.join(" ");
    let wanted = words(&letter);
    let found = words(text);
    wanted.iter().filter(|word| found.contains(*word)).count() as f32 / wanted.len() as f32
}

#[tokio::test]
async fn a_born_digital_letter_gives_its_own_text_with_places() {
    let pages = pages_of(&Reader::new(config()), making::letter_pdf(), &ReadOptions::default()).await;
    let page = &pages[0].read;
    assert_eq!(page.text, making::LETTER.join("\n"));
    assert_eq!((page.source, page.rotated, page.blank), (TextSource::Embedded, 0, false));
    let word = page.words.iter().find(|word| word.text == "décembre").expect("word");
    assert!(word.bounds[0] < word.bounds[2] && word.bounds[3] <= page.height_px.cast_signed(), "{word:?}");
    let screen = image::load_from_memory(&pages[0].screen).expect("screen");
    assert!((1240..=1654).contains(&screen.width()));
    assert_eq!(image::load_from_memory(&pages[0].thumbnail).expect("thumbnail").width(), 160);
}

#[tokio::test]
async fn a_scanned_letter_is_recognised_whichever_way_up_it_was_fed() {
    let reader = Reader::new(config());
    let scan = letter_scan(&reader).await;
    let turned = [
        (0, scan.clone()),
        (180, imageops::rotate180(&scan)),
        (270, imageops::rotate90(&scan)),
        (90, imageops::rotate270(&scan)),
    ];
    for (expected, picture) in turned {
        let read = pages_of(&reader, making::tiff(&[picture], 174), &ReadOptions::default()).await.remove(0).read;
        assert_eq!((read.rotated, read.source), (expected, TextSource::Ocr));
        assert!(recall(&read.text) > 0.95, "{expected}: {}", read.text);
        assert_eq!((read.width_px, read.height_px), scan.dimensions());
        let word = read.words.iter().find(|word| word.text == "renouvellement").expect("word");
        assert!(word.bounds[0] < 700 && (200..400).contains(&word.bounds[1]), "{expected}: {word:?}");
    }
}

#[tokio::test]
async fn a_scan_inside_a_pdf_is_recognised_at_its_own_resolution() {
    let reader = Reader::new(config());
    let scan = letter_scan(&reader).await;
    let file = making::scan_pdf(&making::jpeg(&scan), scan.dimensions());
    let read = pages_of(&reader, file, &ReadOptions::default()).await.remove(0).read;
    assert_eq!((read.source, read.dpi), (TextSource::Ocr, Some(174)));
    assert!(recall(&read.text) > 0.95, "{}", read.text);
}

#[tokio::test]
async fn a_page_is_read_in_the_language_that_is_named_when_it_is_installed() {
    let folder = tempfile::tempdir().expect("folder");
    let french = config().tessdata.join("fra.traineddata");
    std::fs::copy(&french, folder.path().join("spa.traineddata")).expect("language data");
    let reader = Reader::new(ReaderConfig { tessdata: folder.path().to_owned(), ..config() });
    assert_eq!(reader.languages(), ["spa"]);
    let file = making::tiff(&[letter_scan(&reader).await], 174);
    let named = |language: &str| ReadOptions { language: language.to_owned(), ..ReadOptions::default() };
    let read = pages_of(&reader, file.clone(), &named("spa")).await.remove(0).read;
    assert_eq!((read.source, read.language.as_deref()), (TextSource::Ocr, Some("spa")));
    assert!(recall(&read.text) > 0.95, "{}", read.text);
    let outside = format!("{}/fra", config().tessdata.display());
    for absent in ["fra", "../spa", "", &outside] {
        let failure = reader.read(file.clone(), &named(absent), |_| ()).await.expect_err("no such language");
        assert!(matches!(&failure, ReadFailure::Unavailable { .. }), "{absent}: {failure}");
    }
}

#[tokio::test]
async fn a_damaged_page_says_so_and_the_others_go_on() {
    let mut file = making::tiff(&[making::blank(), making::blank(), making::blank()], 100);
    // The directory of the second page says it has no rows.
    let places: Vec<usize> =
        file.windows(4).enumerate().filter(|(_, w)| *w == [1, 1, 4, 0]).map(|(at, _)| at).collect();
    assert_eq!(places.len(), 3, "image length tags");
    file[places[1] + 8..places[1] + 12].fill(0);
    let pages = pages_of(&Reader::new(config()), file, &quick()).await;
    let errors: Vec<bool> = pages.iter().map(|page| page.read.error.is_some()).collect();
    assert_eq!(errors, [false, true, false]);
    assert!(pages[0].read.blank && pages[2].read.blank, "white pages are flagged and kept");
}

#[tokio::test]
async fn fax_coded_pages_are_decoded() {
    let (width, height) = (64, 32);
    let tags =
        |compression| [(256, width), (257, height), (258, 1), (259, compression), (262, 0), (277, 1), (278, height)];
    // T.4 one dimension: 16 white, 32 black, 16 white in each row.
    let row = [0b1010_1000, 0b0001_1010, 0b1010_1010];
    let modified_huffman = making::bare_tiff(&tags(2), &row.repeat(32));
    // T.6: the first row in horizontal mode, the others straight below it (three 1 bits), then the end.
    let mut bits = String::from("001101010000001101010") + "1" + &"111".repeat(31) + "000000000001000000000001";
    bits.push_str(&"0".repeat(8 - bits.len() % 8));
    let byte = |at: usize| u8::from_str_radix(&bits[at..at + 8], 2).expect("bits");
    let group4 = making::bare_tiff(&tags(4), &(0..bits.len()).step_by(8).map(byte).collect::<Vec<u8>>());
    for file in [modified_huffman, group4] {
        let pages = pages_of(&Reader::new(config()), file, &quick()).await;
        assert_eq!(pages[0].read.error, None);
        let shown = image::load_from_memory(&pages[0].screen).expect("screen").into_luma8();
        assert!(shown.get_pixel(4, 16).0[0] > 220 && shown.get_pixel(60, 16).0[0] > 220);
        assert!(shown.get_pixel(32, 4).0[0] < 40 && shown.get_pixel(32, 28).0[0] < 40);
    }
}

#[tokio::test]
async fn pages_with_a_palette_or_separate_planes_show_their_colours() {
    let size = 40_u32;
    let tags = |photometric| [(256, size), (257, size), (259, 1), (262, photometric), (278, size)];
    // Four bits a pixel, all of place 1 in the palette: black, then white and so on. The palette follows the pixels.
    let pixels = vec![0x11; (size * size / 2) as usize];
    let mut strip = pixels.clone();
    strip.extend((0..48_u32).flat_map(|at| if at % 16 == 1 { [0, 0] } else { [0xff, 0xff] }));
    let with_palette = [&tags(3)[..], &[(258, 4), (277, 1)]].concat();
    let mut file = making::bare_tiff(&with_palette, &strip);
    making::add_shorts(&mut file, 320, 48, 8 + pixels.len() as u32);
    let planes = [vec![0_u8; 1_600], vec![0; 1_600], vec![0; 1_600]].concat();
    let separate = [&tags(2)[..], &[(258, 8), (277, 3), (284, 2)]].concat();
    let mut planar = making::bare_tiff(&separate, &planes);
    making::split_strips(&mut planar, 3, 1_600);
    for (what, file) in [("palette", file), ("planes", planar)] {
        let pages = pages_of(&Reader::new(config()), file, &quick()).await;
        assert_eq!(pages[0].read.error, None, "{what}");
        let shown = image::load_from_memory(&pages[0].screen).expect("screen").into_luma8();
        assert!(shown.pixels().all(|p| p.0[0] < 20), "{what}");
    }
}

#[tokio::test]
async fn the_sheets_the_product_prints_cut_the_batch() {
    let sheet = SeparatorSheet::new(SeparatorKind::Envelope, "A7K2", Some(1)).expect("sheet");
    let pages =
        [making::sheet(&sheet.to_string()), making::blank(), imageops::rotate180(&making::sheet("26067000012345"))];
    let read = pages_of(&Reader::new(config()), making::tiff(&pages, 200), &quick()).await;
    let read: Vec<_> = read.into_iter().map(|page| page.read).collect();
    assert_eq!(read[2].barcodes[0].text, "26067000012345");
    assert!(!read[0].blank);
    let split = split(&read, &[]);
    assert_eq!(split.envelopes.len(), 1);
    assert_eq!((split.envelopes[0].declared(), &split.envelopes[0].pages[..]), (Some(1), &[2, 3][..]));
    assert!(!split.envelopes[0].agrees());
}

#[tokio::test]
async fn bad_files_are_refused_with_their_reason() {
    let reader = Reader::new(config());
    let letter = making::letter_pdf();
    let scan = making::tiff(&[making::blank()], 100);
    let cut_png = making::png(&making::blank())[..600].to_vec();
    let large = [(256, 20_000), (257, 20_000), (258, 8), (259, 1), (262, 1), (277, 1), (278, 20_000)];
    let cases = [
        ("nothing", Vec::new(), Refusal::Empty),
        ("noise", (0..4_000_u32).map(|i| ((i * 7919) >> 3) as u8).collect(), Refusal::UnknownKind),
        ("half a TIFF", scan[..scan.len() / 2].to_vec(), Refusal::Unreadable),
        ("a TIFF header", b"II\x2a\0\x08\0\0\0".to_vec(), Refusal::Unreadable),
        ("the start of a PDF", letter[..60].to_vec(), Refusal::Unreadable),
        ("a cut PNG", cut_png, Refusal::Unreadable),
        ("a locked PDF", making::locked_pdf(), Refusal::Encrypted),
        ("a PNG of 20,000 by 20,000", making::png_header(20_000, 20_000), Refusal::LimitExceeded),
        ("a TIFF of 20,000 by 20,000", making::bare_tiff(&large, &[0; 64]), Refusal::LimitExceeded),
    ];
    for (what, bytes, reason) in cases {
        assert_eq!(refusal(&reader, bytes).await, Some(reason), "{what}");
    }
    let few = limited(|limits| limits.pages = 2);
    let three = making::tiff(&[making::blank(), making::blank(), making::blank()], 100);
    assert_eq!(refusal(&few, three.clone()).await, Some(Refusal::LimitExceeded), "pages");
    assert_eq!(
        refusal(&limited(|limits| limits.file_bytes = 1_000), three.clone()).await,
        Some(Refusal::LimitExceeded),
        "bytes"
    );
    assert_eq!(
        refusal(&limited(|limits| limits.output_bytes = 9_000), three).await,
        Some(Refusal::LimitExceeded),
        "output"
    );
}

#[tokio::test]
async fn a_huge_picture_inside_a_pdf_is_not_decoded() {
    let file = making::scan_pdf(&making::jpeg(&making::blank()), (20_000, 20_000));
    let read = pages_of(&Reader::new(config()), file, &quick()).await.remove(0).read;
    assert!(read.error.expect("error").contains("20000 by 20000"));
}

#[tokio::test]
async fn a_file_that_outgrows_the_memory_ends_its_process_only() {
    let bomb = making::png(&GrayImage::new(10_900, 10_900));
    let reader = limited(|limits| limits.memory_bytes = 160 << 20);
    match reader.read(bomb, &quick(), |_| ()).await {
        Err(ReadFailure::Crashed { pages: 0, .. } | ReadFailure::Refused { .. }) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(pages_of(&reader, making::png(&making::blank()), &quick()).await.len(), 1);
}

#[tokio::test]
async fn a_killed_or_hung_reader_is_replaced_and_no_page_is_lost() {
    let reader = limited(|limits| limits.page_seconds = 2);
    let file = making::tiff(&vec![making::blank(); 40], 100);
    for signal in [Signal::SIGKILL, Signal::SIGSTOP] {
        let mut reading = reader.start(file.clone(), &quick()).await.expect("start");
        let mut numbers = Vec::new();
        let first = reading.next_page().await.expect("page").expect("page");
        numbers.push(first.read.number);
        let id = Pid::from_raw(reading.process_id().expect("running").cast_signed());
        kill(id, signal).expect("signal");
        while let Some(page) = reading.next_page().await.expect("page") {
            assert_eq!(page.read.error, None);
            numbers.push(page.read.number);
        }
        assert_eq!(numbers, (1..=40).collect::<Vec<u32>>(), "{signal}");
        assert!(!Path::new(&format!("/proc/{id}")).exists(), "the process is reaped");
    }
}

#[tokio::test]
async fn a_dropped_reading_leaves_no_process() {
    let file = making::tiff(&vec![making::blank(); 60], 100);
    let reading = Reader::new(config()).start(file, &quick()).await.expect("start");
    let id = reading.process_id().expect("running");
    drop(reading);
    let ended = Instant::now() + Duration::from_secs(5);
    while Path::new(&format!("/proc/{id}")).exists() {
        assert!(Instant::now() < ended, "process {id} is still there");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn the_reader_ends_when_its_parent_is_gone() {
    let mut child =
        Command::new(config().executable).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("start");
    let mut pipe = child.stdin.take().expect("pipe");
    let request = Request {
        probe: false,
        messages: false,
        tessdata: config().tessdata.to_string_lossy().into_owned(),
        options: ReadOptions { threads: 1, ..ReadOptions::default() },
        limits: Limits::default(),
    };
    let file = making::tiff(&vec![making::sheet("PSR"); 80], 200);
    write_frame(&mut pipe, FrameKind::Request, &serde_json::to_vec(&request).expect("json")).expect("request");
    for piece in file.chunks(1 << 20) {
        write_frame(&mut pipe, FrameKind::File, piece).expect("file");
    }
    write_frame(&mut pipe, FrameKind::File, &[]).expect("file");
    pipe.flush().expect("file");
    std::thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().expect("state").is_none(), "still reading");
    drop(pipe);
    let ended = Instant::now() + Duration::from_secs(5);
    while child.try_wait().expect("state").is_none() {
        assert!(Instant::now() < ended, "still running");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test]
async fn the_cage_is_closed_while_strangers_bytes_are_read() {
    let reader = Reader::new(config());
    let protections = reader.probe().await.expect("probe");
    assert!(
        protections.seccomp && protections.no_new_privs && protections.resource_limits && protections.language_data
    );
    if protections.landlock != Level::Full {
        eprintln!("this kernel has Landlock {:?}", protections.landlock);
    }
    let mut reading = reader.start(making::tiff(&vec![making::blank(); 60], 100), &quick()).await.expect("start");
    let id = reading.process_id().expect("running");
    reading.next_page().await.expect("page");
    for task in std::fs::read_dir(format!("/proc/{id}/task")).expect("threads") {
        let status = std::fs::read_to_string(task.expect("thread").path().join("status")).expect("status");
        assert!(status.contains("Seccomp:\t2\n") && status.contains("NoNewPrivs:\t1\n"), "{status}");
    }
    let limits = std::fs::read_to_string(format!("/proc/{id}/limits")).expect("limits");
    let line = limits.lines().find(|line| line.starts_with("Max address space")).expect("limit");
    assert!(line.contains(&Limits::default().memory_bytes.to_string()), "{line}");
    let environment = std::fs::read_to_string(format!("/proc/{id}/environ")).expect("environment");
    let mut names: Vec<&str> = environment.split_terminator('\0').filter_map(|one| one.split('=').next()).collect();
    names.sort_unstable();
    let memory = ["MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"];
    assert_eq!(names, [&["LC_ALL"][..], &memory, &["OMP_THREAD_LIMIT"]].concat());
}

#[tokio::test]
async fn a_wrong_installation_is_told_apart_from_a_bad_file() {
    let missing = Reader::new(ReaderConfig::new(PathBuf::from("/nonexistent/passerelle-reader")));
    let without_language = Reader::new(ReaderConfig { tessdata: PathBuf::from("/nonexistent"), ..config() });
    let silent = Reader::new(ReaderConfig::new(PathBuf::from("/bin/true")));
    for reader in [missing, without_language, silent] {
        let outcome = reader.read(making::letter_pdf(), &ReadOptions::default(), |_| ()).await;
        assert!(matches!(outcome, Err(ReadFailure::Unavailable { .. })), "{outcome:?}");
    }
    let absent = Reader::new(config()).read(PathBuf::from("/nonexistent/scan.tif"), &quick(), |_| ()).await;
    assert!(matches!(absent, Err(ReadFailure::Source(_))), "{absent:?}");
}

#[tokio::test]
async fn six_hundred_pages_come_in_order_and_memory_stays_bounded() {
    let small = imageops::thumbnail(&making::blank(), 413, 585);
    let file = making::tiff(&vec![small; 600], 50);
    let size = file.len() / 1024;
    let mut reading = Reader::new(config()).start(file, &quick()).await.expect("start");
    let id = reading.process_id().expect("running");
    let (mut next, mut peak) = (1, 0);
    while let Some(page) = reading.next_page().await.expect("page") {
        assert_eq!(page.read.number, next);
        next += 1;
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        peak = line.trim().trim_end_matches(" kB").parse().unwrap_or(peak);
    }
    assert_eq!(next, 601);
    assert!(peak < 2 * size + 150_000, "{peak} kB for a file of {size} kB");
}
