//! Trying a file out: what would become of it, how long it takes, and how much memory.

use super::picture;
use crate::memory::peak;
use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

/// What would become of a file.
#[derive(Debug)]
pub struct Checked {
    /// What, in one sentence.
    pub verdict: String,
    /// How long it took, reading aside.
    pub took: Duration,
    /// The most memory that this process has had in use so far, in bytes, where the system tells.
    pub peak: Option<u64>,
    /// What it had in use before.
    pub before: Option<u64>,
}

/// Reads a file and makes its picture, which is thrown away.
///
/// # Errors
/// When the file cannot be read.
pub fn check(file: &Path) -> anyhow::Result<Checked> {
    let bytes = std::fs::read(file)?;
    let before = peak().map(|peak| peak.saturating_sub(bytes.len() as u64));
    let begun = Instant::now();
    let made = picture::inspect(&bytes).and_then(|header| picture::make(&bytes, &header));
    let took = begun.elapsed();
    let verdict = match made {
        Ok(made) => {
            let widths: Vec<_> = made.renditions.iter().map(|rendition| rendition.width.to_string()).collect();
            let bytes: usize = made.renditions.iter().map(|rendition| rendition.bytes.len()).sum();
            format!("taken, in the widths {}, {} KB in all", widths.join(", "), bytes / 1000)
        }
        Err(error) => format!("{}: {error}", error.code()),
    };
    Ok(Checked { verdict, took, peak: peak(), before })
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = |bytes: u64| bytes / 1_000_000;
        write!(f, "{} ms", self.took.as_millis())?;
        if let (Some(peak), Some(before)) = (self.peak, self.before) {
            write!(f, ", {} MB more than before", megabytes(peak.saturating_sub(before)))?;
        }
        write!(f, ", {}", self.verdict)
    }
}
