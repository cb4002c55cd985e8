//! Reading files, as something that an analysis worker can have or not: whatever is not named in a program is not part of
//! it, and the page's own program names nothing of this.

use super::host::BrowserHost;
use super::protocol::QualityInfo;
use super::quality;
use super::reader::FileReader;
use crate::analysis::{AnalysisError, Quality, Sessions, Source, read};
use crate::ingest::Mapping;
use std::pin::Pin;

/// What a run waits for while a file is read.
type Reading<'a> = Pin<Box<dyn Future<Output = Result<Sessions, AnalysisError>> + 'a>>;

/// What reads files and tells how it went.
#[derive(Clone, Copy)]
pub struct Files {
    /// Reads a file by a mapping.
    pub read: fn(web_sys::File, Mapping, &BrowserHost) -> Reading<'_>,
    /// Describes how it was read.
    pub describe: fn(&Source, &Quality) -> QualityInfo,
}

impl Files {
    /// What reads CSV files.
    pub const CSV: Self = Self { read: read_csv, describe: quality::describe };
}

fn read_csv(file: web_sys::File, mapping: Mapping, host: &BrowserHost) -> Reading<'_> {
    Box::pin(async move {
        let name = file.name();
        read(&name, &mut FileReader::new(file), mapping, host).await
    })
}
