//! The site folder: what the browser downloads, in the form in which the server hands it out.
//!
//! ```text
//! target/site/
//!   assets.json          what is where: see `Manifest`
//!   pkg/                 named by content, so cached for ever; each with .br beside it
//!     style.3f2a….css
//!     51c0…/             the program: its scripts and modules name each other, so they share one name
//!   …                    web/public as it is, under its own names
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Reload;
use super::bindgen::{self, MODULE, SCRIPT};
use super::compress::{Cache, hash};
use super::css;
use super::optimise::Optimiser;
use super::split::{self, LOADER};
use crate::paths::Repo;
use crate::step::note;

/// The manifest's name inside the site folder.
const MANIFEST: &str = "assets.json";

/// Tells the server where the built files are: paths from the site's root.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The style sheet.
    pub style: String,
    /// The script that starts the program.
    pub script: String,
    /// The script that loads the later modules.
    pub loader: String,
    /// The module of the first page.
    pub wasm: String,
    /// The files that each later module needs.
    pub modules: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// Reads that of the site that was built last.
    pub fn read(repo: &Repo) -> Result<Self> {
        let text = fs::read_to_string(repo.site().join(MANIFEST)).context("the site has no manifest")?;
        serde_json::from_str(&text).context("the site's manifest cannot be read")
    }
}

/// Makes the site folder anew from the compiled module `raw`, the style sheets and the static files.
///
/// It is made beside the old one and takes its place at the end: a server that runs never sees half a site.
pub fn assemble(repo: &Repo, raw: &Path, reload: Reload) -> Result<()> {
    let program = program(repo, raw)?;
    let next = repo.target.join("site.next");
    remove(&next)?;
    let mut site = Assembly::new(next)?;

    site.copy_tree(&repo.root.join("web/public"), Path::new(""))?;
    let addition = if reload == Reload::OnBuild { include_str!("live.js") } else { "" };
    let place = format!("pkg/{}", program.name(addition)?);
    site.copy_tree(&program.folder, Path::new(&place))?;
    let script = site.folder.join(&place).join(SCRIPT);
    fs::write(&script, fs::read_to_string(&script)? + addition)?;
    let style = site.add("style.css", css::bundle(&repo.root.join("web/style"))?.as_bytes())?;
    let path = |file: &str| format!("/{place}/{file}");
    let modules = program
        .modules
        .iter()
        .map(|(module, files)| (module.clone(), files.iter().map(|file| path(&format!("{file}.wasm"))).collect()));
    site.finish(
        &Cache::open(repo.target.join("site-cache/br"))?,
        &Manifest { style, script: path(SCRIPT), loader: path(LOADER), wasm: path(MODULE), modules: modules.collect() },
    )?;

    let place = repo.site();
    remove(&place)?;
    fs::rename(&site.folder, &place)?;
    note(&format!("made {}", repo.show(&place)));
    Ok(())
}

/// Tells pages that watch for it that the site and the server are those of `build`.
pub fn announce(repo: &Repo, build: u32) -> Result<()> {
    let text = format!("{}.{build}\n", std::process::id());
    fs::write(repo.site().join("live.txt"), text).context("the build cannot be announced")
}

/// The program as it is handed out: scripts and modules, split, bound and optimised.
struct Program {
    folder: PathBuf,
    /// The files of each later module, without `.wasm`.
    modules: BTreeMap<String, Vec<String>>,
}

impl Program {
    /// The name that tells its content and what is to be added to its script.
    fn name(&self, addition: &str) -> Result<String> {
        let mut files = fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        files.retain(|file| file.is_file());
        files.sort();
        let contents = files.iter().map(|file| Ok(hash(&fs::read(file)?))).collect::<Result<String>>()?;
        Ok(hash((contents + addition).as_bytes()))
    }
}

