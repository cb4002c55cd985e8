//! Files of what is shown, piece by piece to the page.

use crate::analysis::Analysis;
use crate::engine::protocol::{Event, Product};
use crate::engine::worker::post_event;
use crate::share::{CsvWriter, ScoredRows};

/// A piece of a file on its way to the page.
const PIECE: usize = 4 << 20;

/// Writes a file of what is shown.
pub fn write(id: u32, product: Product, analysis: &Analysis) {
    match product {
        Product::Scored => scored(id, analysis),
        Product::Model | Product::Onnx => todo!(),
    }
}

fn scored(id: u32, analysis: &Analysis) {
    let mut writer = CsvWriter::default();
    let mut rows = ScoredRows::begin(&mut writer, analysis);
    while rows.write(&mut writer) {
        if writer.len() > PIECE {
            post_event(id, &Event::ExportPart, &[writer.take().as_bytes()]);
        }
    }
    post_event(id, &Event::ExportPart, &[writer.take().as_bytes()]);
    post_event(id, &Event::ExportDone, &[]);
}
