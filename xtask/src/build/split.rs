//! The module, split where `web/src/lazy.rs` says: what the first page needs, and what is downloaded later.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The script that loads the later modules, beside the one that wasm-bindgen makes.
pub const LOADER: &str = "modules.js";

/// A module in its parts.
pub struct Split {
    /// What the first page needs, still to be bound.
    pub main: PathBuf,
    /// The later modules and the chunks that they share.
    pub chunks: Vec<PathBuf>,
    /// For each later module the names of the files that it needs, without `.wasm`.
    pub modules: BTreeMap<String, Vec<String>>,
}

/// Splits `raw` into `folder`. `script` is the name of the JavaScript that wasm-bindgen will make there.
///
/// The linker must have left its relocations in `raw` (`--emit-relocs`): they tell which function needs which data.
pub fn split(raw: &Path, folder: &Path, script: &str) -> Result<Split> {
    let bytes = fs::read(raw).with_context(|| format!("{} cannot be read", raw.display()))?;
    let main = folder.join("main.wasm");
    let (script, loader) = (format!("./{script}"), format!("./{LOADER}"));
    let mut options = Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &script;
    options.link_name = &loader;
    let made = transform(options).map_err(|error| anyhow!("the module cannot be split: {error:#}"))?;
    let modules = made.prefetch_map.into_iter().map(|(module, mut files)| {
        files.sort();
        (module, files)
    });
    Ok(Split { main, chunks: made.split_modules, modules: modules.collect() })
}
