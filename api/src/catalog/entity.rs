//! Rows of `categories`, `products`, `product_variants`, `product_images` and `slug_redirects`.

use crate::images::entity::Widths;
use serde::{Deserialize, Serialize};
use shared::id::ImageId;
use shared::reviews::ReviewAspect;
use shared::{Translated, text_enum};

text_enum! {
    /// Whether a product is for sale.
    pub enum ProductStatus {
        /// Being written; only the shop and administrators see it.
        Draft = "draft",
        /// For sale.
        Active = "active",
        /// No longer sold; only the shop and administrators see it.
        Archived = "archived",
    }
}

text_enum! {
    /// Whether a picture can be shown.
    pub enum ImageState {
        /// Only its address elsewhere is known.
        Recorded = "recorded",
        /// It lies here.
        Ready = "ready",
        /// It could not be fetched, and no try is left.
        Failed = "failed",
    }
}

text_enum! {
    /// What a slug that is no longer used pointed to.
    pub enum RedirectKind {
        /// A product.
        Product = "product",
        /// A shop.
        Shop = "shop",
        /// A category.
        Category = "category",
    }
}

/// A picture as it stands beside the row that shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct ImageCard {
    /// The picture.
    pub id: ImageId,
    /// Path under `/media/`, when it lies here.
    pub path: Option<String>,
    /// Width in pixels.
    pub width: Option<i32>,
    /// Height in pixels.
    pub height: Option<i32>,
    /// What it shows, for those who cannot see it.
    pub alt: Translated,
    /// The widths in which it lies here; none of a drawing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub widths: Option<Widths>,
    /// Its mean colour, `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// A choice that variants differ in, such as the glaze.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductOption {
    /// Its name.
    pub name: Translated,
    /// What can be chosen.
    pub values: Vec<OptionValue>,
}

/// One value of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionValue {
    /// Unique in its option.
    pub key: String,
    /// Its name.
    pub name: Translated,
}

/// The choices of a product, in the order in which they are offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(transparent)]
pub struct ProductOptions(pub Vec<ProductOption>);

impl ProductOptions {
    /// The names of the values that a variant has, such as `Celadon / Large`; `None` when it has no options. A key that
    /// the product no longer knows shows as itself.
    #[must_use]
    pub fn names(&self, keys: &Texts, locale: shared::Locale) -> Option<String> {
        let name = |(option, key): (&ProductOption, &String)| {
            let value = option.values.iter().find(|value| value.key == *key);
            value.map_or_else(|| key.clone(), |value| value.name.get(locale).to_owned())
        };
        let names: Vec<_> = self.0.iter().zip(&keys.0).map(name).collect();
        (!names.is_empty()).then(|| names.join(" / "))
    }
}

/// A list of short texts: tags of a product, option keys of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(transparent)]
pub struct Texts(pub Vec<String>);

/// In which respects reviews of a category's products may judge them, in the order in which they are asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(transparent)]
pub struct AskedAspects(pub Vec<ReviewAspect>);

/// Categories, a tree.
pub mod category {
    use super::AskedAspects;
    use sea_orm::entity::prelude::*;
    use shared::id::CategoryId;
    use shared::{Timestamp, Translated};

    /// One category.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "categories")]
    pub struct Model {
        /// The category.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CategoryId,
        /// The one it is part of.
        pub parent_id: Option<CategoryId>,
        /// The address of its page.
        pub slug: String,
        /// Its name.
        pub name: Translated,
        /// Slugs from the root: `/ceramics/vases/`.
        pub path: String,
        /// Its place among its siblings.
        pub position: i32,
        /// What reviews of its products are asked about; none when the category above it says that.
        pub aspects: AskedAspects,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Products.
pub mod product {
    use super::{ImageCard, ProductOptions, ProductStatus, Texts};
    use sea_orm::entity::prelude::*;
    use shared::id::{CategoryId, ProductId, ShopId};
    use shared::{Currency, Timestamp, Translated};

