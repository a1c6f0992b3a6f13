//! Consent: what people allow the market to do with what it learns of them. Nothing is allowed until it was said.
//!
//! Decisions are kept in the order in which they were said, with the words that were shown; the newest of a purpose
//! counts. An account's belong to the account, a guest's to their browser, and go over to the account at sign-in if
//! that has none.

mod device;
pub mod entity;
pub mod graphql;
pub mod wording;

pub use device::Device;

use crate::actor::Actor;
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome};
use crate::recommendations::experiment;
use crate::recommendations::signals::{self, Person};
use crate::search::popular;
use entity::{Column, Entity, Form, Model, Purpose};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::id::AccountId;
use shared::{Locale, Timestamp};
use std::collections::HashSet;
use uuid::Uuid;

/// The topic that tells of something allowed.
pub const GRANTED: &str = "consent.granted";
/// The topic that tells of something refused or taken back.
pub const REFUSED: &str = "consent.refused";

/// How long a guest's decisions are kept, in days: as long as their browser remembers that it was asked.
pub const GUEST_DAYS: i64 = 180;

/// Accounts that one statement names.
const CHUNK: usize = 500;

/// Why no decision was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConsentError {
    /// What was shown is not what would be recorded.
    #[error("these words are not the present ones any more: show the present ones and ask again")]
    WordingOutdated,
    /// Nothing was said.
    #[error("say for at least one purpose whether it is allowed")]
    NothingChosen,
}

impl From<ConsentError> for Failure<ConsentError> {
    fn from(error: ConsentError) -> Self {
        Self::Refused(error)
    }
}

/// What somebody said.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Each purpose with whether it is allowed; of a purpose that is named twice the last counts.
    pub choices: Vec<(Purpose, bool)>,
    /// The version of the words that they read.
    pub wording: i32,
    /// Which of its words.
    pub form: Form,
    /// The language in which they read them.
    pub locale: Locale,
}

/// Whose decisions are meant.
#[derive(Clone, Debug)]
enum Subject {
    Account(AccountId),
    Guest(Vec<u8>),
}

impl Subject {
    /// The account of somebody signed in, else the guest's browser; `None` for a guest who was never asked.
    fn of(actor: &Actor, device: Option<&Device>) -> Option<Self> {
        match actor.account_id() {
            Some(account) => Some(Self::Account(account)),
            None => device.map(|device| Self::Guest(device.hash())),
        }
    }

    /// Under which what was recorded by their consent is kept.
    fn person(&self) -> Person {
        match self {
            Self::Account(account) => Person::Account(*account),
            Self::Guest(hash) => Person::Guest(hash.clone()),
        }
    }

    fn column(&self) -> sea_orm::sea_query::SimpleExpr {
        match self {
            Self::Account(account) => Column::AccountId.eq(*account),
            Self::Guest(hash) => Column::VisitorHash.eq(hash.clone()),
        }
    }

    /// What events are about: the account, or a name of the browser that tells nothing of what its cookie holds.
    fn aggregate(&self) -> Uuid {
        match self {
            Self::Account(account) => account.0,
            Self::Guest(hash) => hash.get(..16).and_then(|bytes| Uuid::from_slice(bytes).ok()).unwrap_or_default(),
        }
    }
}

/// The newest decision of each purpose, for the purposes that the visitor has decided on.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(app: &App, actor: &Actor, device: Option<&Device>) -> Result<Vec<Model>, DbErr> {
    match Subject::of(actor, device) {
        Some(subject) => newest_of(app.db.read(), &subject).await,
        None => Ok(Vec::new()),
    }
}

async fn newest_of<C: ConnectionTrait>(conn: &C, subject: &Subject) -> Result<Vec<Model>, DbErr> {
    let mut found = Vec::new();
    for purpose in Purpose::ALL {
        found.extend(newest_on(conn, subject, *purpose).await?);
    }
    Ok(found)
}

/// The newest decision of a visitor on one purpose: one statement, by index.
///
/// # Errors
/// When the database does not answer.
pub async fn decision<C: ConnectionTrait>(
    conn: &C,
    actor: &Actor,
    device: Option<&Device>,
    purpose: Purpose,
) -> Result<Option<Model>, DbErr> {
    match Subject::of(actor, device) {
        Some(subject) => newest_on(conn, &subject, purpose).await,
        None => Ok(None),
    }
}

/// The newest decision of an account on one purpose.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account<C: ConnectionTrait>(
    conn: &C,
    account: AccountId,
    purpose: Purpose,
) -> Result<Option<Model>, DbErr> {
    newest_on(conn, &Subject::Account(account), purpose).await
}

async fn newest_on<C: ConnectionTrait>(conn: &C, subject: &Subject, purpose: Purpose) -> Result<Option<Model>, DbErr> {
    let query = Entity::find().filter(subject.column()).filter(Column::Purpose.eq(purpose));
    query.order_by_desc(Column::Seq).limit(1).one(conn).await
}

/// Whether an account allows something.
///
/// # Errors
/// When the database does not answer.
pub async fn allows(app: &App, account: AccountId, purpose: Purpose) -> Result<bool, DbErr> {
    let newest = newest_of(app.db.read(), &Subject::Account(account)).await?;
    Ok(newest.iter().any(|decision| decision.purpose == purpose && decision.granted))
}

