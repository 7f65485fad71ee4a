use law::Catalogue;
use store::reads::case_list::UrgencyLine;
use web::{
    dates,
    parts::{Badge, Why},
    rule_pages, t, t1, t2,
};

use crate::{
    catalogue::of_signal,
    urgency::{badge, read, reason},
};

/// The rule that says how urgent a case is.
const RULE: &str = "R-30";

/// How urgent a case is, each point with its reason.
pub(crate) struct UrgencyView {
    pub(crate) band: Badge,
    pub(crate) points: String,
    pub(crate) reasons: Vec<ReasonView>,
    pub(crate) computed: String,
    pub(crate) why: Why,
}

/// A reason, what it is worth, and its row of the catalogue.
pub(crate) struct ReasonView {
    pub(crate) what: String,
    pub(crate) points: String,
    pub(crate) page: Option<String>,
}

impl UrgencyView {
    /// What is kept of the urgency of a case; `None` once nothing is owed any more.
    pub(crate) fn of(line: Option<&UrgencyLine>, catalogue: &Catalogue) -> Option<Self> {
        let line = line?;
        let urgency = read(line)?;
        let mut because: Vec<String> = Vec::new();
        if urgency.reasons.is_empty() {
            because.push(t("urgency-why-none"));
        }
        if urgency.raised {
            because.push(t("urgency-why-raised"));
        }
        if let Some(until) = urgency.decided_until {
            because.push(t1("urgency-why-decided", "date", dates::long(until)));
        }
        let view = |one: &law::urgency::Reason| ReasonView {
            what: reason(one),
            points: t1("urgency-points", "count", one.points),
            page: of_signal(catalogue, one),
        };
        Some(Self {
            band: badge(urgency.band),
            points: t1("urgency-points", "count", urgency.score),
            reasons: urgency.reasons.iter().map(view).collect(),
            computed: t1("urgency-computed", "date", dates::long(line.on)),
            why: Why {
                because: because
                    .into_iter()
                    .chain([t2(
                        "urgency-why-sum",
                        "count",
                        urgency.score,
                        "band",
                        crate::urgency::band(urgency.computed_band).words(),
                    )])
                    .collect(),
                source: catalogue.why(RULE, line.on).source,
                rule: RULE.to_owned(),
                rule_page: rule_pages::of_rule(catalogue, RULE, line.on),
                version: line.version.clone(),
            },
        })
    }
}
