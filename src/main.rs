//! One program, two fronts: compiled to WebAssembly it is the page and its workers, natively the command line.

#[cfg(target_arch = "wasm32")]
fn main() {
    if web_sys::window().is_some() {
        streamguard::app::start();
    } else if let Err(error) = streamguard::engine::start_worker::<streamguard::engine::Light>() {
        web_sys::console::error_1(&error);
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    streamguard::cli::run(std::env::args_os())
}
