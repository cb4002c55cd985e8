//! Who is measured, and in which order.

/// An implementation of the forest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Library {
    /// This project, as a native program.
    Native,
    /// This project, in a tab of Chromium.
    Chromium,
    /// scikit-learn, with `n_jobs` as its documentation has it: for the fit.
    ScikitLearn,
    /// scikit-learn, also scoring in threads, which a joblib context has to ask for.
    ScikitLearnJoblib,
    /// isotree.
    Isotree,
    /// coniferest.
    Coniferest,
}

/// One line of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which implementation.
    pub library: Library,
    /// With how many threads or workers.
    pub threads: usize,
}

impl Candidate {
    /// Everyone who is measured.
    pub const ALL: [Self; 11] = {
        const fn of(library: Library, threads: usize) -> Candidate {
            Candidate { library, threads }
        }
        [
            of(Library::Chromium, 1),
            of(Library::Chromium, 2),
            of(Library::Native, 1),
            of(Library::Native, 2),
            of(Library::ScikitLearn, 1),
            of(Library::ScikitLearn, 2),
            of(Library::ScikitLearnJoblib, 2),
            of(Library::Isotree, 1),
            of(Library::Isotree, 2),
            of(Library::Coniferest, 1),
            of(Library::Coniferest, 2),
        ]
    };

    /// Whether it is this project.
    pub fn is_ours(self) -> bool {
        matches!(self.library, Library::Native | Library::Chromium)
    }

    /// Its name for people.
    pub fn label(self) -> String {
        let threads = self.threads;
        let several = |word: &str| format!("{threads} {word}{}", if threads == 1 { "" } else { "s" });
        match self.library {
            Library::Native => format!("StreamGuard, native, {}", several("thread")),
            Library::Chromium => format!("StreamGuard, Chromium, {}", several("worker")),
            Library::ScikitLearn => format!("scikit-learn, n_jobs={threads}"),
            Library::ScikitLearnJoblib => format!("scikit-learn, n_jobs={threads}, scored in joblib's threads"),
            Library::Isotree => format!("isotree, nthreads={threads}"),
            Library::Coniferest => format!("coniferest, n_jobs={threads}"),
        }
    }
}

/// From so many rows on, the others are measured less often: they would take most of the time.
const MANY_ROWS: usize = 5_000_000;
/// How often, then.
const FEWER: usize = 1;

/// How often a candidate is measured on a matrix of so many rows.
pub fn repeats(candidate: Candidate, rows: usize, wanted: usize) -> usize {
    if rows >= MANY_ROWS && !candidate.is_ours() { wanted.min(FEWER) } else { wanted }
}

/// The order in which candidates of these numbers of measurements take turns: to and fro, so that a machine that is busy
/// for a while, or grows slower, hits all alike.
pub fn turns(repeats: &[usize]) -> Vec<usize> {
    let rounds = repeats.iter().copied().max().unwrap_or(0);
    let mut turns = Vec::new();
    for round in 0..rounds {
        let mut wanted: Vec<usize> = (0..repeats.len()).filter(|&candidate| round < repeats[candidate]).collect();
        if round % 2 == 1 {
            wanted.reverse();
        }
        turns.extend(wanted);
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_go_to_and_fro_and_give_each_its_number() {
        assert_eq!(turns(&[2, 3, 2]), [0, 1, 2, 2, 1, 0, 1]);
        assert_eq!(turns(&[]), [0; 0]);
    }

    #[test]
    fn only_others_and_only_on_many_rows_are_measured_less_often() {
        let [ours, .., other] = Candidate::ALL;
        assert_eq!([ours, other].map(|candidate| repeats(candidate, 5_000_000, 5)), [5, 1]);
        assert_eq!([ours, other].map(|candidate| repeats(candidate, 1_000_000, 5)), [5, 5]);
        assert_eq!(repeats(other, 5_000_000, 1), 1);
    }

    #[test]
    fn every_label_is_its_own() {
        let labels: Vec<_> = Candidate::ALL.map(Candidate::label).to_vec();
        assert!(labels.iter().enumerate().all(|(place, label)| !labels[..place].contains(label)), "{labels:?}");
        assert_eq!(labels[0], "StreamGuard, Chromium, 1 worker");
        assert_eq!(labels[3], "StreamGuard, native, 2 threads");
    }
}
