//! From a request's text to an operation that may run: parsed, within limits, valid, its variables coerced, its cost
//! known. What does not depend on variables is done once for each text and remembered.

mod cost;
mod limits;
mod refusal;
mod resume;
mod values;

use apollo_compiler::executable::{ExecutableDocument, Operation, OperationType};
use apollo_compiler::parser::Parser;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use async_graphql::Request;
use async_graphql::parser::types::ExecutableDocument as Parsed;
use cost::Cost;
pub use cost::MAX_COST;
pub use refusal::{MAX_ERRORS, Refusal};
pub(super) use refusal::{tag, with_cost};
use std::collections::HashMap;
use std::sync::Arc;

/// Tokens in one document.
const MAX_TOKENS: usize = 20_000;
/// Brackets inside brackets, of any kind.
const MAX_NESTING: usize = 64;
/// Memory for remembered documents, in bytes as estimated by [`weight`].
const CACHE_BYTES: u64 = 32 * 1024 * 1024;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Follows.
    Subscription,
}

/// A request that may run.
pub struct Ready {
    /// With its variables coerced.
    request: Request,
    document: Parsed,
    /// For a subscription that can be resumed: the key of its root field, whose payloads carry a `cursor`.
    pub resumable: Option<String>,
    /// Whether it asks only about the schema.
    pub(super) introspection: bool,
    /// What it does.
    pub kind: Kind,
    /// What it costs, in points.
    pub cost: u64,
}

impl Ready {
    /// Begins after this cursor, if the operation can be resumed at all.
    pub fn resume_after(&mut self, cursor: &str) {
        if self.resumable.is_some() {
            resume::after(&mut self.document, self.request.operation_name.as_deref(), cursor);
        }
    }

    /// For the executor.
    pub(super) fn into_request(mut self) -> Request {
        self.request.set_parsed_query(self.document);
        self.request
    }
}

/// Checks requests against the schema.
pub(super) struct Documents {
    schema: Valid<apollo_compiler::Schema>,
    known: moka::sync::Cache<Arc<str>, Result<Arc<Document>, Refusal>>,
}

/// A valid document.
struct Document {
    valid: Valid<ExecutableDocument>,
    parsed: Parsed,
    operations: HashMap<Option<String>, Facts>,
}

/// What is known of an operation before its variables are.
struct Facts {
    cost: Cost,
    introspection: bool,
    resumable: Option<String>,
}

impl Documents {
    pub(super) fn new(schema: Valid<apollo_compiler::Schema>) -> Self {
        let known = moka::sync::Cache::builder().max_capacity(CACHE_BYTES).weigher(weight).build();
        Self { schema, known }
    }

    /// Checks a request.
    ///
    /// # Errors
    /// Why it cannot run, as a request error: nothing of it was executed.
    pub(super) fn prepare(&self, mut request: Request) -> Result<Ready, Refusal> {
        let document = self.document(&request.query)?;
        let name = request.operation_name.take().filter(|name| !name.is_empty());
        let operation = document.valid.operations.get(name.as_deref()).map_err(|_| unknown_operation(name))?;
        let name = operation.name.as_ref().map(ToString::to_string);
        let facts = document.operations.get(&name).ok_or_else(|| unknown_operation(name.clone()))?;
        let variables = self.coerce(&document, operation, std::mem::take(&mut request.variables))?;
        let cost = facts.cost.with(&variables);
        if cost > MAX_COST {
            return Err(Refusal::over_budget(cost));
        }
        request.variables = values::to_variables(variables);
        request.operation_name = name;
        let kind = match operation.operation_type {
            OperationType::Query => Kind::Query,
            OperationType::Mutation => Kind::Mutation,
            OperationType::Subscription => Kind::Subscription,
        };
        Ok(Ready {
            request,
            document: document.parsed.clone(),
            resumable: facts.resumable.clone(),
            introspection: facts.introspection,
            kind,
            cost,
        })
    }

    /// The document of this text, from memory when it was seen before. Refusals are remembered too: sending a bad
    /// document again and again costs no more than a good one.
    fn document(&self, text: &str) -> Result<Arc<Document>, Refusal> {
        if let Some(known) = self.known.get(text) {
            return known;
        }
        let document = Document::new(&self.schema, text).map(Arc::new);
        self.known.insert(text.into(), document.clone());
        document
    }

    fn coerce(
        &self,
        document: &Document,
        operation: &Operation,
        variables: async_graphql::Variables,
    ) -> Result<JsonMap, Refusal> {
        if operation.variables.is_empty() {
            return Ok(JsonMap::new());
        }
        coerce_variable_values(&self.schema, operation, &values::to_json(variables))
            .map(Valid::into_inner)
            .map_err(|error| Refusal::from_graphql(&error.to_graphql_error(&document.valid.sources)))
    }
}

impl Document {
    fn new(schema: &Valid<apollo_compiler::Schema>, text: &str) -> Result<Self, Refusal> {
        let ast = Parser::new()
            .recursion_limit(MAX_NESTING)
            .token_limit(MAX_TOKENS)
            .parse_ast(text, "request")
            .map_err(|failed| Refusal::from_diagnostics(&failed.errors))?;
        limits::check(&ast)?;
        let valid = ast.to_executable_validate(schema).map_err(|failed| Refusal::from_diagnostics(&failed.errors))?;
        let parsed =
            async_graphql::parser::parse_query(text).map_err(|error| Refusal::bad_input(&error.to_string()))?;
        let operations = valid
            .operations
            .iter()
            .map(|operation| {
                let facts = Facts {
                    cost: Cost::of(&valid, operation),
                    introspection: operation.is_introspection(&valid),
                    resumable: resume::root(operation),
                };
                (operation.name.as_ref().map(ToString::to_string), facts)
            })
            .collect();
        Ok(Self { valid, parsed, operations })
    }
}

fn unknown_operation(name: Option<String>) -> Refusal {
    Refusal::bad_input(&match name {
        Some(name) => format!("the request holds no operation `{name}`"),
        None => "the request holds several operations: operationName must name one of them".to_owned(),
    })
}

/// What remembering a document takes, estimated: two syntax trees of nodes that are much larger than their text.
fn weight(text: &Arc<str>, document: &Result<Arc<Document>, Refusal>) -> u32 {
    let factor = if document.is_ok() { 40 } else { 2 };
    u32::try_from(text.len()).unwrap_or(u32::MAX).saturating_mul(factor).saturating_add(1_000)
}
