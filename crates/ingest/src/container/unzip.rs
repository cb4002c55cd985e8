//! zip as a stream (PKWARE's APPNOTE 6.3): members are read as their local headers come, checked to the last byte, and
//! never held. The directory at the end is not needed for that; it tells that the archive is whole, and that no member
//! was deleted from it.

use crate::container::gzip_frame::Checksum;
use crate::container::inflate::{Inflate, Status, Step, check_expansion};
use crate::container::zip_frame::{Descriptor, Local, Method, names};
use crate::reading::limits::Limits;
use crate::report::error::IngestError;

/// Signatures, as they stand in the file (section 4.3).
const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_64: [u8; 4] = *b"PK\x06\x06";
const LOCATOR_64: [u8; 4] = *b"PK\x06\x07";

/// What takes the members.
pub(crate) trait Members {
    /// A member of this name begins.
    fn begin(&mut self, name: &str) -> Result<(), IngestError>;
    /// More of its content.
    fn content(&mut self, bytes: &[u8]) -> Result<(), IngestError>;
    /// It has ended.
    fn end(&mut self) -> Result<(), IngestError>;
}

/// The reader of an archive.
pub(crate) struct Unzip {
    state: State,
    /// What has come of the part that is read as a whole.
    gathered: Vec<u8>,
    inflate: Inflate,
    checksum: Checksum,
    /// Bytes of the archive that were taken.
    position: u64,
    expanded: u64,
    /// Members in the archive, in its directory, and handed on.
    found: u64,
    listed: u64,
    taken: u64,
}

enum State {
    Signature,
    /// A local header without its names.
    Header,
    Names(Local),
    Content(Member),
    Descriptor(Member),
    /// An entry of the directory without its names.
    Entry,
    /// The end record.
    End,
    /// The size of the end record of zip64.
    End64,
    /// So many bytes that mean nothing here; whether the archive ends behind them.
    Skip(u64, bool),
    Ended,
}

/// A member while it is read.
struct Member {
    local: Local,
    /// Its content is not handed on.
    hidden: bool,
    sum: u32,
    read: u64,
    written: u64,
}

impl Member {
    fn damaged(&self, position: u64, what: &'static str) -> IngestError {
        IngestError::ZipDamaged { position, member: self.local.shown_name(), what }
    }
}

impl Unzip {
    pub(crate) fn new() -> Self {
        Self {
            state: State::Signature,
            gathered: Vec::new(),
            inflate: Inflate::new(),
            checksum: Checksum::new(),
            position: 0,
            expanded: 0,
            found: 0,
            listed: 0,
            taken: 0,
        }
    }

