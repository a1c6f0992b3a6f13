//! Words that mean the same, by language: `content/synonyms/<language>.json`, read when the server is built.
//!
//! A group's phrases stand for each other. One way, the phrase on the left is also answered by those on the right, not
//! the other way about: who wants a mug is served with a cup, who wants jewellery with a ring. Fillers are words that
//! a search may hold and no product must: "for", "cho", "համար".

use super::stems::{is_armenian, stem};
use super::text::{fold_word, is_marked, words};
use serde::Deserialize;
use shared::Locale;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// Words of a phrase at most.
pub const LONGEST: usize = 4;
/// What a phrase of the same group weighs beside the typed one.
const SAME: f32 = 0.8;
/// What an answer of one way weighs.
const ONE_WAY: f32 = 0.7;

static ALL: LazyLock<[Language; 3]> = LazyLock::new(|| {
    [
        Language::parse(include_str!("../../../content/synonyms/en.json")),
        Language { syllabic: true, ..Language::parse(include_str!("../../../content/synonyms/vi.json")) },
        Language::parse(include_str!("../../../content/synonyms/hy.json")),
    ]
});

/// What stands for a phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Synonym {
    /// Its words in lower case, as people write them.
    pub words: Vec<String>,
    /// What it weighs beside the phrase itself.
    pub weight: f32,
    /// Whether it means the whole phrase, and not only something near it.
    pub same: bool,
}

#[derive(Deserialize)]
struct File {
    fillers: Vec<String>,
    groups: Vec<Vec<String>>,
    one_way: BTreeMap<String, Vec<String>>,
}

#[derive(Default)]
struct Language {
    /// Whether it writes each syllable by itself.
    syllabic: bool,
    /// By the stems of the phrase; with the phrase as it is written, for what is typed with its marks.
    phrases: HashMap<String, Vec<Known>>,
    fillers: HashSet<String>,
    /// The single words that have synonyms, folded.
    keys: Vec<String>,
}

struct Known {
    written: Vec<String>,
    synonyms: Vec<Synonym>,
}

/// The synonyms of the languages that a text may be in.
pub struct Synonyms {
    languages: Vec<&'static Language>,
}

impl Synonyms {
    /// The languages of a typed text: its letters tell, and where they do not, the shopper's own language and English.
    #[must_use]
    pub fn of(typed: &[String], locale: Locale) -> Self {
        let language = |locale: Locale| match locale {
            Locale::En => &ALL[0],
            Locale::Vi => &ALL[1],
            Locale::Hy => &ALL[2],
        };
        let languages = if typed.iter().any(|word| is_armenian(word)) {
            vec![Locale::Hy]
        } else if typed.iter().any(|word| is_marked(word)) {
            vec![Locale::Vi]
        } else if locale == Locale::En {
            vec![Locale::En]
        } else {
            vec![locale, Locale::En]
        };
        Self { languages: languages.into_iter().map(language).collect() }
    }

    /// Whether a phrase of several words is one to its readers: Vietnamese writes each syllable by itself, and `đồng hồ`
    /// scattered over a text is no clock.
    #[must_use]
    pub fn is_one_word(&self, phrase: &[String]) -> bool {
        let key = key(phrase);
        let vietnamese = self.languages.iter().filter(|language| language.syllabic);
        let mut known = vietnamese.filter_map(|language| language.phrases.get(&key)).flatten();
        known.any(|known| is_written(phrase, &known.written))
    }

    /// What stands for a phrase of one word or more; nothing for most.
    #[must_use]
    pub fn find(&self, phrase: &[String]) -> Vec<Synonym> {
        let key = key(phrase);
        let mut found: Vec<Synonym> = Vec::new();
        for known in self.languages.iter().filter_map(|language| language.phrases.get(&key)).flatten() {
            if is_written(phrase, &known.written) {
                found.extend(known.synonyms.iter().cloned());
            }
        }
        found
    }

    /// Whether a word is one that no product must have.
    #[must_use]
    pub fn is_filler(&self, word: &str) -> bool {
        self.languages.iter().any(|language| language.fillers.contains(word))
    }

    /// The folded words that have synonyms: a slip of the pen may mean one of them.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.languages.iter().flat_map(|language| language.keys.iter().map(String::as_str))
    }
}

impl Language {
    /// A file that does not parse would be a fault of the build, which a test finds; without it there are no synonyms.
    fn parse(text: &str) -> Self {
        let Ok(file) = serde_json::from_str::<File>(text) else { return Self::default() };
        let mut language = Self { fillers: file.fillers.into_iter().collect(), ..Self::default() };
        for group in &file.groups {
            for phrase in group {
                let others = group.iter().filter(|other| *other != phrase);
                language.add(phrase, others, true);
            }
        }
        for (phrase, answers) in &file.one_way {
            language.add(phrase, answers.iter(), false);
        }
        language
    }

    fn add<'a>(&mut self, phrase: &str, others: impl Iterator<Item = &'a String>, same: bool) {
        let written = words(phrase);
        if let [word] = written.as_slice() {
            self.keys.push(fold_word(word));
        }
        let weight = if same { SAME } else { ONE_WAY };
        let synonyms = others.map(|other| Synonym { words: words(other), weight, same }).collect();
        self.phrases.entry(key(&written)).or_default().push(Known { written, synonyms });
    }
}

fn key(phrase: &[String]) -> String {
    phrase.iter().map(|word| stem(word)).collect::<Vec<_>>().join(" ")
}

/// What is typed with its marks means only what is written with the same: `chó` is no `cho`.
fn is_written(typed: &[String], written: &[String]) -> bool {
    typed.len() == written.len() && typed.iter().zip(written).all(|(typed, known)| !is_marked(typed) || typed == known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, locale: Locale) -> Vec<String> {
        let typed = words(text);
        let mut found: Vec<String> =
            Synonyms::of(&typed, locale).find(&typed).into_iter().map(|synonym| synonym.words.join(" ")).collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn every_file_parses_and_no_phrase_is_too_long() {
        let texts = [
            include_str!("../../../content/synonyms/en.json"),
            include_str!("../../../content/synonyms/vi.json"),
            include_str!("../../../content/synonyms/hy.json"),
        ];
        for text in texts {
            let file: File = serde_json::from_str(text).expect("a file of synonyms");
            let phrases =
                file.groups.iter().flatten().chain(file.one_way.keys()).chain(file.one_way.values().flatten());
            for phrase in phrases {
                assert!((1..=LONGEST).contains(&words(phrase).len()), "{phrase}");
                assert_eq!(words(phrase).join(" "), *phrase, "written in lower case and without signs");
            }
            assert!(file.groups.iter().all(|group| group.len() > 1), "a group of one says nothing");
        }
    }

    #[test]
    fn forms_and_missing_marks_find_their_synonyms() {
        assert!(found("presents", Locale::En).contains(&"gift".to_owned()));
        assert!(found("lọ hoa", Locale::Vi).contains(&"bình hoa".to_owned()));
        assert!(found("lo hoa", Locale::Vi).contains(&"bình hoa".to_owned()));
        assert!(found("lọ hoa", Locale::En).contains(&"bình hoa".to_owned()), "its letters tell");
        assert!(found("վերմակներ", Locale::En).contains(&"ծածկոց".to_owned()));
        assert_eq!(found("lo hoa", Locale::En), Vec::<String>::new());
    }

    #[test]
    fn one_way_does_not_lead_back() {
        assert!(found("mug", Locale::En).contains(&"tea bowl".to_owned()));
        assert!(!found("tea bowl", Locale::En).contains(&"mug".to_owned()));
    }
}
