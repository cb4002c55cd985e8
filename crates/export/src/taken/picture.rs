//! A view's data as CSV: what is drawn, in the order in which it is drawn.

use super::super::csv::CsvWriter;
use analysis::views::wilson;
use crossfilter::Dimension;
use crossfilter::picture::{Bar, Count, HeatMap, Histogram, Parallel, Picture, Place, Scatter, Trend};
use crossfilter::view::Metric;

/// Writes a picture's data, a header first. Times are ISO 8601 in UTC, numbers in their units, shares between 0 and 1;
/// what is missing is an empty cell. `is_time` says whether a dimension's values are times.
pub fn write_picture(writer: &mut CsvWriter, picture: &Picture, is_time: &dyn Fn(&Dimension) -> bool) {
    match picture {
        Picture::Histogram(histogram) => of_histogram(writer, histogram, is_time(&histogram.axis.dimension)),
        Picture::Scatter(scatter) => of_scatter(writer, scatter, is_time),
        Picture::Trend(trend) => of_trend(writer, trend),
        Picture::Bars(bars) => {
            header(writer, &["label", "sessions", "flagged", "low", "high", "all_sessions", "all_flagged"]);
            bars.bars.iter().for_each(|bar| of_bar(writer, &bar.label, bar));
            if let Some((others, bar)) = &bars.rest {
                of_bar(writer, &format!("({others} others)"), bar);
            }
        }
        Picture::HeatMap(map) => of_heat_map(writer, map),
        Picture::Parallel(parallel) => of_parallel(writer, parallel),
        Picture::Places(places) => of_places(writer, places),
    }
}

fn header(writer: &mut CsvWriter, names: &[&str]) {
    names.iter().for_each(|name| writer.text(name));
    writer.end_row();
}

fn count(writer: &mut CsvWriter, count: Option<&Count>) {
    for number in [count.map(|count| count.sessions), count.map(|count| count.flagged)] {
        writer.number(number.map_or(f64::NAN, f64::from));
    }
}

/// A number, or a time.
fn value(writer: &mut CsvWriter, value: f64, is_time: bool) {
    if is_time && value.is_finite() { writer.time(value as i64) } else { writer.number(value) }
}

/// The ends of each bin.
fn bins(edges: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    edges.iter().copied().zip(edges.iter().copied().skip(1))
}

fn of_histogram(writer: &mut CsvWriter, histogram: &Histogram, is_time: bool) {
    header(writer, &["from", "to", "sessions", "flagged", "all_sessions", "all_flagged"]);
    for (place, (low, high)) in bins(&histogram.binning.edges).enumerate() {
        value(writer, low, is_time);
        value(writer, high, is_time);
        count(writer, histogram.shown.get(place));
        count(writer, histogram.all.get(place));
        writer.end_row();
    }
}

/// The cells with sessions in them.
fn of_scatter(writer: &mut CsvWriter, scatter: &Scatter, is_time: &dyn Fn(&Dimension) -> bool) {
    let (x_time, y_time) = (is_time(&scatter.x.dimension), is_time(&scatter.y.dimension));
    let tint = match (scatter.tint.is_empty(), scatter.labels.is_empty()) {
        (true, _) => None,
        (false, true) => Some("mean_score"),
        (false, false) => Some("most_frequent"),
    };
    let names = ["x_from", "x_to", "y_from", "y_to", "sessions"];
    header(writer, &names.into_iter().chain(tint).collect::<Vec<&str>>());
    let cells = bins(&scatter.rows.edges).flat_map(|y| bins(&scatter.columns.edges).map(move |x| (x, y)));
    for (place, (x, y)) in cells.enumerate() {
        let Some(&sessions) = scatter.counts.get(place).filter(|&&sessions| sessions > 0) else { continue };
        [x.0, x.1].into_iter().for_each(|end| value(writer, end, x_time));
        [y.0, y.1].into_iter().for_each(|end| value(writer, end, y_time));
        writer.number(f64::from(sessions));
        let tint = scatter.tint.get(place).copied().filter(|_| tint.is_some());
        match (tint, scatter.labels.is_empty()) {
            (None, _) => {}
            (Some(score), true) => writer.number(f64::from(score)),
            // A place that is not a number is the first label nowhere: it is none.
            (Some(label), false) if label.is_nan() => writer.text(""),
            (Some(label), false) => writer.text(scatter.labels.get(label as usize).map_or("", String::as_str)),
        }
        writer.end_row();
    }
}

