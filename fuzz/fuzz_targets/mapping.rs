//! Any choices for any columns: what a choice is written as is read as the same choice, and a file read again by its link
//! gives the same sessions.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{Assignment, Choice, Mapping};
use streamguard_fuzz::{Input, holds, load, seeds};

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let limits = load::small_limits(&mut input);
    let mut reading = load::any_reading(&mut input, Mapping::default());
    let is_closed = input.byte() & 1 == 1;
    let mut mapping = Mapping::default();
    // Lines of column=choice up to an empty one, then the file.
    for line in std::iter::from_fn(|| Some(input.line()).filter(|line| !line.is_empty())).take(50) {
        let Some((column, choice)) = std::str::from_utf8(line).ok().and_then(|line| line.rsplit_once('=')) else { return };
        let Ok(choice) = choice.parse::<Choice>() else { continue };
        assert_eq!(choice.to_string().parse(), Ok(choice));
        let _ = mapping.assign(column, choice);
    }
    let file = input.rest();
    reading.mapping = if is_closed { mapping.clone().closed() } else { mapping.clone() };
    let Ok(loaded) = load::checked(file, &[11], &reading, limits) else { return };
    load::again(file, &loaded, limits);
    // What was chosen is what was done, or is named as chosen for nothing. There are no data within a key of the data.
    let kept = loaded.mapping.to_mapping();
    for (name, choice) in mapping.choices() {
        let is_unused = loaded.mapping.unused.contains(name);
        assert_ne!(loaded.mapping.column(name).is_some(), is_unused, "{name}");
        let done = kept.get(name).unwrap_or(Assignment::Own);
        let is_key = name.starts_with("cmcd_") && choice.assignment == Assignment::Cmcd && done == Assignment::Own;
        assert!(is_unused || is_key || done == choice.assignment, "{name}: {done}, not {choice}");
    }
    // A closed reading comes out as it went in, but for choices for columns that are not there.
    if is_closed && loaded.mapping.unused.is_empty() {
        holds::written_and_read(&loaded.reading, loaded.source);
        assert_eq!((loaded.reading.layout, loaded.reading.checks), (reading.layout, reading.checks));
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let choices = [
        "\n",
        "cdn=own\nbitrate_kbps=ignore\n\n",
        "cdn=truth\nstartup_time_ms=startup_time_ms:s\n\n",
        "device_type=content_id\na=bitrate_kbps:mbps\ntimestamp=timestamp:iso\n\n",
        "watch_time_s=rebuffer_count\nrebuffer_count=watch_time_s:min\nx=latency_ms:us\n\n",
    ];
    let fronts = choices.iter().enumerate().map(|(at, choices)| [&[0, 0, 0, at as u8], choices.as_bytes()].concat());
    let mut seeds: Vec<Vec<u8>> = fronts.flat_map(|front| seeds::behind(&front, &seeds::files())).collect();
    let query = b"\x00\x00\x00\x00cs-uri-query=cmcd\ncmcd_br=throughput_kbps\ncmcd_ot=object_type:cmcd\n\n";
    seeds.extend(seeds::behind(query, &seeds::several_rows()));
    seeds
}
