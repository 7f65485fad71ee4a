use domain::LetterKind;
use serde_json::{Value, json};

use crate::{
    Acknowledgement, ComplementRequest, DepositReceipt, ElectronicReceipt, LetterError, ProvisionalSheet,
    TransferNotice, acknowledgement, code, complement_request, deposit_receipt, electronic_receipt, french,
    head::{Head, RuleVersion},
    mention::{Due, MandatoryMention},
    provisional_document, redact, transfer_notice,
};

/// Most lines that an address block holds: six, and the country (AFNOR NF Z 10-011).
const ADDRESS_LINES: usize = 7;

/// A letter of the catalogue with its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// LT-01.
    Acknowledgement(Box<Acknowledgement>),
    /// LT-02.
    ElectronicReceipt(Box<ElectronicReceipt>),
    /// LT-03.
    DepositReceipt(Box<DepositReceipt>),
    /// LT-10.
    ProvisionalDocument(Box<ProvisionalSheet>),
    /// LT-05.
    ComplementRequest(Box<ComplementRequest>),
    /// LT-08.
    TransferNotice(Box<TransferNotice>),
}

/// What every letter must say.
pub const COMMON: &[MandatoryMention] = acknowledgement::mentions! {
    "service", "désignation du service", "CRPA R. 112-5, 2° et R-16";
    "address", "adresse postale du service", "CRPA R. 112-5, 2°";
    "email", "adresse électronique du service", "CRPA R. 112-5, 2°";
    "phone", "numéro de téléphone du service", "CRPA R. 112-5, 2° et I-10";
    "recipient", "adresse du destinataire", "section 3.7";
    "letter-date", "date du courrier", "I-26";
    "reference", "référence du dossier", "section 3.9";
    "barcode", "code-barres de la référence", "section 3.7";
    "action", "ce que la personne doit faire", "section 3.9";
    "service-scope", "ce que le service peut faire ou non", "R-16";
    "free", "gratuité de la démarche", "R-88";
    "rules", "règles appliquées et leur version", "I-14";
    "duplicate", "mention « duplicata »", "R-116";
    "demonstration", "mention « sans valeur »", "monde de démonstration";
};

impl Letter {
    /// The letter of this kind that the JSON describes.
    ///
    /// # Errors
    /// `Data` when a field is absent, unknown or of another type.
    pub fn from_json(kind: LetterKind, data: &Value) -> Result<Self, LetterError> {
        // The reason names a field and a type; a value could be personal, so it is left out.
        let refused = |error: serde_json::Error| LetterError::Data {
            letter: kind.word(),
            message: redact::message(&error.to_string(), data),
        };
        Ok(match kind {
            LetterKind::Acknowledgement => {
                Self::Acknowledgement(Box::new(serde_json::from_value(data.clone()).map_err(refused)?))
            }
            LetterKind::ElectronicReceipt => {
                Self::ElectronicReceipt(Box::new(serde_json::from_value(data.clone()).map_err(refused)?))
            }
            LetterKind::DepositReceipt => {
                Self::DepositReceipt(Box::new(serde_json::from_value(data.clone()).map_err(refused)?))
            }
            LetterKind::ProvisionalDocument => {
                Self::ProvisionalDocument(Box::new(serde_json::from_value(data.clone()).map_err(refused)?))
            }
            LetterKind::ComplementRequest => {
                Self::ComplementRequest(Box::new(serde_json::from_value(data.clone()).map_err(refused)?))
            }
            LetterKind::TransferNotice => {
                Self::TransferNotice(Box::new(serde_json::from_value(data.clone()).map_err(refused)?))
            }
        })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> LetterKind {
        match self {
            Self::Acknowledgement(_) => LetterKind::Acknowledgement,
            Self::ElectronicReceipt(_) => LetterKind::ElectronicReceipt,
            Self::DepositReceipt(_) => LetterKind::DepositReceipt,
            Self::ProvisionalDocument(_) => LetterKind::ProvisionalDocument,
            Self::ComplementRequest(_) => LetterKind::ComplementRequest,
            Self::TransferNotice(_) => LetterKind::TransferNotice,
        }
    }

    /// What all letters have.
    #[must_use]
    pub const fn head(&self) -> &Head {
        match self {
            Self::Acknowledgement(letter) => &letter.head,
            Self::ElectronicReceipt(letter) => &letter.head,
            Self::DepositReceipt(letter) => &letter.head,
            Self::ProvisionalDocument(letter) => &letter.head,
            Self::ComplementRequest(letter) => &letter.head,
            Self::TransferNotice(letter) => &letter.head,
        }
    }

    /// The same, to change how it is printed.
    pub const fn head_mut(&mut self) -> &mut Head {
        match self {
            Self::Acknowledgement(letter) => &mut letter.head,
            Self::ElectronicReceipt(letter) => &mut letter.head,
            Self::DepositReceipt(letter) => &mut letter.head,
            Self::ProvisionalDocument(letter) => &mut letter.head,
            Self::ComplementRequest(letter) => &mut letter.head,
            Self::TransferNotice(letter) => &mut letter.head,
        }
    }

    /// The mentions that a letter of this kind may owe, its own first.
    pub fn mandatory(kind: LetterKind) -> impl Iterator<Item = &'static MandatoryMention> {
        let own = match kind {
            LetterKind::Acknowledgement => acknowledgement::MENTIONS,
            LetterKind::ElectronicReceipt => electronic_receipt::MENTIONS,
            LetterKind::DepositReceipt => deposit_receipt::MENTIONS,
            LetterKind::ProvisionalDocument => provisional_document::MENTIONS,
            LetterKind::ComplementRequest => complement_request::MENTIONS,
            LetterKind::TransferNotice => transfer_notice::MENTIONS,
        };
        own.iter().chain(COMMON)
    }

