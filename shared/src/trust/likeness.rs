//! How alike two texts are, in any script.
//!
//! A text is folded (no case, no diacritics, Armenian letters as Latin ones, everything else a blank) and cut into
//! runs of four letters, its *shingles* (Broder 1997). Two texts are compared by the share of shingles they have in
//! common. A text keeps its 128 shingles with the smallest hashes (a bottom-k sketch: Cohen and Kaplan 2007), so
//! comparing costs the same for a word and for a page: exact up to 128 shingles, beyond that within ± 0.09 in 95 of 100.

use super::unit;
use crate::slug;

/// Letters of a shingle. Four span the syllables of Vietnamese and are shorter than most words of English.
const LETTERS: usize = 4;
/// How many hashes of a text are kept.
const KEPT: usize = 128;
/// Below so many shingles a text says nothing about its author: "Great!", "Good quality, fast delivery".
const SMALL: f64 = 40.0;
/// From so many shingles on a text counts in full: about twenty words.
const LARGE: f64 = 120.0;
/// Texts that have no more in common were written apart: of 40,000 pairs of real reviews of one garment (22,641 reviews,
/// English), half are under 0.08, 99 of 100 under 0.17, none over this.
const APART: f64 = 0.25;
/// Texts that have so much in common are one text.
const ONE: f64 = 0.6;
/// A run of so many neighbours among the smallest hashes is a name under which like texts find each other.
const RUN: usize = 4;
/// How many of the smallest hashes the runs are taken from.
const RUN_AMONG: usize = 48;

/// A text as it is compared: how many different shingles it has, and the smallest of their hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    shingles: u32,
    smallest: Vec<u64>,
}

impl Text {
    /// Folds a text and takes its shingles. O(n log n) in its length.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut hashes: Vec<u64> = folded.windows(LETTERS).map(hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let shingles = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        hashes.truncate(KEPT);
        hashes.shrink_to_fit();
        Self { shingles, smallest: hashes }
    }

    /// How many different shingles it has.
    #[must_use]
    pub fn shingles(&self) -> u32 {
        self.shingles
    }

    /// How much a likeness to this text says, 0..1: `(shingles − 40) / 80`. Everybody writes "Great!".
    #[must_use]
    pub fn substance(&self) -> f64 {
        unit((f64::from(self.shingles) - SMALL) / (LARGE - SMALL))
    }

    /// Jaccard's share of common shingles, `|A ∩ B| / |A ∪ B|`, 0..1: among the smallest hashes of the union that both
    /// sketches know of. 0 when either is empty.
    #[must_use]
    pub fn jaccard(&self, other: &Self) -> f64 {
        let (a, b) = (&self.smallest, &other.smallest);
        // A sketch that was cut knows of nothing past its last hash.
        let known = |text: &Self| {
            let cut = text.shingles as usize > text.smallest.len();
            if cut { text.smallest.last().copied().unwrap_or(0) } else { u64::MAX }
        };
        let last = known(self).min(known(other));
        let (mut i, mut j, mut common, mut union) = (0, 0, 0_u32, 0_u32);
        while i < a.len() || j < b.len() {
            let (left, right) = (a.get(i), b.get(j));
            let next = match (left, right) {
                (Some(left), Some(right)) => *left.min(right),
                (Some(only), None) | (None, Some(only)) => *only,
                (None, None) => break,
            };
            if next > last {
                break;
            }
            let (in_a, in_b) = (left == Some(&next), right == Some(&next));
            i += usize::from(in_a);
            j += usize::from(in_b);
            union += 1;
            common += u32::from(in_a && in_b);
        }
        if union == 0 { 0.0 } else { f64::from(common) / f64::from(union) }
    }

    /// How much the two look like one text, 0..1: `(jaccard − 0.25) / 0.35`, times the substance of the shorter.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let (short, long) = (self.shingles.min(other.shingles), self.shingles.max(other.shingles));
        let substance = self.substance().min(other.substance());
        // No share of the longer can be greater than the whole of the shorter.
        if substance == 0.0 || f64::from(short) <= APART * f64::from(long) {
            return 0.0;
        }
        unit((self.jaccard(other) - APART) / (ONE - APART)) * substance
    }

    /// Names under which like texts find each other without comparing all with all: each hash of four neighbours among
    /// the 48 smallest. Two texts have one in common with about 0.9 at a Jaccard share of one half, 0.003 at 0.08.
    /// A text without substance has none.
    pub(crate) fn runs(&self) -> impl Iterator<Item = u64> {
        let among = if self.substance() > 0.0 { self.smallest.len().min(RUN_AMONG) } else { 0 };
        self.smallest[..among].windows(RUN).map(|run| run.iter().fold(0, |name, hash| mix(name ^ hash)))
    }
}

