//! A link is refused, or means what it is written as: written and read again it is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::export::Link;
use streamguard_fuzz::seeds;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for text in [text, &format!("v=1&{text}")] {
        match Link::parse(text) {
            Ok(link) => {
                let fragment = link.fragment();
                let again = Link::parse(&fragment).unwrap_or_else(|error| panic!("{error}: {fragment}"));
                assert_eq!(again, link, "{fragment}");
                assert_eq!(again.fragment(), fragment);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let generated = "v=1&src=streamguard&n=10000&fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,upscaling,col.a%2Cb&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05";
    let sha = "c4ac70133b4ce243ac203155c6c2c6dae5128ad0d96175b3c9a55a9986063662";
    let file = format!(
        "v=1&src=file&name=sessions.csv&bytes=1957866&sha={sha}&map=session_id,bitrate_kbps&f=bitrate_kbps&det=saved&mname=m.json&msha={sha}&thr=score:0.55"
    );
    let view = "&tab=detect&field=1&sort=score&order=down&only=1&fp=0123456789abcdef";
    [
        format!("{generated}{view}"),
        format!("{generated}&tab=data&page=3&x=headroom&y=col.q&field=0&sort=isp&order=up&only=0&row=17"),
        format!("{file}{view}"),
        format!("https://example.org/?q=1#{file}&tab=detect&field=1&sort=score&order=down&only=1"),
    ]
    .map(String::into_bytes)
    .to_vec()
}
