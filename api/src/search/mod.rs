//! Search in the catalogue: typo-tolerant, across scripts, with facets.
//!
//! The index (tantivy) is derived data in the node's data folder. It follows the events and stores in each commit
//! how far it has read, so a restart goes on from there; a missing, damaged or outdated index is built anew.

pub mod collect;
mod explain;
mod follow;
pub mod graphql;
mod index;
mod list;
mod offers;
mod personal;
pub mod popular;
mod query;
mod reading;
#[cfg(test)]
mod relevance;
mod similar;
mod stems;
mod suggest;
mod synonyms;
mod text;
mod vocabulary;

pub use collect::{Facets, Found, Place, Sort};
pub use explain::{Explanation, Reason};
pub use follow::{catch_up, follow, rebuild};
pub use index::Document;
pub use list::{Asked, SearchListing, facets, list};
pub use personal::Shopper;
pub(crate) use text::terms;
pub use vocabulary::Kind;

use crate::catalog::ProductFilter;
use anyhow::Context as _;
use collect::Collect;
use index::Fields;
use reading::Reading;
use shared::id::ProductId;
use shared::{Currency, Locale};
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};
use tantivy::query::{AllQuery, Query};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy};
use uuid::Uuid;
use vocabulary::Vocabulary;

/// Memory for documents that wait for a commit, bytes.
const WRITER_MEMORY: usize = 24_000_000;
/// The search index of this node; cheap to clone.
#[derive(Clone)]
pub struct Search(Arc<Inner>);

struct Inner {
    index: Index,
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    vocabulary: RwLock<Arc<Vocabulary>>,
}

/// How far the index has followed the events of which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The last event that it knows of.
    pub seq: i64,
    /// The database's first event tells databases apart: an index of another one is worth nothing.
    pub origin: Uuid,
}

/// A search.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What was typed; nothing matches everything.
    pub text: &'a str,
    /// The shopper's language, which tells what a word without marks may mean.
    pub locale: Locale,
    /// Which of the matches are wanted.
    pub filter: &'a ProductFilter,
    /// In which order.
    pub sort: Sort,
    /// Rows at most.
    pub limit: usize,
    /// Only rows after this one (before it, going back).
    pub cursor: Option<Place>,
    /// Whether to go back from the end.
    pub backwards: bool,
    /// The price ladder when facets are wanted.
    pub ladder: Option<&'a [i64]>,
    /// Whether somebody is still typing: the last word may be the beginning of one, however short.
    pub completing: bool,
}

/// What a search found.
#[derive(Debug)]
pub struct Answer {
    /// The products, the count, the facets.
    pub found: Found,
    /// The search as it was understood, when a word was mended.
    pub corrected: Option<String>,
    /// Whether no product has all the words, so that those with most of them were found.
    pub relaxed: bool,
    /// Another search that may have been meant, where this one finds little: it finds something.
    pub suggested: Option<String>,
}

