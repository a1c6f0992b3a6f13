//! From the bytes that somebody sent to pictures that can be shown: no I/O, no clock.
//!
//! What comes out holds pixels alone. It is decoded, turned upright, brought to sRGB and encoded anew, so that whatever else
//! the bytes said (places, names, scripts, a second file behind the first) is left behind.

mod color;
mod header;
mod refusal;
mod resize;

pub use header::{Header, MAX_BYTES, MAX_MEMORY, MAX_PIXELS, MAX_SIDE, inspect};
pub use refusal::PictureError;
pub use resize::{MAX_HEIGHT, WIDTHS};

use image::ImageDecoder as _;
use resize::Pixels;
use sha2::{Digest as _, Sha256};

/// Quality of what is encoded: differences cannot be seen beside the original, at a fifth of its size.
const QUALITY: f32 = 78.0;
/// How hard the encoder tries, of 6: from here on it takes twice as long for a few per cent.
const EFFORT: i32 = 4;
/// The same where one can see through: that is kept without loss, which takes the longest.
const EFFORT_WITH_ALPHA: i32 = 2;

/// A picture in all the widths in which it is kept.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Narrowest first; the last one is what the picture is, at most 1920 × 2400 pixels.
    pub renditions: Vec<Rendition>,
    /// Its mean colour, `#rrggbb`; none when one can see through it.
    pub color: Option<String>,
}

/// A picture in one width, as WebP.
#[derive(Clone, Debug)]
pub struct Rendition {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// What it is called: the first half of SHA-256 over all its files, in hex. The same picture has the same name.
    #[must_use]
    pub fn name(&self) -> String {
        let mut hash = Sha256::new();
        for rendition in &self.renditions {
            hash.update(rendition.width.to_be_bytes());
            hash.update((rendition.bytes.len() as u64).to_be_bytes());
            hash.update(&rendition.bytes);
        }
        hex::encode(&hash.finalize()[..16])
    }
}

/// Makes the picture of bytes that [`inspect`] let pass. It takes [`Header::memory`] bytes at most.
///
/// # Errors
/// See [`PictureError`].
pub fn make(bytes: &[u8], header: &Header) -> Result<Picture, PictureError> {
    if !header::is_whole(bytes, header.format) {
        return Err(PictureError::Damaged);
    }
    let mut decoder = header::decoder(bytes, header.format)?;
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let (width, height) = decoder.dimensions();
    let color_type = decoder.color_type();
    let mut decoded = vec![0; usize::try_from(decoder.total_bytes()).map_err(|_| PictureError::TooLarge)?];
    decoder.read_image(&mut decoded).map_err(|error| header::refusal(&error))?;
    let pixels = resize::fit(decoded, (width, height), color_type, orientation)?;
    let pixels = color::to_srgb(pixels, profile.as_deref());
    let mut renditions = Vec::new();
    let mut color = None;
    for (index, width) in resize::widths(pixels.width).into_iter().enumerate() {
        let smaller = pixels.scaled(width)?;
        let shown = smaller.as_ref().unwrap_or(&pixels);
        if index == 0 {
            color = color::mean(shown);
        }
        renditions.push(Rendition { width, height: shown.height, bytes: encode(shown)? });
    }
    Ok(Picture { renditions, color })
}

fn encode(pixels: &Pixels) -> Result<Vec<u8>, PictureError> {
    let mut config = webp::WebPConfig::new().map_err(|()| PictureError::Damaged)?;
    config.quality = QUALITY;
    config.method = if pixels.alpha { EFFORT_WITH_ALPHA } else { EFFORT };
    let layout = if pixels.alpha { webp::PixelLayout::Rgba } else { webp::PixelLayout::Rgb };
    let encoder = webp::Encoder::new(&pixels.data, layout, pixels.width, pixels.height);
    let file = encoder.encode_advanced(&config).map_err(|_| PictureError::Damaged)?;
    Ok(file.to_vec())
}