    /// Takes bytes of the archive and hands on what its members hold.
    pub(crate) fn push(
        &mut self,
        bytes: &[u8],
        limits: &Limits,
        members: &mut impl Members,
    ) -> Result<(), IngestError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = match std::mem::replace(&mut self.state, State::Ended) {
                State::Content(member) => self.content(member, rest, limits, members)?,
                state => self.frame(state, rest, members)?,
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    /// Checks that the archive is complete.
    pub(crate) fn finish(self) -> Result<(), IngestError> {
        match self.state {
            State::Ended | State::Skip(0, true) if self.taken > 0 => Ok(()),
            State::Ended | State::Skip(0, true) => Err(IngestError::ZipEmpty),
            _ => Err(IngestError::ZipTruncated { bytes: self.position }),
        }
    }

    /// Takes bytes of a member's content: all, or those up to its end.
    fn content(
        &mut self,
        mut member: Member,
        bytes: &[u8],
        limits: &Limits,
        members: &mut impl Members,
    ) -> Result<usize, IngestError> {
        // No more than it is said to have.
        let room = member.local.sizes.map_or(u64::MAX, |sizes| sizes.compressed - member.read);
        let bytes = bytes.get(..usize::try_from(room).unwrap_or(usize::MAX)).unwrap_or(bytes);
        let mut read = 0;
        let ended = loop {
            let rest = bytes.get(read..).unwrap_or_default();
            let step = match member.local.method {
                Method::Deflate => self.inflate.step(rest),
                Method::Stored => {
                    let status = if rest.len() as u64 == room { Status::Ended } else { Status::NeedsInput };
                    Step { taken: rest.len(), out: rest, status }
                }
            };
            let Step { taken, out, status } = step;
            read += taken;
            member.read += taken as u64;
            member.written += out.len() as u64;
            member.sum = self.checksum.extend(member.sum, out);
            self.position += taken as u64;
            self.expanded += out.len() as u64;
            if status == Status::Malformed {
                return Err(member.damaged(self.position, "its content cannot be decompressed"));
            }
            check_expansion(self.position, self.expanded, limits)?;
            if !member.hidden && !out.is_empty() {
                members.content(out)?;
            }
            match status {
                Status::MoreOutput => {}
                Status::Ended => break true,
                _ => break false,
            }
        };
        if ended {
            self.behind_content(member, members)?;
        } else if member.local.sizes.is_some_and(|sizes| sizes.compressed == member.read) {
            return Err(member.damaged(self.position, "its content is longer than its header says"));
        } else {
            self.state = State::Content(member);
        }
        Ok(read)
    }

    /// Goes on behind the content of a member.
    fn behind_content(&mut self, member: Member, members: &mut impl Members) -> Result<(), IngestError> {
        if member.local.has_descriptor {
            self.state = State::Descriptor(member);
            return Ok(());
        }
        let sizes = member.local.sizes.unwrap_or_default();
        self.complete(member, Descriptor { sum: None, sizes }, members)
    }

    /// Checks a complete member against what is said of it.
    fn complete(&mut self, member: Member, said: Descriptor, members: &mut impl Members) -> Result<(), IngestError> {
        if said.sum.unwrap_or(member.local.sum) != member.sum {
            return Err(member.damaged(self.position, "its checksum is wrong"));
        }
        if (said.sizes.compressed, said.sizes.whole) != (member.read, member.written) {
            return Err(member.damaged(self.position, "its length is wrong"));
        }
        self.state = State::Signature;
        if member.hidden { Ok(()) } else { members.end() }
    }

    /// Takes bytes of what is around the contents.
    fn frame(&mut self, state: State, bytes: &[u8], members: &mut impl Members) -> Result<usize, IngestError> {
        let wanted = match &state {
            State::Skip(left, last) => {
                let taken = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                self.position += taken as u64;
                self.state = match (*left - taken as u64, *last) {
                    (0, true) => State::Ended,
                    (0, false) => State::Signature,
                    (left, last) => State::Skip(left, last),
                };
                return Ok(taken);
            }
            State::Ended => {
                // Zero bytes behind it, with which some tools fill up a block.
                if bytes.iter().any(|&byte| byte != 0) {
                    return Err(self.damaged("something else follows the archive"));
                }
                self.position += bytes.len() as u64;
                return Ok(bytes.len());
            }
            State::Signature => 4,
            State::Header => Local::BYTES,
            State::Names(local) => local.names_bytes,
            State::Descriptor(member) => {
                Descriptor::bytes(&self.gathered, &member.local, (member.read, member.written))
            }
            State::Entry => 42,
            State::End => 18,
            State::End64 => 8,
            State::Content(_) => 0,
        };
        let taken = wanted.saturating_sub(self.gathered.len()).min(bytes.len());
        self.gathered.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        self.position += taken as u64;
        // What has come of a descriptor tells how long it is.
        let wanted = match &state {
            State::Descriptor(member) => {
                Descriptor::bytes(&self.gathered, &member.local, (member.read, member.written))
            }
            _ => wanted,
        };
        if self.gathered.len() < wanted {
            self.state = state;
            return Ok(taken);
        }
        self.next(state, members)?;
        Ok(taken)
    }

    /// Goes on behind a part that has come as a whole.
    fn next(&mut self, state: State, members: &mut impl Members) -> Result<(), IngestError> {
        let number = |at: usize| -> u64 {
            let bytes = self.gathered.get(at..at + 2).and_then(|bytes| <[u8; 2]>::try_from(bytes).ok());
            u64::from(u16::from_le_bytes(bytes.unwrap_or_default()))
        };
        self.state = match state {
            State::Signature => match <[u8; 4]>::try_from(self.gathered.as_slice()).unwrap_or_default() {
                LOCAL => State::Header,
                CENTRAL => State::Entry,
                END if self.listed != self.found => {
                    return Err(self.damaged("its directory does not list the files that it holds"));
                }
                END => State::End,
                END_64 => State::End64,
                LOCATOR_64 => State::Skip(16, false),
                _ => return Err(self.damaged("what follows is no part of a zip archive")),
            },
            State::Header => match Local::parse(&self.gathered) {
                Some(local) => State::Names(local),
                None => return Err(self.damaged("a header says nothing that can be followed")),
            },
            State::Names(local) => {
                let gathered = std::mem::take(&mut self.gathered);
                return self.begin(local, &gathered, members);
            }
            State::Descriptor(member) => {
                let said = Descriptor::parse(&self.gathered, &member.local, (member.read, member.written));
                self.gathered.clear();
                return self.complete(member, said, members);
            }
            State::Entry => {
                let names = number(24) + number(26) + number(28);
                self.listed += 1;
                if names == 0 { State::Signature } else { State::Skip(names, false) }
            }
            State::End => match number(16) {
                0 => State::Ended,
                comment => State::Skip(comment, true),
            },
            State::End64 => {
                let bytes = <[u8; 8]>::try_from(self.gathered.as_slice()).unwrap_or_default();
                match u64::from_le_bytes(bytes) {
                    0 => State::Signature,
                    size => State::Skip(size, false),
                }
            }
            state => state,
        };
        self.gathered.clear();
        Ok(())
    }

    /// Begins a member, whose header has come as a whole.
    fn begin(&mut self, mut local: Local, names: &[u8], members: &mut impl Members) -> Result<(), IngestError> {
        local.take_names(names);
        if self.found == 0 && names::of_spreadsheet(&local.name) {
            return Err(IngestError::OtherFormat(crate::report::other_format::OtherFormat::Spreadsheet));
        }
        if let Some(refusal) = local.refusal() {
            return Err(refusal);
        }
        let hidden = names::is_hidden(&local.name);
        self.found += 1;
        self.inflate.reset();
        if !hidden {
            self.taken += 1;
            members.begin(&local.shown_name())?;
        }
        let member = Member { local, hidden, sum: Checksum::EMPTY, read: 0, written: 0 };
        if member.local.sizes.is_some_and(|sizes| sizes.compressed == 0) {
            return self.behind_content(member, members);
        }
        self.state = State::Content(member);
        Ok(())
    }

    fn damaged(&self, what: &'static str) -> IngestError {
        IngestError::ZipDamaged { position: self.position, member: String::new(), what }
    }
}
