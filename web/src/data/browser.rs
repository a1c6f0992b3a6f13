//! The transport of the browser: `fetch` to `/graphql`.

use super::{Answer, LoadError, Request, Transport};
use send_wrapper::SendWrapper;
use shared::Locale;
use std::{future::Future, pin::Pin};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Sends requests with the page's language and cookies.
pub(super) struct Fetch {
    pub(super) locale: Locale,
}

impl Transport for Fetch {
    fn execute(&self, request: Request) -> Pin<Box<dyn Future<Output = Answer> + Send>> {
        let locale = self.locale;
        // The browser has one thread, and the future never leaves it.
        Box::pin(SendWrapper::new(async move { post(&request, locale).await.map_err(|_| LoadError::Unreachable) }))
    }
}

async fn post(request: &Request, locale: Locale) -> Result<String, JsValue> {
    let query = serde_json::to_string(&request.query).unwrap_or_default();
    let body = format!(r#"{{"query":{query},"variables":{}}}"#, request.variables);
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(&body));
    let headers = web_sys::Headers::new()?;
    headers.set("Content-Type", "application/json")?;
    headers.set("Accept", "application/json")?;
    headers.set("Vouch-Locale", locale.as_str())?;
    // A header that no plain form can send: proves to the server that this page's own code asks.
    headers.set("Vouch-Csrf", "1")?;
    init.set_headers(&headers);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: web_sys::Response =
        JsFuture::from(window.fetch_with_str_and_init("/graphql", &init)).await?.dyn_into()?;
    JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::NULL)
}
