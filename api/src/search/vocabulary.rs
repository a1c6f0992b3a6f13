//! All terms of the index, for completing and for mending what people type.

use super::index::Fields;
use super::text::fold_word;
use moka::sync::Cache;
use std::collections::{BTreeMap, HashMap};
use tantivy::Searcher;

/// Completions of a term that are searched for at most.
const MAX_COMPLETIONS: usize = 8;

/// The terms of one state of the index.
pub struct Vocabulary {
    terms: Vec<Entry>,
    surfaces: HashMap<String, String>,
    mended: Cache<String, Option<usize>>,
}

/// One term.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The folded term.
    pub text: String,
    /// Bit i: it occurs in text field i.
    pub fields: u8,
    /// Documents that hold it, summed over fields.
    pub frequency: u32,
}

impl Entry {
    /// Whether it is more than a word of descriptions.
    #[must_use]
    pub const fn names_things(&self) -> bool {
        self.fields != BODY
    }
}

/// What a typed word stands for.
#[derive(Debug)]
pub struct Meaning<'a> {
    /// Terms to look for, the most literal first, with the weight of each.
    pub terms: Vec<(&'a Entry, f32)>,
    /// The term that replaced a word which nothing begins with.
    pub mended: Option<&'a Entry>,
}

/// The field whose words do not make corrections: the description.
const BODY: u8 = 1 << 4;

impl Vocabulary {
    /// Reads the term dictionaries.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut terms: BTreeMap<String, (u8, u32)> = BTreeMap::new();
        let mut surfaces: HashMap<String, (String, u32)> = HashMap::new();
        for segment in searcher.segment_readers() {
            for (bit, field) in fields.text.iter().enumerate() {
                for_each_term(segment, *field, |text, frequency| {
                    let entry = terms.entry(text.to_owned()).or_default();
                    entry.0 |= 1 << bit;
                    entry.1 += frequency;
                })?;
            }
            for_each_term(segment, fields.surface, |word, frequency| {
                let best = surfaces.entry(fold_word(word)).or_default();
                if frequency > best.1 {
                    *best = (word.to_owned(), frequency);
                }
            })?;
        }
        let terms = terms.into_iter().map(|(text, (fields, frequency))| Entry { text, fields, frequency }).collect();
        let surfaces = surfaces.into_iter().map(|(term, (word, _))| (term, word)).collect();
        Ok(Self { terms, surfaces, mended: Cache::new(2000) })
    }

    /// A term as people write it: with its diacritics, where titles have them.
    #[must_use]
    pub fn surface<'a>(&'a self, term: &'a str) -> &'a str {
        self.surfaces.get(term).map_or(term, String::as_str)
    }

    /// What a word stands for: itself, its singular, what begins with it (a short word only when it is `unfinished`);
    /// failing all, the nearest term.
    #[must_use]
    pub fn meaning(&self, word: &str, unfinished: bool) -> Meaning<'_> {
        let mut terms = Vec::new();
        let exact = self.find(word);
        terms.extend(exact.map(|entry| (entry, 1.0)));
        for ending in ["es", "s"] {
            let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= 3);
            terms.extend(stem.and_then(|stem| self.find(stem)).map(|entry| (entry, 0.9)));
        }
        if word.len() >= 3 || unfinished {
            terms.extend(self.completions(word, MAX_COMPLETIONS).into_iter().map(|entry| (entry, 0.6)));
        }
        if !terms.is_empty() {
            return Meaning { terms, mended: None };
        }
        let mended = self.nearest(word);
        Meaning { terms: mended.map(|entry| (entry, 1.0)).into_iter().collect(), mended }
    }

    /// Terms that begin with `prefix` and are longer, the most frequent first.
    #[must_use]
    pub fn completions(&self, prefix: &str, most: usize) -> Vec<&Entry> {
        let start = self.terms.partition_point(|entry| entry.text.as_str() <= prefix);
        let mut found: Vec<&Entry> =
            self.terms[start..].iter().take_while(|entry| entry.text.starts_with(prefix)).collect();
        found.sort_by_key(|entry| (!entry.names_things(), std::cmp::Reverse(entry.frequency)));
        found.truncate(most);
        found
    }

    fn find(&self, term: &str) -> Option<&Entry> {
        let place = self.terms.binary_search_by(|entry| entry.text.as_str().cmp(term)).ok()?;
        self.terms.get(place)
    }

    /// The nearest term that is more than a word of descriptions: at most 1 edit away for words of 4 to 7 letters,
    /// 2 for longer ones (swapping neighbours is one edit); among equals the most frequent.
    fn nearest(&self, word: &str) -> Option<&Entry> {
        let length = word.chars().count();
        let allowed = match length {
            0..=3 => return None,
            4..=7 => 1,
            _ => 2,
        };
        let place = self.mended.get_with(word.to_owned(), || {
            let candidates = self.terms.iter().enumerate().filter(|(_, entry)| entry.names_things());
            candidates
                .filter(|(_, entry)| entry.text.len().abs_diff(word.len()) <= 2 * allowed)
                .filter_map(|(place, entry)| {
                    let distance = strsim::osa_distance(word, &entry.text);
                    (distance <= allowed).then_some((distance, std::cmp::Reverse(entry.frequency), place))
                })
                .min()
                .map(|(_, _, place)| place)
        });
        place.and_then(|place| self.terms.get(place))
    }
}

fn for_each_term(
    segment: &tantivy::SegmentReader,
    field: tantivy::schema::Field,
    mut each: impl FnMut(&str, u32),
) -> tantivy::Result<()> {
    let inverted = segment.inverted_index(field)?;
    let mut stream = inverted.terms().stream()?;
    while let Some((bytes, info)) = stream.next() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            each(text, info.doc_freq);
        }
    }
    Ok(())
}
