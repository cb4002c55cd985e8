//! How right and how fast it is what bad sessions are said to have in common, for `cargo xtask bench diagnose`.
//!
//! `diagnose generated SESSIONS SEEDS` judges the incidents of generated sessions with the seeds 1 to SEEDS, `diagnose none SESSIONS
//! SEEDS` the same where faults have no cause, `diagnose incidents FOLDER` labelled ones of a service; each answers by a line of JSON
//! for each case and method. `diagnose speed SESSIONS DIMENSIONS REPEATS` says by a line how long the search takes on one thread.

/// The program; there is none for WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use bench::diagnosed::generated::{GeneratedError, of_incidents, without_cause};
    use bench::diagnosed::incidents::{IncidentsError, of_folder};
    use bench::diagnosed::speed;
    use bench::process::say;
    use std::path::Path;
    use std::str::FromStr;

    /// Why there is no measurement.
    #[derive(Debug, thiserror::Error)]
    pub enum Failure {
        #[error("usage: diagnose generated|none SESSIONS SEEDS | incidents FOLDER | speed SESSIONS DIMENSIONS REPEATS")]
        Usage,
        #[error(transparent)]
        Generated(#[from] GeneratedError),
        #[error(transparent)]
        Incidents(#[from] IncidentsError),
        #[error(transparent)]
        Output(#[from] std::io::Error),
    }

    fn number<T: FromStr>(word: &str) -> Result<T, Failure> {
        word.parse().map_err(|_| Failure::Usage)
    }

    /// Does what the words say.
    pub fn run(words: &[&str]) -> Result<(), Failure> {
        match *words {
            [world @ ("generated" | "none"), sessions, seeds] => {
                let (sessions, seeds) = (number(sessions)?, number::<u64>(seeds)?);
                for seed in 1..=seeds {
                    let judge = if world == "none" { without_cause } else { of_incidents };
                    judge(sessions, seed)?.iter().try_for_each(say)?;
                }
                Ok(())
            }
            ["incidents", folder] => {
                let mut said = Ok(());
                of_folder(Path::new(folder), |line| {
                    if said.is_ok() {
                        said = say(&line);
                    }
                })?;
                Ok(said?)
            }
            ["speed", sessions, dimensions, repeats] => {
                Ok(say(&speed::measure(number(sessions)?, number(dimensions)?, number(repeats)?)?)?)
            }
            _ => Err(Failure::Usage),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    bench::process::run("diagnose", native::run)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
