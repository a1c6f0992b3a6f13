//! Where the orders of a file come from.

use std::fmt;
use std::str::FromStr;

/// Longest name, in characters.
const MAX_LENGTH: usize = 100;

/// The name of a system that orders are imported from, which tells its order `#1001` from another's: every shop system
/// begins to count at the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceName(String);

/// The name cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a source is named in 1 to {MAX_LENGTH} characters")]
pub struct InvalidSource;

impl SourceName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SourceName {
    type Err = InvalidSource;

    fn from_str(text: &str) -> Result<Self, InvalidSource> {
        let name = text.trim();
        let good = (1..=MAX_LENGTH).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        if good { Ok(Self(name.to_owned())) } else { Err(InvalidSource) }
    }
}

impl fmt::Display for SourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
