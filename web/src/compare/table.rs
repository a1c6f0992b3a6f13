//! The table: one product a column, one point a row. A row whose cells are not all the same says so.

use super::fields::{ComparedOption, ComparedProduct, ComparedPromise};
use crate::{
    catalog::PriceRange,
    i18n::{Language, use_language, use_locale},
    paths, text,
    ui::{Picture, Seal},
    wishlists::Heart,
};
use leptos::prelude::*;
use shared::{
    Locale,
    format::{integer, tenths, weekday_date},
};

#[component]
pub(super) fn Table(products: Vec<ComparedProduct>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let slugs: Vec<String> = products.iter().map(|product| product.slug.clone()).collect();
    let heads = products.iter().map(|product| head(lang, locale, product, &slugs)).collect_view();
    // How a cell reads is also how it is told whether a row differs.
    let words = |of: &dyn Fn(&ComparedProduct) -> String| products.iter().map(of).collect::<Vec<_>>();
    let prices: Vec<(String, AnyView)> = products
        .iter()
        .map(|product| {
            let range = product.price_range.clone();
            let key = format!("{}-{}", range.min.amount.0, range.max.amount.0);
            let before = product.compare_at_price_range.clone();
            (key, view! { <PriceRange range compare_at=before /> }.sealed())
        })
        .collect();
    let shops: Vec<(String, AnyView)> = products
        .iter()
        .map(|product| {
            let (path, name) = (paths::shop(locale, &product.shop.slug), product.shop.name.clone());
            (name.clone(), view! { <a href=path>{name}</a> }.sealed())
        })
        .collect();
    let plain = |texts: Vec<String>| -> Vec<(String, AnyView)> {
        texts.into_iter().map(|text| (text.clone(), text.sealed())).collect()
    };
    let rows = [
        (text!(lang, compare.price), prices),
        (text!(lang, compare.shop), shops),
        (
            text!(lang, compare.delivery),
            plain(words(&|product| arrival(lang, locale, product.delivery_promise.as_ref()))),
        ),
        (
            text!(lang, compare.delivery_cost),
            plain(words(&|product| cost(lang, locale, product.delivery_promise.as_ref()))),
        ),
        (text!(lang, compare.rating), plain(words(&|product| rating(lang, locale, product)))),
        (text!(lang, compare.options), plain(words(&|product| options(lang, &product.options)))),
        (
            text!(lang, compare.stock),
            plain(words(&|product| {
                if product.available { text!(lang, catalog.in_stock) } else { text!(lang, catalog.sold_out) }.to_owned()
            })),
        ),
        (text!(lang, compare.returns), plain(words(&|product| product.shop.returns.clone()))),
    ];
    let rows = rows.into_iter().map(|(name, cells)| row(lang, name, cells)).collect_view();
    // A region that scrolls must be reachable with the keyboard.
    view! {
        <div class="compare" role="region" aria-label=text!(lang, compare.table) tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{text!(lang, compare.point)}</span></th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .sealed()
}

fn head(lang: Language, locale: Locale, product: &ComparedProduct, slugs: &[String]) -> AnyView {
    let ComparedProduct { id, slug, title, image, in_wishlist, .. } = product.clone();
    let others: Vec<&str> = slugs.iter().map(String::as_str).filter(|other| *other != slug).collect();
    let without = paths::compare_these(locale, &others);
    view! {
        <th scope="col">
            <Picture image name=title.clone() eager=true decorative=true />
            <a href=paths::product(locale, &slug)>{title.clone()}</a>
            <span class="compare-tools">
                <Heart product=id.into_inner() title=title.clone() kept=in_wishlist />
                <a href=without aria-label=text!(lang, compare.remove_label, title = title)>
                    {text!(lang, compare.remove)}
                </a>
            </span>
        </th>
    }
    .sealed()
}

fn row(lang: Language, name: &'static str, cells: Vec<(String, AnyView)>) -> AnyView {
    let differs = cells.windows(2).any(|pair| pair[0].0 != pair[1].0);
    let cells = cells.into_iter().map(|(_, cell)| view! { <td>{cell}</td> }).collect_view();
    view! {
        <tr class:differs=differs>
            <th scope="row">
                {name}
                {differs.then(|| view! { <span class="mark">{text!(lang, compare.differs)}</span> })}
            </th>
            {cells}
        </tr>
    }
    .sealed()
}

fn arrival(lang: Language, locale: Locale, promise: Option<&ComparedPromise>) -> String {
    let Some(promise) = promise else { return text!(lang, compare.no_promise).to_owned() };
    let day = |moment: &crate::data::scalars::DateTime| weekday_date(moment.timestamp(), locale);
    let (earliest, latest) = (day(&promise.earliest), day(&promise.latest));
    if earliest == latest { earliest } else { format!("{earliest} – {latest}") }
}

fn cost(lang: Language, locale: Locale, promise: Option<&ComparedPromise>) -> String {
    match promise {
        None => text!(lang, compare.no_promise).to_owned(),
        Some(promise) if promise.from.money().minor == 0 => text!(lang, catalog.free).to_owned(),
        Some(promise) => promise.from.text(locale),
    }
}

fn rating(lang: Language, locale: Locale, product: &ComparedProduct) -> String {
    let Some(average) = product.rating.average.filter(|_| product.rating.count > 0) else {
        return text!(lang, compare.no_rating).to_owned();
    };
    // Averages lie between 1 and 5: tenths fit any integer.
    #[expect(clippy::cast_possible_truncation, reason = "between 10 and 50")]
    let average = tenths((average * 10.0).round() as i64, locale);
    text!(lang, catalog.rating, average = average, count = integer(i64::from(product.rating.count), locale))
}

fn options(lang: Language, options: &[ComparedOption]) -> String {
    if options.is_empty() {
        return text!(lang, compare.one_kind).to_owned();
    }
    let option = |option: &ComparedOption| {
        let values: Vec<&str> = option.values.iter().map(|value| value.name.as_str()).collect();
        format!("{}: {}", option.name, values.join(", "))
    };
    options.iter().map(option).collect::<Vec<_>>().join("; ")
}
