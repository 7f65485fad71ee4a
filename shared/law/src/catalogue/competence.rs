//! Which postcodes are shared between départements (`competence.toml`), and what a prefect decided about the ways to file
//! (local files): prescriptions of the post (CESEDA R. 431-3, al. 2) and standing invitations (arrêté of 1 August 2023, art. 4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Catalogue,
    error::CatalogueError,
    part::{Placed, Rows},
    raw::{Author, Day, RawRow, raw_rows},
    row::Period,
    validate::{kept, periods},
};
use crate::{why::Certainty, worded::worded_enum};

/// Postcodes whose communes are in several départements, or not in that of their first digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharedPostcode {
    /// The postcodes.
    pub postcodes: Vec<String>,
    /// The codes of the départements of their communes.
    pub departments: Vec<String>,
    /// Source and period.
    pub period: Period,
}

worded_enum! {
    /// What a prefect decided about a way to file.
    OrderKind {
        /// Requests for these titles are sent by post (CESEDA R. 431-3, al. 2).
        PostalPrescription = "postal_prescription",
        /// Whoever meets an obstacle online is invited to send the file by post or e-mail (arrêté of 1 August 2023, art. 4).
        StandingInvitation = "standing_invitation",
    }
}

/// An order of a prefect about a way to file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChannelOrder {
    /// What it decides.
    pub kind: OrderKind,
    /// The code of the prefecture (`demo-67`).
    pub prefecture: String,
    /// The codes of the titles (`T24`).
    pub titles: Vec<String>,
    /// Its reference, as letters cite it.
    pub order: String,
    /// Source and period.
    pub period: Period,
}

impl Catalogue {
    /// The départements that a postcode is shared between on a day; `None`: it follows its digits.
    #[must_use]
    pub fn shared_postcode(&self, postcode: &str, on: NaiveDate) -> Option<&SharedPostcode> {
        let holds = |row: &&SharedPostcode| row.period.holds(on) && row.postcodes.iter().any(|known| known == postcode);
        self.law.shared_postcodes.iter().find(holds)
    }

    /// The orders about ways to file, every period.
    #[must_use]
    pub fn channel_orders(&self) -> &[ChannelOrder] {
        &self.law.channel_orders
    }

    /// The order of a prefecture about a title in force on a day.
    #[must_use]
    pub fn channel_order(
        &self,
        kind: OrderKind,
        prefecture: &str,
        title: &str,
        on: NaiveDate,
    ) -> Option<&ChannelOrder> {
        self.law.channel_orders.iter().find(|row| {
            row.kind == kind
                && row.prefecture == prefecture
                && row.titles.iter().any(|code| code == title)
                && row.period.holds(on)
        })
    }
}

/// What an order stays known by from one version to the next.
pub(super) fn order_key(kind: OrderKind, prefecture: &str, titles: &[String]) -> String {
    format!("{prefecture} {} {}", kind.word(), titles.join(" "))
}

raw_rows! {
    RawPostcode { postcodes: Vec<String>, departments: Vec<String>, }
    RawOrder { kind: OrderKind, prefecture: String, titles: Vec<String>, order: String, }
}

impl RawRow for RawPostcode {
    type Row = SharedPostcode;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { postcodes, departments, .. } = self;
        let wrong = |code: &&String| code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(code) = postcodes.iter().find(wrong) {
            return Err(format!("{code} is not a postcode of five digits"));
        }
        if let Some(code) = departments.iter().find(|code| code.parse::<domain::Department>().is_err()) {
            return Err(format!("{code} is not a département code"));
        }
        Ok(SharedPostcode { postcodes, departments, period })
    }
}

impl RawRow for RawOrder {
    type Row = ChannelOrder;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { kind, prefecture, titles, order, .. } = self;
        if order.trim().is_empty() {
            return Err("an order without reference: letters could not cite it".to_owned());
        }
        Ok(ChannelOrder { kind, prefecture, titles, order, period })
    }
}

pub(super) fn check(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    kept(&rows.law.shared_postcodes, "shared postcode", errors);
    periods(&rows.law.shared_postcodes, |row| (row.postcodes.join(" "), &row.period), errors);
    for row in &rows.law.channel_orders {
        let (prefecture, order) = (&row.row.prefecture, &row.row.order);
        if !rows.prefectures.iter().any(|known| known.row.code == *prefecture) {
            errors.push(row.mistake(format!("{order} names the unknown prefecture {prefecture}")));
        }
        for code in &row.row.titles {
            if !rows.titles.iter().any(|title| title.row.code == *code) {
                errors.push(row.mistake(format!("{order} names the unknown title {code}")));
            }
        }
    }
    orders_in_time(&rows.law.channel_orders, errors);
}

/// Two orders of one prefecture about one title and of one kind do not overlap; between them nothing may be in force.
fn orders_in_time(orders: &[Placed<ChannelOrder>], errors: &mut Vec<CatalogueError>) {
    for (n, later) in orders.iter().enumerate() {
        for earlier in &orders[..n] {
            let (one, other) = (&earlier.row, &later.row);
            let same = one.kind == other.kind && one.prefecture == other.prefecture;
            let title = other.titles.iter().find(|code| one.titles.contains(code)).filter(|_| same);
            let meet = one.period.holds(other.period.effective_from) || other.period.holds(one.period.effective_from);
            if let Some(title) = title.filter(|_| meet) {
                let message = format!("{} and {} are in force at the same time for {title}", one.order, other.order);
                errors.push(later.mistake(message));
            }
        }
    }
}
