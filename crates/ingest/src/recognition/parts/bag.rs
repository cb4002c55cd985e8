//! What the words of a name may mean, in sets without an order, and a name that is taken apart into one.

use crate::cells::units::SourceUnit;

/// What one word of a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Word {
    App,
    Average,
    Before,
    Bitrate,
    Browser,
    Buffer,
    Cdn,
    Change,
    City,
    Client,
    Code,
    Codec,
    Content,
    Count,
    Country,
    Delay,
    Device,
    Download,
    Dropped,
    Duration,
    Ebvs,
    End,
    Error,
    Exit,
    Failure,
    Fatal,
    FirstByte,
    Frames,
    Geo,
    Height,
    Id,
    Is,
    Isp,
    Latency,
    Launch,
    Length,
    Level,
    Max,
    Measured,
    Media,
    Model,
    Moment,
    Name,
    Network,
    /// Says where the column comes from, not what it is.
    Neutral,
    Os,
    Percent,
    Percentage,
    Play,
    Playback,
    Played,
    Player,
    /// More than one of what the name speaks of.
    Plural,
    Pop,
    Provider,
    Quality,
    Ratio,
    Region,
    Request,
    Resolution,
    Session,
    Share,
    Speed,
    Stall,
    Start,
    Startup,
    Stream,
    Switch,
    Throughput,
    Time,
    Title,
    Total,
    Type,
    Upscale,
    User,
    Version,
    Video,
    View,
    Vpf,
    Vsf,
    Watch,
    Weighted,
    Width,
}

/// A set of words: in which order they stand says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bag(u128);

impl Bag {
    pub fn of(words: &[Word]) -> Self {
        Self(words.iter().fold(0, |bits, &word| bits | 1 << word as u8))
    }

    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub fn has_any(self, words: &[Word]) -> bool {
        self.0 & Self::of(words).0 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A name, taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parts {
    pub words: Bag,
    pub unit: Option<SourceUnit>,
    /// Whether the unit was `min`, which may be the least value.
    pub is_min: bool,
}
