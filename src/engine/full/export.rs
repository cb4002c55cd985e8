//! Files of what is shown, piece by piece to the page.

use super::reader::FileReader;
use crate::engine::files::{Product, WriteFile};
use crate::engine::held::{Held, no_analysis};
use crate::engine::protocol::Event;
use crate::engine::scope::{post_answer, post_event};
use crate::engine::turn::Pauses;
use analysis::{Analysis, Sessions};
use crossfilter::query::Written;
use export::{Export, NormalisedTable, TableForm, onnx, write_error_log};
use port::{Refusal, Service, decode, encode};
use std::convert::Infallible;

const CSV: &str = "text/csv;charset=utf-8";

/// Writes the file that is asked for, or says why that cannot be.
pub fn write(id: u32, question: &[u8], held: &Held) {
    let Some(product) = decode::<Product>(question) else {
        return post_answer(id, Err(Refusal::Unreadable(WriteFile::NAME)));
    };
    match (product, &held.sessions) {
        (Product::ErrorLog, _) => return error_log(id, held),
        (Product::Sessions, None) => return answer(id, Err("these sessions were not read from a file".to_owned())),
        (Product::Sessions, Some(sessions)) => {
            let sessions = sessions.clone();
            return wasm_bindgen_futures::spawn_local(async move {
                let written = table(id, &sessions).await;
                answer(id, written.map(|bytes| named("streamguard-table", TableForm::Csv, bytes)));
            });
        }
        _ => {}
    }
    let Some(analysis) = &held.analysis else { return post_answer(id, Err(no_analysis())) };
    let written = match product {
        Product::Scored => {
            let (analysis, files) = (analysis.clone(), held.sources.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let written = sessions(id, &analysis, None, files).await;
                answer(id, written.map(|(bytes, form)| named("streamguard-scored", form, bytes)));
            });
            return;
        }
        Product::Onnx => analysis
            .saved_model()
            .map_err(|error| error.to_string())
            .and_then(|saved| onnx::encode(&saved).map_err(|error| error.to_string())),
        _ => analysis.saved_model().and_then(|saved| saved.to_json()).map_err(|error| error.to_string()),
    };
    let written = written.map(|file| {
        post_event(id, &Event::Part, &[&file]);
        file.len() as u64
    });
    finish(id, product, written);
}

/// Writes sessions with what came out, of an analysis whose sessions were read from these files; all of them, or those that
/// are named. Other messages are taken meanwhile. Returns how many bytes there are and as what, or why they cannot be used.
pub async fn sessions(
    id: u32,
    analysis: &Analysis,
    only: Option<Vec<u32>>,
    files: Vec<web_sys::File>,
) -> Result<(u64, TableForm), String> {
    let mut export = Export::of(analysis);
    if let Some(only) = only {
        export = export.only(only);
    }
    let mut files: Vec<(String, FileReader)> =
        files.into_iter().map(|file| (file.name(), FileReader::new(file))).collect();
    let pauses = Pauses::begin();
    let mut bytes = 0;
    let out = posted(id, &mut bytes);
    let pause = async |_| {
        pauses.pause().await;
        Ok(())
    };
    let form = export.write(&mut files, pause, out).await.map_err(|error| error.to_string())?;
    Ok((bytes, form))
}

/// Posts each piece of what is written, and counts their bytes.
fn posted(id: u32, bytes: &mut u64) -> impl FnMut(Vec<u8>) -> Result<(), Infallible> {
    move |piece| {
        *bytes += piece.len() as u64;
        post_event(id, &Event::Part, &[&piece]);
        Ok(())
    }
}

/// Writes the table of all sessions. Other messages are taken meanwhile. Returns how many bytes there are.
async fn table(id: u32, sessions: &Sessions) -> Result<u64, String> {
    let pauses = Pauses::begin();
    let mut bytes = 0;
    let out = posted(id, &mut bytes);
    let pause = async |_| {
        pauses.pause().await;
        Ok(())
    };
    let written = NormalisedTable::of(sessions).write(TableForm::Csv, pause, out).await;
    written.map(|()| bytes).map_err(|error| error.to_string())
}

/// Writes what was wrong with the rows of the file that is held.
fn error_log(id: u32, held: &Held) {
    let quality = held.sessions.as_ref().and_then(|sessions| sessions.quality.as_ref());
    let written = match quality {
        Some(quality) => {
            let mut bytes = 0;
            let log = write_error_log(&quality.report, |piece| {
                bytes += piece.len() as u64;
                post_event(id, &Event::Part, &[piece.as_bytes()]);
                Ok(())
            });
            log.map(|()| bytes)
        }
        None => Err("these sessions were not read from a file".to_owned()),
    };
    finish(id, Product::ErrorLog, written);
}

/// Says that a file of so many bytes is complete, or why there is none.
fn finish(id: u32, product: Product, written: Result<u64, String>) {
    let (name, media) = match product {
        Product::Model => ("streamguard-model.json", "application/json"),
        Product::Onnx => ("streamguard-model.onnx", "application/octet-stream"),
        _ => ("streamguard-errors.csv", CSV),
    };
    answer(id, written.map(|bytes| Written { name: name.into(), media: media.into(), bytes }));
}

/// Rows that were written in this form.
pub fn named(name: &str, form: TableForm, bytes: u64) -> Written {
    let (extension, media) = match form {
        TableForm::Csv => ("csv", CSV),
        TableForm::JsonLines => ("jsonl", "application/x-ndjson"),
    };
    Written { name: format!("{name}.{extension}"), media: media.into(), bytes }
}

/// Answers that a file is complete, or why there is none.
pub fn answer(id: u32, written: Result<Written, String>) {
    post_answer(id, written.map(|written| encode(&written)).map_err(Refusal::Told));
}
