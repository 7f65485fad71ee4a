//! The request that the papers seem to make, as one numbered proposal: what is asked, for which title, with which card. Taken, it
//! answers three questions at once; nothing is chosen for the clerk.

use chrono::NaiveDate;
use domain::{CaseKind, HeldTitle, HeldTitleKind, Personal};
use law::Catalogue;
use store::{
    persons::search_form,
    reads::{indexing::Proposal, pages::PageLine},
};
use web::{dates, t, t1, t2, tw, words};

use super::{
    entry::{Entry, NEW},
    offers::{self, Offer},
    pieces,
};

/// Most requests proposed: with the cases before them, one digit takes each.
const MOST: usize = 3;

/// What people ask for, as they write it. Compared without accents and capitals.
const ASKED: &[(&str, CaseKind)] = &[
    ("duplicata", CaseKind::Duplicate),
    ("changement d adresse", CaseKind::Address),
    ("change d adresse", CaseKind::Address),
    ("nouvelle adresse", CaseKind::Address),
    ("document de circulation", CaseKind::Dcem),
    ("dcem", CaseKind::Dcem),
    ("titre de voyage", CaseKind::TravelDocument),
    ("changement de statut", CaseKind::TitleChange),
    ("premiere carte", CaseKind::TitleFirst),
    ("premier titre", CaseKind::TitleFirst),
    ("premiere demande", CaseKind::TitleFirst),
    ("renouvellement", CaseKind::TitleRenewal),
    ("renouveler", CaseKind::TitleRenewal),
];

/// What a card says under « catégorie », or a person under what they ask for, and the row of the catalogue it is renewed under.
pub(super) const MENTIONS: &[(&str, &str)] = &[
    ("carte de resident", "T13"),
    ("certificat de residence", "T25"),
    ("recherche d emploi", "T28"),
    ("jeune au pair", "T30"),
    ("parent d enfant francais", "T06"),
    ("conjoint de francais", "T05"),
    ("protection subsidiaire", "T10"),
    ("saisonnier", "T27"),
    ("etudiant", "T01"),
    ("visiteur", "T08"),
    ("talent", "T03"),
    ("refugie", "T09"),
    ("salarie", "T02"),
];

/// A request as a choice of the form carries it: `nouvelle:title_renewal:T02:other_card:AB1234567:2026-12-02`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadRequest {
    pub(crate) kind: CaseKind,
    pub(crate) title: Option<String>,
    pub(crate) held: Option<HeldTitle>,
}

impl ReadRequest {
    /// What a choice carries, when it is one of these.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let mut parts = value.split(':');
        let (new, kind, title) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = CaseKind::from_word(kind).filter(|_| new == NEW)?;
        let held = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (None, ..) => None,
            (Some(kind), Some(number), Some(until), None) => Some(HeldTitle {
                kind: HeldTitleKind::from_word(kind)?,
                number: Personal(Some(number).filter(|n| !n.is_empty())?.to_owned()),
                expires_on: until.parse().ok()?,
            }),
            _ => return None,
        };
        Some(Self { kind, title: Some(title.to_owned()).filter(|title| !title.is_empty()), held })
    }

    fn value(&self) -> String {
        let title = self.title.as_deref().unwrap_or_default();
        let held = self
            .held
            .as_ref()
            .map(|held| format!(":{}:{}:{}", held.kind.word(), held.number.0, dates::iso(held.expires_on)));
        format!("{NEW}:{}:{title}{}", self.kind.word(), held.unwrap_or_default())
    }
}

/// A residence permit among the pages.
struct Card {
    page: u32,
    surname: String,
    held: Option<HeldTitle>,
    title: Option<&'static str>,
}

/// The requests proposed, the likeliest first. A card is told with its request only once its holder is the person chosen.
pub(crate) fn requests(
    catalogue: &Catalogue,
    on: NaiveDate,
    pages: &[PageLine],
    read: (&[Proposal], u32),
    chosen: Option<&str>,
    entry: &Entry,
) -> Vec<Offer> {
    let card = card(read.0, read.1, pages);
    let named = offers::titles(catalogue, on, pages, entry);
    let in_force = |code: &str| catalogue.titles().iter().any(|title| title.code == code && title.period.holds(on));
    let mut kinds = asked(pages);
    if kinds.is_empty() && card.is_some() {
        kinds.push((CaseKind::TitleRenewal, None));
    }
    kinds.truncate(MOST);
    let offers = kinds.into_iter().map(|(kind, page)| {
        let of_card = card.as_ref().filter(|_| kind == CaseKind::TitleRenewal);
        let of_papers = named.first().map(|offer| offer.value.as_str());
        let title = match kind {
            CaseKind::TitleRenewal => of_card.and_then(|card| card.title).or(of_papers),
            CaseKind::TitleFirst | CaseKind::TitleChange => of_papers,
            CaseKind::Dcem | CaseKind::Address | CaseKind::Duplicate | CaseKind::TravelDocument => Some("T26"),
            CaseKind::CivilStatus | CaseKind::AttestationRenewal | CaseKind::Other => None,
        };
        let title = title.filter(|code| in_force(code)).map(str::to_owned);
        let theirs = of_card.filter(|card| chosen.is_some_and(|name| same_name(name, &card.surname)));
        let held = theirs.and_then(|card| card.held.clone());
        let request = ReadRequest { kind, title, held };
        let value = request.value();
        let why = why(page, of_card, request.held.as_ref());
        Offer { taken: entry.request == value, label: label(catalogue, &request), why, value }
    });
    offers.collect()
}

