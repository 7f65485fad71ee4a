//! The facts of a provisional document as questions, and what an officer answered.

use chrono::NaiveDate;
use domain::Personal;
use law::{
    Catalogue,
    documents::{DocumentKind, Fact},
};
use store::document_facts::DocumentFacts;
use web::{Fields, dates, t, tw};

/// A question of the form.
pub(crate) struct Input {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    /// `select`, `date` or `text`.
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) options: Vec<Choice>,
}

/// An answer to choose.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) taken: bool,
}

/// A fact that is a word of the engine: its field, its texts, its words.
type Words = (&'static str, fn(&str) -> String, &'static [&'static str]);

const NATURE: Words = ("nature", |word| tw("document-nature", word), &["first", "renewal"]);
const WAY: Words = ("voie", |word| tw("document-way", word), &["offline", "online"]);
const HELD: Words = (
    "titre_detenu",
    |word| tw("document-held", word),
    &["nothing", "card", "four_year", "resident", "agreement", "long_stay_visa"],
);
const DECISION: Words = ("decision", |word| tw("document-decision", word), &["pending", "granted", "refused"]);
const OFII: Words = ("ofii", |word| tw("document-ofii", word), &["nothing", "certificate", "report", "missed"]);

/// The field of a fact by yes or no.
const fn yes_or_no_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Complete => "complet",
        Fact::InTime => "delai",
        Fact::Listed => "liste",
        Fact::GrownUpHere => "majorite",
        Fact::AsylumSeeker => "asile",
        Fact::WorkPermit => "autorisation_travail",
        Fact::LongStayVisa => "visa_long",
        Fact::OneYearHere => "un_an",
        Fact::Article => "article",
        Fact::Nature => "nature",
        Fact::Held => "titre_detenu",
    }
}

const fn yes_or_no(facts: &DocumentFacts, fact: Fact) -> Option<bool> {
    match fact {
        Fact::Complete => facts.complete,
        Fact::InTime => facts.in_time,
        Fact::Listed => facts.listed,
        Fact::GrownUpHere => facts.grown_up_here,
        Fact::AsylumSeeker => facts.asylum_seeker,
        Fact::WorkPermit => facts.work_permit,
        Fact::LongStayVisa => facts.long_stay_visa,
        Fact::OneYearHere => facts.one_year_here,
        Fact::Article | Fact::Nature | Fact::Held => None,
    }
}

/// Makes the inputs of one form; `prefix` keeps the identifiers of two forms of a page apart.
pub(crate) struct Form<'a> {
    pub(crate) prefix: &'static str,
    pub(crate) facts: &'a DocumentFacts,
    pub(crate) articles: Vec<String>,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) today: NaiveDate,
}

impl Form<'_> {
    /// The questions that remain.
    pub(crate) fn asked(&self, asked: &[Fact]) -> Vec<Input> {
        asked.iter().flat_map(|fact| self.of(*fact)).collect()
    }

    /// Every fact.
    pub(crate) fn every(&self) -> Vec<Input> {
        let facts = self.facts;
        let mut inputs = self.of(Fact::Article);
        inputs.extend(self.of(Fact::Nature));
        inputs.extend(Fact::YES_OR_NO.iter().flat_map(|fact| self.of(*fact)));
        inputs.extend(self.of(Fact::Held));
        inputs.push(self.text("titre_article", facts.held_article.as_deref()));
        inputs.push(self.current());
        inputs.push(self.date("autre_fin", facts.current.as_ref().map(|(_, to)| *to)));
        inputs.push(self.words(WAY, facts.way.as_deref()));
        inputs.push(self.words(DECISION, facts.decision.as_deref()));
        inputs.push(self.yes_no("commission", facts.commission));
        inputs.push(self.words(OFII, facts.ofii.as_deref()));
        inputs.push(self.date("reflexion", facts.reflection_since));
        inputs.push(self.date("blocage", facts.diligence_on));
        inputs
    }

    fn of(&self, fact: Fact) -> Vec<Input> {
        let facts = self.facts;
        match fact {
            Fact::Article => vec![self.article()],
            Fact::Nature => vec![self.words(NATURE, facts.nature.as_deref())],
            Fact::Held => vec![
                self.words(HELD, facts.held.as_deref()),
                self.date("titre_fin", facts.held_expiry),
                self.text("titre_numero", facts.held_number.as_ref().map(|number| number.0.as_str())),
            ],
            Fact::Complete
            | Fact::InTime
            | Fact::Listed
            | Fact::GrownUpHere
            | Fact::AsylumSeeker
            | Fact::WorkPermit
            | Fact::LongStayVisa
            | Fact::OneYearHere => vec![self.yes_no(yes_or_no_field(fact), yes_or_no(facts, fact))],
        }
    }

    fn input(&self, name: &'static str, kind: &'static str, value: String, options: Vec<Choice>) -> Input {
        let hinted = web::text::exists(&format!("document-hint-{name}"));
        Input {
            id: format!("{}-{name}", self.prefix),
            name,
            label: tw("document-fact", name),
            hint: hinted.then(|| tw("document-hint", name)),
            kind,
            value,
            options,
        }
    }

    fn select(&self, name: &'static str, taken: Option<&str>, options: Vec<(String, String)>) -> Input {
        let choice = |(value, label): (String, String)| Choice { taken: taken == Some(value.as_str()), value, label };
        self.input(name, "select", String::new(), options.into_iter().map(choice).collect())
    }

    fn words(&self, (name, told, words): Words, taken: Option<&str>) -> Input {
        let options = words.iter().map(|word| ((*word).to_owned(), told(word))).collect();
        self.select(name, taken, options)
    }

    fn yes_no(&self, name: &'static str, answer: Option<bool>) -> Input {
        let taken = answer.map(|answer| if answer { "oui" } else { "non" });
        let options = [("oui", t("document-yes")), ("non", t("document-no"))];
        self.select(name, taken, options.into_iter().map(|(value, label)| (value.to_owned(), label)).collect())
    }

    fn article(&self) -> Input {
        let taken = self.facts.article.as_deref();
        let mut articles = self.articles.clone();
        articles.extend(taken.filter(|taken| !self.articles.iter().any(|article| article == taken)).map(str::to_owned));
        if self.articles.is_empty() {
            let every = self.catalogue.work_rights().iter().filter(|row| row.period.holds(self.today));
            articles.extend(every.map(|row| row.article.clone()));
        }
        self.select("article", taken, articles.into_iter().map(|article| (article.clone(), article)).collect())
    }

    /// A document issued elsewhere that the person shows.
    fn current(&self) -> Input {
        let label = |kind: DocumentKind| self.catalogue.document(kind, self.today).map(|row| row.label.clone());
        let kinds = DocumentKind::ALL.iter().filter_map(|kind| Some((kind.word().to_owned(), label(*kind)?)));
        self.select("autre_document", self.facts.current.as_ref().map(|(kind, _)| kind.as_str()), kinds.collect())
    }

    fn date(&self, name: &'static str, value: Option<NaiveDate>) -> Input {
        self.input(name, "date", value.map(dates::iso).unwrap_or_default(), Vec::new())
    }

    fn text(&self, name: &'static str, value: Option<&str>) -> Input {
        self.input(name, "text", value.unwrap_or_default().to_owned(), Vec::new())
    }
}

