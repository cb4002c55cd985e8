//! Files of what is shown, piece by piece to the page.

use crate::analysis::Analysis;
use crate::engine::protocol::{Event, Product};
use crate::engine::worker::post_event;
use crate::share::{CsvWriter, ScoredRows, onnx};

/// A piece of a file on its way to the page.
const PIECE: usize = 4 << 20;

/// Writes a file of what is shown, or says why that cannot be.
pub fn write(id: u32, product: Product, analysis: &Analysis) {
    let written = match product {
        Product::Scored => Ok(scored(id, analysis)),
        Product::Model => analysis.saved_model().and_then(|saved| saved.to_json()).map_err(|error| error.to_string()),
        Product::Onnx => analysis
            .saved_model()
            .map_err(|error| error.to_string())
            .and_then(|saved| onnx::encode(&saved).map_err(|error| error.to_string())),
    };
    match written {
        Ok(rest) => {
            post_event(id, &Event::ExportPart, &[&rest]);
            post_event(id, &Event::ExportDone, &[]);
        }
        Err(message) => post_event(id, &Event::Failed { message, kept: true }, &[]),
    }
}

/// Writes the scored sessions, all but the last piece, which is returned.
fn scored(id: u32, analysis: &Analysis) -> Vec<u8> {
    let mut writer = CsvWriter::default();
    let mut rows = ScoredRows::begin(&mut writer, analysis);
    while rows.write(&mut writer) {
        if writer.len() > PIECE {
            post_event(id, &Event::ExportPart, &[writer.take().as_bytes()]);
        }
    }
    writer.take().into_bytes()
}
