//! What is open above the views, and what there is to say there.

use super::drag::Drag;
use crate::explore::filter_draft::Draft;
use crate::explore::take::draft;
use crate::explore::{dom, ids};
use crossfilter::query::Description;
use crossfilter::{Dimension, Filters, ViewId};

/// What is open above the views.
#[derive(Clone, PartialEq)]
pub enum Panel {
    /// A filter that is typed.
    Filter(Draft),
    /// The kinds of views.
    Picker,
    /// The keys.
    Keys,
}

impl Panel {
    /// The button that opens it.
    fn button(&self) -> &'static str {
        match self {
            Self::Filter(_) => ids::FILTER_BUTTON,
            Self::Picker => ids::PICKER_BUTTON,
            Self::Keys => ids::KEYS_BUTTON,
        }
    }
}

/// By this name the browser remembers that the hint was dismissed.
const HINT: &str = "streamguard.explore.hint";

/// What lies above the views.
pub struct Overlays {
    panel: Option<Panel>,
    /// The view whose menu is open.
    menu: Option<ViewId>,
    /// The view that is pulled by a handle.
    drag: Option<Drag>,
    notice: Option<String>,
    /// Whether the hint of the first time is shown.
    is_hinting: bool,
    /// A report that is being written.
    report: Option<draft::Draft>,
    /// The value that the pointer is at.
    cross: Option<(Dimension, f64)>,
}

impl Default for Overlays {
    /// Nothing, but for the hint of the first time.
    fn default() -> Self {
        Self {
            panel: None,
            menu: None,
            drag: None,
            notice: None,
            is_hinting: dom::remembered(HINT).is_none(),
            report: None,
            cross: None,
        }
    }
}

impl Overlays {
    /// The panel that is open.
    pub fn panel(&self) -> Option<&Panel> {
        self.panel.as_ref()
    }

    /// Opens a panel.
    pub fn open(&mut self, panel: Panel) {
        (self.panel, self.menu) = (Some(panel), None);
    }

    /// Another filter is typed, or the same otherwise.
    pub fn type_filter(&mut self, draft: Draft) {
        self.panel = Some(Panel::Filter(draft));
    }

    /// The filter that is being typed.
    pub fn typed(&mut self) -> Option<&mut Draft> {
        match &mut self.panel {
            Some(Panel::Filter(draft)) => Some(draft),
            _ => None,
        }
    }

    /// The filters are others: one that is being typed would say what no longer stands.
    pub fn type_anew(&mut self, about: &Description, filters: &Filters) {
        if let Some(draft) = self.typed() {
            *draft = Draft::of(about, &draft.dimension, filters);
        }
    }

    /// Whether a view's menu is open.
    pub fn has_menu(&self, view: ViewId) -> bool {
        self.menu == Some(view)
    }

    /// Opens a view's menu, or closes any.
    pub fn turn_menu(&mut self, view: Option<ViewId>) {
        self.menu = view;
    }

    /// Whether a panel or menu is open.
    pub fn is_open(&self) -> bool {
        self.menu.is_some() || self.panel.is_some()
    }

    /// Closes the menu or else the panel. What is to have the focus: one in there goes back to what opened it, elsewhere it
    /// stays.
    pub fn close(&mut self) -> Option<String> {
        let button = match self.menu.take() {
            Some(id) => Some(ids::menu_button(id)),
            None => self.panel.take().map(|panel| panel.button().into()),
        };
        button.filter(|_| !dom::focus_stays(".x-menu, .x-panel"))
    }

    /// Closes everything: what is chosen is another altogether.
    pub fn close_all(&mut self) {
        (self.panel, self.menu, self.drag) = (None, None, None);
    }

    /// The view that is pulled by a handle.
    pub fn drag(&self) -> Option<&Drag> {
        self.drag.as_ref()
    }

    /// The same, to be pulled on.
    pub fn dragged(&mut self) -> Option<&mut Drag> {
        self.drag.as_mut()
    }

    /// A view is pulled by a handle.
    pub fn pull(&mut self, drag: Drag) {
        self.drag = Some(drag);
    }

    /// No view is pulled any more; the one that was.
    pub fn let_go(&mut self) -> Option<Drag> {
        self.drag.take()
    }

    /// The sessions are others: nothing here is of them.
    pub fn forget(&mut self) {
        (self.notice, self.report, self.cross) = (None, None, None);
    }

    /// What there is to say.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Says something.
    pub fn say(&mut self, notice: impl Into<String>) {
        self.notice = Some(notice.into());
    }

    /// What was said was seen.
    pub fn dismiss(&mut self) {
        self.notice = None;
    }

    /// Whether the hint of the first time is shown.
    pub fn is_hinting(&self) -> bool {
        self.is_hinting
    }

    /// The hint was seen.
    pub fn dismiss_hint(&mut self) {
        self.is_hinting = false;
        dom::remember(HINT, "seen");
    }

    /// The report that is being written.
    pub fn report(&self) -> Option<&draft::Draft> {
        self.report.as_ref()
    }

    /// A report is written, otherwise than before, or none any more.
    pub fn write_report(&mut self, draft: Option<draft::Draft>) {
        self.report = draft;
    }

    /// The report is on its way to a file, or no longer.
    pub fn keep_report(&mut self, is_busy: bool) {
        if let Some(draft) = &mut self.report {
            draft.busy = is_busy;
        }
    }

    /// The value that the pointer is at.
    pub fn cross(&self) -> Option<&(Dimension, f64)> {
        self.cross.as_ref()
    }

    /// The pointer is at a value, or at none; whether that is another.
    pub fn point(&mut self, cross: Option<(Dimension, f64)>) -> bool {
        let is_other = self.cross != cross;
        self.cross = cross;
        is_other
    }
}
