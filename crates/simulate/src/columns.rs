//! Sessions become columns: growing vectors in the order of [`Field::GENERATED`], then a table.

use super::labels::{CATEGORY_FIELDS, Labels, slot};
use super::playback::Metrics;
use super::visit::Visit;
use telemetry::{Categories, Column, Data, Field, Kind, Table, Texts, Truth};

/// How many number fields there are.
const NUMBERS: usize = 10;

/// The columns of the sessions generated so far.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    sessions: Texts,
    users: Texts,
    times: Vec<i64>,
    codes: [Vec<u16>; slot::COUNT],
    numbers: [Vec<f64>; NUMBERS],
}

/// Appends an identifier: a prefix and a number of at least seven digits.
fn push_identifier(texts: &mut Texts, prefix: u8, number: u32) {
    let mut bytes = [b'0'; 12];
    let mut at = bytes.len();
    let mut rest = number;
    while rest > 0 || at > bytes.len() - 7 {
        at -= 1;
        bytes[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    at -= 2;
    bytes[at] = prefix;
    bytes[at + 1] = b'-';
    // Only ASCII was written, so this is never empty.
    texts.push(std::str::from_utf8(&bytes[at..]).unwrap_or_default());
}

impl Columns {
    /// Empty columns with room for so many sessions.
    pub fn with_capacity(sessions: usize) -> Self {
        let mut columns = Self {
            sessions: Texts::default(),
            users: Texts::default(),
            times: Vec::with_capacity(sessions),
            codes: std::array::from_fn(|_| Vec::with_capacity(sessions)),
            numbers: std::array::from_fn(|_| Vec::with_capacity(sessions)),
        };
        columns.sessions.reserve(sessions, 9);
        columns.users.reserve(sessions, 9);
        columns
    }

    /// Appends a session with the number in its identifier and that of its viewer.
    pub fn push(&mut self, session: u32, user: u32, visit: &Visit, metrics: &Metrics) {
        push_identifier(&mut self.sessions, b's', session);
        push_identifier(&mut self.users, b'u', user);
        self.times.push(visit.time_ms);
        let mut codes = visit.codes;
        codes[slot::RESOLUTION] = metrics.resolution;
        for (column, code) in self.codes.iter_mut().zip(codes) {
            column.push(code);
        }
        let numbers: [f64; NUMBERS] = [
            metrics.startup_time_ms,
            metrics.rebuffer_count,
            metrics.rebuffer_duration_ms,
            metrics.buffering_ratio,
            metrics.bitrate_kbps,
            metrics.bitrate_switches,
            metrics.dropped_frames_pct,
            metrics.watch_time_s,
            metrics.throughput_kbps,
            metrics.latency_ms,
        ];
        for (column, number) in self.numbers.iter_mut().zip(numbers) {
            column.push(number);
        }
    }

    /// The table of all sessions.
    pub fn into_table(self, labels: &Labels) -> Table {
        let mut texts = [self.sessions, self.users].into_iter();
        let mut times = Some(self.times);
        let mut codes = self.codes.into_iter().enumerate();
        let mut numbers = self.numbers.into_iter();
        let columns = Field::GENERATED.iter().map(|&field| {
            let data = match field.kind() {
                Kind::Text => texts.next().map(Data::Text),
                Kind::Time => times.take().map(Data::Time),
                Kind::Number => numbers.next().map(Data::Number),
                Kind::Category => codes.next().map(|(slot, codes)| {
                    debug_assert_eq!(CATEGORY_FIELDS[slot], field);
                    Data::Category(Categories::from_codes(labels.of(slot), codes))
                }),
            };
            // There are as many columns of each kind as fields: a test below.
            let data = data.expect("a column for each field");
            Column { name: field.name().to_owned(), field: Some(field), data }
        });
        // Fields are distinct and every session has a value in each. Not `expect`: that would have the words of the error in the
        // first program.
        Table::new(columns.collect()).unwrap_or_else(|_| unreachable!("columns of equal length"))
    }
}

/// A truth without a session yet.
pub(super) fn empty_truth() -> Truth {
    Truth::with_faults(super::Fault::ALL.iter().map(|fault| fault.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_seven_digits_or_more() {
        let mut texts = Texts::default();
        for number in [0, 1, 1_234_567, 5_000_000, u32::MAX] {
            push_identifier(&mut texts, b's', number);
        }
        let all: Vec<&str> = (0..texts.len()).map(|row| texts.get(row)).collect();
        assert_eq!(all, ["s-0000000", "s-0000001", "s-1234567", "s-5000000", "s-4294967295"]);
    }

    #[test]
    fn there_is_a_column_for_each_field() {
        let of = |kind: Kind| Field::GENERATED.iter().filter(|field| field.kind() == kind).count();
        assert_eq!(
            (of(Kind::Text), of(Kind::Time), of(Kind::Category), of(Kind::Number)),
            (2, 1, slot::COUNT, NUMBERS)
        );
    }
}
