//! `docs/benchmarks.md`: what is written by hand stays, what a benchmark has measured stands between two marks.

use crate::error::{Result, at, content};
use crate::project::Project;

/// Puts the result of a benchmark into the documentation.
pub fn write(project: &Project, section: &str, text: &str) -> Result<()> {
    let path = project.root.join("docs/benchmarks.md");
    let before = std::fs::read_to_string(&path).map_err(at(&path))?;
    let after = replaced(&before, section, text).map_err(|problem| content(&path, problem))?;
    std::fs::write(&path, after).map_err(at(&path))?;
    println!("==> written to {}", path.display());
    Ok(())
}

/// The document with another text between the marks of a section.
fn replaced(document: &str, section: &str, text: &str) -> std::result::Result<String, String> {
    let (begin, end) = (format!("<!-- measured: {section} -->"), format!("<!-- end: {section} -->"));
    let missing = || format!("wants the marks {begin} and {end}, once each and in this order");
    if document.matches(&begin).count() != 1 || document.matches(&end).count() != 1 {
        return Err(missing());
    }
    let (before, rest) = document.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str =
        "# A\n<!-- measured: x -->\nold\n<!-- end: x -->\nB\n<!-- measured: y -->\n<!-- end: y -->\n";

    #[test]
    fn only_the_section_changes() {
        let once = replaced(DOCUMENT, "x", "new\n").unwrap();
        assert!(
            once.starts_with("# A\n<!-- measured: x -->\n\nnew\n\n<!-- end: x -->\nB\n<!-- measured: y -->"),
            "{once}"
        );
        assert_eq!(replaced(&once, "x", "new").unwrap(), once);
    }

    #[test]
    fn a_document_without_the_marks_is_left_alone() {
        for (document, section) in [
            (DOCUMENT, "z"),
            ("<!-- end: x --><!-- measured: x -->", "x"),
            ("<!-- measured: x -->", "x"),
            (&*DOCUMENT.repeat(2), "x"),
        ] {
            assert!(replaced(document, section, "new").is_err(), "{document}");
        }
    }

    #[test]
    fn the_documentation_has_a_place_for_each_benchmark() {
        let path = Project::locate().root.join("docs/benchmarks.md");
        let document = std::fs::read_to_string(path).unwrap();
        for section in [
            super::super::forest::SECTION,
            super::super::accuracy::SECTION,
            super::super::ingest::SECTION,
            super::super::ingest::LARGE_SECTION,
            super::super::explore::SECTION,
            super::super::diagnose::SECTION,
        ] {
            assert!(replaced(&document, section, "new").is_ok(), "{section}");
        }
    }
}
