//! Durable jobs in PostgreSQL: lease, retry, dead, dedup, schedule.
//!
//! A job is an *effect that is still owed*, named by its kind and key. It is enqueued in the transaction of the change
//! that owes it ([`enqueue()`]), leased by one worker at a time ([`Worker`]), and finished in the transaction of its
//! effect ([`finish`]), so that neither a crash nor a second worker can lose it or commit it twice. No transaction is
//! open while a handler works: a lease, kept alive by a heartbeat, says who has the job, and [`finish`] refuses a worker
//! whose lease was taken over.
//!
//! What holds:
//! - one row per (kind, key), whatever its state: the same effect is never pending twice and never runs twice at once;
//! - an effect asked for again while its job runs makes it run once more, so that no change is overlooked;
//! - a job that was given up is dead, not gone: it is listed ([`dead`]) until a person or a new request runs it again;
//! - instants are those of the [`domain::Clock`] given; machines that share a queue keep their clocks within a few
//!   seconds of each other (leases last [`Settings::lease`]).
//!
//! Payloads and errors never carry personal data, only identifiers and causes.
//!
//! Metrics: `passerelle_queue_jobs{kind,state}` (depth and dead), `passerelle_queue_attempts_total{kind,outcome}` (done,
//! retried, dead, misconfigured, lost, stopped), `passerelle_queue_wait_seconds{kind}` (from due to started),
//! `passerelle_queue_run_seconds{kind}`.

mod backoff;
mod bell;
mod claim;
mod depth;
mod enqueue;
mod error;
mod execution;
mod failed;
mod failure;
mod job;
mod lane;
mod listener;
mod schedule;
mod scheduler;
mod settle;
mod worker;

pub use backoff::Backoff;
pub use bell::CHANNEL;
pub use claim::claim;
pub use depth::{Depth, depth};
pub use enqueue::enqueue;
pub use error::{LeaseError, QueueError};
pub use failed::{FailedJob, Page, dead, run_again, struggling};
pub use failure::{Done, JobFailure};
pub use job::{Job, JobState, NewJob};
pub use schedule::{Every, Scheduled};
pub use scheduler::{Scheduler, fire_due, register};
pub use settle::{bury, extend, finish, postpone, retry};
pub use worker::{DuplicateKind, Settings, Worker};
