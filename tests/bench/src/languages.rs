//! The language that is proposed for a document: how often it is the right one, how often none is named, how often a wrong one, and at
//! what cost.

use std::{fs, path::Path, time::Duration};

use reading::{ReadOptions, Reader, ReaderConfig, written_language};
use world::Degradation;

use crate::{figures::processor_time, mailbox::reader};

/// A letter in languages that the library knows, by the names of the language data. Written for this measurement.
const LETTERS: [(&str, &str); 14] = [
    (
        "fra",
        "J'ai l'honneur de demander le renouvellement de mon titre de séjour, qui arrive à échéance le quatorze décembre. Je travaille à \
         l'hôpital depuis trois ans et je vis en ville avec ma famille. Vous trouverez avec cette lettre une copie de mon passeport.",
    ),
    (
        "eng",
        "I am writing to ask for the renewal of my residence permit, which expires on the fourteenth of December. I have been working at \
         the hospital for three years and I live in the city with my family. You will find a copy of my passport with this letter.",
    ),
    (
        "spa",
        "Me dirijo a ustedes para solicitar la renovación de mi permiso de residencia, que vence el catorce de diciembre. Trabajo en el \
         hospital desde hace tres años y vivo con mi familia en la ciudad. Encontrarán con esta carta una copia de mi pasaporte.",
    ),
    (
        "por",
        "Venho por este meio pedir a renovação da minha autorização de residência, que termina no dia catorze de dezembro. Trabalho no \
         hospital há três anos e vivo na cidade com a minha família. Encontrarão com esta carta uma cópia do meu passaporte.",
    ),
    (
        "ita",
        "Le scrivo per chiedere il rinnovo del mio permesso di soggiorno, che scade il quattordici dicembre. Lavoro all'ospedale da tre \
         anni e vivo in città con la mia famiglia. Troverà insieme a questa lettera una copia del mio passaporto.",
    ),
    (
        "deu",
        "Hiermit beantrage ich die Verlängerung meiner Aufenthaltserlaubnis, die am vierzehnten Dezember abläuft. Ich arbeite seit drei \
         Jahren im Krankenhaus und wohne mit meiner Familie in der Stadt. Diesem Brief liegt eine Kopie meines Reisepasses bei.",
    ),
    (
        "nld",
        "Hierbij vraag ik de verlenging van mijn verblijfsvergunning aan, die op veertien december afloopt. Ik werk sinds drie jaar in het \
         ziekenhuis en woon met mijn gezin in de stad. Bij deze brief vindt u een kopie van mijn paspoort.",
    ),
    (
        "ron",
        "Vă scriu pentru a cere reînnoirea permisului meu de ședere, care expiră pe paisprezece decembrie. Lucrez la spital de trei ani și \
         locuiesc în oraș împreună cu familia mea. Veți găsi alături de această scrisoare o copie a pașaportului meu.",
    ),
    (
        "pol",
        "Zwracam się z prośbą o przedłużenie mojego zezwolenia na pobyt, które wygasa czternastego grudnia. Pracuję w szpitalu od trzech \
         lat i mieszkam w mieście razem z rodziną. Do tego listu dołączam kopię mojego paszportu.",
    ),
    (
        "tur",
        "On dört Aralık tarihinde sona erecek olan oturma iznimin yenilenmesini rica ediyorum. Üç yıldır hastanede çalışıyorum ve ailemle \
         birlikte şehirde yaşıyorum. Bu mektupla birlikte pasaportumun bir kopyasını size gönderiyorum, teşekkür ederim.",
    ),
    (
        "vie",
        "Tôi viết thư này để xin gia hạn giấy phép cư trú của tôi, sẽ hết hạn vào ngày mười bốn tháng mười hai. Tôi làm việc tại bệnh viện \
         được ba năm và sống trong thành phố cùng với gia đình. Kèm theo thư này là bản sao hộ chiếu của tôi.",
    ),
    (
        "rus",
        "Прошу вас продлить мой вид на жительство, срок которого истекает четырнадцатого декабря. Я работаю в больнице уже три года и живу \
         в городе вместе со своей семьёй. К этому письму прилагается копия моего паспорта. С уважением.",
    ),
    (
        "ukr",
        "Прошу вас продовжити мій дозвіл на проживання, термін якого закінчується чотирнадцятого грудня. Я працюю в лікарні вже три роки і \
         живу в місті разом зі своєю родиною. До цього листа додається копія мого паспорта. З повагою.",
    ),
    (
        "ara",
        "أكتب إليكم لأطلب تجديد تصريح إقامتي الذي ينتهي في الرابع عشر من شهر ديسمبر. أعمل في المستشفى منذ ثلاث سنوات وأعيش في المدينة مع \
         عائلتي. ستجدون مع هذه الرسالة نسخة من جواز سفري وشكرا لكم على اهتمامكم",
    ),
];

/// The first article of the Universal Declaration of Human Rights in languages that the library does not know: nothing should be named.
const UNKNOWN: [&str; 3] = [
    "Të gjithë njerëzit lindin të lirë dhe të barabartë në dinjitet dhe në të drejta. Ata kanë arsye dhe ndërgjegje dhe duhet të sillen \
     ndaj njëri tjetrit me frymë vëllazërimi.",
    "Aadanaha dhammaantiis wuxuu dhashaa isagoo xor ah kana siman xagga sharafta iyo xuquuqada. Waxaa Alle siiyay aqoon iyo wacyi, waana \
     in qof la arkaa qofka kale ula dhaqmaa si walaaltinimo ah.",
    "Tout moun fèt lib, egal ego pou diyite kou wè dwa. Nou gen la rezon ak la konsyans epi nou fèt pou nou aji youn ak lòt ak yon lespri \
     fwatènite.",
];

