//! All terms of the index: the forms of a word, completing it, and mending what people type.

use super::index::{BODY, Fields};
use super::stems::{is_armenian, stem};
use super::text::fold_word;
use moka::sync::Cache;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use tantivy::Searcher;

/// Completions of a term that are searched for at most.
const MAX_COMPLETIONS: usize = 8;
/// Other forms of a term that are searched for at most.
const MAX_FORMS: usize = 12;
/// What another form of a word weighs beside the word.
const FORM: f32 = 0.9;
/// What a longer word weighs where the typed one is none by itself, or is not finished.
const BEGINNING: f32 = 0.6;
/// What it weighs where the typed word is one by itself: `tea` means tea before it means a teapot.
const LONGER: f32 = 0.35;

/// The terms of one state of the index.
pub struct Vocabulary {
    terms: Vec<Entry>,
    /// The terms that share a stem.
    families: HashMap<String, Vec<usize>>,
    surfaces: HashMap<String, String>,
    mended: Cache<(String, usize), Option<usize>>,
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
        self.fields != 1 << BODY
    }
}

/// How a term of the index meets a typed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is the word.
    Exact,
    /// Another form of it: `lanterns` of `lantern`.
    Form,
    /// A longer word that begins with it.
    Beginning,
    /// The nearest word, where the typed one is nowhere.
    Mended,
    /// A word that stands for it.
    Synonym,
    /// It and its neighbour, as they were typed.
    Together,
    /// It has the very marks that were typed.
    Marked,
}

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
        let entry = |(text, (fields, frequency))| Entry { text, fields, frequency };
        let terms: Vec<Entry> = terms.into_iter().map(entry).collect();
        let surfaces: HashMap<String, String> = surfaces.into_iter().map(|(term, (word, _))| (term, word)).collect();
        let mut families: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, entry) in terms.iter().enumerate() {
            let word = surfaces.get(&entry.text).unwrap_or(&entry.text);
            families.entry(stem(word)).or_default().push(place);
        }
        Ok(Self { terms, families, surfaces, mended: Cache::new(2000) })
    }

    /// A term as people write it: with its diacritics, where titles have them.
    #[must_use]
    pub fn surface<'a>(&'a self, term: &'a str) -> &'a str {
        self.surfaces.get(term).map_or(term, String::as_str)
    }

    /// The terms that a word stands for, with what each weighs: itself, its other forms, what begins with it (a short
    /// word only when it is `unfinished`).
    #[must_use]
    pub fn meaning(&self, word: &str, unfinished: bool) -> Vec<(&Entry, Kind, f32)> {
        let term = fold_word(word);
        let mut found = self.forms(word);
        let weight = if found.is_empty() || unfinished { BEGINNING } else { LONGER };
        if term.len() >= 3 || unfinished {
            let longer = self.completions(&term, MAX_COMPLETIONS).into_iter();
            // Descriptions hold many words that only begin alike.
            let telling = longer.filter(|entry| weight > LONGER || entry.names_things());
            found.extend(telling.map(|entry| (entry, Kind::Beginning, weight)));
        }
        found
    }

    /// A word itself and its other forms.
    #[must_use]
    pub fn forms(&self, word: &str) -> Vec<(&Entry, Kind, f32)> {
        let term = fold_word(word);
        let mut found: Vec<_> = self.find(&term).map(|entry| (entry, Kind::Exact, 1.0)).into_iter().collect();
        let family = self.families.get(&stem(word)).into_iter().flatten().filter_map(|place| self.terms.get(*place));
        let others = family.filter(|entry| entry.text != term).take(MAX_FORMS);
        found.extend(others.map(|entry| (entry, Kind::Form, FORM)));
        found
    }

    /// Terms that begin with `prefix` and are longer, the most frequent first.
    #[must_use]
    pub fn completions(&self, prefix: &str, most: usize) -> Vec<&Entry> {
        let start = self.terms.partition_point(|entry| entry.text.as_str() <= prefix);
        let mut found: Vec<&Entry> =
            self.terms[start..].iter().take_while(|entry| entry.text.starts_with(prefix)).collect();
        found.sort_by_key(|entry| (!entry.names_things(), Reverse(entry.frequency)));
        found.truncate(most);
        found
    }

    /// The entry of a term.
    #[must_use]
    pub fn find(&self, term: &str) -> Option<&Entry> {
        let place = self.terms.binary_search_by(|entry| entry.text.as_str().cmp(term)).ok()?;
        self.terms.get(place)
    }

    /// The nearest other term that is more than a word of descriptions, with its distance: at most `slips(…)` edits
    /// and `more` away (swapping neighbours is one edit). Among equals one of the same script, then one that begins
    /// with the same letter, then the most frequent.
    #[must_use]
    pub fn nearest(&self, word: &str, more: usize) -> Option<(&Entry, usize)> {
        let term = fold_word(word);
        let allowed = slips(&term)? + more;
        let armenian = is_armenian(word);
        let place = self.mended.get_with((word.to_owned(), more), || {
            let candidates = self.terms.iter().enumerate().filter(|(_, entry)| entry.names_things());
            candidates
                .filter(|(_, entry)| entry.text != term && entry.text.len().abs_diff(term.len()) <= 2 * allowed)
                .filter_map(|(place, entry)| {
                    let distance = strsim::osa_distance(&term, &entry.text);
                    let foreign = is_armenian(self.surface(&entry.text)) != armenian;
                    let begins = entry.text.as_bytes().first() == term.as_bytes().first();
                    (distance <= allowed).then_some((distance, foreign, !begins, Reverse(entry.frequency), place))
                })
                .min()
                .map(|(.., place)| place)
        });
        let entry = self.terms.get(place?)?;
        Some((entry, strsim::osa_distance(&term, &entry.text)))
    }
}

/// The edits that a slip of the pen may cost: 1 for a word of 4 to 7 letters, 2 for a longer one. Short words are left
/// alone: too many lie near them.
#[must_use]
pub fn slips(term: &str) -> Option<usize> {
    match term.chars().count() {
        0..=3 => None,
        4..=7 => Some(1),
        _ => Some(2),
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
