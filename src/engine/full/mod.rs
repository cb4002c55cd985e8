//! The equipment of the full program: everything.

mod export;
mod host;
mod models;
mod opening;
mod peers;
mod quality;
mod reader;
mod spread;

use super::equipment::{Equipment, Order};
use super::held::Held;
use super::protocol::{Event, QualityInfo, Request};
use super::turn::Turn;
use super::wire::encode;
use super::worker::post_event;
use crate::analysis::views;
use crate::analysis::{Analysis, AnalysisError, Host, Plan, Quality, Sessions, Source};
use host::FullHost;
use peers::Peers;
pub use reader::FileReader;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

/// Everything: reads files and models, knows every detector, spreads trees and rows, explains and writes files.
#[derive(Default)]
pub struct Full {
    peers: Peers,
}

impl Equipment for Full {
    fn host<'a>(&'a self, turn: &'a Turn) -> impl Host + 'a {
        FullHost { turn, peers: &self.peers }
    }

    async fn sessions(
        &self,
        held: &RefCell<Held>,
        order: Order,
        host: &impl Host,
    ) -> Result<(Plan, Arc<Sessions>), AnalysisError> {
        let Order { plan, opening, file } = order;
        match file {
            Some(file) => opening::open(held, file, plan, opening, host, &self.peers).await,
            None => {
                let sessions = opening::sessions_of(held, &plan, host, &self.peers).await?;
                Ok((plan, sessions))
            }
        }
    }

    fn describe(source: &Source, quality: &Quality) -> Option<QualityInfo> {
        Some(quality::describe(source, quality))
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

    fn answer(id: u32, request: Request, analysis: &Analysis) {
        let (event, bulk) = match request {
            Request::Firmness { row } => (Event::Firmness, encode(&views::firmness(analysis, row))),
            Request::Advise => (Event::Advice, encode(&views::advise(analysis))),
            Request::Export(product) => return export::write(id, product, analysis),
            // Everything else is answered by every program.
            _ => (Event::NoSuchSession, Vec::new()),
        };
        post_event(id, &event, &[&bulk]);
    }

    fn serve(port: MessagePort) {
        super::scorer::serve(port);
    }
}
