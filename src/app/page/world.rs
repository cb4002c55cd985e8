//! What the page's state has around it: workers, address, Explore and downloads. In the browser it is those; in tests it is
//! whatever they need.

use crate::engine::{Program, Request};

/// What is around the page's state.
pub trait World {
    /// A file that was chosen or dropped.
    type File: Clone;

    /// Asks the workers a question about what they hold; the number that its answers carry.
    fn ask(&self, request: Request) -> u32;

    /// Starts a run, with the files that it reads, in the place of any other; the number that its answers carry.
    fn run(&self, needs: Program, request: Request, files: &[Self::File]) -> u32;

    /// Whether a run of this program has to wait for it.
    fn is_loading(&self, program: Program) -> bool;

    /// Starts what else there is, to carry on with what is shown: the plan as text.
    fn start_others(&self, plan: &str);

    /// Tells Explore that there is another analysis: the text of what is chosen there, none where there is nothing to
    /// explore, and whether it is of other sessions than the one before.
    fn renew_explore(&mut self, state: Option<&str>, others: bool);

    /// Asks Explore to say at once what is chosen there; whether there is somebody to ask.
    fn ask_for_note(&self) -> bool;

    /// Tells Explore how many letters there are in a link for what is chosen there.
    fn make_room(&self, letters: usize);

    /// Hands an answer to Explore, none where its question failed; a part of one, where `more` is to come.
    fn tell_explore(&self, id: u32, bulk: Option<&Vec<u8>>, more: bool);

    /// The page's address, without a fragment.
    fn address(&self) -> String;

    /// The fragment of the address.
    fn fragment(&self) -> String;

    /// Changes the fragment.
    fn set_fragment(&self, fragment: &str);

    /// Hands a file to the user.
    ///
    /// # Errors
    /// What the browser says.
    fn save(&self, name: &str, parts: &[Vec<u8>], media: &str) -> Result<(), String>;
}
