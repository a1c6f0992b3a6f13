//! Descriptions: what HTML may stand in them, and how they read as plain text.

use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut rules = Builder::empty();
    rules
        .tags(HashSet::from(["p", "br", "ul", "ol", "li", "strong", "em", "h3", "a"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .clean_content_tags(HashSet::from(["script", "style", "iframe", "noscript", "template"]))
        .link_rel(Some("nofollow noopener ugc"));
    rules
});

/// HTML with paragraphs, lists, emphasis, small headings and links only; everything else is taken out, scripts and
/// styles with their content.
#[must_use]
pub fn sanitise(html: &str) -> String {
    RULES.clean(html.trim()).to_string().trim().to_owned()
}

/// Sanitised HTML as plain text: blocks and list items on lines of their own, white space narrowed.
#[must_use]
pub fn to_plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_text(&mut text, &rest[..open]);
        let Some(close) = rest[open..].find('>') else { break };
        let tag = rest[open + 1..open + close].trim_start_matches('/');
        let name_end = tag.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(tag.len());
        if matches!(&tag[..name_end], "p" | "br" | "ul" | "ol" | "li" | "h2" | "h3")
            && !text.is_empty()
            && !text.ends_with('\n')
        {
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        }
        rest = &rest[open + close + 1..];
    }
    push_text(&mut text, rest);
    text.trim().to_owned()
}

fn push_text(text: &mut String, html: &str) {
    let decoded = html
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        // Last, so that `&amp;lt;` stays the text `&lt;`.
        .replace("&amp;", "&");
    for char in decoded.chars() {
        if !char.is_whitespace() {
            text.push(char);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_a_description_needs_and_nothing_else() {
        let dirty = "<h1 onclick=x>Bowl</h1><script>alert(1)</script><p style='x'>A <b>small</b> <em>bowl</em> \
                     <a href='javascript:x'>here</a> <a href='https://a.example' target=_blank>there</a>";
        assert_eq!(
            sanitise(dirty),
            "Bowl<p>A small <em>bowl</em> <a rel=\"nofollow noopener ugc\">here</a> \
             <a href=\"https://a.example\" rel=\"nofollow noopener ugc\">there</a></p>"
        );
    }

    #[test]
    fn reads_as_plain_text() {
        let html = "<p>Thrown &amp; fired.</p><ul><li>9&nbsp;cm</li><li>&lt; 1 kg</li></ul><p>Wash\nby hand</p>";
        assert_eq!(to_plain(html), "Thrown & fired.\n9 cm\n< 1 kg\nWash by hand");
    }
}
