//! How answers of the API come into a page.
//!
//! A page states a typed query ([`use_query`]); a resource holds the raw JSON answer, which the server writes into
//! the page once, and both sides decode it with cynic. On the server a [`Transport`] runs the schema in-process; in
//! the browser it is `fetch`.

#[cfg(feature = "hydrate")]
mod browser;
mod error;
mod fragments;
mod loaded;
pub mod scalars;
#[cfg(any(feature = "hydrate", test))]
mod tree;

pub use error::LoadError;
pub use fragments::{ApproximateFields, ImageFields, MoneyFields, MoneyRangeFields, RateFields};
pub(crate) use loaded::waiting;
pub use loaded::{Loaded, LoadedProps};

use cynic::Operation;
use leptos::prelude::*;
use leptos::server::codee::string::FromToStringCodec;
use serde::{Serialize, de::DeserializeOwned};
use std::{convert::Infallible, fmt, future::Future, marker::PhantomData, pin::Pin, str::FromStr, sync::Arc};

/// The API's schema, as cynic generates it from `schema.graphql`.
#[cynic::schema("vouch")]
#[expect(missing_docs, reason = "generated")]
pub mod schema {}

/// One GraphQL request: the document and its variables as JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The document, with one operation.
    pub query: String,
    /// A JSON object.
    pub variables: String,
}

impl Request {
    fn new<Q, V: Serialize>(operation: &Operation<Q, V>) -> Self {
        // Variables are plain input objects: their serialisation cannot fail; an empty object would be refused.
        let variables = serde_json::to_string(&operation.variables).unwrap_or_default();
        Self { query: operation.query.clone(), variables }
    }
}

/// The answer of a [`Transport`]: the JSON text of a GraphQL response.
pub type Answer = Result<String, LoadError>;

/// Carries requests to the API.
pub trait Transport: Send + Sync {
    /// Runs one request; GraphQL errors are part of the answer's text.
    ///
    /// # Errors
    /// [`LoadError`] when no GraphQL response came back.
    fn execute(&self, request: Request) -> Pin<Box<dyn Future<Output = Answer> + Send>>;

    /// Asks for what is likely to be wanted next, so that it is there when it is. A transport that is fast need not.
    fn expect(&self, request: Request) {
        drop(request);
    }
}

/// The transport in a page's context.
pub type SharedTransport = Arc<dyn Transport>;

/// The transport of this page. Keep it while a component is built; event handlers have no context.
///
/// # Panics
/// When the host provided none, which is a fault of the composition root.
#[must_use]
pub fn use_transport() -> SharedTransport {
    expect_context::<SharedTransport>()
}

/// Whether the page has been left to which this belongs. What comes late then finds nothing any more of what a page
/// provides, and shows nothing.
#[must_use]
pub fn is_left() -> bool {
    use_context::<SharedTransport>().is_none()
}

#[cfg(feature = "hydrate")]
pub(crate) fn provide_transport(locale: shared::Locale) {
    provide_context::<SharedTransport>(Arc::new(browser::Fetch::new(locale)));
}

/// Asks for what the page behind a link will read, when somebody is about to follow it.
#[cfg(feature = "hydrate")]
pub(crate) fn expect<Q, V: Serialize>(transport: &SharedTransport, operation: &Operation<Q, V>) {
    transport.expect(Request::new(operation));
}

/// A query that a page reads: a resource of the raw answer and the type that it decodes to.
pub struct Query<Q> {
    answer: Resource<Held, FromToStringCodec>,
    shape: PhantomData<fn() -> Q>,
}

impl<Q> Clone for Query<Q> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q> Copy for Query<Q> {}

impl<Q: DeserializeOwned + 'static> Query<Q> {
    /// Waits for the answer and decodes it.
    ///
    /// # Errors
    /// [`LoadError`] when there is no answer, or one without data.
    pub async fn load(self) -> Result<Q, LoadError> {
        decode(self.answer.await.0)
    }

    /// Asks again.
    pub fn refetch(self) {
        self.answer.refetch();
    }
}

