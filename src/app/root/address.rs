//! The page's address: the link to what is shown.

use super::*;

impl Root {
    /// The link to what is shown.
    pub(super) fn address(&self) -> Option<String> {
        let result = self.summary.as_ref()?.result.as_ref()?;
        let fingerprint = result.fingerprint.parse().ok();
        let link = Link { plan: self.shown.clone()?, view: self.view.clone(), fingerprint };
        Some(format!("{}#{}", browser::address_without_fragment(), link.fragment()))
    }

    pub(super) fn write_address(&self) {
        if self.touched
            && let Some(address) = self.address()
        {
            browser::set_fragment(address.split_once('#').map_or("", |(_, fragment)| fragment));
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
