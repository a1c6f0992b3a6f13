//! Pages whose code is downloaded when somebody goes there: the pages that people come in by stay light.
//!
//! Each function marked with `wasm_split` begins a module of its own, named by the mark; what several modules share
//! and the main one does not need becomes a chunk beside them. On the server the functions are called like any other.
//!
//! The pages of the catalogue stand in the main module on purpose. Split off too they weighed 322 KB as a first page
//! instead of 284: what every page needs is shared by all, and small files compress worse than one large one.

use crate::{
    accounts::{AccountOrdersPage, SignInPage, SignUpPage},
    carts::CartPage,
    checkout::CheckoutPage,
    data::LoadError,
    orders::OrderPage,
    ui::LoadFailure,
};
use leptos::prelude::*;
use leptos_router::LazyRoute;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Loaded = Result<AnyView, SplitLoaderError>;

/// The name of the module that holds the page at `path` (without its language), as the site's manifest calls it. A
/// page that is not named is part of the main module.
#[must_use]
pub fn module_of(path: &str) -> Option<&'static str> {
    match path.trim_matches('/').split('/').next()? {
        "cart" | "checkout" => Some("buying"),
        "orders" | "account" => Some("orders"),
        "sign-in" | "sign-up" => Some("accounts"),
        _ => None,
    }
}

#[wasm_split(buying, fallible)]
fn cart() -> Loaded {
    Ok(view! { <CartPage /> }.into_any())
}

#[wasm_split(buying, fallible)]
fn checkout() -> Loaded {
    Ok(view! { <CheckoutPage /> }.into_any())
}

#[wasm_split(orders, fallible)]
fn order() -> Loaded {
    Ok(view! { <OrderPage /> }.into_any())
}

#[wasm_split(orders, fallible)]
fn account_orders() -> Loaded {
    Ok(view! { <AccountOrdersPage /> }.into_any())
}

#[wasm_split(accounts, fallible)]
fn sign_in() -> Loaded {
    Ok(view! { <SignInPage /> }.into_any())
}

#[wasm_split(accounts, fallible)]
fn sign_up() -> Loaded {
    Ok(view! { <SignUpPage /> }.into_any())
}

macro_rules! routes {
    ($($(#[$doc:meta])* $route:ident => $load:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $route;

        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> AnyView {
                $load().await.unwrap_or_else(|_| not_loaded())
            }
        }
    )*};
}

routes! {
    /// `/cart`
    CartRoute => cart,
    /// `/checkout`
    CheckoutRoute => checkout,
    /// `/orders/:id`
    OrderRoute => order,
    /// `/account/orders`
    AccountOrdersRoute => account_orders,
    /// `/sign-in`
    SignInRoute => sign_in,
    /// `/sign-up`
    SignUpRoute => sign_up,
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
        assert_eq!(module_of("/"), None);
        assert_eq!(module_of("/p/blue-bowl"), None);
    }
}
