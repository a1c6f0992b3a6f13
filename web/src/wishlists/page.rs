//! The visitor's own list.

use super::{
    KeepProblem, ShareOutcome,
    fields::{WishlistFields, WishlistItemFields, WishlistQuery},
    keep, share_wishlist,
};
use crate::{
    catalog::PriceRange,
    data::{Loaded, SharedTransport, use_query, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::{Announcer, use_announcer},
    page::use_page,
    paths, text,
    ui::{Field, Head, Picture, Seal, Skeleton, fields_of, focus_soon},
};
use cynic::QueryBuilder;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use shared::format::date;

/// The id of the page's heading: where the focus goes when something went away under it.
const TITLE_ID: &str = "wishlist-title";
/// The id of the form that compares what is ticked.
const COMPARE_ID: &str = "compare-form";

/// A list while a page shows it.
#[derive(Clone, Copy)]
struct Desk {
    list: RwSignal<WishlistFields>,
    problem: RwSignal<Option<&'static str>>,
    transport: StoredValue<SharedTransport>,
    announcer: Announcer,
    lang: Language,
}

/// `/wishlist`
#[component]
pub fn WishlistPage() -> impl IntoView {
    let lang = use_language();
    let query = use_query(|| WishlistQuery::build(()));
    view! {
        <Head title=text!(lang, wishlists.title) description="" path="/wishlist" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=4 /> }
            view=|WishlistQuery { wishlist }| match wishlist {
                Some(list) if !list.items.is_empty() => view! { <Filled list /> }.sealed(),
                _ => view! { <Empty /> }.sealed(),
            }
        />
    }
}

#[component]
fn Filled(list: WishlistFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let asked = use_query_map().read_untracked().get("problem");
    let problem = asked.and_then(|value| match value.as_str() {
        "name" => Some(text!(lang, wishlists.name_wrong)),
        value => KeepProblem::from_query(value).map(|problem| sentence(lang, problem)),
    });
    let desk = Desk {
        list: RwSignal::new(list),
        problem: RwSignal::new(problem),
        transport: StoredValue::new(use_transport()),
        announcer: use_announcer(),
        lang,
    };
    let empty = Memo::new(move |_| desk.list.with(|list| list.items.is_empty()));
    let full = move || {
        view! {
            <div class="wishlist">
                <header>
                    <h1 id=TITLE_ID tabindex="-1">{text!(lang, wishlists.title)}</h1>
                    {move || desk.problem.get().map(|sentence| view! {
                        <p class="notice notice-failure" role="alert">{sentence}</p>
                    })}
                </header>
                <div class="wishlist-things">
                    <ul class="lines">
                        <For
                            each=move || desk.list.with(|list| list.items.clone())
                            key=|item| item.product_id.inner().to_owned()
                            let:item
                        >
                            <Item item desk />
                        </For>
                    </ul>
                    <form id=COMPARE_ID class="wishlist-compare" method="get" action=paths::compare(locale)>
                        <button class="button" type="submit">{text!(lang, wishlists.compare)}</button>
                        <p class="fine">{text!(lang, wishlists.compare_hint)}</p>
                    </form>
                </div>
                <Sharing desk />
            </div>
        }
    };
    view! { {move || if empty.get() { view! { <Empty /> }.sealed() } else { full().sealed() }} }.sealed()
}

fn sentence(lang: Language, problem: KeepProblem) -> &'static str {
    match problem {
        KeepProblem::Full => text!(lang, wishlists.full),
        KeepProblem::Failed => text!(lang, wishlists.failed),
    }
}

impl Desk {
    /// Takes a thing off the list at once, and puts it back when that fails.
    fn remove(self, item: WishlistItemFields) {
        let place = self.list.with_untracked(|list| list.items.iter().position(|known| *known == item));
        let Some(place) = place else { return };
        self.list.update(|list| drop(list.items.remove(place)));
        self.problem.set(None);
        focus_soon(TITLE_ID);
        let transport = self.transport.get_value();
        spawn_local(async move {
            match keep(&transport, item.product_id.inner(), false).await {
                Ok(()) => self.announcer.say(text!(self.lang, wishlists.let_go)),
                Err(problem) => {
                    self.list.update(|list| list.items.insert(place.min(list.items.len()), item));
                    self.problem.set(Some(sentence(self.lang, problem)));
                }
            }
        });
    }
}

