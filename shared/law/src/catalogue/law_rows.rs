//! The rows that only the rules of law read: lists of articles, fees, work right, documents, urgency.

use chrono::NaiveDate;

use super::{
    article_list::{self, ArticleList},
    coherence,
    competence::{ChannelOrder, SharedPostcode},
    document::{self, DocumentRow, MentionRow},
    error::CatalogueError,
    fee::{self, FeeRow},
    part::{Placed, rows_of},
    piece::PieceRow,
    urgency::{self, BandRow, SignalRow},
    work_right::{self, WorkRightRow},
};

/// As read, each with its place.
#[derive(Debug, Default)]
pub(super) struct LawRows {
    pub lists: Vec<Placed<ArticleList>>,
    pub fees: Vec<Placed<FeeRow>>,
    pub work_rights: Vec<Placed<WorkRightRow>>,
    pub documents: Vec<Placed<DocumentRow>>,
    pub mentions: Vec<Placed<MentionRow>>,
    pub signals: Vec<Placed<SignalRow>>,
    pub bands: Vec<Placed<BandRow>>,
    pub shared_postcodes: Vec<Placed<SharedPostcode>>,
    pub channel_orders: Vec<Placed<ChannelOrder>>,
    pub pieces: Vec<Placed<PieceRow>>,
}

/// What the rows say of each other: periods, national scope, what the engine needs.
pub(super) fn check(rows: &LawRows, errors: &mut Vec<CatalogueError>) {
    article_list::check(&rows.lists, errors);
    fee::check(&rows.fees, errors);
    work_right::check(&rows.work_rights, errors);
    document::check(&rows.documents, &rows.mentions, errors);
    urgency::check(&rows.signals, &rows.bands, errors);
}

/// What each says of its own dates.
pub(super) fn coherent(rows: &LawRows, read_on: NaiveDate, errors: &mut Vec<CatalogueError>) {
    coherence::check(&rows.lists, |row| &row.period, read_on, errors);
    coherence::check(&rows.fees, |row| &row.period, read_on, errors);
    coherence::check(&rows.work_rights, |row| &row.period, read_on, errors);
    coherence::check(&rows.documents, |row| &row.period, read_on, errors);
    coherence::check(&rows.mentions, |row| &row.period, read_on, errors);
    coherence::check(&rows.signals, |row| &row.period, read_on, errors);
    coherence::check(&rows.bands, |row| &row.period, read_on, errors);
    coherence::check(&rows.shared_postcodes, |row| &row.period, read_on, errors);
    coherence::check(&rows.channel_orders, |row| &row.period, read_on, errors);
    coherence::check(&rows.pieces, |row| &row.period, read_on, errors);
}

/// Validated.
#[derive(Clone, Debug)]
pub(super) struct LawTables {
    pub lists: Vec<ArticleList>,
    pub fees: Vec<FeeRow>,
    pub work_rights: Vec<WorkRightRow>,
    pub documents: Vec<DocumentRow>,
    pub mentions: Vec<MentionRow>,
    pub signals: Vec<SignalRow>,
    pub bands: Vec<BandRow>,
    pub shared_postcodes: Vec<SharedPostcode>,
    pub channel_orders: Vec<ChannelOrder>,
    pub pieces: Vec<PieceRow>,
}

impl From<LawRows> for LawTables {
    fn from(rows: LawRows) -> Self {
        Self {
            lists: rows_of(rows.lists),
            fees: rows_of(rows.fees),
            work_rights: rows_of(rows.work_rights),
            documents: rows_of(rows.documents),
            mentions: rows_of(rows.mentions),
            signals: rows_of(rows.signals),
            bands: rows_of(rows.bands),
            shared_postcodes: rows_of(rows.shared_postcodes),
            channel_orders: rows_of(rows.channel_orders),
            pieces: rows_of(rows.pieces),
        }
    }
}
