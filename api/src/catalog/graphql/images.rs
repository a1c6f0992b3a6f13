//! Sellers choose the pictures of their products.

use super::Product;
use super::edit::{TranslationInput, translated};
use crate::actor::Seller;
use crate::catalog;
use crate::catalog::images::{self, ImagesError, NewImage};
use crate::failure::{Failure, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::id::{ImageId, ProductId};

/// A picture for a product.
#[derive(Clone, Debug, InputObject)]
pub struct ProductImageInput {
    /// What `POST /media/uploads` answered, within a day; each upload is used once.
    pub image_id: ID,
    /// What it shows, for those who cannot see it, in one language or several, 300 characters at most each; the product's
    /// title when left out.
    pub alt: Option<Vec<TranslationInput>>,
}

/// Pictures to add to a product.
#[derive(Clone, Debug, InputObject)]
pub struct ProductImagesAddInput {
    /// The product; of a shop of yours.
    pub product_id: ID,
    /// The pictures, in their order, behind those that the product has; it may have 20 in all.
    pub images: Vec<ProductImageInput>,
}

/// Another order of a product's pictures.
#[derive(Clone, Debug, InputObject)]
pub struct ProductImagesReorderInput {
    /// The product; of a shop of yours.
    pub product_id: ID,
    /// All its pictures, each once; the first one stands for the product in lists.
    pub image_ids: Vec<ID>,
}

/// Pictures to take off a product.
#[derive(Clone, Debug, InputObject)]
pub struct ProductImagesRemoveInput {
    /// The product; of a shop of yours.
    pub product_id: ID,
    /// The pictures. Orders that show one keep it.
    pub image_ids: Vec<ID>,
}

/// Why a product's pictures stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ImagesError")]
pub enum ProductImagesErrorCode {
    /// There is no such product of yours.
    NotFound,
    /// There is no such upload of yours, or it was used or has expired; or the product has no such picture.
    ImageNotFound,
    /// The product would have more than 20 pictures.
    TooManyImages,
    /// A description has more than 300 characters.
    AltTooLong,
    /// The order does not name each picture of the product once.
    OrderInvalid,
}

/// One reason why a product's pictures stay as they are.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProductImagesUserError {
    /// The reason.
    pub code: ProductImagesErrorCode,
    /// The reason as a sentence.
    pub message: String,
    /// The field of the input.
    pub field: Option<Vec<String>>,
}

impl ProductImagesUserError {
    fn of(error: ImagesError, list: &str) -> Self {
        let field = (error != ImagesError::NotFound).then(|| vec![list.to_owned()]);
        Self { code: error.into(), message: error.to_string(), field }
    }
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// The product with its pictures as they are now; null after a refusal.
            pub product: Option<Product>,
            /// Why nothing was changed.
            pub user_errors: Vec<ProductImagesUserError>,
        }

        impl From<Answer> for $name {
            fn from((product, user_errors): Answer) -> Self {
                Self { product, user_errors }
            }
        }
    )+};
}

payloads! {
    /// The outcome of `productImagesAdd`.
    ProductImagesAddPayload,
    /// The outcome of `productImagesReorder`.
    ProductImagesReorderPayload,
    /// The outcome of `productImagesRemove`.
    ProductImagesRemovePayload,
}

type Answer = (Option<Product>, Vec<ProductImagesUserError>);

/// Changes of products' pictures.
#[derive(Default)]
pub struct CatalogImageMutation;

#[Object]
impl CatalogImageMutation {
    /// Adds pictures that were sent to `/media/uploads` to a product of a shop of yours.
    async fn product_images_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product and the pictures.")] input: ProductImagesAddInput,
    ) -> Result<ProductImagesAddPayload> {
        let outcome = async {
            let (seller, id) = seller_of(ctx, &input.product_id).await?;
            let new = input.images.into_iter().map(parse).collect::<Result<_, _>>().map_err(Failure::Refused)?;
            images::add(ctx.app(), &seller, id, new).await?;
            Ok(id)
        };
        answer(ctx, outcome.await, "images").await.or_fault(ctx).map(Into::into)
    }

    /// Puts the pictures of a product of a shop of yours into another order.
    async fn product_images_reorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product and the order.")] input: ProductImagesReorderInput,
    ) -> Result<ProductImagesReorderPayload> {
        let outcome = async {
            let (seller, id) = seller_of(ctx, &input.product_id).await?;
            let order = input.image_ids.iter().map(ids::lookup).collect::<Option<Vec<ImageId>>>();
            let order = order.ok_or(Failure::Refused(ImagesError::OrderInvalid))?;
            images::reorder(ctx.app(), &seller, id, &order).await?;
            Ok(id)
        };
        answer(ctx, outcome.await, "imageIds").await.or_fault(ctx).map(Into::into)
    }

    /// Takes pictures off a product of a shop of yours.
    async fn product_images_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product and the pictures.")] input: ProductImagesRemoveInput,
    ) -> Result<ProductImagesRemovePayload> {
        let outcome = async {
            let (seller, id) = seller_of(ctx, &input.product_id).await?;
            let gone = input.image_ids.iter().map(ids::lookup).collect::<Option<Vec<ImageId>>>();
            let gone = gone.ok_or(Failure::Refused(ImagesError::ImageNotFound))?;
            images::remove(ctx.app(), &seller, id, &gone).await?;
            Ok(id)
        };
        answer(ctx, outcome.await, "imageIds").await.or_fault(ctx).map(Into::into)
    }
}

async fn seller_of(ctx: &Context<'_>, id: &ID) -> Outcome<(Seller, ProductId), ImagesError> {
    let id: ProductId = ids::lookup(id).ok_or(Failure::NotFound)?;
    let (card, _) = catalog::by_id(ctx.app(), ctx.actor(), id).await?.ok_or(Failure::NotFound)?;
    let seller = ctx.actor().seller(card.shop_id).ok_or(Failure::NotFound)?;
    Ok((seller, id))
}

fn parse(input: ProductImageInput) -> Result<NewImage, ImagesError> {
    let upload = ids::lookup(&input.image_id).ok_or(ImagesError::ImageNotFound)?;
    Ok(NewImage { upload, alt: translated(input.alt.unwrap_or_default()) })
}

async fn answer(ctx: &Context<'_>, outcome: Outcome<ProductId, ImagesError>, list: &str) -> Result<Answer, Fault> {
    match outcome {
        Ok(id) => {
            let found = catalog::by_id(ctx.app(), ctx.actor(), id).await?;
            Ok((found.map(|(card, detail)| Product { card, detail: Some(detail) }), Vec::new()))
        }
        Err(failure) => Ok((None, vec![ProductImagesUserError::of(refusal(failure, ImagesError::NotFound)?, list)])),
    }
}
