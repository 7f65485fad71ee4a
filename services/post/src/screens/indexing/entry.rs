//! What the clerk typed, as it was typed: shown again whatever happens, and understood at the end.

use chrono::{Datelike as _, NaiveDate};
use domain::{CaseKind, DocumentRange, HeldTitleKind, Legibility, PieceKind, Safety};
use formats::french_date;
use store::batches::EnvelopeMarks;

use super::{
    pieces::{parse_range, range_text},
    read_person::ReadPerson,
    requests::ReadRequest,
};
use crate::screens::{Fields, days};

/// The value of a choice that is neither a known person nor a known case.
pub(crate) const NEW: &str = "nouvelle";
/// A new person as read, with their place among those read behind it.
pub(crate) const READ: &str = "lue:";
/// Nobody can say who it is.
pub(crate) const UNKNOWN: &str = "inconnue";
/// A title from the whole catalogue, not among those proposed.
pub(crate) const OTHER: &str = "autre";

/// The fields of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) person: String,
    /// The new person was taken as read: which of those read.
    pub(crate) taken: Option<usize>,
    /// The person read whom the fields of a new person show.
    pub(crate) shown: Option<usize>,
    pub(crate) search: String,
    pub(crate) family_name: String,
    pub(crate) given_names: String,
    pub(crate) birth: String,
    pub(crate) foreigner_number: String,
    pub(crate) protected: bool,
    pub(crate) description: String,
    pub(crate) case: String,
    /// The request taken as it was read, when it was ([`ReadRequest`]).
    pub(crate) request: String,
    /// The cases that the form offered, when it said so.
    pub(crate) seen: Option<String>,
    pub(crate) kind: Option<CaseKind>,
    pub(crate) title: String,
    pub(crate) other_title: String,
    pub(crate) ground: String,
    pub(crate) held_kind: Option<HeldTitleKind>,
    pub(crate) held_number: String,
    pub(crate) held_until: String,
    pub(crate) pieces: Vec<(String, Option<PieceKind>)>,
    pub(crate) postmark: String,
    pub(crate) office: String,
    pub(crate) operator: String,
    pub(crate) legibility: Option<Legibility>,
    pub(crate) registered_number: String,
    pub(crate) deposit: String,
    pub(crate) letter_date: String,
    pub(crate) franking: String,
    pub(crate) tracking: String,
    pub(crate) address: String,
    pub(crate) safety: Option<Safety>,
    pub(crate) channel_basis: String,
}

