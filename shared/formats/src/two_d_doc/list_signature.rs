//! Who signed a trust list: XML signatures of the one form in which the ANTS publishes it (an enveloped signature, exclusive
//! canonical form, a certificate beside it). Any other form is told as unknown, never taken for a signature.

use data_encoding::BASE64;
use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};
use roxmltree::{Document, Node};

use super::{canonical, certificate::Certificate};

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const FILTER: &str = "http://www.w3.org/2002/06/xmldsig-filter2";

/// What a list's own signature says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListSignature {
    /// Exactly this list was signed by one of those who may, or under a certificate that one of them signed.
    Verified,
    /// Exactly this list was signed, by somebody of whom nothing is known here.
    UnknownSigner,
    /// What was signed is another list: this one was changed or damaged.
    Wrong,
    /// It is signed in a form that is not known here.
    Unsupported,
    /// Nobody signed it.
    Unsigned,
}

/// Why a signature does not say that the list is whole.
enum Fault {
    Wrong,
    Unsupported,
}

/// Checks the signature of a list. `signers`: the certificates of those who sign such lists, or sign the certificates of these.
pub(super) fn check(document: &Document<'_>, signers: &[Certificate]) -> ListSignature {
    let root = document.root_element();
    let all: Vec<Node<'_, '_>> = root.descendants().filter(|node| is(*node, "Signature")).collect();
    // One signature, in the list itself: what is signed and what is read are then the same elements.
    let signature = match all[..] {
        [] => return ListSignature::Unsigned,
        [only] if only.parent() == Some(root) => only,
        _ => return ListSignature::Unsupported,
    };
    match signer(signature, root) {
        Err(Fault::Wrong) => ListSignature::Wrong,
        Err(Fault::Unsupported) => ListSignature::Unsupported,
        Ok(certificate) if signers.iter().any(|known| *known == certificate || known.signed(&certificate)) => {
            ListSignature::Verified
        }
        Ok(_) => ListSignature::UnknownSigner,
    }
}

/// The certificate under which all of the list was signed.
fn signer(signature: Node<'_, '_>, root: Node<'_, '_>) -> Result<Certificate, Fault> {
    let info = child(signature, "SignedInfo")?;
    if method(info, "CanonicalizationMethod")? != EXCLUSIVE {
        return Err(Fault::Unsupported);
    }
    let mut whole = 0;
    for reference in info.children().filter(|node| is(*node, "Reference")) {
        whole += usize::from(reference.attribute("URI") == Some(""));
        if !holds(reference, signature, root)? {
            return Err(Fault::Wrong);
        }
    }
    if whole != 1 {
        return Err(Fault::Unsupported);
    }
    let value = decoded(child(signature, "SignatureValue")?)?;
    let certificate = child(child(child(signature, "KeyInfo")?, "X509Data")?, "X509Certificate")?;
    let certificate = Certificate::from_der(&decoded(certificate)?).map_err(|_| Fault::Unsupported)?;
    let signed = canonical::bytes(info, None).ok_or(Fault::Unsupported)?;
    match certificate.made(method(info, "SignatureMethod")?, &signed, &value) {
        None => Err(Fault::Unsupported),
        Some(false) => Err(Fault::Wrong),
        Some(true) => Ok(certificate),
    }
}

/// Whether the digest of what is referred to is the one that was signed.
fn holds(reference: Node<'_, '_>, signature: Node<'_, '_>, root: Node<'_, '_>) -> Result<bool, Fault> {
    let uri = reference.attribute("URI").ok_or(Fault::Unsupported)?;
    let transforms: Vec<Node<'_, '_>> = child(reference, "Transforms")?.children().filter(Node::is_element).collect();
    let covered = match (uri.strip_prefix('#'), &transforms[..]) {
        (None, [without, last]) if uri.is_empty() && leaves_signature_out(*without) && is_exclusive(*last) => {
            canonical::bytes(root, Some(signature))
        }
        (Some(id), [only]) if is_exclusive(*only) => {
            let mut named = root.descendants().filter(|node| node.attribute("Id") == Some(id));
            let (first, second) = (named.next(), named.next());
            // What the signer says of the signature: inside it, so that it is no part of what is read.
            let inside = first.filter(|node| second.is_none() && node.ancestors().any(|above| above == signature));
            canonical::bytes(inside.ok_or(Fault::Unsupported)?, None)
        }
        _ => return Err(Fault::Unsupported),
    };
    let algorithm = digest_method(method(reference, "DigestMethod")?)?;
    let expected = decoded(child(reference, "DigestValue")?)?;
    Ok(digest(algorithm, &covered.ok_or(Fault::Unsupported)?).as_ref() == expected)
}

/// The two ways to say "all but the signature".
fn leaves_signature_out(transform: Node<'_, '_>) -> bool {
    match transform.attribute("Algorithm") {
        Some(ENVELOPED) => transform.first_element_child().is_none(),
        Some(FILTER) => {
            let parts: Vec<Node<'_, '_>> = transform.children().filter(Node::is_element).collect();
            matches!(parts[..], [only] if only.has_tag_name((FILTER, "XPath"))
                && only.attribute("Filter") == Some("subtract")
                && only.text().map(str::trim) == Some("/descendant::ds:Signature")
                && only.lookup_namespace_uri(Some("ds")) == Some(DS))
        }
        _ => false,
    }
}

/// Without prefixes that would be written although they are not used.
fn is_exclusive(transform: Node<'_, '_>) -> bool {
    transform.attribute("Algorithm") == Some(EXCLUSIVE) && transform.first_element_child().is_none()
}

fn digest_method(algorithm: &str) -> Result<&'static Algorithm, Fault> {
    match algorithm {
        "http://www.w3.org/2001/04/xmlenc#sha256" => Ok(&SHA256),
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => Ok(&SHA384),
        "http://www.w3.org/2001/04/xmlenc#sha512" => Ok(&SHA512),
        _ => Err(Fault::Unsupported),
    }
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((DS, name))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Result<Node<'a, 'i>, Fault> {
    node.children().find(|child| is(*child, name)).ok_or(Fault::Unsupported)
}

fn method<'a>(node: Node<'a, '_>, name: &str) -> Result<&'a str, Fault> {
    child(node, name)?.attribute("Algorithm").ok_or(Fault::Unsupported)
}

fn decoded(node: Node<'_, '_>) -> Result<Vec<u8>, Fault> {
    let text: String = node.text().unwrap_or_default().chars().filter(|letter| !letter.is_whitespace()).collect();
    BASE64.decode(text.as_bytes()).map_err(|_| Fault::Unsupported)
}
