use chrono::{DateTime, Utc};
use formats::two_d_doc::{ListSignature, TrustList};
use runtime::Config;

use super::finding::Finding;

const SUBJECT: &str = "liste 2D-Doc";

/// The trust lists imported: who vouches for them, and until when they hold.
pub fn examine(config: &Config, now: DateTime<Utc>) -> Vec<Finding> {
    config.trust_store().lists().iter().map(|list| of(list, now)).collect()
}

fn of(list: &TrustList, now: DateTime<Utc>) -> Finding {
    let until =
        list.next_update.map_or_else(String::new, |until| format!(" ; valable jusqu'au {}", until.format("%d/%m/%Y")));
    let count = format!("{} certificats{until}", list.len());
    if list.next_update.is_some_and(|until| until < now) {
        let remedy = "télécharger la liste en vigueur ; d'ici là les codes ne sont plus vérifiés";
        return Finding::warning(SUBJECT, format!("périmée : {count}"), remedy);
    }
    let remedy = "indiquer dans two_d_doc.list_signers le certificat de qui la signe, obtenu par une autre voie";
    match list.signature {
        ListSignature::Verified => Finding::good(SUBJECT, format!("signature vérifiée, {count}")),
        ListSignature::UnknownSigner => Finding::warning(
            SUBJECT,
            format!("intacte, mais signée par quelqu'un qui n'est pas connu ici, {count}"),
            remedy,
        ),
        ListSignature::Unsupported => {
            Finding::warning(SUBJECT, format!("signée d'une manière qui n'est pas vérifiée ici, {count}"), remedy)
        }
        ListSignature::Unsigned | ListSignature::Wrong => Finding::warning(
            SUBJECT,
            format!("sans signature : admise sur la parole de qui l'a importée, {count}"),
            remedy,
        ),
    }
}
