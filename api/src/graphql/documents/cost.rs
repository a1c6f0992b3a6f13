//! What an operation costs, known before it runs.
//!
//! One point is about one object read. Scalars are free; a list costs its size times one more than its item; a
//! connection's page size (`first`, `last`) goes to its `nodes` and `edges`; other lists count as
//! [`ASSUMED_LIST`] long. The cost is compiled once for each document to a sum in which only the page sizes that come
//! from variables are open.

use super::values::Json;
use apollo_compiler::ast::{OperationType, Value};
use apollo_compiler::executable::{ExecutableDocument, Field, Operation, Selection, SelectionSet};
use apollo_compiler::response::JsonMap;
use apollo_compiler::{Name, Node};

/// Points that one operation may cost.
pub const MAX_COST: u64 = 10_000;
/// Rows that a list is taken to have when nothing says how many.
const ASSUMED_LIST: u64 = 3;
/// Rows of a connection that is not told how many, as in [`crate::graphql::paging`].
const DEFAULT_PAGE: u64 = crate::graphql::paging::DEFAULT_PAGE as u64;
const MAX_PAGE: u64 = crate::graphql::paging::MAX_PAGE as u64;
/// What a mutation costs besides what it returns: it writes.
const MUTATION: u64 = 10;
/// What it costs to compute how a shop stood at a moment of one's own choice: a year of its orders is read.
const COMPUTED: u64 = 50;
/// What `__schema` or `__type` costs, whatever is asked of it: its size is the schema's.
const INTROSPECTION: u64 = 100;

/// The cost of a selection set: a number, and parts multiplied by sizes that variables hold.
#[derive(Debug, Default)]
pub(super) struct Cost {
    fixed: u64,
    scaled: Vec<(Size, Self)>,
}

/// How many items a list has.
#[derive(Clone, Debug)]
enum Size {
    Known(u64),
    /// A page size in a variable; nothing given means the default.
    Page(Name),
    /// As many as the list in a variable has.
    LengthOf(Name),
}

impl Cost {
    /// Compiles the cost of an operation. Conditions (`@skip`, `@include`) are taken to let everything through.
    pub(super) fn of(document: &ExecutableDocument, operation: &Operation) -> Self {
        let mut cost = selection_set(document, &operation.selection_set, None);
        let writes = match operation.operation_type {
            OperationType::Mutation => operation.root_fields(document).count() as u64 * MUTATION,
            OperationType::Query | OperationType::Subscription => 0,
        };
        cost.fixed = cost.fixed.saturating_add(writes);
        cost
    }

    /// The cost with these variables, coerced. Nothing is free: even `{ __typename }` counts.
    pub(super) fn with(&self, variables: &JsonMap) -> u64 {
        self.sum(variables).max(1)
    }

    fn sum(&self, variables: &JsonMap) -> u64 {
        self.scaled.iter().fold(self.fixed, |sum, (size, each)| {
            sum.saturating_add(size.with(variables).saturating_mul(each.sum(variables)))
        })
    }

    fn add(&mut self, other: Self) {
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.scaled.extend(other.scaled);
    }

    /// This cost, `size` times.
    fn times(self, size: Size) -> Self {
        match size {
            Size::Known(size) if self.scaled.is_empty() => {
                Self { fixed: size.saturating_mul(self.fixed), scaled: Vec::new() }
            }
            size => Self { fixed: 0, scaled: vec![(size, self)] },
        }
    }
}

impl Size {
    fn with(&self, variables: &JsonMap) -> u64 {
        match self {
            Self::Known(size) => *size,
            Self::Page(variable) => match variables.get(variable.as_str()) {
                Some(Json::Number(number)) => page(number.as_i64().unwrap_or(i64::MAX)),
                _ => DEFAULT_PAGE,
            },
            Self::LengthOf(variable) => match variables.get(variable.as_str()) {
                Some(Json::Array(items)) => items.len() as u64,
                _ => 1,
            },
        }
    }
}

/// A page size as the resolver will take it: out of range is refused there, and costs nothing more here.
fn page(size: i64) -> u64 {
    u64::try_from(size).unwrap_or(0).min(MAX_PAGE)
}

/// `page_size`: the size that the field above was given, for the lists directly below it.
fn selection_set(document: &ExecutableDocument, set: &SelectionSet, page_size: Option<&Size>) -> Cost {
    let mut cost = Cost::default();
    for selection in &set.selections {
        cost.add(match selection {
            Selection::Field(child) => field(document, child, page_size),
            Selection::InlineFragment(inline) => selection_set(document, &inline.selection_set, page_size),
            Selection::FragmentSpread(spread) => spread
                .fragment_def(document)
                .map(|fragment| selection_set(document, &fragment.selection_set, page_size))
                .unwrap_or_default(),
        });
    }
    cost
}

