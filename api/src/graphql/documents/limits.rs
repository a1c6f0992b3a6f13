//! Limits that are checked before anything else looks at a document.
//!
//! Validators and executors walk fragments wherever they are spread, so a few hundred bytes whose fragments spread the
//! next one twice cost them exponential time. This check counts what a document expands to in one pass: each
//! fragment is counted once and remembered. A document that passes is cheap for everything after.

use super::Refusal;
use apollo_compiler::ast::{Definition, Document, FragmentDefinition, OperationType, Selection};
use std::collections::HashMap;

/// Fields after all fragments are spread.
pub const MAX_FIELDS: u64 = 1_000;
/// Aliases after all fragments are spread.
pub const MAX_ALIASES: u64 = 50;
/// Fields directly below an operation.
pub const MAX_ROOT_FIELDS: u64 = 20;
/// Fields directly below a mutation.
pub const MAX_ROOT_MUTATIONS: u64 = 5;
/// Fields inside fields.
pub const MAX_DEPTH: u32 = 15;
/// Fragments inside fragments, inline ones too.
pub const MAX_FRAGMENT_NESTING: u32 = 10;
/// Operations in one document.
pub const MAX_OPERATIONS: usize = 50;
/// Directives on one selection or definition.
pub const MAX_DIRECTIVES: usize = 5;
/// Lists of the schema's parts inside each other: `fields { type { fields } }` is two.
pub const MAX_INTROSPECTION_LISTS: u32 = 2;

/// What a selection set expands to.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    fields: u64,
    aliases: u64,
    roots: u64,
    depth: u32,
    introspection_lists: u32,
}

enum Counted {
    Now,
    Before(Size),
}

struct Counter<'a> {
    fragments: HashMap<&'a str, &'a FragmentDefinition>,
    counted: HashMap<&'a str, Counted>,
}

/// Refuses documents that expand beyond the limits, in time linear in the document's length.
///
/// # Errors
/// The first limit that is passed, with code `TOO_COSTLY`; for a fragment that contains itself `BAD_USER_INPUT`.
pub(super) fn check(document: &Document) -> Result<(), Refusal> {
    let mut counter = Counter { fragments: HashMap::new(), counted: HashMap::new() };
    let mut operations = Vec::new();
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => operations.push(operation),
            Definition::FragmentDefinition(fragment) => {
                counter.fragments.insert(fragment.name.as_str(), fragment);
            }
            _ => return Err(Refusal::bad_input("a request holds operations and fragments only")),
        }
    }
    if operations.len() > MAX_OPERATIONS {
        return Err(too_many("operations", MAX_OPERATIONS as u64));
    }
    for operation in operations {
        check_directives(operation.directives.len())?;
        for variable in &operation.variables {
            check_directives(variable.directives.len())?;
        }
        let size = counter.count(&operation.selection_set, 0)?;
        size.check()?;
        let (what, most) = match operation.operation_type {
            OperationType::Mutation => ("mutations in one operation", MAX_ROOT_MUTATIONS),
            OperationType::Query | OperationType::Subscription => ("fields at the root", MAX_ROOT_FIELDS),
        };
        if size.roots > most {
            return Err(too_many(what, most));
        }
    }
    // Fragments that no operation spreads are refused later, by a validator that walks them first.
    let names: Vec<&str> = counter.fragments.keys().copied().collect();
    for name in names {
        counter.count_fragment(name, 0)?.check()?;
    }
    Ok(())
}

impl<'a> Counter<'a> {
    /// `nesting`: in how many fragments this selection set stands. It bounds the recursion.
    fn count(&mut self, selections: &'a [Selection], nesting: u32) -> Result<Size, Refusal> {
        if nesting > MAX_FRAGMENT_NESTING {
            return Err(too_many("fragments inside each other", u64::from(MAX_FRAGMENT_NESTING)));
        }
        let mut size = Size::default();
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    check_directives(field.directives.len())?;
                    let below = self.count(&field.selection_set, nesting)?;
                    let list = matches!(field.name.as_str(), "fields" | "inputFields" | "interfaces" | "possibleTypes");
                    size.add(Size {
                        fields: below.fields.saturating_add(1),
                        aliases: below.aliases.saturating_add(u64::from(field.alias.is_some())),
                        roots: 1,
                        depth: below.depth + 1,
                        introspection_lists: below.introspection_lists + u32::from(list),
                    });
                }
                Selection::InlineFragment(fragment) => {
                    check_directives(fragment.directives.len())?;
                    size.add(self.count(&fragment.selection_set, nesting + 1)?);
                }
                Selection::FragmentSpread(spread) => {
                    check_directives(spread.directives.len())?;
                    size.add(self.count_fragment(spread.fragment_name.as_str(), nesting)?);
                }
            }
        }
        Ok(size)
    }

    fn count_fragment(&mut self, name: &'a str, nesting: u32) -> Result<Size, Refusal> {
        match self.counted.get(name) {
            Some(Counted::Before(size)) => return Ok(*size),
            Some(Counted::Now) => return Err(Refusal::bad_input(&format!("the fragment `{name}` contains itself"))),
            None => {}
        }
        // Validation names the fragment that is missing.
        let Some(fragment) = self.fragments.get(name).copied() else { return Ok(Size::default()) };
        check_directives(fragment.directives.len())?;
        self.counted.insert(name, Counted::Now);
        let size = self.count(&fragment.selection_set, nesting + 1)?;
        self.counted.insert(name, Counted::Before(size));
        Ok(size)
    }
}

