//! The forms beside the scan: what was counted, found in a drop box, handed over, stays sealed. What was typed is shown again until it is right.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use web::{
    Fields, dates,
    parts::{ErrorSummary, Field, FieldError},
    t, t2,
};

/// What a form sent that cannot be kept as it is, and what is wrong in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refused {
    fields: Fields,
    errors: Vec<FieldError>,
}

impl Refused {
    /// A form that was sent.
    pub(super) fn of(fields: &Fields) -> Self {
        Self { fields: fields.clone(), errors: Vec::new() }
    }

    /// Something is wrong in a field.
    pub(super) fn wrong(&mut self, field: &str, text: String) {
        self.errors.push(FieldError { field: field.to_owned(), text });
    }

    /// Whether anything is wrong.
    pub(super) fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// What was typed into a field.
    pub(super) fn typed(&self, name: &str) -> Option<&str> {
        self.fields.some(name)
    }

    /// Whether the form of this field was the one that was sent.
    fn sent(&self, name: &str) -> bool {
        self.fields.has(name)
    }

    fn ticked(&self, form: &str, name: &str, first: bool) -> bool {
        if self.sent(form) { self.fields.has(name) } else { first }
    }

    /// All errors, at the top of the page.
    pub(super) fn summary(&self) -> ErrorSummary {
        self.errors.iter().fold(ErrorSummary::default(), |all, e| all.with(e.field.clone(), e.text.clone()))
    }

    /// The field as it was typed, with what is wrong in it.
    fn again(&self, name: &str, field: Field, first: &str) -> Field {
        let error = self.errors.iter().find(|error| error.field == name).map(|error| error.text.clone());
        field.value(self.typed(name).unwrap_or(if self.sent(name) { "" } else { first })).error(error)
    }
}

/// The fields, with what is known or was typed.
pub(crate) struct Forms {
    pub(crate) box_name: Field,
    pub(crate) box_witness: Field,
    pub(crate) box_count: Field,
    pub(crate) seal_whole: bool,
    pub(crate) last_openings: Vec<String>,
    pub(crate) origin: Field,
    pub(crate) handed_on: Field,
    pub(crate) handed_count: Field,
    pub(crate) agreement: bool,
    pub(crate) sealed_count: Field,
}

impl Forms {
    pub(super) fn new(
        boxes: &[(String, NaiveDate, DateTime<Utc>)],
        zone: Tz,
        today: NaiveDate,
        refused: &Refused,
    ) -> Self {
        let name = boxes.first().map_or_else(|| t("post-opening-box-first"), |(name, ..)| name.clone());
        let text =
            |name: &str, label: &'static str, first: &str| refused.again(name, Field::text(name, t(label)), first);
        let day = today.format("%d/%m/%Y").to_string();
        let handed_on = Field::text("remis_le", t("post-opening-handed-on")).hint(t("post-opening-day-help"));
        Self {
            box_name: text("boite", "post-opening-box", &name).key('b'),
            box_witness: text("temoin", "post-opening-witness", ""),
            box_count: text("plis_boite", "post-opening-found", ""),
            seal_whole: refused.ticked("boite", "scelle", false),
            last_openings: boxes
                .iter()
                .map(|(name, _, at)| t2("post-opening-last", "box", name, "date", dates::long_instant(*at, zone)))
                .collect(),
            origin: text("origine", "post-opening-origin", "").key('h'),
            handed_on: refused.again("remis_le", handed_on, &day),
            handed_count: text("plis_remis", "post-opening-found", ""),
            agreement: refused.ticked("origine", "convention", true),
            sealed_count: text("plis_fermes", "post-opening-sealed-count", "").key('m'),
        }
    }
}
