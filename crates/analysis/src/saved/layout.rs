//! JSON that people can read: an object's pairs below each other, lists in one line. A tree has thousands of numbers, and
//! serde_json's own pretty layout gives each a line.

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Objects over several lines, lists in one.
#[derive(Default)]
struct Layout {
    depth: usize,
    /// Whether the object at hand has a pair.
    filled: bool,
}

impl Layout {
    fn line(&self, writer: &mut (impl Write + ?Sized)) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Layout {
    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        writer.write_all(b"{")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.line(writer)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(writer)?;
        }
        writer.write_all(b"}")
    }
}

/// The value as JSON in this layout, a line break at its end.
///
/// # Errors
/// What the value's own writing says.
pub(super) fn to_text(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut text, Layout::default()))?;
    text.push(b'\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn pairs_have_lines_and_lists_have_one() {
        let value = serde_json::json!({"a": [1, [2, 3]], "b": {"c": [{"d": 1.5}, {}]}, "e": {}});
        let text = String::from_utf8(super::to_text(&value).expect("a text")).expect("UTF-8");
        let expected =
            "{\n  \"a\": [1, [2, 3]],\n  \"b\": {\n    \"c\": [{\n      \"d\": 1.5\n    }, {}]\n  },\n  \"e\": {}\n}\n";
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
    }
}
