//! The provisional documents of a case: what is valid now, what follows, what must be established, what there was.

use std::collections::HashMap;

use askama::{Template, filters::HtmlSafe};
use casework::{DocumentStanding, NotConcerned, Site, document_number, document_standing};
use chrono::NaiveDate;
use domain::{LetterState, Medium, Permission, ProvisionalState, UserId, WithdrawalReason};
use law::{
    Certainty,
    documents::{CoverAlarm, DocumentKind, cover_alarm, next_document},
};
use store::{
    Transaction, accounts,
    provisional_documents::DocumentRow,
    reads::case_view::{self, CaseHead, LetterLine},
};
use web::{
    Page, Problem, Staff, dates,
    parts::{Badge, Tone, Why},
    rule_pages, t, t1, t2, t3, tw,
};

use super::document_form::{Form, Input};
use crate::state::Cases;

/// A document as it stands.
pub(crate) struct Paper {
    id: String,
    label: String,
    number: String,
    valid: String,
    state: Badge,
    work: String,
    third_party: String,
    mentions: Vec<String>,
    why: Why,
    steps: Vec<String>,
    pdf: Option<String>,
    to_give: bool,
    counts: bool,
    confirm: Vec<String>,
    from_memory: Vec<(String, Option<String>)>,
}

/// The section of the page of a case.
#[derive(Template)]
#[template(path = "cases/provisional.html")]
pub(crate) struct Provisional {
    page: Page,
    path: String,
    silent: Option<String>,
    alarm: Option<String>,
    held: Option<String>,
    running: Option<Paper>,
    prepared: Option<Paper>,
    on_the_way: Vec<Paper>,
    next: Option<String>,
    next_why: Option<Why>,
    can_prepare: Option<String>,
    not_possible: Vec<String>,
    asked: Vec<Input>,
    every: Vec<Input>,
    history: Vec<Paper>,
    withdrawals: Vec<(&'static str, String)>,
    may_issue: bool,
    may_give: bool,
}

impl HtmlSafe for Provisional {}

impl Provisional {
    fn has_history(&self) -> bool {
        !self.history.is_empty()
    }
}

/// The section, for who looks at it.
pub(crate) async fn load(
    tx: &mut Transaction,
    cases: &Cases,
    site: &Site,
    staff: &Staff,
    page: &Page,
    head: &CaseHead,
) -> Result<Provisional, Problem> {
    let (case, today) = (head.line.id, cases.web.today());
    let standing = document_standing(tx, site, &head.line, today, None).await?;
    let papers = case_view::letters(tx, case).await?;
    let signers: Vec<UserId> = standing.documents.iter().filter_map(|d| d.issued.map(|(by, _)| by)).collect();
    let names = accounts::names(&mut **tx, &signers).await?.into_iter().map(|(id, name)| (id, name.0)).collect();
    let desk = Desk { cases, head, today, papers: &papers, names: &names };
    let catalogue = cases.catalogue.now();
    let form = |prefix| Form {
        prefix,
        facts: &standing.recorded,
        articles: standing.title.as_ref().map(|title| title.articles.clone()).unwrap_or_default(),
        catalogue: &catalogue,
        today,
    };
    let open = standing.owed.is_ok();
    let running = standing.running(today);
    // Once an officer is told that nothing follows, the plan is no news.
    let planned = open && !standing.without_end() && alarm(&standing, cases, today).is_none();
    let next = standing.covered_until.filter(|_| planned);
    let next = next.map(|until| next_document(until, today, &catalogue));
    Ok(Provisional {
        page: page.clone(),
        path: format!("/dossiers/{case}/documents"),
        silent: standing.owed.as_ref().err().map(|reason| silent(*reason)),
        alarm: alarm(&standing, cases, today),
        held: standing.recorded.held_expiry.map(|until| held(until, today)),
        running: running.map(|document| desk.paper(document)),
        prepared: standing.prepared().map(|document| desk.paper(document)),
        on_the_way: on_the_way(&standing, today).map(|document| desk.paper(document)).collect(),
        next: next.as_ref().map(|next| {
            t2("document-next", "prepared", dates::short(next.prepare_on), "issued", dates::short(next.issue_by))
        }),
        next_why: next.map(|next| desk.why(next.why.because, next.why.source, (next.why.rule, next.why.version))),
        can_prepare: can_prepare(&standing, cases),
        not_possible: not_possible(&standing),
        asked: standing.owed.as_ref().map(|owed| form("q").asked(&owed.asked)).unwrap_or_default(),
        every: if open { form("f").every() } else { Vec::new() },
        history: standing
            .documents
            .iter()
            .filter(|document| ended(document, today))
            .map(|document| desk.paper(document))
            .collect(),
        withdrawals: WithdrawalReason::ALL
            .iter()
            .map(|reason| (reason.word(), web::words::withdrawal(*reason)))
            .collect(),
        may_issue: staff.may(Permission::IssueDocuments),
        may_give: staff.may(Permission::GiveDocuments),
    })
}

/// Signed and not running: its paper is on the way, or its first day is to come.
fn on_the_way(standing: &DocumentStanding, today: NaiveDate) -> impl Iterator<Item = &DocumentRow> {
    let running = standing.running(today).map(|document| document.id);
    standing.counting().filter(move |document| Some(document.id) != running && !ended(document, today))
}

fn ended(document: &DocumentRow, today: NaiveDate) -> bool {
    match document.state {
        ProvisionalState::Prepared => false,
        ProvisionalState::Issued | ProvisionalState::Left => document.said.to.is_some_and(|to| to < today),
        ProvisionalState::Replaced | ProvisionalState::Withdrawn => true,
    }
}

fn silent(reason: NotConcerned) -> String {
    match reason {
        NotConcerned::NotRegistered => t("document-not-registered"),
        NotConcerned::Over => t("document-over"),
        NotConcerned::Service => t("document-service"),
    }
}

fn held(until: NaiveDate, today: NaiveDate) -> String {
    if until < today {
        t1("document-held-expired", "date", dates::long(until))
    } else {
        t1("document-held-runs", "date", dates::long(until))
    }
}

fn alarm(standing: &DocumentStanding, cases: &Cases, today: NaiveDate) -> Option<String> {
    if standing.owed.is_err() || standing.without_end() {
        return None;
    }
    match cover_alarm(standing.covered_until?, None, today, &cases.catalogue.now())? {
        CoverAlarm::NothingFollows { until } if until < today => {
            Some(t1("document-alarm-ended", "date", dates::long(until)))
        }
        CoverAlarm::NothingFollows { until } => Some(t1("document-alarm-ends", "date", dates::long(until))),
        CoverAlarm::Gap { from, .. } => Some(t1("document-alarm-ended", "date", dates::long(from))),
    }
}

fn can_prepare(standing: &DocumentStanding, cases: &Cases) -> Option<String> {
    let waits = standing.prepared().is_some() || !standing.is_due(&cases.catalogue.now());
    let document = standing.to_prepare().filter(|_| !waits)?;
    Some(match document.to {
        Some(to) => {
            let (from, to) = (dates::short(document.from), dates::short(to));
            t3("document-owed", ("label", &document.label), ("from", from), ("to", to))
        }
        None => t2("document-owed-open", "label", &document.label, "from", dates::short(document.from)),
    })
}

/// Why nothing more than the proof of deposit is owed, when that is so.
fn not_possible(standing: &DocumentStanding) -> Vec<String> {
    let Ok(owed) = &standing.owed else { return Vec::new() };
    if !owed.asked.is_empty() || standing.to_prepare().is_some() || standing.prepared().is_some() {
        return Vec::new();
    }
    owed.choice.not_possible.iter().map(|reason| reason.reason.clone()).collect()
}

/// What a paper is told with.
struct Desk<'a> {
    cases: &'a Cases,
    head: &'a CaseHead,
    today: NaiveDate,
    papers: &'a [LetterLine],
    names: &'a HashMap<UserId, String>,
}

