//! Who draws linked charts, and what is measured of him.

use super::work::Done;
use serde_json::{Value, json};

/// Somebody who draws eight linked views in a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Candidate {
    /// This project's page.
    StreamGuard,
    /// Mosaic over DuckDB-WASM, whose brush ends at multiples of so many pixels.
    Mosaic(u8),
}

/// About the pixels of a bin of the brushed view on this project's page, at which its brush ends.
const BIN: u8 = 8;

impl Candidate {
    /// Everyone, in the order of the table.
    pub const ALL: [Self; 3] = [Self::StreamGuard, Self::Mosaic(1), Self::Mosaic(BIN)];

    /// His name for people.
    pub fn label(self) -> String {
        match self {
            Self::StreamGuard => "StreamGuard".into(),
            Self::Mosaic(1) => "Mosaic, a brush to the pixel (its default)".into(),
            Self::Mosaic(pixels) => format!("Mosaic, a brush in steps of {pixels} px"),
        }
    }

    /// What the driver is asked for a brush of so many moves.
    pub fn question(self, moves: usize) -> Value {
        match self {
            Self::StreamGuard => json!({ "candidate": "streamguard", "moves": moves }),
            Self::Mosaic(pixels) => json!({ "candidate": "mosaic", "pixels": pixels, "moves": moves }),
        }
    }
}

/// The sessions that a candidate has: the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sessions {
    /// How many they are.
    pub all: u64,
    /// How many of them are flagged.
    pub flagged: u64,
}

impl Sessions {
    /// What somebody says of his sessions.
    pub fn of(answer: &Value) -> Option<Self> {
        Some(Self { all: answer["sessions"].as_u64()?, flagged: answer["flagged"].as_u64()? })
    }
}

/// A brush drawn once, times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Brush {
    /// Over which sessions.
    pub sessions: Sessions,
    /// How many views there are.
    pub views: u64,
    /// From the pointer's coming to the views after the first move: the index is made in it.
    pub first: f64,
    /// How long the index took of it, where that is known.
    pub build: Option<f64>,
    /// From each other move to its views.
    pub moves: Vec<f64>,
    /// Moves that changed nothing.
    pub idle: u64,
    /// The bytes of the index, where they are known.
    pub index: Option<f64>,
    /// The longest task of the main thread while the brush moved.
    pub longest: f64,
}

impl Brush {
    /// What a candidate has answered: a brush, or why there is none.
    pub fn of(answer: &Value) -> Option<Result<Self, String>> {
        if let Some(error) = answer["error"].as_str() {
            return Some(Err(error.to_owned()));
        }
        Some(Ok(Self {
            sessions: Sessions::of(answer)?,
            views: answer["views"].as_u64()?,
            first: answer["first"].as_f64()?,
            build: answer["build"].as_f64(),
            moves: numbers(&answer["moves"])?,
            idle: answer["idle"].as_u64()?,
            index: answer["index"].as_f64(),
            longest: answer["longest"].as_f64()?,
        }))
    }

    /// Why this is no measurement, if it is none.
    pub fn flaw(&self, wanted: Sessions) -> Option<String> {
        let Sessions { all, flagged } = self.sessions;
        if self.sessions != wanted {
            return Some(format!("has {all} sessions, {flagged} of them flagged"));
        }
        if self.views != VIEWS {
            return Some(format!("has {} views", self.views));
        }
        // A brush may end at the same bins twice; one that mostly does not move is none.
        let moves = self.moves.len() as u64;
        (self.idle * 4 > moves).then(|| format!("{} of {} moves changed nothing", self.idle, moves + self.idle))
    }
}

fn numbers(list: &Value) -> Option<Vec<f64>> {
    list.as_array()?.iter().map(Value::as_f64).collect()
}

/// How many views everybody has.
pub const VIEWS: u64 = 8;

/// What is measured of this project's page alone, at the 60 frames a second of a screen; times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// From each new result to all views.
    pub paints: Vec<f64>,
    /// What the worker did over each of them.
    pub done: Vec<Done>,
    /// From each click on a bar to all views.
    pub clicks: Vec<f64>,
    /// The longest task of the main thread until the page stands still with all views.
    pub opening: f64,
    /// The longest one after that, over the new results, a brush and the table.
    pub longest: f64,
    /// Between the frames while the table of sessions was scrolled.
    pub frames: Vec<f64>,
}

impl Page {
    /// Clicks on a bar.
    const CLICKS: usize = 12;

    /// What is asked of the driver: so many results, clicks, and a brush of so many moves.
    pub fn question(results: usize, moves: usize) -> Value {
        json!({ "candidate": "page", "results": results, "clicks": Self::CLICKS, "moves": moves })
    }

