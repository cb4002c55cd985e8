//! Logs in the common and the combined format of Apache (<https://httpd.apache.org/docs/current/logs.html>) and nginx: host,
//! identity, user, time in brackets, request in quotes, status and bytes; in the combined format the referer and the agent
//! in quotes, too.
//!
//! - The columns are called as W3C logs call them. The request becomes four: method, path, query and protocol.
//! - The time is written as ISO 8601 has it.
//! - What stands behind the fields of the format is kept as `field 10`, `field 11`…; what stands before the host, as logs of
//!   several hosts have it, is `cs(Host)`.

use crate::reading::limits::Limits;
use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::records::record::Row;
use crate::rows::sink::Sink;
use crate::text::lines::Lines;
use std::borrow::Cow;

/// The columns of each line, in their order.
const NAMES: [&str; 13] = [
    "date time",
    "c-ip",
    "ident",
    "cs-username",
    "cs-method",
    "cs-uri-stem",
    "cs-uri-query",
    "cs-version",
    "sc-status",
    "sc-bytes",
    "cs(Referer)",
    "cs(User-Agent)",
    "cs(Host)",
];

/// Fields of the combined format; those behind them are numbered on.
const FIELDS: usize = 9;

/// Lines from which it is told that a text is such a log.
const LINES: usize = 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether a text that begins like this is such a log: most of its first lines are of its form.
pub(crate) fn begins(head: &[u8], complete: bool) -> bool {
    let mut lines: Vec<&[u8]> = head.split(|&byte| byte == b'\n').collect();
    // The last line may be cut off.
    if !complete && lines.len() > 1 {
        lines.pop();
    }
    let mut lines = lines.into_iter().map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).take(LINES).peekable();
    lines.peek().is_some() && {
        let (fitting, others): (Vec<&[u8]>, Vec<&[u8]>) = lines.partition(|line| Line::of(line).is_some());
        fitting.len() > others.len()
    }
}

/// The reader of rows.
#[derive(Default)]
pub(crate) struct Clf {
    lines: Lines,
    rows: Rows,
}

#[derive(Default)]
struct Rows {
    /// Columns that have been told.
    columns: usize,
    row: Row,
}

impl Clf {
    /// Takes text and hands on the rows that it completes.
    pub(crate) fn push(&mut self, text: &[u8], limits: &Limits, sink: &mut impl Sink) -> Result<(), IngestError> {
        let Self { lines, rows } = self;
        lines.push(text, limits, |number, line| rows.line(number, line, limits, sink))
    }

    /// Hands on the last row. The columns are kept for the next file.
    pub(crate) fn finish(&mut self, limits: &Limits, sink: &mut impl Sink) -> Result<(), IngestError> {
        let Self { lines, rows } = self;
        lines.finish(|number, line| rows.line(number, line, limits, sink))
    }
}

impl Rows {
    fn line(&mut self, number: u64, line: &[u8], limits: &Limits, sink: &mut impl Sink) -> Result<(), IngestError> {
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).trim_ascii();
        if line.is_empty() {
            return Ok(());
        }
        let found = Line::of(line);
        let further = found.as_ref().map_or(0, |line| line.further.len());
        if NAMES.len() + further > limits.columns {
            return Err(IngestError::TooManyColumns { line: number, limit: limits.columns });
        }
        self.tell_columns(NAMES.len() + further, sink)?;
        self.row.clear();
        self.row.line = number;
        let Some(found) = found else {
            self.row.push(line);
            return sink.faulty(self.row.record(), Reason::NoLogLine);
        };
        for (at, cell) in found.cells().enumerate() {
            if cell.len() > limits.cell_bytes {
                return Err(IngestError::LongCell { line: number, column: at + 1, limit: limits.cell_bytes });
            }
            self.row.push(&cell);
        }
        sink.record(self.row.record(), true)
    }

    /// Tells the names of columns that have not been told, up to so many.
    fn tell_columns(&mut self, columns: usize, sink: &mut impl Sink) -> Result<(), IngestError> {
        if self.columns >= columns {
            return Ok(());
        }
        let name = |at: usize| match NAMES.get(at) {
            Some(name) => (*name).to_owned(),
            None => format!("field {}", FIELDS + 1 + at - NAMES.len()),
        };
        let names: Vec<String> = (self.columns..columns).map(name).collect();
        self.columns = columns;
        sink.columns(&names)
    }
}

/// A line of such a log.
struct Line<'a> {
    host: &'a [u8],
    client: &'a [u8],
    identity: &'a [u8],
    user: &'a [u8],
    time: &'a [u8],
    request: Cow<'a, [u8]>,
    status: &'a [u8],
    bytes: &'a [u8],
    referer: Cow<'a, [u8]>,
    agent: Cow<'a, [u8]>,
    further: Vec<Cow<'a, [u8]>>,
}

