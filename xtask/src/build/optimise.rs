//! wasm-opt over the module: what rustc and LLVM leave, it makes smaller by a tenth.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::paths::Repo;
use crate::step::note;
use crate::{process, tools};

/// npm's package of Binaryen carries wasm-opt for every platform. Debian's is too old for what rustc emits.
const BINARYEN: &str = "132.0.0";

/// What rustc's modules use. Anything newer stays off, so that a browser of the last years can run the result.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Optimise for size, but do not inline: copies of a function's body make the module smaller only before compression.
/// On a storefront of 1.3 MB, brotli leaves 324 KB of what wasm-bindgen made, 352 KB after `-Oz` alone, 320 KB so.
const PASSES: [&str; 2] = ["-Oz", "--skip-pass=inlining-optimizing"];

/// wasm-opt, where there is one.
pub struct Optimiser {
    program: Option<PathBuf>,
}

impl Optimiser {
    /// Finds wasm-opt, installing it once under the target folder. The build goes on without it, and says so.
    pub fn find(repo: &Repo) -> Result<Self> {
        let folder = repo.target.join("tools").join(format!("binaryen-{BINARYEN}"));
        let program = folder.join("node_modules/.bin/wasm-opt");
        if program.is_file() {
            return Ok(Self { program: Some(program) });
        }
        if tools::find("npm").is_none() {
            note(&format!(
                "wasm-opt is left out, so the module stays large: there is no npm. {}",
                tools::advice(tools::NODE.packages)
            ));
            return Ok(Self { program: None });
        }
        note(&format!("installing wasm-opt (npm's binaryen {BINARYEN}) into {}", repo.show(&folder)));
        fs::create_dir_all(&folder)?;
        let mut npm = tools::npm(&folder);
        npm.args(["install", "--no-save", "--no-package-lock", "--prefix", "."]).arg(format!("binaryen@{BINARYEN}"));
        if let Err(error) = process::run(&mut npm) {
            note(&format!("wasm-opt is left out, so the module stays large: {error:#}"));
            return Ok(Self { program: None });
        }
        Ok(Self { program: Some(program) })
    }

    /// What tells results of different optimisers apart.
    pub fn version(&self) -> String {
        match self.program {
            Some(_) => format!("binaryen {BINARYEN} {}", PASSES.join(" ")),
            None => "none".into(),
        }
    }

    /// Writes the optimised `module` to `out`.
    pub fn run(&self, repo: &Repo, module: &Path, out: &Path) -> Result<()> {
        let Some(program) = &self.program else {
            fs::copy(module, out)?;
            return Ok(());
        };
        let mut command = process::clean(program, &repo.root);
        // It warns of names that only debuggers read, and then drops them.
        process::quietly(command.args(PASSES).args(FEATURES).arg(module).arg("-o").arg(out))
    }
}