    /// What it has answered: figures, or why there are none.
    pub fn of(answer: &Value) -> Option<Result<Self, String>> {
        if let Some(error) = answer["error"].as_str() {
            return Some(Err(error.to_owned()));
        }
        Some(Ok(Self {
            paints: numbers(&answer["paints"])?,
            done: answer["taken"].as_array()?.iter().map(Done::of).collect::<Option<_>>()?,
            clicks: numbers(&answer["clicks"])?,
            opening: answer["opening"].as_f64()?,
            longest: answer["longest"].as_f64()?,
            frames: numbers(&answer["frames"])?,
        }))
    }
}

/// Explore opened right after a run, in a page where it was never seen before; times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// From the click on its tab to the first view.
    pub first: f64,
    /// From there to all views.
    pub all: f64,
    /// The longest task of the main thread meanwhile.
    pub longest: f64,
    /// What the worker did meanwhile.
    pub done: Done,
}

impl Opening {
    /// What is asked of the driver.
    pub fn question() -> Value {
        json!({ "candidate": "opened" })
    }

    /// What it has answered: figures, or why there are none.
    pub fn of(answer: &Value) -> Option<Result<Self, String>> {
        if let Some(error) = answer["error"].as_str() {
            return Some(Err(error.to_owned()));
        }
        Some(Ok(Self {
            first: answer["first"].as_f64()?,
            all: answer["all"].as_f64()?,
            longest: answer["longest"].as_f64()?,
            done: Done::of(&answer["taken"])?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSIONS: Sessions = Sessions { all: 1_000, flagged: 50 };

    fn answer() -> Value {
        json!({
            "sessions": 1_000, "flagged": 50, "views": 8, "first": 80.5, "build": 60, "moves": [1.5, 2, 3, 4], "idle": 1,
            "index": 4096, "longest": 0, "tables": 7
        })
    }

    #[test]
    fn every_label_and_question_is_its_own() {
        for (place, candidate) in Candidate::ALL.into_iter().enumerate() {
            for other in &Candidate::ALL[..place] {
                assert_ne!(candidate.label(), other.label());
                assert_ne!(candidate.question(3), other.question(3));
            }
        }
    }

    #[test]
    fn answers_are_brushes_or_reasons() {
        let brush = Brush::of(&answer()).unwrap().unwrap();
        assert_eq!((brush.sessions, brush.moves.len(), brush.build), (SESSIONS, 4, Some(60.0)));
        assert_eq!(Brush::of(&json!({ "error": "the page has crashed" })), Some(Err("the page has crashed".into())));
        for missing in ["sessions", "flagged", "views", "first", "moves", "idle", "longest"] {
            let mut answer = answer();
            answer[missing] = Value::Null;
            assert_eq!(Brush::of(&answer), None, "{missing}");
        }
        let mut answer = answer();
        answer["index"] = Value::Null;
        assert_eq!(Brush::of(&answer).unwrap().unwrap().index, None);
        answer["moves"][1] = Value::Null;
        assert_eq!(Brush::of(&answer), None);
    }

    #[test]
    fn a_brush_over_other_sessions_or_without_effect_is_none() {
        let brush = Brush::of(&answer()).unwrap().unwrap();
        assert_eq!(brush.flaw(SESSIONS), None);
        assert!(brush.flaw(Sessions { flagged: 51, ..SESSIONS }).is_some());
        assert!(Brush { views: 7, ..brush.clone() }.flaw(SESSIONS).is_some());
        assert!(Brush { idle: 2, ..brush.clone() }.flaw(SESSIONS).is_some());
        assert!(Brush { moves: Vec::new(), ..brush }.flaw(SESSIONS).is_some());
    }

    #[test]
    fn the_page_has_its_own_figures() {
        let taken = json!([{}, { "advice": 5 }]);
        let answer = json!({
            "paints": [200, 210.5], "taken": taken, "clicks": [40], "opening": 80, "longest": 0, "frames": [16.5]
        });
        let page = Page::of(&answer).unwrap().unwrap();
        let (paints, clicks, frames) = (vec![200.0, 210.5], vec![40.0], vec![16.5]);
        let done = taken.as_array().unwrap().iter().flat_map(Done::of).collect();
        assert_eq!(page, Page { paints, done, clicks, opening: 80.0, longest: 0.0, frames });
        assert_eq!(Page::of(&json!({ "paints": [1], "longest": 1 })), None);
        assert_eq!(Page::of(&json!({ "error": "no" })), Some(Err("no".into())));
    }

    #[test]
    fn an_opening_has_its_own_figures() {
        let mut answer = json!({ "first": 900, "all": 1500.5, "longest": 60, "taken": { "advice": 350 } });
        let opening = Opening::of(&answer).unwrap().unwrap();
        assert_eq!((opening.first, opening.all, opening.longest), (900.0, 1500.5, 60.0));
        answer["taken"]["advice"] = json!("long");
        assert_eq!(Opening::of(&answer), None);
        assert_eq!(Opening::of(&json!({ "first": 1, "all": 2, "longest": 0 })), None);
        assert_eq!(Opening::of(&json!({ "error": "no" })), Some(Err("no".into())));
    }
}
