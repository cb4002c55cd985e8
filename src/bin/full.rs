//! The full program of the workers: reads files, knows every detector, explains and hands over. A WASM file of its own,
//! because the page opens without it.

#[cfg(target_arch = "wasm32")]
fn main() {
    if let Err(error) = streamguard::engine::start_worker::<streamguard::engine::Full>() {
        web_sys::console::error_1(&error);
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program runs in the page's worker; `streamguard` is the command line");
    std::process::exit(2);
}
