//! Real-time logs of CloudFront: cells between tabs and no header. The columns are the fields of the log's configuration, in
//! the documented order; which they are is told where all fields up to one of its versions are there.

use crate::reading::limits::Limits;
use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::records::batch::Batch;
use crate::rows::records::record::Record;
use crate::rows::sink::Sink;
use crate::rows::table::Table;

/// The fields in their order.
const FIELDS: [&str; 69] = [
    "timestamp",
    "c-ip",
    "s-ip",
    "time-to-first-byte",
    "sc-status",
    "sc-bytes",
    "cs-method",
    "cs-protocol",
    "cs-host",
    "cs-uri-stem",
    "cs-bytes",
    "x-edge-location",
    "x-edge-request-id",
    "x-host-header",
    "time-taken",
    "cs-protocol-version",
    "c-ip-version",
    "cs-user-agent",
    "cs-referer",
    "cs-cookie",
    "cs-uri-query",
    "x-edge-response-result-type",
    "x-forwarded-for",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-result-type",
    "fle-encrypted-fields",
    "fle-status",
    "sc-content-type",
    "sc-content-len",
    "sc-range-start",
    "sc-range-end",
    "c-port",
    "x-edge-detailed-result-type",
    "c-country",
    "cs-accept-encoding",
    "cs-accept",
    "cache-behavior-path-pattern",
    "cs-headers",
    "cs-header-names",
    "cs-headers-count",
    "primary-distribution-id",
    "primary-distribution-dns-name",
    "origin-fbl",
    "origin-lbl",
    "asn",
    "cmcd-encoded-bitrate",
    "cmcd-buffer-length",
    "cmcd-buffer-starvation",
    "cmcd-content-id",
    "cmcd-object-duration",
    "cmcd-deadline",
    "cmcd-measured-throughput",
    "cmcd-next-object-request",
    "cmcd-next-range-request",
    "cmcd-object-type",
    "cmcd-playback-rate",
    "cmcd-requested-maximum-throughput",
    "cmcd-streaming-format",
    "cmcd-session-id",
    "cmcd-stream-type",
    "cmcd-startup",
    "cmcd-top-bitrate",
    "cmcd-version",
    "r-host",
    "sr-reason",
    "x-edge-mqcs",
    "distribution-tenant-id",
    "connection-id",
];

/// How many fields there have been: with those of the network, of Common Media Client Data, and what came later.
const VERSIONS: [usize; 5] = [46, 64, 67, 68, 69];

/// The place of a field that some configurations do not have.
const SERVER: usize = 2;

/// Lines from which it is told that a text is such a log.
const LINES: usize = 20;

/// Whether a text that begins like this is such a log: each of its first lines has the same fields.
pub(crate) fn begins(head: &[u8], complete: bool) -> bool {
    let mut lines: Vec<&[u8]> = head.split(|&byte| byte == b'\n').take(LINES + 1).collect();
    // The last line may be cut off.
    if lines.len() > LINES || !complete && lines.len() > 1 {
        lines.pop();
    }
    let lines = lines.iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line)).filter(|line| !line.is_empty());
    let mut names = lines.map(|line| names_of(&line.split(|&byte| byte == b'\t').collect::<Vec<_>>())).peekable();
    let Some(Some(first)) = names.peek().cloned() else { return false };
    names.all(|names| names.as_ref() == Some(&first))
}

/// The fields of a row of these cells; `None` where they cannot be told.
fn names_of(cells: &[&[u8]]) -> Option<Vec<&'static str>> {
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let is_status = |at: usize| cells.get(at).is_some_and(|cell| cell.len() == 3 && digits(cell));
    let is_method =
        |at: usize| cells.get(at).is_some_and(|cell| cell.len() > 2 && cell.iter().all(u8::is_ascii_uppercase));
    let is_address = |at: usize| {
        let is_letter = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
        cells.get(at).is_some_and(|cell| {
            cell.iter().filter(|byte| b".:".contains(byte)).count() > 1 && cell.iter().all(is_letter)
        })
    };
    let (seconds, fraction) = cells.first()?.split_at_checked(10)?;
    let is_time = digits(seconds) && (fraction.is_empty() || fraction.strip_prefix(b".").is_some_and(digits));
    if !is_time || !is_address(1) {
        return None;
    }
    // Status and method stand where they stand with the server's address, or without it.
    let has_server = is_status(4) && is_method(6);
    let has_none = is_status(3) && is_method(5);
    if !has_server && !has_none {
        return None;
    }
    let count = cells.len() + usize::from(!has_server);
    let fields = FIELDS.get(..count).filter(|_| VERSIONS.contains(&count))?;
    Some(fields.iter().enumerate().filter(|&(at, _)| has_server || at != SERVER).map(|(_, &name)| name).collect())
}

/// The reader of rows.
pub(crate) struct RealTime {
    table: Table,
    /// Whether the names of the columns have been told.
    is_named: bool,
}

impl RealTime {
    /// The reader of a file whose rows are read like this. `is_named` where the columns are known from a file before.
    pub(crate) fn new(table: Table, is_named: bool) -> Self {
        Self { table, is_named }
    }

    /// Has the rows of a text taken by a sink, or the last of them where there is no more text.
    pub(crate) fn read(
        &mut self,
        text: Option<&[u8]>,
        limits: &Limits,
        sink: &mut dyn Sink,
    ) -> Result<(), IngestError> {
        let Self { table, is_named } = self;
        table.read(text, limits, &mut Named { is_named, sink })
    }
}

/// A sink before which the columns get their names.
struct Named<'a> {
    is_named: &'a mut bool,
    sink: &'a mut dyn Sink,
}

impl Named<'_> {
    fn tell(&mut self, record: &Record) -> Result<(), IngestError> {
        if *self.is_named || record.is_blank() {
            return Ok(());
        }
        *self.is_named = true;
        let cells: Vec<&[u8]> = record.cells().collect();
        let names: Vec<String> = match names_of(&cells) {
            Some(names) => names.into_iter().map(str::to_owned).collect(),
            None => (1..=cells.len()).map(|number| format!("field {number}")).collect(),
        };
        self.sink.columns(&names)
    }
}

impl Sink for Named<'_> {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        self.tell(&record)?;
        self.sink.record(record, closed)
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        for row in 0..batch.len() {
            if *self.is_named {
                break;
            }
            self.tell(&batch.record(row))?;
        }
        self.sink.batch(batch)
    }

    fn faulty(&mut self, record: Record, told: Reason) -> Result<(), IngestError> {
        self.tell(&record)?;
        self.sink.faulty(record, told)
    }

    fn beside(&mut self, line: u64, text: &[u8]) {
        self.sink.beside(line, text);
    }
}
