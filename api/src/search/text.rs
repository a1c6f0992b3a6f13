//! From text to search terms: lower case, without diacritics, Armenian in Latin letters.
//!
//! `Điện thoại`, `dien thoai` and `điện thoại` in combining marks all become `dien` `thoai`; `ծիրան` becomes
//! `tsiran`, so it is found in either script. A term is a run of letters and digits; an apostrophe joins.

use shared::slug::fold;

/// Longest term kept, in bytes; longer runs are cut (they are codes, not words).
const MAX_TERM: usize = 40;

/// The terms of a text, in order.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| fold_word(&word)).filter(|term| !term.is_empty()).collect()
}

/// The terms as one text separated by spaces, which is how they are indexed.
#[must_use]
pub fn indexed(text: &str) -> String {
    terms(text).join(" ")
}

/// The words of a text in lower case, as people write them.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for char in text.chars() {
        if char.is_alphanumeric() || is_mark(char) {
            word.extend(char.to_lowercase());
        } else if !matches!(char, '\'' | '’') && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// One lower-case word as a term.
#[must_use]
pub fn fold_word(word: &str) -> String {
    let mut term = String::with_capacity(word.len());
    for char in word.chars() {
        match fold(char) {
            Some(text) => term.push_str(text),
            None if is_mark(char) => {}
            None => term.push(char),
        }
        if term.len() >= MAX_TERM {
            break;
        }
    }
    term
}

/// Whether a lower-case word has Latin letters with marks, each a letter of its own rather than a mark behind it.
#[must_use]
pub fn is_marked(word: &str) -> bool {
    let latin = |char: char| matches!(char, 'a'..='z' | '\u{df}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let marked = |char: char| latin(char) && !char.is_ascii() && fold(char).is_some();
    word.chars().any(marked) && !word.chars().any(is_mark)
}

/// Marks that combine with the letter before them.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{55a}'..='\u{55f}')
}

/// Text without HTML tags; entities stay, they are no words of a search.
#[must_use]
pub fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for char in html.chars() {
        match char {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_vietnamese_and_armenian() {
        assert_eq!(terms("Điện thoại"), ["dien", "thoai"]);
        assert_eq!(terms("d\u{131}e\u{323}\u{302}n tr\u{61}\u{300}"), ["d\u{131}en", "tra"]);
        assert_eq!(terms("Ծիրանի չիր, հին"), ["tsirani", "chir", "hin"]);
        assert_eq!(terms("Women's café №5"), ["womens", "cafe", "5"]);
    }

    #[test]
    fn drops_tags() {
        assert_eq!(terms(&without_tags("<p>Blue<strong>bowl</strong></p>")), ["blue", "bowl"]);
    }
}
