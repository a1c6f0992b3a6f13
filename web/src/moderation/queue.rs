//! What waits for moderators, the most urgent first.

use super::{
    fields::{CaseState, Origin, ProductName, ReviewStatus, ShopName, SubjectKind},
    review::beginning,
    shut::Shut,
    words,
};
use crate::{
    accounts::{AccountNav, AccountPlace},
    catalog::PageInfo,
    data::{LoadError, scalars::DateTime, schema, use_query, waiting},
    i18n::{use_language, use_locale},
    page::{Now, Outcome, go_to, report},
    paths, text,
    ui::{Head, LoadFailure, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use shared::{Timestamp, format::integer};

/// Cases on one page.
const PAGE: i32 = 20;
/// Letters of a review in its line.
const EXCERPT: usize = 120;

#[derive(cynic::QueryVariables)]
struct QueueVariables {
    first: Option<i32>,
    after: Option<String>,
    state: Option<CaseState>,
    kind: Option<SubjectKind>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "QueueVariables")]
struct QueueQuery {
    #[arguments(first: $first, after: $after, filter: { state: $state, subjectKind: $kind })]
    moderation_cases: QueueFields,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ModerationCaseConnection")]
struct QueueFields {
    nodes: Vec<LineFields>,
    page_info: PageInfo,
    total_count: i32,
    total_count_is_exact: bool,
}

/// A case, as far as its line in the queue shows it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ModerationCase")]
struct LineFields {
    id: cynic::Id,
    review: Option<LineReview>,
    origin: Origin,
    priority: i32,
    opened_at: DateTime,
    mine: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Review")]
struct LineReview {
    product: Option<ProductName>,
    shop: ShopName,
    author_name: Option<String>,
    stars: i32,
    title: String,
    body: String,
    status: ReviewStatus,
}

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wanted {
    decided: bool,
    reviews: bool,
    after: Option<String>,
}

impl Wanted {
    fn of(address: &ParamsMap) -> Self {
        Self {
            decided: address.get("state").as_deref() == Some("decided"),
            reviews: address.get("kind").as_deref() == Some("review"),
            after: address.get("after"),
        }
    }

    fn variables(self) -> QueueVariables {
        QueueVariables {
            first: Some(PAGE),
            after: self.after,
            state: Some(if self.decided { CaseState::Decided } else { CaseState::Open }),
            kind: self.reviews.then_some(SubjectKind::Review),
        }
    }

    fn path(&self, queue: &str) -> String {
        let state = self.decided.then(|| "state=decided".to_owned());
        let kind = self.reviews.then(|| "kind=review".to_owned());
        let after = self.after.as_ref().map(|cursor| format!("after={}", paths::encode(cursor)));
        let query: Vec<String> = [state, kind, after].into_iter().flatten().collect();
        if query.is_empty() { queue.to_owned() } else { format!("{queue}?{}", query.join("&")) }
    }
}

/// `/moderation?state=decided&kind=review&after=`, `/moderation?done=CASE` after a decision
#[component]
pub(super) fn QueuePage() -> impl IntoView {
    let (locale, address) = (use_locale(), use_query_map());
    let wanted = Memo::new(move |_| Wanted::of(&address.read()));
    let query = use_query(move || QueueQuery::build(wanted.get().variables()));
    let now = now();
    let skeleton = || view! { <Skeleton cards=4 /> };
    waiting(skeleton.into(), move || {
        let wanted = wanted.get_untracked();
        let done = address.read_untracked().get("done");
        Box::pin(async move {
            match query.load().await {
                Ok(QueueQuery { moderation_cases: cases }) => view! { <Queue cases wanted done now /> }.sealed(),
                Err(LoadError::Refused { code, .. }) if code == "FORBIDDEN" => view! { <Shut /> }.sealed(),
                Err(LoadError::Refused { code, .. }) if code == "UNAUTHENTICATED" => {
                    go_to(&paths::sign_in_then(locale, &wanted.path(&paths::moderation(locale))));
                    ().into_any()
                }
                Err(error) => {
                    report(Outcome::Unavailable);
                    view! { <LoadFailure error retry=Callback::new(move |()| query.refetch()) /> }.sealed()
                }
            }
        })
    })
}

/// The moment by which ages are counted: the server's, as long as the page is the one that it wrote.
fn now() -> Timestamp {
    let now = || use_context::<Now>().map_or_else(own_clock, |Now(now)| now.0);
    Timestamp(SharedValue::new(now).into_inner())
}

#[cfg(feature = "hydrate")]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
fn own_clock() -> i64 {
    js_sys::Date::now() as i64
}

#[cfg(not(feature = "hydrate"))]
const fn own_clock() -> i64 {
    0
}

#[component]
fn Queue(cases: QueueFields, wanted: Wanted, done: Option<String>, now: Timestamp) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let QueueFields { nodes, page_info, total_count, total_count_is_exact } = cases;
    let queue = paths::moderation(locale);
    let count = integer(i64::from(total_count), locale);
    let found = if total_count_is_exact {
        text!(lang, moderation.found, count = count)
    } else {
        text!(lang, moderation.found_more, count = count)
    };
    let beginning = wanted.after.is_some().then(|| Wanted { after: None, ..wanted.clone() }.path(&queue));
    let next = page_info.end_cursor.filter(|_| page_info.has_next_page);
    let next = next.map(|cursor| Wanted { after: Some(cursor), ..wanted.clone() }.path(&queue));
    let pager = (beginning.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=text!(lang, common.pages)>
                {beginning.map(|href| view! { <a class="button" href=href>{text!(lang, moderation.to_beginning)}</a> })}
                {next.map(|href| view! { <a class="button next" rel="next" href=href>{text!(lang, common.next)}</a> })}
            </nav>
        }
    });
    let list = if nodes.is_empty() {
        view! { <Nothing decided=wanted.decided /> }.sealed()
    } else {
        let lines = nodes.into_iter().map(|case| view! { <Line case now /> }).collect_view();
        view! {
            <p class="fine">{found}</p>
            <ol class="cases">{lines}</ol>
        }
        .sealed()
    };
    let notice = done.map(|case| {
        view! {
            <p class="notice" role="status">
                {text!(lang, moderation.done)} " "
                <a href=paths::moderation_case(locale, &case)>{text!(lang, moderation.done_link)}</a>
            </p>
        }
    });
    view! {
        <Head title=text!(lang, moderation.title) description="" path="/moderation" />
        <div class="desk">
            <h1>{text!(lang, moderation.title)}</h1>
            <AccountNav here=AccountPlace::Moderation />
            {notice}
            <p class="lead">{text!(lang, moderation.lead)}</p>
            <Filters wanted />
            {list}
            {pager}
        </div>
    }
    .sealed()
}

