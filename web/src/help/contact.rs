//! How to reach the people who run this market.

use crate::{data::schema, i18n::use_language, text, ui::Seal};
use leptos::prelude::*;

/// One way to reach them.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ContactChannel")]
pub(super) struct ChannelFields {
    kind: ContactChannelKind,
    value: String,
}

/// A kind of address.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
enum ContactChannelKind {
    Email,
    Phone,
    Post,
    Chat,
}

/// The ways, or a sentence that there are none yet.
#[component]
pub(super) fn Channels(channels: Vec<ChannelFields>, demo: bool) -> impl IntoView {
    let lang = use_language();
    if channels.is_empty() {
        let why = if demo { text!(lang, help.demo_channels) } else { text!(lang, help.no_channels) };
        return view! { <p class="notice">{why}</p> }.sealed();
    }
    let rows = channels.into_iter().map(|channel| view! { <Channel channel /> }).collect_view();
    view! {
        <section class="notice channels" aria-labelledby="channels-title">
            <h2 id="channels-title">{text!(lang, help.channels)}</h2>
            <dl>{rows}</dl>
        </section>
    }
    .sealed()
}

#[component]
fn Channel(channel: ChannelFields) -> impl IntoView {
    let lang = use_language();
    let ChannelFields { kind, value } = channel;
    let (name, link) = match kind {
        ContactChannelKind::Email => (text!(lang, help.email), Some(format!("mailto:{value}"))),
        ContactChannelKind::Phone => {
            let digits = value.chars().filter(|char| char.is_ascii_digit() || *char == '+').collect::<String>();
            (text!(lang, help.phone), Some(format!("tel:{digits}")))
        }
        ContactChannelKind::Chat => (text!(lang, help.chat), Some(value.clone())),
        ContactChannelKind::Post => (text!(lang, help.post), None),
    };
    let value = match link {
        Some(link) => view! { <a href=link>{value}</a> }.sealed(),
        None => value.sealed(),
    };
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .sealed()
}
