//! Policies in the API.

use super::edit::{self, Changes, PolicyError};
use super::entity::{self, Model};
use crate::catalog::html;
use crate::failure::{Failure, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrFault, refusal};
use crate::graphql::ids;
use crate::graphql::scalars::{DateTime, LanguageCode, TextFormat};
use crate::shops::graphql::Shop;
use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use shared::Translated;
use shared::id::ShopId;
use std::sync::Arc;

/// Longest search that is looked at, in characters.
const LONGEST_SEARCH: usize = 200;
/// Longest excerpt, in characters.
const EXCERPT: usize = 180;

/// Who pays for sending something back that was right, but is not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::ReturnPostage")]
pub enum ReturnPostage {
    /// The shop.
    Shop,
    /// The buyer.
    Buyer,
}

/// What a policy is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::PolicyKind")]
pub enum ShopPolicyKind {
    /// Sending things back.
    Returns,
    /// Things that break.
    Warranty,
    /// How things are packed and sent.
    Delivery,
    /// Who the shop is and how it is reached.
    Contact,
}

/// What a shop promises beside its goods.
pub struct ShopPolicies {
    /// The row.
    pub row: Arc<Model>,
    /// The shop.
    pub shop: Shop,
}

/// One policy of a shop.
pub struct ShopPolicy {
    row: Arc<Model>,
    shop: Shop,
    kind: entity::PolicyKind,
}

/// What a shop promises beside its goods. The facts are what its texts say, for pages and machines.
#[Object]
impl ShopPolicies {
    /// Days from arrival in which things may be sent back; 0 when they may not, null when the shop says nothing of it.
    async fn return_days(&self) -> Option<i32> {
        self.row.return_days
    }

    /// Who pays for sending back what was right, but is not wanted.
    async fn return_postage(&self) -> Option<ReturnPostage> {
        self.row.return_postage.map(Into::into)
    }

    /// Months in which the shop mends or replaces what breaks; null when it promises no more than the law.
    async fn warranty_months(&self) -> Option<i32> {
        self.row.warranty_months
    }

    /// The texts that the shop has written.
    async fn sections(&self) -> Vec<ShopPolicy> {
        let written = entity::PolicyKind::ALL.iter().filter(|kind| !self.row.text(**kind).is_empty());
        let section = |kind: &_| ShopPolicy { row: Arc::clone(&self.row), shop: self.shop.clone(), kind: *kind };
        written.map(section).collect()
    }

    /// When they were last changed.
    async fn updated_at(&self) -> DateTime {
        self.row.updated_at.into()
    }
}

/// One policy of a shop, in the language of the request.
#[Object]
impl ShopPolicy {
    /// What it is about.
    async fn kind(&self) -> ShopPolicyKind {
        self.kind.into()
    }

    /// Whose it is.
    async fn shop(&self) -> Shop {
        self.shop.clone()
    }

    /// Its text.
    async fn body(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Sanitised HTML or plain text.", default)] format: TextFormat,
    ) -> String {
        let text = super::html(&self.row, self.kind, ctx.locale());
        match format {
            TextFormat::Html => text,
            TextFormat::Plain => html::to_plain(&text),
        }
    }

    /// How it begins: plain text of at most 180 characters.
    async fn excerpt(&self, ctx: &Context<'_>) -> String {
        let text = html::to_plain(&super::html(&self.row, self.kind, ctx.locale())).replace('\n', " ");
        match text.char_indices().nth(EXCERPT) {
            None => text,
            Some((end, _)) => {
                let whole = text[..end].rfind(' ').unwrap_or(end);
                format!("{}…", text[..whole].trim_end())
            }
        }
    }
}

/// Root fields about policies.
#[derive(Default)]
pub struct PolicyQuery;

#[Object]
impl PolicyQuery {
    /// Policies of shops that speak of something, 12 at most: what `helpTopics` is for the market, this is for its shops.
    async fn shop_policies(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What somebody looks for: words of the text or of the shop's name; diacritics do not matter, and \
            beginnings of words will do. Nothing is found when it is left out."
        )]
        search: Option<String>,
    ) -> Result<Vec<ShopPolicy>> {
        let text: String = search.unwrap_or_default().chars().take(LONGEST_SEARCH).collect();
        let found = super::search(ctx.app(), ctx.locale(), &text).await.or_fault(ctx)?;
        Ok(found.into_iter().map(|(shop, row, kind)| ShopPolicy { row, shop: Shop(shop), kind }).collect())
    }
}

/// A text of a policy in one language.
#[derive(Clone, Debug, InputObject)]
pub struct PolicyTextInput {
    /// The language.
    pub language: LanguageCode,
    /// Markdown: paragraphs, lists, tables, emphasis, headings, links. HTML in it is shown as text.
    pub text: String,
}

