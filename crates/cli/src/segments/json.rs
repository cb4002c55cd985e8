//! The answer, for people and as JSON.

use diagnose::{Count, Figures};
use serde_json::{Map, Value, json};

/// An answer to be told.
pub struct Told {
    /// What is said of it all.
    pub sentence: String,
    /// Bad and all sessions that were explained.
    pub now: Count,
    /// Those of before, where they are compared with.
    pub before: Option<Count>,
    /// What combinations were made of.
    pub dimensions: Vec<String>,
    /// How many combinations there could be.
    pub combinations: f64,
    /// The answers in their order.
    pub segments: Vec<ToldSegment>,
    /// What comes close to the first.
    pub close: Vec<ToldSegment>,
}

/// A segment to be told.
pub struct ToldSegment {
    /// Name and value of each dimension.
    pub dimensions: Vec<(String, String)>,
    /// What is said of it.
    pub sentence: String,
    /// Its figures.
    pub figures: Figures,
}

impl Told {
    /// As one JSON document. Infinite numbers are null.
    pub fn to_json(&self) -> String {
        let list = |segments: &[ToldSegment]| segments.iter().map(ToldSegment::to_json).collect::<Vec<Value>>();
        let whole = json!({
            "summary": self.sentence,
            "sessions": self.now.sessions,
            "bad": self.now.bad,
            "before": self.before.map(counted),
            "dimensions": self.dimensions,
            "combinations": self.combinations,
            "segments": list(&self.segments),
            "close": list(&self.close),
        });
        serde_json::to_string_pretty(&whole).unwrap_or_default()
    }

    /// As lines.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.sentence);
        for (number, segment) in (1..).zip(&self.segments) {
            text += &format!("{number}. {}\n", segment.sentence);
        }
        if !self.close.is_empty() {
            text += "Close to the first:\n";
            for segment in &self.close {
                text += &format!("   {}\n", segment.sentence);
            }
        }
        text
    }
}

fn counted(count: Count) -> Value {
    json!({ "sessions": count.sessions, "bad": count.bad })
}

impl ToldSegment {
    fn to_json(&self) -> Value {
        let dimensions: Map<String, Value> =
            self.dimensions.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
        let figures = &self.figures;
        json!({
            "dimensions": dimensions,
            "sessions": figures.now.sessions,
            "bad": figures.now.bad,
            "others": counted(figures.rest),
            "before": figures.before.map(counted),
            "support": figures.support,
            "risk_ratio": figures.risk_ratio,
            "confidence_interval": [figures.interval.0, figures.interval.1],
            "excess_share": figures.explained,
            "log10_p_value": figures.log10_p_value,
            "sentence": self.sentence,
        })
    }
}
