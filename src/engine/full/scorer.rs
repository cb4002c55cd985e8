//! A scoring worker: grows the trees that it is sent. Of a forest it gets all once and stretches of rows one by one, and
//! gives back their mean path lengths. A file it fetches for the analysis worker.

use super::fetcher::Fetcher;
use super::task::{Reply, Task};
use crate::engine::piece::Piece;
use crate::engine::wire::{Message, Parcel, describe, numbers, pack, unpack};
use isolation_forest::{Part, Seedling, Walker};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

/// Serves the analysis worker at the other end of a port.
pub fn serve(port: MessagePort) {
    let kept: Rc<RefCell<Option<Walker>>> = Rc::default();
    let fetcher = Fetcher::new(port.clone());
    let answering = port.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let answered = unpack::<Task>(&event.data()).and_then(|message| match message.body {
            Task::Fetch => fetcher.begin(message.id, message.attached.dyn_into()?),
            Task::Slice { of } => fetcher.slice(of, message.id),
            Task::Leave { of } => fetcher.leave(of),
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

fn answer(message: Message<Task>, kept: &mut Option<Walker>, port: &MessagePort) -> Result<(), JsValue> {
    match message.body {
        // The fetcher's.
        Task::Fetch | Task::Slice { .. } | Task::Leave { .. } => Ok(()),
        Task::Forest => {
            let words = message.bulk.first().map(Piece::bytes).unwrap_or_default();
            let part = Part::from_words(&numbers::<u32>(&words)).map_err(|error| error.to_string())?;
            *kept = Some(Walker::new(&part));
            Ok(())
        }
        Task::Walk => {
            let kept = kept.as_ref().ok_or("rows before a forest")?;
            let columns: Vec<Vec<u8>> = message.bulk.iter().map(Piece::bytes).collect();
            let columns: Vec<Cow<'_, [f32]>> = columns.iter().map(|bytes| numbers(bytes)).collect();
            let columns: Vec<&[f32]> = columns.iter().map(Cow::as_ref).collect();
            let paths = kept.mean_paths(&columns).map_err(|error| error.to_string())?;
            post(port, &pack(message.id, &Reply::Done, &[bytemuck::cast_slice(&paths)], &JsValue::UNDEFINED)?)
        }
        Task::Grow => {
            let grow = |piece: &Piece| {
                Seedling::from_words(&numbers::<u32>(&piece.bytes())).map(|seedling| seedling.grow().to_words())
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