/// What is asked for on the pages, each kind once with the page that names it.
fn asked(pages: &[PageLine]) -> Vec<(CaseKind, Option<u32>)> {
    let mut found: Vec<(CaseKind, Option<u32>)> = Vec::new();
    for (number, page) in (1..).zip(pages) {
        let text = search_form(&page.text);
        for (words, kind) in ASKED {
            if text.contains(words) && !found.iter().any(|(known, _)| known == kind) {
                found.push((*kind, Some(number)));
            }
        }
    }
    found
}

/// The first French residence permit among the pages, with what its page says of the title. Its number is told when its zone is proved.
fn card(proposals: &[Proposal], first_page: u32, pages: &[PageLine]) -> Option<Card> {
    let permits = || proposals.iter().filter(|p| p.field == "mrz" && p.value["fields"]["document_code"] == "IR");
    let zone = permits().find(|p| p.value["proved"] == true).or_else(|| permits().next());
    let page = match zone {
        Some(zone) => pages.iter().find(|page| Some(page.number) == zone.page)?,
        None => pages.iter().find(|page| pieces::is_permit(page))?,
    };
    let text = search_form(&page.text);
    Some(Card {
        page: (page.number + 1).saturating_sub(first_page),
        surname: zone.and_then(|zone| zone.value["fields"]["surname"].as_str()).unwrap_or_default().to_owned(),
        held: zone.and_then(|zone| held(zone, page)),
        title: MENTIONS.iter().find(|(words, _)| text.contains(words)).map(|(_, code)| *code),
    })
}

fn held(zone: &Proposal, page: &PageLine) -> Option<HeldTitle> {
    let fields = &zone.value["fields"];
    let number = fields["number"].as_str()?.trim_end_matches('<').to_owned();
    if zone.value["proved"] != true || number.is_empty() {
        return None;
    }
    let until = NaiveDate::parse_from_str(fields["expiry_date"].as_str()?, "%y%m%d").ok()?;
    let since = first_day(&page.text, until)?;
    Some(HeldTitle { kind: held_kind(since, until), number: Personal(number), expires_on: until })
}

/// The first day of a card, printed beside the last one: the latest date before it.
fn first_day(text: &str, until: NaiveDate) -> Option<NaiveDate> {
    let day = |word: &str| NaiveDate::parse_from_str(word, "%d/%m/%Y").ok();
    let printed: Vec<NaiveDate> = text.split_whitespace().filter_map(day).collect();
    printed.contains(&until).then(|| printed.iter().copied().filter(|d| *d < until).max()).flatten()
}

/// What a card is worth once expired hangs on how long it was given for (L. 433-3).
fn held_kind(since: NaiveDate, until: NaiveDate) -> HeldTitleKind {
    let years = until.succ_opt().unwrap_or(until).years_since(since).unwrap_or(0);
    match years {
        10.. => HeldTitleKind::ResidentCard,
        2.. => HeldTitleKind::LongCard,
        _ => HeldTitleKind::OtherCard,
    }
}

/// Names on zones are capitals without accents, perhaps cut off.
fn same_name(name: &str, surname: &str) -> bool {
    let (name, surname) = (search_form(name), search_form(&surname.replace('<', " ")));
    !surname.is_empty() && (name == surname || (surname.chars().count() >= 12 && name.starts_with(&surname)))
}

fn label(catalogue: &Catalogue, request: &ReadRequest) -> String {
    let kind = words::case_kind(request.kind);
    let title = request.title.as_deref().and_then(|code| catalogue.titles().iter().find(|title| title.code == code));
    match title {
        Some(title) => t2("post-request", "kind", kind, "title", offers::title_label(title)),
        None => t1("post-request-open", "kind", kind),
    }
}

