//! Which searches may be told to others at all, whoever makes them.

use crate::search::text::words;

/// Characters of a search that is counted.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=60;
/// So many digits make a telephone number, a card or an order.
const MANY_DIGITS: usize = 6;

/// A search as it is counted: its words in lower case. `None` where it may be an address, a number that belongs to somebody, or
/// no search that another would make.
pub(super) fn countable(typed: &str) -> Option<String> {
    let tells = typed.contains(['@', '＠']) || typed.contains("://");
    if tells || typed.chars().filter(|char| char.is_numeric()).count() >= MANY_DIGITS {
        return None;
    }
    let query = words(typed).join(" ");
    LENGTH.contains(&query.chars().count()).then_some(query)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_counted_however_they_are_written() {
        for (typed, expected) in [
            ("Oak  Bowl", "oak bowl"),
            (" Điện thoại ", "điện thoại"),
            ("women's café, 30 cm", "womens café 30 cm"),
            ("Ծիրան", "ծիրան"),
        ] {
            assert_eq!(countable(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn what_may_be_somebodys_is_not() {
        let long = "oak ".repeat(16);
        for typed in [
            "",
            "ab",
            "ada@example.com",
            "ada ＠ example.com",
            "mail ada@example",
            "https://example.com/ada",
            "0912 345 678",
            "+84-912-345-678",
            "call (020) 7946 0958",
            "٠٩١٢٣٤٥٦",
            "4111111111111111",
            "...",
            long.as_str(),
        ] {
            assert_eq!(countable(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn nothing_with_an_at_or_many_digits_passes(before in ".{0,20}", digits in "([0-9][ .-]?){6,12}", after in ".{0,20}") {
            prop_assert_eq!(countable(&format!("{before}@{after}")), None);
            prop_assert_eq!(countable(&format!("{before}{digits}{after}")), None);
        }
    }
}
