//! Keeping a product, or letting it go: the same for scripts and for plain forms.

use crate::data::{Request, SharedTransport};

/// Why a list was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepProblem {
    /// It holds as much as it may.
    Full,
    /// It could not be done now.
    Failed,
}

impl KeepProblem {
    /// The value of `problem` in the address to which a form without script returns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Failed => "again",
        }
    }

    /// Reads it back.
    #[must_use]
    pub fn from_query(value: &str) -> Option<Self> {
        [Self::Full, Self::Failed].into_iter().find(|problem| problem.as_str() == value)
    }
}

/// Puts a product on the visitor's list, or takes it off.
///
/// It stands in the first page's module, where the types of a checked answer would weigh more than all the rest of it: so
/// the answer is read as text. `fields` holds the same operations typed, and a test that they are the same.
///
/// # Errors
/// Why the list is as it was.
pub async fn keep(transport: &SharedTransport, product: &str, keep: bool) -> Result<(), KeepProblem> {
    let query = if keep { ADD } else { REMOVE }.to_owned();
    // A product's id may come from a form: written as JSON it is a text, whatever it holds.
    let variables = format!("{{\"id\":{}}}", serde_json::to_string(product).map_err(|_| KeepProblem::Failed)?);
    let answer = transport.execute(Request { query, variables }).await.map_err(|_| KeepProblem::Failed)?;
    if answer.contains("\"userErrors\":[]") {
        Ok(())
    } else if answer.contains("TOO_MANY_ITEMS") {
        Err(KeepProblem::Full)
    } else {
        Err(KeepProblem::Failed)
    }
}

/// The operation that keeps a product.
pub(super) const ADD: &str =
    "mutation($id: ID!) {\n  wishlistItemAdd(input: {productId: $id}) {\n    userErrors {\n      code\n    }\n  }\n}\n";
/// The operation that lets it go.
pub(super) const REMOVE: &str = "mutation($id: ID!) {\n  wishlistItemRemove(input: {productId: $id}) {\n    userErrors {\n      code\n    }\n  }\n}\n";
