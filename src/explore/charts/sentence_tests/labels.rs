//! What is said of labels: bars, cells, countries.

use super::*;
use crate::explore::charts::testing::column;
use crossfilter::Picture;
use crossfilter::picture::{Bar, Bars, HeatMap, Place};
use crossfilter::view::Drawing;

/// By flagged share, those of few sessions behind, those of none last.
fn sorted(mut labels: Vec<(String, Count)>) -> Vec<(String, Count)> {
    let rank = |count: &Count| match count.sessions {
        0 => -1.0,
        1..FEW => share(count) - 0.5,
        FEW.. => share(count) + 1.0,
    };
    labels.sort_by(|(_, a), (_, b)| rank(b).total_cmp(&rank(a)));
    labels
}

/// A label and the share behind it: "l7 (12.3%)".
fn named<'a>(labels: &'a [(String, Count)], text: &str) -> (&'a Count, String) {
    let (label, part) = text.strip_suffix(')').and_then(|text| text.split_once(" (")).expect("a label and its share");
    let (_, count) = labels.iter().find(|(known, _)| known == label).unwrap_or_else(|| panic!("no label {label}"));
    (count, part.to_owned())
}

/// Holds a sentence on bars against all labels, those without a bar of their own among them.
fn check_bars(summary: &str, labels: &[(String, Count)], others: &[(String, Count)]) {
    let pieces = pieces(summary, "Flagged share by CDN, ");
    let (every, first) = pieces[0].split_once(": ").expect("how many labels");
    let every = before(every, if every == "1 label" { " label" } else { " labels" });
    assert_eq!(every, Some(labels.len() as u64), "{summary}");
    let mut known: Vec<f64> =
        labels.iter().filter(|(_, count)| count.sessions >= FEW).map(|(_, count)| share(count)).collect();
    known.sort_by(|a, b| b.total_cmp(a));
    let is_named = |text: &str, place: usize| {
        let (count, part) = named(labels, text);
        assert!(count.sessions >= FEW, "{text} has {} sessions: {summary}", count.sessions);
        assert_eq!(part, percent(count), "{summary}");
        assert_eq!(share(count), known[place], "{text} is not the one: {summary}");
    };
    let mut counted = 0;
    for piece in std::iter::once(first).chain(pieces[1..].iter().map(String::as_str)) {
        let rest = piece.strip_suffix(" together").unwrap_or(piece);
        if let Some((from, to)) = piece.split_once(" down to ") {
            let (which, from) = from.split_once("from ").expect("the first");
            let highest = which.starts_with("the highest ");
            let which = which.trim_start_matches("the highest ").trim_end();
            let so_many = if which.is_empty() { known.len() } else { number(which).expect("how many") as usize };
            assert!(highest || so_many == known.len(), "all that are known, or the highest of them: {summary}");
            is_named(from, 0);
            is_named(to, so_many - 1);
            counted += so_many;
        } else if piece == "none of them has sessions" {
            assert_eq!(sum(labels.iter().map(|(_, count)| *count)).sessions, 0, "{summary}");
            counted = labels.len();
        } else if let Some(few) = before(piece, " of fewer than 30 sessions") {
            counted += few as usize;
        } else if let Some(none) = before(piece, " without sessions") {
            counted += none as usize;
        } else if rest.contains(" other") {
            let (so_many, said) = rest.split_once(" other").expect("others");
            assert_eq!(number(so_many), Some(others.len() as u64), "{summary}");
            let all = sum(others.iter().map(|(_, count)| *count));
            let said = said.trim_start_matches('s').trim_start_matches(" together").trim_start();
            match said.split_once(" of ") {
                Some((part, sessions)) => {
                    let of = sessions.trim_end_matches('s');
                    assert_eq!(
                        (part, before(of, " session")),
                        (percent(&all).as_str(), Some(all.sessions.into())),
                        "{summary}"
                    );
                }
                None => assert_eq!((said, all.sessions), ("without sessions", 0), "{summary}"),
            }
            counted += others.len();
        } else {
            let highest = piece.strip_prefix("the highest ");
            assert!(highest.is_some() || known.len() == 1, "the only one that is known: {summary}");
            is_named(highest.unwrap_or(piece), 0);
            counted += 1;
        }
    }
    assert_eq!(counted, labels.len(), "the labels add up: {summary}");
}

