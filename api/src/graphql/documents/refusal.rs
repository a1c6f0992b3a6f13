//! Why a request does not run at all.

use super::MAX_COST;
use apollo_compiler::response::GraphQLError;
use apollo_compiler::validation::DiagnosticList;
use async_graphql::{Pos, Response, ServerError, Value};
use std::sync::Arc;

/// Errors that one answer tells.
pub const MAX_ERRORS: usize = 20;

/// A request error: the request is wrong as a whole, and nothing of it was executed.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// `extensions.code` of its errors.
    pub code: &'static str,
    findings: Arc<[Finding]>,
    cost: Option<u64>,
}

#[derive(Clone, Debug)]
struct Finding {
    message: String,
    locations: Vec<Pos>,
}

impl Refusal {
    /// One error with this code and message.
    #[must_use]
    pub fn new(code: &'static str, message: &str) -> Self {
        let finding = Finding { message: message.to_owned(), locations: Vec::new() };
        Self { code, findings: Arc::new([finding]), cost: None }
    }

    /// The request is malformed or does not fit the schema.
    #[must_use]
    pub fn bad_input(message: &str) -> Self {
        Self::new("BAD_USER_INPUT", message)
    }

    /// The request is larger than anybody needs.
    #[must_use]
    pub fn too_costly(message: &str) -> Self {
        Self::new("TOO_COSTLY", message)
    }

    /// The operation costs more than [`MAX_COST`].
    pub(super) fn over_budget(cost: u64) -> Self {
        let message = format!(
            "the operation costs {cost} points and may cost {MAX_COST}: ask for smaller pages or fewer nested lists"
        );
        Self { cost: Some(cost), ..Self::too_costly(&message) }
    }

    pub(super) fn from_diagnostics(errors: &DiagnosticList) -> Self {
        let findings = errors.iter().take(MAX_ERRORS).map(|error| Finding::from(&error.to_json())).collect();
        Self { code: "BAD_USER_INPUT", findings, cost: None }
    }

    pub(super) fn from_graphql(error: &GraphQLError) -> Self {
        Self { code: "BAD_USER_INPUT", findings: Arc::new([Finding::from(error)]), cost: None }
    }

    /// The errors of the answer.
    #[must_use]
    pub fn errors(&self, request_id: &str) -> Vec<ServerError> {
        self.findings
            .iter()
            .map(|finding| {
                let mut error = ServerError::new(finding.message.clone(), None);
                error.locations.clone_from(&finding.locations);
                tag(&mut error, self.code, request_id);
                error
            })
            .collect()
    }

    /// The answer, for callers inside the process. Transports leave its `data` out.
    #[must_use]
    pub fn into_response(self, request_id: &str) -> Response {
        let response = Response::from_errors(self.errors(request_id));
        match self.cost {
            Some(cost) => with_cost(response, cost),
            None => response,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.findings.first().map_or("the request is refused", |finding| &finding.message))
    }
}

impl From<&GraphQLError> for Finding {
    fn from(error: &GraphQLError) -> Self {
        let locations = error.locations.iter().map(|at| Pos { line: at.line, column: at.column }).collect();
        Self { message: error.message.clone(), locations }
    }
}

/// Gives an error its code, unless it has one, and the request's id.
pub(crate) fn tag(error: &mut ServerError, code: &str, request_id: &str) {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", code);
    }
    if extensions.get("requestId").is_none() {
        extensions.set("requestId", request_id);
    }
}

/// Adds `extensions.cost`.
pub(crate) fn with_cost(response: Response, requested: u64) -> Response {
    let cost = [("requested", requested), ("maximum", MAX_COST)]
        .map(|(name, points)| (async_graphql::Name::new(name), Value::from(points)));
    response.extension("cost", Value::Object(cost.into_iter().collect()))
}
