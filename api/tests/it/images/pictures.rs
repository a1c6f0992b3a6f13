//! What becomes of bytes.

use super::hostile::{self, Fate};
use api::images::PictureError;
use api::images::picture::{Picture, inspect, make};
use image::{DynamicImage, ImageFormat};

fn made(bytes: &[u8]) -> Result<Picture, PictureError> {
    inspect(bytes).and_then(|header| make(bytes, &header))
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(bytes, ImageFormat::WebP).expect("a WebP")
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn hostile_files_are_refused_or_made_harmless() {
    let mut wrong = Vec::new();
    for (name, bytes, fate) in hostile::quick() {
        match (made(&bytes), fate) {
            (Err(error), Fate::Refused(code)) if error.code() == code => {}
            (Ok(picture), Fate::Harmless) => {
                for rendition in &picture.renditions {
                    assert!(!contains(&rendition.bytes, "SECRET"), "{name} keeps what it should not");
                    assert_eq!(decoded(&rendition.bytes).width(), rendition.width, "{name}");
                }
            }
            (got, wanted) => wrong.push(format!("{name}: {:?}, not {wanted:?}", got.map(|made| made.renditions.len()))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_refusal_says_what_to_do() {
    use PictureError::*;
    for error in [Empty, TooManyBytes, NotAPicture, UnsupportedFormat, TooLarge, Damaged] {
        let sentence = error.to_string();
        assert!(sentence.contains(':') && sentence.len() > 40, "{sentence}");
    }
}

#[test]
fn a_picture_is_kept_in_the_widths_that_it_has() {
    let widths = |width, height| {
        let picture = made(&hostile::jpeg(width, height)).expect("a picture");
        picture.renditions.iter().map(|rendition| (rendition.width, rendition.height)).collect::<Vec<_>>()
    };
    assert_eq!(widths(100, 80), [(100, 80)]);
    assert_eq!(widths(1000, 800), [(320, 256), (640, 512), (960, 768), (1000, 800)]);
    assert_eq!(widths(2400, 1200), [(320, 160), (640, 320), (960, 480), (1280, 640), (1920, 960)]);
    assert_eq!(widths(1000, 3000), [(320, 960), (640, 1920), (800, 2400)]);
}

#[test]
fn a_camera_that_lay_on_its_side_is_turned_and_tells_nothing() {
    let sent = hostile::jpeg_with_exif(400, 300);
    assert!(contains(&sent, "SECRET-PLACE"));
    let picture = made(&sent).expect("a picture");
    let sizes: Vec<_> = picture.renditions.iter().map(|rendition| (rendition.width, rendition.height)).collect();
    assert_eq!(sizes, [(300, 400)]);
    let file = &picture.renditions[0].bytes;
    for word in ["SECRET", "Exif", "EXIF", "ICCP", "XMP"] {
        assert!(!contains(file, word), "{word}");
    }
    // What was at the left, dark in red, is at the top now.
    let pixels = decoded(file).into_rgb8();
    assert!(pixels.get_pixel(150, 10)[0] < 60 && pixels.get_pixel(150, 390)[0] > 150);
}

#[test]
fn the_same_picture_has_the_same_name_and_another_has_another() {
    let name = |bytes: &[u8]| made(bytes).expect("a picture").name();
    let first = name(&hostile::jpeg(300, 200));
    assert!(api::images::is_name(&first), "{first}");
    assert_eq!(name(&hostile::jpeg(300, 200)), first);
    assert_ne!(name(&hostile::jpeg(300, 201)), first);
}

#[test]
fn one_can_still_see_through_a_picture_and_its_colour_is_its_own() {
    let picture = made(&hostile::see_through()).expect("a picture");
    assert_eq!(picture.color, None);
    let pixels = decoded(&picture.renditions[0].bytes).into_rgba8();
    assert_eq!((pixels.get_pixel(2, 15)[3], pixels.get_pixel(27, 15)[3]), (0, 255));
    let color = made(&hostile::encoded(ImageFormat::Png)).expect("a picture").color.expect("a colour");
    assert!(color.starts_with('#') && color.ends_with("80"), "{color}");
}
