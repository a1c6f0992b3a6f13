//! Everything that is kept about an account, as one JSON document for its owner. Its shape is told in
//! docs/account-export.md.
//!
//! Who shows that it is them gets a token; the document comes for the token over HTTP, written while it is read, so that
//! an account with many orders takes no more memory than one with few.

mod activity;
mod experiments;
mod moderation;
mod orders;
mod reviews;
mod searches;
mod signals;
mod writer;

use super::confirm::Confirmed;
use super::entity::{self, Entity};
use super::policy::Limited;
use super::tokens::{self, Purpose};
use super::{AccountError, Role, sessions};
use crate::addresses::entity as address;
use crate::app::App;
use crate::consents::{self, wording};
use crate::failure::{Failure, Outcome};
use crate::ids::Secret;
use crate::images::entity::upload;
use crate::passkeys::entity as passkey;
use crate::shops::entity::{self as shop, MemberRole, member};
use bytes::Bytes;
use futures::{Stream, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use shared::account::SessionKind;
use shared::id::{AccountId, AddressId, ImageId, PasskeyId, SessionId};
use shared::{Locale, Timestamp};
use std::net::IpAddr;
use tokio::sync::mpsc;
use writer::Writer;

/// The version of the document's shape: raised when something in it is moved or means something else, not when
/// something is added.
pub const FORMAT_VERSION: u32 = 1;

/// Where the document is fetched over HTTP; the token follows.
pub const PATH: &str = "/account/export";

/// What fetches the document, once.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Brings it.
    pub token: Secret,
    /// From when on the token is worth nothing.
    pub expires_at: Timestamp,
}

/// A document that may be written. Only [`open`] makes one.
pub struct Export {
    app: App,
    account: entity::Model,
    /// When it was opened.
    pub at: Timestamp,
}

/// Makes the token that fetches an account's document.
///
/// # Errors
/// [`AccountError::TooManyAttempts`].
pub async fn prepare(app: &App, confirmed: &Confirmed) -> Outcome<Ticket, AccountError> {
    let (account, now) = (confirmed.account(), app.clock.now());
    app.accounts.throttle.count_email(Limited::Exports, &account.email, now).map_err(AccountError::from)?;
    let token = tokens::issue(app, account, Purpose::Export).await?;
    Ok(Ticket { token, expires_at: now.plus_ms(Purpose::Export.lifetime_ms()) })
}

/// Opens the document for a token, which is used up.
///
/// # Errors
/// [`AccountError::TokenInvalid`], [`AccountError::TooManyAttempts`] for the network address.
pub async fn open(app: &App, token: &Secret, address: Option<IpAddr>) -> Outcome<Export, AccountError> {
    let now = app.clock.now();
    if let Some(address) = address {
        app.accounts.throttle.count_address(Limited::Tokens, address, now).map_err(AccountError::from)?;
    }
    let tx = app.db.begin(now).await?;
    let taken = tokens::take(&tx, Purpose::Export, token).await?.ok_or(AccountError::TokenInvalid)?;
    let account = Entity::find_by_id(taken.account_id).one(tx.conn()).await?.ok_or(Failure::NotFound)?;
    tx.commit().await?;
    Ok(Export { app: app.clone(), account, at: now })
}

impl Export {
    /// The document, piece by piece. A fault ends it in the middle, so that nobody takes half of it for all.
    pub fn write(self) -> impl Stream<Item = anyhow::Result<Bytes>> + Send + 'static {
        let (sender, receiver) = mpsc::channel(2);
        tokio::spawn(async move {
            let mut writer = Writer::new(sender.clone());
            if let Err(error) = self.write_to(&mut writer).await {
                // Whoever has gone away needs no reason.
                let _ = sender.send(Err(error)).await;
            }
        });
        stream::unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) })
    }

    async fn write_to(&self, out: &mut Writer) -> anyhow::Result<()> {
        let (app, id) = (&self.app, self.account.id);
        out.field("format", &"vouch.account").await?;
        out.field("formatVersion", &FORMAT_VERSION).await?;
        out.field("exportedAt", &self.at.to_string()).await?;
        out.field("exportedFrom", &app.config.public_url).await?;
        out.field("account", &AccountShape::of(&self.account)).await?;
        out.field("shops", &shops(app, id).await?).await?;
        out.field("addresses", &addresses(app, id).await?).await?;
        out.field("sessions", &open_sessions(app, id).await?).await?;
        out.field("passkeys", &passkeys(app, id).await?).await?;
        out.field("uploads", &uploads(app, id).await?).await?;
        out.field("consents", &decisions(app, id).await?).await?;
        out.field("carts", &activity::carts(app, id).await?).await?;
        out.field("wishlists", &activity::wishlists(app, id).await?).await?;
        out.field("savedSearches", &searches::saved(app, id).await?).await?;
        out.field("signals", &signals::signals(app, id).await?).await?;
        out.field("experiments", &experiments::experiments(app, id).await?).await?;
        out.field("reviews", &reviews::written(app, id).await?).await?;
        out.field("reviewDecisions", &moderation::decisions(app, id).await?).await?;
        out.field("reviewsSuspendedUntil", &moderation::suspended_until(app, id).await?).await?;
        out.field("reviewFlags", &moderation::flags(app, id).await?).await?;
        out.field("reviewVotes", &reviews::votes(app, id).await?).await?;
        out.field("mails", &activity::mails(app, &self.account).await?).await?;
        out.field("history", &activity::history(app, id).await?).await?;
        out.begin_list("orders").await?;
        orders::write(app, id, out).await?;
        out.end_list().await?;
        out.end().await
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountShape<'a> {
    id: AccountId,
    email: &'a str,
    email_verified_at: Option<String>,
    display_name: &'a str,
    language: Locale,
    role: Role,
    has_password: bool,
    created_at: String,
    updated_at: String,
}

