//! An authenticator in software: it makes passkeys (ES256, attestation `none`) and signs with them as a browser with a
//! good one does, and lies where a test wants it to.

use super::TestApp;
use api::graphql::Visitor;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Where the pages of a test's installation may use passkeys.
pub const ORIGIN: &str = "http://localhost:8080";

const REGISTER_BEGIN: &str = "mutation($password: String) { passkeyRegistrationBegin(input: {password: $password}) {
    ceremony { token options } userErrors { code } } }";
const REGISTER_FINISH: &str = "mutation($token: String!, $credential: String!, $name: String) {
    passkeyRegistrationFinish(input: {token: $token, credential: $credential, name: $name}) {
        passkey { id name } userErrors { code field } } }";

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const HOLDS_KEY: u8 = 1 << 6;

/// A device of somebody, with the browser before it.
pub struct Authenticator {
    /// What its keys and ids are made of.
    seed: String,
    /// The origin that the browser writes down.
    pub origin: String,
    /// The domain that the authenticator believes to serve; by default what the options say.
    pub domain: Option<String>,
    /// The challenge that the browser writes down; by default what the options say.
    pub challenge: Option<String>,
    /// Whether the person was verified.
    pub verifies: bool,
    /// Whether it keeps its passkeys in more places than one.
    pub backs_up: bool,
    /// Whether the signature is of something else.
    pub forges: bool,
    /// Whose passkey it says to have; by default what was said when it was made.
    pub user_handle: Option<String>,
    /// The counter of its signatures; 0 means that it does not count.
    pub counter: u32,
    /// Its make.
    pub aaguid: [u8; 16],
    passkeys: Vec<Kept>,
}

struct Kept {
    id: Vec<u8>,
    key: SigningKey,
    user_handle: String,
}

impl Authenticator {
    /// A good one with a counter; `seed` tells it from others of the test.
    pub fn new(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
            origin: ORIGIN.to_owned(),
            domain: None,
            challenge: None,
            verifies: true,
            backs_up: false,
            forges: false,
            user_handle: None,
            counter: 1,
            aaguid: [0; 16],
            passkeys: Vec::new(),
        }
    }

    /// `navigator.credentials.create`: makes a passkey and answers as `toJSON` does.
    pub fn create(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        let seed = format!("{} {}", self.seed, self.passkeys.len());
        let key = SigningKey::from_slice(&Sha256::digest(seed.as_bytes())).expect("a key");
        let id = Sha256::digest(format!("id of {seed}").as_bytes()).to_vec();
        let user_handle = text(&options["user"]["id"]);

        let mut data = self.data(&text(&options["rp"]["id"]), HOLDS_KEY);
        data.extend(self.aaguid);
        data.extend(u16::try_from(id.len()).expect("a short id").to_be_bytes());
        data.extend(&id);
        data.extend(cose(&key));
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x59");
        attestation.extend(u16::try_from(data.len()).expect("short data").to_be_bytes());
        attestation.extend(&data);

        let client = self.client("webauthn.create", &options);
        let answer = json!({
            "id": base64url(&id), "rawId": base64url(&id), "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {"credProps": {"rk": true}},
            "response": {
                "clientDataJSON": base64url(client.as_bytes()),
                "attestationObject": base64url(&attestation),
                "authenticatorData": base64url(&data),
                "transports": ["internal", "hybrid"],
                "publicKeyAlgorithm": -7,
            },
        });
        self.passkeys.push(Kept { id, key, user_handle });
        self.count();
        answer.to_string()
    }

    /// `navigator.credentials.get`: signs with its newest passkey and answers as `toJSON` does.
    pub fn get(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        let domain = if options["rpId"].is_null() { &options["rp"]["id"] } else { &options["rpId"] };
        let data = self.data(&text(domain), 0);
        let client = self.client("webauthn.get", &options);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(client.as_bytes()));
        if self.forges {
            signed.push(0);
        }
        let kept = self.passkeys.last().expect("a passkey");
        let signature: Signature = kept.key.sign(&signed);
        let user_handle = self.user_handle.as_ref().unwrap_or(&kept.user_handle);
        let answer = json!({
            "id": base64url(&kept.id), "rawId": base64url(&kept.id), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": base64url(client.as_bytes()),
                "authenticatorData": base64url(&data),
                "signature": base64url(signature.to_der().as_bytes()),
                "userHandle": user_handle,
            },
        });
        self.count();
        answer.to_string()
    }

    /// Whose its newest passkey is, as it says.
    pub fn owner(&self) -> String {
        self.passkeys.last().expect("a passkey").user_handle.clone()
    }

    fn count(&mut self) {
        if self.counter > 0 {
            self.counter += 1;
        }
    }

    fn data(&self, domain: &str, more: u8) -> Vec<u8> {
        let domain = self.domain.as_deref().unwrap_or(domain);
        let verified = if self.verifies { VERIFIED } else { 0 };
        let backed_up = if self.backs_up { BACKUP_ELIGIBLE | BACKED_UP } else { 0 };
        let mut data = Sha256::digest(domain.as_bytes()).to_vec();
        data.push(PRESENT | verified | backed_up | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client(&self, kind: &str, options: &Value) -> String {
        let challenge = self.challenge.clone().unwrap_or_else(|| text(&options["challenge"]));
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false}).to_string()
    }
}

impl TestApp {
    /// Adds a passkey to the account of somebody signed in, who says their password or has just signed in; its id.
    pub async fn add_passkey(
        &self,
        visitor: &Visitor,
        password: Option<&str>,
        authenticator: &mut Authenticator,
    ) -> String {
        let begun = self.data(visitor, REGISTER_BEGIN, json!({"password": password})).await;
        let begun = &begun["passkeyRegistrationBegin"];
        assert_eq!(begun["userErrors"], json!([]));
        let credential = authenticator.create(&text(&begun["ceremony"]["options"]));
        let variables = json!({"token": begun["ceremony"]["token"], "credential": credential});
        let made = self.data(visitor, REGISTER_FINISH, variables).await["passkeyRegistrationFinish"].clone();
        assert_eq!(made["userErrors"], json!([]));
        text(&made["passkey"]["id"])
    }
}

/// The public half as a COSE key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.
fn cose(key: &SigningKey) -> Vec<u8> {
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = (point.x().expect("an x"), point.y().expect("a y"));
    let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
    cose.extend(x);
    cose.extend([0x22, 0x58, 32]);
    cose.extend(y);
    cose
}

/// Base64 for addresses, without padding.
pub fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - group.len()));
        for digit in 0..=group.len() {
            text.push(char::from(DIGITS[((bits >> (18 - 6 * digit)) & 63) as usize]));
        }
    }
    text
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
