//! A candidate at work: a process of its own that holds the matrix, and measures once for each line it is sent.

use crate::error::{Error, Result};
use crate::run;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// One fit and one scoring of all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// Seconds of the fit.
    pub fit: f64,
    /// Seconds of scoring all rows.
    pub score: f64,
    /// Seconds of processor time for both, all threads together, where it is known.
    pub cpu: Option<f64>,
    /// The most bytes that were held above what the matrix takes, where it is known. For a tab: what WebAssembly's memories
    /// hold.
    pub memory: Option<f64>,
    /// The same for a tab's whole process.
    pub process: Option<f64>,
    /// Tells whether two have come to the same scores.
    pub checksum: Option<String>,
}

impl Measurement {
    /// Seconds of both.
    pub fn total(&self) -> f64 {
        self.fit + self.score
    }

    fn read(value: &Value) -> Option<Self> {
        let number = |name: &str| value[name].as_f64();
        Some(Self {
            fit: number("fit")?,
            score: number("score")?,
            cpu: number("cpu"),
            memory: number("memory"),
            process: number("process"),
            checksum: value["checksum"].as_str().map(str::to_owned),
        })
    }
}

/// The process.
pub struct Process {
    command: String,
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// What it is, with its version, where that is not the project's own.
    pub version: String,
}

impl Process {
    /// Starts a candidate and waits until it has loaded its matrix.
    pub fn start(mut command: Command) -> Result<Self> {
        let name = run::shown(&command);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let started = command.spawn().map_err(|source| Error::Start { program: name.clone(), source });
        let mut child = started?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::Measuring(format!("`{name}` has no standard input and output")));
        };
        let (questions, answers) = (Some(questions), BufReader::new(answers));
        let mut process = Self { command: name, child, questions, answers, version: String::new() };
        let ready = process.answer()?;
        let version = ready["ready"].as_str().ok_or_else(|| process.nonsense(&ready))?;
        process.version = version.to_owned();
        Ok(process)
    }

    /// Measures once.
    pub fn measure(&mut self) -> Result<Measurement> {
        let answer = self.ask("")?;
        Measurement::read(&answer).ok_or_else(|| self.nonsense(&answer))
    }

    /// Sends a line and waits for what is answered.
    pub fn ask(&mut self, question: &str) -> Result<Value> {
        let line = format!("{question}\n");
        let asked = self
            .questions
            .as_mut()
            .map(|questions| questions.write_all(line.as_bytes()).and_then(|()| questions.flush()));
        if !matches!(asked, Some(Ok(()))) {
            return Err(self.ended());
        }
        self.answer()
    }

    fn answer(&mut self) -> Result<Value> {
        let mut line = String::new();
        match self.answers.read_line(&mut line) {
            Ok(1..) => {
                serde_json::from_str(&line).map_err(|_| Error::Measuring(format!("`{}` said {line:?}", self.command)))
            }
            _ => Err(self.ended()),
        }
    }

    /// The error for an answer that means nothing.
    pub fn nonsense(&self, answer: &Value) -> Error {
        Error::Measuring(format!("`{}` answered {answer}", self.command))
    }

    fn ended(&mut self) -> Error {
        match self.child.wait() {
            Ok(status) => Error::Failed { command: self.command.clone(), status },
            Err(source) => Error::Start { program: self.command.clone(), source },
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The end of its input is what ends it: a browser has more to end than its own process.
        self.questions.take();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(script: &str) -> Result<Process> {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stderr(Stdio::null());
        Process::start(command)
    }

    #[test]
    fn a_candidate_measures_once_for_each_line() {
        let script =
            r#"echo '{"ready":"Forest 1.2"}'; while read line; do echo '{"fit":1,"score":2.5,"cpu":null}'; done"#;
        let mut process = started(script).unwrap();
        assert_eq!(process.version, "Forest 1.2");
        for _ in 0..2 {
            let measured = process.measure().unwrap();
            assert_eq!((measured.total(), measured.cpu, measured.checksum), (3.5, None, None));
        }
    }

    #[test]
    fn a_candidate_that_fails_is_an_error() {
        assert!(matches!(started("exit 3"), Err(Error::Failed { .. })));
        assert!(matches!(started("echo hello"), Err(Error::Measuring(_))));
        assert!(matches!(started("echo '{}'"), Err(Error::Measuring(_))));
        let mut process = started(r#"echo '{"ready":"x"}'; read line; echo '{"fit":1}'; exit 1"#).unwrap();
        assert!(matches!(process.measure(), Err(Error::Measuring(_))));
        assert!(matches!(process.measure(), Err(Error::Failed { .. })));
    }
}
