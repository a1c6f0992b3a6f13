//! The style sheet: one bundle of `web/style/*.css` in the order of their names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Reads the sheets of `folder` and joins them, made small.
pub fn bundle(folder: &Path) -> Result<String> {
    if !folder.is_dir() {
        return Ok(String::new());
    }
    let mut sheets: Vec<_> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    sheets.sort();
    let mut bundle = String::new();
    for sheet in sheets {
        let text = fs::read_to_string(&sheet).with_context(|| format!("{} cannot be read", sheet.display()))?;
        bundle.push_str(&minify(&text));
    }
    Ok(bundle)
}

/// Leaves out comments and the white space that no rule of CSS gives a meaning to.
///
/// White space stays where it may matter: between selectors (`a :hover`), around `+` and `-` in `calc()`, and in
/// strings. What a real minifier would win beyond this, brotli wins anyway.
fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut space = false;
    while let Some(next) = rest.chars().next() {
        if next.is_ascii_whitespace() {
            space = true;
            rest = &rest[1..];
        } else if let Some(comment) = rest.strip_prefix("/*") {
            // A comment parts two words as white space does.
            space = true;
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
        } else {
            if space && wants_space(out.chars().last(), next) {
                out.push(' ');
            }
            space = false;
            let length = if matches!(next, '"' | '\'') { string_length(rest, next) } else { next.len_utf8() };
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out
}

fn wants_space(before: Option<char>, after: char) -> bool {
    let joins = |letter: char| matches!(letter, '{' | '}' | ';' | ',');
    before.is_some_and(|before| !joins(before) && before != ':') && !joins(after)
}

/// The length of the string at the beginning of `text`, quotes included.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_comments_without_meaning_go() {
        assert_eq!(minify("/* ink */\na {\n  color: red;\n  margin: 0 auto;\n}\n"), "a{color:red;margin:0 auto}");
        assert_eq!(
            minify("@layer tokens, base;\n@media (min-width: 40rem) and (hover) { b { c: d } }"),
            "@layer tokens,base;@media (min-width:40rem) and (hover){b{c:d}}"
        );
        assert_eq!(minify("a/* x */b{}"), "a b{}");
    }

    #[test]
    fn white_space_with_meaning_stays() {
        assert_eq!(
            minify("nav :hover > a{width: calc(1px + 2px - var(--x))}"),
            "nav :hover > a{width:calc(1px + 2px - var(--x))}"
        );
        assert_eq!(minify("a::after { content: \" ; /* \\\" */ } \" }"), "a::after{content:\" ; /* \\\" */ } \"}");
        assert_eq!(minify("q { quotes: '\u{201c}' '\u{201d}' }"), "q{quotes:'\u{201c}' '\u{201d}'}");
    }
}