impl Entry {
    /// What a form sent.
    pub(crate) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        let kinds = fields.all("piece").map(PieceKind::from_word);
        let entry = Self {
            person: text("personne"),
            taken: None,
            shown: fields.get("lue").parse().ok(),
            search: text("cherche"),
            family_name: text("famille"),
            given_names: text("prenoms"),
            birth: text("naissance"),
            foreigner_number: text("numero"),
            protected: fields.has("protegee"),
            description: text("description"),
            case: text("demande"),
            request: String::new(),
            seen: fields.has("proposees").then(|| text("proposees")),
            kind: CaseKind::from_word(fields.get("nature")),
            title: text("titre"),
            other_title: text("titre_autre"),
            ground: text("motif"),
            held_kind: HeldTitleKind::from_word(fields.get("detenu")),
            held_number: text("detenu_numero"),
            held_until: text("detenu_fin"),
            pieces: fields.all("pages").map(str::to_owned).zip(kinds).filter(|(pages, _)| !pages.is_empty()).collect(),
            postmark: super::postmark::taken(fields.get("faire")).unwrap_or_else(|| text("cachet")),
            office: text("bureau"),
            operator: text("operateur"),
            legibility: Legibility::from_word(fields.get("lisible")),
            registered_number: text("recommande"),
            deposit: text("depot"),
            letter_date: text("lettre"),
            franking: text("affranchi"),
            tracking: text("pris_en_charge"),
            address: text("adresse"),
            safety: Safety::from_word(fields.get("surete")),
            channel_basis: text("fondement_depot"),
        };
        entry.with_request().with_person()
    }

    /// A person taken as read is a new one.
    fn with_person(mut self) -> Self {
        if let Some(place) = self.person.strip_prefix(READ).and_then(|place| place.parse().ok()) {
            (self.taken, self.person) = (Some(place), NEW.to_owned());
        }
        self
    }

    /// The fields of a new person show who was taken. What was typed over them since stays.
    pub(crate) fn with_read(mut self, read: &[ReadPerson]) -> Self {
        if let Some(person) = self.taken.and_then(|place| read.get(place))
            && self.shown != self.taken
        {
            self.shown = self.taken;
            self.fill(person);
        }
        self
    }

    /// The fields of a new person, as they were read.
    pub(crate) fn fill(&mut self, person: &ReadPerson) {
        self.family_name.clone_from(&person.family_name);
        self.given_names.clone_from(&person.given_names);
        self.birth = person.birth.map(web::people::birth).unwrap_or_default();
        self.foreigner_number.clone_from(&person.foreigner_number);
    }

    /// A request taken as it was read answers what is asked for, for which title and with which card.
    fn with_request(mut self) -> Self {
        let Some(request) = ReadRequest::parse(&self.case) else { return self };
        self.request = std::mem::replace(&mut self.case, NEW.to_owned());
        (self.kind, self.title) = (Some(request.kind), request.title.unwrap_or_default());
        if let Some(held) = request.held {
            (self.held_kind, self.held_number) = (Some(held.kind), held.number.0);
            self.held_until = held.expires_on.to_string();
        }
        self
    }

    /// Dates typed short or said become whole: the last such day up to `latest`. Of a postmark only figures count: what is read of it in
    /// part (`1? NOV 26`) is no day.
    pub(crate) fn dated(mut self, latest: NaiveDate) -> Self {
        let whole = |text: &str| date_before(text, latest).or_else(|| date(text)).map(|date| date.to_string());
        let said = |text: &str| days::day(text, latest).map(|date| date.to_string());
        self.postmark = whole(&self.postmark).unwrap_or(self.postmark);
        self.deposit = said(&self.deposit).unwrap_or(self.deposit);
        self.letter_date = said(&self.letter_date).unwrap_or(self.letter_date);
        self.franking = said(&self.franking).unwrap_or(self.franking);
        self.tracking = said(&self.tracking).unwrap_or(self.tracking);
        self
    }

    /// The rows of the documents found.
    pub(crate) fn with_pieces(mut self, documents: &[DocumentRange]) -> Self {
        self.pieces = documents.iter().map(|d| (range_text(d), Some(d.kind))).collect();
        self
    }

    /// The title chosen, from those proposed or from the catalogue.
    pub(crate) fn title_code(&self) -> Option<&str> {
        let code = if self.title == OTHER { &self.other_title } else { &self.title };
        Some(code.as_str()).filter(|code| !code.is_empty())
    }

    /// Whether the postmark gives no whole date, and is said to be legible in part: what is read of it is kept as it is.
    pub(crate) fn postmark_is_partial(&self) -> bool {
        self.legibility == Some(Legibility::Partly) && !self.postmark.is_empty() && date(&self.postmark).is_none()
    }

    /// What the envelope shows, as far as it can be understood.
    pub(crate) fn marks(&self) -> EnvelopeMarks {
        let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
        let postmark_on = date(&self.postmark);
        EnvelopeMarks {
            postmark_on,
            postmark_seen: text(&self.postmark).filter(|_| self.postmark_is_partial()),
            postmark_office: text(&self.office),
            postmark_operator: text(&self.operator),
            legibility: self.legibility.or(postmark_on.map(|_| Legibility::Yes)),
            registered_number: text(&self.registered_number),
            franking_on: date(&self.franking),
            tracked_on: date(&self.tracking),
        }
    }
}

/// A whole date as fields send it (`2026-11-12`) or as people type it (`12/11/2026`).
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    french_date::typed(text)
}

/// A date typed short, as clerks do who type hundreds a day: `19`, `1911`, `19/11`, `191126`; the last such day up to `latest`. `None`
/// for what is no date, or a whole one.
pub(crate) fn date_before(text: &str, latest: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['/', '.', ' ', '-']).filter(|part| !part.is_empty()).collect();
    if parts.concat().bytes().any(|byte| !byte.is_ascii_digit()) {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    let (day, month, year) = match parts.as_slice() {
        [day] if day.len() <= 2 => (number(day)?, None, None),
        [both] if both.len() == 4 => (number(&both[..2])?, Some(number(&both[2..])?), None),
        [all] if all.len() == 6 => (number(&all[..2])?, Some(number(&all[2..4])?), Some(number(&all[4..])?)),
        [day, month] if day.len() <= 2 && month.len() <= 2 => (number(day)?, Some(number(month)?), None),
        [day, month, year] if day.len() <= 2 && month.len() <= 2 && year.len() == 2 => {
            (number(day)?, Some(number(month)?), Some(number(year)?))
        }
        _ => return None,
    };
    let right = |date: &NaiveDate| {
        date.day() == day
            && month.is_none_or(|month| date.month() == month)
            && year.is_none_or(|year| date.year().rem_euclid(100) == i32::try_from(year).unwrap_or(-1))
    };
    // Four years back: 29 February is among them; a year written out may lie further back and is then typed whole.
    std::iter::successors(Some(latest), NaiveDate::pred_opt).take(4 * 366).find(right)
}

