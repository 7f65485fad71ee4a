use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Work that recurs: a job of `kind`, whose key is `name`, each time it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheduled {
    /// Its name, unique among all schedules: the key of its jobs.
    pub name: &'static str,
    /// How often.
    pub every: Every,
    /// The kind of its jobs.
    pub kind: &'static str,
}

/// How often scheduled work is due. Instants missed while the program stood still are made up for once, not one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each so many seconds (at least 1), the first time at once.
    Seconds(u32),
    /// Each day at a local time.
    DailyAt {
        /// 0 to 23.
        hour: u32,
        /// 0 to 59.
        minute: u32,
        /// The zone of the prefecture.
        zone: Tz,
    },
}

impl Every {
    /// The first instant it is due when it was never run.
    #[must_use]
    pub fn first(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Seconds(_) => now,
            Self::DailyAt { .. } => self.next(now, now),
        }
    }

    /// The first instant after `now` it is due when it was due at `due`.
    #[must_use]
    pub fn next(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        match *self {
            Self::Seconds(seconds) => {
                let step = i64::from(seconds.max(1));
                let steps = ((now - due).num_seconds() / step + 1).max(1);
                due + TimeDelta::seconds(steps * step)
            }
            Self::DailyAt { zone, .. } => {
                let today = now.with_timezone(&zone).date_naive();
                let days = (0..=2).filter_map(|days| today.checked_add_days(Days::new(days)));
                days.map(|day| self.on(day, zone)).find(|instant| *instant > now).unwrap_or(now + TimeDelta::days(1))
            }
        }
    }

    /// The instant of the local time on `day`: the first of two when clocks go back, the first that exists after it when
    /// they go forward.
    fn on(&self, day: chrono::NaiveDate, zone: Tz) -> DateTime<Utc> {
        let wanted = day.and_time(self.local_time().unwrap_or_default());
        (0..=4)
            .find_map(|quarters| zone.from_local_datetime(&(wanted + TimeDelta::minutes(30 * quarters))).earliest())
            .map_or_else(|| wanted.and_utc(), |local| local.to_utc())
    }

    pub(crate) fn seconds(&self) -> Option<i32> {
        match self {
            Self::Seconds(seconds) => Some(i32::try_from((*seconds).max(1)).unwrap_or(i32::MAX)),
            Self::DailyAt { .. } => None,
        }
    }

    pub(crate) fn local_time(&self) -> Option<NaiveTime> {
        match *self {
            Self::Seconds(_) => None,
            Self::DailyAt { hour, minute, .. } => {
                Some(NaiveTime::from_hms_opt(hour.min(23), minute.min(59), 0).unwrap_or_default())
            }
        }
    }

    pub(crate) fn zone(&self) -> Option<&'static str> {
        match self {
            Self::Seconds(_) => None,
            Self::DailyAt { zone, .. } => Some(zone.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::Cayenne, Europe::Paris};

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn seconds_keep_their_rhythm_and_skip_what_was_missed() {
        let every = Every::Seconds(60);
        let due = at("2026-11-21T08:00:00Z");
        assert_eq!(every.first(due), due);
        assert_eq!(every.next(due, at("2026-11-21T08:00:01Z")), at("2026-11-21T08:01:00Z"));
        assert_eq!(every.next(due, at("2026-11-21T08:01:00Z")), at("2026-11-21T08:02:00Z"));
        assert_eq!(every.next(due, at("2026-11-21T11:30:30Z")), at("2026-11-21T11:31:00Z"));
        assert_eq!(every.next(due, at("2026-11-21T07:00:00Z")), at("2026-11-21T08:01:00Z"), "a clock set back");
    }

    #[test]
    fn a_daily_time_is_local_to_the_prefecture_and_follows_summer_time() {
        let paris = |hour, minute| Every::DailyAt { hour, minute, zone: Paris };
        let cases = [
            (paris(6, 0), "2026-11-21T04:59:59Z", "2026-11-21T05:00:00Z"),
            (paris(6, 0), "2026-11-21T05:00:00Z", "2026-11-22T05:00:00Z"),
            (paris(6, 0), "2026-07-01T12:00:00Z", "2026-07-02T04:00:00Z"),
            (paris(2, 30), "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"), // 02:30 does not exist: 03:00
            (paris(2, 30), "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"), // 02:30 comes twice: the first
            (paris(2, 30), "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
            (Every::DailyAt { hour: 22, minute: 0, zone: Cayenne }, "2026-11-22T00:00:00Z", "2026-11-22T01:00:00Z"),
        ];
        for (every, now, next) in cases {
            assert_eq!(every.next(at(now), at(now)), at(next), "{every:?} after {now}");
        }
    }
}
