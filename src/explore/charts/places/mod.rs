//! Countries that unfold into their regions, with shares, intervals and figures: a table, so it stands in the page and not on
//! a canvas. Here is what it says; `paper` draws it where it is taken away.

mod paper;

use super::bars::{self, FEW, interval_text, share};
use super::given::{Given, Reaction};
use super::histogram::share_of;
use super::quantity::{Quantity, column_of, flagged, sessions, shown_label};
use crate::explore::gesture::Gesture;
use charts::kind::{Input, Key, Kind, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::theme::Tokens;
use crossfilter::picture::Place;
use crossfilter::{Dimension, Picture};
use telemetry::format;
use telemetry::{Field, Unit};

/// A table has no pointer of its own.
#[derive(Default)]
pub struct PlacesKind {
    /// The countries whose regions are shown.
    unfolded: Vec<String>,
}

/// The places of the picture.
pub fn places(given: &Given) -> &[Place] {
    match given.picture.as_deref() {
        Some(Picture::Places(places)) => places,
        _ => &[],
    }
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    /// The place.
    pub place: &'a Place,
    /// How many regions the country has; none for a region.
    pub regions: Option<usize>,
    /// Whether they are shown.
    pub open: bool,
}

/// The lines that are shown when these countries are unfolded.
pub fn lines<'a>(places: &'a [Place], unfolded: &[String]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    // The first of a country is the country as a whole.
    for group in places.chunk_by(|a, b| a.country == b.country) {
        let Some((whole, regions)) = group.split_first() else { continue };
        let open = unfolded.contains(&whole.country) && !regions.is_empty();
        lines.push(Line { place: whole, regions: Some(regions.len()), open });
        if open {
            lines.extend(regions.iter().map(|place| Line { place, regions: None, open: false }));
        }
    }
    lines
}

impl Line<'_> {
    /// What it is called.
    pub fn name(&self) -> &str {
        shown_label(if self.regions.is_some() { &self.place.country } else { &self.place.region })
    }

    /// What picking it tells; nothing for sessions without a label.
    pub fn pick(&self, given: &Given, more: bool) -> Option<Gesture> {
        let (field, label) = match self.regions {
            Some(_) => (Field::CountryCode, &self.place.country),
            None => (Field::Region, &self.place.region),
        };
        let dimension = column_of(field, &given.about)?.clone();
        (!label.is_empty()).then(|| Gesture::Pick { dimension, label: label.clone(), more })
    }

    /// Whether it is picked: the first filter is that on countries, the other that on regions.
    pub fn picked(&self, given: &Given) -> bool {
        match self.regions {
            Some(_) => Given::picks(given.test.as_ref(), &self.place.country),
            None => Given::picks(given.test_up.as_ref(), &self.place.region),
        }
    }
}

/// The share at the end of the intervals' axis.
pub fn top(places: &[Place]) -> f64 {
    let known = places.iter().filter(|place| place.shown.sessions >= FEW).filter_map(|place| share(&place.shown));
    let any = || places.iter().filter_map(|place| share(&place.shown)).fold(0.0, f64::max);
    let greatest = known.fold(0.0, f64::max);
    let greatest = if greatest > 0.0 { greatest } else { any() };
    (greatest * 1.5).clamp(0.01, 1.0)
}

/// Startup, bitrate and stalls of a place, as text.
pub fn figures(place: &Place) -> [String; 3] {
    let [startup, bitrate, stalls] = place.figures;
    let text = |value: f64, unit| {
        if value.is_finite() { Quantity::Unit(unit).rounded(value) } else { format::MISSING.into() }
    };
    [text(startup, Unit::Milliseconds), text(bitrate, Unit::KilobitsPerSecond), text(stalls, Unit::Ratio)]
}

/// The columns of the table.
pub const COLUMNS: [&str; 7] =
    ["Place", "Sessions", "Flagged", "95 % interval", "Median startup", "Median bitrate", "Stalled"];