impl<'a> AccountShape<'a> {
    fn of(row: &'a entity::Model) -> Self {
        Self {
            id: row.id,
            email: &row.email,
            email_verified_at: moment(row.email_verified_at),
            display_name: &row.display_name,
            language: row.locale,
            role: row.role,
            has_password: row.password_hash.is_some(),
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShopShape {
    slug: String,
    role: MemberRole,
    since: String,
}

async fn shops(app: &App, account: AccountId) -> anyhow::Result<Vec<ShopShape>> {
    let places = member::Entity::find().filter(member::Column::AccountId.eq(account)).all(app.db.read()).await?;
    let ids = places.iter().map(|place| place.shop_id);
    let shops = shop::Entity::find().filter(shop::Column::Id.is_in(ids)).all(app.db.read()).await?;
    let shape = |place: &member::Model| {
        let shop = shops.iter().find(|shop| shop.id == place.shop_id)?;
        Some(ShopShape { slug: shop.slug.clone(), role: place.role, since: place.created_at.to_string() })
    };
    Ok(places.iter().filter_map(shape).collect())
}

/// A postal address as the document shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostalShape {
    name: String,
    line1: String,
    line2: Option<String>,
    city: String,
    region: Option<String>,
    postal_code: Option<String>,
    country_code: String,
    phone: Option<String>,
}

impl From<shared::address::Address> for PostalShape {
    fn from(address: shared::address::Address) -> Self {
        let shared::address::Address { name, line1, line2, city, region, postal_code, country_code, phone } = address;
        Self { name, line1, line2, city, region, postal_code, country_code, phone }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddressShape {
    id: AddressId,
    address: PostalShape,
    is_default: bool,
    created_at: String,
    updated_at: String,
}

async fn addresses(app: &App, account: AccountId) -> anyhow::Result<Vec<AddressShape>> {
    let query = address::Entity::find().filter(address::Column::AccountId.eq(account));
    let rows = query.order_by_asc(address::Column::CreatedAt).all(app.db.read()).await?;
    let shape = |row: address::Model| AddressShape {
        id: row.id,
        is_default: row.default_of.is_some(),
        created_at: row.created_at.to_string(),
        updated_at: row.updated_at.to_string(),
        address: row.address.into(),
    };
    Ok(rows.into_iter().map(shape).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionShape {
    id: SessionId,
    kind: SessionKind,
    user_agent: Option<String>,
    created_at: String,
    last_seen_at: String,
    expires_at: String,
}

async fn open_sessions(app: &App, account: AccountId) -> anyhow::Result<Vec<SessionShape>> {
    let rows = sessions::of_account(app, account).await?;
    let shape = |row: entity::session::Model| SessionShape {
        id: row.id,
        kind: row.kind,
        user_agent: row.user_agent,
        created_at: row.created_at.to_string(),
        last_seen_at: row.last_seen_at.to_string(),
        expires_at: row.expires_at.to_string(),
    };
    Ok(rows.into_iter().map(shape).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PasskeyShape {
    id: PasskeyId,
    name: String,
    created_at: String,
    last_used_at: Option<String>,
}

async fn passkeys(app: &App, account: AccountId) -> anyhow::Result<Vec<PasskeyShape>> {
    let query = passkey::Entity::find().filter(passkey::Column::AccountId.eq(account));
    let rows = query.order_by_asc(passkey::Column::Id).all(app.db.read()).await?;
    let shape = |row: passkey::Model| PasskeyShape {
        id: row.id,
        name: row.name,
        created_at: row.created_at.to_string(),
        last_used_at: row.last_used_at.map(|at| at.to_string()),
    };
    Ok(rows.into_iter().map(shape).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UploadShape {
    id: ImageId,
    sent_at: String,
}

async fn uploads(app: &App, account: AccountId) -> anyhow::Result<Vec<UploadShape>> {
    let query = upload::Entity::find().filter(upload::Column::AccountId.eq(account));
    let rows = query.order_by_asc(upload::Column::Id).all(app.db.read()).await?;
    let shape = |row: upload::Model| UploadShape { id: row.id, sent_at: row.created_at.to_string() };
    Ok(rows.into_iter().map(shape).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DecisionShape {
    purpose: consents::entity::Purpose,
    granted: bool,
    decided_at: String,
    wording_version: i32,
    language: Locale,
    form: consents::entity::Form,
    text: &'static str,
}

async fn decisions(app: &App, account: AccountId) -> anyhow::Result<Vec<DecisionShape>> {
    let shape = |row: consents::entity::Model| DecisionShape {
        purpose: row.purpose,
        granted: row.granted,
        decided_at: row.decided_at.to_string(),
        wording_version: row.wording,
        language: row.locale,
        form: row.form,
        text: wording::wording(row.wording, row.locale).shown(row.form, row.purpose),
    };
    Ok(consents::history(app, account).await?.into_iter().map(shape).collect())
}

/// A moment that may not have come.
fn moment(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}
