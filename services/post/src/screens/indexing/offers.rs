//! The numbered proposals of the desk: persons, cases, titles. Nothing is chosen for the clerk.

use casework::ONLINE_REQUEST;
use chrono::NaiveDate;
use domain::{CaseId, CaseReference, Person, PersonId};
use formats::OnlineRequestNumber;
use law::Catalogue;
use store::{
    StoreError, Transaction, cases, online_requests,
    persons::{self, search_form},
    reads::{
        indexing::{self, CaseOffer, Proposal},
        pages::PageLine,
    },
};
use web::{dates, people::person_label, t, t1, t2, words};

use super::{
    entry::{Entry, NEW, READ, UNKNOWN},
    form,
    read_person::{ReadPerson, origin, text},
};

/// Most proposals of a kind: one digit takes each.
const MOST: usize = 5;
/// Open cases of a person that are offered.
const OPEN_CASES: i64 = 4;

/// One proposal.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// The value of the choice.
    pub(crate) value: String,
    /// What it is.
    pub(crate) label: String,
    /// Why it is proposed.
    pub(crate) why: String,
    /// Whether the clerk took it.
    pub(crate) taken: bool,
}

/// The cases that references of ours and numbers of the online service name, on the pages or typed in the search.
pub(crate) async fn named_cases(
    tx: &mut Transaction,
    entry: &Entry,
    proposals: &[Proposal],
    first_page: u32,
) -> Result<Vec<(CaseId, String)>, StoreError> {
    let read = proposals.iter().filter(|p| p.field == "case").filter_map(|p| {
        let reference: CaseReference = text(&p.value)?.parse().ok()?;
        Some((reference, origin(p, first_page)))
    });
    let typed = entry.search.parse::<CaseReference>().ok().map(|reference| (reference, t("post-offer-typed")));
    let mut found: Vec<(CaseId, String)> = Vec::new();
    for (reference, why) in typed.into_iter().chain(read) {
        if let Some(case) = cases::by_reference(tx, reference).await? {
            name_once(&mut found, case, &why);
        }
    }
    let read = proposals.iter().filter(|p| p.field == ONLINE_REQUEST).filter_map(|p| {
        let number = OnlineRequestNumber::typed(text(&p.value)?)?;
        Some((number, t2("post-offer-online", "number", text(&p.value)?, "origin", origin(p, first_page))))
    });
    let typed = OnlineRequestNumber::typed(&entry.search).filter(|number| number.shaped);
    for (number, why) in typed.map(|number| (number, t("post-offer-typed"))).into_iter().chain(read) {
        for case in online_requests::cases(tx, &number.normalised).await? {
            name_once(&mut found, case, &why);
        }
    }
    Ok(found)
}

/// A case is proposed once, with every place that names it.
fn name_once(found: &mut Vec<(CaseId, String)>, case: CaseId, why: &str) {
    match found.iter_mut().find(|(known, _)| *known == case) {
        Some((_, known)) if known.split(" · ").any(|place| place == why) => {}
        Some((_, known)) => *known = format!("{known} · {why}"),
        None => found.push((case, why.to_owned())),
    }
}

/// The persons proposed: those of the cases named, those searched, those whose name was read.
pub(crate) async fn persons(
    tx: &mut Transaction,
    entry: &Entry,
    named: &[(CaseId, String)],
    read: &[ReadPerson],
) -> Result<Vec<Offer>, StoreError> {
    let mut found: Vec<(Person, String)> = Vec::new();
    for (case, why) in named {
        if let Some(id) = indexing::person_of_case(tx, *case).await? {
            add(&mut found, persons::get(tx, id).await, why)?;
        }
    }
    let searched = Some(entry.search.as_str()).filter(|s| !s.is_empty() && s.parse::<CaseReference>().is_err());
    if let Some(words) = searched {
        for person in persons::find_by_name(tx, words, 5).await? {
            add(&mut found, Ok(person), &t("post-offer-searched"))?;
        }
    }
    for who in read {
        for name in [who.name(), who.family_name.clone()] {
            for person in persons::find_by_name(tx, &name, 3).await? {
                add(&mut found, Ok(person), &who.sources())?;
            }
        }
    }
    if let Ok(id) = entry.person.parse::<PersonId>()
        && !found.iter().take(MOST).any(|(person, _)| person.id == id)
    {
        found.truncate(MOST - 1);
        add(&mut found, persons::get(tx, id).await, &t("post-offer-taken"))?;
    }
    found.truncate(MOST);
    Ok(found.into_iter().map(|(person, why)| person_offer(&person, why, entry)).collect())
}

