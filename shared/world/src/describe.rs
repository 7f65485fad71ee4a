//! What is true of a story: its persons and its documents.

use std::borrow::Borrow;

use crate::{
    PersonTruth, RequestTruth, TitleTruth,
    papers::Draft,
    setting::Setting,
    story::Ask,
    truth::{DocumentTruth, range},
};

/// Neighbouring pages of the same piece and person are one document.
pub(crate) fn documents<D: Borrow<Draft>>(setting: &Setting, drafts: &[D], first_page: u32) -> Vec<DocumentTruth> {
    let mut page = first_page;
    let runs = drafts.chunk_by(|a, b| {
        let (a, b): (&Draft, &Draft) = (a.borrow(), b.borrow());
        a.piece == b.piece && a.person == b.person
    });
    runs.map(|run| {
        let first = page;
        page += u32::try_from(run.len()).unwrap_or(u32::MAX);
        let person = run[0].borrow().person.filter(|i| *i < setting.story.persons.len());
        DocumentTruth { range: range(first, page - 1, run[0].borrow().piece), person }
    })
    .collect()
}

/// Everybody a story is about.
pub(crate) fn persons(setting: &Setting) -> Vec<PersonTruth> {
    (0..setting.story.persons.len()).map(|i| person(setting, i)).collect()
}

fn person(setting: &Setting, i: usize) -> PersonTruth {
    let (person, numbers) = (&setting.story.persons[i], &setting.numbers[i]);
    let held = person.held.as_ref().zip(numbers.title).map(|(held, (_, expires))| TitleTruth {
        title: held.title.clone(),
        number: numbers.card.clone(),
        expires,
    });
    let ask = |a: &Ask| RequestTruth {
        title: a.title.clone(),
        ground: a.ground.clone(),
        kind: a.kind,
        words: a.words.clone(),
    };
    PersonTruth {
        family_name: person.family_name.clone(),
        given_names: person.given_names.clone(),
        sex: person.sex,
        birth: person.birth,
        birth_known: person.birth_known,
        nationality: person.nationality.clone(),
        address: person.address.clone(),
        phone: person.phone.clone(),
        email: person.email.clone(),
        foreigner_number: Some(numbers.foreigner.clone()).filter(|n| !n.is_empty()),
        protection: person.protection,
        held,
        requests: person.asks.iter().map(ask).collect(),
    }
}
