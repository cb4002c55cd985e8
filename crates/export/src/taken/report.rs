//! The report: one HTML file for people who were not there. It needs nothing beside itself, runs nothing, and prints well.

use super::html::Html;
use crate::{Link, View};
use analysis::views::{QoeRow, qoe, qoe_among};
use analysis::{Analysis, ModelSource, Source, Threshold};
use crossfilter::noted::CUT;
use crossfilter::picture::{Count, Totals};
use crossfilter::query::{ReportAsked, ReportPicture};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use telemetry::format;

const STYLE: &str = include_str!("report.css");

/// Writes the report of an analysis. `totals` is what the filters leave, `shown` are the rows of it, in any order.
pub fn write_report(analysis: &Analysis, asked: &ReportAsked, totals: &Totals, shown: &[u32]) -> String {
    let title = if asked.title.trim().is_empty() { "Streaming sessions" } else { asked.title.trim() };
    let mut html = Html::document();
    html.begin("html", &[("lang", "en")]).begin("head", &[]);
    html.begin("meta", &[("charset", "utf-8")]);
    html.begin("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    // What is opened from this file asks nobody for anything, and runs nothing.
    let policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
    html.begin("meta", &[("http-equiv", "Content-Security-Policy"), ("content", policy)]);
    html.element("title", title).style(STYLE).end();
    html.begin("body", &[]).begin("header", &[]).element("h1", title);
    html.element("p", &format!("{}, written {} UTC", source(analysis), format::utc_minute(asked.written_ms))).end();
    html.begin("main", &[]);
    notes(&mut html, &asked.notes);
    figures(&mut html, analysis, asked, totals);
    quality(&mut html, analysis, totals, (!asked.filters.is_empty()).then_some(shown));
    segments(&mut html, &asked.segments);
    asked.pictures.iter().for_each(|picture| show(&mut html, picture));
    method(&mut html, analysis);
    reproduce(&mut html, analysis, asked);
    html.finish()
}

fn source(analysis: &Analysis) -> String {
    match &analysis.plan.source {
        Source::Generated(scenario) => format::things(scenario.sessions.get().into(), "generated session"),
        Source::File(file) => {
            format!("{} from {}", format::things(analysis.scores.len() as u64, "session"), file.name)
        }
    }
}

/// What the user has to say, as paragraphs.
fn notes(html: &mut Html, notes: &str) {
    let notes = notes.replace("\r\n", "\n");
    for paragraph in notes.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        html.begin("p", &[("class", "notes")]).text(paragraph).end();
    }
}

fn figures(html: &mut Html, analysis: &Analysis, asked: &ReportAsked, totals: &Totals) {
    html.begin("section", &[]).element("h2", "Sessions").begin("table", &[]);
    heads(html, &["", "sessions", "flagged", "share flagged"]);
    let mut row = |name: &str, count: &Count| {
        let share = format::part(count.flagged.into(), count.sessions.into());
        html.row(name, &[format::count(count.sessions.into()), format::count(count.flagged.into()), share]);
    };
    if !asked.filters.is_empty() {
        row("that meet the filters", &totals.shown);
    }
    row("all", &totals.all);
    html.end().end();
    if !asked.filters.is_empty() {
        html.element("h3", "Filters").begin("ul", &[]);
        for filter in asked.filters.list() {
            html.element("li", &filter.in_words(&analysis.sessions.table));
        }
        for exclusion in asked.filters.exclusions() {
            html.element("li", &exclusion.in_words(&analysis.sessions.table));
        }
        html.end();
    }
    html.end();
}

/// What was said of what sessions share.
fn segments(html: &mut Html, said: &[String]) {
    let Some((whole, segments)) = said.split_first() else { return };
    html.begin("section", &[]).element("h2", "What they share").element("p", whole).begin("ol", &[]);
    for segment in segments {
        html.element("li", segment);
    }
    html.end().end();
}

/// A table's head, and the beginning of its body.
fn heads(html: &mut Html, names: &[&str]) {
    html.begin("thead", &[]).begin("tr", &[]);
    for name in names {
        match *name {
            "" => html.begin("td", &[]).end(),
            name => html.begin("th", &[("scope", "col")]).text(name).end(),
        };
    }
    html.end().end().begin("tbody", &[]);
}

