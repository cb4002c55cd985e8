//! The last touches to the bundled page: what can only be written once its content is known.
//!
//! - Trunk starts the page with an inline script, after one of the page's own that refuses to work in foreign frames. The
//!   page's security policy allows both by their hashes, and no other.
//! - The scripts of workers and late tabs, and the programs that are loaded later, get their own hash into their names, so that nothing from a
//!   browser's cache ever meets a newer page.

use crate::error::{Result, at, content};
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};
use std::path::Path;
use tabs::Tab;

/// Stands in the policy of `index.html` for the hashes of the inline scripts.
const SCRIPT_HASHES: &str = "'sha256-INLINE'";
/// The script that starts workers, by the name of its `<meta>`.
const WORKER: &str = "worker";
/// The endings of the files of a worker's program, and of a late tab's.
const OF_SCRIPT: &[&str] = &[".js"];
const OF_WORKER: &[&str] = &[".js", "_bg.wasm"];
const OF_TAB: &[&str] = &[".js", "_bg.wasm", ".css"];

/// What is loaded later, the script that starts late tabs among it: names and the endings of their files, as they lie in `dist`.
fn programs() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    [("full", OF_WORKER), ("tab", OF_SCRIPT)].into_iter().chain(Tab::late().map(|tab| (tab.name(), OF_TAB)))
}

/// Finishes the page that Trunk left in `dist`.
pub fn finish(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let html = std::fs::read_to_string(&index).map_err(at(&index))?;
    let mut html = allow_inline_scripts(&without_comments(&html)).map_err(|problem| content(&index, problem))?;
    let worker = dist.join(format!("{WORKER}.js"));
    let script = std::fs::read(&worker).map_err(at(&worker))?;
    let hashed_name = format!("{WORKER}-{}.js", &hex(&script)[..16]);
    html = name_script(&html, WORKER, &hashed_name).map_err(|problem| content(&index, problem))?;
    std::fs::rename(&worker, dist.join(&hashed_name)).map_err(at(&worker))?;
    for (name, endings) in programs() {
        let stem = stem(dist, name, endings)?;
        html = name_program(&html, name, &stem).map_err(|problem| content(&index, problem))?;
        for ending in endings {
            let plain = dist.join(format!("{name}{ending}"));
            std::fs::rename(&plain, dist.join(format!("{stem}{ending}"))).map_err(at(&plain))?;
        }
    }

    std::fs::write(&index, html).map_err(at(&index))
}

/// The page without the comments of its source, which are for its authors and not worth loading.
fn without_comments(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before.trim_end());
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// A program's name, with the hash of its files.
fn stem(dist: &Path, name: &str, endings: &[&str]) -> Result<String> {
    let mut bytes = Vec::new();
    for ending in endings {
        let path = dist.join(format!("{name}{ending}"));
        bytes.extend(std::fs::read(&path).map_err(at(&path))?);
    }
    Ok(format!("{name}-{}", &hex(&bytes)[..16]))
}

/// Puts the hashed name of a program into its `<meta name="full" content="full">`.
fn name_program(html: &str, name: &str, stem: &str) -> std::result::Result<String, String> {
    let plain = format!("name=\"{name}\" content=\"{name}\"");
    match html.matches(&plain).count() {
        1 => Ok(html.replace(&plain, &format!("name=\"{name}\" content=\"{stem}\""))),
        found => Err(format!("wants one <meta {plain}>, and has {found}")),
    }
}

/// Puts the hashed name of a script into its `<meta name="worker" content="./worker.js">`.
fn name_script(html: &str, name: &str, hashed_name: &str) -> std::result::Result<String, String> {
    let plain = format!("name=\"{name}\" content=\"./{name}.js\"");
    match html.matches(&plain).count() {
        1 => Ok(html.replace(&plain, &format!("name=\"{name}\" content=\"./{hashed_name}\""))),
        found => Err(format!("wants one <meta {plain}>, and has {found}")),
    }
}

/// Puts the hash of each inline script into the policy, in place of the placeholder.
fn allow_inline_scripts(html: &str) -> std::result::Result<String, String> {
    if html.matches(SCRIPT_HASHES).count() != 1 {
        return Err(format!("wants the placeholder {SCRIPT_HASHES} once, in the script-src of its policy"));
    }
    let hashes: Vec<_> = inline_scripts(html)?
        .into_iter()
        .map(|script| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script.as_bytes()))))
        .collect();
    if hashes.is_empty() {
        return Err("has no inline script: nothing would start the page".into());
    }
    Ok(html.replace(SCRIPT_HASHES, &hashes.join(" ")))
}

