//! Signatures of webhooks: HMAC-SHA256 over the timestamp, a full stop, and the body.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use shared::Timestamp;

/// How far the timestamp may lie from now, in milliseconds: five minutes.
pub const WINDOW_MS: i64 = 5 * 60 * 1000;

/// Why a request is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A header is not there or not as it must be.
    #[error("send Vouch-Timestamp (seconds since 1970) and Vouch-Signature (v1= and 64 hexadecimal digits)")]
    Missing,
    /// Another secret, or another body.
    #[error("the signature does not fit the timestamp and the body")]
    Wrong,
    /// Signed too long ago, or in the future.
    #[error("the timestamp is more than five minutes away from now: sign again, and check your clock")]
    Stale,
}

/// The value of `Vouch-Signature` for a body that is sent at `seconds` since 1970.
#[must_use]
pub fn sign(secret: &str, seconds: i64, body: &[u8]) -> String {
    format!("v1={}", hex::encode(mac(secret, &seconds.to_string(), body).finalize().into_bytes()))
}

/// Believes a body or not. `signature` may hold several, separated by commas, while a secret is being changed; one that
/// fits is enough. The comparison takes the same time wherever the difference is.
///
/// # Errors
/// [`SignatureError`]; staleness is told only to those who know the secret.
pub fn verify(
    secret: &str,
    timestamp: Option<&str>,
    signature: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), SignatureError> {
    let (Some(timestamp), Some(signature)) = (timestamp, signature) else { return Err(SignatureError::Missing) };
    let seconds: i64 = timestamp.parse().map_err(|_| SignatureError::Missing)?;
    let mut presented =
        signature.split(',').filter_map(|one| hex::decode(one.trim().strip_prefix("v1=")?).ok()).peekable();
    if presented.peek().is_none() {
        return Err(SignatureError::Missing);
    }
    let expected = mac(secret, timestamp, body);
    if !presented.any(|one| expected.clone().verify_slice(&one).is_ok()) {
        return Err(SignatureError::Wrong);
    }
    let age = now.0.saturating_sub(seconds.saturating_mul(1000));
    if age.abs() <= WINDOW_MS { Ok(()) } else { Err(SignatureError::Stale) }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn mac(secret: &str, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    fn check(timestamp: &str, signature: &str, body: &[u8]) -> Result<(), SignatureError> {
        verify("a secret of 16 or more", Some(timestamp), Some(signature), body, NOW)
    }

    #[test]
    fn signs_as_the_documentation_says() {
        // printf '1700000000.{"events":[]}' | openssl dgst -sha256 -hmac 'a secret of 16 or more'
        assert_eq!(
            sign("a secret of 16 or more", 1_700_000_000, b"{\"events\":[]}"),
            "v1=7eb90e0891939953eb36061f280a1e8c8f3c5bdf3eef3db7ed75a4548b4510a0"
        );
    }

    #[test]
    fn believes_only_what_is_signed_now() {
        let good = sign("a secret of 16 or more", 1_700_000_000, b"body");
        assert_eq!(check("1700000000", &good, b"body"), Ok(()));
        assert_eq!(check("1700000000", &format!("v1=00, {good}"), b"body"), Ok(()));
        assert_eq!(check("1700000000", &good, b"Body"), Err(SignatureError::Wrong));
        assert_eq!(check("1700000001", &good, b"body"), Err(SignatureError::Wrong));
        assert_eq!(check("1700000000", "v2=00", b"body"), Err(SignatureError::Missing));
        assert_eq!(check("soon", &good, b"body"), Err(SignatureError::Missing));
        for (seconds, expected) in [
            (1_699_999_700, Ok(())),
            (1_699_999_699, Err(SignatureError::Stale)),
            (1_700_000_300, Ok(())),
            (1_700_000_301, Err(SignatureError::Stale)),
            (i64::MIN, Err(SignatureError::Stale)),
        ] {
            let signature = sign("a secret of 16 or more", seconds, b"body");
            assert_eq!(check(&seconds.to_string(), &signature, b"body"), expected, "{seconds}");
        }
    }
}
