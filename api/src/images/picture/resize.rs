//! Pixels, made smaller and turned upright.

use super::PictureError;
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, MulDiv, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageBuffer};

/// The widths in which pictures are kept, in pixels; never more than a picture has.
pub const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1920];
/// Pixels that a picture is tall at most: the frame of a product's picture is 4 : 5.
pub const MAX_HEIGHT: u32 = 2_400;

/// Rows of RGB or, with `alpha`, RGBA, eight bits each.
#[derive(Clone, Debug)]
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub alpha: bool,
    pub data: Vec<u8>,
}

/// The widths of a picture that is this wide, narrowest first.
pub(super) fn widths(width: u32) -> Vec<u32> {
    WIDTHS.into_iter().filter(|step| *step < width).chain([width]).collect()
}

/// What a picture of this size becomes: as large as it is, within 1920 × 2400.
fn target(width: u32, height: u32) -> (u32, u32) {
    let most = WIDTHS[WIDTHS.len() - 1];
    let by_height = u64::from(MAX_HEIGHT) * u64::from(width) / u64::from(height);
    let fitting = u32::try_from(by_height).unwrap_or(most).min(most).min(width).max(1);
    (fitting, height_at(fitting, (width, height)))
}

/// The height of a picture at another width.
fn height_at(new_width: u32, (width, height): (u32, u32)) -> u32 {
    let rounded = (u64::from(new_width) * u64::from(height) + u64::from(width) / 2) / u64::from(width);
    u32::try_from(rounded).unwrap_or(MAX_HEIGHT).clamp(1, MAX_HEIGHT)
}

/// Bytes that [`fit`] takes beside the pixels, of so many channels: one pass over the rows, then one over the columns.
pub(super) fn memory(width: u32, height: u32, channels: u64) -> u64 {
    // It may have to be turned, which makes its width its height.
    let upright = target(width, height);
    let turned = target(height, width);
    let across = u64::from(upright.0.max(turned.1));
    let down = u64::from(upright.1.max(turned.0));
    across * u64::from(height) * channels + across * down * channels
}

/// Makes a decoded picture fit, upright, eight bits a channel.
pub(super) fn fit(
    decoded: Vec<u8>,
    (width, height): (u32, u32),
    color: ColorType,
    orientation: Orientation,
) -> Result<Pixels, PictureError> {
    let lies = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let (new_width, new_height) = if lies {
        let (across, down) = target(height, width);
        (down, across)
    } else {
        target(width, height)
    };
    let kind = match color {
        ColorType::L8 | ColorType::L16 => PixelType::U8,
        ColorType::La8 | ColorType::La16 => PixelType::U8x2,
        ColorType::Rgb8 | ColorType::Rgb16 => PixelType::U8x3,
        ColorType::Rgba8 | ColorType::Rgba16 => PixelType::U8x4,
        _ => return Err(PictureError::UnsupportedFormat),
    };
    let deep = color.bytes_per_pixel() > color.channel_count();
    let decoded = if deep { shallow(decoded) } else { decoded };
    let resized = scale(decoded, (width, height), (new_width, new_height), kind, color.has_alpha())?;
    let mut picture = dynamic(resized, new_width, new_height, kind).ok_or(PictureError::Damaged)?;
    // Channels first: what is turned is then as small as it gets.
    picture = if color.has_alpha() && !is_opaque(&picture) {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    picture.apply_orientation(orientation);
    let (width, height, alpha) = (picture.width(), picture.height(), picture.color().has_alpha());
    Ok(Pixels { width, height, alpha, data: picture.into_bytes() })
}

impl Pixels {
    /// The same at another width; `None` when it has that width.
    pub(super) fn scaled(&self, width: u32) -> Result<Option<Self>, PictureError> {
        if width == self.width {
            return Ok(None);
        }
        let height = height_at(width, (self.width, self.height));
        let kind = if self.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let data = scale(self.data.clone(), (self.width, self.height), (width, height), kind, self.alpha)?;
        Ok(Some(Self { width, height, alpha: self.alpha, data }))
    }
}

/// Pixels at another size. Transparent ones have no colour of their own: they count by how much is seen of them.
fn scale(
    data: Vec<u8>,
    (width, height): (u32, u32),
    (new_width, new_height): (u32, u32),
    kind: PixelType,
    alpha: bool,
) -> Result<Vec<u8>, PictureError> {
    if (width, height) == (new_width, new_height) {
        return Ok(data);
    }
    let damaged = |_| PictureError::Damaged;
    let mut from = Image::from_vec_u8(width, height, data, kind).map_err(|_| PictureError::Damaged)?;
    let mut to = Image::new(new_width, new_height, kind);
    let seen = MulDiv::new();
    // In its own place: a copy would be as large as the picture.
    if alpha {
        seen.multiply_alpha_inplace(&mut from).map_err(|_| PictureError::Damaged)?;
    }
    let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom)).use_alpha(false);
    Resizer::new().resize(&from, &mut to, &how).map_err(damaged)?;
    drop(from);
    if alpha {
        seen.divide_alpha_inplace(&mut to).map_err(|_| PictureError::Damaged)?;
    }
    Ok(to.into_vec())
}

/// Eight of each sixteen bits, in their own place: a copy would be half as large again.
fn shallow(mut deep: Vec<u8>) -> Vec<u8> {
    let half = deep.len() / 2;
    for at in 0..half {
        deep[at] = (u16::from_ne_bytes([deep[2 * at], deep[2 * at + 1]]) >> 8) as u8;
    }
    deep.truncate(half);
    deep.shrink_to_fit();
    deep
}

fn dynamic(bytes: Vec<u8>, width: u32, height: u32, kind: PixelType) -> Option<DynamicImage> {
    Some(match kind {
        PixelType::U8 => DynamicImage::ImageLuma8(ImageBuffer::from_raw(width, height, bytes)?),
        PixelType::U8x2 => DynamicImage::ImageLumaA8(ImageBuffer::from_raw(width, height, bytes)?),
        PixelType::U8x3 => DynamicImage::ImageRgb8(ImageBuffer::from_raw(width, height, bytes)?),
        PixelType::U8x4 => DynamicImage::ImageRgba8(ImageBuffer::from_raw(width, height, bytes)?),
        _ => return None,
    })
}

fn is_opaque(picture: &DynamicImage) -> bool {
    match picture {
        DynamicImage::ImageLumaA8(pixels) => pixels.pixels().all(|pixel| pixel.0[1] == u8::MAX),
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_become_smaller_and_never_larger() {
        assert_eq!(target(400, 300), (400, 300));
        assert_eq!(target(6000, 4000), (1920, 1280));
        assert_eq!(target(3000, 6000), (1200, 2400));
        assert_eq!(target(1, 8192), (1, 2400));
        assert_eq!(widths(100), [100]);
        assert_eq!(widths(640), [320, 640]);
        assert_eq!(widths(1920), WIDTHS);
    }
}
