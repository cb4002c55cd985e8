//! JSON lines out: an object on each line, all with the same keys in the same order; what is missing is `null`.

use telemetry::{MISSING_TIME, write_time};

/// Writes objects of the same keys.
pub(super) struct JsonLinesWriter {
    /// The keys as JSON, with what stands before and behind them.
    keys: Vec<String>,
    written: Vec<u8>,
    /// The key of the next value.
    next: usize,
}

impl JsonLinesWriter {
    /// Objects with these keys.
    pub(super) fn of<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        let key = |(place, key)| format!("{}{}:", if place == 0 { "{" } else { "," }, serde_json::Value::from(key));
        Self { keys: keys.enumerate().map(key).collect(), written: Vec::new(), next: 0 }
    }

    /// The next value is a text; an empty one is missing.
    pub(super) fn text(&mut self, text: &str) {
        self.key();
        if text.is_empty() {
            self.null();
        } else {
            self.written.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
        }
    }

    /// The next value is a number; NaN is missing.
    pub(super) fn number(&mut self, value: f64) {
        self.key();
        if value.is_finite() {
            self.written.extend_from_slice(value.to_string().as_bytes());
        } else {
            self.null();
        }
    }

    /// The next value is a time, as ISO 8601 in UTC.
    pub(super) fn time(&mut self, milliseconds: i64) {
        self.key();
        if milliseconds == MISSING_TIME {
            return self.null();
        }
        let mut text = String::new();
        write_time(&mut text, milliseconds);
        self.written.push(b'"');
        self.written.extend_from_slice(text.as_bytes());
        self.written.push(b'"');
    }

    /// Ends the object.
    pub(super) fn end_row(&mut self) {
        self.written.extend_from_slice(if self.keys.is_empty() { b"{}\n" } else { b"}\n" });
        self.next = 0;
    }

    /// How many bytes are waiting.
    pub(super) fn len(&self) -> usize {
        self.written.len()
    }

    /// Takes out what was written so far.
    pub(super) fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.written)
    }

    fn key(&mut self) {
        let key = self.keys.get(self.next).map_or("", String::as_str);
        self.written.extend_from_slice(key.as_bytes());
        self.next += 1;
    }

    fn null(&mut self) {
        self.written.extend_from_slice(b"null");
    }
}
