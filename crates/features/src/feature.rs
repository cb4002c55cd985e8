//! Which features there are, how they are named in links, and how they are shown.

use telemetry::format::{self, signed, significant, with_unit};
use telemetry::{Field, Unit};

/// A quantity of one session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Stalled time divided by watch time.
    BufferingRatio,
    /// Average video bitrate, kbps.
    Bitrate,
    /// Decimal logarithm of the startup time in milliseconds, at least 1 ms.
    StartupLog,
    /// Stalls per minute of watch time.
    RebuffersPerMinute,
    /// Share of decoded frames that were not shown, percent.
    DroppedFrames,
    /// Changes of rendition per minute of watch time.
    SwitchesPerMinute,
    /// Binary logarithm of throughput divided by bitrate: 0 is none to spare, 1 is twice what the video needs.
    Headroom,
    /// How far the picture was enlarged on average, a fraction.
    Upscaling,
    /// A number column of the file, as it is, by its name.
    Column(String),
}

/// How a feature's values are to be read on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As they are.
    Linear,
    /// As decimal exponents of the quantity.
    Log10,
    /// As binary exponents of the quantity.
    Log2,
    /// As a distance from the cohort's median, in spreads of the cohort.
    Relative,
}

/// A feature: a measure, as it is or against the session's cohort.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// The quantity.
    pub measure: Measure,
    /// Whether it is taken relative to the median and spread of the same device type and network type.
    pub relative: bool,
}

/// A feature's name that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a feature")]
pub struct FeatureNameError(pub String);

const RELATIVE: &str = "rel.";
const COLUMN: &str = "col.";

impl Measure {
    /// The measures that are computed from the fields that generated sessions have, too.
    pub const KNOWN: &[Measure] = &[
        Measure::BufferingRatio,
        Measure::Bitrate,
        Measure::StartupLog,
        Measure::RebuffersPerMinute,
        Measure::DroppedFrames,
        Measure::SwitchesPerMinute,
        Measure::Headroom,
    ];

    /// Those that generated sessions never have: offered only where a file has what they are computed from.
    pub const OF_FILES: &[Measure] = &[Measure::Upscaling];

    /// Every measure that is computed from known fields.
    pub fn all() -> impl Iterator<Item = &'static Measure> {
        Self::KNOWN.iter().chain(Self::OF_FILES)
    }

    /// The name in links and files.
    pub fn name(&self) -> String {
        match self {
            Measure::BufferingRatio => "buffering_ratio".into(),
            Measure::Bitrate => "bitrate_kbps".into(),
            Measure::StartupLog => "startup_log".into(),
            Measure::RebuffersPerMinute => "rebuffers_per_min".into(),
            Measure::DroppedFrames => "dropped_frames_pct".into(),
            Measure::SwitchesPerMinute => "switches_per_min".into(),
            Measure::Headroom => "headroom".into(),
            Measure::Upscaling => "upscaling".into(),
            Measure::Column(name) => format!("{COLUMN}{name}"),
        }
    }

    /// The name shown to people.
    pub fn label(&self) -> String {
        match self {
            Measure::BufferingRatio => Field::BufferingRatio.label().into(),
            Measure::Bitrate => Field::BitrateKbps.label().into(),
            Measure::StartupLog => Field::StartupTimeMs.label().into(),
            Measure::RebuffersPerMinute => "Rebuffers per minute".into(),
            Measure::DroppedFrames => Field::DroppedFramesPct.label().into(),
            Measure::SwitchesPerMinute => "Switches per minute".into(),
            Measure::Headroom => "Throughput headroom".into(),
            Measure::Upscaling => Field::AvgUpscale.label().into(),
            Measure::Column(name) => name.clone(),
        }
    }

    /// The definition, shown as a tooltip.
    pub fn meaning(&self) -> String {
        match self {
            Measure::BufferingRatio => Field::BufferingRatio.meaning().into(),
            Measure::Bitrate => Field::BitrateKbps.meaning().into(),
            Measure::StartupLog => "From the play request to the first frame, judged on a logarithmic scale.".into(),
            Measure::RebuffersPerMinute => "Stalls after the first frame, per minute of watch time.".into(),
            Measure::DroppedFrames => Field::DroppedFramesPct.meaning().into(),
            Measure::SwitchesPerMinute => "Changes of rendition, per minute of watch time.".into(),
            Measure::Headroom => {
                "Throughput divided by bitrate, on a logarithmic scale: much headroom with a low bitrate means that the \
                 player did not use what the network gave."
                    .into()
            }
            Measure::Upscaling => Field::AvgUpscale.meaning().into(),
            Measure::Column(name) => format!("The column {name} of the file, as it is."),
        }
    }

    /// The unit of the quantity.
    pub fn unit(&self) -> Unit {
        match self {
            Measure::BufferingRatio => Unit::Ratio,
            Measure::Bitrate => Unit::KilobitsPerSecond,
            Measure::StartupLog => Unit::Milliseconds,
            Measure::DroppedFrames => Unit::Percent,
            _ => Unit::None,
        }
    }
}

impl Feature {
    /// A measure as it is.
    pub fn plain(measure: Measure) -> Self {
        Self { measure, relative: false }
    }

    /// A measure relative to the session's cohort.
    pub fn relative(measure: Measure) -> Self {
        Self { measure, relative: true }
    }

