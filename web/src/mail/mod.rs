//! The pages that show a demonstration's mail. They run no script, so they cost the storefront's program nothing.

use crate::{
    i18n::{Language, language},
    layout::bare_document,
    page::Page,
    paths, text,
};
use leptos::prelude::*;
use shared::{Locale, Timestamp, format::date_time};

/// A mail to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailView {
    /// Its id.
    pub id: String,
    /// Whom it is for.
    pub recipient: String,
    /// Its language.
    pub locale: Locale,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// The document that lists mails, the newest first.
#[must_use]
pub fn list_page(page: &Page, style: &str, mails: &[MailView]) -> String {
    let (lang, locale) = (language(page.locale), page.locale);
    let entries = mails
        .iter()
        .map(|mail| {
            view! {
                <li>
                    <a href=paths::demo_mail(locale, &mail.id) lang=mail.locale.as_str()>{mail.subject.clone()}</a>
                    <p class="fine">{mail.recipient.clone()} " · " {date_time(mail.at, locale)}</p>
                </li>
            }
        })
        .collect_view();
    let body = if mails.is_empty() {
        view! { <p>{text!(lang, mail.empty)}</p> }.into_any()
    } else {
        view! { <ul class="mails">{entries}</ul> }.into_any()
    };
    let title = text!(lang, mail.title);
    let content = view! {
        <h1>{title}</h1>
        <p class="lead">{text!(lang, mail.lead)}</p>
        {body}
        <p><a class="button" href=paths::home(locale)>{text!(lang, common.to_home)}</a></p>
    };
    document(page, style, title, content.into_any())
}

/// The document of one mail: its plain text, and the way to what it looks like, a document that may do nothing.
#[must_use]
pub fn mail_page(page: &Page, style: &str, mail: &MailView) -> String {
    let (lang, locale) = (language(page.locale), page.locale);
    let language = mail.locale.as_str();
    let content = view! {
        <p><a href=paths::demo_outbox(locale)>{text!(lang, mail.back)}</a></p>
        <h1 lang=language>{mail.subject.clone()}</h1>
        <dl class="mail-facts">
            <dt>{text!(lang, mail.to)}</dt>
            <dd>{mail.recipient.clone()}</dd>
            <dt>{text!(lang, mail.at)}</dt>
            <dd>{date_time(mail.at, locale)}</dd>
        </dl>
        <p><a class="button" href=paths::demo_mail_html(locale, &mail.id)>{text!(lang, mail.as_html)}</a></p>
        <h2>{text!(lang, mail.as_text)}</h2>
        <div class="mail-text" lang=language>{lines(&mail.text, &page.origin)}</div>
    };
    document(page, style, &mail.subject, content.into_any())
}

/// The document of an address at which no mail lies.
#[must_use]
pub fn no_mail_page(page: &Page, style: &str) -> String {
    let lang: Language = language(page.locale);
    let title = text!(lang, mail.not_found);
    let content = view! {
        <h1>{title}</h1>
        <p><a class="button" href=paths::demo_outbox(page.locale)>{text!(lang, mail.back)}</a></p>
    };
    document(page, style, title, content.into_any())
}

/// A mail's text; lines that are addresses of ours lead there.
fn lines(text: &str, origin: &str) -> Vec<AnyView> {
    text.lines()
        .map(|line| {
            let own = line.strip_prefix(origin).is_some_and(|path| path.is_empty() || path.starts_with('/'));
            if own && !origin.is_empty() {
                view! { <a href=line.to_owned()>{line.to_owned()}</a> "\n" }.into_any()
            } else {
                view! { {format!("{line}\n")} }.into_any()
            }
        })
        .collect()
}

fn document(page: &Page, style: &str, title: &str, content: AnyView) -> String {
    bare_document((page.locale, page.theme.as_str()), style, title, "mail-page", content)
}
