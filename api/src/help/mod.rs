//! The help centre: how buying here works, in plain words.
//!
//! A topic is a Markdown file for each language, `content/help/<language>/<topic>.md`, that begins with its title and
//! a summary between lines of `---`. The files are part of the binary. They are ours and are reviewed like code, so
//! what they say is trusted; HTML in them is shown as text all the same.

pub mod contact;
pub mod graphql;
pub mod markdown;

use crate::search::terms;
use shared::Locale;
use std::sync::LazyLock;

macro_rules! topics {
    ($($slug:literal),* $(,)?) => {
        /// Every topic, in the order in which the help centre shows them, with its texts by language.
        const SOURCES: &[(&str, [&str; 3])] = &[$((
            $slug,
            [
                include_str!(concat!("../../../content/help/en/", $slug, ".md")),
                include_str!(concat!("../../../content/help/vi/", $slug, ".md")),
                include_str!(concat!("../../../content/help/hy/", $slug, ".md")),
            ],
        )),*];
    };
}

topics!("delivery", "payment", "returns", "safety", "ranking", "verification", "privacy", "contact");

/// How much a word counts that stands in the title, in the summary, in the body.
const WEIGHTS: [u32; 3] = [6, 3, 1];

/// A topic in one language.
#[derive(Debug)]
pub struct Topic {
    /// The address of its page.
    pub slug: &'static str,
    /// Its title.
    pub title: String,
    /// What it tells, in a sentence.
    pub summary: String,
    /// Its text as HTML.
    pub html: String,
    /// The words of title, summary and body, as a search compares them.
    words: [Vec<String>; 3],
}

static TOPICS: LazyLock<[Vec<Topic>; 3]> = LazyLock::new(|| {
    [0, 1, 2].map(|language| SOURCES.iter().filter_map(|(slug, texts)| Topic::read(slug, texts[language])).collect())
});

/// The topics in a language.
#[must_use]
pub fn topics(locale: Locale) -> &'static [Topic] {
    match locale {
        Locale::En => &TOPICS[0],
        Locale::Vi => &TOPICS[1],
        Locale::Hy => &TOPICS[2],
    }
}

/// A topic by its slug.
#[must_use]
pub fn topic(locale: Locale, slug: &str) -> Option<&'static Topic> {
    topics(locale).iter().find(|topic| topic.slug == slug)
}

/// The topics that speak of what was typed, the best first; all of them when nothing was.
///
/// Words are compared without diacritics and may be beginnings of words. A topic needs all of them; when none has
/// them all, some of them are enough.
#[must_use]
pub fn search(locale: Locale, text: &str) -> Vec<&'static Topic> {
    let wanted = terms(text);
    if wanted.is_empty() {
        return topics(locale).iter().collect();
    }
    let counted = |topic: &'static Topic| {
        let scores = wanted.iter().map(|term| topic.score(term));
        let met = scores.clone().filter(|score| *score > 0).count();
        (met, scores.sum::<u32>(), topic)
    };
    let mut found: Vec<_> = topics(locale).iter().map(counted).filter(|(met, ..)| *met > 0).collect();
    if found.iter().any(|(met, ..)| *met == wanted.len()) {
        found.retain(|(met, ..)| *met == wanted.len());
    }
    found.sort_by_key(|(met, score, _)| std::cmp::Reverse((*met, *score)));
    found.into_iter().map(|(.., topic)| topic).collect()
}

impl Topic {
    /// Reads a file; `None` when it does not begin as it should.
    fn read(slug: &'static str, text: &str) -> Option<Self> {
        let (front, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
        let field =
            |name: &str| front.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()));
        let (title, summary) = (field("title")?, field("summary")?);
        let html = markdown::to_html(body);
        let words = [title, summary, &crate::catalog::html::to_plain(&html)].map(terms);
        Some(Self { slug, title: title.to_owned(), summary: summary.to_owned(), html, words })
    }

    fn score(&self, term: &str) -> u32 {
        let parts = self.words.iter().zip(WEIGHTS);
        parts.filter(|(words, _)| words.iter().any(|word| word.starts_with(term))).map(|(_, weight)| weight).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_topic_stands_in_every_language() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/help");
        let listed: BTreeSet<String> = SOURCES.iter().map(|(slug, _)| format!("{slug}.md")).collect();
        for locale in Locale::ALL {
            let files = std::fs::read_dir(folder.join(locale.as_str())).unwrap();
            let files: BTreeSet<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
            assert_eq!(files, listed, "{locale}: the list of topics names the files that are there");
            let topics = topics(*locale);
            assert_eq!(topics.len(), SOURCES.len(), "{locale}: every file begins with a title and a summary");
            for Topic { slug, title, summary, html, .. } in topics {
                assert!(!title.is_empty() && title.chars().count() <= 60, "{locale}/{slug}: {title}");
                assert!((50..=170).contains(&summary.chars().count()), "{locale}/{slug}: {summary}");
                assert!(html.contains("<h2>"), "{locale}/{slug} has sections");
                assert!(!html.contains("&lt;"), "{locale}/{slug} has HTML in it, which is shown as text");
            }
        }
    }

    #[test]
    fn links_stay_in_their_language_and_lead_to_topics() {
        for locale in Locale::ALL {
            let prefix = if *locale == Locale::En { String::new() } else { format!("/{locale}") };
            for Topic { slug, html, .. } in topics(*locale) {
                for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                    let path = link.strip_prefix(&prefix);
                    let Some(path) = path.filter(|path| path.starts_with('/')) else {
                        panic!("{locale}/{slug} links to {link}");
                    };
                    if let Some(other) = path.strip_prefix("/help/") {
                        assert!(topic(*locale, other).is_some(), "{locale}/{slug} links to {link}");
                    }
                }
            }
        }
    }

    #[test]
    fn finds_without_diacritics_and_by_beginnings() {
        let first = |locale, text| search(locale, text).first().map(|topic| topic.slug);
        assert_eq!(first(Locale::En, "cash on delivery"), Some("payment"));
        assert_eq!(first(Locale::En, "cooki"), Some("privacy"));
        assert_eq!(first(Locale::Vi, "doi tra"), Some("returns"));
        assert_eq!(first(Locale::Vi, "ĐỔI TRẢ"), Some("returns"));
        assert_eq!(first(Locale::Hy, "վերադարձ"), Some("returns"));
        assert_eq!(first(Locale::Hy, "veradardz"), Some("returns"));
        assert!(search(Locale::En, "xylophone").is_empty());
        assert_eq!(search(Locale::En, " ").len(), SOURCES.len());
        assert!(!search(Locale::En, "xylophone cookies").is_empty(), "some of the words are enough");
    }
}
