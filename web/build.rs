//! Makes code of two contracts: the API's schema, so that cynic checks every query against it, and the texts, so that
//! a missing key or argument does not compile.

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};
use std::{error::Error, path::PathBuf};

/// Files of texts in each language's folder, one per noun.
const NAMESPACES: [&str; 24] = [
    "common",
    "home",
    "catalog",
    "search",
    "shops",
    "carts",
    "checkout",
    "orders",
    "accounts",
    "passkeys",
    "addresses",
    "wishlists",
    "compare",
    "policies",
    "reputation",
    "recent",
    "recommendations",
    "reviews",
    "saved_searches",
    "help",
    "privacy",
    "moderation",
    "offline",
    "mail",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../schema.graphql");
    println!("cargo::rerun-if-changed=locales");
    cynic_codegen::register_schema("vouch").from_sdl_file("../schema.graphql")?.as_default()?;
    texts()
}

// The halves of leptos_i18n_build without its ICU data sources, which texts without ICU formats have no use for.
fn texts() -> Result<(), Box<dyn Error>> {
    let config = Config::new("en")?
        .add_locale("vi")?
        .add_locale("hy")?
        .add_namespaces(NAMESPACES)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let texts = parse_locales(None, config)?;
    let code = leptos_i18n_codegen::gen_code(&texts, None, false, None, true)?;
    let file = PathBuf::from(std::env::var("OUT_DIR")?).join("texts.rs");
    Ok(std::fs::write(file, code.to_string())?)
}