/// The program, kept until rustc's module or the tools change.
fn program(repo: &Repo, raw: &Path) -> Result<Program> {
    const MODULES: &str = "modules.json";
    let optimiser = Optimiser::find(repo)?;
    let bytes = fs::read(raw).with_context(|| format!("{} cannot be read", raw.display()))?;
    let key = hash(format!("{} {}", hash(&bytes), optimiser.version()).as_bytes());
    let cache = repo.target.join("site-cache/program");
    let (folder, kept) = (cache.join(&key), cache.join(MODULES));
    if folder.is_dir() {
        note("the program has not changed");
        let modules = serde_json::from_str(&fs::read_to_string(kept)?)?;
        return Ok(Program { folder, modules });
    }
    remove(&cache)?;
    let partial = cache.join("partial");
    fs::create_dir_all(&partial)?;
    let split = split::split(raw, &partial, SCRIPT)?;
    bindgen::bind(&split.main, &partial)?;
    fs::remove_file(&split.main)?;
    let mut modules = split.chunks;
    modules.push(partial.join(MODULE));
    optimiser.run(&modules)?;
    fs::write(kept, serde_json::to_string(&split.modules)?)?;
    fs::rename(&partial, &folder)?;
    Ok(Program { folder, modules: split.modules })
}

/// A site folder in the making.
struct Assembly {
    folder: PathBuf,
    files: Vec<PathBuf>,
}

impl Assembly {
    fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(folder.join("pkg"))?;
        Ok(Self { folder, files: Vec::new() })
    }

    /// Adds `bytes` under a name that tells their content, and returns the path from the site's root.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let hashed = hashed_name(name, bytes);
        let file = self.folder.join("pkg").join(&hashed);
        fs::write(&file, bytes)?;
        self.files.push(file);
        Ok(format!("/pkg/{hashed}"))
    }

    /// Copies the files under `from`, if there are any, to `to` inside the site.
    fn copy_tree(&mut self, from: &Path, to: &Path) -> Result<()> {
        if !from.is_dir() {
            return Ok(());
        }
        let place = self.folder.join(to);
        fs::create_dir_all(&place)?;
        for entry in fs::read_dir(from)? {
            let path = entry?.path();
            let Some(name) = path.file_name() else { continue };
            if path.is_dir() {
                self.copy_tree(&path, &to.join(name))?;
            } else {
                let copy = place.join(name);
                fs::copy(&path, &copy)?;
                self.files.push(copy);
            }
        }
        Ok(())
    }

    fn finish(&self, cache: &Cache, manifest: &Manifest) -> Result<()> {
        cache.compress_all(&self.files)?;
        Ok(fs::write(self.folder.join(MANIFEST), serde_json::to_string_pretty(manifest)? + "\n")?)
    }
}

/// `style.css` → `style.3f2a….css`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = hash(bytes);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_names_its_assets_by_their_content() {
        let base = std::env::temp_dir().join(format!("vouch-site-{}", std::process::id()));
        let public = base.join("public/icons");
        fs::create_dir_all(&public).unwrap();
        fs::write(public.join("mark.svg"), "<svg/>".repeat(50)).unwrap();

        let mut site = Assembly::new(base.join("site")).unwrap();
        site.copy_tree(&base.join("public"), Path::new("")).unwrap();
        let style = site.add("style.css", "a{}".repeat(50).as_bytes()).unwrap();
        let name = style.strip_prefix("/pkg/").unwrap().to_owned();
        let manifest = Manifest {
            style,
            script: "/pkg/0/web.js".into(),
            loader: "/pkg/0/modules.js".into(),
            wasm: "/pkg/0/web_bg.wasm".into(),
            modules: BTreeMap::new(),
        };
        site.finish(&Cache::open(base.join("br")).unwrap(), &manifest).unwrap();

        let read = fs::read_to_string(base.join("site").join(MANIFEST)).unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&read).unwrap(), manifest);
        assert!(name.starts_with("style.") && name.ends_with(".css") && name.len() == "style..css".len() + 16);
        for made in [format!("pkg/{name}.br"), "icons/mark.svg".into(), "icons/mark.svg.br".into()] {
            assert!(base.join("site").join(&made).is_file(), "{made}");
        }
        remove(&base).unwrap();
        remove(&base).unwrap();
    }
}