#[component]
fn Item(item: WishlistItemFields, desk: Desk) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let gone = item.clone();
    let remove = move |event: SubmitEvent| {
        event.prevent_default();
        desk.remove(gone.clone());
    };
    let WishlistItemFields { product_id, title, image, product, added_at, price_when_added, price_drop, back_in_stock } =
        item;
    let added =
        text!(lang, wishlists.added, date = date(added_at.timestamp(), locale), price = price_when_added.text(locale));
    let news = [
        price_drop.map(|drop| text!(lang, wishlists.cheaper, amount = drop.text(locale))),
        back_in_stock.then(|| text!(lang, wishlists.back).to_owned()),
    ];
    let news = news.into_iter().flatten().map(|news| view! { <p class="chip">{news}</p> }).collect_view();
    let (name, now, choice) = match product {
        Some(product) => (
            view! {
                <h2><a href=paths::product(locale, &product.slug)>{title.clone()}</a></h2>
                <p class="fine">{text!(lang, catalog.by_shop, shop = product.shop.name)}</p>
            }
            .sealed(),
            view! {
                <p class="line-total">
                    <PriceRange range=product.price_range compare_at=product.compare_at_price_range />
                    {(!product.available).then(|| view! { <span class="sold-out">{text!(lang, catalog.sold_out)}</span> })}
                </p>
            }
            .sealed(),
            view! {
                <label class="tick">
                    <input
                        type="checkbox"
                        form=COMPARE_ID
                        name="p"
                        value=product.slug
                        aria-label=text!(lang, wishlists.choose_label, title = title.clone())
                    />
                    <span aria-hidden="true">{text!(lang, wishlists.choose)}</span>
                </label>
            }
            .sealed(),
        ),
        None => (
            view! { <h2>{title.clone()}</h2> }.sealed(),
            view! { <p class="line-total fine">{text!(lang, wishlists.gone)}</p> }.sealed(),
            ().into_any(),
        ),
    };
    view! {
        <li class="cart-line">
            <span class="line-picture"><Picture image name=title.clone() decorative=true /></span>
            <div class="line-text">
                {name}
                <p class="fine">{added}</p>
                {news}
            </div>
            {now}
            <div class="line-tools">
                {choice}
                <form method="post" action=paths::wishlist_items(locale) on:submit=remove>
                    <input type="hidden" name="product" value=product_id.into_inner() />
                    <input type="hidden" name="keep" value="0" />
                    <button class="link" type="submit" aria-label=text!(lang, wishlists.remove_label, title = title)>
                        {text!(lang, wishlists.remove)}
                    </button>
                </form>
            </div>
        </li>
    }
    .sealed()
}

/// The link for others, with its name.
#[component]
fn Sharing(desk: Desk) -> impl IntoView {
    let (lang, locale, origin) = (use_language(), use_locale(), use_page().origin);
    let trouble = RwSignal::new(Vec::new());
    let token = Memo::new(move |_| desk.list.with(|list| list.share_token.clone()));
    let name = Signal::derive(move || desk.list.with(|list| list.name.clone().unwrap_or_default()));
    let change = move |shared: bool, name: Option<String>| {
        let transport = desk.transport.get_value();
        spawn_local(async move {
            match share_wishlist(&transport, shared, name).await {
                ShareOutcome::Done(list) => {
                    desk.problem.set(None);
                    desk.announcer.say(if shared {
                        text!(lang, wishlists.shared_on)
                    } else {
                        text!(lang, wishlists.shared_off)
                    });
                    desk.list.set(*list);
                }
                ShareOutcome::NameWrong => {
                    trouble.set(vec![("name".to_owned(), text!(lang, wishlists.name_wrong).to_owned())]);
                }
                ShareOutcome::Failed => desk.problem.set(Some(text!(lang, wishlists.failed))),
            }
        });
    };
    let turn_on = move |event: SubmitEvent| {
        event.prevent_default();
        let name = fields_of(&event).into_iter().find(|(field, _)| field == "name").map(|(_, value)| value);
        change(true, name);
    };
    let turn_off = move |event: SubmitEvent| {
        event.prevent_default();
        change(false, None);
    };
    let link = move || {
        token.get().map(|token| {
            let path = paths::shared_wishlist(locale, &token);
            view! {
                <div class="field">
                    <label for="share-link">{text!(lang, wishlists.share_link)}</label>
                    <input id="share-link" type="text" readonly=true value=format!("{origin}{path}") />
                </div>
                <p><a href=path>{text!(lang, wishlists.share_open)}</a></p>
                <form method="post" action=paths::wishlist_share(locale) on:submit=turn_off>
                    <input type="hidden" name="shared" value="0" />
                    <button class="link" type="submit">{text!(lang, wishlists.share_off)}</button>
                </form>
            }
        })
    };
    let label =
        move || if token.get().is_some() { text!(lang, wishlists.share_save) } else { text!(lang, wishlists.share_on) };
    view! {
        <section class="panel" aria-labelledby="share-title">
            <h2 id="share-title">{text!(lang, wishlists.share)}</h2>
            <p class="fine">{text!(lang, wishlists.share_text)}</p>
            {link}
            <form method="post" action=paths::wishlist_share(locale) on:submit=turn_on>
                <input type="hidden" name="shared" value="1" />
                <Field
                    name="name"
                    label=text!(lang, wishlists.name)
                    value=name
                    trouble
                    autocomplete="off"
                    required=false
                    max=80
                />
                <button class="button" type="submit">{label}</button>
            </form>
        </section>
    }
    .sealed()
}

/// Nothing is on it yet.
#[component]
fn Empty() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <div class="lone">
            <svg class="drawing" viewBox="0 0 240 150" aria-hidden="true">
                <path d="M40 132h160M78 132V58h84v74M78 78h84M92 94h56M92 110h40" />
                <path class="accent" d="M120 50c-16-11-26-20-26-31 0-8 6-13 13-13 6 0 10 4 13 9 3-5 7-9 13-9 7 0 13 5 13 13 0 11-10 20-26 31z" />
            </svg>
            <h1 id=TITLE_ID tabindex="-1">{text!(lang, wishlists.empty_title)}</h1>
            <p class="lead">{text!(lang, wishlists.empty_text)}</p>
            <p><a class="button" href=format!("{}?sort=newest", paths::search(locale))>{text!(lang, carts.empty_browse)}</a></p>
        </div>
    }
    .sealed()
}
