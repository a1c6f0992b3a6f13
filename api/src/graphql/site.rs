//! What this installation is.

use crate::graphql::context::ContextExt;
use crate::graphql::money::CurrencyCode;
use crate::graphql::scalars::LanguageCode;
use async_graphql::{Context, Object, SimpleObject};
use shared::Locale;

/// What this installation is: its currency, its languages, and whether it is a demonstration.
#[derive(SimpleObject)]
pub struct Site {
    /// The marketplace's name.
    pub name: String,
    /// The currency in which it charges.
    pub currency_code: CurrencyCode,
    /// Whether it is a demonstration: nothing is really sold.
    pub demo: bool,
    /// The languages of its storefront.
    pub languages: Vec<LanguageCode>,
}

/// Root fields about the installation.
#[derive(Default)]
pub struct SiteQuery;

#[Object]
impl SiteQuery {
    /// What this installation is.
    async fn site(&self, ctx: &Context<'_>) -> Site {
        let config = &ctx.app().config;
        Site {
            name: "Vouch".to_owned(),
            currency_code: config.currency.into(),
            demo: config.demo,
            languages: Locale::ALL.iter().map(|locale| LanguageCode::from(*locale)).collect(),
        }
    }
}
