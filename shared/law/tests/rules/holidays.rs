//! The calendars, against the public data of the State where it is at hand.

use std::{collections::BTreeMap, path::Path};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use law::Calendar;

use crate::{calendar, catalogue, d};

/// The territories of the public data, and one département of each.
const TERRITORIES: &[(&str, &str)] = &[
    ("Métropole", "75"),
    ("Alsace-Moselle", "67"),
    ("Guadeloupe", "971"),
    ("Martinique", "972"),
    ("Guyane", "973"),
    ("La Réunion", "974"),
    ("Saint-Pierre-et-Miquelon", "975"),
    ("Mayotte", "976"),
    ("Saint-Barthélémy", "977"),
    ("Saint-Martin", "978"),
    ("Wallis-et-Futuna", "986"),
    ("Polynésie Française", "987"),
    ("Nouvelle-Calédonie", "988"),
];

#[test]
fn holidays_are_those_of_the_public_data_for_every_territory_and_year() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/fr/jours-feries/data/csv/jours_feries.csv");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: ../shared/corpus/fr/jours-feries is absent");
        return;
    };
    let mut published: BTreeMap<&str, Vec<(NaiveDate, String)>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut fields = line.splitn(3, ',');
        let (Some(date), Some(name), Some(zones)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("{line}")
        };
        for zone in zones.split('|') {
            published.entry(zone).or_default().push((d(date), name.to_owned()));
        }
    }
    assert_eq!(published.len(), TERRITORIES.len());
    let mut days = 0;
    for (territory, department) in TERRITORIES {
        let expected = sorted(published.remove(territory).expect(territory));
        let (first, last) = (expected[0].0.year(), expected[expected.len() - 1].0.year());
        let calendar = calendar(department);
        let ours = calendar.holidays(d(&format!("{first}-01-01")), d(&format!("{last}-12-31")));
        let ours = sorted(ours.into_iter().map(|holiday| (holiday.date, holiday.name)).collect());
        assert_eq!(ours, expected, "{territory}");
        days += ours.len();
    }
    println!("compared: {days} holidays of {} territories", TERRITORIES.len());
}

fn sorted(mut days: Vec<(NaiveDate, String)>) -> Vec<(NaiveDate, String)> {
    days.sort();
    days
}

#[test]
fn every_departement_of_the_country_has_a_calendar_and_a_clock() {
    let mut codes: Vec<String> = (1..=95).filter(|n| *n != 20).map(|n| format!("{n:02}")).collect();
    codes.extend(["2A", "2B"].map(str::to_owned));
    codes.extend((971..=978).chain(986..=988).map(|n| n.to_string()));
    assert_eq!(codes.len(), 107);
    let catalogue = catalogue();
    for code in &codes {
        let department = code.parse().expect(code);
        assert!(Calendar::for_department(&catalogue, department).is_ok(), "{code}");
    }
    let held: usize = catalogue.territories().iter().map(|territory| territory.departments.len()).sum();
    assert_eq!(held, codes.len());
    assert!(Calendar::for_department(&catalogue, "999".parse().expect("number")).is_err());
}

#[test]
fn each_territory_lives_by_its_own_clock() {
    for (department, zone) in [
        ("67", Tz::Europe__Paris),
        ("971", Tz::America__Guadeloupe),
        ("972", Tz::America__Martinique),
        ("973", Tz::America__Cayenne),
        ("974", Tz::Indian__Reunion),
        ("975", Tz::America__Miquelon),
        ("976", Tz::Indian__Mayotte),
    ] {
        assert_eq!(calendar(department).zone(), zone);
    }
    assert!(calendar("974").is_overseas() && !calendar("2A").is_overseas());
}

#[test]
fn a_holiday_of_one_territory_is_a_working_day_of_another() {
    for (date, closed, open) in [
        ("2027-03-26", "67", "75"),
        ("2028-12-26", "57", "54"),
        ("2027-05-27", "971", "972"),
        ("2026-05-22", "972", "971"),
        ("2026-06-10", "973", "974"),
        ("2027-12-20", "974", "976"),
        ("2026-04-27", "976", "974"),
        ("2026-10-09", "977", "978"),
        ("2026-05-28", "978", "977"),
    ] {
        assert!(!calendar(closed).is_working_day(d(date)), "{date} {closed}");
        assert!(calendar(open).is_working_day(d(date)), "{date} {open}");
    }
}

#[test]
fn two_holidays_on_one_day_are_both_named() {
    let names: Vec<_> =
        calendar("75").holidays(d("2008-05-01"), d("2008-05-01")).into_iter().map(|day| day.name).collect();
    assert_eq!(names, ["1er mai", "Ascension"]);
}
