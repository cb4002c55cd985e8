//! One session's rows: which count, how long each lasted, and the numbers that come of them.

use super::playback::{Playback, Reports};
use super::take::Take;
use crate::reading::grouping::Gap;
use qoe::{derive, formulas};
use rules::{Derivations, Rules};
use telemetry::{Categories, Field, MISSING_CATEGORY, MISSING_TIME, Table};

/// Words for objects that hold no picture, without case and marks: CMCD's letters and what they stand for.
const NO_VIDEO: &[&str] = &[
    "m",
    "manifest",
    "playlist",
    "a",
    "audio",
    "i",
    "init",
    "initsegment",
    "c",
    "caption",
    "captions",
    "subtitle",
    "subtitles",
    "tt",
    "timedtext",
    "text",
    "k",
    "key",
    "license",
    "o",
    "other",
    "image",
];

/// The columns that several rules look at.
pub(super) struct Shared<'a> {
    times: Option<&'a [i64]>,
    ends: Option<&'a [i64]>,
    media: Option<&'a [f64]>,
    objects: Option<(&'a Categories, Vec<bool>)>,
    reports: Option<Reports<'a>>,
    bitrate: Option<&'a [f64]>,
    starved: Option<&'a [f64]>,
    stalled: Option<&'a [f64]>,
    /// Width and height of the player, then of the picture.
    sizes: Option<[&'a [f64]; 4]>,
    playing: Option<&'a [f64]>,
    watched: Option<&'a [f64]>,
    /// A row lasts no longer than this, milliseconds.
    longest: f64,
    derivations: Derivations,
}

impl<'a> Shared<'a> {
    pub fn of(table: &'a Table, gap: Gap, rules: Rules) -> Self {
        let objects = table.categories(Field::ObjectType).map(|objects| {
            let is_video = |label: &String| {
                let letters = label.chars().filter(|letter| letter.is_alphanumeric());
                let word: String = letters.flat_map(char::to_lowercase).collect();
                !NO_VIDEO.contains(&word.as_str())
            };
            (objects, objects.labels().iter().map(is_video).collect())
        });
        let sizes = [Field::PlayerWidth, Field::PlayerHeight, Field::VideoWidth, Field::VideoHeight];
        let sizes = match sizes.map(|field| table.numbers(field)) {
            [Some(a), Some(b), Some(c), Some(d)] => Some([a, b, c, d]),
            _ => None,
        };
        Self {
            times: table.times(Field::Timestamp),
            ends: table.times(Field::SessionEnd),
            media: table.numbers(Field::MediaDurationMs),
            objects,
            reports: Reports::of(table, rules.readers()),
            bitrate: table.numbers(Field::BitrateKbps),
            starved: table.numbers(Field::BufferStarved),
            stalled: table.numbers(Field::RebufferDurationMs),
            sizes,
            playing: table.numbers(Field::PlayingTimeS),
            watched: table.numbers(Field::WatchTimeS),
            longest: f64::from(gap.seconds()) * 1000.0,
            derivations: rules.derivations(),
        }
    }

    /// Whether a row is about video: those that do not say are.
    fn is_video(&self, row: u32) -> bool {
        self.objects.as_ref().is_none_or(|(objects, is_video)| match objects.codes()[row as usize] {
            MISSING_CATEGORY => true,
            code => is_video[usize::from(code)],
        })
    }
}

/// One session. The lists are by place among its rows.
pub(super) struct Session<'a> {
    shared: &'a Shared<'a>,
    pub rows: &'a [u32],
    /// Whether a row is about video. Where none is, all count.
    counted: Vec<bool>,
    /// How much a row weighs in a mean.
    weights: Vec<f64>,
    /// A value holds until the next one: the weights are times, not media.
    holds: bool,
    playback: Option<Playback>,
    /// From the first to the last moment, milliseconds; NaN where there is no more than one.
    span: f64,
    /// What the rows report of this and what comes of the others goes before what their times tell.
    by_report: bool,
}

