//! A scoring worker: grows the trees that it is sent. Of a forest it gets all once and stretches of rows one by one, and
//! gives back their mean path lengths.

use super::wire::{Parcel, describe, numbers, pack, unpack};
use crate::forest::{Part, Seedling, Walker};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
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
    let answering = port.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Err(error) = answer(&event, &mut kept.borrow_mut(), &answering) {
            report(&answering, &describe(&error));
        }
    });
    // Setting the handler starts the port. The handler lives as long as the worker.
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

fn answer(event: &MessageEvent, kept: &mut Option<Walker>, port: &MessagePort) -> Result<(), JsValue> {
    let message = unpack::<Task>(&event.data())?;
    match message.body {
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
