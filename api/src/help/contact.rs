//! How the people behind an installation are reached.

use anyhow::{Context as _, bail};

/// A way to reach them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal address.
    Post,
    /// The address of a chat, `https://…`.
    Chat,
}

/// One way with its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The way.
    pub kind: ChannelKind,
    /// The address, as people read it.
    pub value: String,
}

/// Reads `email=help@market.example; phone=+44 113 496 0000; post=…; chat=https://…`, in the order in which they are to
/// be shown.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse(text: &str) -> anyhow::Result<Vec<Channel>> {
    let items = text.split(';').map(str::trim).filter(|item| !item.is_empty());
    items
        .map(|item| {
            let written = "contact must be written KIND=VALUE;KIND=VALUE with the kinds email, phone, post and chat";
            let (kind, value) = item.split_once('=').context(written)?;
            let (kind, value) = (kind.trim(), value.trim());
            let (kind, good) = match kind {
                "email" => (ChannelKind::Email, shared::Email::try_from(value).is_ok()),
                "phone" => (ChannelKind::Phone, value.bytes().filter(u8::is_ascii_digit).count() >= 5),
                "post" => (ChannelKind::Post, !value.is_empty()),
                "chat" => (ChannelKind::Chat, value.starts_with("https://")),
                _ => bail!("{written}; `{kind}` is none of them"),
            };
            anyhow::ensure!(good, "contact has `{item}`, whose value is not of that kind");
            Ok(Channel { kind, value: value.to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_channels_in_their_order() {
        let channels = parse("phone=+44 113 496 0000; email=help@market.example;").unwrap();
        assert_eq!(
            channels.iter().map(|channel| channel.kind).collect::<Vec<_>>(),
            [ChannelKind::Phone, ChannelKind::Email]
        );
        assert_eq!(channels[1].value, "help@market.example");
        for wrong in ["email", "email=nobody", "phone=none", "chat=javascript:x", "fax=12345", "post="] {
            assert!(parse(wrong).unwrap_err().to_string().starts_with("contact"), "{wrong}");
        }
    }
}
