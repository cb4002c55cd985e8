//! The page's address: the link to what is shown.

use super::hear::problem;
use super::shown::{Copying, SharedLink};
use super::{Notice, NoticeKind, Page, World};
use crate::app::state::{self, sentence};
use analysis::Plan;
use crossfilter::noted::CUT;
use export::{Link, View};

impl<W: World> Page<W> {
    /// The link to what is shown.
    fn link_to_shown(&self) -> Option<Link> {
        let shown = self.shown.as_ref()?;
        let fingerprint = shown.result()?.fingerprint.parse().ok();
        Some(Link { plan: shown.plan().clone(), view: self.view.clone(), fingerprint })
    }

    /// Has the address follow what is shown, where the user has changed anything. Where what is chosen on late tabs does not
    /// fit, they are asked for it in fewer letters; what does not fit even so is left out and the address says so, and no
    /// address is better than one that does not open, or that is of something else.
    pub(super) fn write_address(&mut self) {
        let mut written = String::new();
        if let Some(link) = self.link_to_shown() {
            self.world.make_room(link.room());
            let (fragment, whole) = link.written_or_cut().unwrap_or_default();
            if whole {
                self.pressed = false;
            } else if !link.view.chosen.is_all(CUT) && !self.pressed {
                self.pressed = self.world.ask_for_choice() > 0;
            }
            written = fragment;
        }
        if self.touched {
            self.world.set_fragment(&written);
        }
        self.world.tell_address();
    }

    /// The user wants a link: it is made once the late tabs have said what is chosen on them. The whole address, where it is there and
    /// is to be copied.
    pub fn share(&mut self) -> Option<String> {
        // What was chosen just now is not said yet.
        self.sharing = self.world.ask_for_choice();
        if self.is_sharing() { None } else { self.make_link() }
    }

    /// Makes the link to be handed out. It is to be copied at once where it has all.
    pub(super) fn make_link(&mut self) -> Option<String> {
        self.sharing = 0;
        let written = self.link_to_shown()?.written_or_cut();
        let shown = self.shown.as_mut()?;
        match written {
            Ok((fragment, whole)) => {
                let address = format!("{}#{fragment}", self.world.address());
                shown.offer(Some(SharedLink { address, cut: !whole, state: Copying::Waiting }));
                if whole { self.copy() } else { None }
            }
            Err(error) => {
                shown.offer(None);
                self.notice = Some(problem(format!("This has no link, nothing was copied: {error}.")));
                None
            }
        }
    }

    /// The address of the link that was made, which is being copied.
    pub fn copy(&mut self) -> Option<String> {
        self.shown.as_mut()?.copy()
    }

    /// A link is in the clipboard, or could not be put there.
    pub fn copied(&mut self, address: &str, copied: bool) {
        if let Some(shown) = &mut self.shown {
            shown.copied(address, copied);
        }
    }

    /// The user has seen the link.
    pub fn close_share(&mut self) {
        self.sharing = 0;
        if let Some(shown) = &mut self.shown {
            shown.offer(None);
        }
    }

    /// Does what the address says: a link, or the page as it opens.
    pub fn read_address(&mut self) {
        let fragment = self.world.fragment();
        if fragment.is_empty() {
            return self.start_with(Plan::default(), View::default());
        }
        match Link::parse(&fragment) {
            Ok(link) if state::is_cheap(&link.plan) => self.follow_link(link),
            Ok(link) => {
                self.plan = link.plan.clone();
                self.link = Some(link);
            }
            Err(error) => {
                self.world.set_fragment("");
                self.start_with(Plan::default(), View::default());
                let text = format!("{} The page is shown as it opens.", sentence(&error.to_string()));
                self.notice = Some(Notice::new(NoticeKind::Error, text));
            }
        }
    }

    /// Carries out a link.
    fn follow_link(&mut self, link: Link) {
        self.start_with(link.plan, link.view);
        if let Some(run) = &mut self.run {
            run.expect(link.fingerprint);
        }
    }

    /// The user has the link that was waiting carried out.
    pub fn run_link(&mut self) {
        if let Some(link) = self.link.take() {
            self.follow_link(link);
        }
    }

    /// The user does not want the link that was waiting.
    pub fn drop_link(&mut self) {
        self.link = None;
        self.world.set_fragment("");
        match &self.shown {
            Some(shown) => self.plan = shown.plan().clone(),
            None => self.start(Plan::default()),
        }
    }
}
