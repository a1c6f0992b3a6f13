//! A product's picture in its 4:5 frame, or the designed place of one that is not there yet.

use super::Seal;
use crate::data::ImageFields;
use leptos::prelude::*;

/// How wide a picture is: a card's in its grid, or one that fills half a desk. A browser that knows `auto` measures one that
/// loads late itself.
const CARD: &str = "auto,(min-width:68rem) 23vw,(min-width:44rem) 31vw,46vw";
const WIDE: &str = "auto,(min-width:60rem) 50vw,92vw";
const AUTO: &str = "auto,";

/// The picture; without one, a drawing on a ground tinted by the name, the same name always on the same ground.
#[component]
pub fn Picture(
    /// The picture, if there is any.
    image: Option<ImageFields>,
    /// What it belongs to.
    #[prop(into)]
    name: String,
    /// Whether it is seen at once: then it loads first instead of late.
    #[prop(optional)]
    eager: bool,
    /// Whether it is as wide as a phone.
    #[prop(optional)]
    wide: bool,
    /// Whether the words beside it say the same: then it is silent.
    #[prop(optional)]
    decorative: bool,
) -> impl IntoView {
    let ready = image.and_then(|image| image.url.clone().map(|url| (url, image)));
    let mut spoken = (!decorative).then_some(name.clone());
    let (class, inside) = match ready {
        Some((url, image)) => {
            spoken = None;
            ("frame".to_owned(), shown(&url, &image, if wide { WIDE } else { CARD }, eager, decorative))
        }
        None => (format!("frame placeholder tint-{}", tint(&name)), placeholder(&name)),
    };
    // As text: the types of its elements would weigh more in the first page's module than all they say.
    view! { <span class=class role=spoken.is_some().then_some("img") aria-label=spoken inner_html=inside></span> }
        .fixed()
}

fn shown(url: &str, image: &ImageFields, sizes: &str, eager: bool, decorative: bool) -> String {
    // The CSP forbids a style of its own; a presentation attribute of SVG is none.
    let ground = match &image.placeholder_color {
        Some(color) => format!("<svg class=\"ground\" color=\"{}\" aria-hidden=\"true\"></svg>", escaped(color)),
        None => String::new(),
    };
    let sources = match &image.source_set {
        // Only a picture that loads late can be measured before it is asked for.
        Some(sources) => {
            let sizes = if eager { &sizes[AUTO.len()..] } else { sizes };
            format!(" srcset=\"{}\" sizes=\"{sizes}\"", escaped(sources))
        }
        None => String::new(),
    };
    let loading = if eager { "eager\" fetchpriority=\"high" } else { "lazy" };
    let (width, height) = (image.width.unwrap_or(800), image.height.unwrap_or(1000));
    let alt = if decorative { "" } else { &image.alt };
    format!(
        "{ground}<img src=\"{}\"{sources} alt=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"{loading}\" decoding=\"async\">",
        escaped(url),
        escaped(alt)
    )
}

/// A bowl under a sun, with the first letter of the name as its maker's mark.
fn placeholder(name: &str) -> String {
    let initial = name.chars().find(|char| char.is_alphanumeric());
    let initial: String = initial.into_iter().flat_map(char::to_uppercase).collect();
    format!(
        "<svg viewBox=\"0 0 80 100\" aria-hidden=\"true\"><circle class=\"sun\" cx=\"52\" cy=\"34\" r=\"17\"/><path class=\"table\" \
         d=\"M0 72h80v28H0z\"/><path class=\"bowl\" d=\"M19 56h42c0 13-8 21-15 22v4H34v-4c-7-1-15-9-15-22z\"/><ellipse class=\"rim\" \
         cx=\"40\" cy=\"56\" rx=\"21\" ry=\"4.2\"/><text x=\"40\" y=\"72\" text-anchor=\"middle\">{initial}</text></svg>"
    )
}

/// A text as it stands between the quotes of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// One of eight grounds (FNV-1a of the name).
fn tint(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_its_widths_and_nothing_leaves_its_quotes() {
        let image = ImageFields {
            url: None,
            width: Some(640),
            height: Some(480),
            alt: "\"><script>alert(1)</script> & co".to_owned(),
            source_set: Some("/media/images/a/320.webp 320w".to_owned()),
            placeholder_color: Some("#aabbcc".to_owned()),
        };
        assert_eq!(
            shown("/media/images/a/640.webp", &image, CARD, true, false),
            "<svg class=\"ground\" color=\"#aabbcc\" aria-hidden=\"true\"></svg><img src=\"/media/images/a/640.webp\" \
             srcset=\"/media/images/a/320.webp 320w\" sizes=\"(min-width:68rem) 23vw,(min-width:44rem) 31vw,46vw\" \
             alt=\"&quot;>&lt;script>alert(1)&lt;/script> &amp; co\" width=\"640\" height=\"480\" loading=\"eager\" \
             fetchpriority=\"high\" decoding=\"async\">"
        );
        let drawing = ImageFields { source_set: None, placeholder_color: None, ..image };
        assert_eq!(
            shown("/media/demo/a.svg?v=1", &drawing, CARD, false, true),
            "<img src=\"/media/demo/a.svg?v=1\" alt=\"\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\">"
        );
    }

    #[test]
    fn a_place_without_a_picture_bears_a_letter() {
        assert!(placeholder("ấm trà").contains(">Ấ</text>"));
        assert!(placeholder("<>").contains("\"></text>"));
    }
}
