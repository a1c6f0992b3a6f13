//! Addresses of the storefront's pages that stand in mails. A test asks for each of them.

use crate::app::App;
use crate::ids::Secret;
use crate::orders::entity::{self as order, link};
use sea_orm::{ActiveValue, DbErr, EntityTrait};
use shared::Locale;

/// A page by its path, in the reader's language.
pub(super) fn page(app: &App, locale: Locale, path: &str) -> String {
    let prefix = match locale {
        Locale::En => "",
        Locale::Vi => "/vi",
        Locale::Hy => "/hy",
    };
    let path = if path == "/" && !prefix.is_empty() { "" } else { path };
    format!("{}{prefix}{path}", app.config.public_url)
}

/// A page whose address carries a token.
pub(super) fn with_token(app: &App, locale: Locale, path: &str, token: &Secret) -> String {
    // Tokens are hexadecimal: nothing needs escaping.
    format!("{}?token={}", page(app, locale, path), token.reveal())
}

/// The page of an order. A guest's link opens it without signing in, by a token made for this mail.
pub(super) async fn order(app: &App, order: &order::Model) -> Result<String, DbErr> {
    let path = format!("/orders/{}", order.id);
    if order.account_id.is_some() {
        return Ok(page(app, order.locale, &path));
    }
    let token = app.ids.secret();
    let row = link::ActiveModel {
        id: ActiveValue::Set(app.ids.next()),
        order_id: ActiveValue::Set(order.id),
        token_hash: ActiveValue::Set(token.hash()),
        created_at: ActiveValue::Set(app.clock.now()),
    };
    link::Entity::insert(row).exec_without_returning(app.db.write()).await?;
    Ok(with_token(app, order.locale, &path, &token))
}
