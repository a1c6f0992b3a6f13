//! Counting tests from what their runners say, without hiding what they say.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::process;

/// How many tests passed, failed, and were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
    /// Tests that were not run.
    pub skipped: u64,
    /// Whether the runner itself failed, be it before the first test.
    pub broken: bool,
}

impl Count {
    /// Whether nothing was run at all.
    pub fn is_empty(&self) -> bool {
        self.passed + self.failed == 0
    }

    /// Adds the figures of `other`.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.broken |= other.broken;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Runs `cargo test`, passes its output on line by line, and sums up what its test programs report.
pub fn cargo_test(command: &mut Command) -> Result<Count> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run `{}`", process::show(command)))?;
    let output = child.stdout.take().context("the output is piped")?;
    let mut count = Count::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some(result) = parse(&line) {
            count.add(&result);
        }
    }
    count.broken = !child.wait()?.success();
    Ok(count)
}

/// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.10s`.
fn parse(line: &str) -> Option<Count> {
    let (_, figures) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut count = Count::default();
    for figure in figures.split("; ") {
        match figure.split_once(' ') {
            Some((number, "passed")) => count.passed = number.parse().ok()?,
            Some((number, "failed")) => count.failed = number.parse().ok()?,
            Some((number, "ignored")) => count.skipped = number.parse().ok()?,
            _ => {}
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_cargo_test_is_read() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.10s";
        assert_eq!(parse(line), Some(Count { passed: 12, failed: 2, skipped: 1, broken: false }));
        assert_eq!(parse("test orders::reserve ... ok"), None);
    }

    #[test]
    fn the_closing_line_is_plain() {
        let mut total = Count { passed: 3, ..Count::default() };
        total.add(&Count { passed: 1, failed: 2, ..Count::default() });
        assert_eq!(total.to_string(), "4 passed, 2 failed");
        total.add(&Count { skipped: 5, ..Count::default() });
        assert_eq!(total.to_string(), "4 passed, 2 failed, 5 skipped");
    }

    #[test]
    fn a_program_that_fails_without_a_test_is_broken() {
        let count = cargo_test(Command::new("sh").args(["-c", "echo error: it does not compile; exit 101"])).unwrap();
        assert_eq!(count, Count { broken: true, ..Count::default() });
        assert!(count.is_empty());
    }
}
