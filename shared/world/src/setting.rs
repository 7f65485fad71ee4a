use chrono::{Days, Months, NaiveDate};
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::story::{Inhabitant, Story};

/// A story on its day: dates are fixed and the numbers that people carry are drawn.
pub(crate) struct Setting {
    pub story: Story,
    /// The day of the demonstration.
    pub day: NaiveDate,
    /// The day the papers were sent: posted, mailed or brought.
    pub posted: NaiveDate,
    /// Numbers and dates of each person, in the order of the story.
    pub numbers: Vec<Numbers>,
    /// Number of the registered letter.
    pub registered: Option<String>,
    /// Drives what is left to chance in the drawings.
    pub chance: u64,
}

/// What the papers of one person carry besides the story.
pub(crate) struct Numbers {
    /// Ten digits.
    pub foreigner: String,
    /// Nine letters and digits of the card.
    pub card: String,
    /// Nine letters and digits of the passport.
    pub passport: String,
    /// First and last day of the title held.
    pub title: Option<(NaiveDate, NaiveDate)>,
    /// Last day of the passport.
    pub passport_until: NaiveDate,
}

impl Setting {
    /// Places a story on a day, sent `days_before` it; the same seed draws the same numbers by every door.
    pub(crate) fn new(story: Story, name: &str, seed: u64, day: NaiveDate, days_before: i64) -> Self {
        let mut rng =
            StdRng::seed_from_u64(name.bytes().fold(seed, |h, b| h.wrapping_mul(0x0100_0000_01b3) ^ u64::from(b)));
        let numbers = story.persons.iter().map(|p| Numbers::draw(p, day, &mut rng)).collect();
        let is_registered = story.post.as_ref().is_some_and(|post| post.registered);
        let registered =
            is_registered.then(|| format!("1A{:011}", rng.random_range(10_000_000_000_u64..99_999_999_999)));
        let (posted, chance) = (before(day, days_before), rng.random());
        Self { story, day, posted, numbers, registered, chance }
    }

    /// The writer of the envelope.
    pub(crate) fn writer(&self) -> Option<&Inhabitant> {
        self.story.persons.first()
    }

    /// Fills the places of a text: `{jour}`, `{poste}`, `{nom}`, `{prenom}`, `{naissance}`, `{numero}`, `{carte}`,
    /// `{expiration}`, `{debut}`, `{telephone}`, `{lettre}` (the day before posting) and `{avant:N}`, `{apres:N}` in days.
    pub(crate) fn fill(&self, text: &str) -> String {
        let mut filled = text.replace("{jour}", &long_date(self.day)).replace("{poste}", &long_date(self.posted));
        filled = filled.replace("{lettre}", &long_date(before(self.posted, 1)));
        if let (Some(person), Some(numbers)) = (self.writer(), self.numbers.first()) {
            let title =
                |first: bool| numbers.title.map_or_else(String::new, |(a, b)| short_date(if first { a } else { b }));
            for (place, value) in [
                ("{nom}", person.family_name.to_uppercase()),
                ("{prenom}", person.given_names.clone()),
                ("{naissance}", person.birth_words()),
                ("{numero}", numbers.foreigner.clone()),
                ("{carte}", numbers.card.clone()),
                ("{telephone}", person.phone.clone().unwrap_or_default()),
                ("{expiration}", title(false)),
                ("{debut}", title(true)),
            ] {
                filled = filled.replace(place, &value);
            }
        }
        self.fill_days(&filled)
    }

    fn fill_days(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (word, sign) in [("{avant:", 1), ("{apres:", -1)] {
            while let Some(start) = filled.find(word) {
                let Some(length) = filled[start..].find('}') else { break };
                let days: i64 = filled[start + word.len()..start + length].parse().unwrap_or(0);
                filled.replace_range(start..=start + length, &short_date(before(self.day, sign * days)));
            }
        }
        filled
    }
}

impl Numbers {
    fn draw(person: &Inhabitant, day: NaiveDate, rng: &mut StdRng) -> Self {
        let letters = |rng: &mut StdRng| (0..2).map(|_| char::from(rng.random_range(b'A'..=b'Z'))).collect::<String>();
        let foreigner = if person.numbered || person.held.is_some() {
            format!("67{:08}", rng.random_range(10_000_000_u32..99_999_999))
        } else {
            String::new()
        };
        let card = format!("{}{:07}", letters(rng), rng.random_range(0..10_000_000_u32));
        let passport = format!("{}{:07}", letters(rng), rng.random_range(0..10_000_000_u32));
        let title = person.held.as_ref().map(|held| {
            let last = before(day, -held.expires_in);
            let months = Months::new(u32::try_from(held.years * 12).unwrap_or(12));
            (last.checked_sub_months(months).map_or(last, |d| d + Days::new(1)), last)
        });
        let passport_until = day + Days::new(rng.random_range(200..2_500));
        Self { foreigner, card, passport, title, passport_until }
    }
}

/// The date `days` before `day`.
pub(crate) fn before(day: NaiveDate, days: i64) -> NaiveDate {
    day - chrono::TimeDelta::days(days)
}

/// `14/02/1990`.
pub(crate) fn short_date(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// `14 février 1990`.
pub(crate) fn long_date(date: NaiveDate) -> String {
    formats::french_date::medium(date)
}

/// `février 1990`.
pub(crate) fn month(date: NaiveDate) -> String {
    formats::french_date::month_and_year(date)
}
