//! Pictures.

use crate::catalog::entity::{ImageCard, image};
use crate::graphql::context::ContextExt;
use crate::graphql::ids;
use crate::images::entity::Widths;
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use shared::Translated;
use shared::id::ImageId;
use std::sync::Arc;

/// Whether a picture can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
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

/// A picture in one of its widths.
#[derive(Clone, Debug, SimpleObject)]
pub struct ImageSource {
    /// Where it can be fetched; it may be kept for ever.
    pub url: String,
    /// How wide it is, in pixels.
    pub width: i32,
}

#[derive(Default)]
struct Parts<'a> {
    path: Option<&'a str>,
    width: Option<i32>,
    height: Option<i32>,
    alt: Option<&'a Translated>,
    widths: Option<&'a Widths>,
    color: Option<&'a str>,
}

impl Image {
    /// The first picture of a product.
    #[must_use]
    pub fn of_card(card: &Arc<crate::catalog::ProductCard>) -> Option<Self> {
        card.image.as_ref().map(|image| Self::Card(Arc::clone(card), image.id))
    }

    fn parts(&self) -> Parts<'_> {
        match self {
            Self::Card(card, _) => card.image.as_ref().map(Parts::of).unwrap_or_default(),
            Self::Own(image) => Parts::of(image),
            Self::Row(row) => Parts {
                path: row.path.as_deref(),
                width: row.width,
                height: row.height,
                alt: Some(&row.alt),
                widths: row.widths.as_ref(),
                color: row.color.as_deref(),
            },
        }
    }
}

impl<'a> Parts<'a> {
    fn of(image: &'a ImageCard) -> Self {
        Self {
            path: image.path.as_deref(),
            width: image.width,
            height: image.height,
            alt: Some(&image.alt),
            widths: image.widths.as_ref(),
            color: image.color.as_deref(),
        }
    }

    /// Its widths lie beside each other: `NAME/640.webp`, `NAME/960.webp`.
    fn sources(&self) -> Vec<ImageSource> {
        let folder = self.path.and_then(|path| path.rsplit_once('/')).map(|(folder, _)| folder);
        let (Some(folder), Some(widths)) = (folder, self.widths) else { return Vec::new() };
        let source = |width: &i32| ImageSource { url: format!("/media/{folder}/{width}.webp"), width: *width };
        widths.0.iter().map(source).collect()
    }
}

/// A picture.
#[Object]
impl Image {
    /// Its id.
    async fn id(&self) -> ID {
        ids::show(match self {
            Self::Card(_, id) => *id,
            Self::Row(row) => row.id,
            Self::Own(image) => image.id,
        })
    }

    /// Where it can be fetched; null while only its address elsewhere is known. It may be kept for ever: a changed
    /// picture has another address. Of a picture in several widths, the widest.
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

    /// Where it can be fetched in which widths, narrowest first; empty of a drawing, which is sharp at any width, and while
    /// only its address elsewhere is known. All are WebP of the same shape.
    async fn sources(&self) -> Vec<ImageSource> {
        self.parts().sources()
    }

    /// The sources as an HTML `srcset` writes them, like `/media/…/320.webp 320w, /media/…/640.webp 640w`; null without
    /// sources.
    async fn source_set(&self) -> Option<String> {
        let sources = self.parts().sources();
        let shown: Vec<_> = sources.iter().map(|source| format!("{} {}w", source.url, source.width)).collect();
        (!shown.is_empty()).then(|| shown.join(", "))
    }

    /// Its mean colour as `#rrggbb`, for its place until it is there; null when one can see through it, and of drawings.
    async fn placeholder_color(&self) -> Option<String> {
        self.parts().color.map(str::to_owned)
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
