//! From what a letter has to say to the words it says it with.

mod provisional;

use casework::{
    ComplementFacts, EvidenceFact, Facts, HeadFacts, LetterFacts, PieceFact, PiecesFacts, Preparation, ReceiptFacts,
    RuleFact, TransferFacts,
};
use chrono::NaiveDate;
use domain::{CaseKind, ChannelKind, EvidenceKind, HeldTitleKind, LetterKind};
use formats::PhoneNumber;
use law::{Catalogue, Prefecture};
use letters::{
    Acknowledgement, Addressee, Appeals, AskedPiece, ComplementRequest, DepositReceipt, ElectronicReceipt,
    EvidenceWords, Head, HeldTitle, ImplicitRejection, Letter, ReceivedPiece, RuleVersion, Sender, TitleProof,
    TransferNotice, Variant,
};
use web::{dates, t, t1};

/// Why a letter has no words.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoWords {
    /// The catalogue no longer knows the prefecture.
    #[error("the catalogue has no prefecture {0} on the date of the letter")]
    Prefecture(String),
    /// What was kept is not what a letter of this kind says.
    #[error("the facts are not those of this letter")]
    Facts,
    /// A receipt for a file that nobody could open.
    #[error("the number of pages received is not known")]
    Pages,
    /// The engine no longer says what an officer signed: the document is prepared anew.
    #[error("the engine no longer gives the provisional document that was signed")]
    NotAsSigned,
    /// A fact of the right to work is missing.
    #[error("the right to work is not established")]
    WorkUnknown,
}

/// The letter of a preparation.
pub(crate) fn letter(preparation: &Preparation, catalogue: &Catalogue, demonstration: bool) -> Result<Letter, NoWords> {
    let about = preparation.facts.head();
    let missing = || NoWords::Prefecture(about.prefecture.clone());
    let prefecture = catalogue.prefecture(&about.prefecture, about.date).ok_or_else(missing)?;
    let head = head(about, prefecture, demonstration);
    Ok(match (&preparation.facts, preparation.kind) {
        (Facts::Filing(facts), LetterKind::DepositReceipt) => {
            Letter::DepositReceipt(Box::new(receipt(facts, prefecture, head, catalogue)?))
        }
        (Facts::Filing(facts), LetterKind::Acknowledgement | LetterKind::ElectronicReceipt) => {
            Letter::Acknowledgement(Box::new(acknowledgement(facts, prefecture, head)))
        }
        (Facts::Filing(_), _) => return Err(NoWords::Facts),
        (Facts::Pieces(facts), _) => Letter::DepositReceipt(Box::new(receipt_of_pieces(facts, prefecture, head))),
        (Facts::Transfer(facts), _) => Letter::TransferNotice(Box::new(transfer_notice(facts, head))),
        (Facts::Complement(facts), _) => Letter::ComplementRequest(Box::new(complement_request(facts, head))),
        (Facts::Receipt(facts), _) => {
            let zone = prefecture_zone(prefecture, catalogue);
            Letter::ElectronicReceipt(Box::new(electronic_receipt(facts, head, zone)))
        }
        (Facts::Provisional(facts), _) => {
            Letter::ProvisionalDocument(Box::new(provisional::sheet(facts, prefecture, head, catalogue)?))
        }
    })
}

fn complement_request(facts: &ComplementFacts, head: Head) -> ComplementRequest {
    let piece = |asked: &store::complements::AskedPiece| AskedPiece {
        label: asked.label.clone(),
        basis: asked.basis.clone(),
        indispensable: asked.indispensable,
        alternatives: asked.alternatives.iter().map(|kind| web::words::piece_kind(*kind)).collect(),
        doubt: asked.doubt.clone(),
    };
    ComplementRequest {
        head,
        request: request(facts.kind),
        received_on: facts.received_on,
        pieces: facts.pieces.iter().map(piece).collect(),
        until: facts.until,
        days: facts.days,
        rule: rule(&facts.rule),
    }
}

fn transfer_notice(facts: &TransferFacts, head: Head) -> TransferNotice {
    // It no longer studies the request.
    let sender = Sender { can: t("transfer-letter-can"), ..head.sender };
    TransferNotice {
        head: Head { sender, ..head },
        request: request(facts.kind),
        received_on: facts.received_on,
        evidence: evidence(&facts.evidence),
        to: Addressee { name: facts.to_name.clone(), address: facts.to_lines.clone() },
        because: facts.because.clone(),
        pages: facts.pages,
        originals: facts.originals,
        acknowledged_on: facts.acknowledged_on,
        rule: rule(&facts.rule),
    }
}

/// The zone in which the prefecture counts its hours.
fn prefecture_zone(prefecture: &Prefecture, catalogue: &Catalogue) -> chrono_tz::Tz {
    let department = prefecture.department.parse().ok();
    let calendar = department.and_then(|d| law::Calendar::for_department(catalogue, d).ok());
    calendar.map_or(chrono_tz::Europe::Paris, |calendar| calendar.zone())
}

