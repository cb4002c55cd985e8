//! One program, two fronts: compiled to WebAssembly it is the page and its workers, natively the command line.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    streamguard::cli::run(std::env::args_os())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