/// How well the views went: of the sessions that meet the filters, where there are any, and of all.
fn quality(html: &mut Html, analysis: &Analysis, totals: &Totals, shown: Option<&[u32]>) {
    let aside = analysis.sessions.aside.as_ref().map(|aside| &aside.table);
    let all = qoe(analysis, aside);
    let some = shown.map(|shown| {
        let mut is_shown = vec![false; analysis.scores.len()];
        for &row in shown {
            if let Some(is_shown) = is_shown.get_mut(row as usize) {
                *is_shown = true;
            }
        }
        qoe_among(analysis, |row| is_shown[row])
    });
    let places: Vec<usize> = (0..all.rows.len()).filter(|&place| all.rows[place].needs.is_none()).collect();
    if places.is_empty() {
        return;
    }
    html.begin("section", &[]).element("h2", "Quality of experience");
    let mut told = "In brackets: how many sessions have what the figure is made of.".to_owned();
    if some.is_some() {
        let (meet, of) = (format::count(totals.shown.sessions.into()), format::count(totals.all.sessions.into()));
        told = format!("Of the sessions that meet the filters ({meet}), and of all ({of}). {told}");
    }
    if all.aside > 0 {
        let apart = format::things(all.aside.into(), "session");
        told += &format!(" All have {apart} more that were kept apart and not judged");
        told += if some.is_some() { "; whether these meet the filters is not known." } else { "." };
    }
    html.element("p", &told).begin("table", &[]);
    let groups = ["all", "flagged", "others"];
    match some {
        None => heads(html, &["", groups[0], groups[1], groups[2]]),
        Some(_) => {
            let of = ["that meet the filters", "flagged of these", "others of these"];
            heads(html, &[&[""], &of[..], &groups[..]].concat());
        }
    }
    let figures = |row: &QoeRow| {
        [&row.all, &row.flagged, &row.others].map(|figure| match figure.value {
            Some(value) => format!("{} ({})", format::quantity(value, row.unit), format::count(figure.n.into())),
            None => format::MISSING.to_owned(),
        })
    };
    for &place in &places {
        let mut cells = some.as_ref().map_or_else(Vec::new, |some| figures(&some.rows[place]).to_vec());
        cells.extend(figures(&all.rows[place]));
        html.row(&all.rows[place].label, &cells);
    }
    html.end().end().begin("dl", &[]);
    for &place in &places {
        html.element("dt", &all.rows[place].label).element("dd", &all.rows[place].meaning);
    }
    html.end().end();
}

/// A picture. As an image it can run nothing, whatever it is; what is neither an SVG nor a PNG is left out.
fn show(html: &mut Html, picture: &ReportPicture) {
    let image = picture.image.trim();
    let address = if image.starts_with("<svg") {
        format!("data:image/svg+xml,{}", utf8_percent_encode(image, NON_ALPHANUMERIC))
    } else if image.starts_with("data:image/png;base64,") {
        image.to_owned()
    } else {
        return;
    };
    html.begin("figure", &[]).element("h2", &picture.title);
    html.begin("img", &[("src", &address), ("alt", &picture.summary)]);
    html.element("figcaption", &picture.summary).end();
}

fn method(html: &mut Html, analysis: &Analysis) {
    html.begin("section", &[]).element("h2", "Method");
    let trees = analysis.plan.detector.model.hyperparameters();
    let fitted = match (&analysis.plan.detector.model, trees) {
        (ModelSource::Saved(file), _) => format!("the saved model {} ({})", file.name, analysis.method.label()),
        (ModelSource::Fitted { .. }, Some(trees)) => format!(
            "{} of {}, each of a sample of {} (seed {})",
            analysis.method.label(),
            format::things(trees.trees().into(), "tree"),
            format::things(trees.sample_size().into(), "session"),
            trees.seed()
        ),
        (ModelSource::Fitted { .. }, None) => analysis.method.label().to_owned(),
    };
    let rule = match analysis.plan.detector.threshold {
        Threshold::Contamination(share) => format!("so that about {} of them are", format::share(share.get())),
        Threshold::Score(_) => "as chosen".to_owned(),
        Threshold::Auto => "where a session takes as many splits as an average one".to_owned(),
    };
    html.element(
        "p",
        &format!(
            "Sessions were scored by {fitted}: what is told apart from the others by few random splits scores high. \
             A session is flagged where its score is above {}, {rule}. A score compares a session with the others of \
             this set; it is not a probability. A flagged session is unusual, which is a reason to look at it.",
            format::significant(analysis.threshold, 6)
        ),
    );
    html.begin("dl", &[]);
    for feature in &analysis.plan.features {
        html.element("dt", &feature.label()).element("dd", &feature.meaning());
    }
    html.end().end();
}

