//! What the page's state has around it: workers, address, late tabs and downloads. In the browser it is those; in tests it is
//! whatever they need.

use crate::bridge::ShownResult;
use crate::engine::{Piece, Program, Request};
use export::Chosen;

/// What is around the page's state.
pub trait World {
    /// A file that was chosen or dropped.
    type File: Clone;

    /// The way to ask the workers about what they hold: the name of a service and a question, encoded. It returns the number that
    /// the answer will carry.
    fn asker(&self) -> impl Fn(&'static str, Vec<u8>) -> u32 + 'static;

    /// Starts a run, with the files that it reads, in the place of any other; the number that its answers carry.
    fn run(&self, needs: Program, request: Request, files: &[Self::File]) -> u32;

    /// Whether a run of this program has to wait for it.
    fn is_loading(&self, program: Program) -> bool;

    /// Starts what else there is, to carry on with what is shown: the plan as text.
    fn start_others(&self, plan: &str);

    /// Tells the late tabs that there is another result, with what is chosen on them, or none; and whether it is of other sessions
    /// than the one before.
    fn show_tabs(&mut self, subject: Option<&ShownResult>, chosen: &Chosen, others: bool);

    /// Asks the late tabs to say at once what is chosen on them; how many will.
    fn ask_for_choice(&self) -> u32;

    /// Tells the late tabs how many letters there are in a link for what is chosen on them.
    fn make_room(&mut self, letters: usize);

    /// Hands an answer to the tab that has asked by this number, or why there is none; nobody, where none has.
    fn answer_tab(&self, id: u32, answer: Result<&Piece, &str>);

    /// Hands a part of an answer to the tab that has asked by this number.
    fn part_for_tab(&self, id: u32, part: &Piece);

    /// The page's address, without a fragment.
    fn address(&self) -> String;

    /// The fragment of the address.
    fn fragment(&self) -> String;

    /// Changes the fragment.
    fn set_fragment(&mut self, fragment: &str);

    /// Tells the late tabs what the fragment is: the link to what is shown.
    fn tell_address(&mut self);

    /// Hands a file to the user.
    ///
    /// # Errors
    /// What the browser says.
    fn save(&self, name: &str, parts: &[Piece], media: &str) -> Result<(), String>;
}
