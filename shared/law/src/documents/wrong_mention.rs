use super::{ProvisionalDocument, WorkAnswer};

/// A sentence that somebody wants to add says something else of work than the table does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WrongMention(String);

/// Whether a sentence may stand beside a document (R-50, AS-21): one that withholds the right to work where the table gives it, or
/// gives it where the table does not, is refused; while a fact is missing, none that speaks of work is accepted.
///
/// # Errors
/// The reason, in French, with the text that decides.
pub fn check_mention(text: &str, document: &ProvisionalDocument) -> Result<(), WrongMention> {
    let said = simplified(text);
    if !speaks_of_work(&said) {
        return Ok(());
    }
    let source = &document.work.text;
    match (&document.work.answer, withholds(&said)) {
        (WorkAnswer::Allowed | WorkAnswer::Limited { .. }, true) => Err(WrongMention(format!(
            "Cette phrase refuse le travail, alors que le document le permet ({source}) : elle ne peut pas être imprimée."
        ))),
        (WorkAnswer::NotAllowed, false) => Err(WrongMention(format!(
            "Cette phrase permet le travail, alors que le texte ne le permet pas ({source}) : elle ne peut pas être imprimée."
        ))),
        (WorkAnswer::ToCheck { question }, _) => {
            Err(WrongMention(format!("Rien ne peut être imprimé sur le travail avant d'avoir répondu : {question}")))
        }
        (WorkAnswer::Allowed | WorkAnswer::Limited { .. }, false) | (WorkAnswer::NotAllowed, true) => Ok(()),
    }
}

fn speaks_of_work(said: &str) -> bool {
    ["travail", "activite professionnelle", "emploi", "profession"].iter().any(|word| said.contains(word))
}

/// Words that withhold, or make depend on a permit.
fn withholds(said: &str) -> bool {
    const WORDS: &[&str] = &[
        "n'autorise pas",
        "ne permet pas",
        "n'ouvre pas",
        "ne donne pas",
        "ne confere pas",
        "ne vaut pas",
        "interdi",
        "sans droit",
        "sous reserve",
        "sauf",
        "non autorise",
        "n'est pas autorise",
        "ne peut pas",
        "ne peut exercer",
        "ne peut travailler",
    ];
    WORDS.iter().any(|word| said.contains(word))
}

/// Lower case, without accents, with plain apostrophes and single spaces.
fn simplified(text: &str) -> String {
    let lower = text.to_lowercase();
    let plain = lower.chars().map(|letter| match letter {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        'ç' => 'c',
        '’' => '\'',
        other => other,
    });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
