//! Silent faults, and the incidents in which they gather: what a detection is to find and a diagnosis to locate.

use super::clock::{HOUR_MS, WEEK_END_MS, WEEK_START_MS};
use super::devices::{LEGACY, RELEASE_MS};
use telemetry::Field;

/// A way in which a session goes badly while nothing reports an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Fault {
    /// High buffering with low bitrate.
    Buffering = 1,
    /// Very low bitrate on a good network.
    Pixelated = 2,
    /// A long wait for the first frame, good playback after.
    SlowStart = 3,
    /// Frames dropped by the device.
    Stutter = 4,
}

impl Fault {
    /// Every fault, in the order of the truth's codes, which start at 1.
    pub const ALL: [Fault; 4] = [Fault::Buffering, Fault::Pixelated, Fault::SlowStart, Fault::Stutter];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Buffering => "buffering",
            Fault::Pixelated => "pixelated",
            Fault::SlowStart => "slow_start",
            Fault::Stutter => "stutter",
        }
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Fault::Buffering => "Buffering",
            Fault::Pixelated => "Pixelated",
            Fault::SlowStart => "Slow start",
            Fault::Stutter => "Stutter",
        }
    }

    /// What the viewer sees and why nobody is told, one sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Fault::Buffering => {
                "The path to the viewer collapses: long stalls at the lowest bitrates, yet playback goes on."
            }
            Fault::Pixelated => "The player stays on a very low rendition although the network would carry far more.",
            Fault::SlowStart => "The first frame takes 8 to 30 seconds; playback is good from then on.",
            Fault::Stutter => "The device drops 10 to 40 % of the frames while the network delivers everything.",
        }
    }

    /// The fault's code in [`telemetry::Truth`].
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The fault's weight among all faults, in percent, outside of incidents.
    pub(super) fn weight(self) -> f64 {
        match self {
            Fault::Buffering => 35.0,
            Fault::Pixelated => 25.0,
            Fault::SlowStart | Fault::Stutter => 20.0,
        }
    }
}

/// Where and when a fault gathers. While it lasts, most or half of the fault's sessions are of its segment;
/// the others are anywhere.
#[derive(Debug)]
pub struct Incident {
    /// The fault.
    pub fault: Fault,
    /// What its sessions have in common: category fields and their labels, all of which hold.
    pub segment: &'static [(Field, &'static str)],
    /// When it begins, UTC milliseconds since 1970.
    pub from_ms: i64,
    /// When it has ended, UTC milliseconds since 1970.
    pub until_ms: i64,
    /// The UTC hours of the day in which it shows, from the first to before the second, across midnight; all when `None`.
    pub hours_utc: Option<(u8, u8)>,
    /// What happened, one sentence.
    pub cause: &'static str,
    /// How much more often the fault occurs at all while the incident lasts: 0.5 is half as often again.
    pub(super) surge: f64,
    /// How much likelier a session of the segment has the fault than another one at that time.
    pub(super) lift: u32,
}

/// The incidents of the preset `streamguard`.
pub(super) const INCIDENTS: [Incident; 5] = [
    Incident {
        fault: Fault::Buffering,
        segment: &[(Field::CdnPop, "aurora-fra")],
        from_ms: WEEK_START_MS + 65 * HOUR_MS,
        until_ms: WEEK_START_MS + 119 * HOUR_MS,
        hours_utc: None,
        cause: "An overloaded CDN edge in Frankfurt, from Wednesday 17:00 to Friday 23:00 UTC.",
        surge: 0.9,
        lift: 50,
    },
    Incident {
        fault: Fault::Buffering,
        segment: &[(Field::Isp, "Litoral Net")],
        from_ms: WEEK_START_MS,
        until_ms: WEEK_END_MS,
        hours_utc: Some((22, 2)),
        cause: "A Brazilian provider whose peering is too narrow for the evening, 19:00 to 23:00 local time.",
        surge: 0.6,
        lift: 40,
    },
    Incident {
        fault: Fault::Pixelated,
        segment: &[(Field::Cdn, "cirrus"), (Field::ContentType, "live")],
        from_ms: WEEK_START_MS + 132 * HOUR_MS,
        until_ms: WEEK_END_MS,
        hours_utc: None,
        cause: "Live manifests of one CDN that lack the upper renditions, from Saturday 12:00 UTC.",
        surge: 1.4,
        lift: 90,
    },
    Incident {
        fault: Fault::SlowStart,
        segment: &[(Field::DeviceModel, LEGACY), (Field::AppVersion, "5.2.0")],
        from_ms: RELEASE_MS,
        until_ms: WEEK_END_MS,
        hours_utc: None,
        cause: "A release of the app that starts slowly on the oldest televisions, from Tuesday 10:00 UTC.",
        surge: 0.5,
        lift: 26,
    },
    Incident {
        fault: Fault::Stutter,
        segment: &[(Field::DeviceModel, "Android TV Box"), (Field::Codec, "av1")],
        from_ms: WEEK_START_MS,
        until_ms: WEEK_END_MS,
        hours_utc: None,
        cause: "Boxes that decode AV1 in software and cannot keep up.",
        surge: 0.0,
        lift: 60,
    },
];

impl Incident {
    /// Whether the incident shows at this instant.
    pub fn is_on(&self, time_ms: i64) -> bool {
        let hour = (time_ms - WEEK_START_MS).div_euclid(HOUR_MS).rem_euclid(24) as u8;
        let in_hours = match self.hours_utc {
            None => true,
            Some((from, until)) if from <= until => (from..until).contains(&hour),
            Some((from, until)) => hour >= from || hour < until,
        };
        in_hours && (self.from_ms..self.until_ms).contains(&time_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_truth() {
        for (index, fault) in Fault::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(fault.code()), index + 1);
        }
        assert_eq!(Fault::ALL.into_iter().map(Fault::weight).sum::<f64>(), 100.0);
    }

    #[test]
    fn hours_cross_midnight() {
        let evening = &INCIDENTS[1];
        let on = |hour: i64| evening.is_on(WEEK_START_MS + hour * HOUR_MS);
        assert!(on(0) && on(1) && !on(2) && !on(21) && on(22) && on(23) && on(24) && !on(26));
        let edge = &INCIDENTS[0];
        assert!(!edge.is_on(edge.from_ms - 1) && edge.is_on(edge.from_ms));
        assert!(edge.is_on(edge.until_ms - 1) && !edge.is_on(edge.until_ms));
    }
}
