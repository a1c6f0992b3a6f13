//! How a typed text is understood: its words, what each stands for, and the phrases among them that have synonyms.

use super::synonyms::{LONGEST, Synonym, Synonyms};
use super::text::{fold_word, is_marked, words};
use super::vocabulary::{Kind, Vocabulary, slips};
use shared::Locale;

/// Words of a search that count; the rest is dropped.
const MAX_WORDS: usize = 12;
/// What two words that stand together as they were typed weigh beside one of them.
const TOGETHER: f32 = 0.25;

/// A typed text as it is understood.
#[derive(Debug, Default)]
pub struct Reading {
    /// What a product must have, and the fillers, which it need not.
    pub parts: Vec<Part>,
    /// Neighbours: a product in which they stand together too counts more.
    pub together: Vec<Choice>,
    /// The words that were typed with their marks.
    pub marked: Vec<String>,
    /// The text with its slips mended, if there were any.
    pub corrected: Option<String>,
}

/// A word, or a phrase that has synonyms: any of its choices meets it.
#[derive(Debug, Default)]
pub struct Part {
    /// What was typed.
    pub typed: String,
    /// What meets it.
    pub choices: Vec<Choice>,
    /// For a phrase: its words, which together meet it too.
    pub words: Vec<Part>,
    /// Whether no product must have it.
    pub filler: bool,
}

/// A term, or several that stand together.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The folded terms.
    pub terms: Vec<String>,
    /// Bit i: they occur in text field i.
    pub fields: u8,
    /// How they meet the typed.
    pub kind: Kind,
    /// What they weigh.
    pub weight: f32,
    /// The word as it was typed, with marks: in descriptions only the same are meant.
    pub marked: Option<String>,
}

struct Word {
    /// In lower case, as it is searched for.
    text: String,
    mended: bool,
}

impl Reading {
    /// Understands a text. Whoever is `completing` may not have finished the last word.
    #[must_use]
    pub fn of(vocabulary: &Vocabulary, typed: &str, locale: Locale, completing: bool) -> Self {
        let typed: Vec<String> =
            words(typed).into_iter().filter(|word| !fold_word(word).is_empty()).take(MAX_WORDS).collect();
        let synonyms = Synonyms::of(&typed, locale);
        let reader = Reader { vocabulary, synonyms, completing };
        let words = reader.mend(&typed);
        let corrected = words.iter().any(|word| word.mended).then(|| reader.written(&words));
        let mut parts = reader.parts(&words);
        if parts.iter().all(|part| part.filler) {
            parts.iter_mut().for_each(|part| part.filler = false);
        }
        let marked = words.iter().map(|word| &word.text).filter(|word| is_marked(word)).cloned().collect();
        let terms: Vec<String> = words.iter().map(|word| fold_word(&word.text)).collect();
        let together = terms.windows(2).filter_map(|pair| reader.together(pair.to_vec(), Kind::Together, TOGETHER));
        Self { together: together.collect(), parts, marked, corrected }
    }

    /// How many parts a product must have.
    #[must_use]
    pub fn needed(&self) -> usize {
        self.parts.iter().filter(|part| !part.filler).count()
    }
}

/// What the reading of one text needs to know.
struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    synonyms: Synonyms,
    completing: bool,
}

