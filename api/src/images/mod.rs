//! Pictures: made harmless, resized, stored by a hash of what they are, and served; sent by people or fetched for imports.

pub mod check;
pub mod entity;
pub mod fetch;
mod keep;
pub mod picture;
pub mod storage;
mod uploads;

pub use keep::{Workshop, keep};
pub use picture::PictureError;
pub use storage::{Storage, StorageConfig};
pub use uploads::{MAX_WAITING, Upload, UploadError, drop_orphans, receive, take};

use entity::stored;

/// The name in the storage of one width of a picture; below `/media/` it is its address, too.
#[must_use]
pub fn path(name: &str, width: i32) -> String {
    format!("images/{name}/{width}.webp")
}

impl stored::Model {
    /// Where its widest file lies, below `/media/`.
    #[must_use]
    pub fn path(&self) -> String {
        path(&self.name, self.width)
    }
}

/// Whether a text can be what [`picture::Picture::name`] made.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

/// TLS needs to be told once which of its cryptographies a process uses.
fn use_ring() {
    // Refused when it was told already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
