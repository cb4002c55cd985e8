//! Deflate as a stream, and the bound on what may come out: what gzip and zip have in common.

use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Deflate refers back by so much at most; so much comes out at a time, too.
const WINDOW: usize = 32 << 10;

/// The decompressor of one deflate stream.
pub(crate) struct Inflate {
    inflate: Box<DecompressorOxide>,
    /// The last bytes that came out, as a ring.
    window: Vec<u8>,
    /// Where in the window the next byte goes.
    at: usize,
}

/// How far a step came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// There is more to come out of what was taken.
    MoreOutput,
    /// All bytes were taken.
    NeedsInput,
    /// The stream has ended.
    Ended,
    /// The bytes mean nothing.
    Malformed,
}

/// What a step did.
pub(crate) struct Step<'a> {
    /// Bytes taken.
    pub taken: usize,
    /// Bytes that came out.
    pub out: &'a [u8],
    pub status: Status,
}

impl Inflate {
    pub(crate) fn new() -> Self {
        Self { inflate: Box::default(), window: vec![0; WINDOW], at: 0 }
    }

    /// Makes it as good as new.
    pub(crate) fn reset(&mut self) {
        self.inflate.init();
        // A reference to before its beginning must not reach into another stream.
        self.window.fill(0);
        self.at = 0;
    }

    /// Takes bytes, as long as there is room for what comes out.
    pub(crate) fn step(&mut self, bytes: &[u8]) -> Step<'_> {
        let from = self.at;
        let (status, taken, written) =
            decompress(&mut self.inflate, bytes, &mut self.window, from, TINFL_FLAG_HAS_MORE_INPUT);
        self.at = (from + written) % WINDOW;
        let out = self.window.get(from..from + written).unwrap_or_default();
        let status = match status {
            TINFLStatus::Done => Status::Ended,
            TINFLStatus::NeedsMoreInput => Status::NeedsInput,
            TINFLStatus::HasMoreOutput => Status::MoreOutput,
            _ => Status::Malformed,
        };
        Step { taken, out, status }
    }
}

/// Stops what expands as no telemetry does.
pub(crate) fn check_expansion(compressed: u64, expanded: u64, limits: &Limits) -> Result<(), IngestError> {
    if expanded > limits.free_expansion_bytes && expanded / limits.expansion > compressed {
        return Err(IngestError::Bomb { compressed, expanded });
    }
    Ok(())
}
