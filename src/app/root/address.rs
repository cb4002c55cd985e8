//! The page's address: the link to what is shown.

use super::hear::problem;
use super::*;
use crate::crossfilter::noted::CUT;

impl Root {
    /// The link to what is shown.
    fn link_to_shown(&self) -> Option<Link> {
        let result = self.summary.as_ref()?.result.as_ref()?;
        let fingerprint = result.fingerprint.parse().ok();
        Some(Link { plan: self.shown.clone()?, view: self.view.clone(), fingerprint })
    }

    /// Has the address follow what is shown. Where what is chosen in Explore does not fit, Explore is asked for it in fewer
    /// letters; what does not fit even so is left out and the address says so, and no address is better than one that does
    /// not open.
    pub(super) fn write_address(&mut self) {
        let Some(link) = self.link_to_shown() else { return };
        explore::put("room", &(link.room() as u32).into());
        let (fragment, whole) = link.written_or_cut().unwrap_or_default();
        if whole {
            self.pressed = false;
        } else if link.view.explore != CUT && !self.pressed {
            self.pressed = explore::ask_for_note();
        }
        if self.touched {
            browser::set_fragment(&fragment);
        }
    }

    /// Makes the link to be handed out. It is copied at once where it has all.
    pub(super) fn share(&mut self, ctx: &Context<Self>) {
        self.sharing = false;
        let Some(link) = self.link_to_shown() else { return };
        match link.written_or_cut() {
            Ok((fragment, whole)) => {
                let address = format!("{}#{fragment}", browser::address_without_fragment());
                self.share = Some((address, !whole, Copying::Waiting));
                if whole {
                    self.copy(ctx);
                }
            }
            Err(error) => {
                self.share = None;
                self.notice = Some(problem(format!("This has no link, nothing was copied: {error}.")));
            }
        }
    }

    /// Copies the link that was made.
    pub(super) fn copy(&mut self, ctx: &Context<Self>) {
        if let Some((address, _, state)) = &mut self.share {
            *state = Copying::Begun;
            let address = address.clone();
            ctx.link().send_future(async move { Msg::Copied(browser::copy(&address).await) });
        }
    }

    /// Does what the address says: a link, or the page as it opens.
    pub(super) fn read_address(&mut self) {
        let fragment = browser::fragment();
        self.verdict = None;
        if fragment.is_empty() {
            return self.start(Plan::default());
        }
        match Link::parse(&fragment) {
            Ok(link) if state::is_cheap(&link.plan) => {
                self.expected = link.fingerprint;
                self.view = link.view;
                self.start(link.plan);
            }
            Ok(link) => {
                self.plan = link.plan.clone();
                self.link = Some(link);
            }
            Err(error) => {
                browser::set_fragment("");
                self.view = View::default();
                self.start(Plan::default());
                let text = format!("{} The page is shown as it opens.", sentence(&error.to_string()));
                self.notice = Some(Notice::new(NoticeKind::Error, text));
            }
        }
    }
}
