//! Pure rules that only the server needs.

use crate::search::terms;
use sha2::{Digest as _, Sha256};
use shared::address::Address;
use std::collections::BTreeSet;

/// The place of an address, however it is written: its words in no order, without diacritics, name and telephone. None
/// when it has no street.
#[must_use]
pub fn place(address: &Address) -> Option<String> {
    if terms(&address.line1).is_empty() {
        return None;
    }
    let line2 = address.line2.as_deref().unwrap_or_default();
    let code: String =
        address.postal_code.iter().flat_map(|code| code.chars()).filter(|c| c.is_alphanumeric()).collect();
    let words: BTreeSet<String> =
        terms(&format!("{} {line2} {} {code}", address.line1, address.city)).into_iter().collect();
    let words: Vec<String> = words.into_iter().collect();
    Some(format!("{} {}", address.country_code.to_ascii_uppercase(), words.join(" ")))
}

/// What tells the text of a review from any other: SHA-256 of stars, title and body, in hex. Events carry it, so that
/// what was published can be proven without keeping it twice.
#[must_use]
pub fn digest(stars: i32, title: &str, body: &str) -> String {
    hex::encode(Sha256::digest(format!("{stars}\n{}\n{title}\n{body}", title.len())))
}

/// The terms by which a review is found, each once.
#[must_use]
pub fn search_terms(title: &str, body: &str) -> BTreeSet<String> {
    terms(&format!("{title} {body}")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(line1: &str, line2: Option<&str>, code: &str) -> Address {
        Address {
            name: "Somebody".into(),
            line1: line1.into(),
            line2: line2.map(Into::into),
            city: "Leeds".into(),
            region: None,
            postal_code: Some(code.into()),
            country_code: "GB".into(),
            phone: Some("1".into()),
        }
    }

    #[test]
    fn a_place_is_the_same_however_it_is_written() {
        let home = place(&address("3 Kirkgate", Some("Flat 2"), "LS2 7DR"));
        assert_eq!(place(&address("Kirkgate, 3", Some("flat 2"), "ls27dr")), home);
        assert_ne!(place(&address("3 Kirkgate", Some("Flat 3"), "LS2 7DR")), home);
        assert_eq!(place(&address("", None, "LS2 7DR")), None);
    }

    #[test]
    fn a_digest_tells_title_from_body() {
        assert_ne!(digest(5, "a\nb", "c"), digest(5, "a", "b\nc"));
        assert!(search_terms("Đẹp", "Rất đẹp!").into_iter().eq(["dep", "rat"]));
    }
}
