//! The words of mails, from one file a language. A key that is missing or unknown is found by a test, as is a blank
//! (`{number}`) that another language does not have.

use serde::Deserialize;
use shared::Locale;
use std::sync::LazyLock;

/// The words of one language.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    pub greeting: String,
    pub button_hint: String,
    pub signature: String,
    pub verify_email: LinkTexts,
    pub reset_password: LinkTexts,
    pub password_changed: ChangedTexts,
    pub change_email: LinkTexts,
    pub email_taken: TakenTexts,
    pub email_changed: LinkTexts,
    pub account_deleted: DeletedTexts,
    pub wishlist_news: NewsTexts,
    pub saved_search_news: SearchNewsTexts,
    pub passkey_added: ChangedTexts,
    pub order: OrderTexts,
    pub order_received: ReceivedTexts,
    pub order_cancelled: CancelledTexts,
    pub shipment_shipped: ShipmentTexts,
    pub shipment_delivered: ShipmentTexts,
    pub review_requested: AskingTexts,
    pub review_moderated: ModeratedTexts,
    pub shop_suspended: SuspendedTexts,
    pub shop_reinstated: ReinstatedTexts,
}

/// A mail about one link that expires.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub button: String,
    pub expires: String,
    pub not_you: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub not_you: String,
    pub button: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TakenTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub what_to_do: String,
    pub button: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeletedTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub kept: String,
    pub not_you: String,
    pub button: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewsTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub cheaper: String,
    pub back: String,
    pub button: String,
    pub why: String,
    pub stop: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchNewsTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub search: String,
    pub everything: String,
    pub more: String,
    pub count: String,
    pub open: String,
    pub button: String,
    pub why: String,
    pub stop: String,
}

/// What all mails about orders share.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderTexts {
    pub demo: String,
    pub button: String,
    pub button_guest: String,
    pub from_shop: String,
    pub promised: String,
    pub goods: String,
    pub total: String,
    pub address: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceivedTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub cash: String,
    pub transfer: String,
    pub account_name: String,
    pub iban: String,
    pub bank: String,
    pub reference: String,
    pub due: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelledTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub unpaid: String,
    pub nothing_due: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShipmentTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub contents: String,
    pub tracking: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskingTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub until: String,
    pub button: String,
    pub why: String,
}

/// What is told of a decision about a review.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModeratedTexts {
    pub held: NoticeTexts,
    pub hidden: NoticeTexts,
    pub restored: NoticeTexts,
    pub warned: NoticeTexts,
    pub suspended: NoticeTexts,
    pub upheld: NoticeTexts,
    pub rule: String,
    pub reason: String,
    pub grounds: GroundTexts,
    pub appeal: String,
    pub button: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
}

/// The rules that statements of reasons name.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroundTexts {
    pub fake: String,
    pub spam: String,
    pub offensive: String,
    pub private_data: String,
    pub off_topic: String,
    pub illegal: String,
    pub other: String,
}

/// A statement of reasons: what was decided, from which facts, by which rule, how, for how long, and what can be done.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuspendedTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub facts_title: String,
    pub facts: String,
    pub defects: String,
    pub unresolved_cases: String,
    pub late_shipments: String,
    pub rating: String,
    pub measured: String,
    pub measured_rating: String,
    pub rule_title: String,
    pub rule: String,
    pub limit: String,
    pub limit_rating: String,
    pub how: String,
    pub until_title: String,
    pub until: String,
    pub kept: String,
    pub button: String,
    pub objection: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReinstatedTexts {
    pub subject: String,
    pub title: String,
    pub text: String,
    pub watch: String,
    pub button: String,
}

const FILES: [&str; 3] = [include_str!("texts/en.json"), include_str!("texts/vi.json"), include_str!("texts/hy.json")];

static TEXTS: LazyLock<[Texts; 3]> = LazyLock::new(|| FILES.map(read));

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
fn read(file: &str) -> Texts {
    serde_json::from_str(file).expect("the texts of mails are whole")
}

/// The words of a language.
pub(super) fn texts(locale: Locale) -> &'static Texts {
    let [en, vi, hy] = &*TEXTS;
    match locale {
        Locale::En => en,
        Locale::Vi => vi,
        Locale::Hy => hy,
    }
}

/// A text with its blanks filled in. What is filled in is not looked at again: a name like `{x}` stays as it is.
pub(crate) fn fill(text: &str, blanks: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match blanks.iter().find(|(blank, _)| *blank == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeMap;

    /// Each text's place and blanks.
    fn blanks(value: &Value, place: &str, found: &mut BTreeMap<String, Vec<String>>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    blanks(value, &format!("{place}.{name}"), found);
                }
            }
            Value::String(text) => {
                assert!(!text.trim().is_empty(), "{place} is empty");
                let mut names: Vec<String> =
                    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
                names.sort();
                found.insert(place.to_owned(), names);
            }
            other => panic!("{place} is no text: {other}"),
        }
    }

    #[test]
    fn every_language_has_the_same_texts_with_the_same_blanks() {
        let of = |file: &str| {
            let mut found = BTreeMap::new();
            blanks(&serde_json::from_str(file).expect("JSON"), "", &mut found);
            found
        };
        for locale in Locale::ALL {
            assert!(!texts(*locale).greeting.is_empty());
        }
        for file in FILES {
            assert_eq!(of(file), of(FILES[0]));
        }
    }

    #[test]
    fn blanks_are_filled_once() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
        assert_eq!(fill("a { b {unknown}", &[]), "a { b {unknown}");
    }
}