/// One policy in all its languages.
#[derive(Clone, Debug, InputObject)]
pub struct ShopPolicyInput {
    /// What it is about.
    pub kind: ShopPolicyKind,
    /// Its text in all its languages, up to 20,000 characters in each; none takes the policy away.
    pub text: Vec<PolicyTextInput>,
}

/// What is to change of a shop's policies; what is left out stays as it is.
#[derive(Clone, Debug, InputObject)]
pub struct ShopPoliciesUpdateInput {
    /// The shop; yours.
    pub shop_id: ID,
    /// Days from arrival in which things may be sent back, 0 to 3650; 0 when they may not, null to say nothing of it.
    pub return_days: MaybeUndefined<i32>,
    /// Who pays for sending back; needed where things may be sent back.
    pub return_postage: MaybeUndefined<ReturnPostage>,
    /// Months in which the shop mends or replaces what breaks, 0 to 600; null to promise no more than the law.
    pub warranty_months: MaybeUndefined<i32>,
    /// Texts to replace.
    pub sections: Option<Vec<ShopPolicyInput>>,
}

/// The outcome of `shopPoliciesUpdate`.
#[derive(SimpleObject)]
pub struct ShopPoliciesUpdatePayload {
    /// The policies, when they were written.
    pub policies: Option<ShopPolicies>,
    /// Why they were not.
    pub user_errors: Vec<ShopPoliciesUserError>,
}

/// Why policies are not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "PolicyError")]
pub enum ShopPoliciesErrorCode {
    /// There is no such shop of yours.
    NotFound,
    /// Days that cannot be.
    ReturnDaysInvalid,
    /// Months that cannot be.
    WarrantyMonthsInvalid,
    /// Returns are taken, and nobody is said to pay for them.
    ReturnPostageRequired,
    /// A text is too long.
    TextTooLong,
}

/// One reason why policies are not written.
#[derive(Clone, Debug, SimpleObject)]
pub struct ShopPoliciesUserError {
    /// The reason.
    pub code: ShopPoliciesErrorCode,
    /// The reason as a sentence.
    pub message: String,
    /// The field of the input.
    pub field: Option<Vec<String>>,
}

impl From<PolicyError> for ShopPoliciesUserError {
    fn from(error: PolicyError) -> Self {
        let field = match error {
            PolicyError::NotFound => None,
            PolicyError::ReturnDaysInvalid => Some("returnDays"),
            PolicyError::WarrantyMonthsInvalid => Some("warrantyMonths"),
            PolicyError::ReturnPostageRequired => Some("returnPostage"),
            PolicyError::TextTooLong => Some("sections"),
        };
        Self { code: error.into(), message: error.to_string(), field: field.map(|name| vec![name.to_owned()]) }
    }
}

/// Changes of policies.
#[derive(Default)]
pub struct PolicyMutation;

#[Object]
impl PolicyMutation {
    /// Writes what a shop of yours promises beside its goods.
    async fn shop_policies_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The shop, and what is to change.")] input: ShopPoliciesUpdateInput,
    ) -> Result<ShopPoliciesUpdatePayload> {
        let refused =
            |error: PolicyError| ShopPoliciesUpdatePayload { policies: None, user_errors: vec![error.into()] };
        let shop_id = match update(ctx, input).await {
            Ok(shop_id) => shop_id,
            Err(failure) => return Ok(refused(refusal(failure, PolicyError::NotFound).or_fault(ctx)?)),
        };
        let shop = Shop::load(ctx, shop_id).await.or_fault(ctx)?;
        let row = ctx.data_unchecked::<super::loaders::Loaders>().load_one(shop_id).await.or_fault(ctx)?;
        let policies = row.map(|row| ShopPolicies { row, shop });
        Ok(ShopPoliciesUpdatePayload { policies, user_errors: Vec::new() })
    }
}

async fn update(ctx: &Context<'_>, input: ShopPoliciesUpdateInput) -> Outcome<ShopId, PolicyError> {
    let shop: Option<ShopId> = ids::lookup(&input.shop_id);
    let seller = shop.and_then(|shop| ctx.actor().seller(shop)).ok_or(Failure::NotFound)?;
    let translated = |texts: Vec<PolicyTextInput>| {
        Translated(texts.into_iter().map(|text| (text.language.into(), text.text)).collect())
    };
    let sections = input.sections.unwrap_or_default().into_iter();
    let changes = Changes {
        return_days: given(input.return_days),
        return_postage: given(input.return_postage).map(|postage| postage.map(Into::into)),
        warranty_months: given(input.warranty_months),
        texts: sections.map(|section| (section.kind.into(), translated(section.text))).collect(),
    };
    edit::update(ctx.app(), &seller, changes).await?;
    Ok(seller.shop_id())
}

/// `None` when a field was left out; `Some(None)` when it is null.
fn given<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}
