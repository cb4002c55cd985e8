//! A small server of static files for this machine only: what a static host does, for `serve` and for the tests.
//!
//! It listens on the loopback address, answers GET and HEAD, and hands out files below one folder.

mod resolve;
mod respond;

use crate::error::{Error, Result, at};
use resolve::{Site, Target};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A request's line and headers may be this long together, in bytes.
const LONGEST_REQUEST: u64 = 32 * 1024;
/// How long a client may keep a connection open without a word.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that listens, and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    site: Arc<Site>,
    address: SocketAddr,
}

impl Server {
    /// Listens on 127.0.0.1 (port 0: any free one) for the files below `root`, under `prefix`, which begins and ends
    /// with a slash.
    pub fn bind(root: &Path, prefix: &str, port: u16) -> Result<Self> {
        let root = root.canonicalize().map_err(at(root))?;
        let refused = |error: std::io::Error| Error::Listen(refusal(port, &error));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self { listener, site: Arc::new(Site { root, prefix: prefix.to_owned() }), address })
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.site.prefix)
    }

    /// Answers until the process ends.
    pub fn run(self) {
        for stream in self.listener.incoming() {
            let site = Arc::clone(&self.site);
            // A connection that breaks is the client's affair.
            let Ok(stream) = stream else { continue };
            std::thread::spawn(move || drop(answer(&site, &stream)));
        }
    }
}

fn refusal(port: u16, error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {port} is in use by another program: stop it, or choose another with --port N")
        }
        ErrorKind::PermissionDenied => {
            format!("port {port} is not open to this user: choose one above 1023 with --port N")
        }
        _ => format!("cannot listen on 127.0.0.1:{port}: {error}"),
    }
}

fn answer(site: &Site, stream: &TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.take(LONGEST_REQUEST));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    // The headers say nothing that a static file depends on, but must be read before the answer is sent: closing a
    // connection with unread bytes resets it.
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let target = match method {
        "GET" | "HEAD" => site.resolve(target),
        _ => Target::MethodNotAllowed,
    };
    respond::send(stream, &target, method == "HEAD")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// One request as raw bytes to a server over a folder of its own; the whole answer as text.
    fn ask(prefix: &str, request: &str) -> String {
        static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let root = std::env::temp_dir().join(format!("streamguard-http-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(root.join("index.html"), "<p>hello").unwrap();
        std::fs::write(root.join("a-0123456789abcdef.wasm"), b"\0asm").unwrap();
        let server = Server::bind(&root, prefix, 0).unwrap();
        let address = server.address;
        std::thread::spawn(move || server.run());
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        std::fs::remove_dir_all(&root).unwrap();
        answer
    }

    #[test]
    fn the_page_is_served_with_its_type_and_length() {
        let answer = ask("/", "GET /?a=b HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("Content-Type: text/html; charset=utf-8\r\n"));
        assert!(answer.contains("Content-Length: 8\r\n"));
        assert!(answer.contains("Cache-Control: no-cache\r\n"));
        assert!(
            answer.contains("\r\nContent-Security-Policy: frame-ancestors 'self'\r\nX-Frame-Options: SAMEORIGIN\r\n")
        );
        assert!(answer.ends_with("\r\n\r\n<p>hello"));
    }

    #[test]
    fn wasm_is_served_for_streaming_and_kept_by_the_browser() {
        let answer = ask("/sub/path/", "GET /sub/path/a-0123456789abcdef.wasm HTTP/1.1\r\n\r\n");
        assert!(answer.contains("Content-Type: application/wasm\r\n"), "{answer}");
        assert!(answer.contains("Cache-Control: public, max-age=31536000, immutable\r\n"));
        assert!(answer.ends_with("\0asm"));
    }

    #[test]
    fn head_sends_no_body_and_post_is_refused() {
        assert!(ask("/", "HEAD / HTTP/1.1\r\n\r\n").ends_with("\r\n\r\n"));
        assert!(ask("/", "POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
    }

    #[test]
    fn the_prefix_without_its_slash_leads_to_the_page() {
        let answer = ask("/sub/", "GET /sub HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 301 "), "{answer}");
        assert!(answer.contains("Location: /sub/\r\n"));
        assert!(ask("/sub/", "GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
    }

    #[test]
    fn nonsense_is_answered_not_obeyed() {
        for request in ["\r\n\r\n", "GET\r\n\r\n", "GET ../../etc/passwd HTTP/1.1\r\n\r\n", "GET /%zz HTTP/1.1\r\n\r\n"]
        {
            assert!(ask("/", request).starts_with("HTTP/1.1 4"), "{request:?}");
        }
    }

    #[test]
    fn a_port_in_use_is_said_plainly() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = Server::bind(&std::env::temp_dir(), "/", port).unwrap_err().to_string();
        assert!(error.contains(&format!("port {port} is in use")), "{error}");
    }
}
