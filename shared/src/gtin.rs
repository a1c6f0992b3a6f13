//! GTINs: the numbers under barcodes, by which the same article is known at every shop.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A Global Trade Item Number of 8, 12, 13 or 14 digits, with zeros before it so that it has 14: the form in which GTINs are
/// compared (GS1 General Specifications, section on the data format of GTINs).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Gtin([u8; Gtin::LENGTH]);

/// A text that is no GTIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GtinError {
    /// It has other characters than digits, or too few or too many of them.
    #[error("a barcode has 8, 12, 13 or 14 digits")]
    Length,
    /// The last digit is not what the others make it.
    #[error("the check digit is wrong: with these digits before it, it is {0}")]
    CheckDigit(u8),
}

impl Gtin {
    /// Digits of the longest form.
    const LENGTH: usize = 14;

    /// Its 14 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only digits come in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether it means the same article everywhere. GS1 leaves numbers that begin with 02, 04 and 20 to 29, and short ones that
    /// begin with 0 and 2, to each shop for what it labels itself ("restricted circulation"): two shops may use one for two
    /// things.
    #[must_use]
    pub fn is_worldwide(self) -> bool {
        let short = self.0.iter().take(6).all(|digit| *digit == b'0');
        if short {
            return !matches!(self.0[6], b'0' | b'2');
        }
        !matches!((self.0[1], self.0[2]), (b'0', b'2' | b'4') | (b'2', _))
    }
}

impl FromStr for Gtin {
    type Err = GtinError;

    /// Reads the digits; blanks and hyphens between them do not count.
    fn from_str(text: &str) -> Result<Self, GtinError> {
        let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).collect();
        let right = matches!(digits.len(), 8 | 12 | 13 | 14) && digits.iter().all(u8::is_ascii_digit);
        let (Some((given, before)), true) = (digits.split_last(), right) else { return Err(GtinError::Length) };
        let expected = check_digit(before);
        if *given != b'0' + expected {
            return Err(GtinError::CheckDigit(expected));
        }
        let mut gtin = [b'0'; Self::LENGTH];
        gtin[Self::LENGTH - digits.len()..].copy_from_slice(&digits);
        Ok(Self(gtin))
    }
}

/// What the last digit must be: from the right, digits count three times and once by turns, and with the check digit they add
/// up to a multiple of ten (GS1 General Specifications, 7.9.1).
fn check_digit(before: &[u8]) -> u8 {
    let weighted = before.iter().rev().zip([3, 1].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    // Below ten.
    ((10 - sum % 10) % 10) as u8
}

impl TryFrom<String> for Gtin {
    type Error = GtinError;
    fn try_from(text: String) -> Result<Self, GtinError> {
        text.parse()
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> Self {
        gtin.as_str().to_owned()
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gtin({self})")
    }
}

crate::text_column!(Gtin);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, GtinError> {
        text.parse::<Gtin>().map(|gtin| gtin.to_string())
    }

    #[test]
    fn reads_every_length_as_fourteen_digits() {
        for (text, expected) in [
            ("96385074", "00000096385074"),
            ("036000291452", "00036000291452"),
            ("4006381333931", "04006381333931"),
            ("14006381333938", "14006381333938"),
            (" 4-006381-333931 ", "04006381333931"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(read("0036000291452"), read("036000291452"), "a UPC-A is an EAN-13 without its zero");
    }

    #[test]
    fn refuses_what_is_none() {
        assert_eq!(read("4006381333932"), Err(GtinError::CheckDigit(1)));
        for bad in ["", "4006381", "40063813339310", "400638133393X", "４００６３８１３", "-", "1234567890"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(read("1234567890"), Err(GtinError::Length));
    }

    #[test]
    fn knows_what_a_shop_labels_itself() {
        let worldwide = |text: &str| text.parse::<Gtin>().map(Gtin::is_worldwide);
        for (text, expected) in [
            ("4006381333931", true),
            ("036000291452", true),
            ("96385074", true),
            ("2000000000008", false),
            ("0200000000004", false),
            ("0400000000008", false),
            ("20000004", false),
            ("00000000", false),
        ] {
            assert_eq!(worldwide(text), Ok(expected), "{text}");
        }
    }

    /// Digits with the check digit behind them.
    fn with_check(mut digits: Vec<u8>) -> String {
        digits.push(b'0' + check_digit(&digits));
        digits.into_iter().map(char::from).collect()
    }

    proptest! {
        #[test]
        fn reads_back_what_it_wrote(digits in prop::collection::vec(b'0'..=b'9', 11..=13)) {
            let written = with_check(digits);
            let gtin = written.parse::<Gtin>().map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(gtin.as_str().ends_with(&written) && gtin.as_str().len() == 14);
            prop_assert_eq!(gtin.as_str().parse(), Ok(gtin));
        }

        #[test]
        fn sees_every_single_slip(
            digits in prop::collection::vec(b'0'..=b'9', 12),
            place in 0_usize..13,
            other in 1_u8..10,
        ) {
            let mut bytes = with_check(digits).into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + other) % 10;
            let text: String = bytes.into_iter().map(char::from).collect();
            prop_assert!(matches!(read(&text), Err(GtinError::CheckDigit(_))));
        }
    }
}
