//! Text into rows.
//!
//! `reader` tells the layout (`layout_recognition`, with `table_recognition` and `json_recognition`) and has the text read by
//! `table` (delimited rows, which `records` splits below the `preamble`), `markdown`, `real_time`, `clf`, `w3c` (with
//! `log_cells`), `json` (with `json_list`) or `json_document`, which hand their rows to a `sink`. `header` names the columns,
//! whose names are compared as `normal_name` spells them; `column_order` puts rows of further files in order, and `ends` holds
//! back the last ones, among which a total may be (`total_words`). `own_export` knows exports of this program, and `apostrophes` takes off
//! what they add to cells; `other_documents` knows documents of which nothing can be made.

pub(crate) mod apostrophes;
pub(crate) mod clf;
pub(crate) mod column_order;
pub(crate) mod ends;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod json_document;
pub(crate) mod json_list;
mod json_recognition;
pub(crate) mod layout_recognition;
mod log_cells;
pub(crate) mod markdown;
pub(crate) mod normal_name;
mod other_documents;
pub(crate) mod own_export;
pub(crate) mod preamble;
pub(crate) mod reader;
mod real_time;
pub(crate) mod records;
pub(crate) mod sink;
pub(crate) mod table;
mod table_recognition;
pub(crate) mod total_words;
pub(crate) mod w3c;
