//! Readable `key=value` pairs joined by `&`: the text in which plans and views are written down.
//!
//! Values are percent-encoded; a list is written with plain commas between its encoded items. Reading is total: any text
//! gives pairs or an error, and no key may stand twice.

/// What is encoded in a value, beside white space, control characters and all that is not ASCII: all that could end it, confuse a chat
/// program or be taken for an encoding.
const ENCODED: &[u8] = b"\"#%&'+,<=>[\\]^`{|}~";

/// Why a text is no list of pairs, or a pair not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairsError {
    /// A piece has no equals sign.
    #[error("\"{0}\" is not of the form key=value")]
    NotAPair(String),
    /// A key stands twice.
    #[error("\"{0}\" stands twice")]
    Twice(String),
    /// A value's percent encoding is broken.
    #[error("the value of \"{0}\" is not properly encoded")]
    Encoding(String),
    /// A key is missing.
    #[error("\"{0}\" is missing")]
    Missing(&'static str),
    /// A value means nothing.
    #[error("{key}={value}: {why}")]
    Value {
        /// The key.
        key: &'static str,
        /// The value, cut to a length fit to show.
        value: String,
        /// What is wrong with it.
        why: String,
    },
    /// A key is not known.
    #[error("\"{0}\" is not known here")]
    Unknown(String),
}

/// Pairs in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Reads pairs from text.
    ///
    /// # Errors
    /// [`PairsError`] for a piece that is no pair, or a key that stands twice.
    pub fn parse(text: &str) -> Result<Self, PairsError> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for piece in text.split('&').filter(|piece| !piece.is_empty()) {
            let (key, value) = piece.split_once('=').ok_or_else(|| PairsError::NotAPair(shown(piece)))?;
            if pairs.iter().any(|(other, _)| other == key) {
                return Err(PairsError::Twice(shown(key)));
            }
            pairs.push((key.to_owned(), value.to_owned()));
        }
        Ok(Self(pairs))
    }

    /// Appends a pair.
    pub fn push(&mut self, key: &str, value: &str) {
        self.0.push((key.to_owned(), encode(value)));
    }

    /// Appends a list.
    pub fn push_list<'a>(&mut self, key: &str, items: impl IntoIterator<Item = &'a str>) {
        let items: Vec<String> = items.into_iter().map(encode).collect();
        self.0.push((key.to_owned(), items.join(",")));
    }

    /// Appends all of another.
    pub fn append(&mut self, other: Pairs) {
        self.0.extend(other.0);
    }

    /// Appends the pairs of a text as they stand there, their keys behind a prefix.
    pub fn append_under(&mut self, prefix: &str, text: &str) {
        for (key, value) in text.split('&').filter_map(|piece| piece.split_once('=')) {
            self.0.push((format!("{prefix}{key}"), value.to_owned()));
        }
    }

    /// Takes the pairs out whose keys begin with a prefix, as a text without it, their values as they stand.
    pub fn take_under(&mut self, prefix: &str) -> String {
        let mut taken = Self::default();
        self.0.retain(|(key, value)| match key.strip_prefix(prefix) {
            Some(rest) => {
                taken.0.push((rest.to_owned(), value.clone()));
                false
            }
            None => true,
        });
        taken.to_string()
    }

    /// Whether there is a pair of this key.
    pub fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(other, _)| other == key)
    }

    /// Takes a value out, decoded.
    ///
    /// # Errors
    /// [`PairsError::Encoding`] for a broken value.
    pub fn take(&mut self, key: &str) -> Result<Option<String>, PairsError> {
        self.take_raw(key).map(|raw| decode(key, &raw)).transpose()
    }

    /// Takes a value out that must be there.
    ///
    /// # Errors
    /// [`PairsError::Missing`] or [`PairsError::Encoding`].
    pub fn require(&mut self, key: &'static str) -> Result<String, PairsError> {
        self.take(key)?.ok_or(PairsError::Missing(key))
    }

    /// Takes a value out that must be there and mean something.
    ///
    /// # Errors
    /// [`PairsError`] when it is missing, broken, or `read` refuses it.
    pub fn parse_with<T, E: ToString>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, PairsError> {
        let value = self.require(key)?;
        read(&value).map_err(|error| PairsError::Value { key, value: shown(&value), why: error.to_string() })
    }

    /// Takes a list out; an absent one is empty.
    ///
    /// # Errors
    /// [`PairsError::Encoding`] for a broken item.
    pub fn take_list(&mut self, key: &str) -> Result<Vec<String>, PairsError> {
        match self.take_raw(key) {
            None => Ok(Vec::new()),
            Some(raw) if raw.is_empty() => Ok(Vec::new()),
            Some(raw) => raw.split(',').map(|item| decode(key, item)).collect(),
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`PairsError::Unknown`] names a pair that nobody took.
    pub fn finish(self) -> Result<(), PairsError> {
        match self.0.first() {
            None => Ok(()),
            Some((key, _)) => Err(PairsError::Unknown(shown(key))),
        }
    }

    fn take_raw(&mut self, key: &str) -> Option<String> {
        let place = self.0.iter().position(|(other, _)| other == key)?;
        Some(self.0.remove(place).1)
    }
}