/// A field that cannot be read.
pub(crate) struct Unreadable(pub(crate) &'static str);

/// The facts as they are after what was sent: a field that was not sent stays as it was, an empty one is not known any more.
pub(crate) fn answered(before: DocumentFacts, fields: &Fields) -> Result<DocumentFacts, Unreadable> {
    let word = |name: &'static str, before: Option<String>| {
        if fields.has(name) { fields.some(name).map(str::to_owned) } else { before }
    };
    let flag = |name: &'static str, before: Option<bool>| match fields.some(name) {
        Some("oui") => Ok(Some(true)),
        Some("non") => Ok(Some(false)),
        None if fields.has(name) => Ok(None),
        None => Ok(before),
        Some(_) => Err(Unreadable(name)),
    };
    let date = |name: &'static str, before: Option<NaiveDate>| match fields.some(name) {
        Some(typed) => typed.parse().map(Some).map_err(|_| Unreadable(name)),
        None if fields.has(name) => Ok(None),
        None => Ok(before),
    };
    let (current_kind, current_to) = before.current.unzip();
    let current_to = date("autre_fin", current_to)?;
    let current = match (word("autre_document", current_kind), current_to) {
        (Some(kind), Some(to)) => Some((kind, to)),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err(Unreadable("autre_fin")),
    };
    let held = word("titre_detenu", before.held);
    let holds = held.as_deref().is_some_and(|held| held != "nothing");
    let held_expiry = date("titre_fin", before.held_expiry)?.filter(|_| holds);
    if holds && held_expiry.is_none() {
        return Err(Unreadable("titre_fin"));
    }
    Ok(DocumentFacts {
        article: word("article", before.article),
        nature: word("nature", before.nature),
        way: word("voie", before.way),
        listed: flag("liste", before.listed)?,
        diligence_on: date("blocage", before.diligence_on)?,
        in_time: flag("delai", before.in_time)?,
        complete: flag("complet", before.complete)?,
        held,
        held_expiry,
        held_article: word("titre_article", before.held_article),
        held_number: word("titre_numero", before.held_number.map(|number| number.0)).map(Personal),
        current,
        grown_up_here: flag("majorite", before.grown_up_here)?,
        decision: word("decision", before.decision),
        commission: flag("commission", before.commission)?,
        reflection_since: date("reflexion", before.reflection_since)?,
        ofii: word("ofii", before.ofii),
        asylum_seeker: flag("asile", before.asylum_seeker)?,
        work_permit: flag("autorisation_travail", before.work_permit)?,
        long_stay_visa: flag("visa_long", before.long_stay_visa)?,
        one_year_here: flag("un_an", before.one_year_here)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_and_every_answer_has_its_words() {
        let catalogue = law::embedded_catalogue().unwrap();
        let facts = DocumentFacts::default();
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let form = Form { prefix: "f", facts: &facts, articles: Vec::new(), catalogue: &catalogue, today };
        let inputs = form.every();
        assert!(inputs.len() > 20, "{}", inputs.len());
        for input in inputs {
            assert!(!input.label.contains('⟦'), "{}", input.label);
            assert!(input.options.iter().all(|option| !option.label.contains('⟦')), "{}", input.name);
        }
    }
}
