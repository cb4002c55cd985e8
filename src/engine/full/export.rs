//! Files of what is shown, piece by piece to the page.

use crate::analysis::Analysis;
use crate::engine::held::Held;
use crate::engine::protocol::{Event, Product};
use crate::engine::worker::post_event;
use crate::share::{CsvWriter, ScoredRows, onnx, write_error_log};

/// A piece of a file on its way to the page.
const PIECE: usize = 4 << 20;

const CSV: &str = "text/csv;charset=utf-8";

/// Writes a file of what is shown, or says why that cannot be.
pub fn write(id: u32, product: Product, analysis: &Analysis) {
    let written = match product {
        Product::Scored => Ok(scored(id, analysis)),
        Product::ErrorLog => Err("this is asked of the file".to_owned()),
        Product::Model => analysis.saved_model().and_then(|saved| saved.to_json()).map_err(|error| error.to_string()),
        Product::Onnx => analysis
            .saved_model()
            .map_err(|error| error.to_string())
            .and_then(|saved| onnx::encode(&saved).map_err(|error| error.to_string())),
    };
    finish(id, product, written);
}

/// Writes what was wrong with the rows of the file that is held.
pub fn error_log(id: u32, held: &Held) {
    let quality = held.sessions.as_ref().and_then(|sessions| sessions.quality.as_ref());
    let written = match quality {
        Some(quality) => write_error_log(&quality.report, |piece| {
            post_event(id, &Event::ExportPart, &[piece.as_bytes()]);
            Ok(())
        }),
        None => Err("these sessions were not read from a file".to_owned()),
    };
    finish(id, Product::ErrorLog, written.map(|()| Vec::new()));
}

/// Sends the last piece and the file's name, or why there is none.
fn finish(id: u32, product: Product, written: Result<Vec<u8>, String>) {
    let (name, media) = match product {
        Product::Scored => ("streamguard-scored.csv", CSV),
        Product::ErrorLog => ("streamguard-errors.csv", CSV),
        Product::Model => ("streamguard-model.json", "application/json"),
        Product::Onnx => ("streamguard-model.onnx", "application/octet-stream"),
    };
    match written {
        Ok(rest) => {
            post_event(id, &Event::ExportPart, &[&rest]);
            post_event(id, &Event::ExportDone { name: name.into(), media: media.into() }, &[]);
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
