//! The lists that a mailroom keeps, as files for a spreadsheet: what left, registered numbers, envelopes of a day, originals, destructions. They
//! name nobody and give no address: who, is on the screens, which ask for the permission again.

use axum::extract::{Query, State};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{CommunicationState, LetterId, UserId};
use formats::french_date::numeric;
use serde::Deserialize;
use store::{
    accounts, batch_checks, papers,
    reads::{
        left_post::{self, LeftLine},
        paper_trail::{self, EnvelopeLine, Wanted},
        returns,
    },
};
use web::{ListFile, Problem, Staff, dates, t, words};

use super::{
    Desk,
    departures::printed,
    papers::{envelope_name, place_name},
    reception::midnight,
};

/// Rows of a file.
const ROWS: i64 = 50_000;

/// Which days: one, or from one to another.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    jour: Option<String>,
    au: Option<String>,
}

impl Asked {
    /// The first day and the last one, in whatever order they were given; today when nothing is asked. What is no day is refused: a list
    /// of another day than the one asked for would be believed.
    fn days(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Problem> {
        let day = |text: &Option<String>| match text.as_deref().filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => text.parse::<NaiveDate>().map(Some).map_err(|_| Problem::BadRequest),
        };
        let first = day(&self.jour)?.unwrap_or(today);
        let last = day(&self.au)?.unwrap_or(first);
        Ok((first.min(last), first.max(last)))
    }
}

/// From the first instant on, before the second.
type Between = (DateTime<Utc>, DateTime<Utc>);

/// The instants between which these days lie, and the name of a file about them.
fn span(desk: &Desk, asked: &Asked, name: &str) -> Result<(Between, String), Problem> {
    let (first, last) = asked.days(desk.web.today())?;
    let named = if first == last {
        format!("{name}-{}", dates::iso(first))
    } else {
        format!("{name}-{}-{}", dates::iso(first), dates::iso(last))
    };
    Ok(((midnight(first, desk.web.zone()), midnight(last + Days::new(1), desk.web.zone())), named))
}

fn head(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| web::tw("post-list-column", key)).collect()
}

fn on(desk: &Desk, at: DateTime<Utc>) -> String {
    numeric(at.with_timezone(&desk.web.zone()).date_naive())
}

fn at(desk: &Desk, at: DateTime<Utc>) -> String {
    at.with_timezone(&desk.web.zone()).format("%H:%M").to_string()
}

/// The number printed at the foot of a letter, or on the list of a pile.
fn short(id: uuid::Uuid) -> String {
    let id = id.simple().to_string().to_uppercase();
    id.get(24..).map(|last| format!("{}-{}", &last[..4], &last[4..])).unwrap_or_default()
}

/// `/courrier/departs/remis.csv`: the letters handed to the post, the envelopes counted.
pub(crate) async fn left(
    State(desk): State<Desk>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<ListFile, Problem> {
    let (between, name) = span(&desk, &asked, "remis")?;
    let lines = left_post::between(&mut *desk.begin(&staff).await?, between, ROWS).await?;
    let keys = ["day", "hour", "run", "envelope", "letter", "kind", "case", "sheets", "number"];
    let mut envelopes: Vec<LetterId> = Vec::new();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let cover = line.with.unwrap_or(line.letter);
        if line.with.is_none() {
            envelopes.push(cover);
        }
        let place = envelopes.iter().rposition(|known| *known == cover).map_or(0, |place| place + 1);
        rows.push(vec![
            on(&desk, line.left_at),
            at(&desk, line.left_at),
            short(line.run.uuid()),
            place.to_string(),
            short(line.letter.uuid()),
            words::letter_kind(line.kind),
            line.reference.map(|reference| reference.to_string()).unwrap_or_default(),
            line.pages.map(|pages| pages.div_ceil(2).to_string()).unwrap_or_default(),
            line.number.as_deref().map(printed).unwrap_or_default(),
        ]);
    }
    ListFile::new(&name, &head(&keys), rows)
}

