//! The equipment of the full program: everything.

mod crossfiltered;
mod export;
mod fetcher;
mod fetching;
mod host;
mod models;
mod opening;
mod peers;
mod reader;
mod scorer;
mod spread;
mod task;

use super::equipment::{Equipment, Order, Supply};
use super::files::WriteFile;
use super::held::Held;
use super::protocol::Request;
use super::scope::post_answer;
use super::turn::Turn;
use crate::sheet::{self, Sheets};
use analysis::{AnalysisError, Host, Sessions, services};
use crossfiltered::Crossfiltered;
use host::FullHost;
use peers::Peers;
use port::{Service, encode};
pub use reader::FileReader;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

/// Everything: reads files and models, knows every detector, spreads trees and rows, explains and writes files.
#[derive(Default)]
pub struct Full {
    peers: Peers,
    sheets: RefCell<Sheets>,
    crossfiltered: Crossfiltered,
}

impl Full {
    /// A reader of a file, which a scoring worker fetches and hashes where there is one.
    pub fn reader(&self, file: web_sys::File) -> FileReader {
        FileReader::new(file).fetched_by(&self.peers)
    }
}

impl Equipment for Full {
    fn host<'a>(&'a self, turn: &'a Turn) -> impl Host + 'a {
        FullHost { turn, peers: &self.peers }
    }

    async fn sessions(&self, held: &RefCell<Held>, order: Order, host: &impl Host) -> Result<Supply, AnalysisError> {
        // What it holds of the analysis before would stand in the way of the next.
        self.crossfiltered.forget();
        if !order.files.is_empty() {
            return opening::open(held, order, host, &self.peers).await;
        }
        let sessions = opening::sessions_of(held, &order.plan, host, &self.peers).await?;
        Ok(Supply { plan: order.plan, sessions, picking: false })
    }

    fn note(sessions: &Sessions, unjudged: u32) -> Option<String> {
        sheet::note(sessions, unjudged)
    }

    fn warning(sessions: &Sessions) -> Option<String> {
        sheet::warning(sessions)
    }

    fn advise(error: &AnalysisError) -> Vec<u8> {
        sheet::refusal(error).map_or_else(Vec::new, |node| encode(&node))
    }

    fn take(&self, request: &Request, attached: &JsValue) -> bool {
        match request {
            Request::Peer { peer } => {
                if let Some(port) = attached.dyn_ref::<MessagePort>() {
                    self.peers.add(*peer, port.clone());
                }
            }
            Request::PeerLost { peer } => self.peers.remove(*peer),
            _ => return false,
        }
        true
    }

    fn answer(&self, id: u32, service: &str, question: &[u8], held: &Held) {
        if Crossfiltered::has(service) {
            self.crossfiltered.answer(id, service, question, held);
        } else if sheet::SERVICES.has(service) {
            let mut sheets = self.sheets.borrow_mut();
            (sheets.sessions, sheets.analysis) = (held.sessions.clone(), held.analysis.clone());
            post_answer(id, sheet::SERVICES.answer(service, &mut sheets, question));
            // Millions of sessions are not to be held for it.
            (sheets.sessions, sheets.analysis) = (None, None);
        } else if service == WriteFile::NAME {
            export::write(id, question, held);
        } else {
            post_answer(id, held.answer(&services::FURTHER, service, question));
        }
    }

    fn serve(port: MessagePort) {
        scorer::serve(port);
    }
}