impl Search {
    /// Opens the index in a folder. Without documents it finds nothing until `follow` has built it.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let (index, fields, _) = index::open(folder)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let vocabulary = Vocabulary::read(&reader.searcher(), &fields)?;
        Ok(Self(Arc::new(Inner {
            index,
            fields,
            reader,
            writer: Mutex::new(None),
            vocabulary: RwLock::new(Arc::new(vocabulary)),
        })))
    }

    /// How far the index has followed the events; `None` when it was never built.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn followed_until(&self) -> anyhow::Result<Option<Mark>> {
        let payload = self.0.index.load_metas()?.payload.unwrap_or_default();
        let mark = |(seq, origin): (&str, &str)| Some(Mark { seq: seq.parse().ok()?, origin: origin.parse().ok()? });
        Ok(payload.split_once(' ').and_then(mark))
    }

    /// Replaces the documents of `removed` and `documents`, and notes how far the events were followed.
    ///
    /// # Errors
    /// When the index cannot be written, or another process has it open for writing.
    pub fn apply(&self, removed: &[ProductId], documents: &[Document], until: Mark) -> anyhow::Result<()> {
        self.write(until, |writer, fields, schema| {
            for id in removed {
                writer.delete_term(fields.key_term(*id));
            }
            for document in documents {
                writer.delete_term(fields.key_term(document.id));
                writer.add_document(fields.document(schema, document)?)?;
            }
            Ok(())
        })
    }

    /// Builds the index anew from batches of documents.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn replace_all(&self, documents: &[Document], until: Mark) -> anyhow::Result<()> {
        self.write(until, |writer, fields, schema| {
            writer.delete_all_documents()?;
            for document in documents {
                writer.add_document(fields.document(schema, document)?)?;
            }
            Ok(())
        })
    }

    fn write(
        &self,
        until: Mark,
        change: impl FnOnce(&IndexWriter, &Fields, &tantivy::schema::Schema) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let inner = &self.0;
        let mut slot = inner.writer.lock().map_err(|_| anyhow::anyhow!("an earlier write of the index panicked"))?;
        if slot.is_none() {
            let writer = inner.index.writer_with_num_threads(1, WRITER_MEMORY);
            *slot = Some(writer.context("the search index is open for writing in another process")?);
        }
        let writer = slot.as_mut().context("the writer was just made")?;
        change(writer, &inner.fields, &inner.index.schema())?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&format!("{} {}", until.seq, until.origin));
        commit.commit()?;
        inner.reader.reload()?;
        let vocabulary = Arc::new(Vocabulary::read(&inner.reader.searcher(), &inner.fields)?);
        *inner.vocabulary.write().map_err(|_| anyhow::anyhow!("the vocabulary's lock is broken"))? = vocabulary;
        Ok(())
    }

    /// Searches.
    ///
    /// Every word must be found: as itself, in another form, as the beginning of a longer one, or as what stands for
    /// it. When a word is nowhere, the nearest known one takes its place. When no product has all of them, as many as
    /// possible are enough.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, request: &Request<'_>) -> anyhow::Result<Answer> {
        let vocabulary = self.vocabulary()?;
        let reading = Reading::of(&vocabulary, request.text, request.locale, request.completing);
        if reading.parts.is_empty() {
            let sort = if request.sort == Sort::Relevance { Sort::Newest } else { request.sort };
            let found = self.run(&AllQuery, request, sort)?;
            return Ok(Answer { found, corrected: None, relaxed: false, suggested: None });
        }
        let needed = reading.needed();
        let mut found = self.run(&self.0.fields.query(&reading, needed), request, request.sort)?;
        let mut relaxed = false;
        // Only words that never meet are eased; where a filter is what excludes everything, the facets say so.
        if found.total == 0 {
            let enough = self.enough(&reading)?;
            relaxed = enough < needed;
            if relaxed {
                found = self.run(&self.0.fields.query(&reading, enough), request, request.sort)?;
            }
        }
        let little = relaxed || found.total <= offers::FEW;
        let suggested = if little { self.otherwise(&vocabulary, &reading, request)? } else { None };
        Ok(Answer { found, corrected: reading.corrected, relaxed, suggested })
    }

    fn vocabulary(&self) -> anyhow::Result<Arc<Vocabulary>> {
        let lock = self.0.vocabulary.read().map_err(|_| anyhow::anyhow!("the vocabulary's lock is broken"))?;
        Ok(Arc::clone(&lock))
    }

    fn run(&self, query: &dyn Query, request: &Request<'_>, sort: Sort) -> anyhow::Result<Found> {
        let collect = Collect {
            filter: request.filter,
            sort,
            limit: request.limit,
            cursor: request.cursor,
            backwards: request.backwards,
            ladder: request.ladder,
        };
        Ok(self.0.reader.searcher().search(query, &collect)?)
    }

    /// How many of the parts a product must have, so that there is any: all, where any has all.
    fn enough(&self, reading: &Reading) -> anyhow::Result<usize> {
        for enough in (1..=reading.needed()).rev() {
            if self.exists(reading, enough)? {
                return Ok(enough);
            }
        }
        Ok(reading.needed())
    }

    /// Whether any product has so many of the parts, whatever the filters say.
    fn exists(&self, reading: &Reading, enough: usize) -> anyhow::Result<bool> {
        let query = self.0.fields.query(reading, enough);
        Ok(self.0.reader.searcher().search(&query, &tantivy::collector::Count)? > 0)
    }
}

/// The steps between the price facets, in minor units, in figures that people of the currency think in.
#[must_use]
pub fn price_ladder(currency: Currency) -> &'static [i64] {
    match currency {
        Currency::Vnd => &[200_000, 500_000, 1_000_000, 2_000_000, 5_000_000],
        Currency::Amd => &[500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000],
        _ => &[1_000, 2_500, 5_000, 10_000, 25_000],
    }
}
