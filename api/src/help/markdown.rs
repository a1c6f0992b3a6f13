//! From Markdown to HTML.

use pulldown_cmark::{Event, Options, Parser, html};

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

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn html_in_it_is_shown_as_text() {
        assert_eq!(
            to_html("## A\n\nb [c](/d) <script>x</script>\n"),
            "<h2>A</h2>\n<p>b <a href=\"/d\">c</a> &lt;script&gt;x&lt;/script&gt;</p>\n"
        );
    }
}
