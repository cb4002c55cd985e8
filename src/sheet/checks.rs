//! What the sessions are checked for, each check with what it found and a box to switch it off.

use super::change::CHECK;
use super::node::Node;
use super::parts::{card, cell, cell_of, checkbox, hint, table};
use analysis::Quality;
use ingest::{Check, Rule};
use telemetry::format;

/// The card.
pub(super) fn checks(quality: &Quality) -> Node {
    let rows = Check::ALL.iter().map(|&check| {
        let is_on = quality.checked.has(check);
        let rules = Rule::ALL.iter().filter(|rule| rule.check() == Some(check));
        let count: u64 = rules.map(|&rule| quality.report.count(rule)).sum();
        let found = if is_on { format::count(count) } else { String::new() };
        let name = format!("{CHECK}{}", check.name());
        vec![cell("", check.label()), cell_of("tick", [checkbox(name, check.label(), is_on)]), cell("number", found)]
    });
    let columns = [("Check", ""), ("On", "Without it values stay as they are in the file."), ("Found", "")];
    let parts = vec![
        table("Table of checks", "checks", &columns, rows),
        hint("A check that is switched off or on changes the sessions: the file is read anew, and the link says so."),
    ];
    card("checks-title", "Checks", parts)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::sheet::quality;
    use crate::sheet::testing::{controls, look};

    #[test]
    fn every_check_has_its_box() {
        let sheet = look("session_id,bitrate_kbps\na,1000\nb,-1\n", |subject| quality(subject).expect("read"));
        let boxes = controls(&sheet).into_iter().filter(|(name, _)| name.starts_with(CHECK));
        let on: Vec<(String, bool)> = boxes.map(|(name, value)| (name, !value.is_empty())).collect();
        let expected = Check::ALL.iter().map(|&check| (format!("{CHECK}{}", check.name()), check == Check::Range));
        assert_eq!(on, expected.collect::<Vec<_>>());
    }
}
