use chrono::{DateTime, NaiveDate, Utc};
use data_encoding::BASE64;
use roxmltree::{Document, Node};

use super::{
    TwoDDoc,
    certificate::{BadCertificate, Certificate, Proof},
    list_signature::{self, ListSignature},
};

/// What is known of a code's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// The issuer wrote exactly this.
    Valid,
    /// Nobody trusted wrote exactly this. Bad print does it too: a person looks, nothing is refused for it.
    Invalid,
    /// No trusted certificate of that name.
    UnknownIssuer,
    /// The list that would tell is out of date.
    ExpiredList,
    /// There is no signature that can be decoded.
    Unreadable,
    /// The kind of key is not known here.
    Unsupported,
}

impl Signature {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::UnknownIssuer => "unknown_issuer",
            Self::ExpiredList => "expired_list",
            Self::Unreadable => "unreadable",
            Self::Unsupported => "unsupported",
        }
    }
}

/// Who vouches for the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trusted {
    /// An imported trust list.
    ByList,
    /// Whoever imported the certificate itself.
    ByImport,
}

/// The answer to whether an issuer wrote a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it did.
    pub signature: Signature,
    /// Who vouches for it; none unless it did.
    pub trusted: Option<Trusted>,
    /// The certificate could sign on the day told in the code.
    pub in_time: bool,
}

impl Verdict {
    /// Nothing at all speaks against it.
    #[must_use]
    pub fn is_certain(self) -> bool {
        self.signature == Signature::Valid && self.in_time
    }

    const fn only(signature: Signature) -> Self {
        Self { signature, trusted: None, in_time: false }
    }
}

/// A trust list as published by the ANTS, imported on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustList {
    /// When it was issued.
    pub issued: Option<DateTime<Utc>>,
    /// Until when it may be relied on; for ever when it does not say.
    pub next_update: Option<DateTime<Utc>>,
    /// What its own signature says of it.
    pub signature: ListSignature,
    /// The authorities by name, and their certificates.
    services: Vec<(String, Certificate)>,
}

/// A file that is no trust list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadList {
    /// It is no XML.
    #[error("no XML: {0}")]
    Xml(String),
    /// It is another kind of XML.
    #[error("no trust service status list")]
    OtherKind,
    /// It is not what was signed.
    #[error("what was signed is another list: this one was changed or damaged")]
    Changed,
    /// None of those who may sign it did.
    #[error("none of the given signers signed this list in a way that can be checked")]
    NotVouchedFor,
}

/// The last word of the status of a service that may be trusted.
const IN_ACCORD: &str = "inaccord";

impl TrustList {
    /// Reads a list (ETSI TS 102 231) and checks its own signature. `signers`: the certificates of those who may sign it; with none,
    /// whoever imports it answers for where it is from. A list that was changed since it was signed is refused in any case.
    ///
    /// # Errors
    /// When it is none, was changed, or is not vouched for by one of the signers.
    pub fn parse(xml: &str, signers: &[Certificate]) -> Result<Self, BadList> {
        let document = Document::parse(xml).map_err(|error| BadList::Xml(error.to_string()))?;
        let root = document.root_element();
        if root.tag_name().name() != "TrustServiceStatusList" {
            return Err(BadList::OtherKind);
        }
        let signature = list_signature::check(&document, signers);
        match signature {
            ListSignature::Wrong => return Err(BadList::Changed),
            ListSignature::UnknownSigner | ListSignature::Unsupported | ListSignature::Unsigned
                if !signers.is_empty() =>
            {
                return Err(BadList::NotVouchedFor);
            }
            ListSignature::Verified
            | ListSignature::UnknownSigner
            | ListSignature::Unsupported
            | ListSignature::Unsigned => {}
        }
        let moment = |name: &str| {
            let text = named(root, name).next().map(all_text);
            text.and_then(|text| DateTime::parse_from_rfc3339(&text).ok()).map(|moment| moment.to_utc())
        };
        let mut services = Vec::new();
        for provider in named(root, "TrustServiceProvider") {
            let names: Vec<String> =
                named(provider, "TSPTradeName").flat_map(|node| named(node, "Name")).map(all_text).collect();
            for service in named(provider, "ServiceInformation").filter(|service| is_in_accord(*service)) {
                for text in named(service, "X509Certificate").map(all_text) {
                    let der = BASE64.decode(text.as_bytes()).unwrap_or_default();
                    let Ok(certificate) = Certificate::from_der(&der) else { continue };
                    let name = names.first().cloned().unwrap_or_else(|| certificate.subject.clone());
                    services.push((name, certificate));
                }
            }
        }
        Ok(Self { issued: moment("ListIssueDateTime"), next_update: moment("NextUpdate"), signature, services })
    }

