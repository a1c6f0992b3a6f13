//! E-mail addresses.

use serde::{Deserialize, Serialize};

/// An e-mail address, trimmed and in lower case: the form under which accounts are told apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// A text that cannot be an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write an e-mail address like name@example.com")]
pub struct EmailError;

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Email {
    type Error = EmailError;

    /// Accepts what the HTML standard's `type=email` accepts, if the domain has a dot and the whole is at most
    /// 254 characters (RFC 5321 §4.5.3.1.3). Only a mail can tell whether the address exists.
    fn try_from(text: &str) -> Result<Self, EmailError> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError)?;
        let local_ok = (1..=64).contains(&local.len())
            && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte));
        let domain_ok = domain.contains('.')
            && domain.split('.').all(|label| {
                (1..=63).contains(&label.len())
                    && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                    && !label.starts_with('-')
                    && !label.ends_with('-')
            });
        if local_ok && domain_ok && text.len() <= 254 { Ok(Self(text)) } else { Err(EmailError) }
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;
    fn try_from(text: String) -> Result<Self, EmailError> {
        Self::try_from(text.as_str())
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_and_refuses() {
        assert_eq!(
            Email::try_from(" Mai.Tran@Example.COM ").map(|email| email.to_string()),
            Ok("mai.tran@example.com".into())
        );
        for bad in ["", "a", "a@b", "@b.c", "a b@c.de", "a@-b.de", "a@b..de", "a@b.de\n<script>"] {
            assert_eq!(Email::try_from(bad), Err(EmailError), "{bad}");
        }
    }
}
