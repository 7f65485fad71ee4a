//! Every row in one shape, for whoever reads the catalogue rather than applies it.

use std::collections::BTreeSet;

use super::{
    ArticleList, BandRow, Catalogue, ChannelOrder, Citation, DocumentRow, FeeRow, HolidayRow, MentionRow, ParameterRow,
    Period, PieceRow, Prefecture, Rule, SharedPostcode, SignalRow, SilenceRow, Territory, Title, WorkRightRow,
    citation, competence::order_key,
};
use crate::{why::RowRef, worded::worded_enum};

worded_enum! {
    /// The tables of the catalogue.
    RowKind {
        /// Titles of residence.
        Title = "title",
        /// Rules that the engine applies.
        Rule = "rule",
        /// When silence becomes an implicit rejection.
        Silence = "silence",
        /// Kinds of provisional document.
        Document = "document",
        /// Sentences printed on documents.
        Mention = "mention",
        /// Who may work, article by article.
        WorkRight = "work_right",
        /// Pieces of a request.
        Piece = "piece",
        /// Fees.
        Fee = "fee",
        /// Figures.
        Parameter = "parameter",
        /// Lists of articles.
        List = "list",
        /// Signals of urgency.
        Signal = "signal",
        /// Bands of urgency.
        Band = "band",
        /// Public holidays.
        Holiday = "holiday",
        /// Territories.
        Territory = "territory",
        /// Postcodes shared between départements.
        SharedPostcode = "shared_postcode",
        /// Orders of a prefect about ways to file.
        ChannelOrder = "channel_order",
        /// Prefectures.
        Prefecture = "prefecture",
    }
}

