//! What browsers keep for the time without network, written by the server: the service worker, and a page for
//! addresses that were never visited. The script of every page that talks to the worker is `public/offline.js`.

use crate::{app::AssetPaths, i18n::language, layout::bare_document, paths, text};
use leptos::prelude::*;
use serde_json::json;
use shared::Locale;

/// The page's half, whose name does not tell its content.
const PAGE_SCRIPT: &str = include_str!("../../public/offline.js");

/// FNV-1a.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The service worker, which is told the names of the built files and speaks every language. Other files make another
/// worker, which throws away what the one before has kept.
#[must_use]
pub fn worker(assets: &AssetPaths) -> String {
    let texts = Locale::ALL.iter().map(|locale| {
        let lang = language(*locale);
        let texts = json!({
            "kept": text!(lang, offline.kept),
            "note": text!(lang, offline.note),
            "retry": text!(lang, offline.retry),
        });
        (locale.as_str().to_owned(), texts)
    });
    let pages = Locale::ALL.iter().map(|locale| paths::offline(*locale));
    let shell = pages.chain([assets.style.clone()]).filter(|path| !path.is_empty());
    let told = json!({
        "version": format!("{} {} {:08x}", assets.script, assets.style, hash(PAGE_SCRIPT)),
        "shell": shell.collect::<Vec<_>>(),
        "texts": texts.collect::<serde_json::Map<_, _>>(),
    });
    format!("const VOUCH = {told};\n{}", include_str!("worker.js"))
}

/// The page for addresses that were never visited. It runs no script and follows the system's light.
#[must_use]
pub fn page(locale: Locale, assets: &AssetPaths) -> String {
    let lang = language(locale);
    let title = text!(lang, offline.title);
    let content = view! {
        <svg class="drawing" viewBox="0 0 160 96" aria-hidden="true">
            <path d="M8 80h144M44 80V34h72v46M36 34h88l-10-16H46zM60 80V56h18v24" />
            <path class="accent" d="M92 50h14v12H92z" />
        </svg>
        <h1>{title}</h1>
        <p>{text!(lang, offline.text)}</p>
        // An empty address is the one that was asked for.
        <p>
            <a class="button primary" href="">{text!(lang, offline.retry)}</a>
        </p>
        <p><a href=paths::home(locale)>{text!(lang, offline.home)}</a></p>
    };
    bare_document((locale, "system"), &assets.style, title, "lone", content.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_knows_the_files_and_the_languages() {
        let assets =
            AssetPaths { style: "/pkg/style.1.css".into(), script: "/pkg/0/web.js".into(), ..AssetPaths::default() };
        let script = worker(&assets);
        assert!(script.starts_with("const VOUCH = {"));
        for told in ["/pkg/style.1.css", "/vi/offline", "/hy/offline", "Bạn đang ngoại tuyến", "%time%"] {
            assert!(script.contains(told), "{told}");
        }
        assert_ne!(script, worker(&AssetPaths { style: "/pkg/style.2.css".into(), ..assets.clone() }));
        let page = page(Locale::Vi, &assets);
        assert!(page.contains("<html lang=\"vi\"") && page.contains("/pkg/style.1.css") && !page.contains("<script"));
    }
}
