//! Links: an analysis in the part of an address that never reaches a server.
//!
//! A link is data: bounded, decoded totally, every value checked before it is used. Its first pair is the version of its
//! grammar; a later grammar is a new number and one function that turns the pairs of the number before into its own
//! ([`UPGRADERS`]), so that old links open for ever.

use super::{Chosen, View};
use analysis::{Fingerprint, Pairs, PairsError, Plan};
use crossfilter::noted::CUT;

/// The grammar of the links that are written.
const VERSION: u32 = 1;

/// One step each from the grammar of version i + 1 to that of version i + 2; as many as there are versions behind.
const UPGRADERS: [fn(Pairs) -> Result<Pairs, PairsError>; VERSION as usize - 1] = [];

/// What a link holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What to analyse, and how.
    pub plan: Plan,
    /// How to look at it.
    pub view: View,
    /// What the sender's result was.
    pub fingerprint: Option<Fingerprint>,
}

/// Why a text is no link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It is longer than any link of ours.
    #[error("the link is {0} characters long: at most {max} are read", max = Link::MOST)]
    TooLong(usize),
    /// It does not start with its version.
    #[error("the link does not start with its version (v=…): it is damaged, or not of StreamGuard")]
    NoVersion,
    /// It was made by a later StreamGuard.
    #[error(
        "the link is of version {0}, and this page reads versions 1 to {VERSION}: it was made by a newer StreamGuard"
    )]
    Newer(u32),
    /// Something in it is missing or means nothing.
    #[error("the link is damaged: {0}")]
    Pairs(#[from] PairsError),
    /// What is to be written would be read as something else.
    #[error("the link would not mean the same when it is opened")]
    Altered,
}

impl Link {
    /// No longer text is read as a link.
    pub const MOST: usize = 8192;

