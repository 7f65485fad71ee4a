use super::{DocumentChoice, Fact, KnownFacts, KnownTitle, ProvisionalDocument, provisional_document};
use crate::{Calendar, Catalogue};

/// The document that a case is owed by what is known of it, and what must be asked before it is certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentOwed {
    /// What the texts give by what is known.
    pub choice: DocumentChoice,
    /// The facts that nobody has established and whose answer would change the document. Empty: it is certain.
    pub asked: Vec<Fact>,
}

/// The document owed by what is known, and the questions that remain: those facts alone whose answer can change what is issued, whatever
/// the answers to the others. Nobody is asked for what changes nothing.
#[must_use]
pub fn document_owed(known: &KnownFacts, catalogue: &Catalogue, calendar: &Calendar) -> DocumentOwed {
    let choice = provisional_document(&known.case(), catalogue, calendar);
    let mut asked = Vec::new();
    if known.article.is_none() {
        asked.push(Fact::Article);
    }
    if known.nature.is_none() {
        asked.push(Fact::Nature);
    }
    if known.title == KnownTitle::Unknown {
        asked.push(Fact::Held);
    }
    asked.extend(decisive(known, catalogue, calendar));
    DocumentOwed { choice, asked }
}

/// The open questions by yes or no that decide: every way to answer them all is tried.
fn decisive(known: &KnownFacts, catalogue: &Catalogue, calendar: &Calendar) -> Vec<Fact> {
    let open: Vec<Fact> = Fact::YES_OR_NO.iter().copied().filter(|fact| known.answer(*fact).is_none()).collect();
    let answers = 0..1_usize << open.len();
    let issued: Vec<ProvisionalDocument> = answers
        .clone()
        .map(|answers| {
            let says =
                |known: KnownFacts, (bit, fact): (usize, &Fact)| known.answered(*fact, (answers >> bit) & 1 == 1);
            let known = open.iter().enumerate().fold(known.clone(), says);
            provisional_document(&known.case(), catalogue, calendar).document
        })
        .collect();
    let decides = |bit: usize| answers.clone().any(|answers| differs(&issued[answers], &issued[answers ^ (1 << bit)]));
    open.iter().enumerate().filter(|(bit, _)| decides(*bit)).map(|(_, fact)| *fact).collect()
}

/// Whether another paper would be issued.
fn differs(one: &ProvisionalDocument, other: &ProvisionalDocument) -> bool {
    let says = |document: &ProvisionalDocument| {
        (document.kind, document.from, document.to, document.work.clone(), document.mentions.clone())
    };
    says(one) != says(other) || one.to_confirm != other.to_confirm
}
