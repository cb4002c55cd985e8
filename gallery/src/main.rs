//! The charts' own page. A program of its own: nothing of it is in the product.

#[cfg(target_arch = "wasm32")]
fn main() {
    gallery::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program runs in a browser: `cargo xtask gallery` builds and serves it");
    std::process::exit(2);
}
