//! The lines of a text that stand above its table: a title, comments, `sep=;`.

/// Bytes of such a line that are kept to be told.
const MOST: usize = 640;

/// Takes away the lines above a table. Lines end with a line feed, a return, or both.
#[derive(Debug, Default)]
pub(crate) struct Preamble {
    /// Lines that are still to come.
    left: u32,
    /// The number of the next line, from 1, and the line feeds so far.
    line: u64,
    feeds: u64,
    begun: Vec<u8>,
    after_return: bool,
}

impl Preamble {
    /// So many lines.
    pub(crate) fn new(lines: u32) -> Self {
        Self { left: lines, line: 1, ..Self::default() }
    }

    /// The line in which the table begins, counted by line feeds.
    pub(crate) fn line(&self) -> u64 {
        self.feeds + 1
    }

    /// Whether nothing is left but the table.
    pub(crate) fn is_over(&self) -> bool {
        self.left == 0 && !self.after_return
    }

    /// Takes the lines from the beginning of a text, those that are not blank are told with their numbers; what is left of
    /// the text.
    pub(crate) fn take<'a>(&mut self, text: &'a [u8], mut tell: impl FnMut(u64, &[u8])) -> &'a [u8] {
        let mut rest = text;
        while !self.is_over() {
            let Some((&byte, behind)) = rest.split_first() else { return rest };
            // The line feed of a return is its own.
            if std::mem::take(&mut self.after_return) && byte == b'\n' {
                self.feeds += 1;
                rest = behind;
                continue;
            }
            if self.left == 0 {
                break;
            }
            rest = behind;
            match byte {
                b'\n' | b'\r' => {
                    self.feeds += u64::from(byte == b'\n');
                    self.after_return = byte == b'\r';
                    self.end(&mut tell);
                }
                _ if self.begun.len() < MOST => self.begun.push(byte),
                _ => {}
            }
        }
        rest
    }

    /// Tells the last line, where the text ends within them.
    pub(crate) fn finish(&mut self, mut tell: impl FnMut(u64, &[u8])) {
        if !self.begun.is_empty() {
            self.end(&mut tell);
        }
    }

    fn end(&mut self, tell: &mut impl FnMut(u64, &[u8])) {
        if !self.begun.trim_ascii().is_empty() {
            tell(self.line, &self.begun);
        }
        self.begun.clear();
        self.line += 1;
        self.left = self.left.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_left_begins_in_its_line(text in "[ab\r\n]{0,40}", lines in 0_u32..6, slice in 1_usize..10) {
            let mut preamble = Preamble::new(lines);
            let (mut told, mut left) = (Vec::new(), Vec::new());
            for part in text.as_bytes().chunks(slice) {
                let mut tell = |line: u64, text: &[u8]| told.push((line, text.to_vec()));
                left.extend_from_slice(preamble.take(part, &mut tell));
            }
            preamble.finish(|line, text| told.push((line, text.to_vec())));
            let plain = text.replace("\r\n", "\n").replace('\r', "\n");
            let mut expected: Vec<&str> = plain.split_inclusive('\n').collect();
            let table = expected.split_off(expected.len().min(lines as usize)).concat();
            prop_assert_eq!(String::from_utf8_lossy(&left).replace("\r\n", "\n").replace('\r', "\n"), table);
            let filled = expected.iter().zip(1..).map(|(text, line)| (line, text.trim_end_matches('\n').as_bytes().to_vec()));
            prop_assert_eq!(told, filled.filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>());
            let feeds = text.len() - left.len();
            prop_assert_eq!(preamble.line(), 1 + text.as_bytes()[..feeds].iter().filter(|&&byte| byte == b'\n').count() as u64);
        }
    }
}
