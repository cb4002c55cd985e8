//! What is taken away, and what is done with the sessions themselves.

use super::*;
use crate::explore::charts::given::{Around, Given};
use crate::explore::sessions::{Act, Post};
use crate::explore::take::{print, save};
use crate::explore::words;
use crossfilter::query::{Asked, ReportAsked, ReportPicture, Writing, Written};
use crossfilter::services::Write;
use crossfilter::sessions::Order;
use yew::html::Scope;

/// Letters that are typed one behind the other are one step as long as the pauses are no longer, in milliseconds.
const TYPING: i32 = 1000;

/// What of a view is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Its picture, for paper.
    Png,
    /// Its picture, to be scaled.
    Svg,
    /// Its data.
    Csv,
}

impl Root {
    /// Asks by the bridge, for parts that ask for themselves.
    pub(super) fn post(bridge: &Bridge) -> Post {
        let bridge = bridge.clone();
        Post::new(Callback::from(move |(service, question): (&str, Vec<u8>)| bridge.ask_encoded(service, &question)))
    }

    pub(super) fn with_sessions(&mut self, link: &Scope<Self>, act: Act) {
        match act {
            Act::Table(table) => self.change(State { table, ..self.state().clone() }),
            Act::Search(search) => {
                let mut next = self.state().clone();
                next.table.search = search;
                if self.history.within(("search", 0), next) {
                    self.step_timer.set(TYPING);
                    self.note_soon();
                }
            }
            Act::Open(row) => self.open(row),
            Act::Close => {
                self.history.amend(|state| state.session = None);
                self.focus = Some("x-sessions-table".into());
                self.back = true;
                self.note_soon();
            }
            Act::Save => self.write(link, Writing::Sessions(self.state().filters.clone())),
        }
    }

    /// Opens a session's own page.
    pub(super) fn open(&mut self, row: u32) {
        if self.state().session.is_none() {
            self.scrolled = dom::scrolled();
        }
        self.known.marked = Some(row);
        self.history.amend(|state| state.session = Some(row));
        self.note_soon();
    }

    /// The table's order, as it is chosen.
    pub(super) fn order(&self) -> Order {
        let State { filters, table, .. } = self.state();
        Order { filters: filters.clone(), search: table.search.clone(), sort: table.sort.clone() }
    }

    /// Takes something of a view away.
    pub(super) fn take(&mut self, link: &Scope<Self>, id: ViewId, take: Take) {
        let Some(view) = self.state_view(id).cloned() else { return };
        if take == Take::Csv {
            let size = self.sizes.get(&id).copied().unwrap_or((600, 300));
            let view = Asked { id, drawing: view.drawing, size };
            return self.write(link, Writing::View { filters: self.state().filters.clone(), view });
        }
        let Some((title, printed)) = self.printed(&view, true) else {
            self.notice = Some("There is no picture of this view: take its data as CSV.".into());
            return;
        };
        let saved = match take {
            Take::Png => {
                let on = link.batch_callback(|went_well: bool| (!went_well).then(|| Msg::NotSaved(String::new())));
                save::save_png(print::file_name(&title, "png"), &printed.svg, printed.size, on)
            }
            _ => save::save_text(&print::file_name(&title, "svg"), "image/svg+xml;charset=utf-8", &printed.svg),
        };
        if saved.is_err() {
            self.not_saved("");
        }
    }

    /// A view for paper, with its title, which stands above the drawing or not.
    fn printed(&self, view: &View, is_titled: bool) -> Option<(String, print::Printed)> {
        let about = self.known.about.clone()?;
        let title = words::title(&about, &view.drawing);
        let picture = self.known.pictures.get(&view.id).and_then(|(_, picture)| picture.clone());
        let (width, height) = self.sizes.get(&view.id).copied().unwrap_or((640, 320));
        let given = Given {
            drawing: view.drawing.clone(),
            picture,
            test: None,
            test_up: None,
            compare: self.state().compare,
            about,
            cross: None,
            around: Around::default(),
        };
        let printed = print::picture(&given, &title, is_titled, f64::from(height) / f64::from(width.max(1)))?;
        Some((title, printed))
    }

    /// Writes the report.
    pub(super) fn report(&mut self, link: &Scope<Self>) {
        let pictures = self.views().iter().filter_map(|view| self.printed(view, false));
        let pictures = pictures
            .map(|(title, printed)| ReportPicture { title, summary: printed.summary, image: printed.svg })
            .collect();
        let Some(draft) = &mut self.known.draft else { return };
        draft.busy = true;
        let asked = ReportAsked {
            title: draft.title.clone(),
            notes: draft.notes.clone(),
            link: web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default(),
            written_ms: js_sys::Date::now(),
            filters: self.history.now().filters.clone(),
            pictures,
        };
        self.write(link, Writing::Report(asked));
    }

    /// Has something written by the worker, and saves it when it has come.
    fn write(&mut self, link: &Scope<Self>, writing: Writing) {
        let on = link.callback(|(answer, parts): (Result<Written, String>, Vec<js_sys::Uint8Array>)| match answer {
            Err(why) => Msg::NotSaved(why),
            Ok(Written { name, media, bytes }) => {
                // A part that is missing must not be missed.
                let came: u64 = parts.iter().map(|part| u64::from(part.length())).sum();
                let parts: Vec<JsValue> = parts.into_iter().map(Into::into).collect();
                let is_saved = came == bytes && save::save(&name, &media, &parts).is_ok();
                if is_saved { Msg::Saved } else { Msg::NotSaved(String::new()) }
            }
        });
        if !self.post.ask_for_parts::<Write>(&writing, on) {
            self.not_saved("");
        }
    }

    pub(super) fn saved(&mut self) {
        if let Some(draft) = &mut self.known.draft {
            draft.busy = false;
        }
    }

    /// Says that a file was not written, and why, where that is known.
    pub(super) fn not_saved(&mut self, why: &str) {
        self.saved();
        self.notice = Some(match why {
            "" => "The file could not be written. Try again.".into(),
            why => format!("The file could not be written: {why}."),
        });
    }
}
