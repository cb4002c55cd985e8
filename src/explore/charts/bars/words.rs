//! Bars in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let name = of(given).map(|of| label(of, &given.about)).unwrap_or_default();
    let columns = ["", "Sessions", "Flagged", "Flagged share", "95 % interval", ALL[0], ALL[1]];
    let mut words = Words {
        role: "bar chart",
        keys: KEYS,
        caption: format!("Sessions by {name}, the highest flagged share first, under {FEW} sessions last"),
        columns: columns.map(String::from).into(),
        ..Words::default()
    };
    words.columns[0] = name.clone();
    let Some(bars) = bars(given) else { return words };
    if bars.bars.is_empty() {
        words.empty = Some(format!("No session has a {name}."));
        return words;
    }
    words.summary = format!("Flagged share by {name}, {}", summary(bars));
    let mut counts = super::rows(bars).map(|(bar, _)| bar.shown.sessions);
    if counts.all(|sessions| sessions == 0) {
        words.empty = Some(crate::explore::charts::histogram::NOTHING_LEFT.into());
    }
    words
}

/// What is seen of the labels. Only those of enough sessions are compared with each other; the others are counted, and the
/// numbers add up to all labels.
fn summary(bars: &Bars) -> String {
    let of = |least: u32, end: u32| {
        let within = move |bar: &&Bar| (least..end).contains(&bar.shown.sessions);
        bars.bars.iter().filter(within)
    };
    let known = || of(FEW, u32::MAX);
    let (few, none) = (of(1, FEW).count() as u64, of(0, 1).count() as u64);
    let others = bars.rest.as_ref().map_or(0, |(labels, _)| u64::from(*labels));
    let labels = bars.bars.len() as u64 + others;
    let say = |bar: &Bar| format!("{} ({})", shown_label(&bar.label), share_of(&bar.shown));
    let shown = super::rows(bars).any(|(bar, _)| bar.shown.sessions > 0);
    let mut parts = Vec::new();
    // Where every named label is known well, there may be others that are, too.
    let highest = if others > 0 && few + none == 0 { "the highest " } else { "" };
    let count = known().count() as u64;
    match (known().next(), known().next_back()) {
        (Some(first), Some(last)) if count > 1 => {
            let count = if count == labels { String::new() } else { format!("{highest}{} ", format::count(count)) };
            parts.push(format!("{count}from {} down to {}", say(first), say(last)));
        }
        (Some(only), _) => parts.push(format!("{highest}{}", say(only))),
        (None, _) if shown => {}
        (None, _) => parts.push("none of them has sessions".into()),
    }
    if few > 0 {
        parts.push(format!("{} of fewer than {FEW} sessions", format::count(few)));
    }
    if none > 0 && shown {
        parts.push(format!("{} without sessions", format::count(none)));
    }
    if let Some((others, rest)) = bars.rest.as_ref().filter(|_| shown) {
        let others = if *others == 1 {
            "1 other".into()
        } else {
            format!("{} others together", format::count((*others).into()))
        };
        parts.push(match rest.shown.sessions {
            0 => format!("{others} without sessions"),
            sessions => format!("{others} {} of {}", share_of(&rest.shown), super::sessions(sessions.into())),
        });
    }
    let most = MOST_LABELS as u64;
    let of = match labels > most + 1 {
        true => format!(", bars for the {} most frequent at most", format::count(most)),
        false => String::new(),
    };
    format!("{}{of}: {}.", format::things(labels, "label"), parts.join("; "))
}

pub(super) fn legend(given: &Given) -> Vec<Key> {
    // The same whatever the filters leave: a legend that grew would move the bars.
    let mut keys = Vec::from(share_keys());
    keys.push(few_key());
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
