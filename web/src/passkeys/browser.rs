//! What the browser does with passkeys: `navigator.credentials`, and nothing of it before somebody is there to ask.
//!
//! Members are read by their names. Bindings with types would be code for every browser's whole interface, of which the
//! first page would carry its share.

use super::{PasskeyProblem, base64};
use js_sys::{Date, Function, JSON, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long a browser waits for somebody, in milliseconds; the ceremony itself is over then.
const PATIENCE_MS: f64 = 290_000.0;

/// Whether this browser knows passkeys, and this page may use them.
pub(super) fn is_able() -> bool {
    kind().is_function() && credentials().is_object() && member(&window(), "isSecureContext").is_truthy()
}

/// Whether the browser can offer passkeys in the field of the e-mail address.
pub(super) async fn offers_in_fields() -> bool {
    let Ok(answer) = call(&kind(), "isConditionalMediationAvailable", &JsValue::UNDEFINED) else { return false };
    settled(answer).await.is_ok_and(|available| available.is_truthy())
}

/// Has a passkey made: what the authenticator answers, as JSON text.
///
/// # Errors
/// Why there is none.
pub(super) async fn create(options: &str) -> Result<String, PasskeyProblem> {
    run("create", "parseCreationOptionsFromJSON", options, None).await
}

/// Has a passkey used: what the authenticator answers, as JSON text. With a signal the browser offers passkeys in the
/// field of the e-mail address until it is aborted; without, it asks at once.
///
/// # Errors
/// Why there is no answer.
pub(super) async fn get(options: &str, signal: Option<&JsValue>) -> Result<String, PasskeyProblem> {
    run("get", "parseRequestOptionsFromJSON", options, signal).await
}

/// Tells the browser that a passkey opens nothing here, so that it can stop offering it.
pub(super) async fn forget(options: &str, credential: &str) {
    let (Ok(options), Ok(credential)) = (JSON::parse(options), JSON::parse(credential)) else { return };
    let in_rp = member(&member(&options, "rp"), "id");
    let domain = if in_rp.is_undefined() { member(&options, "rpId") } else { in_rp };
    let said = Object::new();
    set(&said, "rpId", &domain);
    set(&said, "credentialId", &member(&credential, "id"));
    if let Ok(promise) = call(&kind(), "signalUnknownCredential", &said) {
        // It is a courtesy: a browser that cannot, need not.
        let _ = settled(promise).await;
    }
}

async fn run(action: &str, parser: &str, options: &str, signal: Option<&JsValue>) -> Result<String, PasskeyProblem> {
    let begun = Date::now();
    let credential =
        ask(action, parser, options, signal).await.map_err(|error| problem(&error, Date::now() - begun))?;
    if credential.is_null() {
        return Err(PasskeyProblem::Cancelled);
    }
    text(&credential).ok_or(PasskeyProblem::Unsupported)
}

async fn ask(action: &str, parser: &str, options: &str, signal: Option<&JsValue>) -> Result<JsValue, JsValue> {
    let asked = Object::new();
    let json = JSON::parse(options)?;
    set(
        &asked,
        "publicKey",
        &if member(&kind(), parser).is_function() { call(&kind(), parser, &json)? } else { by_hand(json) },
    );
    if let Some(signal) = signal {
        set(&asked, "signal", signal);
        set(&asked, "mediation", &"conditional".into());
    }
    settled(call(&credentials(), action, &asked)?).await
}

/// Options for a browser that does not read their JSON: what is bytes becomes bytes.
fn by_hand(options: JsValue) -> JsValue {
    let to_bytes = |of: &JsValue, name: &str| {
        if let Some(bytes) = member(of, name).as_string().and_then(|text| base64::decode(&text)) {
            set(of, name, &Uint8Array::from(&bytes[..]));
        }
    };
    to_bytes(&options, "challenge");
    to_bytes(&member(&options, "user"), "id");
    for list in ["excludeCredentials", "allowCredentials"] {
        let list = member(&options, list);
        let length = member(&list, "length").as_f64().unwrap_or_default() as u32;
        for at in 0..length {
            to_bytes(&member(&list, &at.to_string()), "id");
        }
    }
    options
}

/// A credential as JSON text, also from a browser that does not write it.
fn text(credential: &JsValue) -> Option<String> {
    if member(credential, "toJSON").is_function() {
        return JSON::stringify(credential).ok().map(String::from);
    }
    let response = member(credential, "response");
    let bytes = |of: &JsValue, name: &str| {
        let value = member(of, name);
        value.is_object().then(|| base64::encode(&Uint8Array::new(&value).to_vec()))
    };
    let id = bytes(credential, "rawId")?;
    let names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    let fields: Vec<String> =
        names.iter().filter_map(|name| Some(format!(r#""{name}":"{}""#, bytes(&response, name)?))).collect();
    let fields = fields.join(",");
    Some(format!(
        r#"{{"id":"{id}","rawId":"{id}","type":"public-key","clientExtensionResults":{{}},"response":{{{fields}}}}}"#
    ))
}

/// What a refusal of the browser means. It says the same when somebody cancels and when nobody came.
fn problem(error: &JsValue, waited: f64) -> PasskeyProblem {
    match member(error, "name").as_string().as_deref() {
        Some("AbortError") => PasskeyProblem::Stopped,
        Some("NotAllowedError") if waited >= PATIENCE_MS => PasskeyProblem::TimedOut,
        Some("NotAllowedError") => PasskeyProblem::Cancelled,
        Some("InvalidStateError") => PasskeyProblem::AlreadyThere,
        _ => PasskeyProblem::Unsupported,
    }
}

fn kind() -> JsValue {
    member(&window(), "PublicKeyCredential")
}

fn credentials() -> JsValue {
    member(&member(&window(), "navigator"), "credentials")
}

/// A member, `undefined` where there is none.
fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(of: &JsValue, name: &str, value: &JsValue) {
    // What is set here are plain objects, which take any member.
    let _ = Reflect::set(of, &name.into(), value);
}

fn call(of: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    member(of, name).dyn_into::<Function>()?.call1(of, argument)
}

async fn settled(promise: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&promise)).await
}
