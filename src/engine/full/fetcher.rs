//! A file that is fetched for another worker, from the side of the one that fetches. The bytes of a file come to whichever
//! worker asks for them, and keep it busy: so one worker fetches and hashes while the other makes columns of them.

use super::reader::Slices;
use super::task::Reply;
use crate::engine::wire::pack;
use ingest::{FileIdentity, Identifier};
use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::MessagePort;

/// What fetches slices. Everyone who asks for one is answered, in the order in which they ask.
#[derive(Clone)]
pub struct Fetcher {
    port: MessagePort,
    file: Rc<RefCell<Option<Fetch>>>,
}

/// A file.
struct Fetch {
    /// The number of the task that brought it.
    number: u32,
    /// Who has asked for a slice.
    asked: VecDeque<u32>,
    /// What is at work while somebody waits.
    idle: Option<Box<AtWork>>,
}

struct AtWork {
    slices: Slices,
    identifier: Identifier,
}

/// What is answered.
enum Answer {
    Slice(ArrayBuffer),
    End(FileIdentity),
    Nothing,
}

impl Fetcher {
    /// One that answers at this port.
    pub fn new(port: MessagePort) -> Self {
        Self { port, file: Rc::default() }
    }

    /// Takes a file, in place of any before.
    ///
    /// # Errors
    /// When an answer cannot be sent.
    pub fn begin(&self, number: u32, file: web_sys::File) -> Result<(), JsValue> {
        let idle = Some(Box::new(AtWork { slices: Slices::new(file), identifier: Identifier::default() }));
        self.replace(Some(Fetch { number, asked: VecDeque::new(), idle }))
    }

    /// Leaves the file that came with a task.
    ///
    /// # Errors
    /// When an answer cannot be sent.
    pub fn leave(&self, of: u32) -> Result<(), JsValue> {
        if self.file.borrow().as_ref().is_some_and(|file| file.number == of) { self.replace(None) } else { Ok(()) }
    }

    fn replace(&self, by: Option<Fetch>) -> Result<(), JsValue> {
        let before = self.file.replace(by);
        before.into_iter().flat_map(|file| file.asked).try_for_each(|asked| self.answer(asked, Answer::Nothing))
    }

    /// Fetches a slice of the file that came with a task, for the one who asks.
    ///
    /// # Errors
    /// When an answer cannot be sent.
    pub fn slice(&self, of: u32, asked: u32) -> Result<(), JsValue> {
        let idle = {
            let mut file = self.file.borrow_mut();
            let Some(file) = file.as_mut().filter(|file| file.number == of) else {
                return self.answer(asked, Answer::Nothing);
            };
            file.asked.push_back(asked);
            file.idle.take()
        };
        if let Some(idle) = idle {
            wasm_bindgen_futures::spawn_local(self.clone().work(of, idle));
        }
        Ok(())
    }

    /// Fetches as long as somebody waits and the file is wanted.
    async fn work(self, of: u32, mut at_work: Box<AtWork>) {
        loop {
            let asked = {
                let mut file = self.file.borrow_mut();
                let Some(file) = file.as_mut().filter(|file| file.number == of) else { return };
                match file.asked.pop_front() {
                    Some(asked) => asked,
                    None => {
                        file.idle = Some(at_work);
                        return;
                    }
                }
            };
            let AtWork { slices, identifier } = &mut *at_work;
            let answered = match slices.next().await {
                Ok(Some(slice)) => {
                    // Once it has been sent, it is here no more.
                    let bytes = Uint8Array::new(&slice).to_vec();
                    let answered = self.answer(asked, Answer::Slice(slice));
                    identifier.push(&bytes);
                    answered
                }
                Ok(None) => self.answer(asked, Answer::End(identifier.clone().finish())),
                // Whoever wants the file finds out himself what is wrong with it.
                Err(_) => self.answer(asked, Answer::Nothing),
            };
            if answered.is_err() {
                return;
            }
        }
    }

    fn answer(&self, asked: u32, answer: Answer) -> Result<(), JsValue> {
        let say = |bulk: &[&[u8]], attached: &JsValue| pack(asked, &Reply::Done, bulk, attached);
        let parcel = match answer {
            Answer::Slice(slice) => {
                let parcel = say(&[], &slice)?;
                parcel.transfer.push(&slice);
                parcel
            }
            Answer::End(FileIdentity { bytes, sha256 }) => say(&[&sha256, &bytes.to_le_bytes()], &JsValue::UNDEFINED)?,
            Answer::Nothing => say(&[], &JsValue::UNDEFINED)?,
        };
        self.port.post_message_with_transferable(&parcel.value, &parcel.transfer)
    }
}
