//! What can be read only once (standard input, a pipe), kept while it is read, so that it can be read again all the same.

use std::io::{self, Read, Seek, Write};
use tempfile::SpooledTempFile;

/// So much is kept in memory, what is longer in a temporary file: one that has no name, and goes with the program.
const IN_MEMORY: usize = 8 << 20;

/// A source with what has come of it.
pub struct Spooled<R> {
    source: R,
    /// Why it could not be kept, if so: whoever reads it only once does not mind.
    kept: Result<SpooledTempFile, String>,
    /// Bytes that have come of the source.
    taken: u64,
    /// Where the next bytes begin.
    at: u64,
    ended: bool,
}

impl<R: Read> Spooled<R> {
    /// A source at its beginning.
    pub fn new(source: R) -> Self {
        Self::within(source, IN_MEMORY)
    }

    /// The same with so many bytes kept in memory at most.
    fn within(source: R, memory: usize) -> Self {
        Self { source, kept: Ok(tempfile::spooled_tempfile(memory)), taken: 0, at: 0, ended: false }
    }

    /// The source itself, for whoever reads what is left of it and no more.
    pub fn into_source(self) -> R {
        self.source
    }

    /// Goes to the beginning.
    ///
    /// # Errors
    /// Where the bytes before could not be kept.
    pub fn rewind(&mut self) -> io::Result<()> {
        match &mut self.kept {
            Ok(kept) => kept.rewind()?,
            Err(_) if self.at == 0 => {}
            Err(why) => {
                let why = format!("it can be read only once, and not be kept in a temporary file: {why}");
                return Err(io::Error::other(why));
            }
        }
        self.at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Spooled<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at < self.taken
            && let Ok(kept) = &mut self.kept
        {
            let read = kept.read(buffer)?;
            if read == 0 && !buffer.is_empty() {
                return Err(io::Error::other("what was kept of it in a temporary file is gone"));
            }
            self.at += read as u64;
            return Ok(read);
        }
        // A terminal that has ended would wait for more.
        if self.ended {
            return Ok(0);
        }
        let read = self.source.read(buffer)?;
        self.ended = read == 0 && !buffer.is_empty();
        if let Ok(kept) = &mut self.kept
            && let Err(error) = kept.write_all(&buffer[..read])
        {
            self.kept = Err(error.to_string());
        }
        self.taken += read as u64;
        self.at = self.taken;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Bytes that come in pieces, and would begin anew after their end.
    struct Terminal<'a> {
        bytes: &'a [u8],
        at: usize,
    }

    impl Read for Terminal<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let rest = &self.bytes[self.at..];
            let piece = rest.len().min(buffer.len()).min(5);
            buffer[..piece].copy_from_slice(&rest[..piece]);
            self.at = if piece == 0 { 0 } else { self.at + piece };
            Ok(piece)
        }
    }

    proptest! {
        #[test]
        fn it_is_the_same_from_wherever_it_is_read_again(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            memory in 0_usize..250,
            readings in prop::collection::vec(0_u64..250, 0..6),
        ) {
            let mut spooled = Spooled::within(Terminal { bytes: &bytes, at: 0 }, memory);
            for most in readings {
                let mut read = Vec::new();
                spooled.by_ref().take(most).read_to_end(&mut read).expect("memory or a temporary file");
                prop_assert_eq!(&read[..], &bytes[..bytes.len().min(most as usize)]);
                spooled.rewind().expect("it is kept");
            }
            for _ in 0..2 {
                let mut read = Vec::new();
                spooled.read_to_end(&mut read).expect("memory or a temporary file");
                prop_assert_eq!(&read, &bytes);
                spooled.rewind().expect("it is kept");
            }
        }
    }

    #[test]
    fn what_cannot_be_kept_is_read_once_and_says_so() {
        let mut spooled = Spooled::new(&b"some bytes"[..]);
        spooled.kept = Err("the disk is full".into());
        spooled.rewind().expect("nothing has been read");
        let mut read = Vec::new();
        spooled.read_to_end(&mut read).expect("the source");
        assert_eq!(read, b"some bytes");
        let error = spooled.rewind().expect_err("it is gone").to_string();
        assert_eq!(error, "it can be read only once, and not be kept in a temporary file: the disk is full");
    }
}
