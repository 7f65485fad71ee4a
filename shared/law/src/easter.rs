use chrono::{Datelike, NaiveDate};

/// Easter Sunday of a year of the Gregorian calendar (anonymous Gregorian computus, Meeus, "Astronomical Algorithms", ch. 8).
///
/// `None` only for years that `chrono` cannot hold.
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let (month, day) = (u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?);
    NaiveDate::from_ymd_opt(year, month, day)
}

/// How many days a date stands after Easter Sunday of its year (negative before it).
#[must_use]
pub fn days_from_easter(date: NaiveDate) -> Option<i64> {
    easter_sunday(date.year()).map(|easter| date.signed_duration_since(easter).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_on_the_published_sundays() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(year), NaiveDate::from_ymd_opt(year, month, day), "{year}");
        }
    }

    #[test]
    fn easter_is_always_a_sunday_between_22_march_and_25_april() {
        for year in 1583..=4099 {
            let easter = easter_sunday(year).expect("easter");
            assert_eq!(easter.weekday(), chrono::Weekday::Sun);
            assert!(
                (NaiveDate::from_ymd_opt(year, 3, 22)..=NaiveDate::from_ymd_opt(year, 4, 25)).contains(&Some(easter))
            );
        }
    }
}
