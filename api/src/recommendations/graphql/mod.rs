//! Recommendations in the API.

pub mod input;
pub mod taste;

pub use input::RecommendationMutation;
pub use taste::{RecommendationHiding, Taste};

use super::kinds::{self, Ask, Kind, Recommended};
use super::reasons::Code;
use crate::carts::Which;
use crate::catalog::graphql::Product;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use async_graphql::{Context, Enum, ID, Object, Result};

/// The most that can be asked for.
const MAX_FIRST: usize = 50;

/// What kind of suggestions is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Kind")]
pub enum RecommendationKind {
    /// What the visitor may like, by everything that they allow to be known: never what they have bought, unless it is
    /// bought again and again; what they have not seen goes first. Where nobody is known, what is wanted in their language,
    /// and with `productId` what is like that product.
    ForYou,
    /// What is like one product that the visitor looked at lately. Empty where nobody is known.
    BecauseYouViewed,
    /// What was bought together with `productId`, by five buyers or more. Nothing else takes its place where there are none.
    BoughtTogether,
    /// What is like `productId`: by what buyers do and by its words.
    Similar,
    /// What the visitor has bought and may need again: by their own rhythm, or by that of other buyers. Empty where nobody
    /// is known.
    BuyAgain,
    /// What is most wanted now among those who read the visitor's language; where no demand is known yet, the newest.
    Trending,
    /// What was listed in the last 60 days, by what the visitor likes; the newest first where nobody is known.
    NewForYou,
    /// What goes with the things in the cart. Empty without a cart, or with an empty one.
    CompleteTheCart,
}

/// Why something is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Code")]
pub enum RecommendationReasonCode {
    /// The visitor looked at something.
    YouViewed,
    /// The visitor found something in a search.
    YouSearched,
    /// The visitor put something into a cart.
    YouCarted,
    /// Something is on the visitor's wishlist.
    YouWished,
    /// The visitor bought something.
    YouBought,
    /// The visitor reviewed something.
    YouReviewed,
    /// Both are bought together, by five buyers or more.
    BoughtTogether,
    /// Both are alike.
    Similar,
    /// The visitor bought it before and may need it again.
    DueAgain,
    /// It is much wanted now.
    Trending,
    /// It was listed lately.
    New,
    /// It goes with something in the cart.
    GoesWithCart,
}

/// A product that is suggested. It is for sale and in stock, its shop sells and is not below the standard, its score is not
/// under 3.0 by twenty reviews or more, and the visitor has not said that they do not want to see it.
pub struct Recommendation(Recommended);

/// A product that is suggested, and why.
#[Object]
impl Recommendation {
    /// What is suggested.
    async fn product(&self) -> Product {
        Product::of(&self.0.card)
    }

    /// What it is worth: greater is better, and only comparable within one list. The list is also spread over categories
    /// and shops, so it need not fall.
    async fn score(&self) -> f64 {
        f64::from(self.0.score)
    }

    /// Why it is suggested.
    async fn reason(&self) -> RecommendationReason {
        RecommendationReason(self.0.clone())
    }
}

/// Why something is suggested.
pub struct RecommendationReason(Recommended);

/// Why something is suggested.
#[Object]
impl RecommendationReason {
    /// The reason, for programs.
    async fn code(&self) -> RecommendationReasonCode {
        self.0.why.code().into()
    }

    /// The reason, in the request's language: show it beside the product.
    async fn text(&self, ctx: &Context<'_>) -> String {
        let locale = ctx.locale();
        self.0.why.text(locale, self.0.because.as_ref().map(|card| card.title.get(locale)))
    }

    /// The products that caused it; none when it is not because of a product, or that may not be seen any more.
    async fn because(&self) -> Vec<Product> {
        self.0.because.iter().map(Product::of).collect()
    }
}

/// Root fields of recommendations.
#[derive(Default)]
pub struct RecommendationQuery;

#[Object]
impl RecommendationQuery {
    /// What to suggest to the visitor, the first first, each with a reason. Where they do not allow personalisation, nothing
    /// is known of them: then it is about products, carts and the market only. While it is measured what
    /// that is worth, some accounts get the same although they allow it. The same market gives the same answer.
    async fn recommendations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What kind.")] kind: RecommendationKind,
        #[graphql(desc = "The product that they look at: needed by BOUGHT_TOGETHER and SIMILAR, used by FOR_YOU.")]
        product_id: Option<ID>,
        #[graphql(desc = "The cart of COMPLETE_THE_CART; by default the visitor's own.")] cart_id: Option<ID>,
        #[graphql(desc = "How many at most: 1 to 50.", default = 12)] first: i32,
    ) -> Result<Vec<Recommendation>> {
        recommend(ctx, kind.into(), product_id, cart_id, first).await.or_fault(ctx)
    }

    /// What is known of the visitor's taste: to look at, to take things out, and to switch it off.
    async fn taste(&self) -> Taste {
        Taste
    }
}

async fn recommend(
    ctx: &Context<'_>,
    kind: Kind,
    product_id: Option<ID>,
    cart_id: Option<ID>,
    first: i32,
) -> Result<Vec<Recommendation>, Fault> {
    let first = usize::try_from(first).ok().filter(|first| (1..=MAX_FIRST).contains(first));
    let first = first.ok_or_else(|| Fault::BadUserInput(format!("first must be 1 to {MAX_FIRST}")))?;
    if kind.needs_product() && product_id.is_none() {
        return Err(Fault::BadUserInput("this kind needs productId".to_owned()));
    }
    let product = product_id.as_ref().and_then(ids::lookup);
    let asked = cart_id.as_ref().map(ids::lookup);
    // A damaged id is a cart that is not there.
    if asked == Some(None) {
        return Ok(Vec::new());
    }
    let visitor = ctx.visitor();
    let ask = Ask {
        actor: &visitor.actor,
        device: visitor.consent.as_ref(),
        locale: visitor.locale,
        kind,
        product,
        cart: Which { asked: asked.flatten(), remembered: visitor.cart_id },
        first,
    };
    let found = kinds::recommend(ctx.app(), &ask).await?;
    Ok(found.into_iter().map(Recommendation).collect())
}
