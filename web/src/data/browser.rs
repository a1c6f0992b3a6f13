//! The transport of the browser: `fetch` to `/graphql`.

use super::{Answer, LoadError, Request, Transport};
use send_wrapper::SendWrapper;
use shared::Locale;
use std::{cell::RefCell, future::Future, pin::Pin};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// How long an answer that was expected may wait to be wanted, in milliseconds: prices and stock move.
const FRESH_MS: f64 = 10_000.0;
/// Most answers that wait.
const MOST_EXPECTED: usize = 4;

/// An answer that was asked for before anybody wanted it, with the moment of asking.
struct Expected {
    request: Request,
    asked: f64,
    answer: js_sys::Promise,
}

/// Sends requests with the page's language and cookies.
pub(super) struct Fetch {
    locale: Locale,
    // The browser has one thread.
    expected: SendWrapper<RefCell<Vec<Expected>>>,
}

impl Fetch {
    pub(super) fn new(locale: Locale) -> Self {
        Self { locale, expected: SendWrapper::new(RefCell::new(Vec::new())) }
    }

    /// The answer to this request, if it was expected lately; it is given once. What is written may change all others.
    fn take(&self, request: &Request) -> Option<js_sys::Promise> {
        let mut expected = self.expected.borrow_mut();
        if request.query.starts_with("mutation") {
            expected.clear();
        }
        let now = js_sys::Date::now();
        expected.retain(|known| now - known.asked < FRESH_MS);
        let index = expected.iter().position(|known| known.request == *request)?;
        Some(expected.swap_remove(index).answer)
    }
}

impl Transport for Fetch {
    fn execute(&self, request: Request) -> Pin<Box<dyn Future<Output = Answer> + Send>> {
        let (locale, expected) = (self.locale, self.take(&request));
        // The future never leaves the browser's thread.
        Box::pin(SendWrapper::new(async move {
            // One that failed is asked for again.
            if let Some(answer) = expected
                && let Ok(answer) = JsFuture::from(answer).await
                && let Some(text) = answer.as_string()
            {
                return Ok(text);
            }
            post(&request, locale).await.ok().and_then(|text| text.as_string()).ok_or(LoadError::Unreachable)
        }))
    }

    fn expect(&self, request: Request) {
        let (locale, asked) = (self.locale, js_sys::Date::now());
        let mut expected = self.expected.borrow_mut();
        if expected.iter().any(|known| known.request == request && asked - known.asked < FRESH_MS) {
            return;
        }
        if expected.len() == MOST_EXPECTED {
            expected.remove(0);
        }
        let copy = request.clone();
        // A failure is nobody's yet: it becomes an answer that is none.
        let answer = future_to_promise(async move { Ok(post(&copy, locale).await.unwrap_or_default()) });
        expected.push(Expected { request, asked, answer });
    }
}

async fn post(request: &Request, locale: Locale) -> Result<JsValue, JsValue> {
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
    JsFuture::from(response.text()?).await
}
