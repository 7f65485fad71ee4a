//! The job that sends a letter by e-mail.

use std::sync::Arc;

use casework::{Casework, Email, EmailError, Facts, SEND_EMAIL, SendEmail, Sending, email_to_send, record_email};
use domain::LetterId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use queue::{Done, DuplicateKind, Job, JobFailure, Worker};
use runtime::{Context, config::Smtp};

use super::{
    compose::{Addressed, Unwritable, answer},
    refusal, transport,
    words::receipt,
};
use crate::Fault;

/// Letters sent at the same time.
const AT_ONCE: u32 = 4;

struct Sender {
    casework: Casework,
    server: Result<Server, Fault>,
    most_a_day: u32,
    demonstration: bool,
}

struct Server {
    smtp: Smtp,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

/// Registers the handler of the job.
pub(crate) fn register(worker: &mut Worker, context: &Context, casework: &Casework) -> Result<(), DuplicateKind> {
    let none = || Fault::misconfigured("mail.smtp", "no server to send through");
    let smtp = context.config.mail.smtp.clone().ok_or_else(none);
    let server = smtp.and_then(|smtp| Ok(Server { transport: transport::open(&smtp, AT_ONCE)?, smtp }));
    let sender = Arc::new(Sender {
        casework: casework.clone(),
        server,
        most_a_day: context.config.mail.receipts_per_day,
        demonstration: context.config.site.demonstration,
    });
    worker.handle(SEND_EMAIL, AT_ONCE, move |job| {
        let sender = sender.clone();
        async move { sender.work(&sender.casework.current(), job).await }
    })
}

impl Sender {
    /// Decide, send outside any transaction, record. A crash after the server took the message sends it again with the same
    /// Message-ID.
    async fn work(&self, casework: &Casework, job: Job) -> Result<Done, JobFailure> {
        let SendEmail { letter } = job.read()?;
        let sending = match email_to_send(casework, letter, self.most_a_day).await.map_err(failure)? {
            None => Sending::Nothing,
            Some(email) => self.send(letter, &email).await?,
        };
        let word = match &sending {
            Sending::Nothing => "nothing",
            Sending::Accepted(_) => "accepted",
            Sending::Refused(_) => "refused",
        };
        metrics::counter!("passerelle_emails_total", "result" => word).increment(1);
        record_email(casework, &job, letter, &sending).await.map_err(failure)
    }

    async fn send(&self, letter: LetterId, email: &Email) -> Result<Sending, JobFailure> {
        let server = self.server.as_ref().map_err(|fault| postponed(fault.clone()))?;
        let (envelope, raw) = match self.written(&server.smtp, email)? {
            Ok(written) => written,
            Err(Unwritable::Sender(key)) => {
                return Err(JobFailure::Misconfigured { key: "mail.smtp", why: format!("{key} is not an address") });
            }
            Err(unwritable) => return Ok(Sending::Refused(unwritable.to_string())),
        };
        match server.transport.send_raw(&envelope, &raw).await {
            Ok(response) => {
                tracing::info!(%letter, kind = email.kind.word(), "a letter left by e-mail");
                let said: Vec<&str> = response.message().collect();
                Ok(Sending::Accepted(format!("{} {}", response.code(), said.join(" "))))
            }
            Err(error) if refusal::is_final(&error) => Ok(Sending::Refused(error.to_string())),
            Err(error) => Err(postponed(refusal::fault(&error))),
        }
    }

    fn written(
        &self,
        smtp: &Smtp,
        email: &Email,
    ) -> Result<Result<(lettre::address::Envelope, Vec<u8>), Unwritable>, JobFailure> {
        let Facts::Receipt(facts) = &email.facts else {
            return Err(JobFailure::reject(format!("{} has no form for e-mail", email.kind.word())));
        };
        let casework = self.casework.current();
        let site = &casework.site;
        let prefecture = site.catalogue.prefecture(&facts.head.prefecture, facts.head.date);
        let prefecture = prefecture.ok_or_else(|| JobFailure::reject("the catalogue no longer has the prefecture"))?;
        let addressed = Addressed {
            to: &email.address,
            message_id: &email.message_id,
            answers: facts.in_reply_to.as_deref(),
            now: self.casework.clock.now(),
        };
        let words = receipt(facts, prefecture, site.zone(), self.demonstration);
        Ok(answer(smtp, &prefecture.name, &addressed, &words))
    }
}

/// What the operator has to mend waits without using up attempts; the rest is tried again with longer and longer pauses.
fn postponed(fault: Fault) -> JobFailure {
    match fault {
        Fault::Misconfigured { key, why } => JobFailure::Misconfigured { key, why },
        other @ (Fault::Unreachable(_) | Fault::Ours(_) | Fault::LeaseLost) => JobFailure::retry(other.to_string()),
    }
}

fn failure(error: EmailError) -> JobFailure {
    match error {
        EmailError::Lease(lease) => lease.into(),
        EmailError::Facts(_) => JobFailure::reject(error.to_string()),
        EmailError::Store(store) => JobFailure::retry(store.to_string()),
    }
}
