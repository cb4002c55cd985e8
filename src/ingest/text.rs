//! Text before it is split into rows: its beginning tells the encoding and the delimiter, and refuses what is no text.

use super::error::{IngestError, OtherFormat};
use super::format::{self, Delimiter};
use super::intake::{Intake, Taking};
use super::limits::Limits;
use super::reading::Reading;
use super::records::Records;

/// Bytes from which the delimiter is told; zero bytes among them mean that it is no text.
const HEAD: usize = 64 << 10;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The taker of text.
pub(super) struct Text {
    limits: Limits,
    bytes: u64,
    stage: Stage,
}

enum Stage {
    Head(Vec<u8>, Reading),
    Rows(Box<(Records, Intake)>),
}

impl Text {
    pub(super) fn new(reading: Reading, limits: Limits) -> Self {
        Self { limits, bytes: 0, stage: Stage::Head(Vec::new(), reading) }
    }

    /// Takes a piece of text.
    pub(super) fn push(&mut self, text: &[u8]) -> Result<(), IngestError> {
        self.bytes += text.len() as u64;
        if self.bytes > self.limits.text_bytes {
            return Err(IngestError::TooMuchText { limit: self.limits.text_bytes });
        }
        let mut rest = text;
        if let Stage::Head(head, _) = &mut self.stage {
            let (now, later) = text.split_at(text.len().min(HEAD - head.len()));
            head.extend_from_slice(now);
            rest = later;
            if head.len() < HEAD {
                return Ok(());
            }
        }
        let limits = self.limits;
        let (records, intake) = self.stages()?;
        records.push(rest, &limits, intake)
    }

    /// Is told how much of the file has been read and how much there is.
    ///
    /// # Errors
    /// [`IngestError::WillNotFit`].
    pub(super) fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        match &mut self.stage {
            Stage::Rows(rows) => rows.1.foresee(done, total),
            Stage::Head(..) => Ok(()),
        }
    }

    /// Data rows so far.
    pub(super) fn rows(&self) -> u64 {
        match &self.stage {
            Stage::Rows(rows) => rows.1.rows(),
            Stage::Head(..) => 0,
        }
    }

    /// The table, when all text has come.
    pub(super) fn finish(mut self) -> Result<Taking, IngestError> {
        let limits = self.limits;
        let (records, intake) = self.stages()?;
        records.finish(&limits, intake)?;
        match self.stage {
            Stage::Rows(rows) => rows.1.finish(),
            Stage::Head(..) => Err(IngestError::Empty),
        }
    }

    /// The stages behind the head, which is looked at and handed on when they are first needed.
    fn stages(&mut self) -> Result<(&mut Records, &mut Intake), IngestError> {
        if let Stage::Head(head, reading) = &mut self.stage {
            let head = std::mem::take(head);
            let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&head);
            if let Some(format) = format::other_format(head) {
                return Err(IngestError::OtherFormat(format));
            }
            if head.starts_with(format::GZIP) {
                return Err(IngestError::OtherFormat(OtherFormat::GzipTwice));
            }
            if let Some(at) = head.iter().position(|&byte| byte == 0) {
                return Err(IngestError::Binary { position: at as u64 + 1 });
            }
            if head.trim_ascii().is_empty() && head.len() < HEAD {
                return Err(IngestError::Empty);
            }
            let delimiter = Delimiter::sniff(head);
            let mut records = Records::new(delimiter.byte());
            let mut intake = Intake::new(reading.clone(), self.limits, delimiter);
            records.push(head, &self.limits, &mut intake)?;
            self.stage = Stage::Rows(Box::new((records, intake)));
        }
        match &mut self.stage {
            Stage::Rows(rows) => Ok((&mut rows.0, &mut rows.1)),
            Stage::Head(..) => Err(IngestError::Empty),
        }
    }
}
