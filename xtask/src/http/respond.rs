//! Answers, with the types and caching that a good static host gives.

use super::resolve::Target;
use std::io::{self, Write};
use std::net::TcpStream;
use std::path::Path;

/// What only a header can say, as `assets/_headers` has it for static hosts: no foreign page shows this one in a frame.
const GUARDS: &str = "Content-Security-Policy: frame-ancestors 'self'\r\nX-Frame-Options: SAMEORIGIN\r\n\
                      X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";

/// Sends the answer to a request; with `head`, without its body.
pub fn send(mut stream: &TcpStream, target: &Target, head: bool) -> io::Result<()> {
    let plain = |text: &'static str| (text.as_bytes().to_vec(), "text/plain; charset=utf-8", "no-store");
    let mut extra = String::new();
    let (status, (body, kind, cache)) = match target {
        Target::File(path) => match std::fs::read(path) {
            Ok(bytes) => ("200 OK", (bytes, media_type(path), caching(path))),
            Err(_) => ("500 Internal Server Error", plain("the file cannot be read\n")),
        },
        Target::Redirect(to) => {
            extra = format!("Location: {to}\r\n");
            ("301 Moved Permanently", plain("moved\n"))
        }
        Target::BadRequest => ("400 Bad Request", plain("bad request\n")),
        Target::NotFound => ("404 Not Found", plain("not found\n")),
        Target::MethodNotAllowed => {
            extra = "Allow: GET, HEAD\r\n".to_owned();
            ("405 Method Not Allowed", plain("only GET and HEAD\n"))
        }
    };
    let header = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: {cache}\r\n\
         {GUARDS}Connection: close\r\n{extra}\r\n",
        body.len()
    );
    stream.write_all(header.as_bytes())?;
    if !head {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The media type by the ending of the name. Browsers compile WebAssembly while it arrives only as `application/wasm`.
fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A name with a hash of the content in it may be kept for ever; everything else is asked for each time.
fn caching(path: &Path) -> &'static str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_hash = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if name.split(['-', '_', '.']).any(is_hash) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_that_browsers_insist_on() {
        assert_eq!(media_type(Path::new("/d/a_bg.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("worker.js")), "text/javascript; charset=utf-8");
        assert_eq!(media_type(Path::new("index.html")), "text/html; charset=utf-8");
        assert_eq!(media_type(Path::new("x.unknown")), "application/octet-stream");
        assert_eq!(media_type(Path::new("x")), "application/octet-stream");
    }

    #[test]
    fn the_headers_are_those_that_static_hosts_are_given() {
        let hosts = include_str!("../../../assets/_headers");
        let (path, headers) = hosts.split_once('\n').unwrap();
        assert_eq!(path, "/*");
        let sent: Vec<&str> = GUARDS.trim_end().split("\r\n").collect();
        assert_eq!(headers.lines().map(str::trim).collect::<Vec<_>>(), sent);
        assert!(sent.contains(&"Content-Security-Policy: frame-ancestors 'self'"));
        let documented = include_str!("../../../docs/hosting.md");
        assert!(documented.contains(hosts.trim_end()), "docs/hosting.md shows the file as it is");
    }

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        for kept in ["streamguard-0123456789abcdef_bg.wasm", "style-00aa11bb22cc33dd.css", "worker-0123456789abcdef.js"]
        {
            assert!(caching(Path::new(kept)).contains("immutable"), "{kept}");
        }
        for asked in ["index.html", "worker.js", "a-0123.js", "streamguard-bg.wasm"] {
            assert_eq!(caching(Path::new(asked)), "no-cache", "{asked}");
        }
    }
}
