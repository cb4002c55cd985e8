//! What the analysis worker and the scoring worker of the benchmark's page are made of. They are the engine's own: the page's
//! workers differ from these only in where the matrix comes from.
//!
//! `bench/web/worker.mjs` calls this.

use crate::matrix::Filling;
use crate::measured::measure;
use js_sys::{Promise, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use streamguard::engine::{Equipment, Full, Request, Turn, Wanted};
use streamguard::isolation_forest::Matrix;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessagePort};

/// Makes this worker a scoring worker for the analysis worker at the other end of the port.
#[wasm_bindgen]
pub fn serve(port: MessagePort) {
    Full::serve(port);
}

/// An analysis worker with one matrix.
#[wasm_bindgen]
pub struct Tab {
    filling: Option<Filling>,
    matrix: Rc<Matrix>,
    equipment: Rc<Full>,
    wanted: Wanted,
    runs: Cell<u32>,
}

/// One measurement, for JavaScript.
#[wasm_bindgen(getter_with_clone)]
pub struct Run {
    /// Seconds of the fit.
    pub fit: f64,
    /// Seconds of scoring all rows.
    pub score: f64,
    /// The checksum of the scores, 16 hexadecimal digits.
    pub checksum: String,
}

#[wasm_bindgen]
impl Tab {
    /// A worker with room for so many rows and columns.
    #[wasm_bindgen(constructor)]
    pub fn new(rows: usize, width: usize) -> Self {
        let filling = Some(Filling::new(rows, width));
        Self { filling, matrix: Rc::default(), equipment: Rc::default(), wanted: Wanted::default(), runs: Cell::new(0) }
    }

    /// Takes in the next bytes of the matrix.
    pub fn fill(&mut self, bytes: &Uint8Array) {
        let Some(filling) = &mut self.filling else { return };
        filling.take(bytes.length() as usize, |part, to| {
            bytes.subarray(part.start as u32, part.end as u32).copy_to(to);
        });
    }

    /// Ends the filling.
    ///
    /// # Errors
    /// When the bytes were not exactly those of the matrix.
    pub fn filled(&mut self) -> Result<(), JsError> {
        let filling = self.filling.take().ok_or_else(|| JsError::new("filled twice"))?;
        self.matrix = Rc::new(filling.finish()?);
        Ok(())
    }

    /// Adds a scoring worker.
    pub fn add_peer(&self, number: u32, port: MessagePort) {
        self.equipment.take(&Request::Peer { peer: number }, &port);
    }

    /// Measures once; the promise gives a [`Run`].
    pub fn run(&self) -> Promise {
        let number = self.runs.get() + 1;
        self.runs.set(number);
        let (equipment, wanted, matrix) = (self.equipment.clone(), self.wanted.clone(), self.matrix.clone());
        wasm_bindgen_futures::future_to_promise(async move {
            let turn = Turn::begin(wanted, number);
            let run = measure(&equipment.host(&turn), &matrix, seconds)
                .await
                .map_err(|stopped| JsError::new(&stopped.to_string()))?;
            let checksum = format!("{:016x}", run.checksum);
            Ok(Run { fit: run.fit, score: run.score, checksum }.into())
        })
    }
}

/// Seconds since this worker started.
fn seconds() -> f64 {
    let scope: Result<DedicatedWorkerGlobalScope, _> = js_sys::global().dyn_into();
    scope.ok().and_then(|scope| scope.performance()).map_or(f64::NAN, |performance| performance.now() / 1000.0)
}
