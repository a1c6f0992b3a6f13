//! A compiler for WebAssembly, and the storefront compiled with it.
//!
//! The standard library is built along with the storefront where its source is there: made for size and without the
//! words of panics, which nobody reads in a browser, the first page weighs a sixth less. rustup brings the source
//! (rust-src); where only package registries can be reached, Debian's rustc-web and rust-web-src do. With neither, the
//! target's ready-made library makes a heavier program that works the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Repo;
use crate::step::note;
use crate::{process, tools};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// A panic stops the program at once, without composing its message. Cargo and rustc call this unstable still.
const LEAN_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";
const LEAN_STD: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// How the storefront is compiled.
pub enum Toolchain {
    /// The compiler of the native build, with the standard library's source beside it.
    NativeSource,
    /// The compiler of the native build, with the target's ready-made standard library beside it.
    NativeReady,
    /// Debian's compiler with the standard library's source, linked by `linker`.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// Finds a way, installing one where that is allowed.
    ///
    /// What is complete already comes first, so that nothing is downloaded on a machine that can build.
    pub fn find(repo: &Repo) -> Result<Self> {
        if native_has_source(repo)? {
            note("using the native toolchain and building the standard library");
            return Ok(Self::NativeSource);
        }
        if debian_is_complete(repo)? {
            note("using Debian's rustc-web and building the standard library");
            return Self::debian(repo);
        }
        if tools::find("rustup").is_some() {
            note("rustup component add rust-src");
            let added = process::succeeds(process::clean("rustup", &repo.root).args(["component", "add", "rust-src"]));
            if added && native_has_source(repo)? {
                return Ok(Self::NativeSource);
            }
            note("rustup cannot download it here");
        }
        if tools::may_install() {
            note(&format!("installing {}", DEBIAN_PACKAGES.join(" ")));
            tools::apt_install(&DEBIAN_PACKAGES)?;
            if debian_is_complete(repo)? {
                return Self::debian(repo);
            }
        }
        if native_is_ready(repo)? {
            note("using the native toolchain's ready-made standard library: the program will be heavier");
            return Ok(Self::NativeReady);
        }
        bail!(
            "there is no compiler for {TARGET}. Install what is missing with: rustup component add rust-src, or where \
             rustup cannot download: {}",
            tools::advice(&DEBIAN_PACKAGES)
        )
    }

    fn debian(repo: &Repo) -> Result<Self> {
        Ok(Self::Debian { linker: linker(repo)? })
    }

    /// Compiles the crate `web` for the browser: the path of the module as rustc leaves it.
    ///
    /// Its own target folder keeps the other compiler and its environment from invalidating the native build.
    pub fn compile(&self, repo: &Repo) -> Result<PathBuf> {
        let target = repo.target.join("wasm");
        let mut cargo = match self {
            Self::NativeSource => {
                let mut cargo = process::cargo(&repo.root);
                cargo.env("RUSTC_BOOTSTRAP", "1");
                cargo
            }
            Self::NativeReady => process::cargo(&repo.root),
            Self::Debian { linker } => {
                let mut cargo = process::clean(DEBIAN_CARGO, &repo.root);
                cargo
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo
            }
        };
        let lean = !matches!(self, Self::NativeReady);
        // The relocations tell the splitter what belongs together.
        let flags = ["-Clink-arg=--emit-relocs", if lean { LEAN_FLAGS } else { "" }].join(" ");
        cargo
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.trim_end())
            // The manifest leaves the module out: nobody needs a shared library of the native build.
            .args(["rustc", "--lib", "--package", "web", "--crate-type", "cdylib,rlib", "--features", "hydrate"])
            .args(["--profile", "wasm-release", "--target", TARGET]);
        if lean {
            cargo.args(LEAN_STD);
        }
        process::run(&mut cargo)?;
        let module = target.join(TARGET).join("wasm-release/web.wasm");
        let size = fs::metadata(&module).with_context(|| format!("{} was not made", module.display()))?.len();
        note(&format!("{} from rustc", super::compress::kilobytes(size)));
        Ok(module)
    }
}

fn rustc(repo: &Repo) -> Command {
    process::clean("rustc", &repo.root)
}

/// Whether rustup has laid the standard library's source beside its compiler.
fn native_has_source(repo: &Repo) -> Result<bool> {
    let sysroot = process::read(rustc(repo).args(["--print", "sysroot"]))?;
    Ok(std_source(&sysroot).is_file())
}

fn native_is_ready(repo: &Repo) -> Result<bool> {
    let folder = process::read(rustc(repo).args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(has_std(Path::new(folder.trim())))
}

fn has_std(libdir: &Path) -> bool {
    fs::read_dir(libdir).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with("libstd-")))
    })
}

/// Whether Debian's compiler is there with the library's source, and new enough for the workspace.
fn debian_is_complete(repo: &Repo) -> Result<bool> {
    if !Path::new(DEBIAN_CARGO).is_file() || !Path::new(DEBIAN_RUSTC).is_file() {
        return Ok(false);
    }
    let about = process::read(process::clean(DEBIAN_RUSTC, &repo.root).arg("--version"))?;
    let sysroot = process::read(process::clean(DEBIAN_RUSTC, &repo.root).args(["--print", "sysroot"]))?;
    let wanted = wanted_version(repo)?;
    Ok(parse_version(&about).is_some_and(|version| version >= wanted) && std_source(&sysroot).is_file())
}

fn std_source(sysroot: &str) -> PathBuf {
    Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml")
}

/// Major and minor out of `rustc 1.96.0 (…)`.
fn parse_version(line: &str) -> Option<(u32, u32)> {
    let number = line.split_whitespace().nth(1)?;
    let mut parts = number.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

fn wanted_version(repo: &Repo) -> Result<(u32, u32)> {
    let manifest = fs::read_to_string(repo.root.join("Cargo.toml"))?;
    manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .and_then(|version| parse_version(&format!("rustc {}", version.trim_matches('"'))))
        .context("Cargo.toml tells no rust-version")
}

/// A linker for WebAssembly: rustup's own, else LLVM's.
fn linker(repo: &Repo) -> Result<PathBuf> {
    let about = process::read(rustc(repo).args(["--version", "--verbose"]))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc tells no host")?;
    let sysroot = process::read(rustc(repo).args(["--print", "sysroot"]))?;
    let rust_lld = Path::new(sysroot.trim()).join("lib/rustlib").join(host).join("bin/rust-lld");
    if rust_lld.is_file() {
        return Ok(rust_lld);
    }
    if tools::find("wasm-ld").is_none() && tools::may_install() {
        tools::apt_install(&["lld"])?;
    }
    tools::find("wasm-ld").with_context(|| format!("there is no linker for WebAssembly. {}", tools::advice(&["lld"])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared() {
        assert_eq!(parse_version("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some((1, 96)));
        assert_eq!(parse_version("rustc 1.95"), Some((1, 95)));
        assert_eq!(parse_version("rustc nightly"), None);
        assert!(parse_version("rustc 1.63.0") < parse_version("rustc 1.95.0"));
    }

    #[test]
    fn a_library_folder_counts_only_with_std_in_it() {
        let folder = std::env::temp_dir().join(format!("vouch-libdir-{}", std::process::id()));
        assert!(!has_std(&folder));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libcore-1.rlib"), "").unwrap();
        assert!(!has_std(&folder));
        fs::write(folder.join("libstd-1.rlib"), "").unwrap();
        assert!(has_std(&folder));
        fs::remove_dir_all(folder).unwrap();
    }
}
