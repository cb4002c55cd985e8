//! A scatter in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let Some((x, y, tint, field)) = drawing(given) else { return Words::default() };
    let (across, up) = (label(&x.dimension, &given.about), label(&y.dimension, &given.about));
    let mut words = Words { role: "scatter plot", keys: KEYS, ..Words::default() };
    words.columns = vec!["Session".into(), across.clone(), up.clone()];
    words.caption = format!("Flagged sessions by {across} and {up}, the highest scores first");
    let Some(scatter) = scatter(given) else { return words };
    let inside: u64 = scatter.counts.iter().map(|count| u64::from(*count)).sum();
    if inside == 0 && scatter.beyond == 0 {
        words.empty = Some(format!("No session that is shown has {across} and {up}."));
    }
    // The flagged ones are those of all shown sessions, wherever they lie, and so are the sessions.
    let every = inside + u64::from(scatter.beyond) + u64::from(scatter.missing);
    words.summary = format!("{up} against {across}: {}, {}", sessions(every), flagged(scatter.flagged.into(), every));
    if scatter.marks.len() < scatter.flagged as usize {
        words.summary += &format!(", {} of them marked", format::count(scatter.marks.len() as u64));
    }
    match tint {
        Tint::Score => words.summary += "; coloured by mean score",
        Tint::Category(of) => words.summary += &format!("; coloured by {}", label(of, &given.about)),
        Tint::Density => {}
    }
    if scatter.beyond > 0 {
        words.summary += &format!("; {} of the sessions beyond the part shown", format::count(scatter.beyond.into()));
    }
    if scatter.missing > 0 {
        words.summary += &format!("; {} of the sessions without both values", format::count(scatter.missing.into()));
    }
    if field && !scatter.field.2.is_empty() {
        words.summary += "; the background is the forest's score with the other features at their median";
    }
    words.summary += ".";
    words
}

pub(super) fn legend(given: &Given, tokens: &Tokens) -> Vec<Key> {
    let (Some((_, _, tint, field)), Some(scatter)) = (drawing(given), scatter(given)) else { return Vec::new() };
    let mut keys = vec![(Sample::Path("xc-mark", "M8 1.5 12.5 6 8 10.5 3.5 6z"), "flagged".to_owned())];
    match tint {
        Tint::Density => keys.push((Sample::Ramp(palette::dense(tokens).to_vec()), "few to many".to_owned())),
        Tint::Score => {
            let (low, high) = cells::scores(scatter).unwrap_or((f64::NAN, f64::NAN));
            let words = format!("mean score {} to {}", format::score(low), format::score(high));
            keys.push((Sample::Ramp(Scalar::on(tokens.surface).ramp(6)), words));
        }
        Tint::Category(_) => {
            let label = |(place, label): (usize, &String)| {
                (Sample::Ramp(vec![cells::of_label(&scatter.labels, place, tokens)]), shown_label(label).to_owned())
            };
            keys.extend(scatter.labels.iter().enumerate().map(label));
        }
    }
    if field && !scatter.field.2.is_empty() {
        let words = format!("score {}", format::score(given.about.threshold));
        keys.push((Sample::Path("xc-contour", "M0 9C5 9 9 3 16 3"), words));
    }
    keys
}

pub(super) fn rows(given: &Given) -> Vec<Vec<String>> {
    let (Some(scatter), Some(tracks)) = (scatter(given), tracks(given)) else { return Vec::new() };
    let row = |(row, x, y): (u32, f64, f64)| {
        let values = ScatterKind::values(given, &tracks, [x, y]).into_iter().map(|(_, value)| value);
        std::iter::once(session_name(scatter, row).to_owned()).chain(values).collect()
    };
    marks(scatter, &tracks).take(ROWS).map(row).collect()
}

impl ScatterKind {
    pub(super) fn values(given: &Given, tracks: &[Track; 2], share: [f64; 2]) -> Vec<(String, String)> {
        let Some((x, y, ..)) = drawing(given) else { return Vec::new() };
        let value = |axis: &Axis, track: &Track, share: f64| {
            let quantity = Quantity::of(&axis.dimension, &given.about);
            let text = track.bin(share).and_then(|bin| track.ends(bin));
            let text = text.map_or_else(|| quantity.text(track.value(share)), |(low, high)| quantity.range(low, high));
            (label(&axis.dimension, &given.about), text)
        };
        vec![value(x, &tracks[0], share[0]), value(y, &tracks[1], share[1])]
    }
}