/// Which cases are shown: links, so that every choice has an address.
#[component]
fn Filters(wanted: Wanted) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let queue = paths::moderation(locale);
    let link = move |choice: Wanted, chosen: bool, label: &'static str| {
        let path = Wanted { after: None, ..choice }.path(&queue);
        view! { <li><a href=path aria-current=chosen.then_some("true")>{label}</a></li> }.sealed()
    };
    let Wanted { decided, reviews, .. } = wanted;
    let with_state = |decided: bool| Wanted { decided, reviews, after: None };
    let with_kind = |reviews: bool| Wanted { decided, reviews, after: None };
    view! {
        <nav class="desk-filters" aria-label=text!(lang, moderation.filters)>
            <ul class="chips" aria-label=text!(lang, moderation.filter_state)>
                {link(with_state(false), !decided, text!(lang, moderation.state_open))}
                {link(with_state(true), decided, text!(lang, moderation.state_decided))}
            </ul>
            <ul class="chips" aria-label=text!(lang, moderation.filter_kind)>
                {link(with_kind(false), !reviews, text!(lang, moderation.kind_all))}
                {link(with_kind(true), reviews, text!(lang, moderation.kind_review))}
            </ul>
        </nav>
    }
    .sealed()
}

#[component]
fn Line(case: LineFields, now: Timestamp) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let LineFields { id, review, origin, priority, opened_at, mine } = case;
    let (subject, excerpt) = match review {
        Some(review) => {
            let LineReview { product, shop, author_name, stars, title, body, status } = review;
            let about = product.map_or(shop.name, |product| product.title);
            let author = author_name.unwrap_or_else(|| text!(lang, moderation.nobody).to_owned());
            let subject = text!(
                lang,
                moderation.subject,
                about = about,
                stars = words::stars(lang, locale, stars),
                name = author
            );
            let text = if title.is_empty() { body } else { format!("{title}. {body}") };
            let excerpt = view! {
                <p class="written">{beginning(&text, EXCERPT)}</p>
                <p class="fine">{words::status(lang, status)}</p>
            };
            (subject, Some(excerpt))
        }
        None => (text!(lang, moderation.taken_back).to_owned(), None),
    };
    view! {
        <li class="case-line">
            <h2><a href=paths::moderation_case(locale, id.inner())>{subject}</a></h2>
            {excerpt}
            <p class="case-facts">
                <span class="chip">{words::origin(lang, origin)}</span>
                <span>{words::priority(lang, locale, priority)}</span>
                <span class="fine">{text!(lang, moderation.since, age = words::waited(lang, locale, opened_at.timestamp(), now))}</span>
                {mine.then(|| view! { <span class="fine">{text!(lang, moderation.not_yours_title)}</span> })}
            </p>
        </li>
    }
    .sealed()
}

/// The queue is empty.
#[component]
fn Nothing(decided: bool) -> impl IntoView {
    let lang = use_language();
    let (title, words) = if decided {
        (text!(lang, moderation.nothing_decided), text!(lang, moderation.nothing_decided_text))
    } else {
        (text!(lang, moderation.nothing), text!(lang, moderation.nothing_text))
    };
    view! {
        <section class="lone">
            <svg class="drawing" viewBox="0 0 160 96" aria-hidden="true">
                <path d="M8 80h144M24 80l8-28h96l8 28M48 52l6-20h52l6 20" />
                <path class="accent" d="M66 42l8 8 20-18" />
            </svg>
            <h2>{title}</h2>
            <p>{words}</p>
        </section>
    }
    .sealed()
}
