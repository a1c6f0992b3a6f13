//! The rail at the end of the front page and of products' pages.

use crate::{
    catalog::{ProductCardFields, ProductGrid},
    data::{is_left, schema, send, use_transport},
    i18n::use_language,
    layout::use_announcer,
    text,
    ui::Seal,
};
use cynic::QueryBuilder;
use leptos::prelude::*;

/// Products that the rail shows.
const SHOWN: usize = 12;

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

/// What was looked at before, beside each other, and the button that forgets it.
#[component]
pub fn Rail(
    /// The slugs as the browser remembers them.
    known: String,
    /// The product that is looked at now.
    looked_at: String,
) -> impl IntoView {
    let others = known.split(' ').filter(|slug| !slug.is_empty() && *slug != looked_at).take(SHOWN);
    let slugs: Vec<String> = others.map(str::to_owned).collect();
    let (lang, announcer, transport) = (use_language(), use_announcer(), use_transport());
    let shown = RwSignal::new(true);
    let clear = move |_| {
        #[cfg(feature = "hydrate")]
        super::store::forget();
        shown.set(false);
        announcer.say(text!(lang, recent.cleared));
    };
    let rail = Suspend::new(async move {
        let answer = send(&transport, RailQuery::build(RailVariables { slugs })).await;
        let products = answer.map(|answer| answer.products_by_slugs).unwrap_or_default();
        let products: Vec<_> = products.into_iter().flatten().collect();
        (!products.is_empty() && !is_left()).then(|| {
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
