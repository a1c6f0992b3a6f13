//! What is like a product by its words alone: for products that nobody has bought yet, and before any model is learned.

use super::Search;
use super::index::column;
use super::text::fold_word;
use shared::id::ProductId;
use std::collections::HashSet;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};
use uuid::Uuid;

/// Words of a product that are looked for: the rarest, which say most about it.
const MAX_TERMS: usize = 16;
/// A word that is in so large a part of the titles says nothing.
const TOO_COMMON: f64 = 0.5;
/// What a word weighs where it is found, in the order of `TEXT_FIELDS`: title, SKU, shop, category, tag, description. What has
/// the same name is most alike; the same category is a hint, the same shop hardly one.
const WEIGHTS: [f32; 6] = [1.0, 0.0, 0.15, 0.6, 0.5, 0.0];

impl Search {
    /// The products whose titles, categories and shops share the rarest words with those of a product, the most alike first,
    /// each with its likeness: the best has 1. Nothing for a product that is not in the index.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar(&self, to: ProductId, most: usize) -> anyhow::Result<Vec<(ProductId, f32)>> {
        let searcher = self.0.reader.searcher();
        let Some(at) = self.address(&searcher, to)? else { return Ok(Vec::new()) };
        let terms = self.telling_terms(&searcher, at)?;
        if terms.is_empty() || most == 0 {
            return Ok(Vec::new());
        }
        let query = self.likeness(&terms);
        // One more: the product itself is the most alike.
        let found = searcher.search(&query, &TopDocs::with_limit(most + 1).order_by_score())?;
        let mut similar = Vec::with_capacity(found.len());
        for (score, address) in found.into_iter().filter(|(_, address)| *address != at) {
            similar.push((product_at(&searcher, address)?, score));
        }
        let best = similar.first().map_or(1.0, |(_, score)| score.max(f32::MIN_POSITIVE));
        for (_, score) in &mut similar {
            *score /= best;
        }
        similar.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        similar.truncate(most);
        Ok(similar)
    }

    pub(super) fn address(&self, searcher: &Searcher, id: ProductId) -> anyhow::Result<Option<DocAddress>> {
        let query = TermQuery::new(self.0.fields.key_term(id), IndexRecordOption::Basic);
        let found = searcher.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        Ok(found.first().map(|(_, address)| *address))
    }

    /// The rarest words of a product's title, category and shop that others have as well, the rarest first.
    fn telling_terms(&self, searcher: &Searcher, at: DocAddress) -> anyhow::Result<Vec<String>> {
        let document: TantivyDocument = searcher.doc(at)?;
        let surface = document.get_first(self.0.fields.surface).and_then(|value| value.as_str()).unwrap_or_default();
        let words: HashSet<String> = surface.split(' ').map(fold_word).filter(|term| term.len() > 1).collect();
        let most = (searcher.num_docs() as f64 * TOO_COMMON).max(2.0) as u64;
        let mut terms = Vec::new();
        for word in words {
            let mut documents = 0;
            for (field, weight) in self.0.fields.text.iter().zip(WEIGHTS) {
                if weight > 0.0 {
                    documents += searcher.doc_freq(&Term::from_field_text(*field, &word))?;
                }
            }
            if (2..=most).contains(&documents) {
                terms.push((documents, word));
            }
        }
        terms.sort_unstable();
        terms.truncate(MAX_TERMS);
        Ok(terms.into_iter().map(|(_, word)| word).collect())
    }

    fn likeness(&self, terms: &[String]) -> BooleanQuery {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for term in terms {
            for (field, weight) in self.0.fields.text.iter().zip(WEIGHTS).filter(|(_, weight)| *weight > 0.0) {
                let query = TermQuery::new(Term::from_field_text(*field, term), IndexRecordOption::WithFreqs);
                parts.push((Occur::Should, Box::new(BoostQuery::new(Box::new(query), weight))));
            }
        }
        BooleanQuery::new(parts)
    }
}

fn product_at(searcher: &Searcher, address: DocAddress) -> anyhow::Result<ProductId> {
    let fast = searcher.segment_reader(address.segment_ord).fast_fields();
    let half = |name: &str| anyhow::Ok(fast.u64(name)?.first(address.doc_id).unwrap_or(0));
    Ok(ProductId(Uuid::from_u64_pair(half(column::ID_HI)?, half(column::ID_LO)?)))
}
