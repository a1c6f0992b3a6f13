//! The programs that commands need: found, installed where that is allowed, or named with the command that brings them.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::process;
use crate::step::note;

/// Something that Debian and its descendants package.
pub struct Tool {
    /// What it is called when it is missing.
    pub name: &'static str,
    /// What Vouch needs it for.
    pub purpose: &'static str,
    /// Debian's packages of it.
    pub packages: &'static [&'static str],
    /// Whether it is there.
    pub found: fn() -> bool,
}

/// Node.js with npm: Binaryen and the browser tests come through it.
pub const NODE: Tool = Tool {
    name: "Node.js with npm",
    purpose: "the browser tests",
    packages: &["nodejs", "npm"],
    found: || find("node").is_some() && find("npm").is_some(),
};

/// The browser of the end-to-end tests: Chromium without a window, which needs a fifth less of the processor.
pub const HEADLESS: Tool = Tool {
    name: "Chromium's headless shell",
    purpose: "the browser tests",
    packages: &["chromium-headless-shell"],
    found: || headless().is_some(),
};

/// The browser that Lighthouse looks at pages with.
pub const CHROMIUM: Tool =
    Tool { name: "Chromium", purpose: "Lighthouse", packages: &["chromium"], found: || chromium().is_some() };

/// Letters for Vietnamese and Armenian, so that screenshots show what a shopper sees.
pub const FONTS: Tool = Tool {
    name: "the Noto fonts",
    purpose: "screenshots in Vietnamese and Armenian",
    packages: &["fonts-noto-core"],
    // A folder of Noto fonts alone says little: each package of them brings a part.
    found: || {
        ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/noto"]
            .iter()
            .any(|folder| Path::new(folder).join("NotoSansArmenian-Regular.ttf").is_file())
    },
};

/// The database server that half of the API's tests run on.
pub const POSTGRES: Tool = Tool {
    name: "PostgreSQL's server",
    purpose: "the API's tests on PostgreSQL",
    packages: &["postgresql"],
    found: || postgres_bin().is_some(),
};

/// The SMTP server that the API's tests send mail to.
pub const SMTP: Tool = Tool {
    name: "aiosmtpd",
    purpose: "the API's tests of mail",
    packages: &["python3-aiosmtpd"],
    found: || find("aiosmtpd").is_some(),
};

/// The load generator of `cargo xtask bench`.
pub const WRK: Tool =
    Tool { name: "wrk", purpose: "measuring throughput", packages: &["wrk"], found: || find("wrk").is_some() };

/// Makes sure that every one of `tools` is there, installing what is missing in one go.
pub fn ensure(tools: &[&Tool]) -> Result<()> {
    let missing: Vec<&Tool> = tools.iter().copied().filter(|tool| !(tool.found)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages.iter().copied()).collect();
    if may_install() {
        for tool in &missing {
            note(&format!("missing for {}: {}; installing {}", tool.purpose, tool.name, tool.packages.join(" ")));
        }
        apt_install(&packages)?;
    }
    let absent: Vec<&Tool> = missing.into_iter().filter(|tool| !(tool.found)()).collect();
    if !absent.is_empty() {
        let names: Vec<String> = absent.iter().map(|tool| format!("{} (for {})", tool.name, tool.purpose)).collect();
        let packages: Vec<&str> = absent.iter().flat_map(|tool| tool.packages.iter().copied()).collect();
        bail!("missing: {}. {}", names.join(", "), advice(&packages));
    }
    Ok(())
}

/// What to type to get `packages`.
pub fn advice(packages: &[&str]) -> String {
    if find("apt-get").is_some() {
        format!("Install with: sudo apt-get install -y --no-install-recommends {}", packages.join(" "))
    } else {
        format!("Install what Debian calls: {}", packages.join(" "))
    }
}

/// Where `program` is on the `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    find_in(&env::var_os("PATH")?, program)
}

fn find_in(path: &OsStr, program: &str) -> Option<PathBuf> {
    env::split_paths(path)
        .map(|folder| folder.join(format!("{program}{}", env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

/// The browser to test with: the one that `CHROMIUM` names, else the headless shell, else a whole Chromium.
pub fn headless() -> Option<PathBuf> {
    let shell = || find("chromium-headless-shell").or_else(|| find("chrome-headless-shell"));
    if env::var_os("CHROMIUM").is_some() { chromium() } else { shell().or_else(chromium) }
}

/// A whole Chromium: the one that `CHROMIUM` names, else one from the `PATH`.
pub fn chromium() -> Option<PathBuf> {
    match env::var_os("CHROMIUM") {
        Some(named) => Some(PathBuf::from(named)).filter(|file| file.is_file()),
        None => find("chromium").or_else(|| find("chromium-browser")).or_else(|| find("google-chrome")),
    }
}

/// The folder with `initdb` and `postgres`. Debian keeps them out of the `PATH`, one folder a version; the newest wins.
pub fn postgres_bin() -> Option<PathBuf> {
    if let Some(initdb) = find("initdb") {
        return initdb.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|entry| {
            let folder = entry.ok()?.path();
            let version: u32 = folder.file_name()?.to_str()?.parse().ok()?;
            let bin = folder.join("bin");
            bin.join("initdb").is_file().then_some((version, bin))
        })
        .max_by_key(|(version, _)| *version)
        .map(|(_, bin)| bin)
}

/// Whether packages may be installed without asking: root on Debian or a descendant of it.
pub fn may_install() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        is_root()
            && find("apt-get").is_some()
            && fs::read_to_string("/etc/os-release").is_ok_and(|release| is_debian(&release))
    })
}

/// Whether this process runs as root.
#[cfg(unix)]
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Whether this process runs as root: a question that only Unix asks.
#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

fn is_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches('"').split_whitespace())
        .any(|id| id == "debian" || id == "ubuntu")
}

/// Installs Debian packages. The lists are read anew first: a fresh image has none, and old ones name files that are gone.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    process::run(apt_get().args(["-qq", "update"]))?;
    process::run(
        apt_get().args(["-qq", "-o", "Dpkg::Use-Pty=0", "install", "-y", "--no-install-recommends"]).args(packages),
    )
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").env_remove("LD_LIBRARY_PATH");
    command
}

/// npm, run in `folder`, quiet about everything but errors and progress.
pub fn npm(folder: &Path) -> Command {
    let mut command = process::clean("npm", folder);
    command.args(["--no-fund", "--no-audit", "--no-update-notifier", "--loglevel=error"]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_descendants_are_recognised() {
        assert!(is_debian("PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("ID=fedora\nID_LIKE=\"rhel\"\n"));
        assert!(!is_debian("NAME=debian\nID=arch\n"));
    }

    #[test]
    fn programs_are_found_on_the_path_in_its_order() {
        let folder = env::temp_dir().join(format!("vouch-tools-{}", std::process::id()));
        let (first, second) = (folder.join("first"), folder.join("second"));
        for place in [&first, &second] {
            fs::create_dir_all(place).unwrap();
        }
        let name = format!("tool{}", env::consts::EXE_SUFFIX);
        fs::write(second.join(&name), "").unwrap();
        let path = env::join_paths([&first, &second]).unwrap();
        assert_eq!(find_in(&path, "tool"), Some(second.join(&name)));
        fs::write(first.join(&name), "").unwrap();
        assert_eq!(find_in(&path, "tool"), Some(first.join(&name)));
        assert_eq!(find_in(&path, "other"), None);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_missing_tool_is_named_with_the_command_that_brings_it() {
        assert!(advice(&["postgresql"]).ends_with(" postgresql"));
    }
}