    /// Reads a link: an address with a fragment, or the fragment alone with or without its `#`.
    ///
    /// # Errors
    /// [`LinkError`] says what is wrong.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment).trim();
        if fragment.len() > Self::MOST {
            return Err(LinkError::TooLong(fragment.len()));
        }
        if !fragment.starts_with("v=") {
            return Err(LinkError::NoVersion);
        }
        let mut pairs = Pairs::parse(fragment)?;
        let version = pairs.parse_with("v", str::parse::<u32>)?;
        if version == 0 {
            return Err(LinkError::NoVersion);
        }
        if version > VERSION {
            return Err(LinkError::Newer(version));
        }
        for upgrade in &UPGRADERS[version as usize - 1..] {
            pairs = upgrade(pairs)?;
        }
        let plan = Plan::take_from(&mut pairs)?;
        let view = View::take_from(&mut pairs)?;
        let fingerprint = match pairs.take("fp")? {
            None => None,
            Some(text) => Some(text.parse().map_err(|error: analysis::FingerprintError| PairsError::Value {
                key: "fp",
                value: text.chars().take(40).collect(),
                why: error.to_string(),
            })?),
        };
        pairs.finish()?;
        Ok(Self { plan, view, fingerprint })
    }

    /// The link as it can be handed out: the fragment of an address, without its `#`, that was read back and means the same.
    ///
    /// # Errors
    /// [`LinkError`] where it would not open, or not as what it was made from.
    pub fn written(&self) -> Result<String, LinkError> {
        let fragment = self.fragment();
        let read = Self::parse(&fragment)?;
        // Names of files are for people only, and may be cut.
        let same = read.view == self.view && read.fingerprint == self.fingerprint;
        let same = same && read.plan.result_text() == self.plan.result_text();
        if same { Ok(fragment) } else { Err(LinkError::Altered) }
    }

    /// The same as [`Self::written`] or, where that does not fit, without what is chosen on late tabs, which the link then says;
    /// and whether it has all.
    ///
    /// # Errors
    /// [`LinkError`] where even that would not open.
    pub fn written_or_cut(&self) -> Result<(String, bool), LinkError> {
        let is_cut = self.view.chosen != Chosen::default() && self.view.chosen.is_all(CUT);
        if !is_cut && let Ok(fragment) = self.written() {
            return Ok((fragment, true));
        }
        Ok((self.with(self.view.chosen.replaced(CUT)).written()?, false))
    }

    /// How many letters there are for what is chosen on late tabs.
    pub fn room(&self) -> usize {
        Self::MOST.saturating_sub(self.with(Chosen::default()).fragment().len())
    }

    fn with(&self, chosen: Chosen) -> Self {
        Self { view: View { chosen, ..self.view.clone() }, ..self.clone() }
    }

    /// The link as the fragment of an address, without its `#`. It may be too long to be opened: [`Self::written`] tells.
    pub fn fragment(&self) -> String {
        let mut pairs = Pairs::default();
        pairs.push("v", &VERSION.to_string());
        pairs.append(self.plan.to_pairs());
        pairs.append(self.view.to_pairs());
        if let Some(fingerprint) = self.fingerprint {
            pairs.push("fp", &fingerprint.to_string());
        }
        pairs.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SortBy, Tab};
    use analysis::views::Order;
    use proptest::prelude::*;
    use rules::Rules;

    fn link() -> Link {
        Link { plan: Plan::default(), view: View::default(), fingerprint: Some(Fingerprint(0x0123_4567_89ab_cdef)) }
    }

    /// Links as they were once handed out. None of them may ever be changed: each must open for ever.
    const GOLDEN: &[&str] = &[
        "v=1&src=streamguard&n=10000&fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,rel.headroom&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&tab=detect&field=1&\
        sort=score&order=down&only=1&fp=0123456789abcdef",
        "v=1&src=streamguard&n=10000&fault=0.05&seed=7&rules=2&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,rel.headroom&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&tab=detect&field=1&\
        sort=score&order=down&only=1&fp=0123456789abcdef",
        "v=1&src=streamguard&n=10000&fault=0.05&seed=7&rules=3&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,rel.headroom&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&tab=detect&field=1&\
        sort=score&order=down&only=1&fp=0123456789abcdef",
    ];

    #[test]
    fn golden_links_open() {
        for golden in GOLDEN {
            assert_eq!(Link::parse(golden).expect("opens for ever").fragment(), *golden);
        }
        let first = Plan { rules: Rules::FIRST, ..Plan::default() };
        assert_eq!(Link { plan: first, ..link() }.fragment(), GOLDEN[0]);
        assert_eq!(link().fragment(), GOLDEN[2]);
    }

    #[test]
    fn a_generated_data_set_fits_into_500_characters() {
        let view = View {
            x: Some("rel.rebuffers_per_min".into()),
            y: Some("rel.bitrate_kbps".into()),
            selected: Some(4_999_999),
            ..View::default()
        };
        assert!(Link { view, ..link() }.fragment().len() < 450);
    }

    #[test]
    fn every_control_of_the_view_is_in_the_link() {
        let fresh = View::default();
        let views = [
            View { tab: Tab::Data, ..fresh.clone() },
            View { tab: Tab::Explore, ..fresh.clone() },
            View { chosen: Chosen::of(Tab::Explore, "filter=c.cdn:in:alpha;beta&compare=1"), ..fresh.clone() },
            View { page: 3, ..fresh.clone() },
            View { x: Some("headroom".into()), ..fresh.clone() },
            View { y: Some("col.stalls, \"long\"".into()), ..fresh.clone() },
            View { field: false, ..fresh.clone() },
            View { sort: SortBy { column: "isp & more".into(), order: Order::Falling }, ..fresh.clone() },
            View { sort: SortBy { column: "score".into(), order: Order::Rising }, ..fresh.clone() },
            View { flagged_only: false, ..fresh.clone() },
            View { selected: Some(0), ..fresh.clone() },
        ];
        for view in views {
            assert_ne!(view, fresh);
            let link = Link { view, ..link() };
            assert_eq!(Link::parse(&link.fragment()), Ok(link));
        }
    }

    #[test]
    fn an_address_is_read_as_its_fragment() {
        let address = format!("https://example.org/some/path/?q=1#{}", link().fragment());
        assert_eq!(Link::parse(&address), Ok(link()));
        assert_eq!(Link::parse(&format!("#{}", link().fragment())), Ok(link()));
    }

    #[test]
    fn a_link_that_would_not_open_is_not_handed_out() {
        assert_eq!(link().written(), Ok(link().fragment()));
        // A column of a longer name than is read, a page that is not: each was handed out before.
        let column = |letters: usize| Link {
            view: View { sort: SortBy { column: "x".repeat(letters), ..SortBy::default() }, ..View::default() },
            ..link()
        };
        assert!(column(300).written().is_ok());
        assert!(matches!(column(301).written(), Err(LinkError::Pairs(_))));
        let explored =
            |letters: usize| link().with(Chosen::of(Tab::Explore, &format!("search={}", "x".repeat(letters))));
        let room = link().room() - "&e.search=".len();
        assert_eq!(explored(room).written().map(|fragment| fragment.len()), Ok(Link::MOST));
        assert_eq!(explored(room + 1).written(), Err(LinkError::TooLong(Link::MOST + 1)));
        // What an address holds before its fragment does not count.
        let address = format!("https://example.org/{}#{}", "x".repeat(500), explored(room).fragment());
        assert_eq!(Link::parse(&address), Ok(explored(room)));
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_the_link_says_so() {
        let explored =
            |letters: usize| link().with(Chosen::of(Tab::Explore, &format!("search={}", "x".repeat(letters))));
        assert_eq!(explored(10).written_or_cut(), Ok((explored(10).fragment(), true)));
        let (cut, whole) = explored(9000).written_or_cut().expect("fits without it");
        assert_eq!((cut.ends_with("&only=1&e.cut=1&fp=0123456789abcdef"), whole), (true, false), "{cut}");
        // It stays cut until something else is chosen.
        assert_eq!(Link::parse(&cut).expect("a link").written_or_cut(), Ok((cut, false)));
        // Where the rest is too long alone, there is no link.
        let mut large = link();
        large.plan.features = (0..64)
            .map(|column| features::Feature::plain(features::Measure::Column(format!("{column:0200}"))))
            .collect();
        assert_eq!(large.room(), 0);
        assert!(matches!(large.written_or_cut(), Err(LinkError::TooLong(letters)) if letters > 12_800));
    }

    #[test]
    fn what_is_no_link_is_refused_with_its_reason() {
        let good = link().fragment();
        assert_eq!(Link::parse(""), Err(LinkError::NoVersion));
        assert_eq!(Link::parse("#section"), Err(LinkError::NoVersion));
        assert_eq!(Link::parse(&good.replace("v=1", "v=2")), Err(LinkError::Newer(2)));
        assert_eq!(Link::parse(&good.replace("v=1", "v=0")), Err(LinkError::NoVersion));
        assert_eq!(Link::parse(&"v".repeat(Link::MOST + 1)), Err(LinkError::TooLong(Link::MOST + 1)));
        for (from, to) in [
            ("fp=01", "fp=x1"),
            ("&field=1", "&field=2"),
            ("order=down", "order=sideways"),
            ("sort=score", "sort="),
            ("&only=1", "&only=1&only=1"),
            ("&only=1", "&evil=1"),
            ("&only=1", "&row=-1"),
            ("&only=1", "&x=%3Cscript%3E"),
            ("n=10000", "n=1e4"),
            ("&only=1", "&only"),
            ("tab=detect", "tab=other"),
            ("dseed=1", "dseed=99999999999999999999"),
        ] {
            let bad = good.replace(from, to);
            assert_ne!(bad, good);
            assert!(matches!(Link::parse(&bad), Err(LinkError::Pairs(_))), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_handed_out_opens_as_what_it_was(
            search in "[a-z]{0,40}", times in 0..400_usize, column in "[^\u{0}]{0,20}", long in 0..20_usize, page in any::<u32>(),
        ) {
            let column = column.repeat(long);
            let explore = if times > 0 { format!("search={}", search.repeat(times)) } else { String::new() };
            let chosen = Chosen::of(Tab::Explore, &explore);
            let view = View { chosen, page, sort: SortBy { column, ..SortBy::default() }, ..View::default() };
            let made = Link { view, ..link() };
            match made.written_or_cut() {
                Ok((fragment, true)) => prop_assert_eq!(Link::parse(&fragment), Ok(made)),
                Ok((fragment, false)) => {
                    prop_assert!(made.fragment().len() > Link::MOST);
                    prop_assert_eq!(Link::parse(&fragment), Ok(made.with(Chosen::of(Tab::Explore, CUT))));
                }
                Err(_) => prop_assert!(Link::parse(&made.with(Chosen::of(Tab::Explore, CUT)).fragment()).is_err()),
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Link::parse(&text);
            let _ = Link::parse(&format!("v=1&{text}"));
        }

        #[test]
        fn a_damaged_link_is_refused_or_means_what_it_says(place in 0..400_usize, byte in 0x20..0x7f_u8) {
            let mut bytes = link().fragment().into_bytes();
            let place = place % bytes.len();
            bytes[place] = byte;
            if let Ok(link) = Link::parse(&String::from_utf8(bytes).expect("ASCII")) {
                prop_assert_eq!(Link::parse(&link.fragment()), Ok(link));
            }
        }
    }
}
