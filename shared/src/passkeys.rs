//! What people call their passkeys. Forms and server check with the same rules.

use crate::account::DisplayName;

/// The name by which an account's owner tells one passkey from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyName(String);

/// A text that is no name of a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a name of 1 to {} characters", PasskeyName::MAX)]
pub struct PasskeyNameError;

impl PasskeyName {
    /// Most characters.
    pub const MAX: usize = 60;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for PasskeyName {
    type Error = PasskeyNameError;

    /// Tidied like the name of an account, and shorter.
    fn try_from(text: &str) -> Result<Self, PasskeyNameError> {
        let tidy = DisplayName::try_from(text).map_err(|_| PasskeyNameError)?;
        let fits = tidy.as_str().chars().count() <= Self::MAX;
        if fits { Ok(Self(tidy.as_str().to_owned())) } else { Err(PasskeyNameError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied_and_short() {
        assert_eq!(PasskeyName::try_from("  Ada’s \t phone ").map(|name| name.0), Ok("Ada’s phone".into()));
        assert!(PasskeyName::try_from("é".repeat(60).as_str()).is_ok());
        for bad in ["", " ", "a\u{0}", "é".repeat(61).as_str()] {
            assert_eq!(PasskeyName::try_from(bad), Err(PasskeyNameError), "{bad:?}");
        }
    }
}