fn reproduce(html: &mut Html, analysis: &Analysis, asked: &ReportAsked) {
    html.begin("section", &[]).element("h2", "To reproduce");
    let link = asked.link.trim();
    if link.starts_with("https://") || link.starts_with("http://") {
        // The address of a page on which nothing was changed yet has no link in it, nor has one for which it is too long.
        let made = match link.split_once('#') {
            Some((_, fragment)) if !fragment.is_empty() => Ok(link.to_owned()),
            _ => {
                let (plan, fingerprint) = (analysis.plan.clone(), Some(analysis.fingerprint));
                let made = Link { plan, view: View::default(), fingerprint }.written();
                made.map(|fragment| format!("{}#{fragment}", link.trim_end_matches('#')))
            }
        };
        match &made {
            Ok(link) => {
                html.begin("p", &[]).text("This link makes the same analysis anew: ");
                html.begin("a", &[("href", link)]).text(link).end().end();
            }
            Err(error) => {
                html.element("p", &format!("No link makes this analysis anew: {error}."));
            }
        }
        let is_cut = link.split(['#', '&']).any(|pair| pair.strip_prefix("e.") == Some(CUT));
        if is_cut {
            html.element(
                "p",
                "It is without what was chosen in Explore, which did not fit: filters and views are not in it.",
            );
        }
    }
    html.begin("p", &[]).text("Fingerprint: ").element("code", &analysis.fingerprint.to_string()).end();
    html.element("h3", "Plan").begin("pre", &[]).text(&analysis.plan.to_pairs().to_string().replace('&', "\n")).end();
    html.end();
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use analysis::Plan;
    use analysis::SerialExecutor;
    use crossfilter::{Dimension, Filters, Test};
    use features::Feature;
    use std::sync::{Arc, LazyLock};
    use telemetry::Field;

    static SHARED: LazyLock<Arc<Analysis>> = LazyLock::new(|| {
        Arc::new(SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan"))
    });
    static ANALYSIS: LazyLock<&Analysis> = LazyLock::new(|| &**SHARED);
    const TOTALS: Totals =
        Totals { shown: Count { sessions: 120, flagged: 12 }, all: Count { sessions: 10_000, flagged: 500 } };
    const HOSTILE: &str = "<script>alert(1)</script> \"quoted\" & 'so' \u{1b}]]> <!-- --> \u{202e}";

    fn asked() -> ReportAsked {
        let mut filters = Filters::default();
        filters.set(Dimension::Column("startup_time_ms".into()), Test::Between(2000.0, f64::INFINITY));
        filters.set(Dimension::Column("cdn".into()), Test::OneOf(vec![HOSTILE.into()]));
        let picture =
            |image: &str| ReportPicture { title: HOSTILE.into(), summary: HOSTILE.into(), image: image.into() };
        ReportAsked {
            title: HOSTILE.into(),
            notes: format!("One.\n\n{HOSTILE}\r\n\r\n\n\nThree."),
            link: format!("https://example.org/#v=1&x={HOSTILE}"),
            written_ms: 1_767_571_200_000.0,
            segments: vec![format!("12 are flagged {HOSTILE}"), format!("CDN: {HOSTILE}")],
            filters,
            pictures: vec![
                picture("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
                picture("data:image/png;base64,AAAA"),
                picture("javascript:alert(1)"),
                picture("data:text/html,<script>alert(1)</script>"),
            ],
        }
    }

    /// The elements of a document, checked to be properly nested, with their attributes.
    fn elements(document: &str) -> Vec<(String, String)> {
        let (mut open, mut elements) = (Vec::new(), Vec::new());
        let mut rest = document.strip_prefix("<!DOCTYPE html>").expect("a document");
        while let Some((_, tag)) = rest.split_once('<') {
            let (tag, behind) = tag.split_once('>').expect("a tag ends");
            rest = behind;
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name.to_owned())),
                None => {
                    if !["meta", "img"].contains(&name) {
                        open.push(name.to_owned());
                    }
                    elements.push((name.to_owned(), attributes.to_owned()));
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
        elements
    }

    #[test]
    fn whatever_is_said_is_a_text() {
        let report = write_report(&ANALYSIS, &asked(), &TOTALS, &[0, 7, 500]);
        let elements = elements(&report);
        let names: Vec<&str> = elements.iter().map(|(name, _)| name.as_str()).collect();
        assert!(!names.contains(&"script") && !report.contains("alert(1)</script>") && !report.contains('\u{1b}'));
        let images: Vec<&String> =
            elements.iter().filter(|(name, _)| name == "img").map(|(_, attributes)| attributes).collect();
        assert_eq!(images.len(), 2, "what is no picture is left out");
        assert!(images.iter().all(|image| image.starts_with("src=\"data:image/")));
        assert_eq!(names.iter().filter(|&&name| name == "figure").count(), 2);
        assert_eq!(report.matches("class=\"notes\"").count(), 3);
        let only =
            ["html", "head", "meta", "title", "style", "body", "header", "main", "section", "figure", "figcaption"];
        let text = ["h1", "h2", "h3", "p", "a", "code", "pre", "ul", "ol", "li", "dl", "dt", "dd", "img"];
        let table = ["table", "thead", "tbody", "tr", "th", "td"];
        let known: Vec<&str> = [&only[..], &text[..], &table[..]].concat();
        assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    }

    #[test]
    fn the_report_has_a_link_or_says_why_not() {
        let written = |analysis: &Analysis, link: &str| {
            write_report(analysis, &ReportAsked { link: link.into(), ..asked() }, &TOTALS, &[])
        };
        let without = "It is without what was chosen in Explore";
        let whole = written(&ANALYSIS, "https://example.org/#v=1&e.compare=1");
        assert!(whole.contains("href=\"https://example.org/#v=1&amp;e.compare=1\"") && !whole.contains(without));
        assert!(written(&ANALYSIS, "https://example.org/#v=1&e.cut=1&fp=0").contains(without));
        // The address of a page as it opens has no link: it is made of the analysis.
        for plain in ["https://example.org/", "https://example.org/#"] {
            assert!(
                written(&ANALYSIS, plain).contains("href=\"https://example.org/#v=1&amp;src=streamguard&amp;n=10000")
            );
        }
        let mut long = SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan");
        long.plan.features =
            (0..64).map(|column| Feature::plain(features::Measure::Column(format!("{column:0200}")))).collect();
        let report = written(&long, "https://example.org/");
        assert!(report.contains("No link makes this analysis anew: the link is ") && !report.contains("<a "));
    }

    #[test]
    fn the_report_has_what_it_takes_to_do_it_again() {
        let report = write_report(&ANALYSIS, &asked(), &TOTALS, &[0, 7, 500]);
        for part in [
            ANALYSIS.fingerprint.to_string(),
            "Isolation Forest of 100 trees, each of a sample of 256 sessions".into(),
            "10\u{202f}000 generated sessions, written 2026-01-05 00:00 UTC".into(),
            "<td>120</td>\n<td>12</td>\n<td>10%</td>".into(),
            "Startup time at least 2\u{202f}s".into(),
            "Rebuffering ratio".into(),
            "href=\"https://example.org/#v=1&amp;x=".into(),
        ] {
            assert!(report.contains(&part), "{part}");
        }
        for pair in ANALYSIS.plan.to_pairs().to_string().split('&') {
            assert!(report.contains(pair), "{pair}");
        }
        let plain = write_report(&ANALYSIS, &ReportAsked::default(), &TOTALS, &[]);
        elements(&plain);
        assert!(!plain.contains("Filters") && !plain.contains("<a ") && plain.contains("Streaming sessions"));
    }

    /// The rows of the table of quality: label, and cells.
    fn quality_of(report: &str) -> Vec<(String, Vec<String>)> {
        let (_, behind) = report.split_once("Quality of experience").expect("the section");
        let (table, _) = behind.split_once("</table>").expect("its table");
        let text = |cell: &str| cell.split('<').next().unwrap_or_default().replace("&lt;", "<");
        let rows = table.split("<th scope=\"row\">").skip(1);
        rows.map(|row| (text(row), row.split("<td>").skip(1).map(text).collect())).collect()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

        /// Held against a plain second computation over the rows that meet the filters.
        #[test]
        fn the_quality_of_what_is_shown_is_of_what_meets_the_filters(cdn in 0..4_usize, most in 500.0..9000.0_f64) {
            use crossfilter::query::Writing;
            use telemetry::Data;
            let analysis = &**SHARED;
            let table = &analysis.sessions.table;
            let Some(Data::Category(cdns)) = table.field(Field::Cdn).map(|column| &column.data) else { panic!("has it") };
            let label = cdns.labels()[cdn % cdns.labels().len()].clone();
            let startup = table.numbers(Field::StartupTimeMs).expect("has it");
            let mut filters = Filters::default();
            filters.set(Dimension::Column("cdn".into()), Test::OneOf(vec![label.clone()]));
            filters.set(Dimension::Column("startup_time_ms".into()), Test::Between(0.0, most));
            let asked = ReportAsked { filters, ..ReportAsked::default() };
            let mut crossfilter = crossfilter::Crossfilter::of(SHARED.clone());
            let mut report = String::new();
            let written = super::super::write(analysis, &mut crossfilter, &Writing::Report(asked), |piece| {
                report += &piece;
                Ok::<(), std::convert::Infallible>(())
            });
            proptest::prop_assert!(written.is_ok_and(|written| written.is_some()));

            let meets = |row: &usize| cdns.label(*row) == label && startup[*row] < most;
            let shown: Vec<usize> = (0..table.rows()).filter(meets).collect();
            let all: Vec<usize> = (0..table.rows()).collect();
            let never = |row: &usize| [Field::ExitBeforeStart, Field::StartupFailed].iter()
                .any(|flag| table.numbers(*flag).is_some_and(|flags| flags[*row] == 1.0));
            let (stalled, watched) = (
                table.numbers(Field::RebufferDurationMs).expect("has it"), table.numbers(Field::WatchTimeS).expect("has it"),
            );
            let quantity = |value: f64, unit, n: usize| match n {
                0 => format::MISSING.to_owned(),
                n => format!("{} ({})", format::quantity(value, unit), format::count(n as u64)),
            };
            let median = |rows: &[usize]| {
                let started = rows.iter().filter(|row| !never(row)).map(|&row| startup[row]).filter(|value| !value.is_nan());
                let mut values: Vec<f64> = started.collect();
                values.sort_by(f64::total_cmp);
                let rank = (values.len() as f64 / 2.0).ceil() as usize;
                quantity(values.get(rank.max(1) - 1).copied().unwrap_or(f64::NAN), Field::StartupTimeMs.unit(), values.len())
            };
            let ratio = |rows: &[usize]| {
                let known = rows.iter().filter(|row| !never(row) && !stalled[**row].is_nan() && !watched[**row].is_nan());
                let (mut of, mut per, mut n) = (0.0, 0.0, 0);
                for &row in known {
                    (of, per, n) = (of + stalled[row] / 1000.0, per + watched[row], n + 1);
                }
                quantity(of / per, telemetry::Unit::Ratio, n)
            };
            let [flagged, others] = [true, false].map(|wanted| {
                shown.iter().copied().filter(|&row| analysis.is_flagged(row) == wanted).collect::<Vec<usize>>()
            });
            let quality = quality_of(&report);
            let row = |label: &str| quality.iter().find(|(name, _)| name == label).map(|(_, cells)| cells.clone());
            let startup_row = row("Startup, median").expect("a row");
            proptest::prop_assert_eq!(&startup_row[..4], &[median(&shown), median(&flagged), median(&others), median(&all)]);
            let ratio_row = row("Rebuffering ratio").expect("a row");
            proptest::prop_assert_eq!(&ratio_row[..4], &[ratio(&shown), ratio(&flagged), ratio(&others), ratio(&all)]);
        }
    }

    #[test]
    fn without_filters_there_is_one_group() {
        let report = write_report(&ANALYSIS, &ReportAsked::default(), &TOTALS, &[]);
        assert!(quality_of(&report).iter().all(|(_, cells)| cells.len() == 3));
        assert!(!report.contains("meet the filters"));
    }
}
