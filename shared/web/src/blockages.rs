//! A blockage, or an error of the administration, that somebody reports: what its form says and how it is told, the same at every
//! desk.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::BlockageKind;
use formats::french_date;
use store::blockages::Report;

use crate::{
    Fields, dates,
    text::{t, t1, t2},
    words,
};

/// What the form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is reported.
    pub kind: BlockageKind,
    /// In the person's words.
    pub words: String,
    /// Since when they are blocked, as they say.
    pub since: Option<NaiveDate>,
}

/// Reads the fields `constat`, `dit` and `depuis`.
///
/// # Errors
/// What is to be typed again, in words for who typed.
pub fn told(fields: &Fields) -> Result<Told, String> {
    let kind = BlockageKind::from_word(fields.get("constat")).ok_or_else(|| t("report-kind-needed"))?;
    let words = fields.some("dit").ok_or_else(|| t("post-reports-words-needed"))?.to_owned();
    let day = |text| french_date::typed(text).ok_or_else(|| t1("post-returns-no-date", "text", text));
    Ok(Told { kind, words, since: fields.some("depuis").map(day).transpose()? })
}

/// What can be reported, by the word that the form sends.
#[must_use]
pub fn kinds() -> Vec<(&'static str, String)> {
    BlockageKind::ALL.iter().map(|kind| (kind.word(), words::blockage_kind(*kind))).collect()
}

/// A report as pages tell it.
#[derive(Clone, Debug)]
pub struct Reported {
    /// What it is.
    pub what: String,
    /// In the person's words.
    pub words: String,
    /// The day that counts, and since when they are blocked.
    pub when: String,
    /// When and how it was answered.
    pub answered: Option<String>,
}

impl Reported {
    /// Of a report, for who reads the clock of `zone`.
    #[must_use]
    pub fn of(report: &Report, zone: Tz) -> Self {
        let diligence = t1("post-reports-diligence", "date", dates::long(report.diligence_on));
        let since = report.blocked_since.map(|on| t1("post-reports-since", "date", dates::long(on)));
        Self {
            what: words::blockage_kind(report.kind),
            words: report.words.clone(),
            when: std::iter::once(diligence).chain(since).collect::<Vec<_>>().join(" "),
            answered: report.answered.as_ref().map(|(at, words)| {
                t2("post-reports-answered", "date", dates::short_instant(*at, zone), "words", words.as_str())
            }),
        }
    }
}
