//! The names by which a program and its script know each other's functions. wasm-bindgen ends them with sixteen digits of a
//! hash, which stand in both files and which nothing compresses: there are hundreds, 4 kB of the first load. Here a count takes
//! their place, as many digits long, so that nothing else in the program moves.

use crate::error::{Result, at, content};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How the file of a program ends; that of its script ends in `.js` instead.
const PROGRAM: &str = "_bg.wasm";
/// How the names begin that wasm-bindgen makes.
const BEGINNINGS: [&str; 2] = ["__wb", "wasm_bindgen_"];
/// The digits of a hash.
const DIGITS: usize = 16;

/// Counts the names of every program in `dist`.
pub fn count(dist: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dist).map_err(at(dist))? {
        let path = entry.map_err(at(dist))?.path();
        let Some(stem) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(PROGRAM)) else { continue };
        let beside = path.with_file_name(format!("{stem}.js"));
        let script = std::fs::read_to_string(&beside).map_err(at(&beside))?;
        let program = std::fs::read(&path).map_err(at(&path))?;
        let (script, program) = counted(&script, program).map_err(|problem| content(&path, problem))?;
        std::fs::write(&beside, script).map_err(at(&beside))?;
        std::fs::write(&path, program).map_err(at(&path))?;
    }
    Ok(())
}

/// The script and the program with a count in the place of each hash.
fn counted(script: &str, mut program: Vec<u8>) -> std::result::Result<(String, Vec<u8>), String> {
    let names = names(script);
    let mut found = BTreeMap::new();
    let mut at = 0;
    while at < program.len() {
        let rest = &program[at..];
        // Before a name stands its length, which can look like a letter; after it a byte that is none.
        let length = if BEGINNINGS.iter().any(|beginning| rest.starts_with(beginning.as_bytes())) {
            rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
        } else {
            0
        };
        let name = str::from_utf8(&rest[..length]).unwrap_or_default();
        if let Some((name, other)) = names.get_key_value(name) {
            program[at..at + length].copy_from_slice(other.as_bytes());
            *found.entry(*name).or_insert(0) += 1;
        }
        at += length.max(1);
    }
    if let Some(name) = names.keys().find(|name| found.get(*name) != Some(&1)) {
        return Err(format!("does not have the name {name} of its script exactly once"));
    }
    let written = words(script).map(|word| names.get(word).map_or(word, String::as_str)).collect();
    Ok((written, program))
}

/// The names in a script that have a hash, each with the name that it is given: the same, with the place of the hash among
/// those of names that differ in nothing else.
fn names(script: &str) -> BTreeMap<&str, String> {
    let hashed: BTreeSet<_> = words(script).filter_map(parts).collect();
    let mut counts = BTreeMap::new();
    for (start, hash, _) in &hashed {
        let hashes: &mut Vec<_> = counts.entry(*start).or_default();
        if hashes.last() != Some(hash) {
            hashes.push(*hash);
        }
    }
    let named = words(script).filter_map(|word| {
        let (start, hash, end) = parts(word)?;
        let place = counts[start].iter().position(|other| *other == hash)?;
        Some((word, format!("{start}{place:0DIGITS$}{end}")))
    });
    named.collect()
}

/// What is before the hash, the hash, and what is after it: nothing, or the number of a double.
fn parts(word: &str) -> Option<(&str, &str, &str)> {
    let bare = word.trim_end_matches(|letter: char| letter.is_ascii_digit()).strip_suffix('_');
    [Some(word), bare].into_iter().flatten().find_map(|hashed| {
        let (start, hash) = hashed.split_at_checked(hashed.len().checked_sub(DIGITS)?)?;
        let is_hash = hash.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit));
        let known = BEGINNINGS.iter().any(|beginning| start.starts_with(beginning));
        (is_hash && known).then_some((start, hash, &word[hashed.len()..]))
    })
}

/// A script as names, and whatever is between them.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut rest = script;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|letter| in_name(letter) != in_name(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "const i={__wbg_get_0123456789abcdef:f,__wbg_get_fedcba9876543210:g,__wbg_now_00000000deadbeef:h};\
        e.wasm_bindgen__invoke__h1111111111111111(i.__wbg_now_00000000deadbeef);key_0123456789abcdef;\
        e.wasm_bindgen__invoke__h1111111111111111_2()";

    /// A name as it stands in a program: after its length.
    fn named(names: &[&str]) -> Vec<u8> {
        names.iter().flat_map(|name| [&[name.len() as u8], name.as_bytes(), &[0]].concat()).collect()
    }

    #[test]
    fn a_count_takes_the_place_of_each_hash_in_both_files() {
        let program = named(&[
            "__wbg_get_fedcba9876543210",
            "__wbg_get_0123456789abcdef",
            "wasm_bindgen__invoke__h1111111111111111",
            "wasm_bindgen__invoke__h1111111111111111_2",
            "__wbg_now_00000000deadbeef",
        ]);
        let (script, program) = counted(SCRIPT, program).unwrap();
        let expected = "const i={__wbg_get_0000000000000000:f,__wbg_get_0000000000000001:g,__wbg_now_0000000000000000:h};\
            e.wasm_bindgen__invoke__h0000000000000000(i.__wbg_now_0000000000000000);key_0123456789abcdef;\
            e.wasm_bindgen__invoke__h0000000000000000_2()";
        assert_eq!(script, expected);
        let names = [
            "__wbg_get_0000000000000001",
            "__wbg_get_0000000000000000",
            "wasm_bindgen__invoke__h0000000000000000",
            "wasm_bindgen__invoke__h0000000000000000_2",
            "__wbg_now_0000000000000000",
        ];
        assert_eq!(program, named(&names));
        // What is counted already stays.
        assert_eq!(counted(&script, program.clone()).unwrap(), (script, program));
    }

    #[test]
    fn a_program_that_does_not_fit_its_script_is_refused() {
        let once = named(&["__wbg_get_0123456789abcdef"]);
        let script = "__wbg_get_0123456789abcdef";
        assert!(counted(script, once.clone()).is_ok());
        assert!(counted(script, once.repeat(2)).is_err());
        assert!(counted(script, Vec::new()).is_err());
    }
}
