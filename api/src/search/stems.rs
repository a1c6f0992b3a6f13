//! Forms of one word: what is left of it without the endings that tell number, case and "the".
//!
//! Light on purpose. A stem is no word and is never shown; it only says that `lantern` and `lanterns`, or `գորգ`,
//! `գորգը` and `գորգերի`, are the same. Vietnamese words have no endings.

use super::text::fold_word;

/// Letters that a word keeps at least.
const SHORTEST: usize = 3;

/// Armenian endings, the longer before what they end in: plurals, cases, and the two articles. An ending goes only
/// where enough is left; `ե` makes adjectives of what things are made of.
const ARMENIAN: [(&str, usize); 9] =
    [("ներ", 3), ("եր", 3), ("ից", 3), ("ով", 3), ("ում", 3), ("ը", 3), ("ի", 3), ("ե", 4), ("յա", 4)];
/// The article after a vowel.
const ARTICLE: char = 'ն';

/// The stem of a lower-case word as people write it. Words of different scripts never share one.
#[must_use]
pub fn stem(word: &str) -> String {
    if is_armenian(word) { format!("~{}", fold_word(&armenian(word))) } else { english(&fold_word(word)) }
}

/// Whether a word is written in Armenian letters.
#[must_use]
pub fn is_armenian(word: &str) -> bool {
    word.chars().any(|char| matches!(char, '\u{531}'..='\u{587}'))
}

/// Takes endings off until none is left to take, so that every form of a word ends up the same.
fn armenian(word: &str) -> String {
    let mut stem = word;
    'shorter: loop {
        for (ending, shortest) in ARMENIAN {
            if let Some(rest) = stem.strip_suffix(ending).filter(|rest| rest.chars().count() >= shortest) {
                stem = rest;
                continue 'shorter;
            }
        }
        let bare = stem.strip_suffix(ARTICLE).filter(|rest| rest.chars().count() >= SHORTEST);
        match bare.filter(|rest| rest.ends_with(['ա', 'ե', 'է', 'ի', 'ո', 'օ'])) {
            Some(rest) => stem = rest,
            None => return stem.to_owned(),
        }
    }
}

/// The singular of a folded word, as far as its ending tells. After a hiss no ending tells whether an `e` is the word's
/// own (`vase`, `glass`: `vases`, `glasses`), so it goes from both.
fn english(term: &str) -> String {
    let kept = |ending: &str| term.strip_suffix(ending).filter(|rest| rest.len() >= SHORTEST);
    if let Some(rest) = kept("ies") {
        return format!("{rest}y");
    }
    let hissing = |rest: &&str| ["s", "x", "z", "ch", "sh"].iter().any(|end| rest.ends_with(end));
    if let Some(rest) = kept("es").or_else(|| kept("e")).filter(hissing) {
        return rest.to_owned();
    }
    match kept("s") {
        Some(rest) if !rest.ends_with(['s', 'u', 'i']) => rest.to_owned(),
        _ => term.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(forms: &[&str]) {
        for form in forms {
            assert_eq!(stem(form), stem(forms[0]), "{form}");
        }
    }

    #[test]
    fn forms_of_a_word_share_its_stem() {
        same(&["lantern", "lanterns"]);
        same(&["box", "boxes"]);
        same(&["brush", "brushes"]);
        same(&["berry", "berries"]);
        same(&["vase", "vases"]);
        same(&["glass", "glasses"]);
        same(&["bus", "buses"]);
        same(&["գորգ", "գորգը", "գորգեր", "գորգերի", "գորգերը", "գորգով", "գորգից"]);
        same(&["լապտեր", "լապտերը", "լապտերներ", "լապտերները", "լապտերների"]);
        same(&["մատանի", "մատանին", "մատանիներ", "մատանիների"]);
        same(&["ծաղկաման", "ծաղկամանը", "ծաղկամաններ"]);
        same(&["թռչուն", "թռչունը", "թռչուններ", "թռչունների"]);
        same(&["արծաթ", "արծաթե"]);
    }

    #[test]
    fn words_that_only_end_alike_stay_apart() {
        for (one, other) in [("glass", "glas"), ("bus", "bu"), ("class", "cla"), ("hat", "has"), ("մեղր", "մեղ")]
        {
            assert_ne!(stem(one), stem(other));
        }
        assert_ne!(stem("տուփ"), stem("tovp"), "another script, another word");
    }
}
