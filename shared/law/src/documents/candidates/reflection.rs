use chrono::NaiveDate;

use crate::{
    Parameter,
    documents::{
        DocumentKind, MentionKey, WorkRight,
        draft::{Candidate, Draft, Ground},
    },
    reflection_period,
};

/// The récépissé of the thirty days of reflection, which allows work (CESEDA R. 425-2, R. 425-3; RL-48).
pub(super) fn reflection(ground: &Ground<'_>) -> Candidate {
    let since: NaiveDate = ground.case.reflection_since?;
    let period = reflection_period(since, ground.catalogue);
    if period.to < ground.case.today {
        return Some(Err("Le délai de réflexion de trente jours est terminé.".to_owned()));
    }
    let work = WorkRight::yes("CESEDA, art. R. 425-3");
    let draft = Draft::new(DocumentKind::Recepisse, "RL-48", period.from, Some(period.to), work)
        .figure(ground, Parameter::Reflection)
        .printing(&[MentionKey::Presence, MentionKey::Reflection])
        .because("Délai de réflexion, sur signalement d'un service de police ou de gendarmerie : le récépissé a la même durée.");
    Some(Ok(draft))
}
