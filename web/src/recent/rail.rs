//! The rail at the end of the front page and of products' pages.

use super::store;
use crate::{
    catalog::{ProductCardFields, ProductGrid},
    data::{schema, send, use_transport, waiting},
    i18n::use_language,
    layout::use_announcer,
    lazy, text,
    ui::Seal,
};
use cynic::QueryBuilder;
use leptos::{html::Div, prelude::*};

/// Products that the rail shows.
const SHOWN: usize = 12;

/// The rail's place. What fills it comes when the page's script has taken over, and only while the place lies below what
/// is seen: nothing that somebody looks at moves.
#[component]
pub fn Recent(
    /// The product that is looked at now.
    #[prop(optional)]
    looked_at: String,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let slugs = RwSignal::new(Vec::<String>::new());
    Effect::new(move |_| {
        let others = store::slugs().into_iter().filter(|slug| *slug != looked_at).take(SHOWN);
        let others: Vec<String> = others.collect();
        #[cfg(feature = "hydrate")]
        if !looked_at.is_empty() {
            store::remember(&looked_at);
        }
        let below = |place: web_sys::HtmlDivElement| {
            let seen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
            place.get_bounding_client_rect().top() > seen
        };
        request_animation_frame(move || {
            if !others.is_empty() && place.get_untracked().is_some_and(below) {
                slugs.set(others);
            }
        });
    });
    let rail = move || {
        let slugs = slugs.get();
        (!slugs.is_empty()).then(|| {
            waiting(ViewFnOnce::default(), move || {
                let slugs = slugs.clone();
                Box::pin(lazy::recent(slugs))
            })
        })
    };
    view! { <div node_ref=place>{rail}</div> }.sealed()
}

#[derive(cynic::QueryVariables)]
struct RailVariables {
    slugs: Vec<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "RailVariables")]
struct RailQuery {
    #[arguments(slugs: $slugs)]
    products_by_slugs: Vec<Option<ProductCardFields>>,
}

/// The products with these slugs, beside each other, and the button that forgets them.
#[component]
pub fn Rail(
    /// In their order.
    slugs: Vec<String>,
) -> impl IntoView {
    let (lang, announcer, transport) = (use_language(), use_announcer(), use_transport());
    let shown = RwSignal::new(true);
    let clear = move |_| {
        #[cfg(feature = "hydrate")]
        store::forget();
        shown.set(false);
        announcer.say(text!(lang, recent.cleared));
    };
    let rail = Suspend::new(async move {
        let answer = send(&transport, RailQuery::build(RailVariables { slugs })).await;
        let products = answer.map(|answer| answer.products_by_slugs).unwrap_or_default();
        let products: Vec<_> = products.into_iter().flatten().collect();
        (!products.is_empty()).then(|| {
            view! {
                <section class="recent" aria-labelledby="recent-title">
                    <div class="section-head">
                        <h2 id="recent-title">{text!(lang, recent.title)}</h2>
                        <p class="fine">
                            {text!(lang, recent.note)} " "
                            <button class="link" type="button" on:click=clear>{text!(lang, recent.clear)}</button>
                        </p>
                    </div>
                    <ProductGrid products />
                </section>
            }
        })
    });
    view! { <div hidden=move || !shown.get()>{rail}</div> }.sealed()
}