    /// The mentions that this letter owes, with their texts.
    pub(crate) fn due(&self) -> Vec<Due> {
        let mut due = match self {
            Self::Acknowledgement(letter) => letter.due(),
            Self::ElectronicReceipt(letter) => letter.due(),
            Self::DepositReceipt(letter) => letter.due(),
            Self::ProvisionalDocument(letter) => letter.due(),
            Self::ComplementRequest(letter) => letter.due(),
            Self::TransferNotice(letter) => letter.due(),
        };
        let common = COMMON.iter().filter_map(|mention| self.common(mention.key).map(|texts| Due { mention, texts }));
        due.extend(common);
        due
    }

    fn common(&self, key: &str) -> Option<Vec<String>> {
        let head = self.head();
        let sender = &head.sender;
        Some(match key {
            "service" => vec![sender.prefecture.clone(), sender.service.clone()],
            "address" => sender.address.clone(),
            "email" => vec![sender.email.clone()?],
            "phone" => vec![sender.phone.clone()],
            "recipient" => head.recipient.clone(),
            "letter-date" => vec![french::date(head.date)],
            "reference" | "barcode" => vec![head.reference.to_string()],
            "action" => vec!["faire".to_owned()],
            "service-scope" => vec![sender.can.clone(), sender.cannot.clone()],
            "free" => vec!["gratuit".to_owned()],
            "rules" => self.rules().into_iter().flat_map(|rule| [rule.id.clone(), rule.version.clone()]).collect(),
            "duplicate" => head.variant.duplicate.then(|| vec!["DUPLICATA".to_owned()])?,
            "demonstration" => head
                .variant
                .demonstration
                .then(|| vec!["PRÉFECTURE DE DÉMONSTRATION".to_owned(), "sans valeur".to_owned()])?,
            _ => return None,
        })
    }

    /// The rules that the letter applies (I-14).
    fn rules(&self) -> Vec<&RuleVersion> {
        match self {
            Self::Acknowledgement(letter) => letter.rules(),
            Self::ElectronicReceipt(letter) => letter.rules(),
            Self::DepositReceipt(letter) => letter.rules(),
            Self::ProvisionalDocument(letter) => letter.rules(),
            Self::ComplementRequest(letter) => letter.rules(),
            Self::TransferNotice(letter) => letter.rules(),
        }
    }

    /// What the template reads: the data, and beside them the codes drawn.
    ///
    /// # Errors
    /// `Data` when the address does not fit the window, `Barcode` never in practice (digits only).
    pub(crate) fn view(&self) -> Result<Value, LetterError> {
        let head = self.head();
        if head.recipient.is_empty() || head.recipient.len() > ADDRESS_LINES {
            let message = format!("{} address lines, the window holds one to {ADDRESS_LINES}", head.recipient.len());
            return Err(LetterError::Data { letter: self.kind().word(), message });
        }
        let data = match self {
            Self::Acknowledgement(letter) => serde_json::to_value(letter),
            Self::ElectronicReceipt(letter) => serde_json::to_value(letter),
            Self::DepositReceipt(letter) => serde_json::to_value(letter),
            Self::ProvisionalDocument(letter) => serde_json::to_value(letter),
            Self::ComplementRequest(letter) => serde_json::to_value(letter),
            Self::TransferNotice(letter) => serde_json::to_value(letter),
        };
        let mut data =
            data.map_err(|error| LetterError::Data { letter: self.kind().word(), message: error.to_string() })?;
        data = redact::map_strings(&data, &french::typographic);
        data["kind"] = json!(self.kind().word());
        data["codes"] = json!({
            "linear": code::linear(&head.reference.digits())?,
            "square": code::square(&code::letter_payload(head.reference, head.letter))?,
        });
        data["rules"] = json!(self.rules());
        Ok(data)
    }
}
