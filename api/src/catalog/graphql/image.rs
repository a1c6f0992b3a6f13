//! Pictures.

use crate::catalog::entity::{self, ImageCard, image};
use crate::graphql::context::ContextExt;
use crate::graphql::ids;
use async_graphql::{Context, Enum, ID, Object};
use shared::Translated;
use shared::id::ImageId;
use std::sync::Arc;

/// Whether a picture can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::ImageState")]
pub enum ImageState {
    /// Only its address elsewhere is known: `url` is null and clients show a placeholder.
    Recorded,
    /// It can be shown.
    Ready,
}

/// A picture.
pub enum Image {
    /// As it stands beside the row that shows it; the row is held.
    Card(Arc<crate::catalog::ProductCard>, ImageId),
    /// One of a product's pictures.
    Row(Arc<image::Model>),
    /// A picture of its own, such as a shop's emblem.
    Own(ImageCard),
}

struct Parts<'a> {
    id: ImageId,
    path: Option<&'a str>,
    width: Option<i32>,
    height: Option<i32>,
    alt: Option<&'a Translated>,
}

impl Image {
    /// The first picture of a product.
    #[must_use]
    pub fn of_card(card: &Arc<crate::catalog::ProductCard>) -> Option<Self> {
        card.image.as_ref().map(|image| Self::Card(Arc::clone(card), image.id))
    }

    fn parts(&self) -> Parts<'_> {
        match self {
            Self::Card(card, id) => match &card.image {
                Some(image) => Parts::of(image),
                None => Parts { id: *id, path: None, width: None, height: None, alt: None },
            },
            Self::Own(image) => Parts::of(image),
            Self::Row(row) => Parts {
                id: row.id,
                path: row.path.as_deref(),
                width: row.width,
                height: row.height,
                alt: Some(&row.alt),
            },
        }
    }
}

impl<'a> Parts<'a> {
    fn of(image: &'a ImageCard) -> Self {
        Self {
            id: image.id,
            path: image.path.as_deref(),
            width: image.width,
            height: image.height,
            alt: Some(&image.alt),
        }
    }
}

/// A picture.
#[Object]
impl Image {
    /// Its id.
    async fn id(&self) -> ID {
        ids::show(self.parts().id)
    }

    /// Where it can be fetched; null while only its address elsewhere is known. It may be kept for ever: a changed
    /// picture has another address.
    async fn url(&self) -> Option<String> {
        self.parts().path.map(|path| format!("/media/{path}"))
    }

    /// Its width in pixels.
    async fn width(&self) -> Option<i32> {
        self.parts().width
    }

    /// Its height in pixels.
    async fn height(&self) -> Option<i32> {
        self.parts().height
    }

    /// What it shows, for those who cannot see it.
    async fn alt(&self, ctx: &Context<'_>) -> String {
        self.parts().alt.map_or_else(String::new, |alt| alt.get(ctx.locale()).to_owned())
    }

    /// Whether it can be shown.
    async fn state(&self) -> ImageState {
        if self.parts().path.is_some() { ImageState::Ready } else { ImageState::Recorded }
    }
}
