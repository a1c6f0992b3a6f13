//! What search engines read of the market itself (schema.org).

use crate::{page::Page, paths};
use serde_json::{Value, json};

/// The `Organization` that runs it and the `WebSite`, with the search in the page's language.
pub(super) fn market(page: &Page) -> Value {
    let Page { origin, locale, .. } = page;
    json!({
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Organization",
                "@id": format!("{origin}/#organization"),
                "name": "Vouch",
                "url": format!("{origin}/"),
                "logo": format!("{origin}/icon-512.png"),
            },
            {
                "@type": "WebSite",
                "@id": format!("{origin}/#website"),
                "name": "Vouch",
                "url": format!("{origin}{}", paths::home(*locale)),
                "inLanguage": locale.as_str(),
                "publisher": { "@id": format!("{origin}/#organization") },
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": format!("{origin}{}?q={{search_term_string}}", paths::search(*locale)),
                    },
                    "query-input": "required name=search_term_string",
                },
            },
        ],
    })
}
