//! The JavaScript that loads the module and stands between it and the browser.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

/// The file name that the generated JavaScript asks for when it is not told another one.
const DEFAULT_MODULE: &str = "web_bg.wasm";

/// The two halves of the storefront's program.
pub struct Bound {
    /// The module, to be optimised.
    pub wasm: PathBuf,
    /// The JavaScript, an ES module that exports `default` (load) and `hydrate`.
    pub js: PathBuf,
    /// Small scripts that dependencies brought; the JavaScript imports them as `./snippets/…`.
    pub snippets: Option<PathBuf>,
}

/// Runs wasm-bindgen over `raw` into `folder`.
///
/// The library is linked into xtask: Cargo.lock then holds it at the version of the crate `wasm-bindgen`, which a tool
/// installed on the machine never matches for long.
pub fn bind(raw: &Path, folder: &Path) -> Result<Bound> {
    fs::create_dir_all(folder)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(raw).out_name("web").typescript(false).keep_debug(false).remove_name_section(true);
    bindgen.web(true)?.omit_default_module_path(false);
    bindgen.generate(folder).context("wasm-bindgen refuses the module")?;
    let snippets = folder.join("snippets");
    Ok(Bound {
        wasm: folder.join(DEFAULT_MODULE),
        js: folder.join("web.js"),
        snippets: snippets.is_dir().then_some(snippets),
    })
}

/// Makes the JavaScript load the module under the name that tells its content.
pub fn point_to(js: &str, module: &str) -> Result<String> {
    ensure!(js.contains(DEFAULT_MODULE), "wasm-bindgen's JavaScript no longer names {DEFAULT_MODULE}");
    Ok(js.replace(DEFAULT_MODULE, module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_loads_the_module_under_its_hashed_name() {
        let js = "module_or_path = new URL('web_bg.wasm', import.meta.url);";
        assert_eq!(
            point_to(js, "web.0123.wasm").unwrap(),
            "module_or_path = new URL('web.0123.wasm', import.meta.url);"
        );
        assert!(point_to("new URL('other.wasm')", "web.0123.wasm").is_err());
    }
}