fn of_trend(writer: &mut CsvWriter, trend: &Trend) {
    header(
        writer,
        &[
            "from",
            "to",
            "sessions",
            "flagged",
            "value",
            "all_sessions",
            "all_flagged",
            "all_value",
            "value_sessions",
            "low",
            "high",
        ],
    );
    for (place, (low, high)) in bins(&trend.binning.edges).enumerate() {
        value(writer, low, true);
        value(writer, high, true);
        for points in [&trend.shown, &trend.all] {
            let point = points.get(place);
            count(writer, point.map(|point| &point.count));
            writer.number(point.map_or(f64::NAN, |point| point.value));
        }
        let point = trend.shown.get(place);
        writer.number(point.map_or(f64::NAN, |point| f64::from(point.of)));
        let shares = point.filter(|_| trend.metric == Metric::FlaggedShare);
        let interval = shares.map(|point| wilson(point.count.flagged, point.count.sessions));
        let (low, high) = interval.unwrap_or((f64::NAN, f64::NAN));
        writer.number(low);
        writer.number(high);
        writer.end_row();
    }
}

fn of_bar(writer: &mut CsvWriter, label: &str, bar: &Bar) {
    writer.text(label);
    count(writer, Some(&bar.shown));
    writer.number(bar.interval.0);
    writer.number(bar.interval.1);
    count(writer, Some(&bar.all));
    writer.end_row();
}

fn of_heat_map(writer: &mut CsvWriter, map: &HeatMap) {
    header(writer, &["x", "y", "sessions", "flagged", "all_sessions", "all_flagged"]);
    let cells = map.y.iter().flat_map(|y| map.x.iter().map(move |x| (x, y)));
    for (place, (x, y)) in cells.enumerate() {
        writer.text(x);
        writer.text(y);
        count(writer, map.shown.get(place));
        count(writer, map.all.get(place));
        writer.end_row();
    }
}

fn of_parallel(writer: &mut CsvWriter, parallel: &Parallel) {
    let names = [
        "feature", "p10", "p25", "p50", "p75", "p90", "all_p10", "all_p25", "all_p50", "all_p75", "all_p90", "sessions",
    ];
    header(writer, &names);
    let spreads = parallel.shown.iter().zip(&parallel.all);
    for (place, (feature, (shown, all))) in parallel.features.iter().zip(spreads).enumerate() {
        writer.text(feature);
        shown.iter().chain(all).for_each(|&share| writer.number(share));
        writer.number(parallel.counts.get(place).map_or(f64::NAN, |&sessions| f64::from(sessions)));
        writer.end_row();
    }
}

