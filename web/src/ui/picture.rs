//! A product's picture in its 4:5 frame, or the designed place of one that is not there yet.

use super::Seal;
use crate::data::ImageFields;
use leptos::prelude::*;

/// How wide a picture is: a card's in its grid, or one that fills half a desk. A browser that knows `auto` measures one that
/// loads late itself.
const CARD: &str = "auto,(min-width:68rem) 23vw,(min-width:44rem) 31vw,46vw";
const WIDE: &str = "auto,(min-width:60rem) 50vw,92vw";

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
    match ready {
        Some((url, image)) => {
            let alt = if decorative { String::new() } else { image.alt };
            let sizes = if wide { WIDE } else { CARD };
            let sizes = image.source_set.is_some().then_some(if eager { &sizes[5..] } else { sizes });
            // The CSP forbids a style of its own; a presentation attribute of SVG is none.
            let ground = image
                .placeholder_color
                .map(|color| view! { <svg class="ground" attr:color=color aria-hidden="true"></svg> });
            view! {
                <span class="frame">
                    {ground}
                    <img
                        srcset=image.source_set
                        sizes=sizes
                        src=url
                        alt=alt
                        width=image.width.unwrap_or(800)
                        height=image.height.unwrap_or(1000)
                        loading=if eager { "eager" } else { "lazy" }
                        decoding="async"
                        fetchpriority=if eager { "high" } else { "auto" }
                    />
                </span>
            }
            .fixed()
        }
        None => view! { <Placeholder name decorative /> }.fixed(),
    }
}

/// A bowl under a sun, with the first letter of the name as its maker's mark.
#[component]
fn Placeholder(name: String, decorative: bool) -> impl IntoView {
    let initial = name.chars().find(|char| char.is_alphanumeric()).map(|char| char.to_uppercase().to_string());
    let class = format!("frame placeholder tint-{}", tint(&name));
    let (role, label) = if decorative { (None, None) } else { (Some("img"), Some(name)) };
    view! {
        <span class=class role=role aria-label=label>
            <svg viewBox="0 0 80 100" aria-hidden="true">
                <circle class="sun" cx="52" cy="34" r="17" />
                <path class="table" d="M0 72h80v28H0z" />
                <path class="bowl" d="M19 56h42c0 13-8 21-15 22v4H34v-4c-7-1-15-9-15-22z" />
                <ellipse class="rim" cx="40" cy="56" rx="21" ry="4.2" />
                <text x="40" y="72" text-anchor="middle">{initial}</text>
            </svg>
        </span>
    }
}

/// One of eight grounds (FNV-1a of the name).
fn tint(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) >> 29
}
