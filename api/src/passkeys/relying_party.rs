//! This installation as a relying party of WebAuthn: for which domain passkeys are made, and how the library is asked to
//! verify them.
//!
//! `webauthn-rs` checks the ceremony's type, challenge, origin, the hash of the domain, that somebody was there and was
//! verified, the key's algorithm (ES256, ES384 or RS256), the signature, and the signatures' counter.

use super::PasskeyError;
use super::entity::Model;
use anyhow::Context as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::id::AccountId;
use std::net::IpAddr;
use uuid::Uuid;
use webauthn_rs::prelude::{
    Credential, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// Longest answer of an authenticator that is looked at, in bytes; ours have under 2,000.
const MAX_CREDENTIAL: usize = 16 * 1024;

/// For which domain passkeys are made and taken.
#[derive(Debug)]
pub struct RelyingParty {
    /// The only origin whose pages may use them.
    origin: String,
    id: String,
    webauthn: Webauthn,
}

/// A passkey that was just made.
#[derive(Debug)]
pub(super) struct Made {
    pub credential_id: Vec<u8>,
    pub credential: Value,
    pub sign_count: i64,
    pub backed_up: bool,
    pub transports: Value,
    pub aaguid: Option<Uuid>,
}

/// What an authenticator answers when somebody signs in; nothing of it is proven yet.
#[derive(Debug)]
pub(super) struct Presented {
    pub account_id: AccountId,
    answer: PublicKeyCredential,
}

/// How a passkey was seen when its signature was verified.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub sign_count: i64,
    pub backed_up: bool,
}

impl RelyingParty {
    /// The relying party of an installation that is reached under `public_url`; `None` where browsers allow no passkeys:
    /// without TLS, or without a domain. The machine itself has a domain, `localhost`, which browsers trust without TLS;
    /// so `http://127.0.0.1:8080` means `http://localhost:8080`.
    ///
    /// # Errors
    /// When the library refuses the domain.
    pub fn new(public_url: &str) -> anyhow::Result<Option<Self>> {
        let Ok(url) = Url::parse(public_url) else { return Ok(None) };
        let host = url.host_str().unwrap_or_default().to_owned();
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let (id, origin) = match (url.scheme(), address) {
            ("https", None) => (host, url),
            ("http", None) if host == "localhost" || host.ends_with(".localhost") => (host, url),
            ("http", Some(address)) if address.is_loopback() => {
                let mut named = url;
                named.set_host(Some("localhost")).context("no address could be named")?;
                ("localhost".to_owned(), named)
            }
            _ => return Ok(None),
        };
        let webauthn = WebauthnBuilder::new(&id, &origin).map(|builder| builder.rp_name("Vouch"));
        let webauthn = webauthn.and_then(WebauthnBuilder::build).context("no relying party of WebAuthn")?;
        Ok(Some(Self { origin: origin.origin().ascii_serialization(), id, webauthn }))
    }

