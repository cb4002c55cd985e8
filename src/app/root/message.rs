//! What can happen to the page.

use crate::app::state::{DetectorEdit, ScenarioForm};
use crate::bridge::FromTab;
use crate::engine::{Product, Signal};
use analysis::Detector;
use export::{Tab, View};
use features::Feature;
use simulate::Scenario;

/// What can happen to the page.
pub enum Msg {
    /// A worker has spoken.
    Signal(Box<Signal>),
    /// The user wants generated sessions.
    Generate(Scenario),
    /// The user chose other features.
    Features(Vec<Feature>),
    /// The user types what to generate.
    Scenario(ScenarioForm),
    /// The user set the detector otherwise.
    Detector(Detector),
    /// The user types how to set the detector.
    DetectorEdit(DetectorEdit, String),
    /// The user chose or dropped files.
    Open(Vec<web_sys::File>),
    /// The user did something to a control of a sheet: its name and its value.
    Changed((String, String)),
    /// The user wants the run to stop.
    Cancel,
    /// The user looks at the result otherwise.
    View(View),
    /// The scatter has got another size.
    Resized(u32, u32),
    /// A late tab says something.
    Late(Tab, FromTab),
    /// The user wants a late tab to be loaded again.
    Load(Tab),
    /// The user wants a link.
    Share,
    /// The user wants the link without what did not fit into it.
    Copy,
    /// This link is in the clipboard, or could not be put there.
    Copied(String, bool),
    /// The user has seen the link.
    CloseShare,
    /// The user wants a file.
    Export(Product),
    /// The user wants it darker or lighter.
    Theme,
    /// The address has changed under the page.
    Address,
    /// The user carries out the link that was waiting.
    RunLink,
    /// The user does not want the link that was waiting.
    DropLink,
    /// The user wants what is shown to be made by today's rules.
    Renew,
    /// The user has seen the notice.
    Dismiss,
    /// A file is being dragged over the page, or no longer.
    Dragging(bool),
}
