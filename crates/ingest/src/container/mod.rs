//! Files into bytes: what each is packed in, told by its first bytes, and taken out as a stream.
//!
//! `files` takes files one behind the other and hands their bytes to a `sink`. `gunzip` and `unzip` unpack, with what stands
//! around the compressed data in `gzip_frame` and `zip_frame` and what both have in common in `inflate`; `members` takes an
//! archive's as files. `signatures` are the first bytes of formats, `identity` is what a file is known again by.

pub(crate) mod files;
pub(crate) mod gunzip;
pub(crate) mod gzip_frame;
pub(crate) mod identity;
pub(crate) mod inflate;
pub(crate) mod members;
pub(crate) mod signatures;
pub(crate) mod sink;
pub(crate) mod unzip;
pub(crate) mod zip_frame;
