//! A heat map in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let Some((x, y)) = axes(given) else { return Words::default() };
    let (across, up) = (label(x, &given.about), label(y, &given.about));
    let columns = ["Sessions", "Flagged", "Flagged share", ALL[0], ALL[1]].map(String::from);
    let mut words =
        Words { role: "heat map", keys: KEYS, caption: format!("Sessions by {across} and {up}"), ..Words::default() };
    words.columns = [across.clone(), up.clone()].into_iter().chain(columns).collect();
    if given.picture.is_none() {
        return words;
    }
    let Some(map) = map(given) else {
        words.empty = Some(format!("No session has {across} and {up}."));
        return words;
    };
    let shown: u64 = map.shown.iter().map(|count| u64::from(count.sessions)).sum();
    words.summary = format!("Flagged share by {up} and {across}: {}", sessions(shown));
    if shown == 0 {
        words.empty = Some(crate::explore::charts::histogram::NOTHING_LEFT.into());
    }
    let known = map.shown.iter().enumerate().filter(|(_, count)| count.sessions >= FEW);
    let most = known.filter_map(|(place, count)| Some((share(count)?, place))).rev().max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((share, place)) = most {
        let title = HeatMapKind::title(map, (place % map.x.len(), place / map.x.len()));
        words.summary += &format!("; greatest {} at {title}", format::share(share));
    } else if shown > 0 {
        words.summary += &format!("; every cell has fewer than {FEW}");
    }
    if map.beyond > 0 {
        words.summary += &format!("; {} more with other labels or without one", format::count(map.beyond.into()));
    }
    words.summary += ".";
    words
}

pub(super) fn legend(given: &Given, tokens: &Tokens) -> Vec<Key> {
    let Some(map) = map(given) else { return Vec::new() };
    let mut keys = vec![(
        Sample::Ramp(Scalar::on(tokens.surface).ramp(6)),
        format!("flagged share, 0% to {}", format::share(top(map))),
    )];
    if map.shown.iter().any(|count| (1..FEW).contains(&count.sessions)) {
        let path = "M1 1h14v10h-14zM1 6 6 1M1 11 11 1M5 11 15 1M10 11l5-5";
        keys.push((Sample::Path("xc-few", path), format!("under {FEW} sessions")));
    }
    keys
}

pub(super) fn rows(given: &Given) -> Vec<Vec<String>> {
    let Some(map) = map(given) else { return Vec::new() };
    let cells = map.shown.iter().zip(&map.all).enumerate().filter(|(_, (_, all))| all.sessions > 0);
    let row = cells.map(|(place, (shown, all))| {
        let of = |labels: &[String], place: usize| shown_label(labels.get(place).map_or("", |label| label)).to_owned();
        vec![
            of(&map.x, place % map.x.len()),
            of(&map.y, place / map.x.len()),
            format::count(shown.sessions.into()),
            format::count(shown.flagged.into()),
            share_of(shown),
            format::count(all.sessions.into()),
            share_of(all),
        ]
    });
    row.collect()
}