impl Desk<'_> {
    fn why(&self, because: Vec<String>, source: String, (rule, version): (String, String)) -> Why {
        Why {
            because,
            source,
            rule_page: rule_pages::of_rule(&self.cases.catalogue.now(), &rule, self.today),
            rule,
            version,
        }
    }

    fn paper(&self, document: &DocumentRow) -> Paper {
        let said = &document.said;
        let catalogue = self.cases.catalogue.now();
        let kind = DocumentKind::from_word(&said.kind).and_then(|kind| catalogue.document(kind, self.today));
        let letter = document.letter.and_then(|letter| self.papers.iter().find(|row| row.id == letter));
        let ready = |row: &&LetterLine| row.medium == Medium::InPerson && row.state == LetterState::Prepared;
        let work = tw("document-work", &said.work.0);
        Paper {
            id: document.id.to_string(),
            label: kind.map_or_else(|| said.kind.clone(), |row| row.label.clone()),
            number: document_number(self.head.line.reference, document.rank),
            valid: match said.to {
                Some(to) => t2("document-valid", "from", dates::long(said.from), "to", dates::long(to)),
                None => t1("document-valid-open", "from", dates::long(said.from)),
            },
            state: state(document, self.today),
            work: t2("document-work-text", "work", work, "text", &said.work.1),
            third_party: said.third_party.clone(),
            mentions: said.mentions.clone(),
            why: self.why(said.because.clone(), said.basis.join(" ; "), said.rule.clone()),
            steps: self.steps(document, letter),
            pdf: letter.and_then(|row| row.pdf.map(|_| format!("/dossiers/{}/lettres/{}", self.head.line.id, row.id))),
            to_give: letter.as_ref().is_some_and(ready) && document.state == ProvisionalState::Issued,
            counts: document.state.counts(),
            confirm: said.to_confirm.clone(),
            from_memory: self.rows_from_memory(document),
        }
    }

    /// The rows from memory, each with its page: an officer answers for them.
    fn rows_from_memory(&self, document: &DocumentRow) -> Vec<(String, Option<String>)> {
        let names: Vec<law::RowName> = serde_json::from_value(document.said.rests_on.clone()).unwrap_or_default();
        let catalogue = self.cases.catalogue.now();
        let rows = catalogue.to_sign(&names, self.today);
        let mut told: Vec<(String, Option<String>)> = rows
            .into_iter()
            .map(|name| {
                let label = catalogue.row_named(name, self.today).and_then(|row| row.label().map(str::to_owned));
                (label.unwrap_or_else(|| name.key.clone()), Some(crate::catalogue::page_of(name)))
            })
            .collect();
        if told.is_empty() && document.said.certainty == Certainty::Memory.word() {
            told.push((t("document-practice"), None));
        }
        told
    }

    fn steps(&self, document: &DocumentRow, letter: Option<&LetterLine>) -> Vec<String> {
        let zone = self.cases.web.zone();
        let mut steps = vec![t1("document-step-prepared", "date", dates::short_instant(document.prepared.1, zone))];
        if let Some((by, at)) = document.issued {
            let name = self.names.get(&by).cloned().unwrap_or_else(|| t("event-by-former-staff"));
            steps.push(t2("document-step-signed", "date", dates::short_instant(at, zone), "name", name));
        }
        if let Some(row) = letter.filter(|_| document.state == ProvisionalState::Issued) {
            steps.push(t1("document-step-paper", "state", web::words::letter_state(row.state)));
        }
        if let Some(at) = document.left_at {
            steps.push(t1("document-step-left", "date", dates::short_instant(at, zone)));
        }
        if let Some(at) = document.ended_at {
            let why = document.withdrawal.map(web::words::withdrawal);
            let why = why.unwrap_or_else(|| t("document-step-by-another"));
            steps.push(t2("document-step-ended", "date", dates::short_instant(at, zone), "why", why));
        }
        if let Some(reason) = &document.reason {
            steps.push(t1("document-step-reason", "reason", reason));
        }
        steps
    }
}

fn state(document: &DocumentRow, today: NaiveDate) -> Badge {
    let past = document.state.counts() && document.said.to.is_some_and(|to| to < today);
    if past {
        return Badge::new(Tone::Plain, t("document-past"));
    }
    let tone = match document.state {
        ProvisionalState::Prepared => Tone::Soon,
        ProvisionalState::Left => Tone::Done,
        ProvisionalState::Issued | ProvisionalState::Replaced | ProvisionalState::Withdrawn => Tone::Plain,
    };
    Badge::new(tone, web::words::provisional_state(document.state))
}
