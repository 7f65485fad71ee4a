use chrono::NaiveDate;
use law::{Catalogue, CatalogueRow, ChannelOrder, LocalRow, ParameterRow, Prefecture, RowKind};

use crate::catalogue::{entry::Entry, place};

/// The row that a form changes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject<'a> {
    /// A figure, as it stands on the day; `own`: the prefecture has set its own.
    Figure { row: &'a ParameterRow, own: bool },
    /// The prefecture of the site.
    Prefecture(&'a Prefecture),
    /// An order of the prefect; none: a new one.
    Order(Option<&'a ChannelOrder>),
}

/// Whether a prefecture may change a row, and how its form is reached.
pub(crate) fn change_path(row: CatalogueRow<'_>, prefecture: &str) -> Option<String> {
    let may = match row {
        CatalogueRow::Parameter(row) => row.local || row.later_text,
        CatalogueRow::Prefecture(row) => row.code == prefecture,
        CatalogueRow::ChannelOrder(row) => row.prefecture == prefecture,
        CatalogueRow::Title(_)
        | CatalogueRow::Rule(_)
        | CatalogueRow::Silence(_)
        | CatalogueRow::Document(_)
        | CatalogueRow::Mention(_)
        | CatalogueRow::WorkRight(_)
        | CatalogueRow::Piece(_)
        | CatalogueRow::Fee(_)
        | CatalogueRow::List(_)
        | CatalogueRow::Signal(_)
        | CatalogueRow::Band(_)
        | CatalogueRow::Holiday(_)
        | CatalogueRow::Territory(_)
        | CatalogueRow::SharedPostcode(_) => false,
    };
    may.then(|| place::change(row.kind(), &row.key()))
}

impl<'a> Subject<'a> {
    /// The row of an address, if the prefecture may change it.
    pub(crate) fn of(
        entries: &[Entry<'a>],
        (kind, key): (&str, &str),
        prefecture: &str,
        today: NaiveDate,
    ) -> Option<Self> {
        if kind == place::word(RowKind::ChannelOrder) && key == place::NEW {
            return Some(Self::Order(None));
        }
        let entry = entries.iter().find(|entry| entry.is_at(kind, key))?;
        let row = entry.nearest(today);
        change_path(row, prefecture)?;
        match row {
            CatalogueRow::Parameter(row) => {
                let own = entry.history().iter().any(|version| {
                    let period = version.period();
                    period.local && period.effective_to.is_none_or(|last| last >= today)
                });
                Some(Self::Figure { row, own })
            }
            CatalogueRow::Prefecture(row) => Some(Self::Prefecture(row)),
            CatalogueRow::ChannelOrder(row) => Some(Self::Order(Some(row))),
            CatalogueRow::Title(_)
            | CatalogueRow::Rule(_)
            | CatalogueRow::Silence(_)
            | CatalogueRow::Document(_)
            | CatalogueRow::Mention(_)
            | CatalogueRow::WorkRight(_)
            | CatalogueRow::Piece(_)
            | CatalogueRow::Fee(_)
            | CatalogueRow::List(_)
            | CatalogueRow::Signal(_)
            | CatalogueRow::Band(_)
            | CatalogueRow::Holiday(_)
            | CatalogueRow::Territory(_)
            | CatalogueRow::SharedPostcode(_) => None,
        }
    }
}

/// The versions of the row that a proposal is about, before and after, from its first day on.
pub(crate) fn versions<'a>(
    says: &LocalRow,
    from: NaiveDate,
    before: &'a Catalogue,
    after: Option<&'a Catalogue>,
) -> (Option<CatalogueRow<'a>>, Option<CatalogueRow<'a>>) {
    let (kind, key) = says.about();
    let of = |catalogue: &'a Catalogue, day: NaiveDate| {
        catalogue.rows().find(|row| row.kind() == kind && row.key() == key && row.period().holds(day))
    };
    (of(before, from), after.and_then(|after| of(after, from)))
}
