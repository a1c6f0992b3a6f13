//! The pages' transport on the server: the schema, run in-process for the page's visitor.

use crate::graphql::{Schema, Visitor, execute};
use async_graphql::Variables;
use std::future::Future;
use std::pin::Pin;
use tracing::Instrument as _;
use web::data::{Answer, LoadError, Request, Transport};

/// Runs requests for one visitor.
pub(super) struct InProcess {
    pub(super) schema: Schema,
    pub(super) visitor: Visitor,
}

impl Transport for InProcess {
    fn execute(&self, request: Request) -> Pin<Box<dyn Future<Output = Answer> + Send>> {
        let (schema, visitor) = (self.schema.clone(), self.visitor.clone());
        let run = async move {
            let variables = serde_json::from_str(&request.variables).map_err(|_| LoadError::Malformed)?;
            let request = async_graphql::Request::new(request.query).variables(Variables::from_json(variables));
            let response = execute(&schema, visitor, request).await;
            for error in &response.errors {
                tracing::warn!(path = ?error.path, "a page's query failed: {}", error.message);
            }
            serde_json::to_string(&response).map_err(|_| LoadError::Malformed)
        };
        // A task of its own: rendering begins several queries, and then waits for one after the other. One that is begun and
        // not asked for would keep the connection that it was given, and so many pages at once would wait for each other.
        Box::pin(async move {
            tokio::spawn(run.in_current_span()).await.unwrap_or_else(|fault| {
                tracing::error!("a page's query broke off: {fault}");
                Err(LoadError::Unreachable)
            })
        })
    }
}
