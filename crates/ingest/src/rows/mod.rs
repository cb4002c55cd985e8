//! Text into rows: how it is laid out, its header, and a reader for each format.

pub(crate) mod apostrophes;
pub(crate) mod column_order;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod json_list;
pub(crate) mod layout_recognition;
pub(crate) mod normal_name;
pub(crate) mod own_export;
pub(crate) mod reader;
pub(crate) mod records;
pub(crate) mod sink;
pub(crate) mod w3c;