    /// Number of certificates in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.services.len()
    }

    /// Nobody is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
    }

    fn current(&self, now: DateTime<Utc>) -> bool {
        self.next_update.is_none_or(|until| now <= until)
    }

    fn of<'a>(&'a self, authority: &'a str) -> impl Iterator<Item = &'a Certificate> {
        let known = self.services.iter().filter(move |(name, own)| name == authority || own.subject == authority);
        known.map(|(_, certificate)| certificate)
    }
}

fn is_in_accord(service: Node<'_, '_>) -> bool {
    named(service, "ServiceStatus").next().is_none_or(|status| all_text(status).ends_with(IN_ACCORD))
}

fn named<'a, 'i: 'a>(node: Node<'a, 'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |child| child.tag_name().name() == name)
}

/// The text inside, without white space.
fn all_text(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text).filter_map(|text| text.text());
    texts.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).collect()
}

/// What was imported to check codes with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustStore {
    lists: Vec<TrustList>,
    certificates: Vec<Certificate>,
    signers: Vec<Certificate>,
}

impl TrustStore {
    /// Adds the certificates of those who sign lists, before the lists: only what they signed is taken from then on.
    ///
    /// # Errors
    /// When there is none in the file.
    pub fn add_signers(&mut self, file: &[u8]) -> Result<(), BadCertificate> {
        self.signers.extend(Certificate::all_in(file)?);
        Ok(())
    }

    /// Adds a list.
    ///
    /// # Errors
    /// When it is none, was changed since it was signed, or is not vouched for.
    pub fn add_list(&mut self, xml: &str) -> Result<(), BadList> {
        self.lists.push(TrustList::parse(xml, &self.signers)?);
        Ok(())
    }

    /// Adds the certificates of a file.
    ///
    /// # Errors
    /// When there is none in it.
    pub fn add_certificates(&mut self, file: &[u8]) -> Result<(), BadCertificate> {
        self.certificates.extend(Certificate::all_in(file)?);
        Ok(())
    }

    /// The lists.
    #[must_use]
    pub fn lists(&self) -> &[TrustList] {
        &self.lists
    }

    /// Nothing was imported.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.certificates.is_empty()
    }

    /// Whether the issuer wrote exactly this code.
    #[must_use]
    pub fn check(&self, code: &TwoDDoc, now: DateTime<Utc>) -> Verdict {
        let Some(signature) = &code.signature else { return Verdict::only(Signature::Unreadable) };
        let mut verdict = Verdict::only(Signature::UnknownIssuer);
        for (certificate, trusted, current) in self.candidates(code, now) {
            let in_time = code.signed.or(code.issued).is_some_and(|day: NaiveDate| certificate.holds_on(day));
            let found = match certificate.proves(code.covered.as_bytes(), signature) {
                Proof::Wrong => Verdict::only(Signature::Invalid),
                Proof::UnknownKind => Verdict::only(Signature::Unsupported),
                Proof::Right if !current => Verdict::only(Signature::ExpiredList),
                // A list tells who could sign on a day; one who could not then did not.
                Proof::Right if trusted == Trusted::ByList && !in_time => Verdict::only(Signature::Invalid),
                Proof::Right => return Verdict { signature: Signature::Valid, trusted: Some(trusted), in_time },
            };
            if verdict.signature != Signature::ExpiredList {
                verdict = found;
            }
        }
        verdict
    }

    /// The certificates that bear the names in the code, who vouches for them, and whether that one's word still counts.
    fn candidates<'a>(&'a self, code: &'a TwoDDoc, now: DateTime<Utc>) -> Vec<(&'a Certificate, Trusted, bool)> {
        let mut found = Vec::new();
        for list in &self.lists {
            let own = list.of(&code.authority).filter(|known| known.subject == code.certificate);
            found.extend(own.map(|known| (known, Trusted::ByList, list.current(now))));
        }
        let both = format!("{}{}", code.authority, code.certificate);
        let named = |known: &&Certificate| {
            (known.subject == code.certificate && known.issuer == code.authority) || known.subject == both
        };
        for known in self.certificates.iter().filter(named) {
            let listed: Vec<&TrustList> =
                self.lists.iter().filter(|list| list.of(&code.authority).next().is_some()).collect();
            let signed = |list: &&&TrustList| list.of(&code.authority).any(|authority| authority.signed(known));
            match listed.iter().find(signed) {
                Some(list) => found.push((known, Trusted::ByList, list.current(now))),
                None if listed.is_empty() => found.push((known, Trusted::ByImport, true)),
                // The list knows the authority, and the authority did not sign this certificate.
                None => {}
            }
        }
        found
    }
}