proptest! {
    #[test]
    fn bars(counts in proptest::collection::vec((counts(), counts()), 1..40), top in 1..15_usize) {
        let labels = counts.iter().enumerate().map(|(place, (shown, _))| (format!("l{place}"), *shown)).collect();
        let labels = sorted(labels);
        let bar = |label: &str, shown: Count| Bar { label: label.to_owned(), shown, all: shown, interval: (0.0, 1.0) };
        let (own, others) = labels.split_at(top.min(labels.len()));
        let rest = sum(others.iter().map(|(_, count)| *count));
        let picture = Bars {
            bars: own.iter().map(|(label, count)| bar(label, *count)).collect(),
            rest: (!others.is_empty()).then(|| (others.len() as u32, bar("", rest))),
        };
        let mut bench = Bench::new(Drawing::Bars { of: column("cdn"), top: top as u16 }, Some(Picture::Bars(picture)));
        let summary = bench.kind.words(&bench.given).summary;
        check_bars(&summary, &labels, others);
        all_agree(&mut bench);
    }

    #[test]
    fn heat_maps(cells in proptest::collection::vec(counts(), 12), columns in 1..5_usize, beyond in 0..3_u32) {
        let rows = cells.len() / columns;
        let name = |of: &str, count: usize| (0..count).map(|place| format!("{of}{place}")).collect::<Vec<String>>();
        let shown = cells[..rows * columns].to_vec();
        let map = HeatMap { x: name("x", columns), y: name("y", rows), all: shown.clone(), shown: shown.clone(), beyond };
        let drawing = Drawing::HeatMap { x: column("cdn"), y: column("isp") };
        let mut bench = Bench::new(drawing, Some(Picture::HeatMap(map)));
        let summary = bench.kind.words(&bench.given).summary;
        let pieces = pieces(&summary, "Flagged share by ISP and CDN: ");
        let all = sum(shown.iter().copied()).sessions;
        prop_assert_eq!(before(pieces[0].trim_end_matches('s'), " session"), Some(all.into()));
        let known = || shown.iter().enumerate().filter(|(_, count)| count.sessions >= FEW);
        let greatest = known().map(|(_, count)| share(count)).fold(f64::NAN, f64::max);
        let (mut named, mut more) = (false, 0);
        for piece in &pieces[1..] {
            if let Some((part, at)) = piece.strip_prefix("greatest ").and_then(|piece| piece.split_once(" at ")) {
                let at_cell = |place: usize| format!("x{} · y{}", place % columns, place / columns);
                let (_, count) = known().find(|(place, _)| at_cell(*place) == at).expect("a cell of enough sessions");
                prop_assert_eq!((share(count), part.to_owned()), (greatest, percent(count)), "{}", summary);
                named = true;
            } else if let Some(sessions) = before(piece, " more with other labels or without one") {
                more = sessions;
            } else {
                prop_assert_eq!(piece.as_str(), "every cell has fewer than 30");
                prop_assert!(all > 0 && known().next().is_none());
            }
        }
        prop_assert_eq!((named, more), (known().next().is_some(), beyond.into()));
        all_agree(&mut bench);
    }

    #[test]
    fn places(counts in proptest::collection::vec(counts(), 1..12), without in counts()) {
        let countries = counts.iter().enumerate().map(|(place, shown)| (format!("C{place}"), *shown)).collect();
        let mut countries = sorted(countries);
        // Sessions without a country stand among the others by their share.
        countries.push((String::new(), without));
        let countries = sorted(countries);
        let place = |(country, shown): &(String, Count)| Place {
            country: country.clone(),
            region: String::new(),
            shown: *shown,
            interval: (0.0, 1.0),
            figures: [f64::NAN; 3],
        };
        let picture = Picture::Places(countries.iter().map(place).collect());
        let mut bench = Bench::new(Drawing::Places, Some(picture));
        let summary = bench.kind.words(&bench.given).summary;
        let pieces = pieces(&summary, "");
        let (of, figures) = pieces[0].split_once(": ").expect("figures");
        let named = || countries.iter().filter(|(country, _)| !country.is_empty());
        let seen = named().filter(|(_, count)| count.sessions > 0).count();
        let (shown, every) = of.split_once(" of ").unwrap_or((of.split(' ').next().expect("a number"), of));
        let every = every.trim_end_matches(" countries").trim_end_matches(" country");
        prop_assert_eq!((number(shown), number(every)), (Some(seen as u64), Some(named().count() as u64)), "{}", summary);
        let all = sum(countries.iter().map(|(_, count)| *count));
        let noun = if all.sessions == 1 { "session" } else { "sessions" };
        let flagged = match all.sessions {
            0 => "none flagged".to_owned(),
            _ => format!("{} flagged ({})", format::count(all.flagged.into()), percent(&all)),
        };
        prop_assert_eq!(figures, format!("{} {noun}, {flagged}", format::count(all.sessions.into())));
        let known = || named().filter(|(_, count)| count.sessions >= FEW);
        let greatest = known().map(|(_, count)| share(count)).fold(f64::NAN, f64::max);
        let mut told = false;
        for piece in &pieces[1..] {
            if let Some(first) = piece.strip_prefix("the highest flagged share in ") {
                let (count, part) = super::labels::named(&countries, first);
                prop_assert!(count.sessions >= FEW && share(count) == greatest && part == percent(count), "{}", summary);
                told = true;
            } else if let Some(elsewhere) = before(piece, " of the sessions in other countries or none") {
                prop_assert_eq!(elsewhere, u64::from(without.sessions));
            } else {
                prop_assert_eq!(piece.as_str(), "no country has 30 of them");
                prop_assert!(known().next().is_none() && seen > 0);
            }
        }
        prop_assert_eq!(told, known().next().is_some(), "{}", summary);
        all_agree(&mut bench);
    }
}

#[test]
fn what_stands_among_the_others_is_not_forgotten() {
    let labels: Vec<(String, Count)> =
        (0..28).map(|place| (format!("l{place}"), count(1000, 250 - place * 8))).collect();
    let bar = |(label, shown): &(String, Count)| Bar {
        label: label.clone(),
        shown: *shown,
        all: *shown,
        interval: (0.0, 1.0),
    };
    let (own, others) = labels.split_at(8);
    let rest = bar(&(String::new(), sum(others.iter().map(|(_, count)| *count))));
    let bars = Bars { bars: own.iter().map(bar).collect(), rest: Some((20, rest)) };
    let bench = Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, Some(Picture::Bars(bars)));
    let summary = bench.kind.words(&bench.given).summary.replace(format::THIN_SPACE, " ");
    assert_eq!(
        summary,
        "Flagged share by CDN, 28 labels: the highest 8 from l0 (25%) down to l7 (19.4%); 20 others together 11% of 20 000 \
         sessions."
    );
}