/// Which of these accounts allow something.
///
/// # Errors
/// When the database does not answer.
pub async fn allowing(app: &App, accounts: &[AccountId], purpose: Purpose) -> Result<HashSet<AccountId>, DbErr> {
    let mut allowing = HashSet::new();
    for accounts in accounts.chunks(CHUNK) {
        let said = Entity::find()
            .filter(Column::AccountId.is_in(accounts.iter().copied()))
            .filter(Column::Purpose.eq(purpose))
            .order_by_asc(Column::Seq)
            .all(app.db.read())
            .await?;
        for decision in said {
            let Some(account) = decision.account_id else { continue };
            if decision.granted {
                allowing.insert(account)
            } else {
                allowing.remove(&account)
            };
        }
    }
    Ok(allowing)
}

/// Whether a visitor is still to be asked. For guests their browser knows; an account is asked once, wherever it is
/// signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn is_to_be_asked(app: &App, actor: &Actor, device: Option<&Device>) -> Result<bool, DbErr> {
    let Some(account) = actor.account_id() else {
        return Ok(device.is_none_or(|device| device.wording() < wording::ASKED_SINCE));
    };
    let newest = newest_of(app.db.read(), &Subject::Account(account)).await?;
    Ok(newest.iter().filter(|decision| decision.wording >= wording::ASKED_SINCE).count() < Purpose::ALL.len())
}

/// Records what a visitor said; what they had said already in the same words is not said anew. Whoever refuses to be given
/// suggestions from what they look at is rid at once of what was kept for that. Returns what a guest's browser has to remember.
///
/// # Errors
/// [`ConsentError`].
pub async fn decide(
    app: &App,
    actor: &Actor,
    device: Option<&Device>,
    answer: &Answer,
) -> Outcome<Option<Device>, ConsentError> {
    if answer.wording != wording::CURRENT {
        return Err(ConsentError::WordingOutdated.into());
    }
    if answer.choices.is_empty() {
        return Err(ConsentError::NothingChosen.into());
    }
    let device = match (actor.account_id(), device) {
        (Some(_), _) => None,
        (None, Some(known)) => Some(known.again(answer.wording)),
        (None, None) => Some(Device::new(app.ids.secret(), answer.wording)),
    };
    let Some(subject) = Subject::of(actor, device.as_ref()) else { return Ok(None) };
    let mut tx = app.db.begin(app.clock.now()).await?;
    let known = newest_of(tx.conn(), &subject).await?;
    for purpose in Purpose::ALL {
        let said = answer.choices.iter().rev().find(|(about, _)| about == purpose);
        let Some((_, granted)) = said.copied() else { continue };
        let same = |before: &Model| {
            before.purpose == *purpose && before.granted == granted && before.wording == answer.wording
        };
        if !known.iter().any(same) {
            record(&mut tx, &subject, *purpose, granted, answer).await?;
        }
        if *purpose == Purpose::Personalisation && !granted {
            signals::erase(&tx, &subject.person()).await?;
            experiment::erase(&tx, &subject.person()).await?;
            popular::erase(&tx, &subject.person()).await?;
        }
    }
    tx.commit().await?;
    if let Subject::Account(account) = subject {
        app.exposures.forget(account);
    }
    Ok(device)
}

async fn record(tx: &mut Tx, subject: &Subject, purpose: Purpose, granted: bool, answer: &Answer) -> Result<(), DbErr> {
    let (account_id, visitor_hash) = match subject {
        Subject::Account(account) => (Some(*account), None),
        Subject::Guest(hash) => (None, Some(hash.clone())),
    };
    let row = entity::ActiveModel {
        seq: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account_id),
        visitor_hash: ActiveValue::Set(visitor_hash),
        purpose: ActiveValue::Set(purpose),
        granted: ActiveValue::Set(granted),
        wording: ActiveValue::Set(answer.wording),
        locale: ActiveValue::Set(answer.locale),
        form: ActiveValue::Set(answer.form),
        decided_at: ActiveValue::Set(tx.now()),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let topic = if granted { GRANTED } else { REFUSED };
    let facts = json!({ "purpose": purpose, "wording": answer.wording, "locale": answer.locale, "form": answer.form });
    tx.emit(NewEvent { account_id, ..NewEvent::new(topic, subject.aggregate(), facts)? });
    Ok(())
}

/// Hands a guest's decisions over to an account that has none, in the transaction that signs in; whether it did. What
/// the account itself has said counts for more than what was said in one of its browsers.
///
/// # Errors
/// The database's.
pub async fn hand_over(tx: &Tx, device: &Device, account: AccountId) -> Result<bool, DbErr> {
    if Entity::find().filter(Column::AccountId.eq(account)).limit(1).one(tx.conn()).await?.is_some() {
        return Ok(false);
    }
    let row = entity::ActiveModel {
        account_id: ActiveValue::Set(Some(account)),
        visitor_hash: ActiveValue::Set(None),
        ..Default::default()
    };
    let guests = Entity::update_many().set(row).filter(Column::VisitorHash.eq(device.hash()));
    Ok(guests.exec(tx.conn()).await?.rows_affected > 0)
}

/// Everything that an account has said, the first first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(app: &App, account: AccountId) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).order_by_asc(Column::Seq).all(app.db.read()).await
}

/// Forgets guests' decisions that no browser remembers any more; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_old(app: &App) -> Result<u64, DbErr> {
    let before: Timestamp = app.clock.now().plus_days(-GUEST_DAYS);
    let old = Entity::delete_many().filter(Column::AccountId.is_null()).filter(Column::DecidedAt.lt(before));
    Ok(old.exec(app.db.write()).await?.rows_affected)
}
