//! Viewing sessions from a scenario and a seed, with the truth about their faults beside them: what the page opens on,
//! and what a detection can be judged by. Nothing here knows how faults are detected.
//!
//! A scenario gives the same sessions, bit for bit, on every machine and in slices of any size. The unit of work is a
//! block of 1,024 sessions with a stream of random numbers of its own; viewers have another stream. Exactly the
//! scenario's share of the sessions is faulty (rounded to a whole session): each block gets its quota of the running
//! total, and gives it to sessions of the incidents that last, or to others. Sessions are in the order of time, over the
//! week from 2026-01-05 to 2026-01-12 UTC; the last digits of `session_id` follow that order.
//!
//! A scenario with more sessions is another week, not a longer one: its first sessions differ.

mod clock;
mod columns;
mod devices;
mod fault;
mod labels;
mod places;
mod playback;
mod population;
mod random;
mod scenario;
mod schedule;
#[cfg(test)]
mod tests;
mod visit;

pub use clock::{WEEK_END_MS, WEEK_START_MS};
pub use fault::{Fault, Incident};
pub use scenario::{FaultShare, Preset, Scenario, ScenarioError, SessionCount};

use columns::{Columns, empty_truth};
use labels::{Labels, slot};
use playback::Playback;
use population::Population;
use random::{Purpose, Random};
use schedule::Schedule;
use telemetry::{Table, Truth};
use visit::{Visit, Visits};

/// Sessions in a block, the unit of work: part of what a seed means, so it can never change.
const BLOCK: u32 = 1_024;

/// Generated sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The sessions, one a row, with every field of [`telemetry::Field::GENERATED`] in that order.
    pub table: Table,
    /// The fault of each session, coded by [`Fault::code`]: for judging a detection, never for making one.
    pub truth: Truth,
}

/// The incidents in which a preset's faults gather: the causes that a diagnosis should find.
pub fn incidents(preset: Preset) -> &'static [Incident] {
    match preset {
        Preset::StreamGuard => &fault::INCIDENTS,
    }
}

/// Generates all sessions of a scenario at once.
pub fn simulate(scenario: Scenario) -> Simulated {
    let mut simulator = Simulator::new(scenario);
    simulator.advance(scenario.sessions.get());
    simulator.finish()
}

/// Generates sessions slice by slice, so that progress can be shown and the work be cancelled in between.
#[derive(Debug)]
pub struct Simulator {
    scenario: Scenario,
    labels: Labels,
    population: Population,
    schedule: Schedule,
    visits: Visits,
    playback: Playback,
    /// The sessions of the current block and its random numbers.
    block: Vec<Visit>,
    random: Random,
    columns: Columns,
    truth: Truth,
    /// How many sessions there are.
    generated: u32,
}

impl Simulator {
    /// A simulator that has the viewers and no session yet. Room for all sessions is made here.
    pub fn new(scenario: Scenario) -> Self {
        let sessions = scenario.sessions.get();
        let labels = Labels::new();
        let population = Population::new(scenario.seed, sessions, &labels);
        Self {
            schedule: Schedule::new(&scenario, &population),
            visits: Visits::new(&labels),
            playback: Playback::new(labels.of(slot::CDN_POP)),
            block: Vec::new(),
            random: Random::new(scenario.seed, Purpose::Sessions, 0),
            columns: Columns::with_capacity(sessions as usize),
            truth: empty_truth(),
            generated: 0,
            scenario,
            labels,
            population,
        }
    }

    /// Generates up to so many more sessions; says how many there are in all.
    pub fn advance(&mut self, sessions: u32) -> u32 {
        let end = self.generated.saturating_add(sessions).min(self.scenario.sessions.get());
        while self.generated < end {
            let within = self.generated % BLOCK;
            if within == 0 {
                self.enter_block();
            }
            let visit = &self.block[within as usize];
            let viewer = self.population.viewer(visit.viewer);
            let metrics = self.playback.play(visit, viewer, &mut self.random);
            self.generated += 1;
            self.columns.push(self.generated, self.population.number(visit.viewer), visit, &metrics);
            self.truth.push(visit.fault.map_or(Truth::NONE, Fault::code));
        }
        self.generated
    }

    /// Settles who starts the sessions of the next block.
    fn enter_block(&mut self) {
        let first = self.generated;
        let end = first.saturating_add(BLOCK).min(self.scenario.sessions.get());
        self.random = Random::new(self.scenario.seed, Purpose::Sessions, u64::from(first / BLOCK));
        self.visits.block((first, end), &self.schedule, &self.population, &mut self.random, &mut self.block);
    }

    /// Whether all sessions have been generated.
    pub fn done(&self) -> bool {
        self.generated == self.scenario.sessions.get()
    }

    /// The sessions generated so far: all of them when [`Self::done`].
    pub fn finish(self) -> Simulated {
        Simulated { table: self.columns.into_table(&self.labels), truth: self.truth }
    }
}
