//! The same paper received twice: what is proposed of pages that were scanned again, photographed, sent as a file, and what is proposed of
//! pages of different papers, at what cost.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use formats::likeness::{Fingerprint, InkMap, Leaf, SeenWord, compare};
use image::GrayImage;
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};
use reading::{PageRead, ReadOptions, Reader, ReaderConfig};
use world::Degradation;

use crate::mailbox::reader;

/// Receipts, invoices and specimens taken of each set.
const OF_A_SET: usize = 5;
/// Resolution of the scans.
const DPI: u32 = 200;

/// A page of some paper, in one of its copies.
struct Copy {
    paper: usize,
    way: &'static str,
    text: String,
    known: Fingerprint,
    leaf: Leaf,
}

/// A paper: what it is, and its file.
struct Paper {
    set: &'static str,
    file: Vec<u8>,
}

/// Everything that is printed.
pub(crate) async fn measure() {
    let Some(executable) = reader() else {
        println!("  passerelle-reader is not built: cargo build -p reader");
        return;
    };
    let reader = Reader::new(ReaderConfig::new(executable));
    let papers = papers();
    let mut copies = Vec::new();
    for (number, paper) in papers.iter().enumerate() {
        for (way, file) in ways(paper, number as u64) {
            let pages = read(&reader, file).await;
            let first = pages.into_iter().next();
            copies.extend(first.and_then(|page| copy(number, way, &page)));
        }
    }
    println!("  {} papers, {} copies of which something is known", papers.len(), copies.len());
    recall(&papers, &copies);
    let mut strangers = copies.iter().filter(|copy| copy.way == "scan").collect::<Vec<_>>();
    let envelopes = envelopes(&reader).await;
    strangers.extend(envelopes.iter());
    false_proposals(&strangers);
    again(&reader).await;
    cost(&copies);
}

