//! What the page and a late tab say to each other.

use serde::{Deserialize, Serialize};

/// What the page tells a late tab. What is said of bytes comes beside it, not encoded again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromPage {
    /// There is another result, or the same anew, or none: whatever was asked is not answered any more.
    Result {
        /// The result.
        subject: Option<ShownResult>,
        /// Whether it is of other sessions than the one before.
        others: bool,
        /// What is chosen on the tab, as the link has it.
        chosen: String,
    },
    /// The fragment of the link to the result that is shown; empty for none.
    Address(String),
    /// How many letters there are in the link for what is chosen.
    Room(u32),
    /// Whether the page is dark.
    Dark(bool),
    /// What is chosen is to be said at once.
    Choose,
    /// The question of this number is answered by the bytes, or is not, and why.
    Answer {
        /// The number.
        id: u32,
        /// Why there is no answer.
        failure: Option<String>,
    },
    /// The bytes are a part of what the question of this number has written; more, and the answer, follow.
    Part {
        /// The number.
        id: u32,
    },
}

/// A result, as far as a late tab knows of it without asking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownResult {
    /// The plan that led to it, as text.
    pub plan: String,
    /// The name of the file that its sessions are of.
    pub file: Option<String>,
    /// Its fingerprint, 16 hexadecimal digits.
    pub fingerprint: String,
    /// How many sessions there are.
    pub sessions: u32,
    /// How many of them are flagged.
    pub flagged: u32,
}

/// What a late tab says to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromTab {
    /// It listens: what there is is to be told.
    Ready,
    /// A question to the service of this name, encoded as the bytes: its number is returned.
    Ask {
        /// The name.
        service: String,
    },
    /// What is chosen, for the link.
    Chosen(String),
    /// The link of this fragment is to be opened.
    Open(String),
    /// Something to tell the user.
    Notice(String),
    /// Nothing works any more.
    Broken,
}

#[cfg(test)]
mod tests {
    use super::*;
    use port::{decode, encode};
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        ".{0,20}"
    }

    fn told() -> impl Strategy<Value = FromPage> {
        let subject = (text(), proptest::option::of(text()), text(), any::<u32>(), any::<u32>());
        let subject = subject.prop_map(|(plan, file, fingerprint, sessions, flagged)| ShownResult {
            plan,
            file,
            fingerprint,
            sessions,
            flagged,
        });
        prop_oneof![
            (proptest::option::of(subject), any::<bool>(), text())
                .prop_map(|(subject, others, chosen)| FromPage::Result { subject, others, chosen }),
            text().prop_map(FromPage::Address),
            any::<u32>().prop_map(FromPage::Room),
            any::<bool>().prop_map(FromPage::Dark),
            Just(FromPage::Choose),
            (any::<u32>(), proptest::option::of(text())).prop_map(|(id, failure)| FromPage::Answer { id, failure }),
            any::<u32>().prop_map(|id| FromPage::Part { id }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_told_arrives(told in told()) {
            prop_assert_eq!(decode::<FromPage>(&encode(&told)), Some(told));
        }

        #[test]
        fn what_is_said_arrives(text in text(), which in 0..6) {
            let said = match which {
                0 => FromTab::Ready,
                1 => FromTab::Ask { service: text },
                2 => FromTab::Chosen(text),
                3 => FromTab::Open(text),
                4 => FromTab::Notice(text),
                _ => FromTab::Broken,
            };
            prop_assert_eq!(decode::<FromTab>(&encode(&said)), Some(said));
        }

        #[test]
        fn other_bytes_say_nothing_or_something_else(bytes: Vec<u8>) {
            let _ = (decode::<FromPage>(&bytes), decode::<FromTab>(&bytes));
        }
    }
}