fn field(document: &ExecutableDocument, field: &Node<Field>, page_size: Option<&Size>) -> Cost {
    if field.name.starts_with("__") {
        let fixed = if field.name == "__typename" { 0 } else { INTROSPECTION };
        return Cost { fixed, scaled: Vec::new() };
    }
    if field.selection_set.is_empty() {
        return Cost::default();
    }
    let own_size = size_argument(field);
    let list = field.ty().is_list();
    let mut cost = selection_set(document, &field.selection_set, if list { None } else { own_size.as_ref() });
    cost.fixed = cost.fixed.saturating_add(if is_computed(field) { COMPUTED } else { 1 });
    if list { cost.times(own_size.or_else(|| page_size.cloned()).unwrap_or(Size::Known(ASSUMED_LIST))) } else { cost }
}

/// Whether a field is counted up when it is asked for, instead of read.
fn is_computed(field: &Field) -> bool {
    field.name == "standing" && field.specified_argument_by_name("at").is_some()
}

/// The size that a field's arguments give, if it takes such arguments.
fn size_argument(field: &Field) -> Option<Size> {
    let listed = ["ids", "slugs"].into_iter().find_map(|name| field.specified_argument_by_name(name));
    if let Some(ids) = listed {
        return Some(match ids.as_ref() {
            Value::List(items) => Size::Known(items.len() as u64),
            Value::Variable(name) => Size::LengthOf(name.clone()),
            _ => Size::Known(1),
        });
    }
    let takes = |name: &str| field.definition.arguments.iter().any(|argument| argument.name == name);
    if !takes("first") && !takes("last") {
        return None;
    }
    let given = ["first", "last"].into_iter().filter_map(|name| field.specified_argument_by_name(name));
    let given = given.map(AsRef::as_ref).find(|value| !matches!(value, Value::Null));
    Some(match given {
        Some(Value::Int(number)) => Size::Known(number.try_to_i32().map_or(MAX_PAGE, |size| page(size.into()))),
        Some(Value::Variable(name)) => Size::Page(name.clone()),
        _ => Size::Known(DEFAULT_PAGE),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use apollo_compiler::Schema;

    const SDL: &str = "
        type Query { site: Site products(first: Int, last: Int): Products nodes(ids: [ID!]!): [Product]! suggest(first: Int): Suggest }
        type Site { name: String standing(at: String): Site }
        type Products { nodes: [Product!]! edges: [Edge!]! totalCount: Int facets: Facets }
        type Edge { node: Product! }
        type Facets { shops: [Site!]! }
        type Product { title: String shop: Site images: [Site!]! related(first: Int, last: Int): Products }
        type Suggest { products: [Product!]! }
        type Mutation { change: Site }";

    fn cost(query: &str, variables: &serde_json::Value) -> u64 {
        let schema = Schema::parse_and_validate(SDL, "test").expect("a schema");
        let document = ExecutableDocument::parse_and_validate(&schema, query, "test").expect("a query");
        let variables = match Json::from(variables.clone()) {
            Json::Object(map) => map,
            _ => JsonMap::new(),
        };
        let operation = document.operations.iter().next().expect("an operation");
        Cost::of(&document, operation).with(&variables)
    }

    #[test]
    fn multiplies_pages_with_their_children() {
        let none = serde_json::json!({});
        assert_eq!(cost("{ __typename }", &none), 1);
        assert_eq!(cost("{ site { name } }", &none), 1);
        assert_eq!(cost("{ products(first: 24) { nodes { title shop { name } } totalCount } }", &none), 1 + 24 * 2);
        assert_eq!(cost("{ products { edges { node { title } } } }", &none), 1 + 20 * 2);
        assert_eq!(cost("{ products(first: 10) { nodes { images { name } } } }", &none), 1 + 10 * (1 + 3));
        assert_eq!(cost("{ products(first: 10) { facets { shops { name } } } }", &none), 1 + 1 + 3);
        assert_eq!(cost("{ suggest(first: 7) { products { title } } }", &none), 1 + 7);
        assert_eq!(cost("{ nodes(ids: [1, 2, 3]) { title } }", &none), 3);
        assert_eq!(cost("mutation { change { name } }", &none), 10 + 1);
        assert_eq!(cost("{ site { standing { name } } }", &none), 1 + 1);
        assert_eq!(cost("{ site { standing(at: \"2026\") { name } } }", &none), 1 + 50);
        assert_eq!(cost("{ __schema { types { name } } }", &none), 100);
    }

    #[test]
    fn reads_sizes_from_variables() {
        let query =
            "query($n: Int, $m: Int) { products(first: $n) { nodes { related(last: $m) { nodes { title } } } } }";
        let with = |n: i64, m: i64| cost(query, &serde_json::json!({"n": n, "m": m}));
        assert_eq!(with(10, 3), 1 + 10 * (1 + 1 + 3));
        assert_eq!(with(-1, 3), 1);
        assert_eq!(with(1_000_000, 100), 1 + 100 * (1 + 1 + 100));
        assert_eq!(cost(query, &serde_json::json!({"n": 1})), 1 + (1 + 1 + 20));
        let ids = "query($ids: [ID!]!) { nodes(ids: $ids) { title } }";
        assert_eq!(cost(ids, &serde_json::json!({"ids": ["a", "b"]})), 2);
        assert_eq!(cost(ids, &serde_json::json!({"ids": []})), 1);
    }
}