fn of_places(writer: &mut CsvWriter, places: &[Place]) {
    let figures = ["startup_median_ms", "bitrate_median_kbps", "rebuffering_ratio"];
    let names = ["country", "region", "sessions", "flagged", "low", "high"].into_iter().chain(figures);
    header(writer, &names.collect::<Vec<&str>>());
    for place in places {
        writer.text(&place.country);
        writer.text(&place.region);
        count(writer, Some(&place.shown));
        [place.interval.0, place.interval.1].into_iter().chain(place.figures).for_each(|number| writer.number(number));
        writer.end_row();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossfilter::picture::{Bars, Binning, Point};
    use crossfilter::view::{Axis, Metric, Scale};

    const TWO: Count = Count { sessions: 2, flagged: 1 };
    const NINE: Count = Count { sessions: 9, flagged: 3 };

    fn written(picture: &Picture) -> String {
        let mut writer = CsvWriter::default();
        write_picture(&mut writer, picture, &|dimension| *dimension == Dimension::Column("timestamp".into()));
        writer.take()
    }

    fn axis(name: &str) -> Axis {
        Axis { dimension: Dimension::Column(name.into()), scale: Scale::Linear, window: None }
    }

    #[test]
    fn each_picture_has_its_columns() {
        let binning = Binning { edges: vec![0.0, 1000.0, 2000.0] };
        let histogram = |name: &str| {
            Picture::Histogram(Histogram {
                axis: axis(name),
                binning: binning.clone(),
                shown: vec![TWO, Count::default()],
                all: vec![NINE, TWO],
                beyond: (0, 0),
                missing: 0,
            })
        };
        let head = "from,to,sessions,flagged,all_sessions,all_flagged\n";
        assert_eq!(written(&histogram("n")), format!("{head}0,1000,2,1,9,3\n1000,2000,0,0,2,1\n"));
        assert_eq!(
            written(&histogram("timestamp")),
            format!(
                "{head}1970-01-01T00:00:00Z,1970-01-01T00:00:01Z,2,1,9,3\n\
                 1970-01-01T00:00:01Z,1970-01-01T00:00:02Z,0,0,2,1\n"
            )
        );
        let scatter = Scatter {
            x: axis("n"),
            y: axis("m"),
            columns: binning.clone(),
            rows: Binning { edges: vec![-1.0, 1.0] },
            counts: vec![0, 4],
            tint: vec![f32::NAN, 1.0],
            labels: vec!["web".into(), "=tv".into()],
            marks: Vec::new(),
            names: Vec::new(),
            flagged: 0,
            beyond: 0,
            missing: 0,
            field: (0, 0, Vec::new()),
            contour: Vec::new(),
        };
        let labelled = "x_from,x_to,y_from,y_to,sessions,most_frequent\n1000,2000,-1,1,4,'=tv\n";
        assert_eq!(written(&Picture::Scatter(scatter.clone())), labelled);
        let scored = Scatter { labels: Vec::new(), tint: vec![f32::NAN, 0.5], ..scatter };
        let labelled = "x_from,x_to,y_from,y_to,sessions,mean_score\n1000,2000,-1,1,4,0.5\n";
        assert_eq!(written(&Picture::Scatter(scored)), labelled);
        let trend = Trend {
            metric: Metric::FlaggedShare,
            binning: Binning { edges: vec![0.0, 1000.0] },
            shown: vec![Point { count: TWO, value: f64::NAN, of: 2 }],
            all: vec![Point { count: NINE, value: 0.25, of: 9 }],
            exact: true,
            beyond: 0,
        };
        assert_eq!(
            written(&Picture::Trend(trend)).lines().nth(1),
            Some("1970-01-01T00:00:00Z,1970-01-01T00:00:01Z,2,1,,9,3,0.25,2,0.09453120573423071,0.9054687942657693")
        );
        let bar = Bar { label: "a, b".into(), shown: TWO, all: NINE, interval: (0.125, 0.5) };
        let bars = Bars { bars: vec![bar.clone()], rest: Some((7, bar)) };
        assert_eq!(
            written(&Picture::Bars(bars)),
            "label,sessions,flagged,low,high,all_sessions,all_flagged\n\"a, b\",2,1,0.125,0.5,9,3\n(7 others),2,1,0.125,0.5,9,3\n"
        );
        let map = HeatMap {
            x: vec!["a".into(), "b".into()],
            y: vec!["c".into()],
            shown: vec![TWO, NINE],
            all: vec![NINE, NINE],
            beyond: 0,
        };
        assert_eq!(
            written(&Picture::HeatMap(map)),
            "x,y,sessions,flagged,all_sessions,all_flagged\na,c,2,1,9,3\nb,c,9,3,9,3\n"
        );
        let parallel = Parallel {
            features: vec!["f".into()],
            shown: vec![[1.0; 5]],
            all: vec![[2.0; 5]],
            counts: vec![7],
            exact: true,
        };
        assert_eq!(written(&Picture::Parallel(parallel)).lines().nth(1), Some("f,1,1,1,1,1,2,2,2,2,2,7"));
        let place = Place {
            country: "DE".into(),
            region: String::new(),
            shown: TWO,
            interval: (0.0, 1.0),
            figures: [900.0, f64::NAN, 0.5],
        };
        assert_eq!(written(&Picture::Places(vec![place])).lines().nth(1), Some("DE,,2,1,0,1,900,,0.5"));
    }
}
