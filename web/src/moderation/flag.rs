//! Reporting a review.

use super::{
    draft::{Kept, LongField, ModerationDraft, ModerationProblem, Refusal, use_refused},
    fields::{Category, Found, Ground, ReviewFields},
    review::{ReviewQuote, own_reviews, subject},
    words,
};
use crate::{
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    layout::NotFound,
    page::go_to,
    paths, text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Most characters of a comment.
const COMMENT: usize = 1_000;

#[derive(cynic::QueryVariables)]
pub(super) struct ReviewVariables {
    pub id: cynic::Id,
}

/// A review, and whether somebody is signed in.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ReviewVariables")]
pub(super) struct ReviewQuery {
    pub me: Option<Reader>,
    #[arguments(id: $id)]
    pub node: Option<Found>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
pub(super) struct Reader {
    #[expect(dead_code, reason = "that there is an account is all that is asked")]
    pub id: cynic::Id,
}

impl Category {
    const ALL: [Self; 7] =
        [Self::Fake, Self::Spam, Self::Offensive, Self::PrivateData, Self::OffTopic, Self::Illegal, Self::Other];

    /// The rule that it speaks of.
    pub(super) const fn ground(self) -> Ground {
        match self {
            Self::Fake => Ground::Fake,
            Self::Spam => Ground::Spam,
            Self::Offensive => Ground::Offensive,
            Self::PrivateData => Ground::PrivateData,
            Self::OffTopic => Ground::OffTopic,
            Self::Illegal => Ground::Illegal,
            Self::Other => Ground::Other,
        }
    }

    /// Its value in the form.
    const fn as_str(self) -> &'static str {
        self.ground().as_str()
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == name)
    }
}

/// `/reviews/flag?review=`, with `&sent=1` afterwards
#[component]
pub(super) fn FlagPage() -> impl IntoView {
    let (locale, address) = (use_locale(), use_query_map());
    let asked = move || address.read().get("review").unwrap_or_default();
    let query = use_query(move || ReviewQuery::build(ReviewVariables { id: cynic::Id::new(asked()) }));
    let refused = StoredValue::new(use_refused());
    view! {
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=1 /> }
            view=move |ReviewQuery { me, node }| {
                let sent = address.read_untracked().get("sent").is_some();
                match (me, node) {
                    (None, _) if refused.with_value(|draft| draft.has(ModerationProblem::SignedOut)) => {
                        let draft = refused.get_value();
                        let action = paths::review_flag(locale, draft.field("review"));
                        view! { <Kept draft action /> }.sealed()
                    }
                    (None, _) => {
                        let review = address.read_untracked().get("review").unwrap_or_default();
                        go_to(&paths::sign_in_then(locale, &paths::review_flag(locale, &review)));
                        ().into_any()
                    }
                    // What was reported may be hidden by now.
                    (Some(_), _) if sent => view! { <Thanks /> }.sealed(),
                    (Some(_), Some(Found::Review(review))) => {
                        view! { <Flag review=*review refused=refused.get_value() /> }.sealed()
                    }
                    (Some(_), Some(Found::Other) | None) => view! { <NotFound /> }.sealed(),
                }
            }
        />
    }
    .sealed()
}

#[component]
fn Flag(review: ReviewFields, refused: ModerationDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (id, own) = (review.id.clone(), review.viewer_is_author);
    let title = text!(lang, moderation.flag_title, about = subject(&review));
    let form = if own {
        let path = own_reviews(locale, id.inner());
        view! {
            <section class="notice">
                <p>{text!(lang, moderation.flag_own)} " " <a href=path>{text!(lang, moderation.own_reviews)}</a></p>
            </section>
        }
        .sealed()
    } else {
        view! { <FlagForm id draft=refused.clone() /> }.sealed()
    };
    view! {
        <Head title=title.clone() description="" path="/reviews/flag" />
        <div class="desk">
            <h1>{title}</h1>
            <p class="lead">{text!(lang, moderation.flag_lead)}</p>
            <Refusal draft=refused />
            <section aria-labelledby="review-title">
                <h2 id="review-title">{text!(lang, moderation.review_title)}</h2>
                <ReviewQuote review />
            </section>
            {form}
        </div>
    }
    .sealed()
}

#[component]
fn FlagForm(id: cynic::Id, draft: ModerationDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let chosen = Category::from_name(draft.field("category"));
    let wrong = draft.wrong(lang, "category");
    let action = paths::review_flag(locale, id.inner());
    let choices = Category::ALL
        .into_iter()
        .map(|category| {
            let checked = chosen == Some(category);
            view! {
                <label class="tick choice">
                    <input type="radio" name="category" value=category.as_str() checked=checked />
                    {words::ground(lang, category.ground())}
                </label>
            }
        })
        .collect_view();
    view! {
        <form class="decision" method="post" action=action novalidate=true>
            <input type="hidden" name="review" value=id.into_inner() />
            <fieldset
                class="field choices"
                id="category"
                aria-describedby=wrong.is_some().then_some("category-error")
            >
                <legend>{text!(lang, moderation.flag_category)}</legend>
                {wrong.map(|sentence| view! { <p class="error" id="category-error">{sentence}</p> })}
                {choices}
            </fieldset>
            <LongField
                name="comment"
                label=text!(lang, moderation.flag_comment)
                hint=text!(lang, moderation.flag_comment_hint)
                draft
                max=COMMENT
                required=false
            />
            <button class="button primary" type="submit">{text!(lang, moderation.flag_send)}</button>
        </form>
    }
    .sealed()
}

/// What becomes of the report.
#[component]
fn Thanks() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <Head title=text!(lang, moderation.flagged_title) description="" path="/reviews/flag" />
        <section class="lone">
            <h1>{text!(lang, moderation.flagged_title)}</h1>
            <p role="status">{text!(lang, moderation.flagged)}</p>
            <p>
                <a href=paths::help_topic(locale, "safety")>{text!(lang, moderation.evidence_help)}</a>
            </p>
            <p><a class="button" href=paths::home(locale)>{text!(lang, common.to_home)}</a></p>
        </section>
    }
    .sealed()
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn values_of_the_form_round_trip() {
        for category in Category::ALL {
            assert_eq!(Category::from_name(category.as_str()), Some(category));
        }
        assert_eq!(Category::from_name("nonsense"), None);
    }
}
