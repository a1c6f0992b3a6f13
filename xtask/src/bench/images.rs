//! What pictures cost that mean harm, or are as large as is taken: each in a process of its own.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Repo;
use crate::process;

// The tests make the same files.
#[path = "../../../api/tests/it/images/hostile.rs"]
#[expect(dead_code, reason = "some of it is made for the tests alone")]
#[expect(clippy::expect_used, reason = "what the tests make, they make for sure")]
mod hostile;

use hostile::Fate;

/// Milliseconds that each may take.
const TIME: u64 = 1_000;
/// Megabytes that each may take beside the program itself.
const MEMORY: u64 = 200;

/// Prints time and memory of each file; whether all keep their budgets and meet the fate that they should.
pub fn measure(repo: &Repo) -> Result<bool> {
    let scratch = env::temp_dir().join(format!("vouch-pictures-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let done = look(&repo.vouch(true), &scratch);
    let _ = fs::remove_dir_all(&scratch);
    done
}

fn look(vouch: &Path, scratch: &Path) -> Result<bool> {
    println!("    | file | KB | ms | MB | what becomes of it |");
    println!("    |---|---:|---:|---:|---|");
    let mut kept = true;
    for (name, bytes, fate) in hostile::quick().into_iter().chain(hostile::heavy()) {
        let file = scratch.join(name);
        fs::write(&file, &bytes)?;
        let said = said(vouch, &file)?;
        let verdict = match fate {
            Fate::Harmless => said.verdict.starts_with("taken"),
            Fate::Refused(code) => said.verdict.starts_with(code),
        };
        let within = said.milliseconds < TIME && said.megabytes < MEMORY;
        let mark = if verdict && within { "" } else { " **not as it should**" };
        println!(
            "    | {name} | {} | {} | {} | {}{mark} |",
            bytes.len() / 1000,
            said.milliseconds,
            said.megabytes,
            said.verdict
        );
        kept &= verdict && within;
        fs::remove_file(&file)?;
    }
    Ok(kept)
}

struct Said {
    milliseconds: u64,
    megabytes: u64,
    verdict: String,
}

/// `vouch images check FILE` says `12 ms, 34 MB more than before, VERDICT`.
fn said(vouch: &Path, file: &Path) -> Result<Said> {
    let mut check: Command = process::clean(vouch, file.parent().unwrap_or(file));
    let output = check.args(["images", "check"]).arg(file).output().context("the release server cannot be started")?;
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let parts: Vec<&str> = line.splitn(3, ", ").collect();
    let [time, memory, verdict] = parts[..] else {
        anyhow::bail!("`vouch images check` says `{line}` {}", String::from_utf8_lossy(&output.stderr).trim());
    };
    let number = |text: &str| text.split(' ').next().and_then(|number| number.parse().ok());
    Ok(Said {
        milliseconds: number(time).context("no time")?,
        megabytes: number(memory).context("no memory")?,
        verdict: verdict.to_owned(),
    })
}
