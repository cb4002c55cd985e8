//! Bars in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let name = of(given).map(|of| label(of, &given.about)).unwrap_or_default();
    let columns = ["", "Sessions", "Flagged", "Flagged share", "95 % interval", "Of all", "Of all flagged"];
    let mut words = Words {
        role: "bar chart",
        keys: KEYS,
        caption: format!("Sessions by {name}, the highest flagged share first"),
        columns: columns.map(String::from).into(),
        ..Words::default()
    };
    words.columns[0] = name.clone();
    let Some(bars) = bars(given) else { return words };
    if bars.bars.is_empty() {
        words.empty = Some(format!("No session has a {name}."));
        return words;
    }
    let labels = bars.bars.len() as u64 + bars.rest.as_ref().map_or(0, |(labels, _)| u64::from(*labels));
    let labels = if labels == 1 { "1 label".into() } else { format!("{} labels", format::count(labels)) };
    words.summary = format!("Flagged share by {name}, {labels}");
    let known = || bars.bars.iter().filter(|bar| bar.shown.sessions > 0);
    match (known().next(), known().next_back()) {
        (Some(first), Some(last)) if first.label != last.label => {
            let say = |bar: &Bar| format!("{} ({})", shown_label(&bar.label), share_of(&bar.shown));
            words.summary += &format!(": from {} down to {}", say(first), say(last));
        }
        (Some(only), _) => words.summary += &format!(": {} of {}", share_of(&only.shown), shown_label(&only.label)),
        _ => {
            words.summary += ": none of them is shown";
            words.empty = Some(crate::explore::charts::histogram::NOTHING_LEFT.into());
        }
    }
    words.summary += ".";
    words
}

pub(super) fn legend(given: &Given) -> Vec<Key> {
    // The same whatever the filters leave: a legend that grew would move the bars.
    let few = "M1 3h14v6h-14zM1 9 7 3M5 9l6-6M10 9l5-5";
    let mut keys = Vec::from(share_keys());
    keys.push((Sample::Path("xc-flagged", few), format!("under {FEW} sessions")));
    if given.compare {
        keys.push((Sample::Path("xc-all", "M8 0v12"), "of all sessions".to_owned()));
    }
    keys
}

pub(super) fn rows(given: &Given) -> Vec<Vec<String>> {
    let Some(bars) = bars(given) else { return Vec::new() };
    let row = super::rows(bars).map(|(bar, name)| {
        vec![
            name,
            format::count(bar.shown.sessions.into()),
            format::count(bar.shown.flagged.into()),
            share_of(&bar.shown),
            interval_text(&bar.shown, bar.interval),
            format::count(bar.all.sessions.into()),
            share_of(&bar.all),
        ]
    });
    row.collect()
}