/// Letters and digits in lower case without diacritics, everything between them as one blank.
fn fold(text: &str) -> Vec<char> {
    let mut folded = Vec::with_capacity(text.len());
    for char in text.chars().flat_map(char::to_lowercase) {
        match slug::fold(char) {
            Some(letters) => folded.extend(letters.chars()),
            None if char.is_alphanumeric() => folded.push(char),
            // Combining marks belong to the letter before them.
            None if matches!(char, '\'' | '’' | '\u{300}'..='\u{36f}') => {}
            None if folded.last().is_some_and(|last| *last != ' ') => folded.push(' '),
            None => {}
        }
    }
    if folded.last() == Some(&' ') {
        folded.pop();
    }
    folded
}

fn hash(letters: &[char]) -> u64 {
    letters.iter().fold(0, |hash, letter| mix(hash ^ u64::from(u32::from(*letter))))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input moves every bit of the output.
fn mix(value: u64) -> u64 {
    let mut bits = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KETTLE: &str =
        "The kettle boils in two minutes, the handle stays cool and the lid closes well. Would buy it again.";

    #[test]
    fn one_text_in_three_languages_is_itself_without_its_marks() {
        for (text, bare) in [
            (
                KETTLE,
                "the KETTLE boils in two minutes the handle stays cool, and the lid closes well would buy it again",
            ),
            (
                "Ấm đun nước rất nhanh, tay cầm không nóng và nắp đậy kín. Tôi sẽ mua lại lần nữa cho mẹ.",
                "am dun nuoc rat nhanh tay cam khong nong va nap day kin toi se mua lai lan nua cho me",
            ),
            (
                "Թեյնիկը շատ արագ է եռում, բռնակը չի տաքանում, և կափարիչը լավ է փակվում։ Նորից կգնեմ։",
                "ԹԵՅՆԻԿԸ ՇԱՏ ԱՐԱԳ Է ԵՌՈՒՄ ԲՌՆԱԿԸ ՉԻ ՏԱՔԱՆՈՒՄ և ԿԱՓԱՐԻՉԸ ԼԱՎ Է ՓԱԿՎՈՒՄ ՆՈՐԻՑ ԿԳՆԵՄ",
            ),
        ] {
            let likeness = Text::of(text).likeness(&Text::of(bare));
            let substance = Text::of(text).substance();
            assert!(substance > 0.3 && likeness == substance, "{text}: {likeness}, {substance}");
        }
    }

    #[test]
    fn a_paraphrase_is_alike_and_another_text_is_not() {
        let paraphrase =
            "The lid closes well, the kettle boils in only two minutes and the handle stays cool. I would buy again.";
        let other =
            "Arrived late and the box was dented, but the colour is lovely and my mother uses it every morning now.";
        let kettle = Text::of(KETTLE);
        assert!(kettle.likeness(&Text::of(paraphrase)) > 0.6);
        assert_eq!(kettle.likeness(&Text::of(other)), 0.0);
    }

    #[test]
    fn short_words_say_nothing() {
        for text in ["", "Great!", "Rất tốt!", "Շատ լավ է։", "Good quality, fast"] {
            assert_eq!(Text::of(text).likeness(&Text::of(text)), 0.0, "{text}");
            assert_eq!(Text::of(text).runs().count(), 0, "{text}");
        }
    }

    proptest! {
        #[test]
        fn likeness_is_symmetric_and_within_bounds(a in ".{0,300}", b in ".{0,300}") {
            let (a, b) = (Text::of(&a), Text::of(&b));
            for value in [a.jaccard(&b), a.likeness(&b), a.substance()] {
                prop_assert!((0.0..=1.0).contains(&value));
            }
            prop_assert_eq!(a.jaccard(&b).to_bits(), b.jaccard(&a).to_bits());
            prop_assert!(a.shingles() == 0 || a.jaccard(&a) == 1.0);
        }

        #[test]
        fn a_sketch_is_near_the_truth(words in proptest::collection::vec("[a-z]{2,8}", 60..160), kept in 10_usize..60) {
            let (whole, part) = (words.join(" "), words[..kept].join(" "));
            let exact = |text: &str| fold(text).windows(LETTERS).map(hash).collect::<std::collections::BTreeSet<_>>();
            let (a, b) = (exact(&whole), exact(&part));
            let truth = a.intersection(&b).count() as f64 / a.union(&b).count() as f64;
            let estimate = Text::of(&whole).jaccard(&Text::of(&part));
            prop_assert!((estimate - truth).abs() < 0.25, "{} for {}", estimate, truth);
        }
    }
}
