//! Names of columns in one spelling, by which they are compared and looked up.

/// Lower case, words joined by `_`: `Startup Time (ms)`, `startupTimeMs` and `startup-time.ms` become the same.
///
/// Every known name is ASCII, so that no other letter changes its case: the tables for that would be a tenth of the
/// program's constants.
pub(crate) fn normalise(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = Letter::Separator;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let what = Letter::of(letter);
        if letter == '%' {
            separate(&mut words);
            words.push_str("pct");
        } else if what == Letter::Separator {
            separate(&mut words);
        } else {
            // A word begins at the upper case letter of `startupTime`, and at the last one of `CDNPop`.
            let begins = what == Letter::Upper
                && match before {
                    Letter::Lower | Letter::Digit => true,
                    Letter::Upper => letters.peek().is_some_and(|&after| Letter::of(after) == Letter::Lower),
                    Letter::Separator => false,
                };
            if begins {
                separate(&mut words);
            }
            words.push(letter.to_ascii_lowercase());
        }
        before = what;
    }
    words.truncate(words.trim_end_matches('_').len());
    words
}

/// What a character is to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Upper,
    /// Letters without case, and all beyond ASCII, count as lower case.
    Lower,
    Digit,
    Separator,
}

impl Letter {
    fn of(letter: char) -> Self {
        match letter {
            'A'..='Z' => Letter::Upper,
            'a'..='z' => Letter::Lower,
            '0'..='9' => Letter::Digit,
            // The digits and ordinals among the signs of Latin-1.
            'ª' | '²' | '³' | 'µ' | '¹' | 'º' | '¼'..='¾' => Letter::Lower,
            '\0'..='¿' | '×' | '÷' => Letter::Separator,
            // General punctuation, arrows and mathematical signs, CJK and full width punctuation.
            '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{22ff}' | '\u{3000}'..='\u{3004}' => Letter::Separator,
            '\u{3008}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{fffd}' => Letter::Separator,
            _ if letter.is_whitespace() => Letter::Separator,
            _ => Letter::Lower,
        }
    }
}

fn separate(words: &mut String) {
    if !words.is_empty() && !words.ends_with('_') {
        words.push('_');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_normalised() {
        let table = [
            ("startup_time_ms", "startup_time_ms"),
            ("Startup Time (ms)", "startup_time_ms"),
            ("startupTimeMs", "startup_time_ms"),
            ("startup-time.ms", "startup_time_ms"),
            ("STARTUP_TIME_MS", "startup_time_ms"),
            ("CDNPop", "cdn_pop"),
            ("cdnPOP", "cdn_pop"),
            ("OSVersion", "os_version"),
            ("  Dropped frames [%] ", "dropped_frames_pct"),
            ("br_avg_i135", "br_avg_i135"),
            ("Größe", "größe"),
            ("caféMs", "café_ms"),
            ("Démarrage (ms)", "démarrage_ms"),
            ("Startup – time…", "startup_time"),
            ("起動時間（ms）", "起動時間_ms"),
            ("--", ""),
            ("", ""),
        ];
        for (name, expected) in table {
            assert_eq!(normalise(name), expected, "{name:?}");
        }
    }

    #[test]
    fn words_end_where_unicode_says() {
        let table = (0..0x100).chain(0x2000..0x2070).chain(0x2190..0x2300).chain(0x3000..0x3005).chain(0x3008..0x3021);
        for letter in table.chain(0xff01..0xff10).chain([0xfffd, 0x1680]).filter_map(char::from_u32) {
            assert_eq!(Letter::of(letter) != Letter::Separator, letter.is_alphanumeric(), "{letter:?}");
        }
        for letter in '\0'..'\u{80}' {
            assert_eq!(Letter::of(letter) == Letter::Upper, letter.is_uppercase(), "{letter:?}");
            assert_eq!(Letter::of(letter) == Letter::Lower, letter.is_lowercase(), "{letter:?}");
        }
        for letter in "äéñøßłžΩжאحहकあ漢字한".chars() {
            assert!(Letter::of(letter) == Letter::Lower, "{letter:?}");
        }
    }
}
