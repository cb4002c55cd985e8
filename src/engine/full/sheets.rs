//! Sheets for the page: tabs described as data, and what is done to their controls.

use crate::engine::analyst::parse;
use crate::engine::encode;
use crate::engine::held::Held;
use crate::engine::protocol::Event;
use crate::sheet::{self, COLUMNS, Effect, Known, Node, Subject};
use analysis::AnalysisError;
use analysis::{Analysis, Sessions};
use export::Tab;
use std::cell::{Cell, RefCell};

use std::sync::{Arc, Weak};

/// What is remembered of the sheets from one to the next: no result depends on it.
pub struct Sheets {
    /// How many columns are shown at most.
    columns: Cell<usize>,
    /// The quality tab as it was described last: millions of sessions are counted for it.
    quality: RefCell<Option<Described>>,
}

/// A sheet, and what it was described of.
struct Described {
    sessions: Weak<Sessions>,
    analysis: Option<Weak<Analysis>>,
    columns: usize,
    node: Option<Node>,
}

impl Described {
    /// Whether it is about these; the plan is not in it.
    fn is_of(&self, sessions: &Arc<Sessions>, analysis: Option<&Arc<Analysis>>, columns: usize) -> bool {
        let analysed = match (&self.analysis, analysis) {
            (Some(held), Some(now)) => held.as_ptr() == Arc::as_ptr(now),
            (None, None) => true,
            _ => false,
        };
        analysed && self.sessions.as_ptr() == Arc::as_ptr(sessions) && self.columns == columns
    }
}

impl Default for Sheets {
    fn default() -> Self {
        Self { columns: Cell::new(COLUMNS), quality: RefCell::new(None) }
    }
}

impl Sheets {
    /// Describes a tab with the controls as a plan has them.
    pub fn draw(&self, tab: Tab, plan: &str, held: &Held) -> (Event, Vec<u8>) {
        match self.describe(tab, plan, held) {
            Ok(node) => (Event::Sheet, encode(&node)),
            Err(error) => (Event::Failed { message: error.to_string(), kept: true }, Vec::new()),
        }
    }

    /// Says what changes of controls mean; the tab comes with it as it then is.
    pub fn change(&self, tab: Tab, plan: &str, changes: &[(String, String)], held: &Held) -> (Event, Vec<u8>) {
        let changed = parse(plan).and_then(|mut plan| {
            let quality = held.sessions.as_ref().and_then(|sessions| sessions.quality.as_ref());
            let checked = quality.map(|quality| quality.checked);
            let mut columns = self.columns.get();
            let mut effect = Effect::Draw;
            for (name, value) in changes {
                let known = Known { columns: &mut columns, picking: held.is_picking(), checked };
                effect = effect.max(sheet::change(&mut plan, known, name, value));
            }
            self.columns.set(columns);
            let plan = plan.to_pairs().to_string();
            let node = self.describe(tab, &plan, held)?;
            Ok((Event::Changed { plan, effect }, encode(&node)))
        });
        changed.unwrap_or_else(|error| (Event::Failed { message: error.to_string(), kept: true }, Vec::new()))
    }

    fn describe(&self, tab: Tab, plan: &str, held: &Held) -> Result<Option<Node>, AnalysisError> {
        let plan = parse(plan)?;
        let Some(sessions) = &held.sessions else { return Ok(None) };
        let analysis = held.analysis.as_deref();
        let (picking, columns) = (held.is_picking(), self.columns.get());
        let subject = Subject { plan: &plan, sessions, analysis, picking, columns };
        Ok(match tab {
            Tab::Detect | Tab::Explore => None,
            Tab::Data => sheet::data(&subject),
            Tab::Quality => {
                let mut quality = self.quality.borrow_mut();
                if !quality.as_ref().is_some_and(|last| last.is_of(sessions, held.analysis.as_ref(), columns)) {
                    *quality = Some(Described {
                        sessions: Arc::downgrade(sessions),
                        analysis: held.analysis.as_ref().map(Arc::downgrade),
                        columns,
                        node: sheet::quality(&subject),
                    });
                }
                quality.as_ref().and_then(|described| described.node.clone())
            }
        })
    }
}
