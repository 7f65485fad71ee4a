use askama::Template;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use domain::{CaseId, Permission, UserId};
use law::{
    Catalogue,
    urgency::{Band, Signal, decided_until},
};
use store::{
    Transaction,
    reads::case_view,
    urgencies::{self, SignalRow},
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Tone},
    t, t1, t2,
};

use super::{
    DECISIONS,
    form::{DeclareForm, Mistakes, Typed},
    path,
    reports::{self, Reports},
};
use crate::{case::UrgencyView, local_rows::People, names, state::Cases, urgency::badge};

/// A fact that was noted.
pub(super) struct Noted {
    id: String,
    what: String,
    about: Option<String>,
    said: String,
    when: String,
    proof: Badge,
    standing: bool,
    to_prove: bool,
    withdrawn: Option<String>,
}

/// The band decided, and what may be decided.
pub(super) struct Deciding {
    path: String,
    bands: Vec<(i16, Badge)>,
    until: String,
    stands: Option<Decided>,
}

struct Decided {
    band: Badge,
    why: String,
    who: String,
}

#[derive(Template)]
#[template(path = "cases/urgency.html")]
pub(crate) struct UrgencyPage {
    page: Page,
    path: String,
    open: bool,
    form: DeclareForm,
    urgency: Option<UrgencyView>,
    noted: Vec<Noted>,
    reports: Reports,
    deciding: Option<Deciding>,
    decisions: &'static str,
    decision_errors: Option<String>,
}

/// `/dossiers/{case}/urgence`
pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<View<UrgencyPage>, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let typed = Typed::fresh(cases.web.today());
    Ok(View(page(&cases, &staff, &frame, id, &typed, &Mistakes::new()).await?))
}

/// The page with what was typed and what is wrong.
pub(super) async fn page(
    cases: &Cases,
    staff: &Staff,
    frame: &Frame,
    id: CaseId,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<UrgencyPage, Problem> {
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let head = case_view::head(&mut tx, id).await?;
    let rows = urgencies::of_case(&mut tx, id).await?;
    let (catalogue, today) = (cases.catalogue.now(), cases.web.today());
    let people = People::of(&mut tx, rows.iter().flat_map(people_of).collect()).await?;
    let deciding =
        if staff.may(Permission::DecideBand) { Some(deciding(&mut tx, id, &catalogue, today).await?) } else { None };
    let person = names::person(head.line.person.as_ref());
    Ok(UrgencyPage {
        page: Page::new(frame, t("declare-title")).under("/dossiers", t("door-cases")).under(
            format!("/dossiers/{id}"),
            t2("declare-case", "person", person, "reference", head.line.reference.to_string()),
        ),
        path: path(id),
        open: head.line.state.is_open(),
        form: DeclareForm::of(typed, mistakes, &catalogue, today),
        urgency: UrgencyView::of(head.line.urgency.as_ref(), &catalogue),
        noted: rows.iter().map(|row| noted(row, &people, &catalogue, today, cases)).collect(),
        reports: reports::load(&mut tx, cases, id).await?,
        deciding,
        decisions: DECISIONS,
        decision_errors: mistakes.iter().find(|(field, _)| *field == "motif").map(|(_, text)| text.clone()),
    })
}

fn people_of(row: &SignalRow) -> impl Iterator<Item = UserId> {
    let others = [row.proved.as_ref().map(|(by, _)| *by), row.withdrawn.as_ref().map(|(by, ..)| *by)];
    std::iter::once(row.recorded.0).chain(others.into_iter().flatten())
}

/// The words of a fact, as the catalogue has them on a day.
fn label(word: &str, catalogue: &Catalogue, today: NaiveDate) -> String {
    let row = Signal::from_word(word).and_then(|signal| catalogue.signal_rows(signal, today).next());
    row.map_or_else(|| word.to_owned(), |row| row.label.clone())
}

fn noted(row: &SignalRow, people: &People, catalogue: &Catalogue, today: NaiveDate, cases: &Cases) -> Noted {
    let standing = row.withdrawn.is_none();
    let proof = match (&row.withdrawn, &row.proved) {
        (Some(_), _) => Badge::new(Tone::Plain, t("declare-withdrawn")),
        (None, Some(_)) => Badge::new(Tone::Done, t("declare-proved")),
        (None, None) => Badge::new(Tone::Soon, t("declare-declared")),
    };
    let zone = cases.web.zone();
    let withdrawn = row.withdrawn.as_ref().map(|(by, at, why)| {
        let when = dates::short_instant(*at, zone);
        web::t3("declare-withdrawn-by", ("name", people.name(*by)), ("date", when), ("reason", why.clone()))
    });
    Noted {
        id: row.id.to_string(),
        what: label(&row.signal, catalogue, today),
        about: row.about_on.map(|on| t1("declare-about-day", "date", dates::long(on))),
        said: row.said.0.clone(),
        when: web::t3(
            "declare-noted-by",
            ("name", people.name(row.recorded.0)),
            ("date", dates::short_instant(row.recorded.1, zone)),
            ("said", dates::long(row.declared_on)),
        ),
        proof,
        standing,
        to_prove: standing && row.proved.is_none(),
        withdrawn,
    }
}

async fn deciding(
    tx: &mut Transaction,
    case: CaseId,
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<Deciding, Problem> {
    let stands = urgencies::decided(tx, &[case]).await?.remove(&case);
    let stands = stands.filter(|decided| decided_until(decided.on, catalogue) >= today);
    let stands = match stands {
        Some(decided) => {
            let people = People::of(tx, vec![decided.by]).await?;
            let until = dates::long(decided_until(decided.on, catalogue));
            Some(Decided {
                band: badge(band(decided.band)),
                who: web::t3(
                    "declare-decided-by",
                    ("name", people.name(decided.by)),
                    ("date", dates::long(decided.on)),
                    ("until", until),
                ),
                why: decided.reason,
            })
        }
        None => None,
    };
    Ok(Deciding {
        path: format!("/dossiers/{case}/rang"),
        bands: (0_i16..).zip(Band::ALL).map(|(code, band)| (code, badge(*band))).collect(),
        until: dates::long(decided_until(today, catalogue)),
        stands,
    })
}

/// The band of its number.
pub(super) fn band(code: i16) -> Band {
    Band::from_number(code).unwrap_or(Band::P3)
}
