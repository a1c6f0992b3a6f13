//! Why bytes make no picture.

use super::{MAX_BYTES, MAX_PIXELS, MAX_SIDE};

/// Why bytes make no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// There are none.
    #[error("nothing was sent: send the bytes of a picture")]
    Empty,
    /// There are too many.
    #[error("a picture may have {} MB: save it with less quality or make it smaller", MAX_BYTES / 1_000_000)]
    TooManyBytes,
    /// They are something else.
    #[error("this is no picture, whatever its name says: send a JPEG, PNG, WebP or GIF")]
    NotAPicture,
    /// They are a picture of a kind that is not taken.
    #[error("pictures of this kind are not taken: save it as JPEG, PNG or WebP")]
    UnsupportedFormat,
    /// To open it would take too much memory.
    #[error(
        "a picture may have {} million pixels and {MAX_SIDE} a side, a progressive JPEG, a GIF, a WebP or a PNG of 16 bits half \
         as many: make it smaller",
        MAX_PIXELS / 1_000_000
    )]
    TooLarge,
    /// It ends too early, or does not follow its own format.
    #[error("the picture is damaged or not whole: open it, save it again, and send that")]
    Damaged,
}

impl PictureError {
    /// The reason for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::TooManyBytes => "TOO_MANY_BYTES",
            Self::NotAPicture => "NOT_A_PICTURE",
            Self::UnsupportedFormat => "UNSUPPORTED_FORMAT",
            Self::TooLarge => "TOO_LARGE",
            Self::Damaged => "DAMAGED",
        }
    }
}
