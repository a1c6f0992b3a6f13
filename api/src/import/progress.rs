//! How far an import is: a bar on a terminal, plain lines otherwise.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

/// How often a plain line is written.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// The progress of one pass over a file.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    what: &'static str,
    total: Option<u64>,
    last: Instant,
}

impl Progress {
    /// A pass that does `what` (`checking`, `writing`) to `total` rows, if that is known.
    pub(super) fn new(what: &'static str, total: Option<u64>) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let shape = if total.is_some() {
                "{msg} {wide_bar} {human_pos} of {human_len} rows, {eta} left"
            } else {
                "{spinner} {msg} {human_pos} rows, {elapsed}"
            };
            // A template that does not parse would only look plainer.
            bar.with_style(ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar()))
                .with_message(what)
        });
        Self { bar, what, total, last: Instant::now() }
    }

    /// So many rows are done.
    pub(super) fn at(&mut self, rows: u64) {
        match &self.bar {
            Some(bar) => bar.set_position(rows),
            None if self.last.elapsed() >= LINE_EVERY => {
                self.last = Instant::now();
                match self.total {
                    Some(total) => eprintln!("{} {rows} of {total} rows", self.what),
                    None => eprintln!("{} {rows} rows", self.what),
                }
            }
            None => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
