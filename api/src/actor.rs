//! Who is asking.
//!
//! Permission is a value that only [`Actor`] can build: a use case that takes a [`Seller`] cannot be called by
//! somebody who is none. Not yours means not found.

use crate::config::Config;
use shared::id::{AccountId, SessionId, ShopId};
use shared::{Currency, text_enum};
use std::sync::Arc;
use uuid::Uuid;

text_enum! {
    /// What an account may do on the whole marketplace.
    pub enum Role {
        /// Buys; sells too when on the staff of a shop.
        Shopper = "shopper",
        /// Also looks after what people write.
        Moderator = "moderator",
        /// Also runs the installation.
        Admin = "admin",
    }
}

/// Somebody with a valid session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account_id: AccountId,
    /// The session.
    pub session_id: SessionId,
    /// What the account may do everywhere.
    pub role: Role,
    /// Shops of which the account is staff.
    pub shops: Vec<ShopId>,
    /// The currency in which the account also sees amounts, if it has chosen one.
    pub currency: Option<Currency>,
}

/// Who is asking: a guest, or somebody signed in.
#[derive(Clone, Debug, Default)]
pub struct Actor(Option<Arc<SignedIn>>);

/// Proof that somebody is signed in.
#[derive(Clone, Debug)]
pub struct Shopper(Arc<SignedIn>);

/// Proof that somebody is on the staff of a shop.
#[derive(Clone, Debug)]
pub struct Seller {
    account_id: AccountId,
    shop_id: ShopId,
}

/// Proof that somebody looks after what people write: a moderator, or who runs the installation.
#[derive(Clone, Debug)]
pub struct Moderator {
    account_id: AccountId,
}

/// Proof that somebody runs the installation.
#[derive(Clone, Debug)]
pub struct Admin {
    account_id: AccountId,
}

impl Actor {
    /// Somebody unknown.
    #[must_use]
    pub fn guest() -> Self {
        Self(None)
    }

    /// Somebody whose session was checked. Only `accounts::sessions` and tests call this.
    #[must_use]
    pub fn signed_in(signed_in: SignedIn) -> Self {
        Self(Some(Arc::new(signed_in)))
    }

    /// The demonstration's courier, who does what administrators and the staff of these shops do in earnest. Nobody
    /// where no demonstration's courier runs.
    #[must_use]
    pub(crate) fn demonstration(config: &Config, shops: Vec<ShopId>) -> Option<Self> {
        let nobody = (AccountId(Uuid::nil()), SessionId(Uuid::nil()));
        let signed_in =
            SignedIn { account_id: nobody.0, session_id: nobody.1, role: Role::Admin, shops, currency: None };
        config.demo_courier.then(|| Self::signed_in(signed_in))
    }

    /// Somebody of the demonstration, whose past is being written.
    #[must_use]
    pub(crate) fn of_demonstration(account_id: AccountId, shops: Vec<ShopId>) -> Self {
        let session_id = SessionId(Uuid::nil());
        Self::signed_in(SignedIn { account_id, session_id, role: Role::Shopper, shops, currency: None })
    }

    /// The account, if signed in.
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        self.0.as_ref().map(|signed_in| signed_in.account_id)
    }

    /// The session, if signed in.
    #[must_use]
    pub fn session_id(&self) -> Option<SessionId> {
        self.0.as_ref().map(|signed_in| signed_in.session_id)
    }

    /// The currency in which the account also sees amounts; none for guests.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.0.as_ref().and_then(|signed_in| signed_in.currency)
    }

    /// Proof of being signed in.
    #[must_use]
    pub fn shopper(&self) -> Option<Shopper> {
        self.0.clone().map(Shopper)
    }

    /// Proof of being on the staff of `shop`.
    #[must_use]
    pub fn seller(&self, shop_id: ShopId) -> Option<Seller> {
        let signed_in = self.0.as_ref()?;
        signed_in.shops.contains(&shop_id).then(|| Seller { account_id: signed_in.account_id, shop_id })
    }

    /// Shops of which the actor is staff.
    #[must_use]
    pub fn shops(&self) -> &[ShopId] {
        self.0.as_ref().map_or(&[], |signed_in| &signed_in.shops)
    }

    /// Proof of looking after what people write.
    #[must_use]
    pub fn moderator(&self) -> Option<Moderator> {
        let signed_in = self.0.as_ref()?;
        matches!(signed_in.role, Role::Moderator | Role::Admin).then(|| Moderator { account_id: signed_in.account_id })
    }

    /// Proof of running the installation.
    #[must_use]
    pub fn admin(&self) -> Option<Admin> {
        let signed_in = self.0.as_ref()?;
        (signed_in.role == Role::Admin).then(|| Admin { account_id: signed_in.account_id })
    }
}

impl Shopper {
    /// The account.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.0.account_id
    }

    /// The session.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.0.session_id
    }
}

impl Seller {
    /// The account.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.account_id
    }

    /// The shop.
    #[must_use]
    pub fn shop_id(&self) -> ShopId {
        self.shop_id
    }
}

impl Moderator {
    /// The account.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.account_id
    }
}

impl Admin {
    /// The account.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.account_id
    }
}
