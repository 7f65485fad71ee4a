//! The books of a day in words that do not depend on when and in which order things were done.

use std::{fs, path::Path};

use domain::Actor;
use store::Database;

/// What stands in the books, a line for each thing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Books {
    cases: Vec<String>,
    arrivals: Vec<String>,
    letters: Vec<String>,
    exceptions: Vec<String>,
    events: Vec<String>,
    /// Jobs left, of any state.
    jobs: i64,
    /// E-mails that reached the server outside.
    sent: usize,
}

const CASES: &str = "
    SELECT format('door %s, %s %s, kind %s, title %s, ground %s, state %s, received %s, evidence %s of %s, pieces %s, deadlines %s',
        c.first_channel, p.family_name, coalesce(p.given_names, p.description), c.kind, c.title_code, c.ground_text, c.state,
        c.received_on, c.evidence_kind, c.evidence_on,
        (SELECT count(*) FROM case_piece WHERE case_id = c.id),
        (SELECT string_agg(format('%s %s', kind, due_on), '; ' ORDER BY kind, due_on) FROM deadline WHERE case_id = c.id)) AS line
    FROM residence_case c LEFT JOIN person p ON p.id = c.person_id ORDER BY line";

const ARRIVALS: &str = "
    SELECT format('door %s, nature %s, state %s, received %s, cases %s, outcome %s, subject %s, content %s, pages %s, parts %s',
        m.channel, m.nature, m.state, m.received_on,
        (SELECT count(*) FROM communication_case WHERE communication_id = m.id), m.outcome,
        (SELECT subject FROM message WHERE communication_id = m.id), encode(m.content_sha256, 'hex'),
        (SELECT format('%s-%s of %s', e.first_page, e.last_page, b.pages_read) FROM envelope e JOIN batch b ON b.id = e.batch_id
            WHERE e.communication_id = m.id),
        (SELECT count(*) FROM part WHERE communication_id = m.id)) AS line
    FROM communication m WHERE m.direction = 1 ORDER BY line";

const LETTERS: &str = "
    SELECT format('door %s, %s, letter %s, medium %s, state %s, to %s %s, pages %s', c.first_channel, p.family_name, l.kind, l.medium,
        l.state, l.email_address, (SELECT k.lines FROM contact_point k WHERE k.id = l.contact_point_id), l.pages) AS line
    FROM letter l LEFT JOIN residence_case c ON c.id = l.case_id LEFT JOIN person p ON p.id = c.person_id ORDER BY line";

const EXCEPTIONS: &str = "
    SELECT format('kind %s, %s: %s', kind, CASE WHEN ended_at IS NULL THEN 'open' ELSE 'ended' END, count(*)) AS line
    FROM exception GROUP BY kind, ended_at IS NULL ORDER BY line";

const EVENTS: &str = "SELECT format('%s: %s', kind, count(*)) AS line FROM event GROUP BY kind ORDER BY line";

impl Books {
    /// Reads them all, protected persons included.
    pub(super) async fn read(database: &Database, data: &Path) -> Self {
        let mut tx = database.begin(&Actor::Operator("test")).await.unwrap();
        let mut lines = Vec::new();
        for query in [CASES, ARRIVALS, LETTERS, EXCEPTIONS, EVENTS] {
            let found: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut *tx).await.unwrap();
            lines.push(found);
        }
        let mut next = lines.into_iter();
        let mut next = || next.next().unwrap();
        let books = Self {
            cases: next(),
            arrivals: next(),
            letters: next(),
            exceptions: next(),
            events: next(),
            jobs: sqlx::query_scalar("SELECT count(*) FROM job").fetch_one(&mut *tx).await.unwrap(),
            sent: fs::read_dir(data.join("poste-electronique/sent/new")).unwrap().count(),
        };
        for door in 1..=5 {
            let door = format!("door {door},");
            assert!(books.arrivals.iter().any(|line| line.starts_with(&door)), "nobody came by {door}");
            assert!(books.cases.iter().any(|line| line.starts_with(&door)), "no case by {door}");
        }
        assert!(books.letters.len() >= books.cases.len(), "each case has its letter");
        books
    }
}
