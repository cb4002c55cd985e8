//! Files of what is shown, piece by piece to the page.

use super::reader::FileReader;
use crate::engine::held::Held;
use crate::engine::protocol::{Event, Product};
use crate::engine::scope::post_event;
use crate::engine::turn::Pauses;
use analysis::Analysis;
use export::{Export, onnx, write_error_log};
use std::convert::Infallible;
use std::sync::Arc;

const CSV: &str = "text/csv;charset=utf-8";

/// Writes a file of what is shown, or says why that cannot be.
pub fn write(id: u32, product: Product, analysis: &Arc<Analysis>, held: &Held) {
    let written = match product {
        Product::Scored => {
            let (analysis, files) = (analysis.clone(), held.sources.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let written = sessions(id, &analysis, None, files).await;
                finish(id, product, written.map(|_| Vec::new()));
            });
            return;
        }
        Product::ErrorLog => Err("this is asked of the file".to_owned()),
        Product::Model => analysis.saved_model().and_then(|saved| saved.to_json()).map_err(|error| error.to_string()),
        Product::Onnx => analysis
            .saved_model()
            .map_err(|error| error.to_string())
            .and_then(|saved| onnx::encode(&saved).map_err(|error| error.to_string())),
    };
    finish(id, product, written);
}

/// Writes sessions with what came out, of an analysis whose sessions were read from these files; all of them, or those that
/// are named. Other messages are taken meanwhile. Returns how many bytes there are, or why they cannot be used.
pub async fn sessions(
    id: u32,
    analysis: &Analysis,
    only: Option<Vec<u32>>,
    files: Vec<web_sys::File>,
) -> Result<u64, String> {
    let mut export = Export::of(analysis);
    if let Some(only) = only {
        export = export.only(only);
    }
    let mut files: Vec<(String, FileReader)> =
        files.into_iter().map(|file| (file.name(), FileReader::new(file))).collect();
    let pauses = Pauses::begin();
    let mut bytes = 0;
    let out = |piece: Vec<u8>| {
        bytes += piece.len() as u64;
        post_event(id, &Event::ExportPart, &[&piece]);
        Ok::<(), Infallible>(())
    };
    let pause = async |_| {
        pauses.pause().await;
        Ok(())
    };
    export.write(&mut files, pause, out).await.map_err(|error| error.to_string())?;
    Ok(bytes)
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
