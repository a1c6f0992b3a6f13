//! The words with which people are asked, by version: what a page shows, what a decision refers to, and what an export
//! quotes are the same texts, `content/consents/<version>/<language>.json`.
//!
//! A version that was ever shown is never edited, since decisions refer to it: a test holds each to its digest. Other
//! words are a new version. When they ask for something else than before, [`ASKED_SINCE`] moves too, and everybody is
//! asked once more.

use super::entity::{Form, Purpose};
use serde::Deserialize;
use shared::Locale;
use std::sync::LazyLock;

/// The version that is shown.
pub const CURRENT: i32 = 2;
/// Who decided on this version or a later one is not asked again. Version 2 asks to count what is looked at and searched for as
/// well: whoever said yes to version 1 is taken at their word, and counted nowhere (see [`COUNTED_SINCE`]).
pub const ASKED_SINCE: i32 = 1;
/// Who allowed personalisation in the words of this version or a later one also allowed that what they look at and search for is
/// counted, together with that of others, to suggest things to others.
pub const COUNTED_SINCE: i32 = 2;

/// The words of one version in one language.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The one question about all purposes.
    pub question: Question,
    purposes: Purposes,
}

/// The question with its answers.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its heading.
    pub title: String,
    /// What is asked.
    pub text: String,
    /// The answer that allows all.
    pub yes: String,
    /// The answer that refuses all.
    pub no: String,
    /// The link to the choices one by one.
    pub choose: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Purposes {
    personalisation: Words,
    wishlist_letters: Words,
}

/// The words of one purpose.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What it is called.
    pub title: String,
    /// What is allowed by it.
    pub text: String,
}

/// Every version, the first first, by language.
const FILES: [[&str; 3]; 2] = [
    [
        include_str!("../../../content/consents/1/en.json"),
        include_str!("../../../content/consents/1/vi.json"),
        include_str!("../../../content/consents/1/hy.json"),
    ],
    [
        include_str!("../../../content/consents/2/en.json"),
        include_str!("../../../content/consents/2/vi.json"),
        include_str!("../../../content/consents/2/hy.json"),
    ],
];

static WORDINGS: LazyLock<Vec<[Wording; 3]>> = LazyLock::new(|| FILES.iter().map(|files| files.map(read)).collect());

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
fn read(file: &str) -> Wording {
    serde_json::from_str(file).expect("the words of a version are whole")
}

/// The words of a version; those of the current one for a version that is unknown.
#[must_use]
pub fn wording(version: i32, locale: Locale) -> &'static Wording {
    let found = usize::try_from(version - 1).ok().and_then(|index| WORDINGS.get(index));
    let [en, vi, hy] = found.unwrap_or(&WORDINGS[WORDINGS.len() - 1]);
    match locale {
        Locale::En => en,
        Locale::Vi => vi,
        Locale::Hy => hy,
    }
}

impl Wording {
    /// The words of a purpose.
    #[must_use]
    pub fn purpose(&self, purpose: Purpose) -> &Words {
        match purpose {
            Purpose::Personalisation => &self.purposes.personalisation,
            Purpose::WishlistLetters => &self.purposes.wishlist_letters,
        }
    }

    /// What somebody read who decided on this form.
    #[must_use]
    pub fn shown(&self, form: Form, purpose: Purpose) -> &str {
        match form {
            Form::Question => &self.question.text,
            Form::Choices => &self.purpose(purpose).text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest as _, Sha256};

    /// The first half of each version's SHA-256, over its languages.
    const DIGESTS: [&str; 2] = ["4181565853ac7dc9b1900720dbee23b6", "c347bc0eb5208e62235f9cca51bdb5a5"];

    #[test]
    fn a_version_that_was_shown_stays_as_it_was() {
        for (files, digest) in FILES.iter().zip(DIGESTS) {
            let mut hash = Sha256::new();
            files.iter().for_each(|file| hash.update(file));
            assert_eq!(hex::encode(&hash.finalize()[..16]), digest, "write a new version instead");
        }
        assert_eq!(usize::try_from(CURRENT), Ok(FILES.len()));
        const { assert!(ASKED_SINCE <= CURRENT) };
    }

    #[test]
    fn every_language_says_everything() {
        for locale in Locale::ALL {
            let Wording { question, .. } = wording(CURRENT, *locale);
            for text in [&question.title, &question.text, &question.yes, &question.no, &question.choose] {
                assert!(!text.trim().is_empty(), "{locale}");
            }
            for purpose in Purpose::ALL {
                let words = wording(CURRENT, *locale).purpose(*purpose);
                assert!(!words.title.trim().is_empty() && !words.text.trim().is_empty(), "{locale} {purpose}");
            }
        }
        assert_ne!(wording(1, Locale::En), wording(1, Locale::Vi));
        assert_eq!(wording(0, Locale::En), wording(CURRENT, Locale::En));
    }
}
