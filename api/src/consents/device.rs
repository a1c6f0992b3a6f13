//! What a guest's browser remembers: that it was asked, in which words, and by what its answers are found again.

use crate::ids::Secret;
use std::fmt;
use std::str::FromStr;

/// The version of the words that were answered, and a random name of which only the digest is stored. As text, for a
/// cookie: `1.<64 hexadecimal digits>`.
#[derive(Clone, Debug)]
pub struct Device {
    wording: i32,
    name: Secret,
}

/// Not what we wrote into the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a browser's memory of consent")]
pub struct NotOurs;

impl Device {
    pub(super) fn new(name: Secret, wording: i32) -> Self {
        Self { wording, name }
    }

    /// The same browser, after it answered these words.
    pub(super) fn again(&self, wording: i32) -> Self {
        Self { wording, name: self.name.clone() }
    }

    /// The version of the words that were answered.
    #[must_use]
    pub const fn wording(&self) -> i32 {
        self.wording
    }

    /// What is stored of its name.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        self.name.hash()
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.wording, self.name.reveal())
    }
}

impl FromStr for Device {
    type Err = NotOurs;

    fn from_str(text: &str) -> Result<Self, NotOurs> {
        let (wording, name) = text.split_once('.').ok_or(NotOurs)?;
        let wording = wording.parse().map_err(|_| NotOurs)?;
        let ours = name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if ours { Ok(Self { wording, name: Secret::presented(name) }) } else { Err(NotOurs) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_reads_back_and_nothing_else_does() {
        let text = format!("3.{}", "0a".repeat(32));
        let device: Device = text.parse().expect("ours");
        assert_eq!((device.wording(), device.to_string()), (3, text));
        for other in ["", "1", "1.", "x.", &format!("1.{}", "A".repeat(64)), &format!("a.{}", "0".repeat(64))] {
            assert!(other.parse::<Device>().is_err(), "{other}");
        }
    }
}
