//! Pages whose code is downloaded when somebody goes there: the pages that people come in by stay light.
//!
//! Each function marked with `wasm_split` begins a module of its own, named by the mark; what several modules share
//! and the main one does not need becomes a chunk beside them. On the server the functions are called like any other.
//!
//! The pages of the catalogue stand in the main module on purpose. Split off too they weighed 322 KB as a first page
//! instead of 284: what every page needs is shared by all, and small files compress worse than one large one.

#[cfg(feature = "hydrate")]
mod places;

#[cfg(feature = "hydrate")]
pub(crate) use places::{rails, recent, reviews, save_search, standing, suggestion, terms, vote, zoom};

use crate::{
    accounts::{
        AccountOrdersPage, AccountPage, ForgotPasswordPage, ResetPasswordPage, SignInPage, SignUpPage, VerifyEmailPage,
    },
    addresses::AccountAddressesPage,
    carts::CartPage,
    checkout::CheckoutPage,
    compare::ComparePage,
    data::LoadError,
    help::{HelpPage, HelpTopicPage},
    moderation::ModerationPages,
    orders::OrderPage,
    paths,
    policies::ShopPoliciesPage,
    privacy::PrivacyPages,
    reviews::ReviewPages,
    saved_searches::SavedSearchesPage,
    ui::LoadFailure,
    wishlists::{SharedWishlistPage, WishlistPage},
};
use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Loaded = Result<AnyView, SplitLoaderError>;

/// A page of a later module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Cart,
    Checkout,
    Order,
    AccountOrders,
    AccountAddresses,
    Reviews,
    Wishlist,
    SharedWishlist,
    Compare,
    SignIn,
    SignUp,
    Help,
    HelpTopic,
    ShopPolicies,
    Account,
    ForgotPassword,
    ResetPassword,
    VerifyEmail,
    Privacy,
    SavedSearches,
    Moderation,
}

impl Place {
    /// The page at `path`, which has no language in it.
    fn at(path: &str) -> Option<Self> {
        let mut steps = path.trim_matches('/').split('/');
        Some(match (steps.next()?, steps.next()) {
            ("cart", _) => Self::Cart,
            ("checkout", _) => Self::Checkout,
            ("orders", _) => Self::Order,
            ("account", Some("addresses")) => Self::AccountAddresses,
            ("account", Some("orders")) => Self::AccountOrders,
            ("account", None) => Self::Account,
            ("account", Some("reviews")) if steps.next() == Some("appeal") => Self::Moderation,
            ("account", Some("reviews")) => Self::Reviews,
            ("account", Some("searches")) => Self::SavedSearches,
            ("account", _) => Self::Privacy,
            ("wishlist", None) => Self::Wishlist,
            ("wishlist", _) => Self::SharedWishlist,
            ("compare", _) => Self::Compare,
            ("sign-in", _) => Self::SignIn,
            ("sign-up", _) => Self::SignUp,
            ("shops", Some(_)) if steps.next() == Some("policies") => Self::ShopPolicies,
            ("moderation", _) | ("reviews", Some("flag")) => Self::Moderation,
            ("help", None) => Self::Help,
            ("help", _) => Self::HelpTopic,
            ("forgot-password", _) => Self::ForgotPassword,
            ("reset-password", _) => Self::ResetPassword,
            ("verify-email", _) => Self::VerifyEmail,
            _ => return None,
        })
    }

    const fn module(self) -> &'static str {
        match self {
            Self::Cart | Self::Checkout => "buying",
            Self::Order | Self::AccountOrders | Self::AccountAddresses => "orders",
            Self::Reviews => "reviewing",
            Self::Wishlist | Self::SharedWishlist | Self::Compare => "wishlists",
            Self::Help | Self::HelpTopic => "help",
            Self::Privacy => "privacy",
            Self::SavedSearches => "searches",
            Self::Moderation => "moderation",
            Self::ShopPolicies => "policies",
            Self::SignIn
            | Self::SignUp
            | Self::Account
            | Self::ForgotPassword
            | Self::ResetPassword
            | Self::VerifyEmail => "accounts",
        }
    }
}

