//! A letter: what it says, as plain text and as HTML.
//!
//! Both are made of the same blocks, so that neither says more than the other. The HTML brings its own few styles and
//! nothing from outside: no picture tells anybody that the letter was read.

use super::texts::{Texts, fill};
use shared::Locale;

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(String),
    /// The heading of what follows.
    Heading(String),
    /// What to do, with its address.
    Action {
        /// The words on the button.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// Rows of two columns: what, and how much or which.
    Rows(Vec<(String, String)>),
    /// Small print.
    Fine(String),
}

/// A letter in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    pub(super) locale: Locale,
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
    pub(super) texts: &'static Texts,
    /// Where the marketplace is.
    pub(super) home: String,
}

impl Letter {
    /// The letter as plain text. Addresses stand on lines of their own.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.title);
        for block in &self.blocks {
            out.push('\n');
            match block {
                Block::Paragraph(text) | Block::Fine(text) => out.push_str(text),
                Block::Heading(text) => {
                    out.push_str(text);
                    out.push('\n');
                    out.push_str(&"-".repeat(text.chars().count()));
                }
                Block::Action { label, url } => out.push_str(&format!("{label}:\n{url}")),
                Block::Rows(rows) => {
                    let rows: Vec<String> = rows.iter().map(|(what, value)| format!("{what}: {value}")).collect();
                    out.push_str(&rows.join("\n"));
                }
            }
            out.push('\n');
        }
        out.push_str(&format!("\n-- \n{}\n{}\n", self.texts.signature, self.home));
        out
    }

    /// The letter as a document of its own.
    #[must_use]
    pub fn html(&self) -> String {
        let Self { subject, locale, title, home, texts, .. } = self;
        let body: String = self.blocks.iter().map(|block| self.block(block)).collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"{locale}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{subject}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<div class=\"sheet\">\n\
             <p class=\"mark\"><a href=\"{home}\">Vouch</a></p>\n<h1>{title}</h1>\n{body}\
             <p class=\"signature\">{signature}<br><a href=\"{home}\">{home}</a></p>\n</div>\n</body>\n</html>\n",
            subject = escape(subject),
            title = escape(title),
            home = escape(home),
            signature = escape(&texts.signature),
        )
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Paragraph(text) => format!("<p>{}</p>\n", escape(text)),
            Block::Heading(text) => format!("<h2>{}</h2>\n", escape(text)),
            Block::Fine(text) => format!("<p class=\"fine\">{}</p>\n", escape(text)),
            Block::Action { label, url } => {
                let (label, url) = (escape(label), escape(url));
                let hint = escape(&fill(&self.texts.button_hint, &[]));
                format!(
                    "<p class=\"action\"><a href=\"{url}\">{label}</a></p>\n\
                     <p class=\"fine\">{hint}<br><span class=\"address\">{url}</span></p>\n"
                )
            }
            Block::Rows(rows) => {
                let row = |(what, value): &(String, String)| {
                    format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(what), escape(value))
                };
                format!("<table>\n{}</table>\n", rows.iter().map(row).collect::<String>())
            }
        }
    }
}

/// Paper, ink and lacquer, as far as readers of mail know them.
const STYLE: &str = "\
body { margin: 0; padding: 24px 12px; background: #f6f1e7; color: #2b2622; font: 16px/1.55 Georgia, 'Noto Serif', serif; }
.sheet { max-width: 560px; margin: 0 auto; padding: 28px 28px 24px; background: #fdfaf4; border: 1px solid #e2d8c6; border-radius: 4px; }
.mark { margin: 0 0 20px; font-size: 20px; letter-spacing: .02em; }
.mark a { color: #9c2f24; text-decoration: none; }
h1 { margin: 0 0 16px; font-size: 25px; line-height: 1.2; font-weight: 500; }
h2 { margin: 24px 0 8px; font-size: 17px; font-weight: 600; }
p { margin: 0 0 16px; }
.action { margin: 24px 0 12px; }
.action a { display: inline-block; padding: 12px 22px; background: #9c2f24; color: #fdfaf4; border-radius: 4px; text-decoration: none; font-family: system-ui, sans-serif; font-weight: 600; }
.fine, .signature { color: #6d6257; font: 13px/1.5 system-ui, sans-serif; }
.address { word-break: break-all; }
.signature { margin: 28px 0 0; padding-top: 16px; border-top: 1px solid #e2d8c6; }
.signature a { color: #6d6257; }
table { width: 100%; margin: 0 0 16px; border-collapse: collapse; font: 15px/1.45 system-ui, sans-serif; }
th, td { padding: 8px 0; border-top: 1px solid #e2d8c6; text-align: left; font-weight: 400; vertical-align: top; }
td { padding-left: 16px; text-align: right; }
@media (prefers-color-scheme: dark) {
  body { background: #1d1915; color: #ece4d6; }
  .sheet { background: #28231d; border-color: #453c31; }
  .mark a { color: #e79a80; }
  .action a { background: #a8392c; }
  .fine, .signature, .signature a { color: #b7aa9a; }
  th, td, .signature { border-color: #453c31; }
}
";

/// A text as it stands in HTML, between tags and in quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::texts::texts;
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let letter = Letter {
            subject: "An <order>".into(),
            locale: Locale::En,
            title: "Hello <script>alert(1)</script>".into(),
            blocks: vec![
                Block::Paragraph("a & b".into()),
                Block::Rows(vec![("\"Bowl\"".into(), "£4".into())]),
                Block::Action { label: "Look".into(), url: "https://a.example/?x=1&y=2".into() },
            ],
            texts: texts(Locale::En),
            home: "https://a.example".into(),
        };
        let (html, text) = (letter.html(), letter.text());
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;"), "{html}");
        assert!(html.contains("href=\"https://a.example/?x=1&amp;y=2\""), "{html}");
        assert!(text.contains("\"Bowl\": £4\n"), "{text}");
        assert!(text.contains("Look:\nhttps://a.example/?x=1&y=2\n"), "{text}");
    }
}
