//! What search engines read of a product (schema.org).

use super::fields::{ProductFields, ProductStatus, VariantFields};
use serde_json::{Value, json};

/// A `Product` with an `Offer` for each variant.
pub(super) fn product(product: &ProductFields, origin: &str, path: &str) -> Value {
    let url = format!("{origin}{path}");
    let images = product.images.iter().filter_map(|image| image.url.as_ref()).map(|url| absolute(origin, url));
    // What is archived has no offer.
    let offered = product.variants.iter().filter(|_| product.status != ProductStatus::Archived);
    let offers = offered.map(|variant| offer(variant, &url, &product.shop.name)).collect::<Vec<_>>();
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "url": url,
        "description": plain(&product.description),
        "brand": { "@type": "Brand", "name": product.shop.name },
        "image": images.collect::<Vec<_>>(),
        "offers": offers,
    });
    if let (Some(average), true) = (product.rating.average, product.rating.count > 0) {
        value["aggregateRating"] =
            json!({ "@type": "AggregateRating", "ratingValue": average, "reviewCount": product.rating.count });
    }
    value
}

fn offer(variant: &VariantFields, url: &str, shop: &str) -> Value {
    let price = variant.price.money();
    let availability = if variant.available_quantity > 0 { "InStock" } else { "OutOfStock" };
    json!({
        "@type": "Offer",
        "url": url,
        "sku": variant.sku,
        "price": price.amount(),
        "priceCurrency": price.currency.as_str(),
        "availability": format!("https://schema.org/{availability}"),
        "seller": { "@type": "Organization", "name": shop },
    })
}

/// Sanitised HTML as plain text: what stood between its tags, blocks apart.
fn plain(html: &str) -> String {
    let mut parts = html.split('<');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if !matches!(name, "a" | "em" | "strong") {
            text.push(' ');
        }
        text.push_str(after);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The ampersand last, so that `&amp;lt;` stays the text `&lt;`.
    let entities = [("&nbsp;", " "), ("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    entities.iter().fold(text, |text, (entity, plain)| text.replace(entity, plain))
}

fn absolute(origin: &str, url: &str) -> String {
    if url.starts_with('/') { format!("{origin}{url}") } else { url.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_description_is_read_without_its_tags() {
        assert_eq!(
            plain("<p>Thrown &amp; <em>fired</em>.</p><ul><li>9 cm</li><li>&lt; 1 kg</li></ul>"),
            "Thrown & fired. 9 cm < 1 kg"
        );
    }
}
