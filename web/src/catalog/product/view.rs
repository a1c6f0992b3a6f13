//! The page's order.

use super::{
    buy::Buy,
    fields::{ProductCategory, ProductFields, ProductShop, ProductStatus},
    gallery::Gallery,
};
use crate::{
    catalog::{ProductCardFields, ProductGrid, stars},
    i18n::{use_language, use_locale},
    page::{Outcome, moved_to, report},
    paths,
    policies::TermsPlace,
    recent::Recent,
    recommendations::{RailsOf, RailsPlace},
    reviews::{ReviewsPlace, Subject},
    shops::{ShopCard, ShopCardFields},
    text,
    ui::{Breadcrumbs, Crumb, Head, Seal},
    wishlists::Heart,
};
use leptos::prelude::*;

#[component]
pub(super) fn ProductView(product: ProductFields, asked: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let path = paths::product(locale, &product.slug);
    if product.slug != asked {
        moved_to(&path);
    }
    let gone = product.status == ProductStatus::Archived;
    if gone {
        report(Outcome::Gone);
    }
    let rated = stars(&product.rating).map(|stars| {
        view! { <p class="stars"><a href="#reviews" rel="external" inner_html=stars></a></p> }
    });
    let ProductFields { id, slug, title, description, shop, category, images, options, variants, in_wishlist, .. } =
        product;
    let crumbs = category.map(trail).unwrap_or_default();
    let can_be_bought = !gone && variants.iter().any(|variant| variant.available_quantity > 0);
    // Nobody but machines reads it, and they read what the server sends.
    #[cfg(feature = "ssr")]
    let machines = {
        let mut trail = crumbs.clone();
        trail.push(Crumb { name: title.clone(), path: path.clone() });
        view! { <div hidden>{super::structured::written(slug.clone(), trail)}</div> }
    };
    #[cfg(not(feature = "ssr"))]
    let machines = view! { <div hidden></div> };
    let summary = text!(lang, catalog.product_description, title = title.clone(), shop = shop.name.clone());
    let picture = images.first().and_then(|image| image.url.clone());
    let ProductShop {
        slug: shop_slug,
        name,
        tagline,
        city,
        founded_year,
        emblem,
        standing_level,
        suspended_since,
        products,
    } = shop;
    let others = products.nodes.into_iter().filter(|other| other.slug != slug).take(4).collect::<Vec<_>>();
    let still = if gone {
        Some(text!(lang, catalog.archived))
    } else {
        suspended_since.map(|_| text!(lang, catalog.suspended))
    };
    let (slug_of_shop, name_of_shop) = (shop_slug.clone(), name.clone());
    let shop =
        ShopCardFields { slug: slug_of_shop, name: name_of_shop, tagline, city, founded_year, emblem, standing_level };
    view! {
        <Head title=title.clone() description=summary path=format!("/p/{slug}") image=picture product=true />
        <Breadcrumbs crumbs />
        <article class="product" data-product=id.inner().to_owned()>
            <Gallery images title=title.clone() />
            <div class="offer">
                <h1>{title.clone()}</h1>
                <p class="maker">
                    <a href=paths::shop(locale, &shop_slug)>{text!(lang, catalog.by_shop, shop = name.clone())}</a>
                </p>
                {rated}
                {match still {
                    Some(why) => view! { <p class="notice">{why}</p> }.fixed(),
                    None => view! { <Buy slug=slug.clone() options variants /> }.fixed(),
                }}
                <div class="wish-tools">
                    <Heart product=id.inner().to_owned() title kept=in_wishlist worded=true />
                    <a href=paths::compare_these(locale, &[&slug])>{text!(lang, compare.link)}</a>
                </div>
                <TermsPlace shop=shop_slug path=path.clone() can_be_bought />
            </div>
            <section class="story" aria-labelledby="story-title">
                <h2 id="story-title">{text!(lang, catalog.description)}</h2>
                <div class="prose" inner_html=description></div>
            </section>
            <section class="seller" aria-labelledby="seller-title">
                <h2 id="seller-title">{text!(lang, catalog.seller)}</h2>
                <ShopCard shop />
            </section>
        </article>
        {machines}
        <ReviewsPlace of=Subject::Product slug=slug.clone() path=path.clone() />
        <RailsPlace of=RailsOf::Product(id.into_inner()) path />
        <Others products=others shop=name />
        <Recent looked_at=slug />
    }
    .fixed()
}

#[component]
fn Others(products: Vec<ProductCardFields>, shop: String) -> impl IntoView {
    let lang = use_language();
    (!products.is_empty()).then(|| {
        view! {
            <section aria-labelledby="others-title">
                <h2 id="others-title" class="spaced">{text!(lang, catalog.more_from, shop = shop)}</h2>
                <ProductGrid products />
            </section>
        }
    })
}

fn trail(category: ProductCategory) -> Vec<Crumb> {
    let locale = use_locale();
    let ProductCategory { slug, name, ancestors } = category;
    let above = ancestors.into_iter().map(|above| (above.slug, above.name));
    above.chain([(slug, name)]).map(|(slug, name)| Crumb { path: paths::category(locale, &slug), name }).collect()
}
