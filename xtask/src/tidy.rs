//! Rules of the house that no compiler knows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::paths::Repo;
use crate::process;

const LONGEST: usize = 400;

/// The lines at the top of a file among which the reason for its length may stand.
const TOP: usize = 25;

/// Everything that breaks a rule, as `path:line: what is wrong`.
pub fn findings(repo: &Repo) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for path in files(repo)? {
        // What is no text (pictures, archives) has no lines to check.
        let Ok(text) = fs::read_to_string(repo.root.join(&path)) else { continue };
        findings.extend(check(&path, &text).into_iter().map(|finding| format!("{path}{finding}")));
    }
    findings.extend(code_map(repo)?);
    Ok(findings)
}

/// The files that git keeps or would keep.
fn files(repo: &Repo) -> Result<Vec<String>> {
    let mut git = process::clean("git", &repo.root);
    let list = process::read(git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    Ok(list.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// The findings of one file, without its path.
fn check(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    if path.ends_with(".rs") {
        let lines = text.lines().count();
        if lines > LONGEST && !text.lines().take(TOP).any(|line| line.contains("// Long because")) {
            findings.push(format!(": {lines} lines; split it, or say `// Long because …` near the top"));
        }
    }
    for (number, line) in text.lines().enumerate() {
        let mut find = |what: &str| findings.push(format!(":{}: {what}", number + 1));
        if path.ends_with(".rs") && unfinished(line) {
            find("unfinished code");
        }
        if path.starts_with("web/src/") && path.ends_with(".rs") && inline_style(line) {
            find("an inline style, which the content security policy forbids");
        }
        if machine_path(line) {
            find("a path that exists on one machine only");
        }
        if path.ends_with("package-lock.json") && line.contains("\"resolved\": \"http") {
            find("an address of a package registry; e2e/.npmrc leaves them out of the lock file");
        }
    }
    findings
}

/// Macros that mark unfinished code. Written in two halves, or this file would find itself.
fn unfinished(line: &str) -> bool {
    [concat!("todo", "!("), concat!("dbg", "!("), concat!("unimplemented", "!(")].iter().any(|name| line.contains(name))
}

/// `style="…"` or `style:width=…` in a view. A field is written `style: value`, with a space.
fn inline_style(line: &str) -> bool {
    line.match_indices("style").any(|(at, word)| {
        let starts = line[..at].ends_with([' ', '\t', '<']) || at == 0;
        let mut after = line[at + word.len()..].chars();
        starts
            && match after.next() {
                Some('=') => matches!(after.next(), Some('"' | '{' | 'm')),
                Some(':') => after.next().is_some_and(|letter| letter.is_ascii_lowercase()),
                _ => false,
            }
    })
}

/// Absolute paths under folders that differ from machine to machine.
fn machine_path(line: &str) -> bool {
    let folders = [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    folders.iter().any(|folder| {
        line.match_indices(folder).any(|(at, _)| {
            // `https://example.org/home/` and `docs/home/` go on from a name; an absolute path does not.
            let before = line[..at].chars().next_back();
            before
                .is_none_or(|letter| !letter.is_alphanumeric() && !matches!(letter, '/' | '.' | '-' | '_' | '}' | ')'))
        })
    })
}

/// Compares the code map of ARCHITECTURE.md with the tree: folders it names exist, and each folder of the two large
/// crates is named.
fn code_map(repo: &Repo) -> Result<Vec<String>> {
    let Ok(text) = fs::read_to_string(repo.root.join("ARCHITECTURE.md")) else {
        return Ok(vec!["ARCHITECTURE.md is missing".to_owned()]);
    };
    let Some(named) = named_folders(&text) else {
        return Ok(vec!["ARCHITECTURE.md has no section `Code map`".to_owned()]);
    };
    let mut findings = Vec::new();
    for folder in &named {
        if !repo.root.join(folder).is_dir() {
            findings.push(format!("ARCHITECTURE.md: the code map names {folder}/, which does not exist"));
        }
    }
    for parent in ["api/src", "web/src"] {
        for folder in folders(&repo.root.join(parent))? {
            let path = format!("{parent}/{folder}");
            if !named.contains(&path) {
                findings.push(format!("ARCHITECTURE.md: the code map does not name {path}/"));
            }
        }
    }
    Ok(findings)
}

/// The folders that the section `Code map` names: words in backticks that end with `/`, from the repository's root.
fn named_folders(text: &str) -> Option<BTreeSet<String>> {
    let mut lines = text.lines().skip_while(|line| {
        let heading = line.trim_start_matches('#');
        heading.len() == line.len() || !heading.trim().eq_ignore_ascii_case("code map")
    });
    let level = lines.next()?.chars().take_while(|letter| *letter == '#').count();
    let section = lines.take_while(|line| {
        let hashes = line.chars().take_while(|letter| *letter == '#').count();
        hashes == 0 || hashes > level
    });
    let mut named = BTreeSet::new();
    for line in section {
        for word in line.split('`').skip(1).step_by(2) {
            if let Some(folder) = word.strip_suffix('/') {
                named.insert(folder.to_owned());
            }
        }
    }
    Some(named)
}

/// The names of the folders in `parent` that hold a file: git keeps no empty ones.
fn folders(parent: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if !parent.is_dir() {
        return Ok(names);
    }
    for entry in fs::read_dir(parent)? {
        let path = entry?.path();
        let holds_something = path.is_dir() && fs::read_dir(&path)?.next().is_some();
        if let (true, Some(name)) = (holds_something, path.file_name().and_then(|name| name.to_str())) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_keeps_the_rules() {
        let findings = findings(&Repo::find().unwrap()).unwrap();
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    #[test]
    fn long_files_need_a_reason() {
        let long = "x\n".repeat(401);
        assert_eq!(check("a.rs", &long).len(), 1);
        assert!(check("a.rs", &"x\n".repeat(400)).is_empty());
        assert!(check("a.rs", &format!("//! Text.\n// Long because it is one table.\n{long}")).is_empty());
        assert!(check("a.svg", &long).is_empty());
    }

    #[test]
    fn unfinished_code_is_found() {
        assert_eq!(check("a.rs", concat!("fn f() {\n    dbg", "!(1);\n}")), [":2: unfinished code"]);
    }

    #[test]
    fn inline_styles_are_found_in_views_only() {
        for line in ["<p style=\"x\">", "  style={x}", "<p style:width=move || 1>", "style=move || x"] {
            assert!(inline_style(line), "{line}");
        }
        for line in ["Look { style: x }", "style::new()", "font-style=\"x\"", "let style = 1;", "<style>"] {
            assert!(!inline_style(line), "{line}");
        }
        assert!(check("api/src/a.rs", "<p style=\"x\">").is_empty());
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        for line in [concat!("cd /wo", "rk/x"), concat!("\"/ho", "me/me/x\""), concat!("/Us", "ers/me")] {
            assert!(machine_path(line), "{line}");
        }
        for line in ["https://example.org/home/x", "docs/work/x", "${HOME}/root/x", "artwork/x"] {
            assert!(!machine_path(line), "{line}");
        }
    }

    #[test]
    fn the_code_map_is_read() {
        let text =
            "# A\n`no/`\n## Code map\n- `api/src/orders/`: orders, `x.rs`\n### Web\n`web/src/pages/`\n## Next\n`no/`";
        let named: Vec<_> = named_folders(text).unwrap().into_iter().collect();
        assert_eq!(named, ["api/src/orders", "web/src/pages"]);
        assert_eq!(named_folders("# A\n"), None);
    }
}
