//! Reading a CSV file group by group: plain or gzip, with or without a byte-order mark.

use super::columns::Column;
use super::report::Problem;
use anyhow::{Context as _, bail};
use csv::{ByteRecord, StringRecord};
use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

/// Bytes read at once.
const BUFFER: usize = 1 << 18;

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// Its fields.
    pub record: StringRecord,
}

/// Rows that belong together: one product, one order.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// What they have in common.
    pub key: String,
    /// The rows, at least one.
    pub rows: Vec<Row>,
    /// What is wrong with the rows as such.
    pub problems: Vec<Problem>,
}

impl Group {
    /// SHA-256, in hex, of the values in these columns.
    pub(super) fn digest(&self, columns: &[Column]) -> String {
        let mut digest = Sha256::new();
        for row in &self.rows {
            for column in columns {
                digest.update(column.of(&row.record).as_bytes());
                digest.update([0x1f]);
            }
            digest.update([0x1e]);
        }
        hex::encode(digest.finalize())
    }
}

/// A file that is read group by group.
pub(super) struct Groups {
    csv: csv::Reader<Box<dyn Read + Send>>,
    header: StringRecord,
    next: Option<(String, Row, Vec<Problem>)>,
    ended: HashSet<String>,
    rows: u64,
}

impl Groups {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// When the file cannot be read, is empty, or is not UTF-8.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(source(path)?);
        let mut header = ByteRecord::new();
        let there = csv.read_byte_record(&mut header).context("the file cannot be read")?;
        if !there {
            bail!("the file is empty: it needs a header with the names of its columns");
        }
        let header = StringRecord::from_byte_record(header)
            .map_err(|_| anyhow::anyhow!("the header is not UTF-8: save the file as CSV in UTF-8"))?;
        Ok(Self { csv, header, next: None, ended: HashSet::new(), rows: 0 })
    }

    /// The names of the columns.
    pub(super) fn header(&self) -> &StringRecord {
        &self.header
    }

    /// Rows read so far.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// The next group: rows that have the same text in `key`. A row without one is a group of its own, and a problem.
    /// Without a key every row is a group.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub(super) fn next(&mut self, key: Option<Column>) -> anyhow::Result<Option<Group>> {
        let Some(key) = key else {
            let row = self.read()?;
            return Ok(row.map(|(row, problems)| Group { key: String::new(), rows: vec![row], problems }));
        };
        let (name, row, problems) = match self.next.take() {
            Some(next) => next,
            None => match self.read()? {
                Some((row, problems)) => (key.of(&row.record).to_owned(), row, problems),
                None => return Ok(None),
            },
        };
        let mut group = Group { key: name, rows: Vec::new(), problems };
        if group.key.is_empty() {
            group.problems.push(Problem { line: row.line, column: key.name.to_owned(), reason: "it is blank".into() });
        } else if self.ended.contains(&group.key) {
            let reason = format!("`{}` was there before: rows that belong together must follow each other", group.key);
            group.problems.push(Problem { line: row.line, column: key.name.to_owned(), reason });
        }
        group.rows.push(row);
        while let Some((row, problems)) = self.read()? {
            let name = key.of(&row.record);
            if name.is_empty() || name != group.key {
                self.next = Some((name.to_owned(), row, problems));
                break;
            }
            group.rows.push(row);
            group.problems.extend(problems);
        }
        self.ended.insert(group.key.clone());
        Ok(Some(group))
    }

    fn read(&mut self) -> anyhow::Result<Option<(Row, Vec<Problem>)>> {
        let mut record = ByteRecord::new();
        if !self.csv.read_byte_record(&mut record).context("the file cannot be read to its end")? {
            return Ok(None);
        }
        self.rows += 1;
        let line = record.position().map_or(0, csv::Position::line);
        let mut problems = Vec::new();
        let (fields, titles) = (record.len(), self.header.len());
        if fields != titles {
            let reason = format!("it has {fields} fields; the header has {titles}");
            problems.push(Problem { line, column: "row".to_owned(), reason });
        }
        let record = match StringRecord::from_byte_record(record) {
            Ok(record) => record,
            Err(error) => {
                let field = error.utf8_error().field();
                let column = self.header.get(field).unwrap_or("row").to_owned();
                problems.push(Problem { line, column, reason: "it is not UTF-8".to_owned() });
                StringRecord::from_byte_record_lossy(error.into_byte_record())
            }
        };
        Ok(Some((Row { line, record }, problems)))
    }
}

/// The file's text: unpacked when it is gzip, without a byte-order mark.
fn source(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let mut plain = BufReader::with_capacity(BUFFER, file);
    let is_gzip = plain.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let source: Box<dyn Read + Send> = if is_gzip { Box::new(MultiGzDecoder::new(plain)) } else { Box::new(plain) };
    let mut text = BufReader::with_capacity(BUFFER, source);
    let begin = text.fill_buf().context("the file cannot be unpacked")?;
    if begin.starts_with(&[0xff, 0xfe]) || begin.starts_with(&[0xfe, 0xff]) {
        bail!("the file is UTF-16: save it as CSV in UTF-8");
    }
    if begin.starts_with(&[0xef, 0xbb, 0xbf]) {
        text.consume(3);
    }
    Ok(Box::new(text))
}
