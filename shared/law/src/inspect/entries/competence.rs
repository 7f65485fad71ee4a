//! Who decides, and on what basis a request came.

use domain::{ChannelKind, Department};
use serde_json::Value;

use super::{ARTICLE, Entry, Input, Kind, needed, optional};
use crate::{
    Catalogue, ChannelFacts, CompetenceFacts, Place, channel_basis, competence,
    inspect::{Arguments, InspectError, object},
};

const ON: Input = needed("on", Kind::Date, "the day");

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "channel_basis",
        summary: "the legal basis of the way a request came (CESEDA R. 431-2, R. 431-3)",
        inputs: &[
            ON,
            optional(
                "channel",
                Kind::Choice(&["post", "email", "phone", "counter", "structure", "online"]),
                "post by default",
            ),
            optional("prefecture", Kind::Text, "code of the prefecture"),
            optional("title", Kind::Text, "code of the title asked for, as T01"),
            ARTICLE,
            optional("listed", Kind::Boolean, "on the list of the online services; else as the title says"),
            optional("obstacle", Kind::Boolean, "an obstacle online was recorded; false by default"),
            optional("invited", Kind::Boolean, "the prefecture invited the person; false by default"),
        ],
        outputs: &[("basis", "string"), ("order", "string_or_null")],
        run: basis,
    },
    Entry {
        name: "competence",
        summary: "which authority decides, and whether the request is handed on (CESEDA R. 431-20 to R. 431-22)",
        inputs: &[
            ON,
            needed("filed_in", Kind::Department, "département of the service that has the request"),
            ARTICLE,
            optional("commune", Kind::Text, "INSEE code of the commune of residence"),
            optional("postcode", Kind::Text, "postcode of the residence, when the commune is not known"),
            optional("asylum_domicile", Kind::Department, "domicile of an asylum seeker"),
            optional("iter", Kind::Boolean, "works for ITER; false by default"),
            optional("stay_of_retired", Kind::Department, "where a retired person abroad means to stay"),
            optional("prison", Kind::Department, "of a detained person without other residence"),
        ],
        outputs: &[
            ("authority", "string"),
            ("department", "string"),
            ("departments", "sentences"),
            ("transfer", "boolean"),
        ],
        run: authority,
    },
];

fn basis(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let on = facts.required_date("on")?;
    let title = match facts.text("title") {
        Some(code) => Some(catalogue.title(code, on).ok_or_else(|| InspectError::Title(code.to_owned()))?),
        None => None,
    };
    let of_title = title.and_then(|title| title.on_list(facts.text("article"), on));
    let channel: ChannelKind = facts.channel()?;
    object(channel_basis(
        &ChannelFacts {
            on,
            channel,
            prefecture: facts.text("prefecture").unwrap_or_default(),
            title: facts.text("title"),
            listed: facts.flag("listed")?.or(of_title),
            obstacle_recorded: facts.flag("obstacle")?.unwrap_or(false),
            invited: facts.flag("invited")?.unwrap_or(false),
        },
        catalogue,
    ))
}

fn authority(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let department = |key: &str| -> Result<Option<Department>, InspectError> {
        let parsed = facts.text(key).map(|code| code.parse().map_err(|_| InspectError::Department(code.to_owned())));
        parsed.transpose()
    };
    let filed_in = department("filed_in")?.ok_or(InspectError::Missing("filed_in"))?;
    let residence = match (facts.text("commune"), facts.text("postcode")) {
        (Some(commune), _) => Place::Commune(commune),
        (None, Some(postcode)) => Place::Postcode(postcode),
        (None, None) => Place::Unknown,
    };
    let known = CompetenceFacts {
        article: facts.text("article"),
        asylum_domicile: department("asylum_domicile")?,
        iter: facts.flag("iter")?.unwrap_or(false),
        stay_of_retired: department("stay_of_retired")?,
        prison: department("prison")?,
        ..CompetenceFacts::of(facts.required_date("on")?, filed_in, residence)
    };
    object(competence(&known, catalogue))
}
