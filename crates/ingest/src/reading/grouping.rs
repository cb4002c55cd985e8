//! Which rows make one session, as far as that is chosen: part of the plan.

/// Which rows make one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// The columns tell: only before the file is read, never in a plan.
    #[default]
    Recognise,
    /// Each row is a session.
    Rows,
    /// The rows with one session identifier.
    Session,
    /// The rows of one viewer, in the order of their times, until a gap.
    Viewer(Gap),
    /// The rows of one file: one player's log, of which none names a session.
    File,
}

impl Grouping {
    /// The text in plans and links: `session`, or `viewer:` with the gap in seconds; `rows` for one session each, `file` for one of all rows of a file.
    pub fn text(self) -> String {
        match self {
            Grouping::Recognise | Grouping::Rows => "rows".into(),
            Grouping::Session => "session".into(),
            Grouping::File => "file".into(),
            Grouping::Viewer(gap) => format!("viewer:{}", gap.seconds()),
        }
    }

    /// The grouping of such a text.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "rows" => Some(Grouping::Rows),
            "session" => Some(Grouping::Session),
            "file" => Some(Grouping::File),
            _ => text.strip_prefix("viewer:")?.parse().ok().and_then(Gap::new).map(Grouping::Viewer),
        }
    }
}

/// The time without a row after which a viewer's next session begins, in seconds: 1 to 86,400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap(u32);

impl Gap {
    /// Checks a number of seconds.
    pub fn new(seconds: u32) -> Option<Self> {
        (1..=86_400).contains(&seconds).then_some(Self(seconds))
    }

    /// The seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }
}

impl Default for Gap {
    /// Half an hour, as web analytics counts visits.
    fn default() -> Self {
        Self(1_800)
    }
}
