//! Colours as screens without further word show them (sRGB), and the one that stands for a picture until it is there.

use super::resize::Pixels;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// A profile that is larger has tables for printers in it, and costs more than the picture.
const MAX_PROFILE: usize = 1_000_000;

/// Brings pixels from the colours of their profile to sRGB. A profile that cannot be read, or is of another kind than the
/// pixels, says nothing.
pub(super) fn to_srgb(mut pixels: Pixels, profile: Option<&[u8]>) -> Pixels {
    let Some(profile) = profile.filter(|profile| profile.len() <= MAX_PROFILE) else { return pixels };
    let Ok(from) = ColorProfile::new_from_slice(profile) else { return pixels };
    if from.color_space != DataColorSpace::Rgb {
        return pixels;
    }
    let layout = if pixels.alpha { Layout::Rgba } else { Layout::Rgb };
    let to = ColorProfile::new_srgb();
    let Ok(transform) = from.create_transform_8bit(layout, &to, layout, TransformOptions::default()) else {
        return pixels;
    };
    let mut data = vec![0; pixels.data.len()];
    if transform.transform(&pixels.data, &mut data).is_ok() {
        pixels.data = data;
    }
    pixels
}

/// The mean colour, `#rrggbb`; none when one can see through it.
pub(super) fn mean(pixels: &Pixels) -> Option<String> {
    if pixels.alpha {
        return None;
    }
    let count = u64::from(pixels.width) * u64::from(pixels.height);
    let sums = pixels.data.chunks_exact(3).fold([0u64; 3], |sums, pixel| {
        [sums[0] + u64::from(pixel[0]), sums[1] + u64::from(pixel[1]), sums[2] + u64::from(pixel[2])]
    });
    let [red, green, blue] = sums.map(|sum| sum / count.max(1));
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_mean_colour_unless_one_sees_through_it() {
        let pixels = Pixels { width: 2, height: 1, alpha: false, data: vec![0, 10, 255, 100, 30, 255] };
        assert_eq!(mean(&pixels).as_deref(), Some("#3214ff"));
        assert_eq!(mean(&Pixels { alpha: true, data: vec![0; 8], ..pixels }), None);
    }

    #[test]
    fn a_profile_that_cannot_be_read_says_nothing() {
        let pixels = Pixels { width: 1, height: 1, alpha: false, data: vec![1, 2, 3] };
        assert_eq!(to_srgb(pixels.clone(), Some(b"no profile")).data, [1, 2, 3]);
        assert_eq!(to_srgb(pixels, None).data, [1, 2, 3]);
    }
}
