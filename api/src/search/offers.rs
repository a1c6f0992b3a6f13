//! What else may be meant: phrases that somebody is about to type, and another search where one finds little.

use super::reading::{Choice, Part, Reading};
use super::vocabulary::{Entry, Kind, Vocabulary};
use super::{Request, Search, stems, text};
use shared::Locale;

/// What a search that finds this many or fewer may have been meant otherwise.
pub(super) const FEW: u64 = 2;
/// How many times more frequent a word must be than the one that was typed, to be offered in its place.
const TELLING: u32 = 4;

impl Search {
    /// Another search that may have been meant: a word that is hardly used becomes its neighbour that is.
    pub(super) fn otherwise(
        &self,
        vocabulary: &Vocabulary,
        reading: &Reading,
        request: &Request<'_>,
    ) -> anyhow::Result<Option<String>> {
        if reading.corrected.is_some() {
            return Ok(None);
        }
        let mut changed = false;
        let words = text::words(request.text).into_iter().map(|word| {
            let used = vocabulary.forms(&word).iter().map(|(entry, ..)| entry.frequency).max().unwrap_or(0);
            // What is nowhere, and not even near anything, may be worse misspelt.
            let near = vocabulary.nearest(&word, usize::from(used == 0)).map(|(entry, _)| entry);
            match near.filter(|entry| entry.frequency >= used * TELLING && entry.frequency > 1) {
                Some(entry) if stems::stem(vocabulary.surface(&entry.text)) != stems::stem(&word) => {
                    changed = true;
                    vocabulary.surface(&entry.text).to_owned()
                }
                _ => word,
            }
        });
        let other = words.collect::<Vec<_>>().join(" ");
        if !changed {
            return Ok(None);
        }
        let reading = Reading::of(vocabulary, &other, request.locale, false);
        Ok(self.exists(&reading, reading.needed())?.then_some(other))
    }

    /// Whether a search finds something by all its words, as they are written.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn finds(&self, text: &str, locale: Locale) -> anyhow::Result<bool> {
        let reading = Reading::of(&*self.vocabulary()?, text, locale, false);
        let needed = reading.needed();
        Ok(reading.corrected.is_none() && needed > 0 && self.exists(&reading, needed)?)
    }

    /// What somebody may be about to type: whole phrases, the most frequent word first.
    ///
    /// # Errors
    /// When an earlier write of the index has panicked.
    pub fn phrases(&self, text: &str, locale: Locale, most: usize) -> anyhow::Result<Vec<String>> {
        let vocabulary = self.vocabulary()?;
        let mut words = text::words(text);
        let Some(last) = words.pop() else { return Ok(Vec::new()) };
        let term = text::fold_word(&last);
        if term.chars().count() < 2 {
            return Ok(Vec::new());
        }
        let before = if words.is_empty() { String::new() } else { words.join(" ") + " " };
        let mut phrases = Vec::new();
        // What things are called is worth offering; what descriptions say besides is not: "teach" for "tea".
        for entry in vocabulary.completions(&term, most * 3).into_iter().filter(|entry| entry.names_things()) {
            let mut reading = Reading::of(&vocabulary, &before, locale, false);
            reading.parts.push(completed(entry));
            // A phrase that finds nothing is no help.
            if phrases.len() < most && (before.is_empty() || self.exists(&reading, reading.needed())?) {
                phrases.push(format!("{before}{}", vocabulary.surface(&entry.text)));
            }
        }
        Ok(phrases)
    }
}

/// The part that is one known term.
fn completed(entry: &Entry) -> Part {
    let terms = vec![entry.text.clone()];
    let choice = Choice { terms, fields: entry.fields, kind: Kind::Beginning, weight: 1.0, marked: None };
    Part { typed: entry.text.clone(), choices: vec![choice], ..Part::default() }
}
