//! The search field of the header, with suggestions while somebody types (the ARIA combobox pattern).

use crate::{
    catalog::PriceRange,
    data::{SharedTransport, send, use_transport},
    i18n::{plural, use_language, use_locale},
    layout::use_announcer,
    paths,
    search::{SuggestionFields, SuggestionQuery, SuggestionVariables},
    text,
    ui::{Icon, Picture, Seal, Sign, follow_value, submit_as_query},
};
use cynic::QueryBuilder;
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
    task::spawn_local,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};
use shared::format::integer;

/// How long the keys must rest before the API is asked, in milliseconds.
const REST_MS: u32 = 120;

/// A plain GET form to the search page; with script it offers what fits so far.
#[component]
pub(super) fn SearchBox() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (navigate, location, query) = (use_navigate(), use_location(), use_query_map());
    let offers = Offers::new(use_transport());
    let asked = Signal::derive(move || query.read().get("q").unwrap_or_default());
    let input = follow_value(asked);
    // A new page closes the list.
    Effect::new(move |_| {
        location.pathname.track();
        location.search.track();
        offers.close();
    });
    let announcer = use_announcer();
    Effect::new(move |_| {
        if offers.is_open() {
            let count = offers.entries.with(|entries| entries.len() as i64);
            let number = integer(count, locale);
            announcer.say(match count {
                0 => text!(lang, search.no_offers).to_owned(),
                _ => plural(
                    locale,
                    count,
                    text!(lang, search.offers_single, count = number.clone()),
                    text!(lang, search.offers_many, count = number),
                ),
            });
        }
    });
    let go = navigate.clone();
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" if offers.step(1) => event.prevent_default(),
        "ArrowUp" if offers.step(-1) => event.prevent_default(),
        "Escape" if offers.is_open() => {
            event.prevent_default();
            offers.close();
        }
        "Enter" => {
            if let Some(href) = offers.chosen_href(locale) {
                event.prevent_default();
                offers.close();
                go(&href, NavigateOptions { resolve: false, ..NavigateOptions::default() });
            }
        }
        _ => {}
    };
    let submit = move |event: SubmitEvent| {
        offers.close();
        submit_as_query(&event, &paths::search(locale), &navigate);
    };
    view! {
        <form class="search-box" role="search" method="get" action=paths::search(locale) on:submit=submit>
            <label class="visually-hidden" for="search-text">{text!(lang, common.search_label)}</label>
            <input
                id="search-text"
                type="search"
                name="q"
                value=asked.get_untracked()
                node_ref=input
                placeholder=text!(lang, common.search_placeholder)
                autocomplete="off"
                enterkeyhint="search"
                maxlength="200"
                role="combobox"
                aria-autocomplete="list"
                aria-controls="search-offers"
                aria-expanded=move || offers.is_open().to_string()
                aria-activedescendant=move || offers.active.get().map(|index| format!("offer-{index}"))
                on:input=move |event| offers.typed(event_target_value(&event))
                on:keydown=keys
                on:blur=move |_| offers.close()
            />
            <button type="submit">
                <Icon sign=Sign::Search />
                <span class="visually-hidden">{text!(lang, common.search)}</span>
            </button>
            <ul id="search-offers" class="offers" role="listbox" aria-label=text!(lang, search.offers) hidden=move || !offers.is_open()>
                {move || offers.entries.get().into_iter().enumerate().map(|(index, entry)| offer(offers, index, entry)).collect_view()}
            </ul>
        </form>
    }
    .sealed()
}