impl<'a> Session<'a> {
    pub fn new(shared: &'a Shared<'a>, rows: &'a [u32]) -> Self {
        let mut counted: Vec<bool> = rows.iter().map(|&row| shared.is_video(row)).collect();
        if !counted.contains(&true) {
            counted.fill(true);
        }
        let time = |times: Option<&[i64]>, row: u32| match times.map(|times| times[row as usize]) {
            None | Some(MISSING_TIME) => f64::NAN,
            Some(time) => time as f64,
        };
        let times: Vec<f64> = rows.iter().map(|&row| time(shared.times, row)).collect();
        let end = rows.iter().map(|&row| time(shared.ends, row)).fold(f64::NAN, f64::max);
        let mut intervals = Vec::with_capacity(rows.len());
        for (place, &time) in times.iter().enumerate() {
            let next = times.get(place + 1).copied().filter(|next| !next.is_nan()).unwrap_or(end);
            let interval = next - time;
            intervals.push(if interval > 0.0 { interval.min(shared.longest) } else { 0.0 });
        }
        let by_report = shared.derivations == Derivations::BeforeUse;
        let first = times.first().copied().unwrap_or(f64::NAN);
        let last = times.iter().copied().rfind(|time| !time.is_nan()).unwrap_or(f64::NAN);
        // The end of a single row says when the session was over, pauses included, and not how long anything took.
        let span = if by_report && last - first <= 0.0 { f64::NAN } else { last.max(end) - first };
        let span = if span > 0.0 { span } else { f64::NAN };
        let mut weights = intervals.clone();
        let mut playback =
            shared.reports.as_ref().map(|reports| reports.follow(rows, &times, &intervals, &mut weights));
        if let Some(playback) = playback.as_mut().filter(|_| span.is_nan()) {
            // Nobody knows how long anything took.
            (playback.stalled_ms, playback.playing_ms, playback.watched_ms) = (f64::NAN, f64::NAN, f64::NAN);
        }
        let mut session = Self { shared, rows, counted, weights, holds: true, playback, span, by_report };
        // What a row itself says of how much of the session it is about, before what its time tells.
        let own = if by_report { [shared.media, shared.playing, shared.watched] } else { [shared.media, None, None] };
        for own in own.into_iter().flatten() {
            let own: Vec<f64> = session.weigh(|row| own[row as usize]);
            if own.iter().any(|&weight| weight > 0.0) {
                session.weights = own;
                session.holds = false;
                break;
            }
        }
        session
    }

    /// From the first row to the last, or to the end that a row reports if that is later, in seconds; NaN where the rows are of
    /// one moment.
    pub fn span_s(&self) -> f64 {
        self.span / 1000.0
    }

    /// The weight of each row that counts.
    fn weigh(&self, weight: impl Fn(u32) -> f64) -> Vec<f64> {
        let weights = self.rows.iter().zip(&self.counted);
        weights.map(|(&row, &counted)| if counted { weight(row).max(0.0) } else { 0.0 }).collect()
    }

    /// The values of the rows in their order, missing ones left out.
    fn present<'b>(&'b self, values: &'b [f64]) -> impl Iterator<Item = f64> + 'b {
        self.rows.iter().map(|&row| values[row as usize]).filter(|value| !value.is_nan())
    }

    /// The same of the rows that count.
    fn present_counted<'b>(&'b self, values: &'b [f64]) -> impl Iterator<Item = f64> + 'b {
        let rows = self.rows.iter().zip(&self.counted).filter(|&(_, &counted)| counted);
        rows.map(|(&row, _)| values[row as usize]).filter(|value| !value.is_nan())
    }

    /// Each row's value with its weight: on a time scale a value holds until the next.
    pub fn weighted<T: Copy>(&self, value: impl Fn(u32) -> Option<T>) -> impl Iterator<Item = (T, f64)> {
        let mut held = None;
        self.rows.iter().zip(&self.counted).zip(&self.weights).filter_map(move |((&row, &counted), &weight)| {
            let own = value(row).filter(|_| counted);
            held = own.or(held.filter(|_| self.holds));
            held.map(|value| (value, weight))
        })
    }

    /// The number that comes of the rows by a rule; NaN where no row has one.
    pub fn number(&self, take: Take, values: &[f64]) -> f64 {
        match take {
            Take::First => self.present(values).next().unwrap_or(f64::NAN),
            Take::Last => self.present(values).last().unwrap_or(f64::NAN),
            Take::Sum => sum(self.present(values)),
            Take::SumCounted => sum(self.present_counted(values)),
            Take::Greatest | Take::Any | Take::Latest => self.present(values).fold(f64::NAN, f64::max),
            Take::Mean | Take::Majority | Take::Longest => mean(self.present(values).map(|value| (value, 1.0))),
            Take::Weighted => {
                let weighted = mean(self.weighted(|row| Some(values[row as usize]).filter(|value| !value.is_nan())));
                if weighted.is_nan() { mean(self.present_counted(values).map(|value| (value, 1.0))) } else { weighted }
            }
        }
    }

