//! One program, two fronts: compiled to WebAssembly it is the page and its workers, natively the command line.

fn main() {}