impl<'a> Line<'a> {
    /// The line, where it is of the form.
    fn of(line: &'a [u8]) -> Option<Self> {
        let at = line.windows(2).position(|pair| pair == b" [")?;
        let (before, rest) = line.split_at(at);
        let mut names: Vec<&[u8]> = before.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
        let host = if names.len() == 4 { names.remove(0) } else { b"" };
        let [client, identity, user] = *names.as_slice() else { return None };
        let rest = rest.get(2..)?;
        let end = rest.iter().position(|&byte| byte == b']')?;
        let (time, rest) = rest.split_at(end);
        // A time has a day with slashes and a time of day.
        if time.iter().filter(|&&byte| byte == b'/').count() != 2
            || time.iter().filter(|&&byte| byte == b':').count() != 3
        {
            return None;
        }
        let rest = rest.get(1..)?.trim_ascii_start();
        rest.first().filter(|&&byte| byte == b'"')?;
        let mut rest = rest;
        let request = field(&mut rest)?;
        let (status, bytes) = (bare(&mut rest)?, bare(&mut rest)?);
        let is_status = |text: &[u8]| text == b"-" || text.len() == 3 && text.iter().all(u8::is_ascii_digit);
        let is_count = |text: &[u8]| text == b"-" || text.iter().all(u8::is_ascii_digit);
        if !is_status(status) || !is_count(bytes) {
            return None;
        }
        let none = || Cow::Borrowed(&b""[..]);
        // The referer and the agent of the combined format stand in quotes; other fields need not.
        let (mut referer, mut agent) = (none(), none());
        if rest.trim_ascii_start().first() == Some(&b'"') {
            referer = field(&mut rest)?;
            if rest.trim_ascii_start().first() == Some(&b'"') {
                agent = field(&mut rest)?;
            }
        }
        let mut further = Vec::new();
        while !rest.trim_ascii().is_empty() {
            further.push(field(&mut rest)?);
        }
        Some(Self { host, client, identity, user, time, request, status, bytes, referer, agent, further })
    }

    /// Its cells, in the order of the columns.
    fn cells(&self) -> impl Iterator<Item = Cow<'_, [u8]>> {
        let [method, stem, query, version] = parts(&self.request);
        let cells = [
            iso(self.time).map_or(Cow::Borrowed(self.time), Cow::Owned),
            self.client.into(),
            self.identity.into(),
            self.user.into(),
            method.into(),
            stem.into(),
            query.into(),
            version.into(),
            self.status.into(),
            self.bytes.into(),
            Cow::Borrowed(&*self.referer),
            Cow::Borrowed(&*self.agent),
            self.host.into(),
        ];
        cells.into_iter().chain(self.further.iter().map(|cell| Cow::Borrowed(&**cell)))
    }
}

/// A field without quotes.
fn bare<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let text = rest.trim_ascii_start();
    let end = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    let (word, behind) = text.split_at(end);
    *rest = behind;
    (!word.is_empty()).then_some(word)
}

/// A field in quotes, in brackets or in neither.
fn field<'a>(rest: &mut &'a [u8]) -> Option<Cow<'a, [u8]>> {
    let text = rest.trim_ascii_start();
    match text.first()? {
        b'"' => {
            let text = text.get(1..)?;
            let (cell, behind) = quoted(text)?;
            *rest = behind;
            Some(cell)
        }
        b'[' => {
            let end = text.iter().position(|&byte| byte == b']')?;
            *rest = text.get(end + 1..)?;
            text.get(1..end).map(Cow::Borrowed)
        }
        _ => bare(rest).map(Cow::Borrowed),
    }
}

/// What stands up to the closing quote, and what is behind it. `\"` and `\\` are a quote and a backslash, `\x22` is a byte.
pub(crate) fn quoted(text: &[u8]) -> Option<(Cow<'_, [u8]>, &[u8])> {
    let plain = text.iter().position(|&byte| byte == b'"' || byte == b'\\')?;
    if text.get(plain) == Some(&b'"') {
        return Some((Cow::Borrowed(text.get(..plain)?), text.get(plain + 1..)?));
    }
    let mut cell = text.get(..plain)?.to_vec();
    let mut rest = text.get(plain..)?;
    loop {
        match *rest {
            [b'"', ref behind @ ..] => return Some((Cow::Owned(cell), behind)),
            [b'\\', b'x', high, low, ref behind @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u8;
                cell.push(digit(high) << 4 | digit(low));
                rest = behind;
            }
            [b'\\', byte, ref behind @ ..] => {
                match byte {
                    b'n' => cell.push(b'\n'),
                    b't' => cell.push(b'\t'),
                    b'r' => cell.push(b'\r'),
                    b'"' | b'\\' => cell.push(byte),
                    _ => cell.extend_from_slice(&[b'\\', byte]),
                }
                rest = behind;
            }
            [byte, ref behind @ ..] => {
                cell.push(byte);
                rest = behind;
            }
            [] => return None,
        }
    }
}

