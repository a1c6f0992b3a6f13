//! What a new account must bring: a password and a name to show. Forms and server check with the same rules.

use crate::text_enum;
use std::fmt;

text_enum! {
    /// How a session is carried, which decides how long it lasts.
    pub enum SessionKind {
        /// In a browser's cookie: 30 days after it was last used.
        Cookie = "cookie",
        /// In an app's `Authorization` header: 90 days after it was made.
        Bearer = "bearer",
    }
}

/// A password that may be chosen. Its text is never shown in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Under [`Password::MIN`] characters.
    #[error("use at least {} characters; a few words do well", Password::MIN)]
    TooShort,
    /// Over [`Password::MAX`] characters.
    #[error("use at most {} characters", Password::MAX)]
    TooLong,
    /// Among the first that anybody would try.
    #[error("choose a password that is harder to guess")]
    TooCommon,
}

/// Passwords of ten characters and more that lists of leaked passwords name most often, in lower case. Runs of one
/// character and of neighbouring characters are found by rule.
const COMMON: &[&str] = &[
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "aa12345678",
    "abcd123456",
    "abcdefghij",
    "administrator",
    "asdfghjkl;",
    "asdfghjkl1",
    "baseball123",
    "basketball",
    "changeme123",
    "charlie123",
    "chocolate1",
    "computer123",
    "football123",
    "iloveyou12",
    "iloveyou123",
    "letmein123",
    "liverpool1",
    "manchester",
    "michael123",
    "monkey1234",
    "myspace123",
    "p@ssw0rd123",
    "passw0rd123",
    "password01",
    "password10",
    "password11",
    "password12",
    "password123",
    "password1234",
    "password12345",
    "password2026",
    "princess12",
    "princess123",
    "qazwsxedcrfv",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop",
    "qwertyuiop[]",
    "shadow1234",
    "starwars123",
    "sunshine12",
    "sunshine123",
    "superman12",
    "superman123",
    "trustno1234",
    "welcome123",
    "welcome1234",
    "zxcvbnm123",
    "zaq12wsxcde",
];

impl Password {
    /// Fewest characters.
    pub const MIN: usize = 10;
    /// Most characters.
    pub const MAX: usize = 200;

    /// The text, for hashing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Password {
    type Error = PasswordError;

    /// Length counts, not kinds of characters, and common ones are refused (NIST SP 800-63B §3.1.1.2). Nothing is
    /// trimmed: a blank is a character.
    fn try_from(text: &str) -> Result<Self, PasswordError> {
        let length = text.chars().count();
        if length < Self::MIN {
            Err(PasswordError::TooShort)
        } else if length > Self::MAX {
            Err(PasswordError::TooLong)
        } else if is_common(&text.to_lowercase()) {
            Err(PasswordError::TooCommon)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

fn is_common(lower: &str) -> bool {
    let codes: Vec<i64> = lower.chars().map(|char| i64::from(u32::from(char))).collect();
    // `aaaaaaaaaa`, `abcdefghij`, `9876543210`; on the keyboard 0 and 9 are neighbours too: `1234567890`, `0987654321`.
    let (nine, zero) = (i64::from(b'9'), i64::from(b'0'));
    let neighbours = |pair: &[i64]| [[nine, zero], [zero, nine]].contains(&[pair[0], pair[1]]);
    let run = |step: i64| codes.windows(2).all(|pair| pair[1] - pair[0] == step || neighbours(pair));
    COMMON.contains(&lower) || [-1, 0, 1].into_iter().any(run)
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The name under which an account is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

/// A text that is no name to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a name of 1 to {} characters", DisplayName::MAX)]
pub struct DisplayNameError;

impl DisplayName {
    /// Most characters.
    pub const MAX: usize = 80;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for DisplayName {
    type Error = DisplayNameError;

    /// Blanks around and inside are tidied; control characters and characters that turn the direction of writing
    /// (they can make one name look like another) are refused.
    fn try_from(text: &str) -> Result<Self, DisplayNameError> {
        let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let turns =
            |char: char| matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let bad = tidy.chars().any(|char| char.is_control() || turns(char));
        let fits = (1..=Self::MAX).contains(&tidy.chars().count());
        if fits && !bad { Ok(Self(tidy)) } else { Err(DisplayNameError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_not_common() {
        assert!(Password::try_from("tin kettle on the hob").is_ok());
        assert!(Password::try_from("тихий чайник").is_ok());
        for (text, error) in [
            ("short", PasswordError::TooShort),
            ("Password123", PasswordError::TooCommon),
            ("1234567890", PasswordError::TooCommon),
            ("0987654321", PasswordError::TooCommon),
            ("aaaaaaaaaaaa", PasswordError::TooCommon),
        ] {
            assert_eq!(Password::try_from(text), Err(error), "{text}");
        }
        assert_eq!(Password::try_from("x y".repeat(67).as_str()), Err(PasswordError::TooLong));
        assert_eq!(format!("{:?}", Password::try_from("tin kettle on the hob")), "Ok(Password(…))");
    }

    #[test]
    fn names_are_tidied_and_short() {
        assert_eq!(DisplayName::try_from("  Ada \t Moss ").map(|name| name.0), Ok("Ada Moss".into()));
        let long = "x".repeat(81);
        for bad in ["", "  ", long.as_str(), "Ada\u{202e}ssoM", "Ada\u{0}"] {
            assert_eq!(DisplayName::try_from(bad), Err(DisplayNameError), "{bad:?}");
        }
    }
}
