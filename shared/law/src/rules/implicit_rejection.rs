use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{Basis, Catalogue, CatalogueRow, SilenceRow, Title, Why};

/// What is known of a request when its implicit rejection is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence<'a> {
    /// Local date of the first reception by any service (CRPA L. 114-3): transfers and channels never move it (I-15).
    pub received_on: NaiveDate,
    /// The title asked for, when it is known.
    pub title: Option<&'a Title>,
    /// The article asked for (`L. 421-14`), when it is known.
    pub article: Option<&'a str>,
    /// The key of a row on silence that an officer chose because of a fact (a blue card of another State...).
    pub chosen: Option<&'a str>,
    /// Whether the legal basis of the channel is recorded. Without it the date is only the earliest possible one
    /// (RL-84): a file sent by post outside a prescription gives birth to no decision.
    pub channel_basis_recorded: bool,
}

/// What silence gives birth to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// An implicit rejection (CESEDA R.* 432-1).
    Rejection,
    /// The same, "au plus tôt": the legal basis of the channel is not recorded yet (RL-84).
    RejectionAtTheEarliest,
}

/// Another delay that a fact not yet known would bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherDelay {
    /// Key of its row.
    pub key: String,
    /// What it covers, in French.
    pub label: String,
    /// The date it would give.
    pub on: NaiveDate,
    /// Its text.
    pub source: String,
}

/// When silence becomes a rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImplicitRejection {
    /// The day the implicit decision is born, if the request was complete on reception and nothing suspended the delay.
    pub on: NaiveDate,
    /// What is born.
    pub effect: Effect,
    /// The delay in French: "4 mois", "90 jours".
    pub delay: String,
    /// The other delays that the title knows, when the article is not known.
    pub others: Vec<OtherDelay>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// When silence becomes an implicit rejection (CESEDA R.* 432-1, R. 432-2 and the articles it names; CRPA L. 114-3; RL-80,
/// RL-81): months "de quantième à quantième", born on that very day, whatever day of the week it is.
///
/// Unknown title: the common delay of four months.
#[must_use]
pub fn implicit_rejection(facts: &Silence<'_>, catalogue: &Catalogue) -> ImplicitRejection {
    let Some(row) = applicable(facts, catalogue) else { return without_row(facts, catalogue) };
    let on = row.delay.after(facts.received_on);
    let others = others(facts, row, catalogue);
    let mut why = catalogue.why("RL-81", facts.received_on);
    why.source.clone_from(&row.period.source);
    let basis = Basis::of(CatalogueRow::Silence(row));
    (why.certainty, why.from_memory) = basis.parts();
    let why = explain(facts, row, on, &others, why);
    let effect = if facts.channel_basis_recorded { Effect::Rejection } else { Effect::RejectionAtTheEarliest };
    ImplicitRejection { on, effect, delay: row.delay.in_french(), others, why }
}

/// The same day, without its reasons.
pub(crate) fn born_on(facts: &Silence<'_>, catalogue: &Catalogue) -> NaiveDate {
    applicable(facts, catalogue).map_or_else(|| fallback(facts.received_on), |row| row.delay.after(facts.received_on))
}

/// The row that applies: the one an officer chose; else the one that names the article; else that of the title when it
/// names no article or the article is unknown; else the common one.
fn applicable<'a>(facts: &Silence<'_>, catalogue: &'a Catalogue) -> Option<&'a SilenceRow> {
    let row = |key: &str| catalogue.silence_row(key, facts.received_on);
    let common = || row("default");
    if let Some(chosen) = facts.chosen.and_then(row) {
        return Some(chosen);
    }
    let Some(title) = facts.title else {
        return facts.article.and_then(|article| naming(article, catalogue, facts.received_on)).or_else(common);
    };
    let base = row(&title.silence);
    let Some(article) = facts.article else { return base.or_else(common) };
    let keys = title.silence_variants.iter().chain([&title.silence]);
    let own = keys.filter_map(|key| row(key)).find(|row| row.names(article));
    own.or_else(|| base.filter(|row| row.articles.is_empty())).or_else(common)
}

fn naming<'a>(article: &str, catalogue: &'a Catalogue, on: NaiveDate) -> Option<&'a SilenceRow> {
    catalogue.silence().iter().find(|row| row.period.holds(on) && row.names(article))
}

fn others(facts: &Silence<'_>, applied: &SilenceRow, catalogue: &Catalogue) -> Vec<OtherDelay> {
    let Some(title) = facts.title else { return Vec::new() };
    if facts.chosen.is_some() {
        return Vec::new();
    }
    title
        .silence_variants
        .iter()
        .filter_map(|key| catalogue.silence_row(key, facts.received_on))
        .filter(|row| row.key != applied.key && (facts.article.is_none() || row.articles.is_empty()))
        .map(|row| OtherDelay {
            key: row.key.clone(),
            label: row.label.clone(),
            on: row.delay.after(facts.received_on),
            source: row.period.source.clone(),
        })
        .collect()
}

fn explain(facts: &Silence<'_>, row: &SilenceRow, on: NaiveDate, others: &[OtherDelay], why: Why) -> Why {
    let mut why = why
        .and(format!("Demande reçue le {} par le premier service saisi.", french_date::long(facts.received_on)))
        .and(match facts.title {
            Some(title) => format!("Titre demandé : {} ({}).", title.label, title.code),
            None => "Titre demandé : pas encore connu, le délai de droit commun s'applique.".to_owned(),
        })
        .and(format!("{} : délai de {}, soit le {}.", row.label, row.delay.in_french(), french_date::long(on)));
    if let Some(condition) = &row.condition {
        why = why.and(format!("Condition à vérifier : {condition}."));
    }
    for other in others {
        why = why.and(format!("{} : ce serait le {}.", other.label, french_date::long(other.on)));
    }
    if !facts.channel_basis_recorded {
        why = why.and(
            "La base légale de la voie de dépôt n'est pas encore enregistrée : cette date est la plus proche possible.",
        );
    }
    why.and("Sous réserve que la demande soit complète.")
}

/// The validation of the catalogue makes this unreachable while a common row is in force; should it have ended, the
/// acknowledgement must still not go out with a wrong date: four months and an officer's signature.
fn without_row(facts: &Silence<'_>, catalogue: &Catalogue) -> ImplicitRejection {
    let on = fallback(facts.received_on);
    let why = catalogue
        .why("RL-81", facts.received_on)
        .resting_on(crate::Certainty::Memory)
        .and("Le catalogue ne donne aucun délai à cette date : quatre mois, à vérifier par un agent.");
    ImplicitRejection {
        on,
        effect: Effect::RejectionAtTheEarliest,
        delay: "4 mois".to_owned(),
        others: Vec::new(),
        why,
    }
}

fn fallback(received_on: NaiveDate) -> NaiveDate {
    crate::dates::months_after(received_on, 4)
}
