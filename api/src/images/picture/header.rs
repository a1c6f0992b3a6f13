//! What bytes are, and what it would take to open them: told from their first few, before anything is decoded.

use super::PictureError;
use super::resize;
use image::error::ImageError;
use image::{ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Bytes of a file at most.
pub const MAX_BYTES: usize = 10_000_000;
/// Pixels at most: a camera's 24 million, with room.
pub const MAX_PIXELS: u64 = 25_000_000;
/// Pixels a side at most.
pub const MAX_SIDE: u32 = 8_192;
/// Bytes that may be in use to make pictures, one or several at a time.
pub const MAX_MEMORY: u64 = 170_000_000;
/// What a PNG may say beside its pixels, in bytes: profiles and texts inflate, too.
const MAX_ASIDE: u64 = 4_000_000;
/// What encoding the largest picture takes, whatever it was made of.
const ENCODING: u64 = 48_000_000;

/// What can be told of a picture before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it is.
    pub format: ImageFormat,
    /// Pixels, as it lies in the file.
    pub width: u32,
    /// Pixels, as it lies in the file.
    pub height: u32,
    /// Bytes that making it takes at most, its own among them.
    pub memory: u64,
}

/// Looks at the header of what was sent; its name and its stated type do not count.
///
/// # Errors
/// See [`PictureError`]: for what is no picture, and for a picture that would take too much memory.
pub fn inspect(bytes: &[u8]) -> Result<Header, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(PictureError::TooManyBytes);
    }
    let format = sniff(bytes)?;
    let decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(PictureError::Damaged);
    }
    if pixels > MAX_PIXELS || width.max(height) > MAX_SIDE {
        return Err(PictureError::TooLarge);
    }
    let decoded = decoder.total_bytes();
    let sent = bytes.len() as u64;
    // What decoders hold beside the pixels that they hand over.
    let beside = match format {
        // A copy of the file, and of some kinds all coefficients.
        ImageFormat::Jpeg => sent + coefficients(bytes, pixels),
        // A frame that is smaller than the picture, and its indexes.
        ImageFormat::Gif => 5 * pixels,
        // Luma, chroma, and alpha as a picture of its own; a copy of the file.
        ImageFormat::WebP => 8 * pixels + sent,
        _ => 2 * MAX_ASIDE,
    };
    let resizing = resize::memory(width, height, u64::from(decoder.color_type().channel_count()));
    let memory = (sent + decoded + beside.max(resizing)).max(ENCODING);
    if memory > MAX_MEMORY {
        return Err(PictureError::TooLarge);
    }
    Ok(Header { format, width, height, memory })
}

/// A decoder that refuses what the limits forbid.
pub(super) fn decoder(bytes: &[u8], format: ImageFormat) -> Result<impl ImageDecoder + '_, PictureError> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(if format == ImageFormat::Png { MAX_ASIDE } else { MAX_MEMORY });
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| refusal(&error))
}

/// What a decoder's error means.
pub(super) fn refusal(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooLarge,
        ImageError::Unsupported(_) => PictureError::UnsupportedFormat,
        _ => PictureError::Damaged,
    }
}

/// Whether the end is there. Decoders of JPEG fill in grey for what is missing, and nobody wants that in a shop.
pub(super) fn is_whole(bytes: &[u8], format: ImageFormat) -> bool {
    if format != ImageFormat::Jpeg {
        return true;
    }
    let Some(scan) = Segments::of(bytes).find(|segment| segment.marker == 0xda) else { return false };
    bytes[scan.at..].windows(2).any(|pair| pair == [0xff, 0xd9])
}

fn sniff(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP)) => Ok(format),
        Ok(_) => Err(PictureError::UnsupportedFormat),
        Err(_) if is_drawing(bytes) || bytes.get(4..8) == Some(b"ftyp") => Err(PictureError::UnsupportedFormat),
        Err(_) => Err(PictureError::NotAPicture),
    }
}

/// Whether it is an SVG: a document that may hold scripts, and no pixels.
fn is_drawing(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(4).any(|word| word.eq_ignore_ascii_case(b"<svg"))
}

/// Bytes of the coefficients that a decoder of JPEG holds all at once: none of a plain one, which it reads row by row. One
/// that is hard to tell counts as the worst there is.
fn coefficients(bytes: &[u8], pixels: u64) -> u64 {
    let worst = 2 * 4 * pixels;
    let mut frames = Segments::of(bytes).filter(|segment| matches!(segment.marker, 0xc0..=0xcf) && !is_table(segment));
    let (Some(frame), None) = (frames.next(), frames.next()) else { return worst };
    let components = match frame.body {
        [_, _, _, _, _, count, rest @ ..] if rest.len() == usize::from(*count) * 3 => rest,
        _ => return worst,
    };
    let count = components.len() / 3;
    let first_scan = Segments::of(bytes).find(|segment| segment.marker == 0xda);
    let plain = matches!(frame.marker, 0xc0 | 0xc1)
        && first_scan.is_some_and(|scan| scan.body.first().is_some_and(|scanned| usize::from(*scanned) == count));
    if plain {
        return 0;
    }
    // Horizontal and vertical sampling, four bits each.
    let areas = components.chunks(3).map(|component| u64::from(component[1] >> 4) * u64::from(component[1] & 15));
    let widest = components.chunks(3).map(|component| u64::from(component[1] >> 4)).max().unwrap_or(0);
    let tallest = components.chunks(3).map(|component| u64::from(component[1] & 15)).max().unwrap_or(0);
    match widest * tallest {
        0 => worst,
        whole => 2 * pixels * areas.sum::<u64>() / whole,
    }
}

/// DHT, JPG and DAC lie among the numbers of frames.
fn is_table(segment: &Segment<'_>) -> bool {
    matches!(segment.marker, 0xc4 | 0xc8 | 0xcc)
}

/// A part of a JPEG before its first scan's data.
struct Segment<'a> {
    marker: u8,
    body: &'a [u8],
    /// Where its body begins.
    at: usize,
}

/// The parts of a JPEG up to its first scan.
struct Segments<'a> {
    bytes: &'a [u8],
    next: Option<usize>,
}

impl<'a> Segments<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, next: Some(2) }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let mut place = self.next.take()?;
        // Fill bytes, and what stands between two parts by mistake.
        loop {
            match self.bytes.get(place..place + 2)? {
                [0xff, 0x00 | 0x01 | 0xd0..=0xd8 | 0xff] => place += 1,
                [0xff, _] => break,
                _ => place += 1,
            }
        }
        let marker = self.bytes[place + 1];
        let length = self.bytes.get(place + 2..place + 4)?;
        let end = place + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
        let body = self.bytes.get(place + 4..end)?;
        self.next = (marker != 0xda).then_some(end);
        Some(Segment { marker, body, at: place + 4 })
    }
}