impl Size {
    fn add(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.roots = self.roots.saturating_add(other.roots);
        self.depth = self.depth.max(other.depth);
        self.introspection_lists = self.introspection_lists.max(other.introspection_lists);
    }

    fn check(&self) -> Result<(), Refusal> {
        if self.fields > MAX_FIELDS {
            return Err(too_many("fields", MAX_FIELDS));
        }
        if self.aliases > MAX_ALIASES {
            return Err(too_many("aliases", MAX_ALIASES));
        }
        if self.depth > MAX_DEPTH {
            return Err(too_many("levels of fields", u64::from(MAX_DEPTH)));
        }
        if self.introspection_lists > MAX_INTROSPECTION_LISTS {
            return Err(too_many("nested lists of the schema's parts", u64::from(MAX_INTROSPECTION_LISTS)));
        }
        Ok(())
    }
}

fn check_directives(count: usize) -> Result<(), Refusal> {
    if count > MAX_DIRECTIVES { Err(too_many("directives in one place", MAX_DIRECTIVES as u64)) } else { Ok(()) }
}

fn too_many(what: &str, most: u64) -> Refusal {
    Refusal::too_costly(&format!("too many {what}: at most {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<String> {
        let document = Document::parse(text, "test").expect("well-formed");
        check(&document).err().map(|refusal| refusal.to_string())
    }

    /// Fragments of which each spreads the next one twice.
    fn bomb(fragments: usize) -> String {
        let mut text = "{ x { ...f0 } }".to_owned();
        for index in 0..fragments {
            text.push_str(&format!(" fragment f{index} on Query {{ ...f{0} ...f{0} }}", index + 1));
        }
        text + &format!(" fragment f{fragments} on Query {{ a }}")
    }

    #[test]
    fn refuses_fragments_that_multiply() {
        assert_eq!(refusal(&bomb(9)), None);
        assert_eq!(refusal(&bomb(10)), Some("too many fragments inside each other: at most 10".into()));
        assert_eq!(refusal(&bomb(60)), Some("too many fragments inside each other: at most 10".into()));
        let wide = format!(
            "{{ x {{ {spreads} }} }} fragment a on T {{ {fields} }}",
            spreads = "...a ".repeat(40),
            fields = (0..30).map(|index| format!("f{index} ")).collect::<String>()
        );
        assert_eq!(refusal(&wide), Some("too many fields: at most 1000".into()));
    }

    #[test]
    fn refuses_fragments_that_contain_themselves() {
        assert_eq!(
            refusal("{ ...a } fragment a on Query { x ...b } fragment b on Query { ...a }"),
            Some("the fragment `a` contains itself".into())
        );
    }

    #[test]
    fn counts_aliases_roots_depth_and_directives() {
        let many = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<String>();
        assert_eq!(refusal(&format!("{{ x {{ {} }} }}", many(50, &|i| format!("a{i}: b ")))), None);
        assert_eq!(
            refusal(&format!("{{ x {{ {} }} }}", many(51, &|i| format!("a{i}: b ")))),
            Some("too many aliases: at most 50".into())
        );
        assert_eq!(
            refusal(&format!("{{ {} }}", many(21, &|i| format!("f{i} ")))),
            Some("too many fields at the root: at most 20".into())
        );
        assert_eq!(
            refusal(&format!("mutation {{ {} }}", many(6, &|i| format!("f{i} ")))),
            Some("too many mutations in one operation: at most 5".into())
        );
        assert_eq!(
            refusal(&format!("{{ {} x {} }}", "a { ".repeat(15), "}".repeat(15))),
            Some("too many levels of fields: at most 15".into())
        );
        assert_eq!(
            refusal(&format!("{{ a {} }}", "@skip(if: false) ".repeat(6))),
            Some("too many directives in one place: at most 5".into())
        );
        assert_eq!(
            refusal(&many(51, &|i| format!("query q{i} {{ a }} "))),
            Some("too many operations: at most 50".into())
        );
        assert_eq!(
            refusal("{ __schema { types { fields { type { fields { type { possibleTypes { name } } } } } } } }"),
            Some("too many nested lists of the schema's parts: at most 2".into())
        );
    }
}