    /// Fills in what the rows do not carry themselves. `values` has what they do, by field.
    pub fn derive(&self, values: &mut [f64]) {
        let mut get = |field: Field, derived: &dyn Fn() -> f64| {
            let value = &mut values[field as usize];
            if value.is_nan() {
                *value = derived();
            }
            *value
        };
        let said = |part: fn(&Playback) -> f64| self.playback.as_ref().map_or(f64::NAN, part);
        let played = get(Field::PlayingTimeS, &|| f64::NAN);
        let startup = get(Field::StartupTimeMs, &|| said(|playback| playback.startup_ms));
        let told = get(Field::RebufferDurationMs, &|| f64::NAN);
        let stalls = get(Field::RebufferCount, &|| self.stalls());
        // Where nothing tells how long any stall took, the others' zeros alone would mislead.
        let durations = self.shared.stalled.is_some() || self.playback.is_some();
        let stalled = get(Field::RebufferDurationMs, &|| {
            if stalls == 0.0 && durations {
                0.0
            } else if said(|playback| playback.stalls) > 0.0 {
                said(|playback| playback.stalled_ms)
            } else {
                f64::NAN
            }
        });
        get(Field::BitrateSwitches, &|| self.switches());
        // Stalls that the rows count, and not those of the player's states: these have a watch time of their own.
        let counted = if stalls == 0.0 { stalled } else { told };
        let parts = if self.by_report { derive::watch_time(played, counted, startup) } else { f64::NAN };
        let in_states = said(|playback| playback.watched_ms) / 1000.0;
        let better = if parts.is_nan() { in_states } else { parts };
        let watched = get(Field::WatchTimeS, &|| better);
        get(Field::WatchTimeS, &|| self.span_s());
        get(Field::PlayingTimeS, &|| said(|playback| playback.playing_ms) / 1000.0);
        get(Field::ExitBeforeStart, &|| said(|playback| playback.exit_before_start));
        get(Field::StartupFailed, &|| said(|playback| playback.startup_failed));
        get(Field::PlaybackFailed, &|| said(|playback| playback.playback_failed));
        if let Some(upscale) = self.upscale() {
            get(Field::MaxUpscale, &|| upscale.iter().copied().fold(f64::NAN, f64::max));
            get(Field::AvgUpscale, &|| {
                let weighted = mean(upscale.iter().copied().zip(self.weights.iter().copied()));
                if weighted.is_nan() { mean(upscale.iter().map(|&up| (up, 1.0))) } else { weighted }
            });
        }
        // The mean of several rows' ratios is none that anybody has reported, and their times hold the pauses.
        let ratio = formulas::rebuffering_ratio(stalled, watched);
        let mean = &mut values[Field::BufferingRatio as usize];
        if self.by_report && self.rows.len() > 1 && !mean.is_nan() && ratio <= 1.0 {
            *mean = ratio;
        }
    }

    /// How often it stalled, where no row counts it.
    fn stalls(&self) -> f64 {
        let said = self.playback.map_or(f64::NAN, |playback| playback.stalls);
        if let Some(starved) = self.shared.starved {
            // The flag is sent where it is true, and left out where it is not.
            let times = self.present_counted(starved).filter(|&flag| flag == 1.0).count() as f64;
            return if times == 0.0 && said > 0.0 { said } else { times };
        }
        if let Some(stalled) = self.shared.stalled
            && self.present_counted(stalled).next().is_some()
        {
            return self.present_counted(stalled).filter(|&duration| duration > 0.0).count() as f64;
        }
        said
    }

    fn switches(&self) -> f64 {
        let Some(bitrate) = self.shared.bitrate else { return f64::NAN };
        let mut rates = self.present_counted(bitrate);
        let Some(mut before) = rates.next() else { return f64::NAN };
        rates.filter(|&rate| std::mem::replace(&mut before, rate) != rate).count() as f64
    }

    /// How far the picture was enlarged from each row on, NaN before all sizes are known: a size holds until the next.
    fn upscale(&self) -> Option<Vec<f64>> {
        let sizes = self.shared.sizes?;
        let mut held = [f64::NAN; 4];
        let upscale = self.rows.iter().map(|&row| {
            for (held, values) in held.iter_mut().zip(sizes) {
                let size = values[row as usize];
                if size > 0.0 {
                    *held = size;
                }
            }
            let [player_width, player_height, width, height] = held;
            // `min` and `max` take the other number for a missing one.
            let scale = player_width / width;
            let scale = if player_height / height < scale { player_height / height } else { scale };
            if scale.is_nan() || held.iter().any(|size| size.is_nan()) { f64::NAN } else { (scale - 1.0).max(0.0) }
        });
        Some(upscale.collect())
    }
}

/// The sum; NaN of nothing.
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NAN, |sum, value| if sum.is_nan() { value } else { sum + value })
}

/// The weighted mean; NaN where nothing has a weight. Missing values have none.
fn mean(values: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut total, mut weights) = (0.0, 0.0);
    for (value, weight) in values.filter(|(value, _)| !value.is_nan()) {
        total += value * weight;
        weights += weight;
    }
    if weights > 0.0 { total / weights } else { f64::NAN }
}