    /// One product. Prices are in minor units of `currency`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "products")]
    pub struct Model {
        /// The product.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ProductId,
        /// Who sells it.
        pub shop_id: ShopId,
        /// Where it belongs.
        pub category_id: Option<CategoryId>,
        /// The address of its page.
        pub slug: String,
        /// Its title.
        pub title: Translated,
        /// Its description, sanitised HTML.
        pub description: Translated,
        /// The choices its variants differ in.
        pub options: ProductOptions,
        /// Free words.
        pub tags: Texts,
        /// Whether it is for sale.
        pub status: ProductStatus,
        /// The currency of its prices.
        pub currency: Currency,
        /// The lowest price of its variants.
        pub price_min: i64,
        /// The highest.
        pub price_max: i64,
        /// The lowest former price of its reduced variants.
        pub compare_at_min: Option<i64>,
        /// The highest.
        pub compare_at_max: Option<i64>,
        /// Whether any variant can be bought.
        pub available: bool,
        /// The first picture.
        pub image: Option<ImageCard>,
        /// Reviews that count.
        pub rating_count: i32,
        /// The sum of their stars.
        pub rating_sum: i32,
        /// Its name in the file it was imported from (`Handle`).
        pub external_reference: Option<String>,
        /// SHA-256 of what was imported, in hex: a second import changes nothing.
        pub source_hash: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was first for sale; none of a draft that nobody has seen.
        pub published_at: Option<Timestamp>,
        /// Its place among the newest: when it was first for sale, or earlier where its shop is below the standard.
        pub listed_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Variants: what is really bought.
pub mod variant {
    use super::Texts;
    use sea_orm::entity::prelude::*;
    use shared::id::{ImageId, ProductId, ShopId, VariantId};
    use shared::{Currency, Gtin, Timestamp};

    /// One variant. `on_hand - reserved` can be bought.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_variants")]
    pub struct Model {
        /// The variant.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: VariantId,
        /// The product.
        pub product_id: ProductId,
        /// Who sells it.
        pub shop_id: ShopId,
        /// The shop's own number of it.
        pub sku: Option<String>,
        /// The number under its barcode, which the same article has at other shops too.
        pub barcode: Option<Gtin>,
        /// The keys of its options joined by `/`; empty when the product has no options.
        pub option_key: String,
        /// The keys of its options, in the product's order.
        pub option_values: Texts,
        /// The price, in minor units of `currency`.
        pub price: i64,
        /// The price it had before it was reduced.
        pub compare_at: Option<i64>,
        /// The currency.
        pub currency: Currency,
        /// Pieces in the shop.
        pub on_hand: i32,
        /// Of these, pieces that orders wait for.
        pub reserved: i32,
        /// Its place in the list.
        pub position: i32,
        /// The picture that shows it.
        pub image_id: Option<ImageId>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Pictures of products.
pub mod image {
    use super::{ImageState, Widths};
    use sea_orm::entity::prelude::*;
    use shared::id::{ImageId, ProductId};
    use shared::{Timestamp, Translated};

    /// One picture.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_images")]
    pub struct Model {
        /// The picture.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ImageId,
        /// The product it shows.
        pub product_id: ProductId,
        /// Where an import saw it.
        pub source_url: Option<String>,
        /// Path under `/media/`, when it lies here.
        pub path: Option<String>,
        /// Width in pixels.
        pub width: Option<i32>,
        /// Height in pixels.
        pub height: Option<i32>,
        /// What it shows, for those who cannot see it.
        pub alt: Translated,
        /// Its place in the list.
        pub position: i32,
        /// Whether it can be shown.
        pub state: ImageState,
        /// The widths in which it lies here; none of a drawing.
        pub widths: Option<Widths>,
        /// Its mean colour, `#rrggbb`; `None` when one can see through it, and of drawings.
        pub color: Option<String>,
        /// Tries to fetch it so far.
        pub attempts: i32,
        /// When the next try is due.
        pub next_attempt_at: Timestamp,
        /// What stopped the last try.
        pub last_error: Option<String>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where renamed pages went.
pub mod redirect {
    use super::RedirectKind;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    /// One slug that is no longer used.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "slug_redirects")]
    pub struct Model {
        /// What it pointed to.
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: RedirectKind,
        /// The old slug.
        #[sea_orm(primary_key, auto_increment = false)]
        pub slug: String,
        /// The thing itself.
        pub target_id: Uuid,
        /// When it was renamed.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