fn electronic_receipt(facts: &ReceiptFacts, head: Head, zone: chrono_tz::Tz) -> ElectronicReceipt {
    ElectronicReceipt {
        head,
        received_on: facts.received_on,
        received_hour: facts.received_at.with_timezone(&zone).format("%-H h %M").to_string(),
        subject: facts.subject.clone().filter(|subject| !subject.trim().is_empty()),
        attachments: facts.attachments,
        rule: rule(&facts.rule),
    }
}

fn head(facts: &HeadFacts, prefecture: &Prefecture, demonstration: bool) -> Head {
    Head {
        sender: sender(facts, prefecture),
        recipient: facts.recipient.clone(),
        reference: facts.reference,
        letter: facts.letter,
        date: facts.date,
        variant: Variant {
            demonstration,
            neutral: facts.neutral.then(|| prefecture.neutral_return.clone()),
            ..Variant::default()
        },
    }
}

fn sender(facts: &HeadFacts, prefecture: &Prefecture) -> Sender {
    let service = prefecture.service(&facts.service);
    Sender {
        prefecture: prefecture.name.clone(),
        service: service.map_or_else(|| prefecture.name.clone(), |s| s.name.clone()),
        address: below_name(&prefecture.name, &prefecture.lines),
        phone: PhoneNumber::parse(prefecture.phone_of(&facts.service)).printed(),
        email: prefecture.email_of(&facts.service).map(str::to_owned),
        hours: prefecture.phone_hours.first().cloned(),
        can: Sender::usual_can(),
        cannot: Sender::usual_cannot(),
        town: None,
    }
}

/// The lines of an address without the one that repeats the name above it.
fn below_name(name: &str, lines: &[String]) -> Vec<String> {
    let name = formats::fold::postal(name);
    lines.iter().filter(|line| formats::fold::postal(line) != name).cloned().collect()
}

fn acknowledgement(facts: &LetterFacts, prefecture: &Prefecture, head: Head) -> Acknowledgement {
    let silence = &facts.silence;
    Acknowledgement {
        head,
        request: request(facts.kind),
        ground: ground(facts),
        received_on: facts.received_on,
        evidence: evidence(&facts.evidence),
        pages: facts.pages,
        implicit_rejection: ImplicitRejection {
            on: silence.on,
            delay: silence.delay.clone(),
            source: silence.rule.source.clone(),
            rule: rule(&silence.rule),
        },
        channel_basis: facts.channel_basis,
        appeals: Appeals {
            until: silence.appeal_until,
            minister: Addressee {
                name: t("post-letter-minister"),
                address: vec![t("post-letter-minister-street"), t("post-letter-minister-town")],
            },
            court: Addressee {
                name: prefecture.court.name.clone(),
                address: below_name(&prefecture.court.name, &prefecture.court.lines),
            },
            rule: rule(&silence.appeal_rule),
        },
        missing: None,
        next_steps: facts
            .replaces
            .map(|date| replaced(date, facts))
            .into_iter()
            .chain(facts.kept_here.as_ref().map(kept_here))
            .chain([t("post-letter-step-pieces"), t("post-letter-step-appointment"), t("post-letter-step-decision")])
            .collect(),
        status_code: None,
    }
}

/// Which letter this one takes the place of, and what that one said of the day that counts.
fn replaced(letter: NaiveDate, facts: &LetterFacts) -> String {
    let date = dates::long(letter);
    let Some(before) = facts.dated_before else { return t1("post-letter-step-replaces", "date", date) };
    let (letter, told, now) =
        (("date", date), ("before", dates::long(before)), ("after", dates::long(facts.evidence.date)));
    if facts.evidence.date > before {
        web::t3("post-letter-step-dated-later", letter, told, now)
    } else {
        web::t3("post-letter-step-dated-earlier", letter, told, now)
    }
}

/// The notice of transfer was a mistake.
fn kept_here(notice: &casework::KeptHereFact) -> String {
    web::t2("post-letter-step-kept-here", "date", dates::long(notice.date), "name", notice.name.as_str())
}

fn receipt(
    facts: &LetterFacts,
    prefecture: &Prefecture,
    head: Head,
    catalogue: &Catalogue,
) -> Result<DepositReceipt, NoWords> {
    Ok(DepositReceipt {
        head,
        person: facts.head.person.clone(),
        request: request(facts.kind),
        ground: ground(facts),
        channel: channel(facts.channel),
        received_on: facts.received_on,
        evidence: evidence(&facts.evidence),
        added_to: None,
        replaces: facts.replaces,
        dated_before: facts.dated_before,
        pages: facts.pages.ok_or(NoWords::Pages)?,
        pieces: received(&facts.pieces),
        sha256: facts.sha256.clone(),
        held_title: facts.held_title.as_ref().map(|held| held_title(held, catalogue)),
        signatory: Some(prefecture.signatory.clone()),
        rule: RuleVersion { id: "RL-01".to_owned(), version: catalogue.rule_set().name.clone() },
    })
}

