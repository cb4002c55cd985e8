//! JSON lines out: objects of the same keys in the same order, or objects as they are with keys added behind their own; what is
//! missing is `null`.

use telemetry::{MISSING_TIME, write_time};

/// Stands for bytes that a text file cannot have.
const REPLACEMENT: &str = "\u{fffd}";

/// Writes objects of the same keys.
pub(crate) struct JsonLinesWriter {
    /// The keys as JSON, with the colon.
    keys: Vec<String>,
    written: Vec<u8>,
    /// The key of the next value.
    next: usize,
    /// Whether the object has begun, and holds something.
    begun: bool,
    filled: bool,
}

impl JsonLinesWriter {
    /// Objects with these keys.
    pub(crate) fn of<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        let keys = keys.map(|key| format!("{}:", serde_json::Value::from(key))).collect();
        Self { keys, written: Vec::new(), next: 0, begun: false, filled: false }
    }

    /// Begins an object with the text of another, to which values are added; `false`, and nothing is written, where the text
    /// does not end as an object does.
    pub(crate) fn begin_with(&mut self, object: &[u8]) -> bool {
        let Some(body) = object.strip_suffix(b"}") else { return false };
        self.verbatim(body);
        (self.begun, self.filled) = (true, body.trim_ascii() != b"{");
        true
    }

    /// Writes a line as it is.
    pub(crate) fn line(&mut self, text: &[u8]) {
        self.verbatim(text);
        self.written.push(b'\n');
    }

    /// The next value is a text; an empty one is missing.
    pub(crate) fn text(&mut self, text: &str) {
        self.key();
        if text.is_empty() {
            self.null();
        } else {
            self.written.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
        }
    }

    /// The next value is a number; NaN is missing.
    pub(crate) fn number(&mut self, value: f64) {
        self.key();
        if value.is_finite() {
            self.written.extend_from_slice(value.to_string().as_bytes());
        } else {
            self.null();
        }
    }

    /// The next value is a time, as ISO 8601 in UTC.
    pub(crate) fn time(&mut self, milliseconds: i64) {
        let mut text = String::new();
        if milliseconds != MISSING_TIME {
            write_time(&mut text, milliseconds);
        }
        self.text(&text);
    }

    /// Ends the object.
    pub(crate) fn end_row(&mut self) {
        if !self.begun {
            self.written.push(b'{');
        }
        self.written.extend_from_slice(b"}\n");
        (self.next, self.begun, self.filled) = (0, false, false);
    }

    /// How many bytes are waiting.
    pub(crate) fn len(&self) -> usize {
        self.written.len()
    }

    /// Takes out what was written so far.
    pub(crate) fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.written)
    }

    fn key(&mut self) {
        if !std::mem::replace(&mut self.begun, true) {
            self.written.push(b'{');
        }
        if std::mem::replace(&mut self.filled, true) {
            self.written.push(b',');
        }
        let key = self.keys.get(self.next).map_or("", String::as_str);
        self.written.extend_from_slice(key.as_bytes());
        self.next += 1;
    }

    fn null(&mut self) {
        self.written.extend_from_slice(b"null");
    }

    /// Appends text on one line: the ends of lines in it stand between values, where blanks mean the same. A zero byte would
    /// make a file no text.
    fn verbatim(&mut self, text: &[u8]) {
        for &byte in text {
            match byte {
                b'\n' | b'\r' => self.written.push(b' '),
                0 => self.written.extend_from_slice(REPLACEMENT.as_bytes()),
                byte => self.written.push(byte),
            }
        }
    }
}
