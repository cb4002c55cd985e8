//! The equipment of the full program: everything.

mod explore;
mod export;
mod fetcher;
mod fetching;
mod host;
mod models;
mod opening;
mod peers;
mod reader;
mod scorer;
mod sheets;
mod spread;
mod task;

use super::encode;
use super::equipment::{Equipment, Order, Supply};
use super::held::Held;
use super::protocol::{Event, Product, Request};
use super::scope::post_event;
use super::turn::Turn;
use crate::sheet;
use analysis::views;
use analysis::{AnalysisError, Host, Sessions};
use explore::Explorer;
use host::FullHost;
use peers::Peers;
pub use reader::FileReader;
use sheets::Sheets;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

/// Everything: reads files and models, knows every detector, spreads trees and rows, explains and writes files.
#[derive(Default)]
pub struct Full {
    peers: Peers,
    sheets: Sheets,
    explorer: Explorer,
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
        self.explorer.forget();
        if !order.files.is_empty() {
            return opening::open(held, order, host, &self.peers).await;
        }
        let sessions = opening::sessions_of(held, &order.plan, host, &self.peers).await?;
        Ok(Supply { plan: order.plan, sessions, picking: false })
    }

    fn note(sessions: &Sessions, unjudged: u32) -> Option<String> {
        sheet::note(sessions, unjudged)
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

    fn answer(&self, id: u32, request: Request, held: &Held) {
        let (event, bulk) = match (request, &held.analysis) {
            (Request::Sheet { tab, plan }, _) => self.sheets.draw(tab, &plan, held),
            (Request::Change { tab, plan, changes }, _) => self.sheets.change(tab, &plan, &changes, held),
            (Request::Explore(query), _) => match self.explorer.answer(id, &query, held) {
                Some(answer) => answer,
                None => return,
            },
            (Request::Export(Product::ErrorLog), _) => return export::error_log(id, held),
            (Request::Firmness { row }, Some(analysis)) => (Event::Firmness, encode(&views::firmness(analysis, row))),
            (Request::Advise, Some(analysis)) => (Event::Advice, encode(&views::advise(analysis))),
            (Request::Export(product), Some(analysis)) => return export::write(id, product, analysis, held),
            // Everything else is answered by every program.
            _ => (Event::Failed { message: "there is no analysis yet".into(), kept: false }, Vec::new()),
        };
        post_event(id, &event, &[&bulk]);
    }

    fn serve(port: MessagePort) {
        scorer::serve(port);
    }
}