/// The name of the module that holds the page at `path` (without its language), as the site's manifest calls it. A
/// page that is not named is part of the main module.
#[must_use]
pub fn module_of(path: &str) -> Option<&'static str> {
    Place::at(path).map(Place::module)
}

/// The view of every route to a later module: which page it is, the address tells. One type for all of them, since the
/// router's code is made anew for each type of view.
#[derive(Debug)]
pub struct LaterPage(Option<Place>);

impl LazyRoute for LaterPage {
    fn data() -> Self {
        Self(Place::at(paths::split(&use_location().pathname.get_untracked()).1))
    }

    async fn view(Self(place): Self) -> AnyView {
        let Some(place) = place else { return not_loaded() };
        let loaded = match place {
            Place::Cart => cart().await,
            Place::Checkout => checkout().await,
            Place::Order => order().await,
            Place::AccountOrders => account_orders().await,
            Place::AccountAddresses => account_addresses().await,
            Place::Reviews => review_pages().await,
            Place::Wishlist => wishlist().await,
            Place::SharedWishlist => shared_wishlist().await,
            Place::Compare => compare().await,
            Place::SignIn => sign_in().await,
            Place::SignUp => sign_up().await,
            Place::Help => help().await,
            Place::HelpTopic => help_topic().await,
            Place::ShopPolicies => shop_policies().await,
            Place::Account => account().await,
            Place::ForgotPassword => forgot_password().await,
            Place::ResetPassword => reset_password().await,
            Place::VerifyEmail => verify_email().await,
            Place::Privacy => privacy().await,
            Place::SavedSearches => saved_searches().await,
            Place::Moderation => moderation().await,
        };
        loaded.unwrap_or_else(|_| not_loaded())
    }
}

/// Fetches the module of the page at `path` (without its language) ahead of its page; the page says it when it does not
/// come.
#[cfg(feature = "hydrate")]
pub(crate) fn preload(path: &str) {
    let Some(place) = Place::at(path) else { return };
    leptos::task::spawn_local(async move {
        let _ = match place.module() {
            "buying" => preload_buying().await,
            "orders" => preload_orders().await,
            "reviewing" => preload_reviewing().await,
            "wishlists" => preload_wishlists().await,
            "help" => preload_help().await,
            "privacy" => preload_privacy().await,
            "searches" => preload_searches().await,
            "policies" => preload_policies().await,
            "moderation" => preload_moderation().await,
            _ => preload_accounts().await,
        };
    });
}

#[wasm_split(buying, fallible, preload(preload_buying))]
fn cart() -> Loaded {
    Ok(view! { <CartPage /> }.into_any())
}

#[wasm_split(buying, fallible)]
fn checkout() -> Loaded {
    Ok(view! { <CheckoutPage /> }.into_any())
}

#[wasm_split(orders, fallible, preload(preload_orders))]
fn order() -> Loaded {
    Ok(view! { <OrderPage /> }.into_any())
}

#[wasm_split(orders, fallible)]
fn account_orders() -> Loaded {
    Ok(view! { <AccountOrdersPage /> }.into_any())
}

#[wasm_split(orders, fallible)]
fn account_addresses() -> Loaded {
    Ok(view! { <AccountAddressesPage /> }.into_any())
}

#[wasm_split(reviewing, fallible, preload(preload_reviewing))]
fn review_pages() -> Loaded {
    Ok(view! { <ReviewPages /> }.into_any())
}

#[wasm_split(wishlists, fallible, preload(preload_wishlists))]
fn wishlist() -> Loaded {
    Ok(view! { <WishlistPage /> }.into_any())
}

#[wasm_split(wishlists, fallible)]
fn shared_wishlist() -> Loaded {
    Ok(view! { <SharedWishlistPage /> }.into_any())
}

