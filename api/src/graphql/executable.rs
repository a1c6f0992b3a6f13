//! The one door to the schema: nothing runs that was not checked by [`documents`](super::documents).
//!
//! Resolvers run without async-graphql's own validation, which misses rules that the checks here know. Questions about
//! the schema alone go to a copy that does validate.

use super::batching::Batching;
use super::context::{self, Visitor};
use super::documents::{Documents, Kind, Ready, Refusal, tag, with_cost};
use crate::app::App;
use async_graphql::{ObjectType, Request, Response, SubscriptionType};
use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use std::sync::Arc;

/// Errors that one answer tells.
const MAX_ERRORS: usize = super::documents::MAX_ERRORS;

/// A schema that checks and runs requests. Cheap to clone.
#[derive(Clone)]
pub struct Schema(Arc<Inner>);

struct Inner {
    app: App,
    documents: Documents,
    resolvers: Box<dyn Run>,
    introspection: Box<dyn Run>,
}

/// An executor whose roots are not named in its type: the server's own schema, or a small one that a test makes.
pub trait Run: Send + Sync + 'static {
    /// Runs a query or mutation.
    fn run(&self, request: Request) -> BoxFuture<'_, Response>;
    /// Runs any operation; a subscription answers many times.
    fn stream(&self, request: Request) -> BoxStream<'static, Response>;
}

impl<Q, M, S> Run for async_graphql::Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    fn run(&self, request: Request) -> BoxFuture<'_, Response> {
        Box::pin(self.execute(request))
    }

    fn stream(&self, request: Request) -> BoxStream<'static, Response> {
        self.execute_stream(request)
    }
}

impl Schema {
    /// A schema of `resolvers`, built with [`async_graphql::ValidationMode::Fast`], whose questions about itself
    /// `introspection` answers; both have the same `sdl`.
    ///
    /// # Panics
    /// When `sdl` is no valid schema. The server's own is proven valid by a test.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test proves the exported SDL valid, and there is no serving without it")]
    pub fn new(app: &App, sdl: &str, resolvers: impl Run, introspection: impl Run) -> Self {
        let schema =
            apollo_compiler::Schema::parse_and_validate(sdl, "schema.graphql").expect("the exported SDL is valid");
        Self(Arc::new(Inner {
            app: app.clone(),
            documents: Documents::new(schema),
            resolvers: Box::new(resolvers),
            introspection: Box::new(introspection),
        }))
    }

    /// Checks a request and knows its cost.
    ///
    /// # Errors
    /// Why it cannot run.
    pub fn prepare(&self, request: Request) -> Result<Ready, Refusal> {
        self.0.documents.prepare(request)
    }

    /// Runs a query or mutation for a visitor.
    pub async fn run(&self, visitor: Visitor, ready: Ready) -> Response {
        let (request_id, cost) = (visitor.request_id.clone(), ready.cost);
        let (batching, driver) = Batching::in_task();
        let executor = self.executor(&ready);
        let request = context::attach(ready.into_request(), &self.0.app, visitor, &batching);
        with_cost(finish(driver.run(executor.run(request)).await, &request_id), cost)
    }

    /// Runs any operation for a visitor; a subscription answers until it is dropped.
    pub fn stream(&self, visitor: Visitor, ready: Ready) -> BoxStream<'static, Response> {
        if ready.kind != Kind::Subscription {
            let schema = self.clone();
            return stream::once(async move { schema.run(visitor, ready).await }).boxed();
        }
        let request_id = visitor.request_id.clone();
        let request = context::attach(ready.into_request(), &self.0.app, visitor, &Batching::spawned());
        self.0.resolvers.stream(request).map(move |response| finish(response, &request_id)).boxed()
    }

    fn executor(&self, ready: &Ready) -> &dyn Run {
        if ready.introspection { self.0.introspection.as_ref() } else { self.0.resolvers.as_ref() }
    }
}

/// Runs one query or mutation for a visitor inside the process: what the storefront on the server does.
pub async fn execute(schema: &Schema, visitor: Visitor, request: Request) -> Response {
    match schema.prepare(request) {
        Ok(ready) => schema.run(visitor, ready).await,
        Err(refusal) => refusal.into_response(&visitor.request_id),
    }
}

/// Every error carries its code and the request's id, and there are not too many of them. Errors of resolvers bring
/// their code; those without one come from reading arguments.
fn finish(mut response: Response, request_id: &str) -> Response {
    response.errors.truncate(MAX_ERRORS);
    for error in &mut response.errors {
        tag(error, "BAD_USER_INPUT", request_id);
    }
    response
}
