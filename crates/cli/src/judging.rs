//! The flags that say how sessions are judged, and the plan that they mean.

use super::columns::{enumerate, number_columns, with_units};
use super::failure::Failure;
use super::values::{self, FeatureList, Rule};
use analysis::{Detector, ModelSource, Plan, Sessions, Share, Threshold, proposed_features};
use features::Feature;
use isolation_forest::{Hyperparameters, Method};
use rules::Rules;

/// How sessions are judged.
#[derive(Debug, clap::Args)]
pub struct JudgingOptions {
    /// What sessions are judged by, separated by commas [default: what the file has of the page's choice].
    ///
    /// buffering_ratio      stalled time divided by watch time
    /// bitrate_kbps         average video bitrate, kbps
    /// startup_log          startup time, on a logarithmic scale
    /// rebuffers_per_min    stalls per minute of watch time
    /// dropped_frames_pct   decoded frames that were not shown, %
    /// switches_per_min     changes of rendition per minute of watch time
    /// headroom             throughput divided by bitrate, on a logarithmic scale
    /// col.NAME             a number column of the file, as it is
    ///
    /// rel. before any of them takes it against the median and spread of the same device type and
    /// network type. A name with a comma stands in double quotes.
    #[arg(long, value_name = "LIST", value_parser = values::features, verbatim_doc_comment)]
    features: Option<FeatureList>,
    /// How sessions are judged: isolation, extended, fair-cut or mixture (docs/how-it-works.md).
    #[arg(long, value_name = "NAME", default_value = Method::default().name(), value_parser = values::method)]
    method: Method,
    /// Trees of the forest, 1 to 1000.
    #[arg(long, value_name = "N", default_value_t = Hyperparameters::default().trees(),
          value_parser = clap::value_parser!(u32).range(bounds(Hyperparameters::TREES)))]
    trees: u32,
    /// Sessions that each tree is grown from, 2 to 65536; where the file has fewer, all of them.
    #[arg(long, value_name = "N", default_value_t = Hyperparameters::default().sample_size(),
          value_parser = clap::value_parser!(u32).range(bounds(Hyperparameters::SAMPLE_SIZE)))]
    sample_size: u32,
    /// Share of the sessions to flag, above 0 and at most 0.5; auto flags what scores above 0.5.
    #[arg(long, value_name = "SHARE|auto", default_value_t, value_parser = values::contamination,
          conflicts_with = "threshold")]
    contamination: Rule,
    /// Flag what scores above this instead, above 0 and at most 1.
    #[arg(long, value_name = "SCORE", value_parser = values::score)]
    threshold: Option<Share>,
    /// Seed of the forest's random choices, a whole number from 0.
    #[arg(long, value_name = "N", default_value_t = Hyperparameters::default().seed())]
    seed: u64,
}

fn bounds(range: std::ops::RangeInclusive<u32>) -> std::ops::RangeInclusive<i64> {
    i64::from(*range.start())..=i64::from(*range.end())
}

impl JudgingOptions {
    /// The detector.
    ///
    /// # Errors
    /// [`Failure::Argument`] where its parameters do not fit each other.
    pub fn detector(&self) -> Result<Detector, Failure> {
        let hyperparameters = Hyperparameters::new(self.trees, self.sample_size, self.seed)
            .map_err(|error| Failure::Argument { argument: "--trees <N>", why: error.to_string() })?;
        let threshold = self.threshold.map_or(self.contamination.0, Threshold::Score);
        let model = ModelSource::Fitted { method: self.method, hyperparameters };
        Ok(Detector { model, threshold })
    }

    /// The plan for the sessions of a file of this name.
    ///
    /// # Errors
    /// [`Failure::Columns`] where it has nothing that sessions are judged by, and nothing is chosen.
    pub fn plan(self, name: &str, sessions: &Sessions, detector: Detector) -> Result<Plan, Failure> {
        let features = match self.features {
            Some(FeatureList(features)) => features,
            None => proposed(name, sessions)?,
        };
        Ok(Plan { source: sessions.source.clone(), rules: Rules::LATEST, features, detector })
    }
}

/// The page's choice, or what there is to choose from.
fn proposed(name: &str, sessions: &Sessions) -> Result<Vec<Feature>, Failure> {
    let features = proposed_features(sessions);
    if features.is_empty() {
        let numbers = number_columns(&sessions.table);
        let example = numbers.first().copied().unwrap_or("NAME");
        let why = format!(
            "none of the known features can be computed from its columns; choose among its number columns with \
             --features col.NAME (for example --features \"col.{example}\"), or tell with --map what they are: {}",
            enumerate(&with_units(&sessions.table).iter().map(String::as_str).collect::<Vec<_>>())
        );
        return Err(Failure::Columns { name: name.to_owned(), why });
    }
    Ok(features)
}
