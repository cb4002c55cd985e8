//! Recent: the analyses that this browser remembers. A WASM file of its own, because the page opens without it.

#[cfg(target_arch = "wasm32")]
fn main() {
    streamguard::recent::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program runs in the page; `streamguard` is the command line");
    std::process::exit(2);
}