impl std::fmt::Display for Pairs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, (key, value)) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("&")?;
            }
            write!(f, "{key}={value}")?;
        }
        Ok(())
    }
}

fn encode(value: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_graphic() && !ENCODED.contains(&byte) {
            text.push(byte.into());
        } else {
            text.push('%');
            text.extend([byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
        }
    }
    text
}

/// A percent sign without two digits behind it stands for itself.
fn decode(key: &str, raw: &str) -> Result<String, PairsError> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, after @ ..] = rest {
        let encoded = match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                digit(*high).zip(digit(*low)).map(|(high, low)| ((high << 4 | low) as u8, after))
            }
            _ => None,
        };
        let (byte, after) = encoded.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| PairsError::Encoding(shown(key)))
}

/// A foreign text, cut and cleaned to be shown in a message.
fn shown(text: &str) -> String {
    let clean: String = text.chars().filter(|character| !character.is_control()).take(40).collect();
    if clean.len() < text.len() { format!("{clean}…") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_value_comes_back(value in any::<String>(), items in proptest::collection::vec("[^\u{0}]{1,9}", 0..5)) {
            let mut pairs = Pairs::default();
            pairs.push("one", &value);
            pairs.push_list("list", items.iter().map(String::as_str));
            let text = pairs.to_string();
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()));
            let mut read = Pairs::parse(&text).expect("own text");
            prop_assert_eq!(read.require("one").expect("own value"), value);
            prop_assert_eq!(read.take_list("list").expect("own list"), items);
            prop_assert_eq!(read.finish(), Ok(()));
        }

        #[test]
        fn what_stands_under_a_prefix_comes_back(keys in proptest::collection::hash_set("[a-z]{1,4}", 0..4), value in any::<String>()) {
            let mut inner = Pairs::default();
            keys.iter().for_each(|key| inner.push(key, &value));
            let mut pairs = Pairs::default();
            pairs.push("filter", &value);
            pairs.append_under("e.", &inner.to_string());
            let mut read = Pairs::parse(&pairs.to_string()).expect("own text");
            prop_assert_eq!(read.take_under("e."), inner.to_string());
            prop_assert_eq!(read.require("filter").expect("own value"), value);
            prop_assert_eq!(read.finish(), Ok(()));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            if let Ok(mut pairs) = Pairs::parse(&text) {
                let _ = pairs.take("a");
                let _ = pairs.finish();
            }
        }
    }

    #[test]
    fn what_could_be_misread_is_encoded() {
        let mut pairs = Pairs::default();
        pairs.push("a", "\n !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~\u{7f}ü");
        let text = "a=%0A%20!%22%23$%25%26%27()*%2B%2C-./09:;%3C%3D%3E?@AZ%5B%5C%5D%5E_%60az%7B%7C%7D%7E%7F%C3%BC";
        assert_eq!(pairs.to_string(), text);
        for (raw, expected) in
            [("%41%c3%BCb", "Aüb"), ("100%", "100%"), ("%4", "%4"), ("%zz%41", "%zzA"), ("%%41", "%A")]
        {
            let mut pairs = Pairs::parse(&format!("a={raw}")).expect("pairs");
            assert_eq!(pairs.require("a").as_deref(), Ok(expected));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(Pairs::parse("a=1&a=2"), Err(PairsError::Twice("a".into())));
        assert_eq!(Pairs::parse("a"), Err(PairsError::NotAPair("a".into())));
        let mut pairs = Pairs::parse("a=%ff&b=2").expect("pairs");
        assert_eq!(pairs.take("a"), Err(PairsError::Encoding("a".into())));
        assert_eq!(pairs.require("c"), Err(PairsError::Missing("c")));
        assert_eq!(
            pairs.parse_with("b", |text| text.parse::<bool>()).expect_err("no boolean").to_string(),
            "b=2: provided string was not `true` or `false`"
        );
        assert_eq!(Pairs::parse("z=1").expect("pairs").finish(), Err(PairsError::Unknown("z".into())));
    }
}