#[wasm_split(wishlists, fallible)]
fn compare() -> Loaded {
    Ok(view! { <ComparePage /> }.into_any())
}

#[wasm_split(accounts, fallible, preload(preload_accounts))]
fn sign_in() -> Loaded {
    Ok(view! { <SignInPage /> }.into_any())
}

#[wasm_split(accounts, fallible)]
fn sign_up() -> Loaded {
    Ok(view! { <SignUpPage /> }.into_any())
}

#[wasm_split(help, fallible, preload(preload_help))]
fn help() -> Loaded {
    Ok(view! { <HelpPage /> }.into_any())
}

#[wasm_split(help, fallible)]
fn help_topic() -> Loaded {
    Ok(view! { <HelpTopicPage /> }.into_any())
}

#[wasm_split(policies, fallible, preload(preload_policies))]
fn shop_policies() -> Loaded {
    Ok(view! { <ShopPoliciesPage /> }.into_any())
}

#[wasm_split(accounts, fallible)]
fn account() -> Loaded {
    Ok(view! { <AccountPage /> }.into_any())
}

#[wasm_split(accounts, fallible)]
fn forgot_password() -> Loaded {
    Ok(view! { <ForgotPasswordPage /> }.into_any())
}

#[wasm_split(accounts, fallible)]
fn reset_password() -> Loaded {
    Ok(view! { <ResetPasswordPage /> }.into_any())
}

#[wasm_split(accounts, fallible)]
fn verify_email() -> Loaded {
    Ok(view! { <VerifyEmailPage /> }.into_any())
}

#[wasm_split(privacy, fallible, preload(preload_privacy))]
fn privacy() -> Loaded {
    Ok(view! { <PrivacyPages /> }.into_any())
}

#[wasm_split(searches, fallible, preload(preload_searches))]
fn saved_searches() -> Loaded {
    Ok(view! { <SavedSearchesPage /> }.into_any())
}

#[wasm_split(moderation, fallible, preload(preload_moderation))]
fn moderation() -> Loaded {
    Ok(view! { <ModerationPages /> }.into_any())
}

/// The module did not come: the line is down, or a newer version has taken the place of the one that this page is of.
/// Loading the page anew mends both.
fn not_loaded() -> AnyView {
    let reload = Callback::new(|()| {
        // A browser that cannot reload leaves the message where it is.
        let _ = window().location().reload();
    });
    view! { <LoadFailure error=LoadError::Unreachable retry=reload /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::module_of;

    #[test]
    fn a_path_tells_its_module() {
        assert_eq!(module_of("/cart"), Some("buying"));
        assert_eq!(module_of("/orders/ord_01/"), Some("orders"));
        assert_eq!(module_of("/account/orders"), Some("orders"));
        assert_eq!(module_of("/account/reviews"), Some("reviewing"));
        assert_eq!(module_of("/account/reviews/new"), Some("reviewing"));
        assert_eq!(module_of("/account"), Some("accounts"));
        assert_eq!(module_of("/account/privacy"), Some("privacy"));
        assert_eq!(module_of("/account/taste"), Some("privacy"));
        assert_eq!(module_of("/account/searches"), Some("searches"));
        assert_eq!(module_of("/moderation/case"), Some("moderation"));
        assert_eq!(module_of("/reviews/flag"), Some("moderation"));
        assert_eq!(module_of("/account/reviews/appeal"), Some("moderation"));
        assert_eq!(module_of("/wishlist/0f"), Some("wishlists"));
        assert_eq!(module_of("/compare"), Some("wishlists"));
        assert_eq!(module_of("/help/returns"), Some("help"));
        assert_eq!(module_of("/shops/lam-hong/policies"), Some("policies"));
        assert_eq!(module_of("/shops/lam-hong"), None);
        assert_eq!(module_of("/"), None);
        assert_eq!(module_of("/p/blue-bowl"), None);
    }
}
