//! What the parts of a score say, in plain words with their figures.

use crate::mail::fill;
use crate::reviews::holding::entity::Parts;
use serde::Deserialize;
use shared::Locale;
use shared::format::{integer, tenths};
use shared::timestamp::DAY_MS;
use shared::trust::parts::{Note, Part};
use shared::trust::sightings::SignalKind;
use std::sync::LazyLock;

/// The words of one language.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// What an author reads whose review the machine holds.
    pub(super) held: String,
    ring: String,
    ring_part: String,
    ring_none: String,
    texts: String,
    texts_none: String,
    shared: String,
    shared_none: String,
    address: String,
    device: String,
    payment: String,
    exclusivity: String,
    burst: String,
    burst_none: String,
    deviation: String,
    deviation_none: String,
    youth: String,
}

const FILES: [&str; 3] = [include_str!("texts/en.json"), include_str!("texts/vi.json"), include_str!("texts/hy.json")];

static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| FILES.map(read));

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
fn read(file: &str) -> Words {
    serde_json::from_str(file).expect("the words are whole")
}

/// The words of a language.
pub(super) fn words(locale: Locale) -> &'static Words {
    let [en, vi, hy] = &*WORDS;
    match locale {
        Locale::En => en,
        Locale::Vi => vi,
        Locale::Hy => hy,
    }
}

/// The parts of the score of a review, each with its note.
pub(super) fn noted(parts: &Parts, locale: Locale) -> Vec<(Part, String)> {
    parts.0.iter().map(|part| (part.clone(), note(part, locale))).collect()
}

fn note(part: &Part, locale: Locale) -> String {
    let words = words(locale);
    let whole = |number: u32| integer(number.into(), locale);
    let hundredths = |share: f64| integer((share * 100.0).round() as i64, locale);
    match &part.note {
        Note::Mean(_) if part.value >= 1.0 => words.ring.clone(),
        Note::Mean(score) if *score > 0.0 => fill(&words.ring_part, &[("score", &hundredths(*score))]),
        Note::Mean(_) => words.ring_none.clone(),
        Note::Texts { jaccard, shingles } if *jaccard > 0.0 => {
            fill(&words.texts, &[("share", &hundredths(*jaccard)), ("runs", &whole(*shingles))])
        }
        Note::Texts { .. } => words.texts_none.clone(),
        Note::Shared(shared) if shared.is_empty() => words.shared_none.clone(),
        Note::Shared(shared) => {
            let of = |(kind, accounts): &(SignalKind, u32)| {
                let text = match kind {
                    SignalKind::Address => &words.address,
                    SignalKind::Device => &words.device,
                    SignalKind::Payment => &words.payment,
                };
                fill(text, &[("count", &whole(*accounts))])
            };
            format!("{} {}", words.shared, shared.iter().map(of).collect::<Vec<_>>().join("; "))
        }
        Note::Count { of, all } => fill(&words.exclusivity, &[("of", &whole(*of)), ("all", &whole(*all))]),
        Note::Span { ms, .. } if part.value > 0.0 => {
            fill(&words.burst, &[("days", &tenths(ms.saturating_mul(10) / DAY_MS, locale))])
        }
        Note::Span { acts, .. } => fill(&words.burst_none, &[("acts", &whole(*acts))]),
        Note::Stars { count: 0, .. } => words.deviation_none.clone(),
        Note::Stars { mean, others, count } => {
            let stars = integer(mean.round() as i64, locale);
            let others = tenths((others * 10.0).round() as i64, locale);
            fill(&words.deviation, &[("stars", &stars), ("mean", &others), ("count", &whole(*count))])
        }
        Note::Days(days) => fill(&words.youth, &[("days", &integer(*days, locale))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::Timestamp;
    use shared::trust::holding::{Evidence, assess};
    use shared::trust::likeness::Text;

    #[test]
    fn every_part_is_said_in_every_language() {
        let verdict = assess(&Evidence {
            stars: 5,
            at: Timestamp(DAY_MS),
            text: &Text::of("A good bowl."),
            opened: Timestamp(0),
            reviews: 1,
            reviews_of_shop: 1,
            others: &[],
            others_mean: Some((3.5, 2)),
            shared: &[],
            ring: 0.4,
        });
        for locale in Locale::ALL {
            let noted = noted(&Parts(verdict.parts.clone()), *locale);
            assert_eq!(noted.len(), 7);
            for (part, note) in noted {
                assert!(!note.is_empty() && !note.contains('{'), "{:?}: {note}", part.signal);
            }
            assert!(!words(*locale).held.is_empty());
        }
    }
}