/// A row of any table.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each variant is the row type it holds")]
pub enum CatalogueRow<'a> {
    Title(&'a Title),
    Rule(&'a Rule),
    Silence(&'a SilenceRow),
    Document(&'a DocumentRow),
    Mention(&'a MentionRow),
    WorkRight(&'a WorkRightRow),
    Piece(&'a PieceRow),
    Fee(&'a FeeRow),
    Parameter(&'a ParameterRow),
    List(&'a ArticleList),
    Signal(&'a SignalRow),
    Band(&'a BandRow),
    Holiday(&'a HolidayRow),
    Territory(&'a Territory),
    SharedPostcode(&'a SharedPostcode),
    ChannelOrder(&'a ChannelOrder),
    Prefecture(&'a Prefecture),
}

impl Catalogue {
    /// Every row of every table, every period, in the order of [`RowKind::ALL`]; within a table, in the order of the files, the rows
    /// of a site before the national ones they replace.
    pub fn rows(&self) -> impl Iterator<Item = CatalogueRow<'_>> {
        use CatalogueRow as Row;
        let law = &self.law;
        let titles = self.titles.iter().map(Row::Title).chain(self.rules.iter().map(Row::Rule));
        let silence = self.silence.iter().map(Row::Silence);
        let documents = law.documents.iter().map(Row::Document).chain(law.mentions.iter().map(Row::Mention));
        let requests = law.work_rights.iter().map(Row::WorkRight).chain(law.pieces.iter().map(Row::Piece));
        let figures = law.fees.iter().map(Row::Fee).chain(self.parameters.iter().map(Row::Parameter));
        let lists = law.lists.iter().map(Row::List);
        let urgency = law.signals.iter().map(Row::Signal).chain(law.bands.iter().map(Row::Band));
        let days = self.holidays.iter().map(Row::Holiday).chain(self.territories.iter().map(Row::Territory));
        let postcodes = law.shared_postcodes.iter().map(Row::SharedPostcode);
        let orders = law.channel_orders.iter().map(Row::ChannelOrder);
        let prefectures = self.prefectures.iter().map(Row::Prefecture);
        titles
            .chain(silence)
            .chain(documents)
            .chain(requests)
            .chain(figures)
            .chain(lists)
            .chain(urgency)
            .chain(days)
            .chain(postcodes.chain(orders).chain(prefectures))
    }

    /// The articles that a text names, in the form of the catalogue (`R. 431-5`), however they are typed (`r431-5`).
    #[must_use]
    pub fn articles_in(text: &str) -> Vec<String> {
        citation::articles_in(text)
    }
}

impl<'a> CatalogueRow<'a> {
    /// Its table.
    #[must_use]
    pub const fn kind(self) -> RowKind {
        match self {
            Self::Title(_) => RowKind::Title,
            Self::Rule(_) => RowKind::Rule,
            Self::Silence(_) => RowKind::Silence,
            Self::Document(_) => RowKind::Document,
            Self::Mention(_) => RowKind::Mention,
            Self::WorkRight(_) => RowKind::WorkRight,
            Self::Piece(_) => RowKind::Piece,
            Self::Fee(_) => RowKind::Fee,
            Self::Parameter(_) => RowKind::Parameter,
            Self::List(_) => RowKind::List,
            Self::Signal(_) => RowKind::Signal,
            Self::Band(_) => RowKind::Band,
            Self::Holiday(_) => RowKind::Holiday,
            Self::Territory(_) => RowKind::Territory,
            Self::SharedPostcode(_) => RowKind::SharedPostcode,
            Self::ChannelOrder(_) => RowKind::ChannelOrder,
            Self::Prefecture(_) => RowKind::Prefecture,
        }
    }

    /// What stays the same from one version of the row to the next, unique within its table (`RL-81`, `L. 423-7`).
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Title(row) => row.code.clone(),
            Self::Rule(row) => row.id.clone(),
            Self::Silence(row) => row.key.clone(),
            Self::Document(row) => row.kind.word().to_owned(),
            Self::Mention(row) => row.key.word().to_owned(),
            Self::WorkRight(row) => row.article.clone(),
            Self::Piece(row) => row.key.clone(),
            Self::Fee(row) => row.kind.word().to_owned(),
            Self::Parameter(row) => row.key.clone(),
            Self::List(row) => row.key.clone(),
            Self::Signal(row) => match row.within_days {
                Some(days) => format!("{} {days}", row.signal.word()),
                None => row.signal.word().to_owned(),
            },
            Self::Band(row) => row.band.word().to_owned(),
            Self::Holiday(row) => row.key.clone(),
            Self::Territory(row) => row.code.clone(),
            Self::SharedPostcode(row) => row.postcodes.join(" "),
            Self::ChannelOrder(row) => order_key(row.kind, &row.prefecture, &row.titles),
            Self::Prefecture(row) => row.code.clone(),
        }
    }

    /// Its name among the versions of every row.
    #[must_use]
    pub fn named(self) -> RowRef {
        RowRef { kind: self.kind(), key: self.key(), from: self.period().effective_from }
    }

    /// What it is, in French, as its file says it; `None` for rows that are named by their key alone.
    #[must_use]
    pub fn label(self) -> Option<&'a str> {
        match self {
            Self::Title(row) => Some(&row.label),
            Self::Rule(row) => Some(&row.label),
            Self::Silence(row) => Some(&row.label),
            Self::Document(row) => Some(&row.label),
            Self::Piece(row) => Some(&row.label),
            Self::Fee(row) => Some(&row.label),
            Self::Parameter(row) => Some(&row.label),
            Self::List(row) => Some(&row.label),
            Self::Signal(row) => Some(&row.label),
            Self::Band(row) => Some(&row.label),
            Self::Holiday(row) => Some(&row.name),
            Self::Territory(row) => Some(&row.label),
            Self::ChannelOrder(row) => Some(&row.order),
            Self::Prefecture(row) => Some(&row.name),
            Self::Mention(_) | Self::WorkRight(_) | Self::SharedPostcode(_) => None,
        }
    }

    /// Its source, when it applies, how sure it is, who wrote it.
    #[must_use]
    pub const fn period(self) -> &'a Period {
        match self {
            Self::Title(row) => &row.period,
            Self::Rule(row) => &row.period,
            Self::Silence(row) => &row.period,
            Self::Document(row) => &row.period,
            Self::Mention(row) => &row.period,
            Self::WorkRight(row) => &row.period,
            Self::Piece(row) => &row.period,
            Self::Fee(row) => &row.period,
            Self::Parameter(row) => &row.period,
            Self::List(row) => &row.period,
            Self::Signal(row) => &row.period,
            Self::Band(row) => &row.period,
            Self::Holiday(row) => &row.period,
            Self::Territory(row) => &row.period,
            Self::SharedPostcode(row) => &row.period,
            Self::ChannelOrder(row) => &row.period,
            Self::Prefecture(row) => &row.period,
        }
    }

    /// The texts it rests on or speaks of: those of its source, the articles it lists, the texts of its answers.
    #[must_use]
    pub fn citations(self) -> BTreeSet<Citation> {
        let mut found = Citation::of_source(&self.period().source);
        found.extend(self.articles().into_iter().map(|article| Citation::of_article(article)));
        found.extend(self.texts().into_iter().flat_map(Citation::of_source));
        found
    }

    fn articles(self) -> Vec<&'a String> {
        match self {
            Self::Title(row) => row.articles.iter().collect(),
            Self::Silence(row) => row.articles.iter().collect(),
            Self::WorkRight(row) => vec![&row.article],
            Self::Piece(row) => row.articles.iter().collect(),
            Self::Fee(row) => row.articles.iter().chain(&row.exempt).chain(&row.exempt_first).collect(),
            Self::List(row) => row.articles.iter().collect(),
            Self::Rule(_)
            | Self::Document(_)
            | Self::Mention(_)
            | Self::Parameter(_)
            | Self::Signal(_)
            | Self::Band(_)
            | Self::Holiday(_)
            | Self::Territory(_)
            | Self::SharedPostcode(_)
            | Self::ChannelOrder(_)
            | Self::Prefecture(_) => Vec::new(),
        }
    }

    fn texts(self) -> Vec<&'a str> {
        match self {
            Self::WorkRight(row) => [&row.recepisse, &row.extension, &row.card].map(|cell| cell.text.as_str()).to_vec(),
            Self::Mention(row) => row.local.iter().map(|words| words.source.as_str()).collect(),
            Self::Title(_)
            | Self::Rule(_)
            | Self::Silence(_)
            | Self::Document(_)
            | Self::Piece(_)
            | Self::Fee(_)
            | Self::Parameter(_)
            | Self::List(_)
            | Self::Signal(_)
            | Self::Band(_)
            | Self::Holiday(_)
            | Self::Territory(_)
            | Self::SharedPostcode(_)
            | Self::ChannelOrder(_)
            | Self::Prefecture(_) => Vec::new(),
        }
    }
}
