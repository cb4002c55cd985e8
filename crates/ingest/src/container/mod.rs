//! Files into their bytes: which container a file is, and what is in it.

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
