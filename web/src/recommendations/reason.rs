//! Why something is suggested, with links to what caused it.

use super::fields::{CauseFields, ReasonFields};
use crate::{i18n::use_locale, paths, ui::Seal};
use leptos::prelude::*;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Cause { slug: String, title: String },
}

/// The sentence in pieces: where it names a product that caused it, the first time, that is one of its own. Sentences in
/// which a language bends the name stay whole.
fn pieces(text: &str, because: &[CauseFields]) -> Vec<Piece> {
    let first = because
        .iter()
        .enumerate()
        .filter(|(_, cause)| !cause.title.is_empty())
        .filter_map(|(index, cause)| Some((text.find(&cause.title)?, index, cause)))
        .min_by_key(|(at, _, cause)| (*at, std::cmp::Reverse(cause.title.len())));
    let Some((at, index, CauseFields { slug, title })) = first else {
        return if text.is_empty() { Vec::new() } else { vec![Piece::Text(text.to_owned())] };
    };
    let mut found = Vec::new();
    if at > 0 {
        found.push(Piece::Text(text[..at].to_owned()));
    }
    found.push(Piece::Cause { slug: slug.clone(), title: title.clone() });
    let others: Vec<_> =
        because.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, cause)| cause.clone()).collect();
    found.extend(pieces(&text[at + title.len()..], &others));
    found
}

/// The sentence.
#[component]
pub(super) fn Reason(
    reason: ReasonFields,
    /// The page on which it stands, to which no link leads.
    here: String,
) -> impl IntoView {
    let locale = use_locale();
    let pieces = pieces(&reason.text, &reason.because)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => view! { <span>{text}</span> }.sealed(),
            Piece::Cause { slug, title } => {
                let path = paths::product(locale, &slug);
                if path == here {
                    view! { <span>{title}</span> }.sealed()
                } else {
                    view! { <a href=path>{title}</a> }.sealed()
                }
            }
        })
        .collect_view();
    view! { <p class="reason">{pieces}</p> }.sealed()
}

#[cfg(test)]
mod tests {
    use super::{CauseFields, Piece, pieces};

    fn cause(title: &str) -> CauseFields {
        CauseFields { slug: title.to_lowercase(), title: title.to_owned() }
    }

    fn shown(text: &str, because: &[CauseFields]) -> String {
        let show = |piece| match piece {
            Piece::Text(text) => text,
            Piece::Cause { slug, title } => format!("[{title}]({slug})"),
        };
        pieces(text, because).into_iter().map(show).collect()
    }

    #[test]
    fn what_caused_it_is_a_link() {
        let (bowl, jug) = (cause("Bowl"), cause("Jug"));
        assert_eq!(
            shown("Because you looked at Bowl", std::slice::from_ref(&bowl)),
            "Because you looked at [Bowl](bowl)"
        );
        assert_eq!(shown("Jug und Bowl.", &[bowl.clone(), jug]), "[Jug](jug) und [Bowl](bowl).");
        assert_eq!(shown("Bowl, Bowl lid", &[bowl.clone(), cause("Bowl lid")]), "[Bowl](bowl), [Bowl lid](bowl lid)");
        assert_eq!(shown("Liked lately", &[bowl]), "Liked lately");
        assert_eq!(shown("Liked lately", &[]), "Liked lately");
        assert_eq!(shown("", &[]), "");
    }
}
