//! The names by which a program and its script know each other's functions. wasm-bindgen makes long ones that end in the digits
//! of a hash, hundreds of them in both files: 6 kB of the first load. Here each is given a short one, and what stands in a
//! program for its authors is left out.

use crate::error::{Result, at, content};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How the file of a program ends; that of its script ends in `.js` instead.
const PROGRAM: &str = "_bg.wasm";
/// How the names begin that wasm-bindgen makes.
const BEGINNINGS: [&str; 2] = ["__", "wasm_bindgen_"];
/// The name of the script as a module that the program imports from: the script alone knows it.
const MODULE: &str = ".";
/// What a program begins with: that it is WebAssembly, and of which version.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";
/// The sections of a program that are looked at, by their numbers.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
/// The kind of an import that is a function.
const FUNCTION: u8 = 0;

/// Shortens the names in every program in `dist`.
pub fn shorten(dist: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dist).map_err(at(dist))? {
        let path = entry.map_err(at(dist))?.path();
        let Some(stem) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(PROGRAM)) else { continue };
        let beside = path.with_file_name(format!("{stem}.js"));
        let script = std::fs::read_to_string(&beside).map_err(at(&beside))?;
        let program = std::fs::read(&path).map_err(at(&path))?;
        let (script, program) = shortened(&script, &program).map_err(|problem| content(&path, problem))?;
        std::fs::write(&beside, script).map_err(at(&beside))?;
        std::fs::write(&path, program).map_err(at(&path))?;
    }
    Ok(())
}

/// The names of a program and its script.
struct Names<'a> {
    /// The words of the script.
    known: BTreeSet<&'a str>,
    /// The names that wasm-bindgen has made, each with its short one.
    functions: BTreeMap<&'a str, String>,
    /// The module that the program imports from, which is the script.
    module: Option<&'a str>,
}

/// The script and the program with a short name in the place of each that wasm-bindgen has made.
fn shortened(script: &str, program: &[u8]) -> std::result::Result<(String, Vec<u8>), String> {
    let mut names = Names { known: words(script).collect(), functions: BTreeMap::new(), module: None };
    let program = names.shorten(program).ok_or("is no program of its script as wasm-bindgen makes them")?;
    let Names { functions, module, .. } = names;
    let script: String = words(script).map(|word| functions.get(word).map_or(word, String::as_str)).collect();
    let quoted = |text: &str| format!("\"{text}\"");
    Ok((module.map_or(script.clone(), |module| script.replace(&quoted(module), &quoted(MODULE))), program))
}

impl<'a> Names<'a> {
    /// The program with short names; nothing where it is no whole program.
    fn shorten(&mut self, program: &'a [u8]) -> Option<Vec<u8>> {
        let mut rest = program.strip_prefix(HEADER)?;
        let mut written = HEADER.to_vec();
        while !rest.is_empty() {
            let section = byte(&mut rest)?;
            let body = bytes(&mut rest)?;
            let body = match section {
                CUSTOM => continue,
                IMPORTS | EXPORTS => self.shorten_section(section, body)?,
                _ => body.to_vec(),
            };
            written.push(section);
            write_bytes(&mut written, &body);
        }
        Some(written)
    }

    /// The imports or the exports with short names.
    fn shorten_section(&mut self, section: u8, mut body: &'a [u8]) -> Option<Vec<u8>> {
        let mut written = Vec::new();
        let count = number(&mut body)?;
        write_number(&mut written, count);
        for _ in 0..count {
            if section == IMPORTS {
                let module = text(&mut body)?;
                if *self.module.get_or_insert(module) != module {
                    return None;
                }
                write_bytes(&mut written, MODULE.as_bytes());
            }
            let name = text(&mut body)?;
            // What is exported need not be used; what is imported is functions of the script.
            let is_known = self.known.contains(name);
            let is_made = BEGINNINGS.iter().any(|beginning| name.starts_with(beginning));
            let next = short_name(self.functions.len());
            let short = if is_known && is_made { self.functions.entry(name).or_insert(next).as_str() } else { name };
            write_bytes(&mut written, short.as_bytes());
            let kind = byte(&mut body)?;
            if section == IMPORTS && (kind != FUNCTION || !is_known) {
                return None;
            }
            written.push(kind);
            write_number(&mut written, number(&mut body)?);
        }
        body.is_empty().then_some(written)
    }
}

