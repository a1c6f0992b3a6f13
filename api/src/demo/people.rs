//! The accounts of the demonstration, which its sign-in page lists.

use crate::accounts::entity::{Column, Entity, Model};
use crate::actor::Role;
use crate::app::App;
use crate::shops;
use anyhow::Context as _;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::account::Password;
use shared::id::{AccountId, ShopId};
use shared::{Email, Locale};
use std::collections::HashMap;

/// The password of every demo account. It is no secret: the sign-in page shows it.
pub const PASSWORD: &str = "kettle-on-the-hob";

/// Accounts that belong to no shop: address, name, language, role.
pub(super) const PEOPLE: [(&str, &str, Locale, Role); 6] = [
    ("mai@demo.vouch.example", "Mai Trần", Locale::Vi, Role::Shopper),
    ("ada@demo.vouch.example", "Ada Moss", Locale::En, Role::Shopper),
    ("nare@demo.vouch.example", "Նարե Հակոբյան", Locale::Hy, Role::Shopper),
    ("moderator@demo.vouch.example", "Rowan Hale", Locale::En, Role::Moderator),
    // An appeal is decided by another than who decided.
    ("moderator2@demo.vouch.example", "Linh Đỗ", Locale::Vi, Role::Moderator),
    ("admin@demo.vouch.example", "Ines Duarte", Locale::En, Role::Admin),
];

/// An account of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// Its address.
    pub email: String,
    /// The name under which it is shown.
    pub display_name: String,
    /// `shopper`, `moderator`, `admin` or `owner`.
    pub role: &'static str,
}

/// The demo accounts in the order in which the sign-in page lists them: shoppers, shops' owners, staff. Empty when
/// this installation is no demonstration.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts(app: &App) -> Result<Vec<DemoAccount>, DbErr> {
    if !app.config.demo {
        return Ok(Vec::new());
    }
    let query = Entity::find().filter(Column::IsShared.eq(true)).filter(Column::PasswordHash.is_not_null());
    let rows = query.order_by_asc(Column::Email).limit(100).all(app.db.read()).await?;
    let members = shops::entity::member::Entity::find()
        .filter(shops::entity::member::Column::AccountId.is_in(rows.iter().map(|row| row.id)))
        .all(app.db.read())
        .await?;
    let owners: HashMap<AccountId, ShopId> = members.into_iter().map(|row| (row.account_id, row.shop_id)).collect();
    let role = |row: &Model| match row.role {
        Role::Admin => "admin",
        Role::Moderator => "moderator",
        Role::Shopper if owners.contains_key(&row.id) => "owner",
        Role::Shopper => "shopper",
    };
    let mut found: Vec<DemoAccount> = rows
        .into_iter()
        .map(|row| DemoAccount { role: role(&row), email: row.email, display_name: row.display_name })
        .collect();
    let rank = |account: &DemoAccount| ["shopper", "owner", "moderator"].iter().position(|role| *role == account.role);
    let place = |account: &DemoAccount| PEOPLE.iter().position(|person| person.0 == account.email);
    found.sort_by_key(|account| (rank(account).unwrap_or(3), place(account), account.email.clone()));
    Ok(found)
}

/// The hash of [`PASSWORD`], made once for all accounts.
pub(super) async fn password_hash(app: &App) -> anyhow::Result<String> {
    let password =
        Password::try_from(PASSWORD).map_err(|error| anyhow::anyhow!("the demo password is refused: {error}"))?;
    app.accounts.hasher.hash(password).await
}

/// A new row for a demo account.
pub(super) fn row(app: &App, email: &str, name: &str, locale: Locale, role: Role, hash: &str) -> anyhow::Result<Model> {
    let email = Email::try_from(email).with_context(|| format!("the demo account {email}"))?;
    let now = app.clock.now();
    Ok(Model {
        id: app.ids.next(),
        email: email.into(),
        display_name: name.to_owned(),
        password_hash: Some(hash.to_owned()),
        locale,
        role,
        is_shared: true,
        // Addresses of the demonstration are nobody's: there is nothing to verify.
        currency: None,
        email_verified_at: Some(now),
        created_at: now,
        updated_at: now,
    })
}
