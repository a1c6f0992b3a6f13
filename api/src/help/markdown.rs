//! From Markdown to HTML.

use ammonia::Builder;
use pulldown_cmark::{Event, Options, Parser, html};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What Markdown of other people may become.
static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut rules = Builder::empty();
    rules
        .tags(HashSet::from([
            "p",
            "br",
            "ul",
            "ol",
            "li",
            "strong",
            "em",
            "h3",
            "h4",
            "a",
            "blockquote",
            "hr",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("nofollow noopener ugc"));
    rules
});

/// The text as HTML. HTML in it becomes text, so that what comes out holds only what Markdown makes.
pub(super) fn to_html(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    out
}

/// The same for Markdown that is not ours: links lead to pages and addresses, pictures are left out, and headings stand
/// below those of the page that shows it.
pub fn to_safe_html(text: &str) -> String {
    let lowered = to_html(text)
        .replace("<h3>", "<h4>")
        .replace("</h3>", "</h4>")
        .replace("<h2>", "<h3>")
        .replace("</h2>", "</h3>")
        .replace("<h1>", "<h3>")
        .replace("</h1>", "</h3>");
    RULES.clean(&lowered).to_string()
}

#[cfg(test)]
mod tests {
    use super::{to_html, to_safe_html};

    #[test]
    fn html_in_it_is_shown_as_text() {
        assert_eq!(
            to_html("## A\n\nb [c](/d) <script>x</script>\n"),
            "<h2>A</h2>\n<p>b <a href=\"/d\">c</a> &lt;script&gt;x&lt;/script&gt;</p>\n"
        );
    }

    #[test]
    fn markdown_of_others_links_only_to_pages() {
        assert_eq!(
            to_safe_html(
                "## A\n\n[b](javascript:x) [c](https://d.example) ![e](https://f.example/g.png) <i onclick=x>\n"
            ),
            "<h3>A</h3>\n<p><a rel=\"nofollow noopener ugc\">b</a> <a href=\"https://d.example\" rel=\"nofollow noopener \
             ugc\">c</a>  &lt;i onclick=x&gt;</p>\n"
        );
    }
}
