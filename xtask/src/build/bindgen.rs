//! The JavaScript that loads the module and stands between it and the browser.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// The JavaScript, an ES module that exports `default` (load) and `hydrate`.
pub const SCRIPT: &str = "web.js";
/// The module that it loads.
pub const MODULE: &str = "web_bg.wasm";

/// Runs wasm-bindgen over `module` into `folder`: [`SCRIPT`], [`MODULE`], and small scripts that dependencies brought,
/// which the JavaScript imports as `./snippets/…`.
///
/// The library is linked into xtask: Cargo.lock then holds it at the version of the crate `wasm-bindgen`, which a tool
/// installed on the machine never matches for long.
pub fn bind(module: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("web").typescript(false).keep_debug(false).remove_name_section(true);
    // The later modules link to what the linker exported.
    bindgen.web(true)?.omit_default_module_path(false).keep_lld_exports(true);
    bindgen.generate(folder).context("wasm-bindgen refuses the module")
}
