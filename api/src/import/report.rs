//! What an import found and did.

use clap::ValueEnum;
use std::fmt;
use std::time::Duration;

/// What happens when rows are bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OnError {
    /// Nothing is written at all.
    #[default]
    RejectAll,
    /// The products, orders or reviews with bad rows are left out, the others are written.
    RejectRows,
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line on which the row begins, counted from 1.
    pub line: u64,
    /// The column, or `row` when it is the row as a whole.
    pub column: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: {}", self.line, self.column, self.reason)
    }
}

/// Problems that are kept; a file with more of them is wrong as a whole.
const MAX_PROBLEMS: usize = 10_000;

/// The outcome of an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is counted: `products`, `orders` or `reviews`.
    pub noun: &'static str,
    /// Rows that were read, without the header.
    pub rows: u64,
    /// Made.
    pub created: u64,
    /// Changed.
    pub updated: u64,
    /// Found as they are in the file.
    pub unchanged: u64,
    /// Left as they are although the file has changed: they have been moved on here.
    pub kept: u64,
    /// Left out.
    pub rejected: u64,
    /// Whether anything was written.
    pub written: bool,
    /// What is wrong, by line.
    pub problems: Vec<Problem>,
    /// Problems beyond those that were kept.
    pub more_problems: u64,
    /// What was left out of rows that were written, by line.
    pub warnings: Vec<Problem>,
    /// Warnings beyond those that were kept.
    pub more_warnings: u64,
    /// How long it took.
    pub took: Duration,
}

impl Report {
    /// An empty report about `noun`.
    pub(super) fn new(noun: &'static str) -> Self {
        Self { noun, ..Self::default() }
    }

    /// Adds a group's problems.
    pub(super) fn reject(&mut self, problems: Vec<Problem>) {
        self.rejected += 1;
        for problem in problems {
            if self.problems.len() < MAX_PROBLEMS {
                self.problems.push(problem);
            } else {
                self.more_problems += 1;
            }
        }
    }

    /// Adds what was left out of a group that is written, or was before.
    pub(super) fn warn(&mut self, warnings: &[Problem]) {
        let kept = warnings.len().min(MAX_PROBLEMS.saturating_sub(self.warnings.len()));
        self.warnings.extend_from_slice(&warnings[..kept]);
        self.more_warnings += (warnings.len() - kept) as u64;
    }

    /// Sorts the problems and the warnings by line.
    pub(super) fn finish(mut self, took: Duration) -> Self {
        self.problems.sort();
        self.warnings.sort();
        self.took = took;
        self
    }

    /// Whether the file was refused: nothing was written because rows are bad.
    #[must_use]
    pub fn refused(&self) -> bool {
        !self.written && !self.problems.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        if self.more_problems > 0 {
            writeln!(f, "and {} more", self.more_problems)?;
        }
        for warning in &self.warnings {
            writeln!(f, "{warning}")?;
        }
        if self.more_warnings > 0 {
            writeln!(f, "and {} more such", self.more_warnings)?;
        }
        let Self { noun, created, updated, unchanged, rejected, rows, .. } = self;
        let seconds = self.took.as_secs_f64();
        let rate = if seconds > 0.0 { *rows as f64 / seconds } else { 0.0 };
        if self.refused() {
            let problems = self.problems.len() as u64 + self.more_problems;
            return write!(
                f,
                "{problems} problems in {rejected} {noun}: nothing was written ({rows} rows checked in {seconds:.1} s). \
                 Mend the file, or leave bad rows out with --on-error reject-rows."
            );
        }
        let kept = match self.kept {
            0 => String::new(),
            kept => format!(" {kept} kept as shipped, paid or cancelled here,"),
        };
        write!(
            f,
            "{noun}: {created} created, {updated} updated, {unchanged} unchanged,{kept} {rejected} rejected; {rows} rows in \
             {seconds:.1} s ({rate:.0} rows/s)"
        )
    }
}