    /// The only origin whose pages can use passkeys: `https://market.example`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Begins to make a passkey: the browser's options, and what must be kept.
    pub(super) fn begin_registration(
        &self,
        account: AccountId,
        email: &str,
        display_name: &str,
        known: &[Model],
    ) -> anyhow::Result<(String, PasskeyRegistration)> {
        let ids = known.iter().map(|passkey| passkey.credential_id.clone()).collect();
        let (options, state) = self
            .webauthn
            .start_passkey_registration(account.0, email, display_name, Some(ids))
            .context("making a passkey cannot begin")?;
        let mut options = public_key(&options)?;
        // One that can be found without an e-mail address; the library leaves that to the authenticator.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        if let Some(excluded) = options["excludeCredentials"].as_array_mut() {
            for (descriptor, passkey) in excluded.iter_mut().zip(known) {
                descriptor["transports"] = passkey.transports.clone();
            }
        }
        Ok((options.to_string(), state))
    }

    /// Verifies what an authenticator answered when it made a passkey.
    pub(super) fn finish_registration(&self, answer: &str, state: &PasskeyRegistration) -> Result<Made, PasskeyError> {
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, state).map_err(refused)?;
        let transports = answer.response.transports.as_ref().map_or(json!([]), |transports| json!(transports));
        let aaguid = self.aaguid(&answer.response.attestation_object);
        let credential = serde_json::to_value(&passkey).map_err(|_| PasskeyError::CredentialInvalid)?;
        let facts = Credential::from(passkey);
        Ok(Made {
            credential_id: facts.cred_id,
            credential,
            sign_count: i64::from(facts.counter),
            backed_up: facts.backup_state,
            transports,
            aaguid,
        })
    }

    /// Begins to sign somebody in: the browser's options, which name nobody, and what must be kept.
    pub(super) fn begin_sign_in(&self) -> anyhow::Result<(String, DiscoverableAuthentication)> {
        let (options, state) =
            self.webauthn.start_discoverable_authentication().context("signing in with a passkey cannot begin")?;
        Ok((public_key(&options)?.to_string(), state))
    }

    /// Reads what an authenticator answers when somebody signs in.
    pub(super) fn read_sign_in(&self, answer: &str) -> Result<Presented, PasskeyError> {
        let answer: PublicKeyCredential = read(answer)?;
        // The library looks at this only when a passkey is made.
        let client: Value =
            serde_json::from_slice(&answer.response.client_data_json).map_err(|_| PasskeyError::CredentialInvalid)?;
        if client["crossOrigin"] == true {
            return Err(PasskeyError::CredentialInvalid);
        }
        let (account, _) = self.webauthn.identify_discoverable_authentication(&answer).map_err(refused)?;
        Ok(Presented { account_id: AccountId(account), answer })
    }

    /// Verifies that the answer was signed by a passkey for this ceremony.
    pub(super) fn finish_sign_in(
        &self,
        presented: &Presented,
        state: DiscoverableAuthentication,
        passkey: &Model,
    ) -> Result<Seen, PasskeyError> {
        let kept: Passkey = serde_json::from_value(passkey.credential.clone()).map_err(|error| {
            tracing::error!(passkey = %passkey.id, %error, "a passkey's key cannot be read");
            PasskeyError::CredentialInvalid
        })?;
        let mut credential = Credential::from(kept);
        credential.counter = u32::try_from(passkey.sign_count).unwrap_or(u32::MAX);
        credential.backup_state = passkey.backed_up;
        let seen = self
            .webauthn
            .finish_discoverable_authentication_v2(&presented.answer, state, &credential)
            .map_err(refused)?;
        Ok(Seen { sign_count: i64::from(seen.counter()), backed_up: seen.backup_state() })
    }

    /// The make of the authenticator. The library keeps it only where a maker attests it; it stands behind the hash of
    /// the domain (32 bytes, verified by now), the flags (1) and the counter (4).
    fn aaguid(&self, attestation: &[u8]) -> Option<Uuid> {
        let hash = Sha256::digest(self.id.as_bytes());
        let start = attestation.windows(32).position(|window| window == hash.as_slice())? + 32 + 1 + 4;
        let aaguid = Uuid::from_slice(attestation.get(start..start + 16)?).ok()?;
        (!aaguid.is_nil()).then_some(aaguid)
    }
}

impl Presented {
    /// What the authenticator calls the passkey.
    pub(super) fn credential_id(&self) -> &[u8] {
        self.answer.get_credential_id()
    }
}

/// The member `publicKey` of the options, which is what `parse…OptionsFromJSON` takes.
fn public_key(options: &impl serde::Serialize) -> anyhow::Result<Value> {
    let mut options = serde_json::to_value(options).context("options of a ceremony are no JSON")?;
    Ok(options["publicKey"].take())
}

fn read<T: serde::de::DeserializeOwned>(answer: &str) -> Result<T, PasskeyError> {
    let fits = answer.len() <= MAX_CREDENTIAL;
    fits.then(|| serde_json::from_str(answer).ok()).flatten().ok_or(PasskeyError::CredentialInvalid)
}

/// Why an answer was refused: clients hear little of it, operators all.
#[expect(clippy::needless_pass_by_value, reason = "errors are mapped with it, which hands them over")]
fn refused(error: WebauthnError) -> PasskeyError {
    tracing::info!(%error, "a passkey was refused");
    match error {
        WebauthnError::CredentialPossibleCompromise => PasskeyError::CounterWentBack,
        _ => PasskeyError::CredentialInvalid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_with_tls_or_this_machine_by_name() {
        let of = |url: &str| {
            RelyingParty::new(url).expect("a domain").map(|party| (party.id.clone(), party.origin().to_owned()))
        };
        let some = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
        assert_eq!(of("https://market.example"), some("market.example", "https://market.example"));
        assert_eq!(of("https://market.example:8443"), some("market.example", "https://market.example:8443"));
        assert_eq!(of("http://localhost:8080"), some("localhost", "http://localhost:8080"));
        assert_eq!(of("http://127.0.0.1:8080"), some("localhost", "http://localhost:8080"));
        assert_eq!(of("http://[::1]:8080"), some("localhost", "http://localhost:8080"));
        for none in ["http://market.example", "https://192.0.2.1", "http://0.0.0.0:8080", "http://192.0.2.1:8080"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