/// Letters of languages that the lettering at hand can print.
const PRINTED: usize = 10;
/// Words of a page of the code.
const WORDS: usize = 250;
/// How long a set is gone through, so that the clock of the system is fine enough.
const LONG: Duration = Duration::from_secs(2);

/// A page: its text, how surely it was read, and its language; none when nothing should be named.
struct Paper {
    text: String,
    confidence: f32,
    language: Option<&'static str>,
}

fn written(text: &str, language: Option<&'static str>) -> Paper {
    Paper { text: text.to_owned(), confidence: 100.0, language }
}

/// Every set: letters, as they were written and as the reader reads them with French data, then texts of the corpus.
pub(crate) async fn measure() {
    println!("{:<44} {:>6} {:>8} {:>10} {:>8} {:>10}", "", "pages", "right", "abstained", "wrong", "us a page");
    let letters: Vec<Paper> = LETTERS.iter().map(|(language, text)| written(text, Some(language))).collect();
    line("letters of fifty words, fourteen languages", &letters);
    line("languages that it does not know", &UNKNOWN.map(|text| written(text, None)));
    for (name, how) in [("good scanner", Degradation::ORDINARY), ("degraded", Degradation::HEAVY)] {
        match read_with_french_data(&how).await {
            Some(pages) => line(&format!("ten of them as read in French, {name}"), &pages),
            None => println!("  passerelle-reader is not built: cargo build --release -p reader"),
        }
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if corpus.is_dir() {
        line("articles of the code, 250 words each", &code(&corpus));
        line("receipts in English, capitals and figures", &receipts(&corpus));
    } else {
        println!("  skipped: no ../shared/corpus here");
    }
}

/// The letters printed, scanned and read with the French data, as they come in.
async fn read_with_french_data(how: &Degradation) -> Option<Vec<Paper>> {
    let reader = Reader::new(ReaderConfig::new(reader()?));
    let mut pages = Vec::new();
    for ((language, text), seed) in LETTERS.into_iter().take(PRINTED).zip(1..) {
        let scan = world::page(text, 200, how, seed).expect("a page");
        let file = world::scan_file(&[scan], 200).expect("a file");
        let keep = |page: reading::Page| {
            let confidence = page.read.confidence.unwrap_or(0.0);
            pages.push(Paper { text: page.read.text, confidence, language: Some(language) });
        };
        reader.read(file, &ReadOptions::default(), keep).await.expect("a page");
    }
    Some(pages)
}

/// The code of the entry and stay of foreigners, cut into pages.
fn code(corpus: &Path) -> Vec<Paper> {
    let text = fs::read_to_string(corpus.join("fr/ceseda/fr/LEGITEXT000006070158.md")).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.chunks_exact(WORDS).take(1000).map(|page| written(&page.join(" "), Some("fra"))).collect()
}

/// The lines of receipts: names of goods and shops, hardly a sentence.
fn receipts(corpus: &Path) -> Vec<Paper> {
    let files = fs::read_dir(corpus.join("sroie/data/box")).into_iter().flatten().flatten();
    let mut files: Vec<_> = files.map(|file| file.path()).collect();
    files.sort();
    let text = |file: &std::path::PathBuf| {
        let lines = fs::read_to_string(file).ok()?;
        let text = lines.lines().filter_map(|line| line.splitn(9, ',').nth(8)).collect::<Vec<_>>().join("\n");
        Some(written(&text, Some("eng")))
    };
    files.iter().filter_map(text).collect()
}

/// One line of the table, and what was taken for another language.
#[expect(clippy::cast_precision_loss, reason = "shares of at most a thousand pages")]
fn line(name: &str, pages: &[Paper]) {
    let named: Vec<Option<String>> =
        pages.iter().map(|page| written_language::of(&page.text, page.confidence)).collect();
    let of = |wanted: fn(Option<&str>, Option<&str>) -> bool| {
        let found = pages.iter().zip(&named).filter(|(page, named)| wanted(page.language, named.as_deref()));
        found.count() as f64 * 100.0 / pages.len().max(1) as f64
    };
    let (right, abstained) = (of(|is, named| is == named), of(|is, named| named.is_none() && is.is_some()));
    let wrong = of(|is, named| named.is_some() && is != named);
    let (begun, mut rounds) = (processor_time(), 0_u32);
    while processor_time().saturating_sub(begun) < LONG && !pages.is_empty() {
        for page in pages {
            std::hint::black_box(written_language::of(&page.text, page.confidence));
        }
        rounds += 1;
    }
    let spent = processor_time().saturating_sub(begun).as_secs_f64() * 1e6;
    let each = spent / f64::from(rounds.max(1)) / pages.len().max(1) as f64;
    println!("{name:<44} {:>6} {right:>6.1} % {abstained:>8.1} % {wrong:>6.1} % {each:>10.1}", pages.len());
    let mut mistaken: Vec<String> = pages
        .iter()
        .zip(&named)
        .filter_map(|(page, named)| Some((page.language.unwrap_or("none"), named.as_deref()?)))
        .filter(|(is, named)| is != named)
        .map(|(is, named)| format!("{is} as {named}"))
        .collect();
    mistaken.sort();
    mistaken.dedup();
    if !mistaken.is_empty() {
        println!("  {}", mistaken.join(", "));
    }
}
