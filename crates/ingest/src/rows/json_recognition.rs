//! Where in a JSON text its rows stand, told by how it begins.

use crate::reading::json_path::JsonPath;
use crate::reading::layout::Layout;

/// Objects that are looked into, and lists that are looked at.
const DEPTH: usize = 16;
const LISTS: usize = 1_000;

/// The layout of a text that begins like JSON, for readers who know documents; `None` where it is none.
pub(super) fn recognise(head: &[u8]) -> Option<Layout> {
    let text = head.trim_ascii_start();
    match text.first()? {
        // A list of lists; lists of objects have always been JSON lines.
        b'[' => {
            let first = text.get(1..)?.trim_ascii_start().strip_prefix(b"[")?.trim_ascii_start();
            matches!(first.first(), Some(b'"' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f'))
                .then(|| Layout::Json(JsonPath::default()))
        }
        b'{' => {
            let mut found = Found::default();
            let end = found.object(text);
            let behind = end.and_then(|end| text.get(end..)).map(<[u8]>::trim_ascii_start);
            let is_one_line = !text.get(..end.unwrap_or(text.len()))?.contains(&b'\n');
            match (behind, found.best()) {
                // An object a line, or one behind the other over as many lines as they like.
                (Some([b'{', ..]), _) => (!is_one_line).then(|| Layout::Json(JsonPath::default())),
                (_, Some(path)) => Some(Layout::Json(path)),
                (_, None) => (!is_one_line).then(|| Layout::Json(JsonPath::default())),
            }
        }
        _ => None,
    }
}

/// The lists of rows in the first object of a text.
#[derive(Default)]
struct Found {
    lists: Vec<List>,
}

struct List {
    path: String,
    depth: usize,
    members: usize,
    /// Whether the text that is known ends within it.
    is_cut: bool,
}

impl Found {
    /// The path of the largest list: one that has not ended; then the one with the most members; then the one nearest the top.
    fn best(&self) -> Option<JsonPath> {
        let rank = |list: &&List| (list.is_cut, list.members, std::cmp::Reverse(list.depth));
        // The first of those that are alike.
        let best = self.lists.iter().rev().max_by_key(rank)?;
        JsonPath::new(&best.path).filter(|path| !path.is_top())
    }

    /// Looks through an object; where it ends, if it does.
    fn object(&mut self, text: &[u8]) -> Option<usize> {
        // The path of each open object, without recursion: texts nest as deep as they like.
        let mut open: Vec<String> = vec![String::new()];
        let mut at = 1;
        loop {
            at += blanks(text.get(at..)?);
            match text.get(at)? {
                b'}' => {
                    open.pop();
                    at += 1;
                    if open.is_empty() {
                        return Some(at);
                    }
                }
                b'"' => {
                    let length = value(text.get(at..)?)?;
                    let key: String = serde_json::from_slice(text.get(at..at + length)?).ok()?;
                    at += length;
                    at += blanks(text.get(at..)?);
                    text.get(at).filter(|&&byte| byte == b':')?;
                    at += 1;
                    at += blanks(text.get(at..)?);
                    let before = open.last()?;
                    let path = if before.is_empty() { key } else { format!("{before}.{key}") };
                    match text.get(at)? {
                        b'{' if open.len() < DEPTH => {
                            open.push(path);
                            at += 1;
                        }
                        b'[' => at += self.list(text.get(at..)?, path, open.len())?,
                        _ => at += value(text.get(at..)?)?,
                    }
                }
                b',' => at += 1,
                _ => return None,
            }
        }
    }

    /// Looks through a list: how long it is, if it has an end.
    fn list(&mut self, text: &[u8], path: String, depth: usize) -> Option<usize> {
        let mut list = List { path, depth, members: 0, is_cut: true };
        let mut at = 1;
        let mut are_rows = false;
        let length = loop {
            at += blanks(text.get(at..).unwrap_or_default());
            match text.get(at) {
                None => break None,
                Some(b']') => break Some(at + 1),
                Some(b',') => at += 1,
                Some(&byte) => {
                    are_rows |= byte == b'{' || byte == b'[';
                    list.members += 1;
                    match value(text.get(at..).unwrap_or_default()) {
                        Some(length) => at += length.max(1),
                        None => break None,
                    }
                }
            }
        };
        list.is_cut = length.is_none();
        if are_rows && self.lists.len() < LISTS {
            self.lists.push(list);
        }
        length
    }
}

fn blanks(text: &[u8]) -> usize {
    text.len() - text.trim_ascii_start().len()
}

/// How long a value is, if it has an end.
fn value(text: &[u8]) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, &byte) in text.iter().enumerate() {
        if in_text {
            in_text = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            if !in_text && depth == 0 {
                return Some(at + 1);
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' if depth == 1 => return Some(at + 1),
            b'}' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_where_they_stand() {
        for (text, expected) in [
            ("{\"a\": 1}\n{\"a\": 2}\n", None),
            ("{\"a\": 1, \"b\": [{\"c\": 1}]}\n{\"a\": 2}\n", None),
            ("{\"a\": 1}", None),
            ("{\n\"a\": 1\n}\n{\n\"a\": 2}", Some("json")),
            ("{\n\"a\": 1\n}", Some("json")),
            ("{\"n\": 2, \"data\": [{\"a\": 1}, {\"a\": 2}]}", Some("json:data")),
            ("{\n \"n\": [1, 2, 3],\n \"data\": [\n {\"a\": 1}", Some("json:data")),
            (
                "{\"meta\": {\"warnings\": [{}]}, \"result\": {\"rows\": [{\"a\": [{}, {}, {}]}, {\"a\": 2}]}}",
                Some("json:result.rows"),
            ),
            ("{\"fields\": [{}, {}, {}], \"rows\": [{\"a\": 1},", Some("json:rows")),
            ("{\"columns\": [\"a\"], \"rows\": [[1], [2]]}", Some("json:rows")),
            ("{\"a\": {\"b\": [{}]}, \"c\": [{}]}", Some("json:c")),
            ("{\"a \\\" ] b\": \"x [{\", \"d\": [{}]}", Some("json:d")),
            ("[[\"a\", \"b\"], [1, 2]]", Some("json")),
            ("[{\"a\": 1}]", None),
            ("[[a],b\n", None),
            ("{", None),
            ("{\"a\": \n", Some("json")),
            ("", None),
        ] {
            assert_eq!(recognise(text.as_bytes()).map(|layout| layout.to_string()).as_deref(), expected, "{text}");
        }
        let deep = "{\"a\":".repeat(50_000);
        assert_eq!(recognise(deep.as_bytes()), None);
        assert_eq!(
            recognise(format!("{{\"a\":{}", "[".repeat(50_000)).as_bytes()).map(|layout| layout.to_string()).as_deref(),
            Some("json:a")
        );
    }
}
