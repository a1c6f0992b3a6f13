//! Temporary folders: in memory where there is room for it, and swept when whoever made one was killed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::disk;

/// What a folder for tests is called, before the id of the xtask that made it.
const PREFIX: &str = "vouch-tests-";
/// Linux's folder in memory. Containers often give it 64 MB, which is too little.
const MEMORY: &str = "/dev/shm";
/// How many bytes must be free there, which is more than tests write at a time.
const ROOM: u64 = 4_000_000_000;

/// A folder for what tests write: hundreds of databases that live for seconds and wait for the disk at every commit, as
/// they do in production. In memory there is nothing to wait for.
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// Makes one, and takes away those that were left over.
    pub fn create() -> Result<Self> {
        let memory = Path::new(MEMORY);
        let has_room = memory.is_dir() && disk::free(memory) > Some(ROOM) && available_memory() > Some(ROOM);
        if has_room && let Ok(scratch) = Self::create_in(memory) {
            return Ok(scratch);
        }
        Self::create_in(&env::temp_dir())
    }

    fn create_in(base: &Path) -> Result<Self> {
        sweep(base, PREFIX, is_alive);
        let folder = base.join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Where it is: what `TMPDIR` is set to.
    pub fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// How many bytes of memory can be had; `None` where Linux does not say.
fn available_memory() -> Option<u64> {
    parse(&fs::read_to_string("/proc/meminfo").ok()?)
}

/// Reads `MemAvailable:    19876543 kB`.
fn parse(meminfo: &str) -> Option<u64> {
    let figure = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(figure.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}

/// Takes away the folders in `folder` whose names are `prefix` and the id of an xtask that was killed or interrupted
/// before it could. One that cannot be taken away is somebody else's.
pub fn sweep(folder: &Path, prefix: &str, is_alive: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix(prefix)?.split('-').next());
        if owner.is_some_and(|owner| !is_alive(owner)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether a process with this id runs. Where nobody can tell, it does.
pub fn is_alive(process: &str) -> bool {
    !Path::new("/proc/self").exists() || Path::new("/proc").join(process).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_xtask_left_is_taken_away_and_nothing_else() {
        let folder = env::temp_dir().join(format!("vouch-sweep-{}", std::process::id()));
        let names = ["vouch-postgres-11-4000", "vouch-postgres-12-4001", "vouch-postgres-13", "vouch-images"];
        let places = names.map(|name| folder.join(name));
        for place in &places {
            fs::create_dir_all(place.join("data")).unwrap();
        }
        sweep(&folder, "vouch-postgres-", |process| process == "12");
        assert_eq!(places.map(|place| place.exists()), [false, true, false, true]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_for_tests_goes_with_its_value() {
        let scratch = Scratch::create().unwrap();
        let folder = scratch.path().to_path_buf();
        assert!(folder.is_dir());
        drop(scratch);
        assert!(!folder.exists());
    }

    #[test]
    fn available_memory_is_read() {
        assert_eq!(parse("MemTotal: 9 kB\nMemAvailable:    2000 kB\n"), Some(2_048_000));
        assert_eq!(parse("MemTotal: 9 kB\n"), None);
    }
}