impl Kind<Given> for PlacesKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 0.0, right: 0.0, top: 0.0, bottom: 0.0 }
    }

    fn draw(&self, _: &Given, _: &mut Sheet<'_>) {}

    fn printed_height(&self, given: &Given, _: f64) -> f64 {
        paper::height(given)
    }

    fn print(&self, given: &Given, sheet: &mut Sheet<'_>) {
        paper::draw(given, sheet);
    }

    fn overlay(&self, _: &Given, _: &mut Sheet<'_>) -> Option<Tip> {
        None
    }

    fn take(&mut self, given: &Given, input: Input<'_>, _: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        if let Input::Key("Escape", ..) = input {
            let tests = [(&given.test, Field::CountryCode), (&given.test_up, Field::Region)];
            let set = tests.into_iter().filter(|(test, _)| test.is_some());
            let set: Vec<Dimension> = set.filter_map(|(_, field)| column_of(field, &given.about).cloned()).collect();
            if !set.is_empty() {
                (reaction.taken, reaction.tell) = (true, vec![Gesture::Clear(set)]);
            }
        }
        reaction
    }

    fn words(&self, given: &Given) -> Words {
        let mut words = Words {
            role: "table",
            caption: format!(
                "Sessions by country and region, the highest flagged share first, under {FEW} sessions last"
            ),
            columns: ["Country", "Region", "Sessions", "Flagged", "Flagged share", "95 % interval"]
                .into_iter()
                .chain(COLUMNS.into_iter().skip(4))
                .map(String::from)
                .collect(),
            ..Words::default()
        };
        if given.picture.is_none() {
            return words;
        }
        let lines = lines(places(given), &[]);
        let shown: u64 = lines.iter().map(|line| u64::from(line.place.shown.sessions)).sum();
        let marked: u64 = lines.iter().map(|line| u64::from(line.place.shown.flagged)).sum();
        if lines.is_empty() {
            words.empty = Some("No session has a country.".into());
            return words;
        }
        let named = || lines.iter().filter(|line| !line.place.country.is_empty());
        let countries = |count: usize| if count == 1 { "1 country".into() } else { format!("{count} countries") };
        let seen = named().filter(|line| line.place.shown.sessions > 0).count();
        let of = if seen == named().count() { String::new() } else { format!("{seen} of ") };
        words.summary = format!("{of}{}: {}, {}", countries(named().count()), sessions(shown), flagged(marked, shown));
        let elsewhere: u64 = lines.iter().map(|line| u64::from(line.place.shown.sessions)).sum::<u64>()
            - named().map(|line| u64::from(line.place.shown.sessions)).sum::<u64>();
        if elsewhere > 0 {
            words.summary += &format!("; {} of the sessions in other countries or none", format::count(elsewhere));
        }
        let known = || named().filter(|line| line.place.shown.sessions >= FEW);
        match known().next() {
            Some(first) => {
                words.summary +=
                    &format!("; the highest flagged share in {} ({})", first.name(), share_of(&first.place.shown));
            }
            None if seen > 0 => words.summary += &format!("; no country has {FEW} of them"),
            None => {}
        }
        words.summary += ".";
        if shown == 0 {
            words.empty = Some(super::histogram::NOTHING_LEFT.into());
        }
        words
    }

    fn legend(&self, given: &Given, _: &Tokens) -> Vec<Key> {
        if places(given).is_empty() {
            Vec::new()
        } else {
            bars::share_keys().into_iter().chain([bars::few_key()]).collect()
        }
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        let all: Vec<String> = places(given).iter().map(|place| place.country.clone()).collect();
        let row = |line: Line<'_>| {
            let count = line.place.shown;
            let region = if line.regions.is_some() { "all" } else { line.name() };
            let cells = [
                shown_label(&line.place.country).to_owned(),
                region.to_owned(),
                format::count(count.sessions.into()),
                format::count(count.flagged.into()),
                share_of(&count),
                interval_text(&count, line.place.interval),
            ];
            cells.into_iter().chain(figures(line.place)).collect()
        };
        lines(places(given), &all).into_iter().map(row).collect()
    }

    #[cfg(target_arch = "wasm32")]
    fn beside(&self, given: &Given, tell: &yew::Callback<Gesture>, turn: &yew::Callback<String>) -> yew::Html {
        let noted = charts::kind::ChartData::words(given, self).note.is_some();
        if noted { yew::Html::default() } else { super::places_table::table(given, &self.unfolded, tell, turn) }
    }

    /// A country was folded or unfolded.
    fn turn(&mut self, country: String) {
        match self.unfolded.iter().position(|unfolded| *unfolded == country) {
            Some(place) => drop(self.unfolded.remove(place)),
            None => self.unfolded.push(country),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::charts::testing::{Bench, column, count};
    use charts::scene::{Fill, Shape, Text};
    use crossfilter::Test;
    use crossfilter::view::Drawing;

    fn place(country: &str, region: &str, sessions: u32) -> Place {
        let figures = [1234.0, 5200.0, f64::NAN];
        let (country, region) = (country.into(), region.into());
        Place { country, region, shown: count(sessions, sessions / 10), interval: (0.05, 0.2), figures }
    }

    fn bench() -> Bench {
        let places = vec![place("DE", "", 100), place("DE", "BE", 60), place("DE", "", 40), place("", "", 7)];
        Bench::new(Drawing::Places, Some(Picture::Places(places)))
    }

    #[test]
    fn countries_unfold_into_regions() {
        let mut bench = bench();
        let names = |unfolded: &[String]| -> Vec<String> {
            lines(places(&bench.given), unfolded).iter().map(|line| line.name().to_owned()).collect()
        };
        assert_eq!(names(&[]), ["DE", "(none)"]);
        assert_eq!(names(&["DE".into()]), ["DE", "BE", "(none)", "(none)"]);
        let unfolded = ["DE".to_owned()];
        let told: Vec<_> =
            lines(places(&bench.given), &unfolded).iter().map(|line| line.pick(&bench.given, true)).collect();
        let pick =
            |of: &str, label: &str| Some(Gesture::Pick { dimension: column(of), label: label.into(), more: true });
        assert_eq!(told, [pick("country_code", "DE"), pick("region", "BE"), None, None]);
        bench.given.test = Some(Test::OneOf(vec!["DE".into()]));
        let picked: Vec<bool> =
            lines(places(&bench.given), &unfolded).iter().map(|line| line.picked(&bench.given)).collect();
        assert_eq!(picked, [true, false, false, false]);
        assert_eq!(bench.key("Escape").tell, [Gesture::Clear(vec![column("country_code")])]);
        assert_eq!(figures(&places(&bench.given)[0])[0].replace(format::THIN_SPACE, " "), "1.23 s");
        let summary = bench.kind.words(&bench.given).summary;
        assert_eq!(
            summary,
            "1 country: 107 sessions, 10 flagged (9.35%); 7 of the sessions in other countries or none; \
             the highest flagged share in DE (10%)."
        );
        bench.shake();
    }

    #[test]
    fn on_paper_it_is_drawn_with_bars_and_figures() {
        let bench = bench();
        assert!(bench.base().shapes.is_empty(), "on the page the table is no picture");
        let scene = bench.printed();
        let texts: Vec<String> = scene.texts().map(|text| text.text.replace(format::THIN_SPACE, " ")).collect();
        for expected in ["Place", "Median startup", "DE", "BE", "(none)", "100", "10%", "1.23 s", "5.2 Mbps"] {
            assert!(texts.iter().any(|text| text == expected), "{expected} of {texts:?}");
        }
        let bars = |hatched: bool| {
            let rects = scene.shapes.iter().filter_map(|shape| match shape {
                Shape::Rects { rects, fill: Some(fill), .. } if matches!(fill, Fill::Hatch(_)) == hatched => {
                    Some(rects.len())
                }
                _ => None,
            });
            rects.sum::<usize>()
        };
        assert_eq!((bars(false), bars(true)), (3, 1), "few sessions are hatched");
        assert_eq!(bench.kind.printed_height(&bench.given, 300.0), 5.0 * 18.0 + 8.0);
        let inside = |text: &Text| (0.0..=600.0).contains(&text.at.0) && text.at.1 < 98.0;
        assert!(scene.texts().all(inside), "{texts:?}");
    }

    #[test]
    fn of_very_many_places_the_first_countries_are_printed() {
        let places = (0..70).flat_map(|at| {
            let country = format!("C{at}");
            [place(&country, "", 50), place(&country, "R", 40)]
        });
        let bench = Bench::new(Drawing::Places, Some(Picture::Places(places.collect())));
        let scene = bench.printed();
        assert!(scene.texts().any(|text| text.text == "C59") && !scene.texts().any(|text| text.text == "C60"));
        assert!(!scene.texts().any(|text| text.text == "R"), "the regions would be too many");
        assert!(scene.texts().any(|text| text.text == "and 10 countries more"));
        let none = Bench::new(Drawing::Places, Some(Picture::Places(Vec::new())));
        assert!(none.printed().shapes.is_empty());
    }
}
