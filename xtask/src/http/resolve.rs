//! From the target of a request to a file below one folder, and never to one outside it.

use std::path::PathBuf;

/// The files that are served, and the path they are served under.
#[derive(Debug)]
pub struct Site {
    /// The folder, canonical.
    pub root: PathBuf,
    /// Where the folder stands on the server: begins and ends with a slash.
    pub prefix: String,
}

/// What a request leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A regular file below the folder.
    File(PathBuf),
    /// Another path of this server.
    Redirect(String),
    /// The request makes no sense.
    BadRequest,
    /// There is no such file, or it is nobody's business.
    NotFound,
    /// Not a request to read.
    MethodNotAllowed,
}

impl Site {
    /// Resolves the target of a request line, such as `/sub/a.js?v=1`.
    pub fn resolve(&self, target: &str) -> Target {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let Some(path) = path.starts_with('/').then(|| decode(path)).flatten() else { return Target::BadRequest };
        if format!("{path}/") == self.prefix {
            return Target::Redirect(self.prefix.clone());
        }
        let Some(inside) = path.strip_prefix(&self.prefix) else { return Target::NotFound };
        let inside = if inside.is_empty() { "index.html" } else { inside };
        // Plain names only: no `.` or `..`, no empty or hidden ones, nothing that means something to the system.
        let plain = |name: &str| !name.is_empty() && !name.starts_with('.') && !name.contains(['\\', '\0', ':']);
        if !inside.split('/').all(plain) {
            return Target::NotFound;
        }
        // A symbolic link could still lead out of the folder: what counts is where the file really is.
        match self.root.join(inside).canonicalize() {
            Ok(file) if file.starts_with(&self.root) && file.is_file() => Target::File(file),
            _ => Target::NotFound,
        }
    }
}

/// Decodes percent escapes, once; nothing where one is broken or the result is not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder `site` with files, beside a file `secret` that must never be served.
    struct Fixture(PathBuf);

    impl Fixture {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("streamguard-site-{}-{name}", std::process::id()));
            std::fs::create_dir_all(folder.join("site/deep")).unwrap();
            for file in ["secret", "site/index.html", "site/a b.js", "site/deep/x.css", "site/.hidden"] {
                std::fs::write(folder.join(file), file).unwrap();
            }
            Self(folder.canonicalize().unwrap())
        }

        fn site(&self, prefix: &str) -> Site {
            Site { root: self.0.join("site"), prefix: prefix.to_owned() }
        }

        fn file(&self, name: &str) -> Target {
            Target::File(self.0.join("site").join(name))
        }
    }

    impl Drop for Fixture {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn files_are_found_under_the_prefix_only() {
        let fixture = Fixture::new("found");
        let root = fixture.site("/");
        assert_eq!(root.resolve("/"), fixture.file("index.html"));
        assert_eq!(root.resolve("/index.html?js=./x"), fixture.file("index.html"));
        assert_eq!(root.resolve("/a%20b.js"), fixture.file("a b.js"));
        assert_eq!(root.resolve("/deep/x.css"), fixture.file("deep/x.css"));
        assert_eq!(root.resolve("/deep"), Target::NotFound);
        assert_eq!(root.resolve("/absent.js"), Target::NotFound);

        let below = fixture.site("/a/b/");
        assert_eq!(below.resolve("/a/b/"), fixture.file("index.html"));
        assert_eq!(below.resolve("/a/b/deep/x.css"), fixture.file("deep/x.css"));
        assert_eq!(below.resolve("/a/b"), Target::Redirect("/a/b/".into()));
        assert_eq!(below.resolve("/"), Target::NotFound);
        assert_eq!(below.resolve("/a/bindex.html"), Target::NotFound);
    }

    #[test]
    fn nothing_outside_the_folder_is_reached() {
        let fixture = Fixture::new("outside");
        let site = fixture.site("/");
        let outside = fixture.0.join("secret");
        for target in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/deep/../../secret",
            "/deep/%2E%2E/%2e%2e/secret",
            "//secret",
            "/./index.html",
            "/..\\secret",
            "/%5c..%5csecret",
            "/.hidden",
            "/index.html%00.js",
            &format!("/{}", outside.display()),
        ] {
            assert_eq!(site.resolve(target), Target::NotFound, "{target}");
        }
        // Decoded once only: an escape of an escape is a name with a percent sign.
        assert_eq!(site.resolve("/%252e%252e/secret"), Target::NotFound);
        for target in ["", "secret", "../secret", "http://x/", "/%", "/%2", "/%zz", "/%ff"] {
            assert_eq!(site.resolve(target), Target::BadRequest, "{target}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_out() {
        let fixture = Fixture::new("link");
        std::os::unix::fs::symlink(fixture.0.join("secret"), fixture.0.join("site/door")).unwrap();
        std::os::unix::fs::symlink(fixture.0.join("site/a b.js"), fixture.0.join("site/inner")).unwrap();
        assert_eq!(fixture.site("/").resolve("/door"), Target::NotFound);
        assert_eq!(fixture.site("/").resolve("/inner"), fixture.file("a b.js"));
    }
}
