//! Changing wishlists over the API.

use super::Wishlist;
use crate::failure::Outcome;
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::wishlists::{self, Sharing, Which, WishlistError};
use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use shared::account::DisplayName;
use shared::id::WishlistId;

/// What is wrong with a change of a wishlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum WishlistErrorCode {
    /// There is no such list for this visitor.
    WishlistNotFound,
    /// There is no such product for sale.
    ProductNotFound,
    /// The list would hold more than 100 products.
    TooManyItems,
    /// The name is longer than 80 characters, or holds characters that cannot be shown.
    NameInvalid,
}

/// Why a change of a wishlist was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct WishlistUserError {
    /// The reason, for programs.
    pub code: WishlistErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

/// What to keep on which list.
#[derive(InputObject)]
pub struct WishlistItemAddInput {
    /// The list; by default the visitor's own, which is made when there is none.
    pub wishlist_id: Option<ID>,
    /// The product.
    pub product_id: ID,
}

/// What to take off which list.
#[derive(InputObject)]
pub struct WishlistItemRemoveInput {
    /// The list; by default the visitor's own.
    pub wishlist_id: Option<ID>,
    /// The product.
    pub product_id: ID,
}

/// Who sees a list.
#[derive(InputObject)]
pub struct WishlistShareInput {
    /// The list; by default the visitor's own.
    pub wishlist_id: Option<ID>,
    /// Whether others see it by its link. Switched off and on again, it gets another link.
    pub shared: bool,
    /// What it is called there, 1 to 80 characters; left out, it keeps its name; null or empty takes the name away.
    pub name: MaybeUndefined<String>,
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// The list as it is now; after a refusal, as it was.
            pub wishlist: Option<Wishlist>,
            /// Why nothing was changed.
            pub user_errors: Vec<WishlistUserError>,
        }

        impl From<Answer> for $name {
            fn from(Answer { wishlist, user_errors }: Answer) -> Self {
                Self { wishlist, user_errors }
            }
        }
    )+};
}

payloads! {
    /// The answer of `wishlistItemAdd`.
    WishlistItemAddPayload,
    /// The answer of `wishlistItemRemove`.
    WishlistItemRemovePayload,
    /// The answer of `wishlistShare`.
    WishlistSharePayload,
}

struct Answer {
    wishlist: Option<Wishlist>,
    user_errors: Vec<WishlistUserError>,
}

/// Changing wishlists.
#[derive(Default)]
pub struct WishlistMutation;

#[Object]
impl WishlistMutation {
    /// Keeps a product on a wishlist. Without a list it makes one; what is on it already stays as it is.
    async fn wishlist_item_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to keep.")] input: WishlistItemAddInput,
    ) -> Result<WishlistItemAddPayload> {
        let done = async {
            let which = which(ctx, input.wishlist_id.as_ref())?;
            let product = ids::lookup(&input.product_id).ok_or(WishlistError::ProductNotFound)?;
            let id = wishlists::add(ctx.app(), ctx.actor(), ctx.visitor().consent.as_ref(), which, product).await?;
            let visitor = ctx.visitor();
            if visitor.actor.account_id().is_none() && which.asked.is_none() && visitor.wishlist_id != Some(id) {
                visitor.effects.push(Effect::SetWishlist(id));
            }
            Ok(Some(id))
        };
        Ok(answer(ctx, done.await, input.wishlist_id.as_ref()).await.or_fault(ctx)?.into())
    }

    /// Takes a product off a wishlist; what is not on it is no mistake.
    async fn wishlist_item_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to take off.")] input: WishlistItemRemoveInput,
    ) -> Result<WishlistItemRemovePayload> {
        let done = async {
            let which = which(ctx, input.wishlist_id.as_ref())?;
            let product = ids::lookup(&input.product_id).ok_or(WishlistError::ProductNotFound)?;
            wishlists::remove(ctx.app(), ctx.actor(), which, product).await
        };
        Ok(answer(ctx, done.await, input.wishlist_id.as_ref()).await.or_fault(ctx)?.into())
    }

    /// Shows a wishlist to whoever has its link, or to nobody else any more. Others see the products and the name of the
    /// list, nothing of its owner.
    async fn wishlist_share(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who sees it.")] input: WishlistShareInput,
    ) -> Result<WishlistSharePayload> {
        let done = async {
            let which = which(ctx, input.wishlist_id.as_ref())?;
            let sharing = Sharing { shared: input.shared, name: name(&input.name)? };
            wishlists::share(ctx.app(), ctx.actor(), which, sharing).await.map(Some)
        };
        Ok(answer(ctx, done.await, input.wishlist_id.as_ref()).await.or_fault(ctx)?.into())
    }
}

/// The list that an input means; a damaged id is a list that is not there.
fn which(ctx: &Context<'_>, id: Option<&ID>) -> Result<Which, WishlistError> {
    let asked = id.map(|id| ids::lookup::<WishlistId>(id).ok_or(WishlistError::WishlistNotFound)).transpose()?;
    Ok(Which { asked, remembered: ctx.visitor().wishlist_id })
}

fn name(input: &MaybeUndefined<String>) -> Result<Option<Option<DisplayName>>, WishlistError> {
    match input {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(text) if text.trim().is_empty() => Ok(Some(None)),
        MaybeUndefined::Value(text) => {
            let name = DisplayName::try_from(text.as_str()).map_err(|_| WishlistError::NameInvalid)?;
            Ok(Some(Some(name)))
        }
    }
}

/// The list after a change, or why there was none.
async fn answer(
    ctx: &Context<'_>,
    done: Outcome<Option<WishlistId>, WishlistError>,
    asked: Option<&ID>,
) -> Result<Answer, Fault> {
    let remembered = ctx.visitor().wishlist_id;
    match done {
        Ok(None) => Ok(Answer { wishlist: None, user_errors: Vec::new() }),
        Ok(Some(id)) => {
            let wishlist = Wishlist::load(ctx, Which::named(id)).await?;
            Ok(Answer { wishlist, user_errors: Vec::new() })
        }
        Err(failure) => {
            let error = refusal(failure, WishlistError::WishlistNotFound)?;
            let wishlist = match error {
                WishlistError::WishlistNotFound => None,
                _ => Wishlist::load(ctx, Which { asked: asked.and_then(ids::lookup), remembered }).await?,
            };
            Ok(Answer { wishlist, user_errors: vec![error.into()] })
        }
    }
}

impl From<WishlistError> for WishlistUserError {
    fn from(error: WishlistError) -> Self {
        let (code, field) = match error {
            WishlistError::WishlistNotFound => (WishlistErrorCode::WishlistNotFound, "wishlistId"),
            WishlistError::ProductNotFound => (WishlistErrorCode::ProductNotFound, "productId"),
            WishlistError::TooManyItems => (WishlistErrorCode::TooManyItems, "productId"),
            WishlistError::NameInvalid => (WishlistErrorCode::NameInvalid, "name"),
        };
        Self { code, message: error.to_string(), field: Some(vec![field.to_owned()]) }
    }
}