impl Reader<'_> {
    /// Words that are nowhere and stand for nothing become the nearest that are.
    fn mend(&self, typed: &[String]) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::with_capacity(typed.len());
        let spans = self.spans(typed);
        for (place, word) in typed.iter().enumerate() {
            let spanned = spans.iter().any(|(from, length)| (*from..from + length).contains(&place));
            let unfinished = self.completing && place + 1 == typed.len();
            let known = spanned
                || self.synonyms.is_filler(word)
                || !self.synonyms.find(std::slice::from_ref(word)).is_empty()
                || !self.vocabulary.meaning(word, unfinished).is_empty();
            let nearest = if known { None } else { self.nearest(word) };
            words.push(Word { mended: nearest.is_some(), text: nearest.unwrap_or_else(|| word.clone()) });
        }
        words
    }

    /// The nearest word of the index, or a nearer one that has synonyms.
    fn nearest(&self, word: &str) -> Option<String> {
        let term = fold_word(word);
        let allowed = slips(&term)?;
        let of_index = self.vocabulary.nearest(word, 0);
        let keys = self.synonyms.keys().map(|key| (strsim::osa_distance(&term, key), key));
        let of_synonyms = keys.filter(|(distance, _)| *distance <= allowed).min();
        match (of_index, of_synonyms) {
            (Some((_, distance)), Some((nearer, key))) if nearer < distance => Some(key.to_owned()),
            (Some((entry, _)), _) => Some(self.vocabulary.surface(&entry.text).to_owned()),
            (None, Some((_, key))) => Some(key.to_owned()),
            (None, None) => None,
        }
    }

    fn written(&self, words: &[Word]) -> String {
        let written = words.iter().map(|word| match self.vocabulary.find(&fold_word(&word.text)) {
            Some(entry) => self.vocabulary.surface(&entry.text).to_owned(),
            None => word.text.clone(),
        });
        written.collect::<Vec<_>>().join(" ")
    }

    /// Where phrases of several words that have synonyms begin, and how long they are; the longest first come.
    fn spans(&self, words: &[String]) -> Vec<(usize, usize)> {
        let mut spans = Vec::new();
        let mut from = 0;
        while from < words.len() {
            let longest = LONGEST.min(words.len() - from);
            let length = (2..=longest).rev().find(|length| !self.synonyms.find(&words[from..from + length]).is_empty());
            if let Some(length) = length {
                spans.push((from, length));
            }
            from += length.unwrap_or(1);
        }
        spans
    }

    fn parts(&self, words: &[Word]) -> Vec<Part> {
        let texts: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
        let spans = self.spans(&texts);
        let mut parts = Vec::new();
        let mut place = 0;
        while place < words.len() {
            if let Some((_, length)) = spans.iter().find(|(from, _)| *from == place) {
                parts.push(self.phrase(&words[place..place + length], &texts[place..place + length]));
                place += length;
            } else {
                parts.push(self.word(&words[place], place + 1 == words.len()));
                place += 1;
            }
        }
        parts
    }

    fn phrase(&self, words: &[Word], texts: &[String]) -> Part {
        let mut choices = self.choices_of(self.synonyms.find(texts), texts.len());
        let mut each = Vec::new();
        if self.synonyms.is_one_word(texts) {
            let terms = texts.iter().map(|word| fold_word(word)).collect();
            choices.extend(self.together(terms, Kind::Exact, 1.0));
        } else {
            each.extend(words.iter().map(|word| self.word(word, false)));
        }
        Part { typed: texts.join(" "), choices, words: each, filler: false }
    }

    fn word(&self, word: &Word, last: bool) -> Part {
        let meaning = self.vocabulary.meaning(&word.text, last && self.completing);
        let choice = |(entry, kind, weight): (&super::vocabulary::Entry, Kind, f32)| Choice {
            terms: vec![entry.text.clone()],
            fields: entry.fields,
            kind: if word.mended { Kind::Mended } else { kind },
            weight,
            marked: (kind == Kind::Exact && is_marked(&word.text)).then(|| word.text.clone()),
        };
        let mut choices: Vec<Choice> = meaning.into_iter().map(choice).collect();
        choices.extend(self.choices_of(self.synonyms.find(std::slice::from_ref(&word.text)), 1));
        let filler = self.synonyms.is_filler(&word.text);
        Part { typed: word.text.clone(), choices, words: Vec::new(), filler }
    }

    /// Synonyms of so many typed words that the index holds: a word in any of its forms, a phrase as it stands. What
    /// means the same scores as they would, however many words it has itself: a phrase scores as its words together.
    /// What is only near counts as one word.
    fn choices_of(&self, synonyms: Vec<Synonym>, typed: usize) -> Vec<Choice> {
        let mut choices = Vec::new();
        for synonym in synonyms {
            let worth = if synonym.same { typed } else { 1 };
            let weight = synonym.weight * worth as f32 / synonym.words.len().max(1) as f32;
            if let [word] = synonym.words.as_slice() {
                choices.extend(self.vocabulary.forms(word).into_iter().map(|(entry, _, form)| Choice {
                    terms: vec![entry.text.clone()],
                    fields: entry.fields,
                    kind: Kind::Synonym,
                    weight: weight * form,
                    marked: is_marked(word).then(|| word.clone()),
                }));
                continue;
            }
            let terms = synonym.words.iter().map(|word| fold_word(word)).collect();
            choices.extend(self.together(terms, Kind::Synonym, weight));
        }
        choices
    }

    /// Terms that stand together, if any field has them all.
    fn together(&self, terms: Vec<String>, kind: Kind, weight: f32) -> Option<Choice> {
        let common = terms.iter().map(|term| self.vocabulary.find(term).map_or(0, |entry| entry.fields));
        let fields = common.fold(u8::MAX, |all, fields| all & fields);
        (fields != 0).then_some(Choice { terms, fields, kind, weight, marked: None })
    }
}
