//! The exported schema is the contract.

#[test]
fn every_type_field_and_argument_has_a_description() {
    let sdl = api::graphql::sdl();
    let parsed = apollo_compiler::Schema::parse(&sdl, "schema.graphql").expect("the SDL is well-formed");
    let mut bare = Vec::new();
    for (name, kind) in parsed.types.iter().filter(|(_, kind)| !kind.is_built_in()) {
        if kind.description().is_none() {
            bare.push(name.to_string());
        }
        let fields: Vec<_> = match kind {
            apollo_compiler::schema::ExtendedType::Object(object) => object.fields.values().collect(),
            apollo_compiler::schema::ExtendedType::Interface(interface) => interface.fields.values().collect(),
            _ => Vec::new(),
        };
        for field in fields {
            if field.description.is_none() {
                bare.push(format!("{name}.{}", field.name));
            }
            bare.extend(
                field
                    .arguments
                    .iter()
                    .filter(|argument| argument.description.is_none())
                    .map(|argument| format!("{name}.{}({}:)", field.name, argument.name)),
            );
        }
        if let apollo_compiler::schema::ExtendedType::InputObject(input) = kind {
            bare.extend(
                input
                    .fields
                    .values()
                    .filter(|field| field.description.is_none())
                    .map(|field| format!("{name}.{}", field.name)),
            );
        }
        if let apollo_compiler::schema::ExtendedType::Enum(values) = kind {
            bare.extend(
                values
                    .values
                    .values()
                    .filter(|value| value.description.is_none())
                    .map(|value| format!("{name}.{}", value.value)),
            );
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

#[test]
fn the_exported_file_is_the_servers_schema() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let exported = std::fs::read_to_string(file).expect("schema.graphql is there");
    assert!(exported == api::graphql::sdl(), "schema.graphql is not current: run `cargo xtask schema`");
}
