//! A letter as HTML, for readers of mail that know as little as they do.
//!
//! What must hold everywhere stands in the elements: Outlook lays out tables alone and takes widths and grounds from
//! attributes, and some readers throw the style sheet away. The sheet adds the night and small windows. Nothing comes
//! from outside: no picture tells anybody that the letter was read.

use super::letter::{Block, Letter};

const INK: &str = "#2b2622";
const SOFT: &str = "#6d6257";
const PAPER: &str = "#f6f1e7";
const SHEET: &str = "#fdfaf4";
const LINE: &str = "#e2d8c6";
const LACQUER: &str = "#9c2f24";
const SERIF: &str = "Georgia,'Noto Serif','Noto Serif Armenian',serif";
const SANS: &str = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Armenian',Arial,sans-serif";

/// A table that is no table but the only way to place something.
const PLACE: &str = "role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"";

/// Night, and phones. `!important` because what it changes stands in the elements.
const STYLE: &str = "\
@media (max-width: 480px) {
  .room { padding: 28px 22px 24px !important; }
  .act, .act a { display: block !important; width: auto !important; text-align: center !important; }
}
@media (prefers-color-scheme: dark) {
  body, .ground { background: #1d1915 !important; }
  .sheet { background: #28231d !important; border-color: #453c31 !important; }
  .ink, .ink a, h1, h2, p, th, td { color: #ece4d6 !important; }
  .soft, .soft a { color: #b7aa9a !important; }
  .line th, .line td { border-color: #453c31 !important; }
  .line .sum { border-color: #b7aa9a !important; }
  .act, .act a { background: #a8392c !important; color: #fdfaf4 !important; }
  .seal { background: #a8392c !important; color: #fdfaf4 !important; }
}
";

/// What keeps the rest of the letter out of the line beside its subject.
const BLANK: &str = "&#847;&zwnj;&nbsp;";

/// The whole document.
pub(super) fn document(letter: &Letter) -> String {
    let Letter { subject, locale, title, home, texts, blocks } = letter;
    let (home, preview) = (escape(home), escape(letter.preview()));
    let body: String = blocks.iter().map(|part| block(letter, part)).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{locale}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no, url=no\">\n\
         <meta name=\"x-apple-disable-message-reformatting\">\n\
         <title>{subject}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body style=\"margin:0;padding:0;background:{PAPER}\">\n\
         <div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">{preview}{blank}</div>\n\
         <table {PLACE} class=\"ground\" width=\"100%\" bgcolor=\"{PAPER}\"><tr><td align=\"center\" style=\"padding:24px 12px\">\n\
         <table {PLACE} class=\"sheet\" width=\"600\" bgcolor=\"{SHEET}\" \
         style=\"width:100%;max-width:600px;border:1px solid {LINE};border-radius:4px\">\
         <tr><td class=\"room\" align=\"left\" style=\"padding:32px 40px 28px\">\n{mark}\
         <h1 style=\"margin:0 0 16px;font:500 26px/1.25 {SERIF};color:{INK}\">{title}</h1>\n{body}\
         <table {PLACE} width=\"100%\" class=\"line\"><tr><td class=\"soft\" \
         style=\"padding:16px 0 0;border-top:1px solid {LINE};font:13px/1.5 {SANS};color:{SOFT}\">{signature}<br>\
         <a href=\"{home}\" style=\"color:{SOFT}\">{home}</a></td></tr></table>\n\
         </td></tr></table>\n</td></tr></table>\n</body>\n</html>\n",
        subject = escape(subject),
        blank = BLANK.repeat(60),
        mark = mark(&home),
        title = escape(title),
        signature = escape(&texts.signature),
    )
}

/// The seal with the name beside it: letters, because a picture would have to be fetched.
fn mark(home: &str) -> String {
    format!(
        "<table {PLACE} style=\"margin:0 0 24px\"><tr>\
         <td class=\"seal\" width=\"34\" height=\"34\" align=\"center\" valign=\"middle\" bgcolor=\"{LACQUER}\" \
         style=\"border-radius:5px;font:bold 19px/34px {SERIF};color:{SHEET}\" aria-hidden=\"true\">V</td>\
         <td class=\"ink\" valign=\"middle\" style=\"padding-left:10px;font:500 22px/34px {SERIF}\">\
         <a href=\"{home}\" style=\"color:{INK};text-decoration:none\">Vouch</a></td></tr></table>\n"
    )
}

fn block(letter: &Letter, block: &Block) -> String {
    let paragraph =
        |text: &str| format!("<p style=\"margin:0 0 16px;font:16px/1.55 {SERIF};color:{INK}\">{text}</p>\n");
    match block {
        Block::Paragraph(text) => paragraph(&escape(text)),
        Block::Lines(lines) => paragraph(&lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br>\n")),
        Block::Heading(text) => {
            format!("<h2 style=\"margin:26px 0 8px;font:600 17px/1.3 {SERIF};color:{INK}\">{}</h2>\n", escape(text))
        }
        Block::Fine(text) => fine(&escape(text)),
        Block::Action { label, url } => {
            let (label, url) = (escape(label), escape(url));
            // The cell holds the colour and the room: Outlook gives neither to a link.
            let button = format!(
                "<table {PLACE} style=\"margin:26px 0 16px\"><tr><td class=\"act\" bgcolor=\"{LACQUER}\" \
                 style=\"border-radius:4px;padding:13px 24px\"><a href=\"{url}\" \
                 style=\"font:600 16px/1.3 {SANS};color:{SHEET};text-decoration:none\">{label}</a></td></tr></table>\n"
            );
            let hint = escape(&letter.texts.button_hint);
            button + &fine(&format!("{hint}<br>\n<span style=\"word-break:break-all\">{url}</span>"))
        }
        Block::Aside { label, url } => {
            let (label, url) = (escape(label), escape(url));
            fine(&format!("<a href=\"{url}\" style=\"color:{SOFT}\">{label}</a>"))
        }
        Block::Rows(rows) => table(rows, false),
        Block::Sums(rows) => table(rows, true),
    }
}

fn fine(text: &str) -> String {
    format!("<p class=\"soft\" style=\"margin:0 0 16px;font:13px/1.5 {SANS};color:{SOFT}\">{text}</p>\n")
}

/// Rows of two columns; the last one may be their sum.
fn table(rows: &[(String, String)], sums: bool) -> String {
    let last = rows.len().saturating_sub(1);
    let rows = rows.iter().enumerate().map(|(at, (what, value))| {
        let (class, rule, weight) =
            if sums && at == last { ("sum", INK, 700) } else { ("part", LINE, 400) };
        let cell = format!("padding:9px 0;border-top:1px solid {rule};font:{weight} 15px/1.45 {SANS};color:{INK}");
        format!(
            "<tr><th scope=\"row\" class=\"{class}\" align=\"left\" valign=\"top\" style=\"{cell};text-align:left\">{}</th>\
             <td class=\"{class}\" align=\"right\" valign=\"top\" \
             style=\"{cell};padding-left:16px;text-align:right;font-variant-numeric:tabular-nums\">{}</td></tr>\n",
            escape(what),
            escape(value)
        )
    });
    format!(
        "<table class=\"line\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
         style=\"margin:0 0 16px;border-collapse:collapse\">\n{}</table>\n",
        rows.collect::<String>()
    )
}

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
