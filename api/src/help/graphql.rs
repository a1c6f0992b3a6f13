//! The help centre in the API.

use super::Topic;
use crate::catalog::html;
use crate::graphql::context::ContextExt;
use crate::graphql::scalars::TextFormat;
use async_graphql::{Context, Object};

/// Longest search that is looked at, in characters.
const LONGEST_SEARCH: usize = 200;

/// A topic of the help centre.
pub struct HelpTopic(&'static Topic);

/// A topic of the help centre, in the language of the request.
#[Object]
impl HelpTopic {
    /// The address of its page.
    async fn slug(&self) -> &str {
        self.0.slug
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it tells, in a sentence.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its text.
    async fn body(&self, #[graphql(desc = "HTML or plain text.", default)] format: TextFormat) -> String {
        match format {
            TextFormat::Html => self.0.html.clone(),
            TextFormat::Plain => html::to_plain(&self.0.html),
        }
    }
}

/// Root fields of the help centre.
#[derive(Default)]
pub struct HelpQuery;

#[Object]
impl HelpQuery {
    /// The topics of the help centre in its order; with a search, those that speak of it, the best first.
    async fn help_topics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What somebody looks for; diacritics do not matter, and beginnings of words will do.")]
        search: Option<String>,
    ) -> Vec<HelpTopic> {
        let text: String = search.unwrap_or_default().chars().take(LONGEST_SEARCH).collect();
        super::search(ctx.locale(), &text).into_iter().map(HelpTopic).collect()
    }

    /// A topic of the help centre.
    async fn help_topic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The topic's slug.")] slug: String,
    ) -> Option<HelpTopic> {
        super::topic(ctx.locale(), &slug).map(HelpTopic)
    }
}
