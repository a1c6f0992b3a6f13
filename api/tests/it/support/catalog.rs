//! Shops and products to test with, written straight into the tables.

use super::TestApp;
use api::catalog::entity::{
    AskedAspects, ImageState, OptionValue, ProductOption, ProductOptions, ProductStatus, Texts, category, image,
    product, variant,
};
use api::shops::entity::{MemberRole, ShopStatus, delivery_option, member};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, IntoActiveModel};
use shared::id::{AccountId, CategoryId, ImageId, ProductId, ShopId, VariantId};
use shared::reviews::ReviewAspect;
use shared::trust::StandingLevel;
use shared::{Currency, DeliveryKind, Locale, Translated};

/// A text in English and Vietnamese.
pub fn text(english: &str, vietnamese: &str) -> Translated {
    Translated([(Locale::En, english.to_owned()), (Locale::Vi, vietnamese.to_owned())].into())
}

impl TestApp {
    /// An open shop with standard delivery (3.90, free over 45.00, 3 to 5 working days).
    pub async fn shop(&self, slug: &str) -> ShopId {
        let (conn, now, id) = (self.app.db.write(), self.app.clock.now(), self.app.ids.next::<ShopId>());
        let row = api::shops::entity::Model {
            id,
            slug: slug.to_owned(),
            name: Translated::one(Locale::En, slug),
            tagline: Translated::default(),
            story: Translated::default(),
            returns: Translated::default(),
            city: None,
            country_code: Some("GB".to_owned()),
            founded_year: None,
            emblem_path: None,
            status: ShopStatus::Active,
            standing: StandingLevel::Standard,
            standing_at: None,
            suspended_at: None,
            external_reference: None,
            created_at: now,
            updated_at: now,
        };
        api::shops::entity::Entity::insert(row.into_active_model()).exec(conn).await.expect("a shop");
        let option = delivery_option::Model {
            id: self.app.ids.next(),
            shop_id: id,
            key: "standard".to_owned(),
            kind: DeliveryKind::Standard,
            name: text("Standard", "Tiêu chuẩn"),
            price: 390,
            currency: Currency::Gbp,
            free_over: Some(4500),
            min_days: 3,
            max_days: 5,
            position: 0,
            active: true,
            countries: None,
        };
        delivery_option::Entity::insert(option.into_active_model()).exec(conn).await.expect("an option");
        self.app.shelf.forget();
        id
    }

    /// Puts an account on the staff of a shop.
    pub async fn staff(&self, shop_id: ShopId, account_id: AccountId) {
        let row = member::Model { shop_id, account_id, role: MemberRole::Staff, created_at: self.app.clock.now() };
        member::Entity::insert(row.into_active_model()).exec(self.app.db.write()).await.expect("a member");
    }

    /// A category below `parent`.
    pub async fn category(&self, slug: &str, parent: Option<CategoryId>) -> CategoryId {
        let (conn, now, id) = (self.app.db.write(), self.app.clock.now(), self.app.ids.next::<CategoryId>());
        let above = match parent {
            Some(parent) => category::Entity::find_by_id(parent).one(conn).await.expect("read").expect("there").path,
            None => "/".to_owned(),
        };
        let row = category::Model {
            id,
            parent_id: parent,
            slug: slug.to_owned(),
            name: Translated::one(Locale::En, slug),
            path: format!("{above}{slug}/"),
            position: 0,
            aspects: AskedAspects::default(),
            created_at: now,
            updated_at: now,
        };
        category::Entity::insert(row.into_active_model()).exec(conn).await.expect("a category");
        self.app.shelf.forget();
        id
    }

    /// Says what reviews of a category's products are asked about.
    pub async fn ask_about(&self, category: CategoryId, aspects: &[ReviewAspect]) {
        let row = category::ActiveModel {
            id: Set(category),
            aspects: Set(AskedAspects(aspects.to_vec())),
            ..category::ActiveModel::default()
        };
        category::Entity::update(row).exec(self.app.db.write()).await.expect("said");
        self.app.shelf.forget();
    }

