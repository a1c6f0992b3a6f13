//! The document and the routes.

use crate::{
    catalog::{CategoryPage, ProductPage},
    home::HomePage,
    layout::{Layout, NotFoundPage},
    lazy::LaterPage,
    page::{Page, use_page},
    paths,
    search::SearchPage,
    shops::ShopPage,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    Lazy,
    components::{FlatRoutes, Route, Router},
    path,
};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

/// Where the built files are: paths from the site's root.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct AssetPaths {
    /// The style sheet.
    pub style: String,
    /// The JavaScript half of the program.
    pub script: String,
    /// The script that loads the modules of [`crate::lazy`].
    pub loader: String,
    /// The WASM module of the first page.
    pub wasm: String,
    /// The files that each later module needs.
    pub modules: BTreeMap<String, Vec<String>>,
}

/// The whole document, for the server. Needs a [`Page`] and a transport in context; `module` is the one that holds the
/// page ([`crate::lazy::module_of`]), where it is not the main one.
pub fn shell(assets: Arc<AssetPaths>, module: Option<&'static str>) -> impl IntoView {
    let Page { locale, theme, .. } = use_page();
    let nonce = use_nonce();
    let start = (!assets.script.is_empty()).then(|| {
        let script = start(&assets, module);
        view! {
            <script type="module" nonce=nonce inner_html=script></script>
            <script type="module" src="/offline.js"></script>
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang=locale.as_str() data-theme=theme.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=assets.style.clone() />
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icon-180.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                {start}
                <MetaTags />
            </head>
            <body>
                <App />
                {question()}
                {watch()}
            </body>
        </html>
    }
}

/// What the visitor is still to be asked, when the host says so. It stands after everything else, where the program that
/// takes the page over does not look.
#[cfg(feature = "ssr")]
fn question() -> Option<AnyView> {
    use crate::privacy::{Ask, Question};
    use_context::<Question>().map(|question| view! { <Ask question /> }.into_any())
}

#[cfg(not(feature = "ssr"))]
const fn question() {}

/// The script that tells what is looked at, where the host says that its visitor allows it.
#[cfg(feature = "ssr")]
fn watch() -> Option<AnyView> {
    use crate::recommendations::{WatchScript, Watched};
    use_context::<Watched>().map(|Watched| view! { <WatchScript /> }.into_any())
}

#[cfg(not(feature = "ssr"))]
const fn watch() {}

/// The script that starts the program once the page is there to read: on a slow line the program must not compete with
/// what is looked at. A picture that hangs holds it up for two seconds at most. Everything that it needs is asked for
/// at once.
fn start(assets: &AssetPaths, module: Option<&str>) -> String {
    let AssetPaths { script, loader, wasm, modules, .. } = assets;
    let later = module.and_then(|module| modules.get(module)).map(Vec::as_slice).unwrap_or_default();
    let later = later.iter().map(|file| format!("'{file}'")).collect::<Vec<_>>().join(",");
    format!(
        "await new Promise(go=>{{document.readyState==='complete'?go():addEventListener('load',go);setTimeout(go,2e3)}});\
         for(const [rel,href] of [['modulepreload','{loader}'],...[{later}].map(file=>['preload',file])]){{\
         const link=document.createElement('link');Object.assign(link,{{rel,href,crossOrigin:''}});\
         if(rel==='preload')link.as='fetch';document.head.append(link)}}\
         const wasm=fetch('{wasm}');wasm.catch(()=>{{}});\
         const {{default:init,hydrate}}=await import('{script}');await init({{module_or_path:wasm}});hydrate()"
    )
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
                    <Route path=path!("/shops/:slug/policies") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/cart") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/checkout") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/orders/:id") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/orders") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/addresses") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/reviews") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/reviews/new") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/reviews/edit") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/reviews/answer") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/wishlist") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/wishlist/:share") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/compare") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/sign-in") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/sign-up") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/help") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/help/:topic") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/moderation") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/moderation/case") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/reviews/flag") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/reviews/appeal") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account/:page") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/account") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/forgot-password") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/reset-password") view={Lazy::<LaterPage>::new()} />
                    <Route path=path!("/verify-email") view={Lazy::<LaterPage>::new()} />
                </FlatRoutes>
            </Layout>
        </Router>
    }
}
