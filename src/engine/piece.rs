//! Bytes beside a message.

/// A piece of the bytes that came with a message. In the browser they stay where the message has them until they are read, so
/// what is only handed on is never copied into the program's memory, which does not shrink again.
#[derive(Clone, Debug)]
pub struct Piece(Inner);

#[cfg(target_arch = "wasm32")]
type Inner = js_sys::Uint8Array;
#[cfg(not(target_arch = "wasm32"))]
type Inner = Vec<u8>;

impl Piece {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        #[cfg(target_arch = "wasm32")]
        let length = self.0.length().into();
        #[cfg(not(target_arch = "wasm32"))]
        let length = self.0.len() as u64;
        length
    }

    /// The bytes where they are.
    pub fn inner(&self) -> &Inner {
        &self.0
    }
}

impl From<Inner> for Piece {
    fn from(bytes: Inner) -> Self {
        Self(bytes)
    }
}
