//! Binaryen over the modules: what rustc and LLVM leave, it makes smaller by a tenth.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::compress::{hash, kilobytes};
use crate::paths::Repo;
use crate::step::note;
use crate::{process, tools};

/// npm's package of Binaryen runs on every platform. Debian's is too old for what rustc emits.
const BINARYEN: &str = "132.0.0";

/// What is done to the modules, for Node.js. It is laid beside the package, where it finds it by name.
const SCRIPT: &str = include_str!("optimise.mjs");

/// Binaryen, where there is one.
pub struct Optimiser {
    /// The folder with the package and the script.
    folder: Option<PathBuf>,
}

impl Optimiser {
    /// Finds Binaryen, installing it once under the target folder. The build goes on without it, and says so.
    pub fn find(repo: &Repo) -> Result<Self> {
        if tools::find("npm").is_none() || tools::find("node").is_none() {
            note(&format!(
                "Binaryen is left out, so the modules stay large: there is no Node.js with npm. {}",
                tools::advice(tools::NODE.packages)
            ));
            return Ok(Self { folder: None });
        }
        let folder = repo.target.join("tools").join(format!("binaryen-{BINARYEN}"));
        if !folder.join("node_modules/binaryen/index.js").is_file() {
            note(&format!("installing npm's binaryen {BINARYEN} into {}", repo.show(&folder)));
            if let Err(error) = install(&folder) {
                note(&format!("Binaryen is left out, so the modules stay large: {error:#}"));
                return Ok(Self { folder: None });
            }
        }
        Ok(Self { folder: Some(folder) })
    }

    /// What tells results of different optimisers apart.
    pub fn version(&self) -> String {
        match self.folder {
            Some(_) => format!("binaryen {BINARYEN} {}", hash(SCRIPT.as_bytes())),
            None => "none".into(),
        }
    }

    /// Optimises `modules` in their places.
    pub fn run(&self, modules: &[PathBuf]) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let before = size(modules)?;
        let script = folder.join("optimise.mjs");
        fs::write(&script, SCRIPT)?;
        // It warns of names that only debuggers read, and then drops them.
        process::quietly(process::clean("node", folder).arg(script).args(modules))?;
        let count = modules.len();
        note(&format!("{count} modules of {}, {} after Binaryen", kilobytes(before), kilobytes(size(modules)?)));
        Ok(())
    }
}

fn install(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut npm = tools::npm(folder);
    npm.args(["install", "--no-save", "--no-package-lock", "--prefix", "."]).arg(format!("binaryen@{BINARYEN}"));
    process::run(&mut npm)
}

fn size(modules: &[PathBuf]) -> Result<u64> {
    modules.iter().try_fold(0, |sum, module| Ok(sum + fs::metadata(module)?.len()))
}
