//! The pages' transport on the server: the schema, run in-process for the page's visitor.

use crate::graphql::{Schema, Visitor, execute};
use async_graphql::Variables;
use std::future::Future;
use std::pin::Pin;
use web::data::{Answer, LoadError, Request, Transport};

/// Runs requests for one visitor.
pub(super) struct InProcess {
    pub(super) schema: Schema,
    pub(super) visitor: Visitor,
}

impl Transport for InProcess {
    fn execute(&self, request: Request) -> Pin<Box<dyn Future<Output = Answer> + Send>> {
        let (schema, visitor) = (self.schema.clone(), self.visitor.clone());
        Box::pin(async move {
            let variables = serde_json::from_str(&request.variables).map_err(|_| LoadError::Malformed)?;
            let request = async_graphql::Request::new(request.query).variables(Variables::from_json(variables));
            let response = execute(&schema, visitor, request).await;
            for error in &response.errors {
                tracing::warn!(path = ?error.path, "a page's query failed: {}", error.message);
            }
            serde_json::to_string(&response).map_err(|_| LoadError::Malformed)
        })
    }
}
