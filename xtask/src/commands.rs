//! From the words of the command line to the command: the one place that knows every command's options.

use crate::bench::{self, options::Options};
use crate::error::{Error, Result};
use crate::fuzz::{self, target::Target};
use crate::project::Project;
use crate::test::tier::Tier;
use crate::{build, gallery, pictures, serve, setup, size, test};

/// What each command does and takes, for a person.
pub const USAGE: &str = "\
Usage: cargo xtask COMMAND

  setup                  install everything that build, serve and test need
  build                  build the static site for release into dist/
  serve [--port N] [--prefix /PATH/]
                         build, then serve the page at http://127.0.0.1:8080/
  test [TIER...]         run every tier of tests and checks, or only the named ones:
                         fmt order clippy clippy-wasm xtask native doc onnx chromium firefox build size e2e
  size                   weigh dist/, raw and brotli, against the budget of the first load
  gallery [--port N]     build the charts' own page, every kind in every state, and serve it at http://127.0.0.1:8081/
  pictures               build, then take the pictures of the documentation into docs/pictures/
  bench forest [--rows N,N...] [--widths N,N...] [--repeats N] [--quick]
                         how fast the forest is, natively and in Chromium, beside other libraries; with all
                         sizes (the default, about 20 minutes) into docs/benchmarks.md
  bench ingest [--data FOLDER] [--rows N] [--repeats N] [--large]
                         how fast files are read, in Chromium and natively, beside other readers; --large: a file
                         of 10,000,000 rows by this project alone; into docs/benchmarks.md
  bench explore [--sessions N,N...] [--repeats N] [--moves N] [--quick]
                         how fast linked charts follow a brush, beside Mosaic on DuckDB in the same Chromium; with all
                         sizes (the default) into docs/benchmarks.md
  bench accuracy --data FOLDER [--seeds N]
                         how accurate the detectors are on labelled sets, into docs/benchmarks.md
  bench diagnose [--seeds N] [--sessions N,N...] [--incidents FOLDER] [--quick]
                         how right it is what bad sessions are said to share, on generated incidents and on a folder of
                         labelled ones, beside a ranking by risk ratio and Adtributor, and how long it takes; with all
                         (the default, and a folder) into docs/benchmarks.md
  fuzz [--minutes N] [TARGET...]
                         try inputs that libFuzzer makes, N minutes (default: 10) on every target or on the
                         named ones: reader layouts mapping numbers times cmcd gzip zip link plan model";

/// Whether the checks of a command passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that the command checked holds.
    Passed,
    /// A check failed; the command has said which.
    Failed,
}

impl From<bool> for Verdict {
    fn from(passed: bool) -> Self {
        if passed { Self::Passed } else { Self::Failed }
    }
}

/// A command with its options, checked.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help,
    Setup,
    Build,
    Serve { port: u16, prefix: String },
    Test { tiers: Vec<Tier> },
    Size,
    Gallery { port: u16 },
    Pictures,
    Bench(Options),
    Fuzz(fuzz::Options),
}

/// Runs the command that the arguments name.
pub fn dispatch(arguments: &[String]) -> Result<Verdict> {
    let command = parse(arguments)?;
    let project = Project::locate();
    match command {
        Command::Help => {
            println!("{USAGE}");
            Ok(Verdict::Passed)
        }
        Command::Setup => setup::everything(&project).map(|()| Verdict::Passed),
        Command::Build => build::run(&project).map(|()| Verdict::Passed),
        Command::Serve { port, prefix } => serve::run(&project, port, &prefix).map(|()| Verdict::Passed),
        Command::Test { tiers } => Ok(Verdict::from(test::run(&project, &tiers))),
        Command::Size => size::run(&project).map(Verdict::from),
        Command::Gallery { port } => gallery::run(&project, port).map(|()| Verdict::Passed),
        Command::Pictures => pictures::run(&project).map(|()| Verdict::Passed),
        Command::Bench(options) => bench::run(&project, &options).map(|()| Verdict::Passed),
        Command::Fuzz(options) => fuzz::run(&project, &options).map(Verdict::from),
    }
}

fn parse(arguments: &[String]) -> Result<Command> {
    let mut words = arguments.iter().map(String::as_str);
    let command = match words.next() {
        None | Some("help" | "--help" | "-h") => Command::Help,
        Some("setup") => Command::Setup,
        Some("build") => Command::Build,
        Some("size") => Command::Size,
        Some("pictures") => Command::Pictures,
        Some("serve") => return parse_serve(words),
        Some("gallery") => return parse_gallery(words),
        Some("bench") => return bench::options::parse(words).map(Command::Bench),
        Some("fuzz") => return parse_fuzz(words).map(Command::Fuzz),
        Some("test") => {
            let tiers = words.map(Tier::named).collect::<Result<Vec<_>>>()?;
            return Ok(Command::Test { tiers });
        }
        Some(other) => return Err(Error::Usage(format!("no command is called {other:?}"))),
    };
    match words.next() {
        None => Ok(command),
        Some(extra) => Err(Error::Usage(format!("{extra:?} is one word too many"))),
    }
}

