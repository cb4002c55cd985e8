//! `cargo xtask test order`: who may use whom, as the section "Crates and modules" of `docs/architecture.md` says it, held
//! against what cargo and the code say. The checks give what is wrong as sentences; `tests/this_project.rs` makes them of this
//! project.
//!
//! - `table` reads the section: the only place that says what is allowed.
//! - `packages` asks cargo: `crates` compares manifests with the table, `programs` what gets into a program.
//! - `source` reads Rust: which file names what another defines, and the cycles of it; `modules` compares that with the table.

pub mod crates;
pub mod modules;
pub mod packages;
pub mod programs;
pub mod source;
pub mod table;

#[cfg(test)]
mod tests;