/// Adds a person that the actor may see and who is not there yet.
fn add(found: &mut Vec<(Person, String)>, person: Result<Person, StoreError>, why: &str) -> Result<(), StoreError> {
    match person {
        Ok(person) if !found.iter().any(|(known, _)| known.id == person.id) => found.push((person, why.to_owned())),
        Ok(_) | Err(StoreError::NotFound(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

fn person_offer(person: &Person, why: String, entry: &Entry) -> Offer {
    let value = person.id.to_string();
    let why = match &person.foreigner_number {
        Some(number) => t2("post-offer-person-number", "number", &number.0, "why", why),
        None => why,
    };
    Offer { taken: entry.person == value, label: person_label(person), why, value }
}

/// The persons read who are none of those known, each as a new person with what was read.
pub(crate) fn new_persons(read: &[ReadPerson], known: &[Offer], entry: &Entry) -> Vec<Offer> {
    let is_known = |person: &ReadPerson| {
        let label = search_form(&person.label());
        let name = search_form(&person.name());
        known.iter().any(|offer| {
            let form = search_form(&offer.label);
            form == label || (person.birth.is_none() && form.starts_with(&name))
        })
    };
    let offers = read.iter().enumerate().filter(|(_, person)| !is_known(person)).map(|(place, person)| Offer {
        value: format!("{READ}{place}"),
        label: t1("post-person-new-as-read", "name", person.label()),
        why: person.where_read(),
        taken: entry.person == NEW && entry.taken == Some(place),
    });
    offers.take(MOST).collect()
}

/// Whether a new case was chosen for a person who has open ones that the form did not show: nobody opens a second case without having
/// seen the first. A form that does not say what it showed is believed.
pub(crate) async fn unseen(
    tx: &mut Transaction,
    entry: &Entry,
    own: &[(CaseId, CaseReference)],
) -> Result<bool, StoreError> {
    let (Some(seen), Ok(person), NEW) = (&entry.seen, entry.person.parse::<PersonId>(), entry.case.as_str()) else {
        return Ok(false);
    };
    let open = indexing::open_cases(tx, person, OPEN_CASES).await?;
    let shown = |case: &CaseId| seen.split(' ').any(|id| id == case.to_string());
    Ok(open.iter().any(|case| !shown(case) && !own.iter().any(|(known, _)| known == case)))
}

/// Whose case was chosen, when it is not that of the person chosen: papers of one are not laid into the file of another. A case whose
/// person nobody knows yet is anybody's.
pub(crate) async fn somebody_else(tx: &mut Transaction, entry: &Entry) -> Result<Option<String>, StoreError> {
    let (Ok(case), true) = (entry.case.parse::<CaseId>(), entry.person != UNKNOWN) else { return Ok(None) };
    let Some(theirs) = indexing::person_of_case(tx, case).await? else { return Ok(None) };
    if entry.person.parse::<PersonId>().is_ok_and(|chosen| chosen == theirs) {
        return Ok(None);
    }
    let person = persons::get(tx, theirs).await?;
    Ok((person.family_name.is_some() || person.given_names.is_some()).then(|| person_label(&person)))
}

/// The cases to which the envelope may be added: those named, then the open ones of the person taken.
pub(crate) async fn cases(
    tx: &mut Transaction,
    entry: &Entry,
    named: &[(CaseId, String)],
    own: &[(CaseId, CaseReference)],
) -> Result<Vec<Offer>, StoreError> {
    let mut ids: Vec<CaseId> = named.iter().map(|(case, _)| *case).collect();
    if let Ok(person) = entry.person.parse::<PersonId>() {
        ids.extend(indexing::open_cases(tx, person, OPEN_CASES).await?);
    }
    ids.extend(entry.case.parse::<CaseId>());
    ids.retain(|id| !own.iter().any(|(known, _)| known == id));
    let mut seen = Vec::new();
    ids.retain(|id| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    let offers = indexing::offers(tx, &ids).await?;
    Ok(offers.iter().take(MOST).map(|offer| case_offer(offer, named, entry)).collect())
}

fn case_offer(offer: &CaseOffer, named: &[(CaseId, String)], entry: &Entry) -> Offer {
    let value = offer.id.to_string();
    let kind = offer.kind.map_or_else(|| t("post-case-kind-unknown"), words::case_kind);
    let standing = web::t3(
        "post-offer-case-why",
        ("reference", offer.reference.to_string()),
        ("state", words::case_state(offer.state)),
        ("date", dates::short(offer.received_on)),
    );
    let why = match named.iter().find(|(case, _)| *case == offer.id) {
        Some((_, read)) => format!("{standing} · {read}"),
        None => standing,
    };
    let label = match &offer.title_code {
        Some(code) => t2("post-offer-case-title", "kind", kind, "code", code),
        None => kind,
    };
    Offer { taken: entry.case == value, value, label, why }
}

/// The titles that the papers name: by article, then by name, at most three.
pub(crate) fn titles(catalogue: &Catalogue, on: NaiveDate, pages: &[PageLine], entry: &Entry) -> Vec<Offer> {
    let read = (1..).zip(pages).map(|(number, page)| (number, search_form(&page.text)));
    // On the universal form only what was written on it counts: « victime de violences » is printed on each.
    let (forms, others): (Vec<_>, Vec<_>) = read.partition(|(_, text)| form::is_form(text));
    let texts: Vec<(u32, String)> =
        others.into_iter().chain(forms.iter().map(|(number, text)| (*number, form::written(text)))).collect();
    let in_force: Vec<_> = catalogue.titles().iter().filter(|title| title.period.holds(on)).collect();
    let by_article = in_force.iter().filter_map(|title| {
        title.articles.iter().find_map(|article| {
            let page = texts.iter().find(|(_, text)| names_article(text, article))?.0;
            Some((*title, t2("post-offer-title-article", "article", article, "page", page)))
        })
    });
    let by_name = in_force.iter().filter_map(|title| {
        let name = search_form(title.label.split(',').next().unwrap_or_default());
        let telling = |text: &str| text.split(' ').count() > 20 && format!(" {text} ").contains(&format!(" {name} "));
        let page = texts.iter().find(|(_, text)| name.chars().count() > 6 && telling(text))?.0;
        Some((*title, t1("post-offer-title-name", "page", page)))
    });
    let by_request = forms.iter().filter_map(|(page, text)| {
        let code = form::asked_title(text)?;
        let title = in_force.iter().find(|title| title.code == code)?;
        Some((*title, t1("post-offer-title-form", "page", *page)))
    });
    let mut found: Vec<Offer> = Vec::new();
    for (title, why) in by_request.chain(by_article).chain(by_name) {
        if !found.iter().any(|offer| offer.value == title.code) {
            found.push(Offer {
                taken: entry.title == title.code,
                label: title_label(title),
                why,
                value: title.code.clone(),
            });
        }
    }
    found.truncate(3);
    found
}

/// `L. 423-7` in a text whose dots and dashes are spaces: `l 423 7`, or `l423 7`.
fn names_article(text: &str, article: &str) -> bool {
    let form = search_form(article);
    let tight = form.replacen("l ", "l", 1);
    let whole = |needle: &str| {
        text.match_indices(needle).any(|(at, _)| !text[at + needle.len()..].starts_with(|c: char| c.is_ascii_digit()))
    };
    whole(&form) || whole(&tight)
}

/// `T06 Parent d’enfant français (L. 423-7)`.
pub(crate) fn title_label(title: &law::Title) -> String {
    match title.articles.first() {
        Some(article) => format!("{} {} ({article})", title.code, title.label),
        None => format!("{} {}", title.code, title.label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::page_line::page_line;

    #[test]
    fn an_article_is_found_however_it_is_written_and_never_in_a_longer_one() {
        assert!(names_article(&search_form("au titre de l'article L. 423-7 du CESEDA"), "L. 423-7"));
        assert!(names_article(&search_form("article L.423-7"), "L. 423-7"));
        assert!(names_article(&search_form("article L423-7"), "L. 423-7"));
        assert!(!names_article(&search_form("article L. 423-75"), "L. 423-7"));
    }

    #[test]
    fn titles_named_in_the_papers_are_proposed_with_their_page() {
        let (catalogue, on) =
            (law::embedded_catalogue().expect("catalogue"), NaiveDate::from_ymd_opt(2026, 11, 21).expect("date"));
        let page = |text: &str| page_line(9, text);
        let pages = [page("La Poste"), page("Je demande un titre sur le fondement de l'article L. 423-7 du CESEDA.")];
        let found = titles(&catalogue, on, &pages, &Entry::default());
        assert_eq!(found.first().map(|offer| offer.value.as_str()), Some("T06"));
        assert!(found[0].why.contains("p. 2"), "{}", found[0].why);
        let printed = "Demande de titre de séjour Formulaire universel - écrivez en capitales, au stylo noir 1. Ma situation (cochez tout \
                       ce qui est vrai) [] Je suis victime de violences ou de menaces 5. Ce que je demande (plusieurs réponses possibles) \
                       Demande 1 ";
        let asked = |words: &str| {
            let found = titles(&catalogue, on, &[page(&format!("{printed}{words}"))], &Entry::default());
            found.into_iter().map(|offer| offer.value).collect::<Vec<_>>()
        };
        assert_eq!(asked("PREMIÈRE CARTE TALENT - CHERCHEUR"), ["T03"], "not what is printed on every form");
        assert_eq!(asked("CARTE L. 425-1"), ["T15"]);
        assert!(asked("").is_empty(), "a box that nobody ticked asks for nothing");
    }
}
