use chrono::NaiveDate;
use domain::Department;
use serde::Serialize;

use super::place::{Located, Place, located};
use crate::{Catalogue, Certainty, List, Why};

/// What is known of a case when the competent authority is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompetenceFacts<'a> {
    /// The day.
    pub on: NaiveDate,
    /// The département of the service that has the request.
    pub filed_in: Department,
    /// The article asked for, when it is known.
    pub article: Option<&'a str>,
    /// Where the person lives.
    pub residence: Place<'a>,
    /// The département where an asylum seeker is domiciled, for a request made with the asylum request (CESEDA L. 431-2).
    pub asylum_domicile: Option<Department>,
    /// Whether the person works for ITER or its partners, or belongs to the family of somebody who does (R. 431-22).
    pub iter: bool,
    /// For a "retraité" who has left France: the département where the person means to stay (R. 426-3).
    pub stay_of_retired: Option<Department>,
    /// The département of the prison of a detained person who kept no other residence.
    pub prison: Option<Department>,
}

impl<'a> CompetenceFacts<'a> {
    /// A request of a person who lives somewhere.
    #[must_use]
    pub const fn of(on: NaiveDate, filed_in: Department, residence: Place<'a>) -> Self {
        Self {
            on,
            filed_in,
            article: None,
            residence,
            asylum_domicile: None,
            iter: false,
            stay_of_retired: None,
            prison: None,
        }
    }
}

/// Who decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "authority")]
pub enum Authority {
    /// The prefect of a département.
    Prefect {
        /// Its code.
        department: String,
    },
    /// The préfet de police, in Paris: not the prefect of the region.
    PolicePrefect,
    /// The territorial direction of the OFII, for a request of family reunification.
    Ofii,
    /// A territory that lives under other texts.
    OtherTexts {
        /// Its code.
        department: String,
    },
    /// The person is asked, or an officer looks: these are possible.
    ToAsk {
        /// Codes of the départements; empty: nothing is known.
        departments: Vec<String>,
    },
}

/// Who is competent, and whether the request is handed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Competence {
    /// Who decides.
    #[serde(flatten)]
    pub authority: Authority,
    /// Whether the service that has the request hands it on and tells the person (CRPA L. 114-2); never refused, and every date is kept
    /// (CRPA L. 114-3).
    pub transfer: bool,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// Who is competent for a request (CESEDA R. 431-20 to R. 431-22, R. 426-3; RL-41), and whether it is handed on (CRPA L. 114-2, L. 114-3,
/// L. 114-4; RL-10 to RL-12): the prefect of the residence, the préfet de police in Paris; other rules for asylum, ITER, retired persons
/// abroad, family reunification.
#[must_use]
pub fn competence(facts: &CompetenceFacts<'_>, catalogue: &Catalogue) -> Competence {
    let (authority, rule, certainty, because) = authority(facts, catalogue);
    let here = of_department(facts.filed_in);
    let asked = matches!(authority, Authority::ToAsk { .. });
    let transfer = !asked && authority != here;
    let mut why = catalogue.why(rule, facts.on).resting_on(certainty).and(because);
    if transfer {
        let handed_on = catalogue.why("RL-10", facts.on);
        why.source = format!("{} ; {}", why.source, handed_on.source);
        why = why
            .and("La demande est transmise à l'autorité compétente et la personne en est avertie.")
            .and("Toutes les dates sont conservées : le délai court depuis le premier service saisi (CRPA, L. 114-3).");
    }
    Competence { authority, transfer, why }
}

type Found = (Authority, &'static str, Certainty, String);

fn authority(facts: &CompetenceFacts<'_>, catalogue: &Catalogue) -> Found {
    let sure = Certainty::Verified;
    if catalogue.lists_article(List::OfiiRequest, facts.article, facts.on) {
        let said = "Le regroupement familial est demandé à l'Office français de l'immigration et de l'intégration.";
        return (Authority::Ofii, "RL-43", sure, said.to_owned());
    }
    if facts.iter && facts.filed_in.code() == ITER_DEPARTMENT {
        let said = "Programme ITER, demande déposée dans les Bouches-du-Rhône : ce préfet est compétent (R. 431-22).";
        return (of_department(facts.filed_in), "RL-41", sure, said.to_owned());
    }
    let special = [
        (facts.asylum_domicile, sure, "Demande faite avec la demande d'asile : préfet du domicile (R. 431-21)."),
        (facts.stay_of_retired, sure, "Retraité ayant quitté la France : préfet du lieu du séjour déclaré (R. 426-3)."),
        (
            facts.prison,
            Certainty::Memory,
            "Personne détenue : préfet du lieu de détention, si elle n'a gardé aucune résidence.",
        ),
    ];
    for (department, certainty, said) in special {
        if let Some(department) = department {
            return (of_department(department), "RL-41", certainty, said.to_owned());
        }
    }
    let Located { departments, certainty, because } = located(facts.residence, facts.on, catalogue);
    match departments.as_slice() {
        [one] => (of_department(*one), "RL-41", certainty, because),
        several => {
            let departments = several.iter().map(|one| one.code()).collect();
            (Authority::ToAsk { departments }, "RL-41", certainty, because)
        }
    }
}

/// The département of the exception of R. 431-22.
const ITER_DEPARTMENT: &str = "13";

fn of_department(department: Department) -> Authority {
    let code = department.code();
    match code.as_str() {
        "75" => Authority::PolicePrefect,
        "986" | "987" | "988" => Authority::OtherTexts { department: code },
        _ => Authority::Prefect { department: code },
    }
}