fn parse_serve<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Command> {
    let (mut port, mut prefix) = (8080, "/".to_owned());
    while let Some(option) = words.next() {
        let mut value = || words.next().ok_or_else(|| Error::Usage(format!("{option} wants a value after it")));
        match option {
            "--port" => port = parse_port(value()?)?,
            "--prefix" => {
                let text = value()?;
                let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/".contains(&b));
                if !(plain && text.starts_with('/') && text.ends_with('/') && !text.contains("//")) {
                    return Err(Error::Usage(format!("--prefix wants a path like /a/b/, not {text:?}")));
                }
                prefix = text.to_owned();
            }
            other => return Err(Error::Usage(format!("serve has no option {other:?}"))),
        }
    }
    Ok(Command::Serve { port, prefix })
}

fn parse_gallery<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Command> {
    let mut port = 8081;
    while let Some(option) = words.next() {
        match (option, words.next()) {
            ("--port", Some(text)) => port = parse_port(text)?,
            ("--port", None) => return Err(Error::Usage("--port wants a value after it".into())),
            (other, _) => return Err(Error::Usage(format!("gallery has no option {other:?}"))),
        }
    }
    Ok(Command::Gallery { port })
}

fn parse_port(text: &str) -> Result<u16> {
    text.parse().map_err(|_| Error::Usage(format!("--port wants a number from 0 to 65535, not {text:?}")))
}

fn parse_fuzz<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<fuzz::Options> {
    let mut options = fuzz::Options { minutes: fuzz::Options::MINUTES, targets: Vec::new() };
    while let Some(word) = words.next() {
        if word == "--minutes" {
            let text = words.next().unwrap_or_default();
            let minutes = text.parse().ok().filter(|minutes| (1..=10_000).contains(minutes));
            options.minutes = minutes
                .ok_or_else(|| Error::Usage(format!("--minutes wants a number from 1 to 10000, not {text:?}")))?;
        } else {
            options.targets.push(Target::named(word)?);
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn each_command_is_known_by_its_name() {
        assert_eq!(parsed("").unwrap(), Command::Help);
        assert_eq!(parsed("setup").unwrap(), Command::Setup);
        assert_eq!(parsed("build").unwrap(), Command::Build);
        assert_eq!(parsed("size").unwrap(), Command::Size);
        assert_eq!(parsed("pictures").unwrap(), Command::Pictures);
        assert!(matches!(parsed("bench forest --quick").unwrap(), Command::Bench(Options::Forest(_))));
        assert_eq!(parsed("serve").unwrap(), Command::Serve { port: 8080, prefix: "/".into() });
        assert_eq!(
            parsed("serve --prefix /a/b/ --port 0").unwrap(),
            Command::Serve { port: 0, prefix: "/a/b/".into() }
        );
        assert_eq!(parsed("gallery").unwrap(), Command::Gallery { port: 8081 });
        assert_eq!(parsed("gallery --port 0").unwrap(), Command::Gallery { port: 0 });
        let fuzz = |minutes, targets| Command::Fuzz(fuzz::Options { minutes, targets });
        assert_eq!(parsed("fuzz").unwrap(), fuzz(10, vec![]));
        assert_eq!(parsed("fuzz --minutes 1 link zip").unwrap(), fuzz(1, vec![Target::Link, Target::Zip]));
        assert_eq!(parsed("test").unwrap(), Command::Test { tiers: vec![] });
        assert_eq!(parsed("test fmt e2e").unwrap(), Command::Test { tiers: vec![Tier::Fmt, Tier::EndToEnd] });
    }

    #[test]
    fn nonsense_is_refused() {
        for line in [
            "tset",
            "build now",
            "test everything",
            "bench",
            "fuzz everything",
            "fuzz --minutes",
            "fuzz --minutes 0",
            "serve --port",
            "serve --port 65536",
            "serve --port -1",
            "serve --prefix a/",
            "serve --prefix /a",
            "serve --prefix //",
            "serve --prefix /../",
            "serve --bind 0.0.0.0",
            "gallery --port",
            "gallery --port x",
            "gallery histogram",
        ] {
            assert!(matches!(parsed(line), Err(Error::Usage(_))), "{line:?} was accepted");
        }
    }

    #[test]
    fn the_usage_names_every_tier_and_every_fuzz_target() {
        let names = Tier::ALL.iter().map(|tier| tier.name()).chain(Target::ALL.iter().map(|target| target.name()));
        for name in names {
            let named = USAGE.split(|letter: char| letter.is_whitespace() || letter == ';').any(|word| word == name);
            assert!(named, "{name} is missing");
        }
    }
}