fn why(page: Option<u32>, card: Option<&Card>, held: Option<&HeldTitle>) -> String {
    let asked = page.map(|page| t1("post-request-page", "page", page));
    let card = card.map(|card| match held {
        Some(held) => {
            web::t3(
                "post-request-held",
                ("number", held.number.0.as_str()),
                ("date", dates::short(held.expires_on)),
                ("page", card.page),
            ) + &format!(" ({})", tw("post-held", held.kind.word()))
        }
        None => t1("post-request-card", "page", card.page),
    });
    let told: Vec<String> = asked.into_iter().chain(card).collect();
    if told.is_empty() { t("post-request-read") } else { told.join(" · ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::screens::page_line::page_line as page;

    const CARD: &str = "TITRE DE SÉJOUR AB1234567 NOM TRAORÉ VALABLE JUSQU'AU DÉBUT DE VALIDITÉ 02/12/2026 03/12/2025 \
                        CATÉGORIE DU TITRE SALARIÉ NÉ(E) LE 30/12/1985";

    fn zone(page: u32) -> Proposal {
        let fields =
            json!({ "document_code": "IR", "number": "AB1234567", "expiry_date": "261202", "surname": "TRAORE" });
        Proposal {
            field: "mrz".to_owned(),
            value: json!({ "proved": true, "fields": fields }),
            origin: "mrz".to_owned(),
            confidence: 95.0,
            page: Some(page),
        }
    }

    fn offered(pages: &[PageLine], zones: &[Proposal], chosen: Option<&str>) -> Vec<Offer> {
        let catalogue = law::embedded_catalogue().expect("catalogue");
        let on = NaiveDate::from_ymd_opt(2026, 11, 21).expect("date");
        requests(&catalogue, on, pages, (zones, 7), chosen, &Entry::default())
    }

    #[test]
    fn a_card_alone_is_a_renewal_of_its_title_and_is_told_once_its_holder_is_chosen() {
        let (pages, zones) = ([page(7, "RÉPUBLIQUE FRANÇAISE LA POSTE"), page(8, CARD)], [zone(8)]);
        let value = |chosen| offered(&pages, &zones, chosen)[0].value.clone();
        assert_eq!(value(None), "nouvelle:title_renewal:T02");
        assert_eq!(value(Some("Muller")), "nouvelle:title_renewal:T02", "the card of somebody else is not theirs");
        assert_eq!(value(Some("Traoré")), "nouvelle:title_renewal:T02:other_card:AB1234567:2026-12-02");
    }

    #[test]
    fn a_card_that_the_machine_cannot_prove_is_a_renewal_without_its_number() {
        let mut zone = zone(8);
        zone.value["proved"] = json!(false);
        let pages = [page(7, "RÉPUBLIQUE FRANÇAISE LA POSTE"), page(8, CARD)];
        let value = |zones: &[Proposal]| offered(&pages, zones, Some("Traoré"))[0].value.clone();
        assert_eq!(value(&[zone]), "nouvelle:title_renewal:T02");
        assert_eq!(value(&[]), "nouvelle:title_renewal:T02", "its words are enough");
    }

    #[test]
    fn what_the_letter_asks_for_comes_before_what_the_card_suggests() {
        let pages = [page(7, "Je demande un duplicata de ma carte perdue"), page(8, CARD)];
        let values: Vec<_> = offered(&pages, &[zone(8)], None).into_iter().map(|offer| offer.value).collect();
        assert_eq!(values, ["nouvelle:duplicate:T26"]);
        assert!(offered(&[page(7, "Bonjour")], &[], None).is_empty(), "nothing read, nothing proposed");
    }

    #[test]
    fn a_choice_is_read_back_as_it_was_made_and_nothing_else_is() {
        for value in ["nouvelle:title_renewal:T02:other_card:AB1234567:2026-12-02", "nouvelle:title_first:"] {
            assert_eq!(ReadRequest::parse(value).expect("a request").value(), value);
        }
        for wrong in ["nouvelle", "autre:title_first:", "nouvelle:title_first:T02:other_card:X", "nouvelle:x:T02"] {
            assert_eq!(ReadRequest::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn how_long_a_card_was_given_for_says_what_it_is_worth() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("date");
        assert_eq!(held_kind(date("2016-12-03"), date("2026-12-02")), HeldTitleKind::ResidentCard);
        assert_eq!(held_kind(date("2022-12-03"), date("2026-12-02")), HeldTitleKind::LongCard);
        assert_eq!(held_kind(date("2025-12-03"), date("2026-12-02")), HeldTitleKind::OtherCard);
        assert_eq!(first_day(CARD, date("2026-12-02")), Some(date("2025-12-03")));
        assert_eq!(first_day(CARD, date("2026-12-03")), None, "the zone says another day: a person looks");
    }
}
