//! Documents that are text and well known, and that hold no sessions: told by how they begin, so that they are not taken for rows.

use crate::report::other_format::OtherFormat;

/// The document that begins like this, where it is one of which nothing can be made.
pub(crate) fn other_document(head: &[u8]) -> Option<OtherFormat> {
    let keys = head.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start();
    let begins = |key: &[u8]| keys.strip_prefix(b"\"").is_some_and(|rest| rest.starts_with(key));
    let has = |key: &[u8]| head.windows(key.len()).any(|window| window == key);
    let is_webrtc = begins(b"PeerConnections\"")
        || begins(b"getUserMedia\"") && (has(b"\"PeerConnections\"") || has(b"\"UserAgent\""))
        || begins(b"UserAgent") && has(b"\"PeerConnections\"");
    is_webrtc.then_some(OtherFormat::WebRtc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_of_webrtc_is_told_by_its_first_keys() {
        let dumps: &[&[u8]] = &[
            b"{\"PeerConnections\":{\"1-1\":{}}}",
            b"\n{\n  \"getUserMedia\": [],\n  \"PeerConnections\": {",
            b"{\"UserAgentData\":[],\"UserAgent\":\"x\",\"PeerConnections\":{",
        ];
        for dump in dumps {
            assert_eq!(other_document(dump), Some(OtherFormat::WebRtc));
        }
        let others: &[&[u8]] = &[
            b"",
            b"{",
            b"{\"data\":[{\"PeerConnections\":1}]}",
            b"getUserMedia,UserAgent\n1,2\n",
            b"{\"UserAgent\":\"x\"}",
        ];
        for other in others {
            assert_eq!(other_document(other), None);
        }
    }
}
