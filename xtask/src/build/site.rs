//! The site folder: what the browser downloads, in the form in which the server hands it out.
//!
//! ```text
//! target/site/
//!   assets.json          logical name → path: {"web.js": "/pkg/web.3f2a….js", …}
//!   pkg/                 named by content, so cached for ever; each with .br beside it
//!   …                    web/public as it is, under its own names
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Reload;
use super::bindgen::{self, Bound};
use super::compress::{Cache, hash, kilobytes};
use super::css;
use super::optimise::Optimiser;
use crate::paths::Repo;
use crate::step::note;

/// The manifest's name inside the site folder.
pub const MANIFEST: &str = "assets.json";

/// Makes the site folder anew from the compiled module `raw`, the style sheets and the static files.
///
/// It is made beside the old one and takes its place at the end: a server that runs never sees half a site.
pub fn assemble(repo: &Repo, raw: &Path, reload: Reload) -> Result<()> {
    let program = program(repo, raw)?;
    let next = repo.target.join("site.next");
    remove(&next)?;
    let mut site = Assembly::new(next)?;

    site.copy_tree(&repo.root.join("web/public"), Path::new(""))?;
    if let Some(snippets) = &program.snippets {
        site.copy_tree(snippets, Path::new("pkg/snippets"))?;
    }
    let module = site.add("web.wasm", &fs::read(&program.wasm)?)?;
    let mut js = bindgen::point_to(&fs::read_to_string(&program.js)?, &module)?;
    if reload == Reload::OnBuild {
        js.push_str(include_str!("live.js"));
    }
    site.add("web.js", js.as_bytes())?;
    site.add("style.css", css::bundle(&repo.root.join("web/style"))?.as_bytes())?;
    site.finish(&Cache::open(repo.target.join("site-cache/br"))?)?;

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

/// The module and its JavaScript, bound and optimised; kept until rustc's module changes.
fn program(repo: &Repo, raw: &Path) -> Result<Bound> {
    let optimiser = Optimiser::find(repo)?;
    let bytes = fs::read(raw).with_context(|| format!("{} cannot be read", raw.display()))?;
    let key = hash(format!("{} {}", hash(&bytes), optimiser.version()).as_bytes());
    let cache = repo.target.join("site-cache/program");
    let folder = cache.join(&key);
    let small = folder.join("web.wasm");
    let kept = |snippets: PathBuf| Bound {
        wasm: small.clone(),
        js: folder.join("web.js"),
        snippets: snippets.is_dir().then_some(snippets),
    };
    if small.is_file() {
        note("the program has not changed");
        return Ok(kept(folder.join("snippets")));
    }
    remove(&cache)?;
    let bound = bindgen::bind(raw, &folder)?;
    let partial = folder.join("partial.wasm");
    optimiser.run(repo, &bound.wasm, &partial)?;
    note(&format!("{} after wasm-bindgen, {} after wasm-opt", size(&bound.wasm)?, size(&partial)?));
    fs::rename(&partial, &small)?;
    Ok(kept(folder.join("snippets")))
}

/// A site folder in the making.
struct Assembly {
    folder: PathBuf,
    files: Vec<PathBuf>,
    names: BTreeMap<String, String>,
}

impl Assembly {
    fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(folder.join("pkg"))?;
        Ok(Self { folder, files: Vec::new(), names: BTreeMap::new() })
    }

    /// Adds `bytes` under a name that tells their content, and returns that name.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let hashed = hashed_name(name, bytes);
        let file = self.folder.join("pkg").join(&hashed);
        fs::write(&file, bytes)?;
        self.files.push(file);
        self.names.insert(name.to_owned(), format!("/pkg/{hashed}"));
        Ok(hashed)
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

    fn finish(&self, cache: &Cache) -> Result<()> {
        for file in &self.files {
            cache.compress(file).with_context(|| format!("{} cannot be compressed", file.display()))?;
        }
        fs::write(self.folder.join(MANIFEST), serde_json::to_string_pretty(&self.names)? + "\n")?;
        for (name, path) in &self.names {
            let file = self.folder.join(path.trim_start_matches('/'));
            let compressed = PathBuf::from(format!("{}.br", file.display()));
            let smallest = if compressed.is_file() { compressed } else { file.clone() };
            note(&format!("{name}: {}, {} with brotli", size(&file)?, size(&smallest)?));
        }
        Ok(())
    }
}

/// `web.js` → `web.3f2a….js`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = hash(bytes);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

fn size(file: &Path) -> Result<String> {
    Ok(kilobytes(fs::metadata(file)?.len()))
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
        let name = site.add("style.css", "a{}".repeat(50).as_bytes()).unwrap();
        site.finish(&Cache::open(base.join("br")).unwrap()).unwrap();

        let manifest = fs::read_to_string(base.join("site").join(MANIFEST)).unwrap();
        assert_eq!(manifest, format!("{{\n  \"style.css\": \"/pkg/{name}\"\n}}\n"));
        assert!(name.starts_with("style.") && name.ends_with(".css") && name.len() == "style..css".len() + 16);
        for made in [format!("pkg/{name}.br"), "icons/mark.svg".into(), "icons/mark.svg.br".into()] {
            assert!(base.join("site").join(&made).is_file(), "{made}");
        }
        remove(&base).unwrap();
        remove(&base).unwrap();
    }
}