/// One offer. The mouse goes down before the field loses the focus, so the press is kept from moving it.
fn offer(offers: Offers, index: usize, entry: Entry) -> AnyView {
    let (locale, navigate) = (use_locale(), use_navigate());
    let href = entry.href(locale);
    let body = match entry {
        Entry::Phrase(phrase) => view! { <Icon sign=Sign::Search /> <span>{phrase}</span> }.sealed(),
        Entry::Category { name, .. } => view! { <Icon sign=Sign::Menu /> <span>{name}</span> }.sealed(),
        Entry::Shop { name, .. } => view! { <Icon sign=Sign::Shop /> <span>{name}</span> }.sealed(),
        Entry::Product(product) => view! {
            <Picture image=product.image.clone() name=product.title.clone() decorative=true />
            <span>{product.title}</span>
            <PriceRange range=product.price_range />
        }
        .sealed(),
    };
    view! {
        <li
            id=format!("offer-{index}")
            role="option"
            aria-selected=move || (offers.active.get() == Some(index)).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| {
                offers.close();
                navigate(&href, NavigateOptions { resolve: false, ..NavigateOptions::default() });
            }
        >
            {body}
        </li>
    }
    .sealed()
}

#[derive(Clone)]
enum Entry {
    Phrase(String),
    Category { slug: String, name: String },
    Shop { slug: String, name: String },
    Product(Box<crate::search::SuggestedProduct>),
}

impl Entry {
    fn href(&self, locale: shared::Locale) -> String {
        match self {
            Self::Phrase(phrase) => paths::search_for(locale, phrase),
            Self::Category { slug, .. } => paths::category(locale, slug),
            Self::Shop { slug, .. } => paths::shop(locale, slug),
            Self::Product(product) => paths::product(locale, &product.slug),
        }
    }
}

/// The list's state. `text` is what was typed last, empty once the list was put away: an answer to anything else is
/// thrown away.
#[derive(Clone, Copy)]
struct Offers {
    transport: StoredValue<SharedTransport>,
    text: RwSignal<String>,
    entries: RwSignal<Vec<Entry>>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
}

impl Offers {
    fn new(transport: SharedTransport) -> Self {
        Self {
            transport: StoredValue::new(transport),
            text: RwSignal::new(String::new()),
            entries: RwSignal::new(Vec::new()),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
        }
    }

    fn is_open(self) -> bool {
        self.open.get()
    }

    /// Puts the list away, and with it the answer that may be on its way: it would open over the next page.
    fn close(self) {
        self.text.set(String::new());
        self.open.set(false);
        self.active.set(None);
    }

    fn typed(self, text: String) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            self.close();
            return;
        }
        self.text.set(text.clone());
        let transport = self.transport.get_value();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(REST_MS).await;
            let is_current = || self.text.try_get_untracked().as_deref() == Some(&text);
            if !is_current() {
                return;
            }
            let answer = send(&transport, SuggestionQuery::build(SuggestionVariables { text: text.clone() })).await;
            // Suggestions that do not come are no reason to disturb somebody who types.
            if let (Ok(SuggestionQuery { search_suggestions }), true) = (answer, is_current()) {
                self.show(search_suggestions);
            }
        });
    }

    fn show(self, fields: SuggestionFields) {
        let SuggestionFields { phrases, products, categories, shops } = fields;
        let mut entries = Vec::new();
        entries.extend(phrases.into_iter().map(Entry::Phrase));
        entries.extend(categories.into_iter().map(|found| Entry::Category { slug: found.slug, name: found.name }));
        entries.extend(shops.into_iter().map(|found| Entry::Shop { slug: found.slug, name: found.name }));
        entries.extend(products.into_iter().map(Box::new).map(Entry::Product));
        self.active.set(None);
        self.open.set(!entries.is_empty());
        self.entries.set(entries);
    }

    /// Moves the choice down or up, round the ends; false when there is nothing to move in.
    fn step(self, by: isize) -> bool {
        let count = self.entries.with_untracked(Vec::len).cast_signed();
        if !self.open.get_untracked() || count == 0 {
            return false;
        }
        let next = match self.active.get_untracked() {
            None if by > 0 => 0,
            None => count - 1,
            Some(index) => (index.cast_signed() + by).rem_euclid(count),
        };
        self.active.set(Some(next.cast_unsigned()));
        true
    }

    fn chosen_href(self, locale: shared::Locale) -> Option<String> {
        let index = self.active.get_untracked().filter(|_| self.open.get_untracked())?;
        self.entries.with_untracked(|entries| entries.get(index).map(|entry| entry.href(locale)))
    }
}
