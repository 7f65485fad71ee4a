//! Postal addresses after AFNOR NF Z 10-011 (domain section 3.4): a free text becomes up to six lines that a sorting machine
//! reads. What the person wrote is kept beside; nothing is refused, doubts are warnings.

mod city;
mod layout;
mod segment;
mod street;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use domain::{Department, Personal, PostalAddress};

use crate::{department, fold};

/// Longest line that a window envelope shows, in characters (NF Z 10-011).
pub const LINE_LENGTH: usize = 38;
/// Most lines of a French address; a country is a seventh.
pub const MAX_LINES: usize = 6;

/// An address as typed and as understood.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Address {
    /// What was typed.
    pub as_written: Personal<String>,
    /// The lines to print, from the addressee to postcode and town, at most six, and the country when it is not France.
    pub lines: Vec<Personal<String>>,
    /// Number in the street with its suffix, as written ("3 bis").
    pub number: Option<Personal<String>>,
    /// Street without number, as written.
    pub street: Option<Personal<String>>,
    /// Postcode, five digits.
    pub postcode: Option<Personal<String>>,
    /// Town as written, without CEDEX.
    pub town: Option<Personal<String>>,
    /// Country, when it is not France.
    pub country: Option<Personal<String>>,
    /// The département that the postcode hints at.
    pub department: Option<Department>,
    /// What a person should look at.
    pub warnings: Vec<AddressWarning>,
}

/// What a person should look at in an address. Carries no part of it: it may reach a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressWarning {
    /// Nothing was typed.
    Empty,
    /// No postcode was found.
    NoPostcode,
    /// No département has this postcode.
    UnknownPostcode,
    /// No town was found.
    NoTown,
    /// No street, hamlet or box was found.
    NoStreet,
    /// A CEDEX postcode does not always follow its département.
    Cedex,
    /// A line is longer than 38 characters.
    LineTooLong,
    /// More than six lines are needed: the last ones before the street were joined.
    TooManyLines,
    /// The address is abroad.
    Abroad,
    /// Some letters are not Latin: the post may not read them.
    NotLatin,
}

impl fmt::Display for AddressWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Adresse vide.",
            Self::NoPostcode => "Code postal absent.",
            Self::UnknownPostcode => "Aucun département n'a ce code postal.",
            Self::NoTown => "Commune absente.",
            Self::NoStreet => "Voie, lieu-dit ou boîte postale absents.",
            Self::Cedex => "Code CEDEX : il ne donne pas toujours le département.",
            Self::LineTooLong => "Une ligne dépasse 38 caractères.",
            Self::TooManyLines => "Plus de six lignes : des lignes ont été réunies.",
            Self::Abroad => "Adresse à l'étranger.",
            Self::NotLatin => "Des lettres ne sont pas latines : la poste peut ne pas les lire.",
        })
    }
}

impl Address {
    /// Understands a free text of one or several lines. Never fails: what is not understood is kept and a warning says so.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut written: Vec<String> = typed.lines().map(fold::spaced).filter(|line| !line.is_empty()).collect();
        let country = city::take_country(&mut written);
        let (city, before) = city::take(written, country.is_some());
        let parts = segment::sort(&before);
        let street = parts.street.as_deref().map(street::split);
        let mut address = Self {
            as_written: Personal(typed.to_owned()),
            number: street.as_ref().and_then(|(number, _)| number.clone()).map(Personal),
            street: street.map(|(_, name)| name).filter(|name| !name.is_empty()).map(Personal),
            department: city.postcode.as_deref().and_then(department::of_postcode),
            postcode: city.postcode.clone().map(Personal),
            town: city.town.clone().map(Personal),
            country: country.map(Personal),
            ..Self::default()
        };
        let nothing_to_deliver_to = parts.street.is_none() && parts.hamlet.is_empty();
        layout::lines(&mut address, parts, &city);
        address.warn(&city, nothing_to_deliver_to);
        address
    }

    /// The address as the case keeps it.
    #[must_use]
    pub fn to_postal_address(&self) -> PostalAddress {
        PostalAddress { lines: self.lines.clone(), as_written: Some(self.as_written.clone()) }
    }

    fn warn(&mut self, city: &city::City, nothing_to_deliver_to: bool) {
        if self.lines.is_empty() {
            self.warnings.push(AddressWarning::Empty);
            return;
        }
        let abroad = self.country.is_some();
        let doubts = [
            (abroad, AddressWarning::Abroad),
            (!abroad && city.postcode.is_none(), AddressWarning::NoPostcode),
            (!abroad && city.postcode.is_some() && self.department.is_none(), AddressWarning::UnknownPostcode),
            (!abroad && city.town.is_none(), AddressWarning::NoTown),
            (!abroad && nothing_to_deliver_to, AddressWarning::NoStreet),
            (city.cedex.is_some(), AddressWarning::Cedex),
            (self.lines.iter().any(|line| line.chars().count() > LINE_LENGTH), AddressWarning::LineTooLong),
            (
                self.lines.iter().any(|line| line.chars().any(|c| c.is_alphabetic() && c > '\u{24f}')),
                AddressWarning::NotLatin,
            ),
        ];
        self.warnings.extend(doubts.into_iter().filter(|(doubt, _)| *doubt).map(|(_, warning)| warning));
    }
}
