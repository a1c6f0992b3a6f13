//! What a resolver knows of the request.

use crate::actor::Actor;
use crate::app::App;
use crate::catalog::loaders::CatalogLoader;
use crate::consents;
use crate::currencies::Shown;
use crate::graphql::batching::Batching;
use crate::moderation::loaders::ModerationLoader;
use crate::orders::loaders::OrderLoader;
use crate::policies::loaders::PolicyLoader;
use crate::reputation::loaders::{StandingLoader, StandingOf};
use crate::reviews::loaders::{FiguresOf, ReviewLoader};
use crate::shops::graphql::Destination;
use crate::shops::loaders::ShopLoader;
use crate::transparency::loaders::PriceLoader;
use crate::wishlists::loaders::WishlistLoader;
use async_graphql::{Context, Request};
use shared::id::{CartId, CaseId, OrderId, ProductId, ShopId, VariantId, WishlistId};
use shared::{CountryCode, Currency, Locale};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

/// Who asks, in which language, and what belongs to their browser.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who is asking.
    pub actor: Actor,
    /// The language of texts and messages.
    pub locale: Locale,
    /// The currency in which amounts are also shown, if one was chosen.
    pub currency: Option<Currency>,
    /// A guest's cart, from the cookie.
    pub cart_id: Option<CartId>,
    /// A guest's wishlist, from the cookie.
    pub wishlist_id: Option<WishlistId>,
    /// That a guest's browser was asked for consent, from the cookie.
    pub consent: Option<consents::Device>,
    /// The country to which they chose to have things sent.
    pub destination: Option<CountryCode>,
    /// Where the request comes from, for limits.
    pub address: Option<IpAddr>,
    /// The browser's or app's name, for the list of sessions.
    pub user_agent: Option<String>,
    /// The id under which the log tells of this request.
    pub request_id: String,
    /// What the answer's headers must carry.
    pub effects: Effects,
}

impl Visitor {
    /// A guest without cookies.
    #[must_use]
    pub fn guest(locale: Locale) -> Self {
        Self {
            actor: Actor::guest(),
            locale,
            currency: None,
            cart_id: None,
            wishlist_id: None,
            consent: None,
            destination: None,
            address: None,
            user_agent: None,
            request_id: String::new(),
            effects: Effects::default(),
        }
    }
}

/// What a resolver wants of the HTTP answer; the transport carries it out.
#[derive(Clone, Debug, Default)]
pub struct Effects(Arc<Mutex<Vec<Effect>>>);

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Set the session cookie to this token.
    SetSession(String),
    /// Remove the session cookie.
    ClearSession,
    /// Remember the visitor's cart.
    SetCart(CartId),
    /// Forget the visitor's cart.
    ClearCart,
    /// Remember the visitor's wishlist.
    SetWishlist(WishlistId),
    /// Forget the visitor's wishlist.
    ClearWishlist,
    /// Remember that the visitor was asked for consent, as this text.
    SetConsent(String),
    /// Forget that the visitor was asked for consent.
    ClearConsent,
    /// Remember the currency in which the visitor also sees amounts.
    SetCurrency(Currency),
    /// Say that an idempotent answer was replayed.
    Replayed,
}

impl Effects {
    /// Adds a wish.
    pub fn push(&self, effect: Effect) {
        if let Ok(mut effects) = self.0.lock() {
            effects.push(effect);
        }
    }

    /// Takes all wishes out.
    #[must_use]
    pub fn take(&self) -> Vec<Effect> {
        self.0.lock().map(|mut effects| std::mem::take(&mut *effects)).unwrap_or_default()
    }
}

/// Gives a request its visitor and its loaders, which live as long as the request.
pub fn attach(request: Request, app: &App, visitor: Visitor, batching: &Batching) -> Request {
    let wishlists = batching.loader::<ProductId, _>(WishlistLoader::new(app, &visitor));
    let shown = Shown::new(app, visitor.currency);
    request
        .data(visitor)
        .data(shown)
        .data(wishlists)
        .data(Destination::default())
        .data(batching.loader::<ShopId, _>(PolicyLoader(app.clone())))
        .data(batching.loader::<FiguresOf, _>(ReviewLoader(app.clone())))
        .data(batching.loader::<ShopId, _>(ShopLoader(app.clone())))
        .data(batching.loader::<ProductId, _>(CatalogLoader(app.clone())))
        .data(batching.loader::<OrderId, _>(OrderLoader(app.clone())))
        .data(batching.loader::<VariantId, _>(PriceLoader(app.clone())))
        .data(batching.loader::<CaseId, _>(ModerationLoader(app.clone())))
        .data(batching.loader::<StandingOf, _>(StandingLoader(app.clone())))
}

/// Short ways to what every resolver needs.
pub trait ContextExt {
    /// The app.
    fn app(&self) -> &App;
    /// The visitor.
    fn visitor(&self) -> &Visitor;
    /// The language of texts.
    fn locale(&self) -> Locale {
        self.visitor().locale
    }
    /// Who is asking.
    fn actor(&self) -> &Actor {
        &self.visitor().actor
    }
}

impl ContextExt for Context<'_> {
    fn app(&self) -> &App {
        self.data_unchecked()
    }

    fn visitor(&self) -> &Visitor {
        self.data_unchecked()
    }
}
