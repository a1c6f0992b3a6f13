//! A letter: what it says, as plain text and as HTML.
//!
//! Both are made of the same blocks, so that neither says more than the other.

use super::letter_html;
use super::texts::Texts;
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
    /// What one may do besides, with its address, in small print.
    Aside {
        /// The words of the link.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// Rows of two columns: what, and how much or which.
    Rows(Vec<(String, String)>),
    /// The same, with a sum in the last one.
    Sums(Vec<(String, String)>),
    /// Lines that stay lines, as those of an address.
    Lines(Vec<String>),
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
        let mut out = format!("{}\n{}\n", self.title, "=".repeat(self.title.chars().count()));
        for block in &self.blocks {
            out.push('\n');
            match block {
                Block::Paragraph(text) | Block::Fine(text) => out.push_str(text),
                Block::Heading(text) => {
                    out.push_str(text);
                    out.push('\n');
                    out.push_str(&"-".repeat(text.chars().count()));
                }
                Block::Action { label, url } | Block::Aside { label, url } => out.push_str(&format!("{label}:\n{url}")),
                Block::Lines(lines) => out.push_str(&lines.join("\n")),
                Block::Rows(rows) | Block::Sums(rows) => {
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
        letter_html::document(self)
    }

    /// What a list of mails shows beside the subject: the first sentence after the greeting.
    pub(super) fn preview(&self) -> &str {
        let mut said = self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(text) => Some(text.as_str()),
            _ => None,
        });
        let greeting = said.next().unwrap_or_default();
        said.next().unwrap_or(greeting)
    }
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
                Block::Sums(vec![("Goods".into(), "£4".into()), ("Total".into(), "£9".into())]),
                Block::Lines(vec!["1 High <Street>".into(), "York".into()]),
                Block::Action { label: "Look".into(), url: "https://a.example/?x=1&y=2".into() },
            ],
            texts: texts(Locale::En),
            home: "https://a.example".into(),
        };
        let (html, text) = (letter.html(), letter.text());
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;"), "{html}");
        assert!(html.contains("href=\"https://a.example/?x=1&amp;y=2\""), "{html}");
        assert!(text.contains("\"Bowl\": £4\n"), "{text}");
        assert!(html.contains("<td class=\"sum\"") && text.contains("Total: £9\n"), "{html}");
        assert!(html.contains("1 High &lt;Street&gt;<br>\nYork") && text.contains("1 High <Street>\nYork\n"), "{html}");
        assert!(text.starts_with("Hello <script>alert(1)</script>\n===="), "{text}");
        assert_eq!(letter.preview(), "a & b");
        assert!(text.contains("Look:\nhttps://a.example/?x=1&y=2\n"), "{text}");
    }
}
