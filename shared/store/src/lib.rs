//! All SQL but the queue's: plain functions on a transaction, blobs, migrations, the event log.
//!
//! A transaction is opened by [`Database::begin`], which states who acts; row-level security shows no protected
//! row without it. Functions that read for screens are in [`reads`].

pub mod accounts;
pub mod addresses;
pub mod api_keys;
pub mod arrivals;
pub mod batch_checks;
pub mod batches;
mod blobs;
pub mod blockages;
pub mod callbacks;
pub mod calls;
pub mod cases;
pub mod collation;
pub mod communications;
pub mod complements;
mod database;
pub mod deadlines;
pub mod deliveries;
pub mod desks;
pub mod document_facts;
pub mod doubles;
pub mod emails;
mod envelope_marks;
mod error;
pub mod events;
pub mod exceptions;
pub mod hand_overs;
pub mod letter_standing;
pub mod letters;
pub mod likeness;
pub mod local_rows;
pub mod messages;
mod migrate;
pub mod missed_sheets;
pub mod online_requests;
pub mod opening_counts;
pub mod openings;
pub mod papers;
pub mod persons;
pub mod pieces;
pub mod postal;
pub mod provisional_documents;
pub mod quarantine;
pub mod readings;
pub mod reads;
pub mod reckonings;
pub mod recomputations;
pub mod rescans;
pub mod resemblances;
pub mod row_signatures;
pub mod scanning;
pub mod sealed_envelopes;
pub mod seals;
pub mod second_checks;
pub mod sessions;
pub mod sources;
pub mod suggestions;
pub mod transfers;
pub mod undo;
pub mod urgencies;

pub use blobs::{Blob, BlobStore, ContentHash, insert_blobs};
pub use database::{Database, Transaction};
pub use error::StoreError;
pub use migrate::{SchemaState, migrate, schema_state};
