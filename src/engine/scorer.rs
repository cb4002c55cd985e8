//! A scoring worker: grows the trees that it is sent. Of a forest it gets all once and stretches of rows one by one, and
//! gives back their mean path lengths.

use super::full::FileReader;
use super::wire::{Message, Parcel, describe, numbers, pack, unpack};
use crate::analysis::ByteSource;
use crate::forest::{Part, Seedling, Walker};
use crate::ingest::{FileIdentity, Identifier};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

/// What a scoring worker is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Keep the forest whose words are the bulk.
    Forest,
    /// Walk rows; the bulk is one piece of f32 per feature, the answer the mean path lengths as f64.
    Walk,
    /// Grow trees; the bulk is the words of one seedling each, the answer those of one tree each.
    Grow,
    /// Hash the file that is attached; the answer is its SHA-256 and its length, or nothing where it cannot be read. Any
    /// other task ends it.
    Hash,
    /// Leave what is being done.
    Rest,
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It has; the bulk is what the task says.
    Done,
    /// It could not.
    Failed {
        /// Why.
        message: String,
    },
}

/// Serves the analysis worker at the other end of a port.
pub fn serve(port: MessagePort) {
    let kept: Rc<RefCell<Option<Walker>>> = Rc::default();
    // Counts the tasks, so that a hash knows when another one has come.
    let tasks: Rc<Cell<u32>> = Rc::default();
    let answering = port.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        tasks.set(tasks.get().wrapping_add(1));
        let answered = unpack::<Task>(&event.data()).and_then(|message| match message.body {
            Task::Hash => {
                wasm_bindgen_futures::spawn_local(hash(message, tasks.clone(), answering.clone()));
                Ok(())
            }
            _ => answer(message, &mut kept.borrow_mut(), &answering),
        });
        if let Err(error) = answered {
            report(&answering, &describe(&error));
        }
    });
    // Setting the handler starts the port. The handler lives as long as the worker.
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// Hashes a file slice by slice, until another task comes.
async fn hash(message: Message<Task>, tasks: Rc<Cell<u32>>, port: MessagePort) {
    let begun = tasks.get();
    let bulk = match identity(message.attached, || tasks.get() == begun).await {
        Some(identity) => vec![identity.sha256.to_vec(), identity.bytes.to_le_bytes().to_vec()],
        // Whoever reads the file finds out himself what is wrong with it.
        None => Vec::new(),
    };
    let bulk: Vec<&[u8]> = bulk.iter().map(Vec::as_slice).collect();
    if tasks.get() == begun
        && let Ok(parcel) = pack(message.id, &Reply::Done, &bulk, &JsValue::UNDEFINED)
    {
        // A port that is closed has nobody left to tell.
        let _ = post(&port, &parcel);
    }
}

async fn identity(file: JsValue, is_wanted: impl Fn() -> bool) -> Option<FileIdentity> {
    let mut reader = FileReader::new(file.dyn_into().ok()?);
    let mut identifier = Identifier::default();
    while is_wanted() {
        let slice = reader.next().await.ok()?;
        if slice.is_empty() {
            return Some(identifier.finish());
        }
        identifier.push(&slice);
    }
    None
}

fn answer(message: Message<Task>, kept: &mut Option<Walker>, port: &MessagePort) -> Result<(), JsValue> {
    match message.body {
        Task::Hash | Task::Rest => Ok(()),
        Task::Forest => {
            let words: Vec<u32> = message.bulk.first().map(|bytes| numbers(bytes)).unwrap_or_default();
            let part = Part::from_words(&words).map_err(|error| error.to_string())?;
            *kept = Some(Walker::new(&part));
            Ok(())
        }
        Task::Walk => {
            let kept = kept.as_ref().ok_or("rows before a forest")?;
            let columns: Vec<Vec<f32>> = message.bulk.iter().map(|bytes| numbers(bytes)).collect();
            let columns: Vec<&[f32]> = columns.iter().map(Vec::as_slice).collect();
            if columns.len() != kept.features() {
                return Err("rows of another width than the forest".into());
            }
            let paths = kept.mean_paths(&columns);
            post(port, &pack(message.id, &Reply::Done, &[bytemuck::cast_slice(&paths)], &JsValue::UNDEFINED)?)
        }
        Task::Grow => {
            let grow = |bytes: &Vec<u8>| {
                Seedling::from_words(&numbers::<u32>(bytes)).map(|seedling| seedling.grow().to_words())
            };
            let trees: Vec<Vec<u32>> =
                message.bulk.iter().map(grow).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
            let bulk: Vec<&[u8]> = trees.iter().map(|words| bytemuck::cast_slice(words)).collect();
            post(port, &pack(message.id, &Reply::Done, &bulk, &JsValue::UNDEFINED)?)
        }
    }
}

fn report(port: &MessagePort, message: &str) {
    let reply = Reply::Failed { message: message.to_owned() };
    if let Ok(parcel) = pack(0, &reply, &[], &JsValue::UNDEFINED) {
        // A port that is closed has nobody left to tell.
        let _ = post(port, &parcel);
    }
}

fn post(port: &MessagePort, parcel: &Parcel) -> Result<(), JsValue> {
    port.post_message_with_transferable(&parcel.value, &parcel.transfer)
}
