//! The document and the routes.

use crate::{
    accounts::{AccountOrdersPage, SignInPage, SignUpPage},
    carts::CartPage,
    catalog::{CategoryPage, ProductPage},
    checkout::CheckoutPage,
    home::HomePage,
    layout::{Layout, NotFoundPage},
    orders::OrderPage,
    page::{Page, use_page},
    paths,
    search::SearchPage,
    shops::ShopPage,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

/// Where the built files are; the host knows their hashed names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssetPaths {
    /// The stylesheet.
    pub style: String,
    /// The JavaScript half of the WASM module.
    pub script: String,
    /// The WASM module.
    pub wasm: String,
}

/// The whole document, for the server. Needs a [`Page`] and a transport in context.
pub fn shell(assets: AssetPaths) -> impl IntoView {
    let Page { locale, theme, .. } = use_page();
    let nonce = use_nonce();
    let AssetPaths { style, script, wasm } = assets;
    let start = format!("import init,{{hydrate}} from '{script}';init({{module_or_path:'{wasm}'}}).then(hydrate)");
    view! {
        <!DOCTYPE html>
        <html lang=locale.as_str() data-theme=theme.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=style />
                <link rel="modulepreload" href=script />
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <script type="module" nonce=nonce inner_html=start></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Everything inside the body: the same on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let page = use_page();
    let prefix = paths::prefix(page.locale);
    #[cfg(feature = "hydrate")]
    crate::data::provide_transport(page.locale);
    provide_context(page);
    view! {
        <Router base=prefix>
            <Layout>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/c/:slug") view=CategoryPage />
                    <Route path=path!("/search") view=SearchPage />
                    <Route path=path!("/p/:slug") view=ProductPage />
                    <Route path=path!("/shops/:slug") view=ShopPage />
                    <Route path=path!("/cart") view=CartPage />
                    <Route path=path!("/checkout") view=CheckoutPage />
                    <Route path=path!("/orders/:id") view=OrderPage />
                    <Route path=path!("/account/orders") view=AccountOrdersPage />
                    <Route path=path!("/sign-in") view=SignInPage />
                    <Route path=path!("/sign-up") view=SignUpPage />
                </FlatRoutes>
            </Layout>
        </Router>
    }
}
