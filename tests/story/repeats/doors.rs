//! One letter sent by e-mail, brought to the counter as a photograph, and posted.

use bytes::Bytes;
use casework::{
    BatchArrival, BatchReceived, DepositArrival, DepositedFile, MessageArrival, MessageFacts, Registration,
    receive_batch, receive_deposit, receive_messages,
};
use chrono::{NaiveDate, TimeDelta};
use domain::{Actor, ChannelKind, CommunicationId, MessageClass, Nature, Role};
use serde_json::json;
use store::{
    batches::{self, EnvelopeMarks},
    cases,
};
use world::Degradation;

use super::{pair, pairs_on, say};
use crate::{
    office::{Office, day, student},
    site::site,
};

/// A letter in Typst, of this person.
fn letter(name: &str, street: &str, number: &str) -> String {
    format!(
        "#set page(paper: \"a4\", margin: 2.3cm)\n#set text(font: \"Tinos\", size: 11pt, lang: \"fr\", hyphenate: false)\n\
         Madame {name} \\\n{street} \\\n67000 STRASBOURG\n\n#align(right)[Strasbourg, le 3 novembre 2026]\n\n\
         Objet : demande de renouvellement, récépissé n° {number}\n\nMadame, Monsieur,\n\n\
         J'ai l'honneur de solliciter le renouvellement de mon titre de séjour, qui arrive à échéance le 14 décembre 2026. Je réside \
         en France depuis 2017 et j'exerce le métier d'aide-soignante à l'hôpital civil de Haguenau. Vous trouverez ci-joint la copie \
         de mon passeport, un justificatif de domicile récent et trois photographies d'identité.\n\nÀ ce jour, je n'ai reçu aucune \
         réponse à mon courrier du 9 septembre. Mes enfants sont scolarisés à l'école élémentaire, où ils ont été inscrits dès la \
         rentrée.\n\nDans l'attente, je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.\n\n{name}"
    )
}

fn hers() -> Vec<u8> {
    world::typeset(&letter("Aminata DIALLO", "12 rue du Faubourg-de-Pierre", "6703214587")).unwrap()
}

/// A message with the letter as a PDF.
async fn emailed(office: &Office, pdf: &[u8]) -> CommunicationId {
    let file = data_encoding::BASE64.encode(pdf);
    let raw = format!(
        "From: Aminata <aminata@courriel.example>\r\nTo: etrangers@prefecture.example\r\nSubject: Renouvellement\r\n\
         Message-ID: <lettre@courriel.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n\
         --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour\r\n--x\r\nContent-Type: application/pdf; name=\"lettre.pdf\"\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"lettre.pdf\"\r\n\r\n{file}\r\n--x--\r\n"
    );
    let message = MessageArrival {
        raw: Bytes::from(raw),
        received_at: office.now(),
        evidence: None,
        nature: Nature::Request,
        reference: None,
        message: MessageFacts {
            class: MessageClass::Normal,
            message_id: Some("lettre@courriel.example".to_owned()),
            in_reply_to: None,
            sent_at: None,
            from_name: None,
            from_address: Some("aminata@courriel.example".to_owned()),
            answer_to: None,
            subject: Some("Renouvellement".to_owned()),
            body: "Bonjour".to_owned(),
            reply_body: "Bonjour".to_owned(),
            attachments: 1,
            authentication: None,
        },
        trouble: None,
        bounce: None,
        suggestions: Vec::new(),
    };
    receive_messages(&office.casework, "boite", &json!({}), vec![message]).await.unwrap()[0].communication()
}

/// The letter photographed at the counter.
async fn brought(office: &Office, pdf: &[u8]) -> CommunicationId {
    let page = world::scans(pdf.to_vec(), 200, &Degradation::CLEAN, 3).unwrap().remove(0);
    let content = Bytes::from(world::photograph(&page, 5).unwrap());
    let files = vec![DepositedFile { name: "photo.jpg".to_owned(), content }];
    let deposit = DepositArrival { files, ..DepositArrival::at_counter(&office.casework, "guichet", "visite") };
    let door = Actor::Door(ChannelKind::Counter);
    receive_deposit(&office.casework, &door, deposit).await.unwrap().communication()
}

