//! Provisional documents and the right to work.

use serde_json::Value;

use super::{ARTICLE, DEPARTMENT, Entry, Input, Kind, TODAY, needed, optional};
use crate::{
    Catalogue,
    documents::{
        Decision, DocumentCase, DocumentKind, FilingWay, Held, HeldKind, OfiiProgress, RequestNature, WorkStage,
        next_document, provisional_document, work_right,
    },
    inspect::{Arguments, InspectError, object, with},
};

const WORK_PERMIT: Input = optional("work_permit", Kind::Boolean, "has the work permit; unknown by default");
const LONG_STAY_VISA: Input =
    optional("long_stay_visa", Kind::Boolean, "came with a long-stay visa; unknown by default");
const ONE_YEAR_HERE: Input = optional("one_year_here", Kind::Boolean, "in France for a year; unknown by default");

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "next_document",
        summary: "when the document that follows another is prepared and issued (CESEDA R. 431-15-1)",
        inputs: &[needed("current_to", Kind::Date, "last day of the one that runs"), TODAY],
        outputs: &[("prepare_on", "date"), ("issue_by", "date"), ("from", "date")],
        run: |facts, catalogue| {
            object(next_document(facts.required_date("current_to")?, facts.required_date("today")?, catalogue))
        },
    },
    Entry {
        name: "provisional_document",
        summary: "the document a person is owed while a request is pending (CESEDA R. 431-12 to R. 431-15-4, L. 433-3)",
        inputs: &[
            TODAY,
            ARTICLE,
            optional("nature", Kind::Choice(RequestNature::WORDS), "first by default"),
            optional("way", Kind::Choice(FilingWay::WORDS), "offline by default"),
            optional("listed", Kind::Boolean, "on the list of the online services; false by default"),
            optional("filed", Kind::Date, "day that counts for timeliness; today by default"),
            optional("in_time", Kind::Boolean, "asked for in time; true by default"),
            optional("complete", Kind::Boolean, "the indispensable pieces are there; false by default"),
            optional("held", Kind::Choice(HeldKind::WORDS), "what the title held is"),
            optional("held_expiry", Kind::Date, "its last day; needed with held"),
            optional("held_article", Kind::Text, "its article, when it is not the one asked for"),
            optional("current", Kind::Choice(DocumentKind::WORDS), "the document that runs"),
            optional("current_to", Kind::Date, "its last day; needed with current"),
            optional("grown_up_here", Kind::Boolean, "came of age in France; false by default"),
            optional("decision", Kind::Choice(Decision::WORDS), "pending by default"),
            optional("commission", Kind::Boolean, "the commission has the case; false by default"),
            optional("reflection_since", Kind::Date, "day a récépissé of reflection was handed over"),
            optional("ofii", Kind::Choice(OfiiProgress::WORDS), "nothing by default"),
            optional("asylum_seeker", Kind::Boolean, "holds an attestation of asylum request; false by default"),
            WORK_PERMIT,
            LONG_STAY_VISA,
            ONE_YEAR_HERE,
            DEPARTMENT,
        ],
        outputs: &[
            ("kind", "string"),
            ("label", "string"),
            ("from", "date"),
            ("to", "date_or_null"),
            ("proves_stay", "boolean"),
            ("work", "object"),
            ("basis", "sentences"),
            ("mentions", "objects"),
            ("third_party", "string"),
            ("to_confirm", "sentences"),
            ("rests_on", "objects"),
            ("beside", "objects"),
            ("not_possible", "objects"),
            ("gap", "dates_or_null"),
        ],
        run: document,
    },
    Entry {
        name: "work_right",
        summary: "who may work while a request is pending (CESEDA R. 431-14, R. 431-15-2, L. 414-10)",
        inputs: &[
            TODAY,
            needed("article", Kind::Text, "article, as \"L. 423-22\""),
            needed("stage", Kind::Choice(WorkStage::WORDS), "on what it is read"),
            WORK_PERMIT,
            LONG_STAY_VISA,
            ONE_YEAR_HERE,
        ],
        outputs: &[("answer", "string"), ("limit", "string"), ("question", "string"), ("text", "string")],
        run: work,
    },
];

fn case_of<'a>(facts: &Arguments<'a>) -> Result<DocumentCase<'a>, InspectError> {
    let today = facts.required_date("today")?;
    let yes = |key, by_default| facts.flag(key).map(|given| given.unwrap_or(by_default));
    let nature = facts.text("nature").and_then(RequestNature::from_word).unwrap_or(RequestNature::First);
    let held = match facts.text("held").and_then(HeldKind::from_word) {
        Some(kind) => {
            let expiry = facts.required_date("held_expiry")?;
            Some(Held { kind, expiry, article: facts.text("held_article") })
        }
        None => None,
    };
    let current = match facts.text("current").and_then(DocumentKind::from_word) {
        Some(kind) => Some((kind, facts.required_date("current_to")?)),
        None => None,
    };
    Ok(DocumentCase {
        way: facts.text("way").and_then(FilingWay::from_word).unwrap_or(FilingWay::Offline),
        listed: yes("listed", false)?,
        filed_on: facts.date("filed")?.unwrap_or(today),
        in_time: yes("in_time", true)?,
        complete: yes("complete", false)?,
        held,
        current,
        grown_up_here: yes("grown_up_here", false)?,
        decision: facts.text("decision").and_then(Decision::from_word).unwrap_or(Decision::Pending),
        commission: yes("commission", false)?,
        reflection_since: facts.date("reflection_since")?,
        ofii: facts.text("ofii").and_then(OfiiProgress::from_word).unwrap_or(OfiiProgress::Nothing),
        asylum_seeker: yes("asylum_seeker", false)?,
        work_permit: facts.flag("work_permit")?,
        long_stay_visa: facts.flag("long_stay_visa")?,
        one_year_here: facts.flag("one_year_here")?,
        ..DocumentCase::offline(today, facts.text("article"), nature)
    })
}

fn document(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    object(provisional_document(&case_of(facts)?, catalogue, &facts.calendar(catalogue)?))
}

fn work(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let case = DocumentCase {
        work_permit: facts.flag("work_permit")?,
        long_stay_visa: facts.flag("long_stay_visa")?,
        one_year_here: facts.flag("one_year_here")?,
        ..DocumentCase::offline(facts.required_date("today")?, facts.text("article"), RequestNature::First)
    };
    let stage = facts.text("stage").and_then(WorkStage::from_word).ok_or(InspectError::Missing("stage"))?;
    let right = work_right(case.article, stage, &case, catalogue);
    let rule = match stage {
        WorkStage::FirstRecepisse => "RL-61",
        WorkStage::FirstExtension => "RL-66",
        WorkStage::Card => "RL-62",
    };
    let mut why = catalogue.why(rule, case.today).resting_on(right.basis()).and(right.in_french());
    why.source.clone_from(&right.text);
    let value = object(&why)?;
    let answer = object(&right)?;
    let Value::Object(answer) = answer else { return Ok(value) };
    Ok(answer
        .into_iter()
        .filter(|(key, _)| key != "certainty")
        .fold(value, |value, (key, said)| with(value, &key, said)))
}