/// For pieces of a request that was received before.
fn receipt_of_pieces(facts: &PiecesFacts, prefecture: &Prefecture, head: Head) -> DepositReceipt {
    DepositReceipt {
        head,
        person: facts.head.person.clone(),
        request: request(facts.kind),
        ground: t("post-letter-ground-of-request"),
        added_to: Some(facts.added_to),
        replaces: facts.replaces,
        dated_before: facts.dated_before,
        channel: channel(facts.channel),
        received_on: facts.received_on,
        evidence: evidence(&facts.evidence),
        pages: facts.pages,
        pieces: received(&facts.pieces),
        sha256: Some(facts.sha256.clone()),
        held_title: None,
        signatory: Some(prefecture.signatory.clone()),
        rule: rule(&facts.rule),
    }
}

fn received(pieces: &[PieceFact]) -> Vec<ReceivedPiece> {
    pieces.iter().map(|p| ReceivedPiece { label: web::words::piece_kind(p.kind), pages: p.pages }).collect()
}

fn held_title(held: &domain::HeldTitle, catalogue: &Catalogue) -> HeldTitle {
    let kept = law::expired_card(held.expires_on, catalogue);
    let rule = RuleVersion { id: kept.why.rule.clone(), version: kept.why.version.clone() };
    let rights_until: NaiveDate = kept.to;
    let (label, proof) = match held.kind {
        HeldTitleKind::ResidentCard => {
            (t("post-letter-resident-card"), TitleProof::ResidentCard { rights_until, rule })
        }
        HeldTitleKind::LongCard => (t("post-letter-long-card"), TitleProof::KeptRights { rights_until, rule }),
        HeldTitleKind::OtherCard => (t("post-letter-other-card"), TitleProof::DepositOnly),
    };
    HeldTitle { label, number: held.number.0.clone(), expires_on: held.expires_on, proof }
}

fn rule(fact: &RuleFact) -> RuleVersion {
    RuleVersion { id: fact.rule.clone(), version: fact.version.clone() }
}

fn request(kind: CaseKind) -> String {
    let words = web::words::case_kind(kind);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The title in plain words and, when it is known, the article or the person's own words.
fn ground(facts: &LetterFacts) -> String {
    match (&facts.title, &facts.ground) {
        (Some(title), Some(ground)) if ground.starts_with("L. ") => {
            web::t2("post-letter-ground-article", "title", title, "article", ground)
        }
        (Some(title), Some(ground)) => web::t2("post-letter-ground-words", "title", title, "words", ground),
        (Some(title), None) => title.clone(),
        (None, Some(ground)) => ground.clone(),
        (None, None) => t("post-letter-ground-unknown"),
    }
}

fn evidence(fact: &EvidenceFact) -> EvidenceWords {
    EvidenceWords { date: fact.date, words: proof(fact.kind) }
}

/// What proves the date, to be read after "d'après".
fn proof(kind: EvidenceKind) -> String {
    match kind {
        EvidenceKind::Postmark => t("post-letter-proof-postmark"),
        EvidenceKind::Franking => t("post-letter-proof-franking"),
        EvidenceKind::RegisteredDeposit => t("post-letter-proof-registered"),
        EvidenceKind::TrackingAccepted => t("post-letter-proof-tracking"),
        EvidenceKind::LetterDate => t("post-letter-proof-letter-date"),
        EvidenceKind::PostalPresumption => t("post-letter-proof-presumption"),
        EvidenceKind::Reception | EvidenceKind::ServerReception => t("post-letter-proof-reception"),
        EvidenceKind::CounterReceipt => t("post-letter-proof-counter"),
        EvidenceKind::Call => t("post-letter-proof-call"),
        EvidenceKind::DropBox => t("post-letter-proof-drop-box"),
        EvidenceKind::HandedOver => t("post-letter-proof-handed-over"),
        EvidenceKind::OnlineAttestation => t("post-letter-proof-online"),
    }
}

/// The door, to be read after "reçue".
fn channel(channel: ChannelKind) -> String {
    match channel {
        ChannelKind::Post => t("post-letter-by-post"),
        ChannelKind::Email => t("post-letter-by-email"),
        ChannelKind::Phone => t("post-letter-by-phone"),
        ChannelKind::Counter => t("post-letter-at-counter"),
        ChannelKind::Structure => t("post-letter-by-structure"),
        ChannelKind::Online => t("post-letter-online"),
    }
}