/// Letters scanned one after the other, in files of their own.
async fn scanned(office: &Office, pdf: &[u8], seed: u64) -> CommunicationId {
    let how = Degradation { skew: 1.1, noise: 5.0, shade: 30.0, ..Degradation::ORDINARY };
    let pages = world::scans(pdf.to_vec(), 200, &how, seed).unwrap();
    let arrival = BatchArrival {
        folder: "courrier".to_owned(),
        file_name: format!("scan-{seed}.tif"),
        content: Bytes::from(world::scan_file(&pages, 200).unwrap()),
        received_at: office.now(),
    };
    let BatchReceived::Kept { batch, .. } = receive_batch(&office.casework, arrival).await.unwrap() else {
        panic!("scanned for the first time")
    };
    office.work_off(&[casework::READ_BATCH]).await;
    let mut tx = office.begin(&office.referent()).await;
    batches::envelopes(&mut tx, batch).await.unwrap()[0].communication
}

async fn dates(office: &Office, case: domain::CaseId) -> (NaiveDate, NaiveDate) {
    let case = cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap();
    (case.received_on, case.evidence_on)
}

async fn proposed(office: &Office) -> Vec<(i16, i16, i16)> {
    let query = "SELECT l.channel, e.channel, r.reason FROM resemblance r
        JOIN communication l ON l.id = r.later_id JOIN communication e ON e.id = r.earlier_id ORDER BY 1, 2";
    sqlx::query_as(query).fetch_all(&mut office.db.superuser().await).await.unwrap()
}

#[tokio::test]
async fn a_letter_by_three_doors_is_proposed_and_the_day_it_first_came_counts() {
    let site = site().await;
    let office = &site.office;
    office.db.allow_leftover_jobs();
    let pdf = hers();
    let first = emailed(office, &pdf).await;
    office.work_off(&[casework::READ_BATCH]).await;
    office.clock.advance(TimeDelta::days(1));
    let photo = brought(office, &pdf).await;
    office.work_off(&[casework::READ_BATCH]).await;
    office.clock.advance(TimeDelta::days(1));
    let post = scanned(office, &pdf, 8).await;
    let (email, counter, by_post) = (ChannelKind::Email.code(), ChannelKind::Counter.code(), ChannelKind::Post.code());
    let text = domain::ResemblanceReason::Text.code();
    let mut wanted = vec![(counter, email, text), (by_post, counter, text), (by_post, email, text)];
    wanted.sort_unstable();
    assert_eq!(proposed(office).await, wanted);

    let hers_not = world::typeset(&letter("Fatou TRAORE", "3 quai des Bateliers", "6703999111")).unwrap();
    scanned(office, &hers_not, 9).await;
    assert_eq!(proposed(office).await, wanted, "a letter of somebody else, word for word but for the names");

    let clerk = site.sign_in(Role::Indexer).await;
    let (_, desk) = site.read(&format!("/courrier/indexation/{post}"), &clerk).await;
    assert!(desk.contains("Peut-être déjà reçu") && desk.contains("même texte à "), "{desk}");
    assert!(desk.contains("lundi 16 novembre 2026 par courriel"), "{desk}");
    let path = pair(post, first);
    let (_, page) = site.read(&path, &clerk).await;
    assert_eq!(page.matches("<img src=\"/courrier/pages/").count(), 2, "both pictures: {page}");
    let said = say(&site, &clerk, &path, "meme", &pairs_on(&page)).await;
    assert!(said.contains("c’est la même pièce"), "{said}");

    // What was brought to the counter repeats the message as a whole: what was asked was asked then.
    let path = pair(photo, first);
    let (_, page) = site.read(&path, &clerk).await;
    say(&site, &clerk, &path, "meme", &pairs_on(&page)).await;
    let bare = Registration { marks: EnvelopeMarks::default(), ..student(photo) };
    let done = office.register(&bare).await;
    assert_eq!(dates(office, done.case).await, (day("2026-11-17"), day("2026-11-16")));
    let officer = site.sign_in(Role::Officer).await;
    let (_, case) = site.read(&format!("/dossiers/{}", done.case), &officer).await;
    assert!(case.contains("Peut-être déjà reçu") && case.contains(&path), "{case}");
}