/// `/courrier/departs/recommandes.csv`: the registered letters that left, with what the post said of each since.
pub(crate) async fn registered(
    State(desk): State<Desk>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<ListFile, Problem> {
    let (between, name) = span(&desk, &asked, "recommandes")?;
    let lines = left_post::between(&mut *desk.begin(&staff).await?, between, ROWS).await?;
    let keys = ["number", "day", "letter", "kind", "case", "presented", "collected", "refused", "back", "reason"];
    let date = |day: Option<NaiveDate>| day.map(numeric).unwrap_or_default();
    let row = |line: &LeftLine, number: &str| {
        vec![
            printed(number),
            on(&desk, line.left_at),
            short(line.letter.uuid()),
            words::letter_kind(line.kind),
            line.reference.map(|reference| reference.to_string()).unwrap_or_default(),
            date(line.fate.presented_on),
            date(line.fate.collected_on),
            date(line.fate.refused_on),
            date(line.fate.came_back.map(|(on, _)| on)),
            line.fate.came_back.map(|(_, reason)| words::return_reason(reason)).unwrap_or_default(),
        ]
    };
    let rows = lines.iter().filter_map(|line| line.number.as_deref().map(|number| row(line, number)));
    ListFile::new(&name, &head(&keys), rows)
}

/// `/courrier/retours/attendus.csv`: the registered letters of which the post has not told the end.
pub(crate) async fn awaited(State(desk): State<Desk>, staff: Staff) -> Result<ListFile, Problem> {
    let lines = returns::awaited(&mut *desk.begin(&staff).await?, ROWS).await?;
    let rows = lines.iter().map(|line| {
        vec![
            printed(&line.number),
            on(&desk, line.left_at),
            short(line.letter.uuid()),
            words::letter_kind(line.kind),
            line.reference.to_string(),
            line.presented_on.map(numeric).unwrap_or_default(),
        ]
    });
    let name = format!("recommandes-attendus-{}", dates::iso(desk.web.today()));
    ListFile::new(&name, &head(&["number", "day", "letter", "kind", "case", "presented"]), rows)
}

/// `/courrier/bilan/plis.csv`: the envelopes of a day, each with what became of it.
pub(crate) async fn envelopes(
    State(desk): State<Desk>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<ListFile, Problem> {
    let (between, name) = span(&desk, &asked, "plis")?;
    let mut tx = desk.begin(&staff).await?;
    let wanted = Wanted { between: Some(between), ..Wanted::default() };
    let lines = paper_trail::envelopes(&mut tx, &wanted, ROWS).await?;
    let keys = ["envelope-name", "file", "day", "hour", "state", "outcome", "cases", "anomalies", "placed"];
    let row = |line: &EnvelopeLine| {
        vec![
            envelope_name(line),
            line.file_name.clone(),
            on(&desk, line.received_at),
            at(&desk, line.received_at),
            state(line.state),
            line.outcome.clone().unwrap_or_default(),
            line.cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            line.exceptions.to_string(),
            if line.placed { t("post-list-yes") } else { t("post-list-no") },
        ]
    };
    ListFile::new(&name, &head(&keys), lines.iter().map(row))
}

fn state(state: CommunicationState) -> String {
    match state {
        CommunicationState::Received | CommunicationState::ToIndex => t("post-balance-waiting"),
        CommunicationState::Registered => t("post-pile-registered"),
        CommunicationState::NoCase => t("post-list-no-case"),
    }
}

/// `/courrier/papier/originaux.csv`: the originals in the house, with where they lie.
pub(crate) async fn originals(State(desk): State<Desk>, staff: Staff) -> Result<ListFile, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let mut rows = Vec::new();
    for original in papers::originals(&mut tx, None, ROWS).await? {
        let stands = papers::stands(&mut tx, papers::Paper::Original(original.id)).await?;
        let wanted = Wanted { communication: Some(original.communication), ..Wanted::default() };
        let envelope = paper_trail::envelopes(&mut tx, &wanted, 1).await?.pop();
        let names = accounts::names(&mut *tx, &[original.logged_by]).await?;
        rows.push(vec![
            original.description.clone(),
            envelope.as_ref().map(envelope_name).unwrap_or_default(),
            envelope
                .map(|line| line.cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
                .unwrap_or_default(),
            if original.valuable { t("post-list-yes") } else { t("post-list-no") },
            on(&desk, original.logged_at),
            names.into_iter().next().map_or_else(|| t("post-somebody"), |(_, name)| name.0),
            if original.witnessed_by.is_some() { t("post-list-yes") } else { t("post-list-no") },
            stands.first().and_then(|stand| stand.place.as_ref()).map(place_name).unwrap_or_default(),
        ]);
    }
    let keys = ["original", "envelope-name", "cases", "valuable", "day", "listed-by", "witnessed", "place"];
    ListFile::new(&format!("originaux-{}", dates::iso(desk.web.today())), &head(&keys), rows)
}

/// `/courrier/bilan/destructions.csv`: what the minutes of destruction say.
pub(crate) async fn destroyed(
    State(desk): State<Desk>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<ListFile, Problem> {
    let ((from, until), name) = span(&desk, &asked, "destructions")?;
    let mut tx = desk.begin(&staff).await?;
    let lines = batch_checks::destroyed(&mut tx, from, until, ROWS).await?;
    let ids: Vec<UserId> =
        lines.iter().flat_map(|line| line.checked.iter().map(|(by, _)| *by).chain([line.by])).collect();
    let names = accounts::names(&mut *tx, &ids).await?;
    let name_of = |id: UserId| {
        names.iter().find(|(known, _)| *known == id).map_or_else(|| t("post-somebody"), |(_, name)| name.0.clone())
    };
    let rows = lines.iter().map(|line| {
        let check = |place: usize| line.checked.get(place).map(|(by, at)| (name_of(*by), on(&desk, *at)));
        let ((first, first_on), (second, second_on)) = (check(0).unwrap_or_default(), check(1).unwrap_or_default());
        vec![
            line.file_name.clone(),
            on(&desk, line.received_at),
            line.pages.to_string(),
            line.envelopes.to_string(),
            first,
            first_on,
            second,
            second_on,
            name_of(line.by),
            on(&desk, line.at),
            at(&desk, line.at),
        ]
    });
    let keys = [
        "file",
        "received",
        "pages",
        "envelopes",
        "first-check",
        "first-check-on",
        "second-check",
        "second-check-on",
        "destroyed-by",
        "destroyed-on",
        "hour",
    ];
    ListFile::new(&name, &head(&keys), rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_of_one_day_or_from_one_to_another_and_never_of_a_day_not_asked_for() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("day");
        let asked = |jour: &str, au: &str| Asked { jour: Some(jour.to_owned()), au: Some(au.to_owned()) };
        let today = day("2026-11-30");
        let days = |asked: Asked| asked.days(today).ok();
        assert_eq!(days(Asked::default()), Some((today, today)));
        assert_eq!(days(asked("2026-11-01", "2026-11-30")), Some((day("2026-11-01"), today)));
        assert_eq!(days(asked("2026-11-16", "")), Some((day("2026-11-16"), day("2026-11-16"))));
        assert_eq!(days(asked("2026-11-16", "2026-11-01")), Some((day("2026-11-01"), day("2026-11-16"))));
        assert_eq!(days(asked("hier", "")), None, "never the list of another day");
        assert_eq!(days(asked("2026-02-31", "")), None);
    }
}
