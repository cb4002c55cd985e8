//! What the page's state has around it: workers, address, Explore and downloads. In the browser it is those; in tests it is
//! whatever they need.

use crate::engine::{Program, Request};

/// What is around the page's state.
pub trait World {
    /// A file that was chosen or dropped.
    type File: Clone;

    /// Asks the workers a question about what they hold: the name of a service and a question, encoded. The number that its
    /// answer carries.
    fn ask(&self, service: &'static str, question: Vec<u8>) -> u32;

    /// The same for those who outlive a borrow.
    fn asker(&self) -> impl Fn(&'static str, Vec<u8>) -> u32 + 'static;

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

    /// Hands an answer to the tab that has asked by this number, or why there is none; nobody, where none has.
    fn answer_tab(&self, id: u32, answer: Result<&[u8], &str>);

    /// Hands a part of an answer to the tab that has asked by this number.
    fn part_for_tab(&self, id: u32, part: &[u8]);

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
