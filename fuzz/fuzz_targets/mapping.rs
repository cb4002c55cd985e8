//! Any choices for any columns: what a choice is written as is read as the same choice, and a file read again by what its
//! columns were taken for gives the same sessions.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{Choice, Mapping};
use streamguard_fuzz::{Input, load, seeds};

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let limits = load::small_limits(&mut input);
    let mut mapping = Mapping::default();
    // Lines of column=choice up to an empty one, then the file.
    for line in std::iter::from_fn(|| Some(input.line()).filter(|line| !line.is_empty())).take(50) {
        let Some((column, choice)) = std::str::from_utf8(line).ok().and_then(|line| line.rsplit_once('=')) else { return };
        let Ok(choice) = choice.parse::<Choice>() else { continue };
        assert_eq!(choice.to_string().parse(), Ok(choice));
        let _ = mapping.assign(column, choice);
    }
    let file = input.rest();
    let Ok(loaded) = load::checked(file, 11, &mapping, limits) else { return };
    let again = load::whole(file, &loaded.mapping.to_mapping(), limits).expect("read once, read again");
    load::same_tables(&loaded.table, &again.table);
    assert_eq!((&loaded.truth, &loaded.report), (&again.truth, &again.report));
    assert_eq!(loaded.mapping.to_mapping(), again.mapping.to_mapping());
});

fn seeds() -> Vec<Vec<u8>> {
    let choices = [
        "\n",
        "cdn=own\nbitrate_kbps=ignore\n\n",
        "cdn=truth\nstartup_time_ms=startup_time_ms:s\n\n",
        "device_type=content_id\na=bitrate_kbps:mbps\ntimestamp=timestamp:iso\n\n",
        "watch_time_s=rebuffer_count\nrebuffer_count=watch_time_s:min\nx=latency_ms:us\n\n",
    ];
    choices.iter().flat_map(|choices| seeds::behind(&[&[0], choices.as_bytes()].concat(), &seeds::files())).collect()
}
