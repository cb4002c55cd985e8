//! When sessions and faults happen: both follow the hours of the week, and each has exactly the count asked for.

use super::clock::{HOURS, HourCurve, activity, instant, local_hour_of_week};
use super::fault::{Fault, INCIDENTS};
use super::places::COUNTRIES;
use super::population::Population;
use super::random::{Choice, Random};
use super::scenario::Scenario;

/// No hour has more than this many times the average share of faulty sessions, so that even half of all sessions can
/// be faulty without any part of the week running out of sound ones.
const BUSIEST: f64 = 1.8;

/// When sessions and faults happen.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    sessions: u32,
    faults: u32,
    viewing: HourCurve,
    faulting: HourCurve,
    /// Per hour: whose country watches then.
    countries: Vec<Choice>,
    /// Per hour: which fault happens then.
    kinds: Vec<Choice>,
}

impl Schedule {
    /// The schedule of a scenario.
    pub fn new(scenario: &Scenario, population: &Population) -> Self {
        let watching = |hour: usize| {
            COUNTRIES.iter().enumerate().map(move |(index, country)| {
                u64::from(population.in_country(index))
                    * u64::from(activity(local_hour_of_week(hour, country.offset_minutes)))
            })
        };
        // At most 1,250,000 viewers × 110: each sum fits 32 bits.
        let countries = (0..HOURS).map(|hour| Choice::new(watching(hour).map(|weight| weight as u32))).collect();
        let viewing = HourCurve::new((0..HOURS).map(|hour| watching(hour).sum::<u64>() as f64));

        let kinds_at = |hour: usize| Fault::ALL.map(|fault| fault.weight() * (1.0 + surge(fault, hour)));
        let rate: Vec<f64> = (0..HOURS).map(|hour| kinds_at(hour).iter().sum()).collect();
        let mean: f64 = (0..HOURS).map(|hour| viewing.weight(hour) * rate[hour]).sum();
        let highest = rate.iter().fold(0.0_f64, |highest, &rate| highest.max(rate / mean));
        let damp = if highest > BUSIEST { (BUSIEST - 1.0) / (highest - 1.0) } else { 1.0 };
        let faulting =
            HourCurve::new((0..HOURS).map(|hour| viewing.weight(hour) * (1.0 + (rate[hour] / mean - 1.0) * damp)));
        let kinds =
            (0..HOURS).map(|hour| Choice::new(kinds_at(hour).map(|weight| (weight * 100.0 + 0.5) as u32))).collect();
        let faults = scenario.fault_share.of(scenario.sessions);
        Self { sessions: scenario.sessions.get(), faults, viewing, faulting, countries, kinds }
    }

    /// When a session begins and in which country. Each session has its own slice of the week's viewing, so that they
    /// are in the order of time.
    pub fn start(&self, session: u32, random: &mut Random) -> (i64, usize) {
        let share = (f64::from(session) + random.unit()) / f64::from(self.sessions);
        let (hour, part) = self.viewing.quantile(share);
        (instant(hour, part), self.countries[hour].pick(random))
    }

    /// The share of all faults that lies before a session.
    fn faults_share(&self, session: u32) -> f64 {
        if session >= self.sessions {
            return 1.0;
        }
        let (hour, part) = self.viewing.quantile(f64::from(session) / f64::from(self.sessions));
        self.faulting.share_before(hour, part)
    }

    /// How many sessions from `first` to before `end` have which fault. Over the whole week the counts add up exactly
    /// to the scenario's, because each part gets the difference of two rounded running totals.
    pub fn faults(&self, first: u32, end: u32, random: &mut Random) -> [u32; Fault::ALL.len()] {
        let (from, to) = (self.faults_share(first), self.faults_share(end));
        let total = f64::from(self.faults);
        let quota = ((to * total + 0.5) as u32 - (from * total + 0.5) as u32).min(end - first);
        let mut counts = [0; Fault::ALL.len()];
        for _ in 0..quota {
            let (hour, _) = self.faulting.quantile(random.between(from, to));
            counts[self.kinds[hour].pick(random)] += 1;
        }
        counts
    }
}

/// How much more often a fault occurs in an hour of the week.
fn surge(fault: Fault, hour: usize) -> f64 {
    INCIDENTS
        .iter()
        .filter(|incident| incident.fault == fault && incident.is_on(instant(hour, 0.0)))
        .map(|incident| incident.surge)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::labels::Labels;
    use super::super::random::Purpose;
    use super::super::scenario::Preset;
    use super::*;

    #[test]
    fn every_part_has_room_for_its_faults() {
        for sessions in [1, 2, 3, 7, 1_023, 1_024, 1_025, 5_000, 100_003] {
            for share in [0.0, 0.01, 0.25, 0.5] {
                let scenario = Scenario::new(Preset::StreamGuard, sessions, share, 1).unwrap();
                let schedule = Schedule::new(&scenario, &Population::new(1, sessions, &Labels::new()));
                let mut random = Random::new(1, Purpose::Sessions, 0);
                let mut total = 0;
                for first in (0..sessions).step_by(1_024) {
                    let end = sessions.min(first + 1_024);
                    let quota: u32 = schedule.faults(first, end, &mut random).iter().sum();
                    let unbounded =
                        (schedule.faults_share(end) - schedule.faults_share(first)) * f64::from(schedule.faults);
                    assert!(unbounded <= f64::from(end - first) + 1e-6, "{sessions} {share} {first}: {unbounded}");
                    total += quota;
                }
                assert_eq!(total, scenario.fault_share.of(scenario.sessions), "{sessions} {share}");
            }
        }
    }

    #[test]
    fn faults_gather_while_an_incident_lasts() {
        let scenario = Scenario::new(Preset::StreamGuard, 100_000, 0.05, 1).unwrap();
        let schedule = Schedule::new(&scenario, &Population::new(1, 100_000, &Labels::new()));
        let ratio = |hour: usize| schedule.faulting.weight(hour) / schedule.viewing.weight(hour);
        assert!(ratio(80) > 1.2 * ratio(12), "{} {}", ratio(80), ratio(12));
        assert!((0..HOURS).all(|hour| ratio(hour) <= BUSIEST + 1e-9));
    }
}