/// Letters set here, letters that differ by their names alone, and papers of the corpus.
fn papers() -> Vec<Paper> {
    let mut papers = Vec::new();
    for number in 0..4 {
        papers.push(Paper { set: "letters", file: world::typeset(&letter(number, number)).expect("a page") });
    }
    for number in 0..8 {
        papers.push(Paper {
            set: "letters but for names",
            file: world::typeset(&letter(0, number + 20)).expect("a page"),
        });
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let sets = [
        ("receipts (sroie)", "sroie/data/img"),
        ("invoices (invoice2data)", "invoice2data/tests/compare"),
        ("specimens (passporteye)", "passporteye/passporteye/mrz/testdata"),
    ];
    for (set, folder) in sets {
        let files = files(&corpus.join(folder));
        if files.is_empty() {
            println!("  skipped: no {folder} in ../shared/corpus");
        }
        papers.extend(files.iter().filter_map(|file| Some(Paper { set, file: pdf(file)? })).take(OF_A_SET));
    }
    papers
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// A file as a PDF: as it is, or its picture on a page.
fn pdf(file: &Path) -> Option<Vec<u8>> {
    let bytes = fs::read(file).ok()?;
    if bytes.starts_with(b"%PDF") {
        return Some(bytes);
    }
    let picture = image::load_from_memory(&bytes).ok()?.into_luma8();
    world::scan_file(&[picture], DPI).ok()
}

const SENTENCES: [&str; 10] = [
    "J'ai l'honneur de solliciter le renouvellement de mon titre de séjour, qui arrive à échéance le 14 décembre 2026.",
    "Je réside en France depuis 2017 et j'exerce le métier d'aide-soignante à l'hôpital civil de Haguenau.",
    "Vous trouverez ci-joint la copie de mon passeport, un justificatif de domicile récent et trois photographies d'identité.",
    "À ce jour, je n'ai reçu aucune réponse à mon courrier recommandé du 9 septembre.",
    "Mes enfants sont scolarisés à l'école élémentaire du Bœuf-Rouge, où ils ont été inscrits dès la rentrée.",
    "Le montant de la taxe sera acquitté par timbres fiscaux lors de la remise du titre.",
    "L'employeur s'engage à maintenir le contrat à durée indéterminée conclu le 1er mars 2021.",
    "Il ressort des pièces du dossier que l'intéressé ne peut être regardé comme étant à la charge de sa mère.",
    "Où faut-il déposer l'original ? Puis-je l'envoyer par La Poste, ou dois-je me présenter au guichet ?",
    "Sans réponse de l'administration dans un délai de quatre mois, la demande est réputée implicitement rejetée.",
];
const NAMES: [&str; 8] = [
    "Aminata DIALLO",
    "Fatou TRAORE",
    "Mariam KONATE",
    "Nguyen Thi LAN",
    "Oksana BONDAR",
    "Carlos MENDES",
    "Yasmine HADDAD",
    "Ivan PETROV",
];

/// A letter of the person of this number, with the text of that one.
fn letter(text: usize, person: usize) -> String {
    let name = NAMES[person % NAMES.len()];
    let body: Vec<&str> = (0..6).map(|at| SENTENCES[(text * 3 + at) % SENTENCES.len()]).collect();
    format!(
        "#set page(paper: \"a4\", margin: 2.3cm)\n#set text(font: \"Arimo\", size: 11pt, lang: \"fr\", hyphenate: false)\n\
         {name} \\\n{} rue du Faubourg \\\n67{:03} STRASBOURG\n\n#align(right)[Strasbourg, le {} novembre 2026]\n\n\
         Objet : demande, dossier n° 67-2026-{:06}\n\n{}\n\n{name}",
        person * 7 + 3,
        person * 10,
        person % 27 + 1,
        person * 7_919 + 101,
        body.join("\n\n")
    )
}

/// The ways by which a paper may come.
fn ways(paper: &Paper, seed: u64) -> Vec<(&'static str, Vec<u8>)> {
    let scan = |how: &Degradation, seed| {
        let pages = world::scans(paper.file.clone(), DPI, how, seed).ok()?;
        pages.into_iter().next()
    };
    let filed = |page: GrayImage| world::scan_file(&[page], DPI).ok();
    let turned = Degradation { upside_down: true, ..Degradation::ORDINARY };
    let found = [
        ("file", Some(paper.file.clone())),
        ("scan", scan(&Degradation::ORDINARY, seed).and_then(filed)),
        ("scan, worn", scan(&Degradation::HEAVY, seed + 1_000).and_then(filed)),
        ("scan, upside down", scan(&turned, seed + 2_000).and_then(filed)),
        ("photograph", scan(&Degradation::CLEAN, seed).and_then(|page| world::photograph(&page, seed + 1).ok())),
    ];
    found.into_iter().filter_map(|(way, file)| Some((way, file?))).collect()
}

async fn read(reader: &Reader, file: Vec<u8>) -> Vec<PageRead> {
    let options = ReadOptions { threads: 2, ..ReadOptions::default() };
    let mut pages = Vec::new();
    if let Err(error) = reader.read(file, &options, |page| pages.push(page.read)).await {
        println!("  {error}");
    }
    pages
}

/// What is known of a page: nothing of an empty one and of a separator sheet.
fn copy(paper: usize, way: &'static str, page: &PageRead) -> Option<Copy> {
    if page.blank || reading::separator_in(&page.barcodes).is_some() {
        return None;
    }
    let zones = page.mrz.iter().filter_map(|zone| zone.understood().ok()).filter(formats::mrz::Mrz::proved);
    let numbers = zones.filter_map(|zone| Some(format!("title:{}", zone.fields.number?.as_str()))).collect();
    let known = Fingerprint::of(&page.text, InkMap::from_hex(&page.ink), numbers)?;
    let leaf = Leaf {
        words: page.words.iter().filter_map(|word| SeenWord::new(&word.text, word.confidence)).collect(),
        ink: known.ink.clone(),
        marks: known.marks.clone(),
        numbers: known.numbers.clone(),
    };
    Some(Copy { paper, way, text: page.text.clone(), known, leaf })
}

/// Whether the index finds one when the other is looked for.
fn candidate(one: &Copy, other: &Copy) -> bool {
    let shares = |one: &[i32], other: &[i32]| one.iter().any(|value| other.contains(value));
    let hash = |copy: &Copy| copy.known.ink.as_ref().map(InkMap::hash);
    let pictures = hash(one).zip(hash(other)).is_some_and(|(one, other)| {
        shares(&InkMap::near_parts(one), &InkMap::parts(other)) && (one ^ other).count_ones() <= 14
    });
    let numbers = one.known.numbers.iter().any(|number| other.known.numbers.contains(number));
    shares(&one.known.text_bands, &other.known.text_bands) || pictures || numbers
}

/// Of the pairs of copies of one paper, those found and proposed.
fn recall(papers: &[Paper], copies: &[Copy]) {
    let mut lines: BTreeMap<(&str, String), [usize; 3]> = BTreeMap::new();
    for (at, one) in copies.iter().enumerate() {
        for other in copies[at + 1..].iter().filter(|other| other.paper == one.paper) {
            let counts = lines.entry((papers[one.paper].set, format!("{} / {}", one.way, other.way))).or_default();
            let found = candidate(one, other);
            counts[0] += 1;
            counts[1] += usize::from(found);
            counts[2] += usize::from(found && compare(&one.leaf, &other.leaf, &[]).is_some());
        }
    }
    println!("  {:<26} {:<34} {:>6} {:>6} {:>9}", "one paper twice", "", "pairs", "found", "proposed");
    for ((set, ways), [pairs, found, proposed]) in &lines {
        println!("  {set:<26} {ways:<34} {pairs:>6} {found:>6} {proposed:>9}");
    }
    let sum = |at: usize| lines.values().map(|counts| counts[at]).sum::<usize>();
    println!("  {:<61} {:>6} {:>6} {:>9}", "all", sum(0), sum(1), sum(2));
}

/// The files of the demonstration's day with envelopes of different persons: forms filled by hand, identity papers, certificates.
const PILES: [&str; 2] = ["COURRIER-003", "COURRIER-008"];
/// An envelope whose file was cut, and the same scanned again.
const AGAIN: [&str; 2] = ["COURRIER-012.", "COURRIER-012-reprise."];

/// The pages of a file of the demonstration's day, each with the envelope it is in, counted on from `envelope`.
async fn of_the_day(reader: &Reader, name: &str, mut envelope: usize) -> Vec<Copy> {
    let day = "2026-11-16".parse().expect("a day");
    let plan =
        world::plan(7, day).into_iter().find(|plan| plan.file_name().starts_with(name)).expect("a file of the day");
    let mut copies = Vec::new();
    for page in read(reader, plan.scan().expect("a scan").bytes).await {
        envelope += usize::from(reading::separator_in(&page.barcodes).is_some());
        copies.extend(copy(envelope, "envelope", &page));
    }
    copies
}

async fn envelopes(reader: &Reader) -> Vec<Copy> {
    let mut copies = Vec::new();
    for (number, pile) in PILES.iter().enumerate() {
        copies.extend(of_the_day(reader, pile, 1_000 * (number + 1)).await);
    }
    println!("  {} pages in envelopes of different persons", copies.len());
    copies
}

/// An envelope scanned again, after its file was cut: how many of the pages that both files have are proposed.
async fn again(reader: &Reader) {
    let cut = of_the_day(reader, AGAIN[0], 0).await;
    let whole = of_the_day(reader, AGAIN[1], 0).await;
    let alike =
        |one: &&Copy| cut.iter().any(|other| candidate(one, other) && compare(&one.leaf, &other.leaf, &[]).is_some());
    let proposed = whole.iter().filter(alike).count();
    println!(
        "  an envelope scanned again: {} pages, {} were in the first file, {proposed} proposed",
        whole.len(),
        cut.len()
    );
}

/// Of the pairs of pages of different papers, those that look alike to the index, and those that would be proposed.
fn false_proposals(pages: &[&Copy]) {
    let (mut pairs, mut found, mut proposed) = (0, 0, 0);
    for (at, one) in pages.iter().enumerate() {
        for other in pages[at + 1..].iter().filter(|other| other.paper != one.paper) {
            pairs += 1;
            if !candidate(one, other) {
                continue;
            }
            found += 1;
            if let Some(likeness) = compare(&one.leaf, &other.leaf, &[]) {
                proposed += 1;
                println!(
                    "  false: paper {} and {}: {:?} {} %",
                    one.paper, other.paper, likeness.reason, likeness.percent
                );
            }
        }
    }
    println!("  different papers: {pairs} pairs, {found} found by the index, {proposed} proposed");
}

fn processor() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_THREAD);
    let spent = usage.map_or(0, |usage| (usage.user_time() + usage.system_time()).num_microseconds().unsigned_abs());
    Duration::from_micros(spent)
}

/// Processor time of a fingerprint, and of a comparison.
fn cost(copies: &[Copy]) {
    let before = processor();
    let bands: usize = copies
        .iter()
        .filter_map(|copy| Fingerprint::of(&copy.text, None, Vec::new()))
        .map(|f| f.text_bands.len())
        .sum();
    let hashes: i64 = copies.iter().filter_map(|copy| copy.known.ink.as_ref()).map(|ink| ink.hash() & 1).sum();
    let made = processor().saturating_sub(before);
    let before = processor();
    let pairs = copies.windows(2).filter(|pair| compare(&pair[0].leaf, &pair[1].leaf, &[]).is_some()).count();
    let compared = processor().saturating_sub(before);
    let each = |time: Duration, count: usize| {
        time.as_secs_f64() * 1e3 / f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX))
    };
    println!(
        "  processor time: fingerprint {:.2} ms a page, comparison {:.2} ms a pair ({bands} bands, {hashes} hashes, {pairs} pairs)",
        each(made, copies.len()),
        each(compared, copies.len().saturating_sub(1))
    );
}
