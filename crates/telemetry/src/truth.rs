//! What is known to be wrong with each session: for judging a detection, never for making one.

/// The true fault of each session, where it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    codes: Vec<u8>,
    labels: Vec<String>,
}

impl Truth {
    /// The code of a session without a fault.
    pub const NONE: u8 = 0;

    /// A truth with the names of its faults, which are coded from 1 in this order, and no session yet.
    ///
    /// # Panics
    /// For more than 255 faults.
    pub fn with_faults<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let labels: Vec<String> = names.into_iter().map(str::to_owned).collect();
        assert!(labels.len() < 256, "a fault's code is one byte");
        Self { codes: Vec::new(), labels }
    }

    /// Appends a session: [`Self::NONE`], or a fault's code.
    pub fn push(&mut self, code: u8) {
        debug_assert!(usize::from(code) <= self.labels.len());
        self.codes.push(code);
    }

    /// The truth of these sessions, in this order. Every fault keeps its name and code.
    ///
    /// # Panics
    /// For a session that does not exist.
    pub fn select(&self, rows: &[u32]) -> Truth {
        Self { codes: rows.iter().map(|&row| self.codes[row as usize]).collect(), labels: self.labels.clone() }
    }

    /// The code of each session.
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// Whether a session has a fault.
    pub fn is_fault(&self, row: usize) -> bool {
        self.codes[row] != Self::NONE
    }

    /// The name of a session's fault, empty where it has none.
    pub fn label(&self, row: usize) -> &str {
        match self.codes[row] {
            Self::NONE => "",
            code => &self.labels[usize::from(code) - 1],
        }
    }

    /// The names of the faults, the first coded 1.
    pub fn faults(&self) -> &[String] {
        &self.labels
    }
}