/// The name of this place: one of one letter, then those of two, and so on. Nothing else that a program exports has a name that short.
fn short_name(place: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    let letter = char::from(LETTERS[place % LETTERS.len()]);
    match place / LETTERS.len() {
        0 => letter.into(),
        rest => short_name(rest - 1) + letter.encode_utf8(&mut [0]),
    }
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

/// A number as WebAssembly writes them: seven bits in each byte, the least first.
fn number(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let next = byte(rest)?;
        number |= u32::from(next & 0x7f) << shift;
        if next < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Bytes with their number before them.
fn bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(rest)?;
    let (bytes, after) = rest.split_at_checked(length as usize)?;
    *rest = after;
    Some(bytes)
}

/// A text with the number of its bytes before it.
fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    str::from_utf8(bytes(rest)?).ok()
}

fn write_number(written: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        written.push(number as u8 | 0x80);
        number >>= 7;
    }
    written.push(number as u8);
}

fn write_bytes(written: &mut Vec<u8>, bytes: &[u8]) {
    write_number(written, bytes.len() as u32);
    written.extend_from_slice(bytes);
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

    const SCRIPT: &str = "const i={\"./a_bg.js\":{__proto__:null,__wbg_get_0123456789abcdef:f,__wbg_now_00000000deadbeef:h}};\
        e.wasm_bindgen__invoke__h1111111111111111(i.__wbg_now_00000000deadbeef);key_0123456789abcdef;e.memory;\
        e.wasm_bindgen__invoke__h1111111111111111_2()";

    fn section(number: u8, body: &[u8]) -> Vec<u8> {
        let mut section = vec![number];
        write_bytes(&mut section, body);
        section
    }

    fn imports(module: &str, names: &[&str]) -> Vec<u8> {
        let mut body = vec![names.len() as u8];
        for (place, name) in names.iter().enumerate() {
            write_bytes(&mut body, module.as_bytes());
            write_bytes(&mut body, name.as_bytes());
            body.extend([FUNCTION, place as u8]);
        }
        section(IMPORTS, &body)
    }

    fn exports(names: &[(&str, u8)]) -> Vec<u8> {
        let mut body = vec![names.len() as u8];
        for (place, (name, kind)) in names.iter().enumerate() {
            write_bytes(&mut body, name.as_bytes());
            body.extend([*kind, place as u8]);
        }
        section(EXPORTS, &body)
    }

    #[test]
    fn names_are_short_in_both_files_and_nothing_else_changes() {
        let other = section(1, &[7; 300]);
        let program = [
            HEADER,
            &other,
            &imports("./a_bg.js", &["__wbg_get_0123456789abcdef", "__wbg_now_00000000deadbeef"]),
            &exports(&[
                ("memory", 2),
                ("__unused", 0),
                ("wasm_bindgen__invoke__h1111111111111111", 0),
                ("wasm_bindgen__invoke__h1111111111111111_2", 0),
            ]),
            &section(CUSTOM, b"\x09producers"),
        ];
        let expected_program = [
            HEADER,
            &other,
            &imports(MODULE, &["a", "b"]),
            &exports(&[("memory", 2), ("__unused", 0), ("c", 0), ("d", 0)]),
        ]
        .concat();
        let expected_script =
            "const i={\".\":{__proto__:null,a:f,b:h}};e.c(i.b);key_0123456789abcdef;e.memory;e.d()".to_owned();
        let (script, program) = shortened(SCRIPT, &program.concat()).unwrap();
        assert_eq!(script, expected_script);
        assert_eq!(program, expected_program);
        // What is short already stays.
        assert_eq!(shortened(&script, &program).unwrap(), (script, program));
    }

    #[test]
    fn a_program_that_does_not_fit_its_script_is_refused() {
        let program = [HEADER, &imports("./a_bg.js", &["__wbg_get_0123456789abcdef"])].concat();
        let script = "__wbg_get_0123456789abcdef";
        assert!(shortened(script, &program).is_ok());
        assert!(shortened("", &program).is_err());
        for length in 1..program.len() {
            // After the header there need be nothing.
            assert_eq!(shortened(script, &program[..length]).is_ok(), length == HEADER.len(), "{length}");
        }
    }

    #[test]
    fn every_place_has_a_name_of_its_own() {
        let names: Vec<_> = [0, 25, 26, 27, 701, 702].into_iter().map(short_name).collect();
        assert_eq!(names, ["a", "z", "aa", "ab", "zz", "aaa"]);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for expected in [0, 127, 128, 16_383, 16_384, u32::MAX] {
            let mut written = Vec::new();
            write_number(&mut written, expected);
            assert_eq!(number(&mut written.as_slice()), Some(expected));
        }
        assert_eq!(number(&mut [0x80; 6].as_slice()), None);
    }
}