/// Method, path, query and protocol of a request. What is no request is a path.
fn parts(request: &[u8]) -> [&[u8]; 4] {
    let none = &b"-"[..];
    let is_method =
        |word: &[u8]| !word.is_empty() && word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'-');
    let mut words = request.splitn(2, |&byte| byte == b' ');
    let (Some(method), Some(rest)) = (words.next().filter(|word| is_method(word)), words.next()) else {
        return [none, if request.is_empty() { none } else { request }, none, none];
    };
    let (address, version) = match rest.iter().rposition(|&byte| byte == b' ') {
        Some(at) if rest.get(at + 1..).is_some_and(|word| word.starts_with(b"HTTP/")) => rest.split_at(at),
        _ => (rest, none),
    };
    let (stem, query) = match address.iter().position(|&byte| byte == b'?') {
        Some(at) => (address.get(..at).unwrap_or_default(), address.get(at + 1..).unwrap_or_default()),
        None => (address, none),
    };
    [method, stem, query, version.trim_ascii_start()]
}

/// `01/Mar/2026:12:00:00 +0100` as `2026-03-01T12:00:00+01:00`; `None` where it is written otherwise.
fn iso(time: &[u8]) -> Option<Vec<u8>> {
    const MONTHS: [&[u8; 3]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let (date, rest) = time.split_at_checked(11)?;
    let (clock, zone) = rest.strip_prefix(b":")?.split_at_checked(8)?;
    let [day @ .., b'/', m, o, n, b'/', _, _, _, _] = date else { return None };
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(&[*m, *o, *n]))? + 1;
    let year = date.get(7..)?;
    let mut text = Vec::with_capacity(25);
    text.extend_from_slice(year);
    text.extend_from_slice(format!("-{month:02}-").as_bytes());
    text.extend_from_slice(day);
    text.push(b'T');
    text.extend_from_slice(clock);
    match zone.trim_ascii() {
        b"+0000" | b"-0000" => text.push(b'Z'),
        [sign @ (b'+' | b'-'), digits @ ..] if digits.len() == 4 => {
            let (hours, minutes) = digits.split_at(2);
            text.push(*sign);
            text.extend_from_slice(hours);
            text.push(b':');
            text.extend_from_slice(minutes);
        }
        _ => return None,
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(line: &str) -> Option<Vec<String>> {
        let line = Line::of(line.as_bytes())?;
        Some(line.cells().map(|cell| String::from_utf8_lossy(&cell).into_owned()).collect())
    }

    #[test]
    fn lines_of_both_formats() {
        let common = "192.0.2.7 - ann [01/Mar/2026:12:00:00 +0000] \"GET /v/1.m4s?CMCD=br%3D5&a=b HTTP/1.1\" 206 1234";
        let expected = [
            "2026-03-01T12:00:00Z",
            "192.0.2.7",
            "-",
            "ann",
            "GET",
            "/v/1.m4s",
            "CMCD=br%3D5&a=b",
            "HTTP/1.1",
            "206",
            "1234",
            "",
            "",
            "",
        ];
        assert_eq!(cells(common).unwrap(), expected);
        let combined = "media.example:443 ::1 - - [31/Dec/2025:23:59:59 -0330] \"-\" 408 - \"https://a.example/\" \"A \\\"b\\\" \\x41\" 0.004 \"x y\" [z]";
        let expected = [
            "2025-12-31T23:59:59-03:30",
            "::1",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "408",
            "-",
            "https://a.example/",
            "A \"b\" A",
            "media.example:443",
            "0.004",
            "x y",
            "z",
        ];
        assert_eq!(cells(combined).unwrap(), expected);
        for other in [
            "",
            "a,b",
            "1.2.3.4 - - [x] \"GET / HTTP/1.1\" 200 5",
            "1 2 3 [01/Mar/2026:12:00:00 +0000] GET 200 5",
            "1 - - [01/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1 200 5",
            "1 - - [01/Mar/2026:12:00:00 +0000] \"GET /\" ok 5",
        ] {
            assert_eq!(cells(other), None, "{other}");
        }
    }

    #[test]
    fn a_log_is_told_by_its_first_lines() {
        let line = "::1 - - [01/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n";
        assert!(
            begins(line.as_bytes(), true) && begins(format!("{}x\n{}", line.repeat(5), &line[..9]).as_bytes(), false)
        );
        assert!(!begins(b"", true) && !begins(b"\n\n", true) && !begins(format!("a,b\n{line}").as_bytes(), true));
    }

    proptest! {
        #[test]
        fn no_line_makes_it_panic(line in "[a1 \\[\\]\"\\\\/:x+-]{0,60}|\\PC{0,80}") {
            let _ = cells(&line);
            let _ = iso(line.as_bytes());
            let _ = cells(&format!("a - - [01/Mar/2026:12:00:00 +0000] \"{line}\" 200 5 {line}"));
        }
    }
}