/// The text of every script element without a `src`, exactly as a browser hashes it.
fn inline_scripts(html: &str) -> std::result::Result<Vec<&str>, String> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        let tag = &rest[start..];
        let (attributes, body) = tag.split_once('>').ok_or("has a <script that never ends")?;
        let (text, after) = body.split_once("</script>").ok_or("has a <script> without </script>")?;
        if !attributes.contains(" src=") {
            scripts.push(text);
        }
        rest = after;
    }
    Ok(scripts)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_the_inline_scripts_and_only_those() {
        let html = "<meta content=\"script-src 'self' 'sha256-INLINE'\"><script src=\"./a.js\"></script>\
            <script type=\"module\">alert('Hello, world.');</script>";
        // The hash is the example of the Content Security Policy specification, level 2, section 4.2.5.
        let expected = "script-src 'self' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='\"";
        assert!(allow_inline_scripts(html).unwrap().contains(expected));
    }

    #[test]
    fn the_page_refuses_foreign_frames_before_anything_else() {
        let html = without_comments(include_str!("../../index.html"));
        let scripts = inline_scripts(&html).unwrap();
        assert!(scripts.len() == 1 && scripts[0].contains("frame.parent.document") && scripts[0].contains("stop()"));
        let place = html.find("<script>").unwrap();
        // Behind the policy that allows it, and before what starts the page.
        assert!(html.find(SCRIPT_HASHES).unwrap() < place);
        assert!(place < html.find("rel=\"rust\"").unwrap() && place < html.find("<link").unwrap());
    }

    #[test]
    fn a_page_that_could_not_start_is_refused() {
        for html in [
            "<script>1</script>",
            "'sha256-INLINE'",
            "'sha256-INLINE' 'sha256-INLINE' <script>1</script>",
            "'sha256-INLINE' <script>1",
            "'sha256-INLINE' <script",
        ] {
            assert!(allow_inline_scripts(html).is_err(), "{html:?} was accepted");
        }
    }

    #[test]
    fn the_page_names_each_program_by_its_hash() {
        for (name, _) in programs() {
            let meta = |stem: &str| format!("<meta name=\"{name}\" content=\"{stem}\">");
            assert_eq!(name_program(&meta(name), name, "full-0").unwrap(), meta("full-0"));
            assert!(name_program("<p>", name, "full-0").is_err());
            assert!(name_program(&meta(name).repeat(2), name, "full-0").is_err());
        }
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(without_comments("<a>\n  <!-- one -->\n<b><!--two--><c>"), "<a>\n<b><c>");
        assert_eq!(without_comments("<a><!-- never ends"), "<a>");
        assert_eq!(without_comments("<a>"), "<a>");
    }

    #[test]
    fn the_page_names_the_worker_by_its_hash() {
        let html = "<meta name=\"worker\" content=\"./worker.js\">";
        let named = "<meta name=\"worker\" content=\"./worker-0.js\">";
        assert_eq!(name_script(html, WORKER, "worker-0.js").unwrap(), named);
        assert!(name_script("<p>", WORKER, "worker-0.js").is_err());
        assert!(name_script(&html.repeat(2), WORKER, "worker-0.js").is_err());
    }

    /// A late tab is a row in `crates/tabs`; what the page's source has to say of it follows.
    #[test]
    fn the_source_of_the_page_names_each_late_tab() {
        let html = include_str!("../../index.html");
        let lines: String = Tab::late().map(Tab::name).map(|name| format!(
            r#"    <meta name="{name}" content="{name}">
    <link data-trunk rel="rust" data-bin="{name}" data-type="worker" data-bindgen-target="web" data-cargo-profile="page" data-wasm-opt="s" data-wasm-opt-params="--converge --one-caller-inline-max-function-size=20">
    <link data-trunk rel="copy-file" href="assets/{name}.css">
"#
        )).collect();
        assert!(html.contains(&lines), "index.html must have these lines, and no others of late tabs:\n{lines}");
        assert_eq!(html.matches("data-type=\"worker\"").count(), 1 + Tab::late().count());
    }
}
