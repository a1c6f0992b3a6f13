//! The two passes over a file that every import makes: the first checks every row, the second hands what is good to the
//! writer.

use super::columns::Column;
use super::reader::{Group, Groups};
use super::report::{OnError, Problem, Report};
use anyhow::bail;
use csv::StringRecord;
use shared::Currency;
use std::collections::HashSet;
use std::path::Path;
use tokio::sync::mpsc;

/// Chunks that are read ahead of the writer.
const AHEAD: usize = 3;
/// Drafts that are written at once.
const CHUNK: usize = 250;

/// One kind of file: its columns `C`, and the drafts `D` that are made of its groups.
pub(super) struct Format<C, D> {
    /// What is counted: `products`, `orders` or `reviews`.
    pub noun: &'static str,
    /// The system that exports such files.
    pub system: &'static str,
    /// Finds the columns; else names those that are needed and missing.
    pub find: fn(&StringRecord) -> Result<C, Vec<&'static str>>,
    /// The column in which rows of a group have the same text; none where each row stands for itself.
    pub key: fn(&C) -> Option<Column>,
    /// Reads a group, or says what is wrong with it.
    pub parse: fn(Group, &C, Currency) -> Result<D, Vec<Problem>>,
}

// Not derived: that would ask for `C: Copy` and `D: Copy`, and only functions are copied.
impl<C, D> Clone for Format<C, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C, D> Copy for Format<C, D> {}

/// Lines on which groups begin that are to be left out.
pub(super) type BadLines = HashSet<u64>;

impl<C: Send + 'static, D: Send + 'static> Format<C, D> {
    /// The first pass: reads and checks every row. `also` finds what is wrong with a draft beside the others.
    ///
    /// # Errors
    /// When the file cannot be read or lacks a column that is needed.
    pub(super) async fn check(
        self,
        path: &Path,
        currency: Currency,
        mut also: impl FnMut(&D, &C) -> Vec<Problem> + Send + 'static,
    ) -> anyhow::Result<(Report, BadLines)> {
        let path = path.to_owned();
        let check = move || {
            let (mut groups, columns) = self.open(&path)?;
            let mut report = Report::new(self.noun);
            let mut bad = BadLines::new();
            let mut progress = super::progress::Progress::new("checking", None);
            while let Some(group) = groups.next((self.key)(&columns))? {
                let line = group.rows.first().map_or(0, |row| row.line);
                let problems = match (self.parse)(group, &columns, currency) {
                    Ok(draft) => also(&draft, &columns),
                    Err(problems) => problems,
                };
                if !problems.is_empty() {
                    bad.insert(line);
                    report.reject(problems);
                }
                progress.at(groups.rows());
            }
            report.rows = groups.rows();
            anyhow::Ok((report, bad))
        };
        tokio::task::spawn_blocking(check).await?
    }

    /// Begins the second pass: good drafts come in chunks.
    pub(super) fn read(self, path: &Path, currency: Currency, bad: BadLines) -> Chunks<D> {
        let (sender, chunks) = mpsc::channel(AHEAD);
        let path = path.to_owned();
        let reading = tokio::task::spawn_blocking(move || self.send(&path, currency, &bad, &sender));
        Chunks { chunks, reading }
    }

    fn send(
        self,
        path: &Path,
        currency: Currency,
        bad: &BadLines,
        chunks: &mpsc::Sender<Vec<D>>,
    ) -> anyhow::Result<()> {
        let (mut groups, columns) = self.open(path)?;
        let mut chunk = Vec::with_capacity(CHUNK);
        while let Some(group) = groups.next((self.key)(&columns))? {
            if group.rows.first().is_some_and(|row| bad.contains(&row.line)) {
                continue;
            }
            let Ok(draft) = (self.parse)(group, &columns, currency) else {
                bail!("the file changed while it was read")
            };
            chunk.push(draft);
            // The writer is gone when it failed; its error is told there.
            if chunk.len() == CHUNK && chunks.blocking_send(std::mem::take(&mut chunk)).is_err() {
                return Ok(());
            }
        }
        if !chunk.is_empty() {
            // As above.
            let _ = chunks.blocking_send(chunk);
        }
        Ok(())
    }

    fn open(self, path: &Path) -> anyhow::Result<(Groups, C)> {
        let groups = Groups::open(path)?;
        match (self.find)(groups.header()) {
            Ok(columns) => Ok((groups, columns)),
            Err(missing) => bail!(
                "this is no file of {noun}: it lacks the column {}. Export {noun} from {system} as CSV",
                missing.join(" and the column "),
                noun = self.noun,
                system = self.system,
            ),
        }
    }
}

/// The drafts of the second pass.
pub(super) struct Chunks<D> {
    chunks: mpsc::Receiver<Vec<D>>,
    reading: tokio::task::JoinHandle<anyhow::Result<()>>,
}

impl<D> Chunks<D> {
    /// The next chunk; `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Vec<D>> {
        self.chunks.recv().await
    }

    /// Whether the file was read to its end.
    ///
    /// # Errors
    /// When it was not.
    pub(super) async fn finish(self) -> anyhow::Result<()> {
        self.reading.await?
    }
}

/// Whether what the first pass found forbids the second.
pub(super) fn is_refused(report: &Report, on_error: OnError) -> bool {
    on_error == OnError::RejectAll && !report.problems.is_empty()
}