/// The documents in page numbers of the batch, or the rows (from 0) that cannot be understood.
pub(crate) fn documents(entry: &Entry, pages: &[u32]) -> Result<Vec<DocumentRange>, Vec<usize>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let number = |place: u32| usize::try_from(place.checked_sub(1)?).ok().and_then(|index| pages.get(index)).copied();
    for (row, (text, kind)) in entry.pieces.iter().enumerate() {
        let inside = parse_range(text).and_then(|(first, last)| number(first).zip(number(last)));
        match inside {
            Some((first, last)) => found.push(DocumentRange { first, last, kind: kind.unwrap_or(PieceKind::Other) }),
            None => wrong.push(row),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(rows: &[(&str, PieceKind)]) -> Entry {
        Entry {
            pieces: rows.iter().map(|(text, kind)| ((*text).to_owned(), Some(*kind))).collect(),
            ..Entry::default()
        }
    }

    #[test]
    fn pages_are_counted_from_the_first_of_the_envelope() {
        let typed = entry(&[("1", PieceKind::CoverLetter), ("2-3", PieceKind::RequestForm)]);
        let found = documents(&typed, &[11, 12, 13]).expect("documents");
        assert_eq!(found.iter().map(|d| (d.first, d.last)).collect::<Vec<_>>(), [(11, 11), (12, 13)]);
    }

    #[test]
    fn pages_that_the_envelope_does_not_have_are_pointed_at() {
        let typed = entry(&[("1", PieceKind::CoverLetter), ("3-4", PieceKind::RequestForm), ("x", PieceKind::Other)]);
        assert_eq!(documents(&typed, &[11, 12, 13]), Err(vec![1, 2]));
        assert_eq!(documents(&entry(&[("1", PieceKind::Other)]), &[]), Err(vec![0]));
        assert_eq!(documents(&entry(&[]), &[]), Ok(Vec::new()));
    }

    #[test]
    fn a_date_typed_short_is_the_last_such_day_before_the_envelope_came() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("date");
        let before = |text: &str| date_before(text, day("2026-11-21"));
        for text in ["19", "1911", "19/11", "19 11", "19.11", "191126", "19/11/26"] {
            assert_eq!(before(text), Some(day("2026-11-19")), "{text}");
        }
        assert_eq!(before("21"), Some(day("2026-11-21")));
        assert_eq!(before("22"), Some(day("2026-10-22")), "never after the envelope came");
        assert_eq!(before("31"), Some(day("2026-10-31")));
        assert_eq!(before("2911"), Some(day("2025-11-29")));
        for text in ["", "0", "32", "3113", "hier", "19/11/2026", "2026-11-19", "1/2/3/4", "19é"] {
            assert_eq!(before(text), None, "{text}");
        }
        let typed = Entry { postmark: "19".to_owned(), letter_date: "bientôt".to_owned(), ..Entry::default() };
        let typed = typed.dated(day("2026-11-21"));
        assert_eq!((typed.postmark.as_str(), typed.letter_date.as_str()), ("2026-11-19", "bientôt"));
    }

    #[test]
    fn a_request_taken_as_read_answers_kind_title_and_card_at_once() {
        let entry = Entry {
            case: "nouvelle:title_renewal:T02:other_card:AB1234567:2026-12-02".to_owned(),
            kind: Some(CaseKind::Other),
            title: "T09".to_owned(),
            ..Entry::default()
        };
        let entry = entry.with_request();
        assert_eq!((entry.case.as_str(), entry.kind, entry.title.as_str()), (NEW, Some(CaseKind::TitleRenewal), "T02"));
        assert_eq!((entry.held_number.as_str(), entry.held_until.as_str()), ("AB1234567", "2026-12-02"));
    }

    #[test]
    fn a_person_taken_as_read_fills_the_fields_once_and_what_is_typed_over_them_stays() {
        let person = |name: &str| ReadPerson { family_name: name.to_owned(), ..ReadPerson::default() };
        let read = [person("DIALLO"), person("TRAORE")];
        let entry = |shown, name: &str| Entry {
            person: format!("{READ}1"),
            shown,
            family_name: name.to_owned(),
            ..Entry::default()
        };
        let taken = |entry: Entry| entry.with_person().with_read(&read);
        assert_eq!(taken(entry(Some(0), "DIALLO")).family_name, "TRAORE");
        assert_eq!(taken(entry(Some(1), "TRAORÉ")).family_name, "TRAORÉ");
        assert_eq!(taken(entry(None, "")).person, NEW);
        let nobody = Entry { person: format!("{READ}7"), ..Entry::default() };
        assert_eq!(taken(nobody).family_name, "", "nobody was read there");
    }

    #[test]
    fn a_date_is_read_as_the_browser_or_the_clerk_writes_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 12);
        assert_eq!((date("2026-11-12"), date("12/11/2026"), date("12.11.2026"), date("hier")), (day, day, day, None));
    }
}