/// Runs a query while the page is rendered, and again when a signal that `operation` reads changes it.
pub fn use_query<Q, V>(operation: impl Fn() -> Operation<Q, V> + Send + Sync + 'static) -> Query<Q>
where
    V: Serialize,
{
    let transport = use_transport();
    let answer = resource(Arc::new(move || Request::new(&operation())), transport);
    Query { answer, shape: PhantomData }
}

/// An answer as a resource holds it and the page carries it: the API's own text, with nothing around it. An error
/// stands behind a mark with which no JSON text begins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held(Answer);

const ERROR_MARK: char = '!';

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(text) => f.write_str(text),
            Err(error) => write!(f, "{ERROR_MARK}{}", serde_json::to_string(error).map_err(|_| fmt::Error)?),
        }
    }
}

impl FromStr for Held {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(match text.strip_prefix(ERROR_MARK) {
            Some(error) => Err(serde_json::from_str(error).unwrap_or(LoadError::Malformed)),
            None => Ok(text.to_owned()),
        }))
    }
}

/// Kept free of the operation's type, so that the machinery of resources is compiled once.
fn resource(
    request: Arc<dyn Fn() -> Request + Send + Sync>,
    transport: SharedTransport,
) -> Resource<Held, FromToStringCodec> {
    Resource::new_str(
        move || request(),
        move |request| {
            let answer = transport.execute(request);
            async move { Held(answer.await) }
        },
    )
}

/// Sends an operation once, from an event handler.
///
/// # Errors
/// [`LoadError`] when there is no answer, or one without data.
pub async fn send<Q, V>(transport: &SharedTransport, operation: Operation<Q, V>) -> Result<Q, LoadError>
where
    Q: DeserializeOwned + 'static,
    V: Serialize,
{
    decode(transport.execute(Request::new(&operation)).await)
}

/// Decodes an answer. Partial data counts as data: a nullable field that failed is null.
///
/// # Errors
/// The transport's error, [`LoadError::Refused`] when the API answered without data, [`LoadError::Malformed`].
#[cfg(not(feature = "hydrate"))]
pub fn decode<Q: DeserializeOwned + 'static>(answer: Answer) -> Result<Q, LoadError> {
    #[derive(serde::Deserialize)]
    struct Extensions {
        code: Option<String>,
        #[serde(rename = "requestId")]
        request_id: Option<String>,
    }

    let response = serde_json::from_str::<cynic::GraphQlResponse<Q, Extensions>>(&answer?);
    let response = response.map_err(|_| LoadError::Malformed)?;
    response.data.ok_or_else(|| {
        let extensions = response.errors.into_iter().flatten().find_map(|error| error.extensions);
        let (code, request_id) = extensions.map_or((None, None), |found| (found.code, found.request_id));
        LoadError::Refused { code: code.unwrap_or_default(), request_id }
    })
}

/// Decodes an answer. Partial data counts as data: a nullable field that failed is null.
///
/// # Errors
/// The transport's error, [`LoadError::Refused`] when the API answered without data, [`LoadError::Malformed`].
#[cfg(feature = "hydrate")]
pub fn decode<Q: DeserializeOwned + 'static>(answer: Answer) -> Result<Q, LoadError> {
    tree::shape(&tree::data(&answer?)?)
}

#[cfg(test)]
mod tests {
    use super::{Held, LoadError};

    #[test]
    fn answers_and_errors_survive_the_page() {
        let refused = LoadError::Refused { code: "RATE_LIMITED".into(), request_id: Some("r1".into()) };
        for answer in [Ok(r#"{"data":{"x":"!"}}"#.to_owned()), Err(refused), Err(LoadError::Unreachable)] {
            let held = Held(answer);
            assert_eq!(held.to_string().parse(), Ok(held));
        }
    }
}
