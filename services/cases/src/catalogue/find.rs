use formats::fold::postal;
use law::Catalogue;

use super::{entry::Entry, values, words};

/// Words that say nothing of what is looked for.
const EMPTY_WORDS: [&str; 3] = ["ART", "ARTICLE", "ARTICLES"];

/// What is looked for: articles, and words without accents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    articles: Vec<String>,
    words: Vec<String>,
}

impl Wanted {
    pub(crate) fn of(text: &str) -> Self {
        let mut wanted = Self::default();
        let mut tokens = text.split_whitespace().peekable();
        while let Some(token) = tokens.next() {
            let alone = Catalogue::articles_in(token);
            let with_next = tokens.peek().map(|next| Catalogue::articles_in(&format!("{token} {next}")));
            let next_alone = tokens.peek().map(|next| Catalogue::articles_in(next)).unwrap_or_default();
            match with_next.filter(|found| !found.is_empty() && next_alone.is_empty()) {
                _ if !alone.is_empty() => wanted.articles.extend(alone),
                Some(found) => {
                    wanted.articles.extend(found);
                    tokens.next();
                }
                None => wanted.words.push(postal(token)),
            }
        }
        wanted.words.retain(|word| !word.is_empty() && !EMPTY_WORDS.contains(&word.as_str()));
        wanted
    }

    /// Whether a version of a row holds every word and rests on every article.
    pub(crate) fn finds(&self, entry: &Entry<'_>, catalogue: &Catalogue) -> bool {
        self.cited(entry) && (self.words.is_empty() || self.said(entry, catalogue))
    }

    /// `L. 423` finds `L. 423-7`, not `L. 4231`.
    fn cited(&self, entry: &Entry<'_>) -> bool {
        let versions = entry.history();
        let cited: Vec<String> = versions.iter().flat_map(|row| row.citations()).map(|cited| cited.place).collect();
        let under = |place: &String, wanted: &String| place.strip_prefix(wanted.as_str()).is_some_and(starts_a_part);
        self.articles.iter().all(|wanted| cited.iter().any(|place| under(place, wanted)))
    }

    fn said(&self, entry: &Entry<'_>, catalogue: &Catalogue) -> bool {
        let mut text = vec![entry.key.clone()];
        for row in entry.history() {
            text.extend([words::name(row), row.period().source.clone()]);
            text.extend(values::of(row, catalogue).iter().map(values::Value::text));
        }
        let text = format!(" {}", postal(&text.join(" ")));
        self.words.iter().all(|word| text.contains(&format!(" {word}")))
    }
}

fn starts_a_part(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let catalogue = law::embedded_catalogue().unwrap();
        let wanted = Wanted::of(text);
        Entry::all(&catalogue).iter().filter(|entry| wanted.finds(entry, &catalogue)).map(Entry::path).collect()
    }

    #[test]
    fn a_rule_is_found_by_its_identifier_and_a_title_by_its_code() {
        assert_eq!(found("rl-81"), ["/regles/regle/rl-81"]);
        assert!(found("T06").contains(&"/regles/titre/t06".to_owned()));
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(found("RECEPISSE DEMANDE"), found("récépissé demande"));
        assert!(found("etudiant").contains(&"/regles/titre/t01".to_owned()));
    }

    #[test]
    fn an_article_finds_what_rests_on_it_however_it_is_typed() {
        let rows = found("L. 423-7");
        assert!(rows.contains(&"/regles/travail/l-423-7".to_owned()), "{rows:?}");
        for typed in ["l423-7", "article L 423-7", "L.423-7"] {
            assert_eq!(found(typed), rows, "{typed}");
        }
        assert!(found("L. 423").len() > rows.len());
        assert!(!found("L. 42").contains(&"/regles/travail/l-423-7".to_owned()));
    }

    #[test]
    fn what_no_row_says_finds_nothing() {
        assert_eq!(found("éléphant"), [""; 0]);
        assert_eq!(Wanted::of(" art. "), Wanted::default());
    }
}