    /// The name in links and files.
    pub fn name(&self) -> String {
        let name = self.measure.name();
        if self.relative { format!("{RELATIVE}{name}") } else { name }
    }

    /// The feature of this name.
    ///
    /// # Errors
    /// [`FeatureNameError`] for a name that means nothing.
    pub fn from_name(name: &str) -> Result<Self, FeatureNameError> {
        let (relative, rest) = match name.strip_prefix(RELATIVE) {
            Some(rest) => (true, rest),
            None => (false, name),
        };
        let measure = match rest.strip_prefix(COLUMN) {
            Some(column) if !column.is_empty() => Measure::Column(column.to_owned()),
            Some(_) => return Err(FeatureNameError(name.to_owned())),
            None => Measure::all()
                .find(|measure| measure.name() == rest)
                .cloned()
                .ok_or_else(|| FeatureNameError(name.to_owned()))?,
        };
        Ok(Self { measure, relative })
    }

    /// The name shown to people.
    pub fn label(&self) -> String {
        let label = self.measure.label();
        if self.relative { format!("{label} vs. cohort") } else { label }
    }

    /// The definition, shown as a tooltip.
    pub fn meaning(&self) -> String {
        let meaning = self.measure.meaning();
        if self.relative {
            format!(
                "{meaning} Taken against sessions of the same device type and network type: how many spreads above or \
                 below their median."
            )
        } else {
            meaning
        }
    }

    /// How the values are to be read on an axis.
    pub fn scale(&self) -> Scale {
        match (&self.measure, self.relative) {
            (_, true) => Scale::Relative,
            (Measure::StartupLog, _) => Scale::Log10,
            (Measure::Headroom, _) => Scale::Log2,
            _ => Scale::Linear,
        }
    }

    /// The unit shown behind a value that has been brought back from its scale.
    pub fn unit_symbol(&self) -> &'static str {
        match (&self.measure, self.relative) {
            (_, true) => "σ",
            (Measure::Headroom, _) => "×",
            (measure, _) => measure.unit().symbol(),
        }
    }

    /// The quantity behind a value of the matrix, in the measure's unit.
    pub fn quantity(&self, value: f64) -> f64 {
        match self.scale() {
            Scale::Linear | Scale::Relative => value,
            Scale::Log10 => libm::pow(10.0, value),
            Scale::Log2 => libm::exp2(value),
        }
    }

    /// A value in the matrix, brought back from its scale, with its unit: `1.25 s`, `2×`, `+1.4 σ`.
    pub fn text(&self, value: f64) -> String {
        if value.is_nan() {
            return format::MISSING.into();
        }
        match self.scale() {
            Scale::Relative => with_unit(&signed(value, format::DIGITS), self.unit_symbol()),
            Scale::Log2 => format!("{}{}", significant(self.quantity(value), format::DIGITS), self.unit_symbol()),
            Scale::Linear | Scale::Log10 => format::quantity(self.quantity(value), self.measure.unit()),
        }
    }
}

/// StreamGuard's original pair.
pub fn original_pair() -> Vec<Feature> {
    vec![Feature::plain(Measure::BufferingRatio), Feature::plain(Measure::Bitrate)]
}

/// The features that the page starts with; chosen by measurement on the generated sessions (`docs/accuracy.md`).
pub fn default_features() -> Vec<Feature> {
    vec![
        Feature::plain(Measure::BufferingRatio),
        Feature::relative(Measure::Bitrate),
        Feature::relative(Measure::StartupLog),
        Feature::plain(Measure::DroppedFrames),
        Feature::relative(Measure::Headroom),
    ]
}

/// The features with one added or taken away; the order of the others stays.
pub fn toggled(features: &[Feature], feature: &Feature) -> Vec<Feature> {
    let mut features = features.to_vec();
    match features.iter().position(|other| other == feature) {
        Some(place) => drop(features.remove(place)),
        None => features.push(feature.clone()),
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_again() {
        let mut measures: Vec<Measure> = Measure::all().cloned().collect();
        measures.push(Measure::Column("col.rel.odd, name".into()));
        for measure in measures {
            for relative in [false, true] {
                let feature = Feature { measure: measure.clone(), relative };
                assert_eq!(Feature::from_name(&feature.name()), Ok(feature));
            }
        }
        for bad in ["", "rel.", "col.", "rel.col.", "nonsense", "rel.rel.headroom"] {
            assert_eq!(Feature::from_name(bad), Err(FeatureNameError(bad.to_owned())));
        }
    }

    #[test]
    fn a_quantity_comes_back_from_its_scale() {
        assert_eq!(Feature::plain(Measure::StartupLog).quantity(3.0), 1000.0);
        assert_eq!(Feature::plain(Measure::Headroom).quantity(1.0), 2.0);
        assert_eq!(Feature::plain(Measure::Bitrate).quantity(800.0), 800.0);
    }

    #[test]
    fn values_are_brought_back_from_their_scale() {
        let plain = |text: String| text.replace(format::THIN_SPACE, " ");
        let startup = Feature::plain(Measure::StartupLog);
        assert_eq!(plain(startup.text(3.0)), "1 s");
        assert_eq!(plain(Feature::plain(Measure::Headroom).text(1.0)), "2×");
        assert_eq!(plain(Feature::relative(Measure::Bitrate).text(1.42)), "+1.42 σ");
        assert_eq!(startup.text(f64::NAN), format::MISSING);
    }
}