    /// A product for sale with one variant, no options and one picture. The price is in pence.
    pub async fn product(&self, shop_id: ShopId, slug: &str, price: i64, stock: i32) -> (ProductId, VariantId) {
        let (id, variants) = self.product_with(shop_id, slug, &[("", price, stock)]).await;
        (id, variants[0])
    }

    /// A product for sale with variants (size, price in pence, stock); a variant of size "" has no options.
    pub async fn product_with(
        &self,
        shop_id: ShopId,
        slug: &str,
        sizes: &[(&str, i64, i32)],
    ) -> (ProductId, Vec<VariantId>) {
        let (now, id) = (self.app.clock.now(), self.app.ids.next::<ProductId>());
        let mut tx = self.app.db.begin(now).await.expect("a transaction");
        let keys: Vec<&str> = sizes.iter().map(|size| size.0).filter(|key| !key.is_empty()).collect();
        let value = |key: &&str| OptionValue { key: (*key).to_owned(), name: Translated::one(Locale::En, *key) };
        let option = ProductOption { name: text("Size", "Cỡ"), values: keys.iter().map(value).collect() };
        let row = product::Model {
            id,
            shop_id,
            category_id: None,
            slug: slug.to_owned(),
            title: text(&slug.replace('-', " "), &format!("{slug} tiếng Việt")),
            description: Translated::one(Locale::En, "<p>Made by <em>hand</em>.</p>"),
            options: ProductOptions(if keys.is_empty() { Vec::new() } else { vec![option] }),
            tags: Texts::default(),
            status: ProductStatus::Active,
            currency: Currency::Gbp,
            price_min: 0,
            price_max: 0,
            compare_at_min: None,
            compare_at_max: None,
            available: false,
            image: None,
            rating_count: 0,
            rating_sum: 0,
            external_reference: None,
            source_hash: None,
            created_at: now,
            published_at: Some(now),
            listed_at: now,
            updated_at: now,
        };
        product::Entity::insert(row.into_active_model()).exec(tx.conn()).await.expect("a product");
        let picture = image::Model {
            id: self.app.ids.next::<ImageId>(),
            product_id: id,
            source_url: None,
            path: Some(format!("demo/{slug}.svg?v=0123abcd")),
            width: Some(800),
            height: Some(1000),
            alt: Translated::one(Locale::En, slug),
            position: 0,
            state: ImageState::Ready,
            widths: None,
            color: None,
            attempts: 0,
            next_attempt_at: now,
            last_error: None,
        };
        image::Entity::insert(picture.into_active_model()).exec(tx.conn()).await.expect("a picture");
        let mut variants = Vec::new();
        for (position, (key, price, stock)) in (0..).zip(sizes) {
            let variant = variant::Model {
                id: self.app.ids.next(),
                product_id: id,
                shop_id,
                sku: Some(format!("{slug}-{key}")),
                barcode: None,
                option_key: (*key).to_owned(),
                option_values: Texts(if key.is_empty() { Vec::new() } else { vec![(*key).to_owned()] }),
                price: *price,
                compare_at: None,
                currency: Currency::Gbp,
                on_hand: *stock,
                reserved: 0,
                position,
                image_id: None,
                created_at: now,
                updated_at: now,
            };
            variants.push(variant.id);
            variant::Entity::insert(variant.into_active_model()).exec(tx.conn()).await.expect("a variant");
        }
        api::catalog::refresh(&tx, id).await.expect("refreshed");
        tx.emit(api::events::NewEvent::new("product.created", id.0, serde_json::json!({})).expect("an event"));
        tx.commit().await.expect("committed");
        (id, variants)
    }

    /// Files a product under a category.
    pub async fn file_under(&self, product_id: ProductId, category_id: CategoryId) {
        let row = product::ActiveModel {
            id: Set(product_id),
            category_id: Set(Some(category_id)),
            ..product::ActiveModel::default()
        };
        product::Entity::update(row).exec(self.app.db.write()).await.expect("filed");
    }

    /// What a variant has: (on hand, reserved).
    pub async fn stock(&self, id: VariantId) -> (i32, i32) {
        let row = variant::Entity::find_by_id(id).one(self.app.db.write()).await.expect("read").expect("there");
        (row.on_hand, row.reserved)
    }
}
