//! The way out: a letter to an SMTP server.

use super::Letter;
use super::smtp_trust::Authority;
use anyhow::{Context as _, ensure};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use shared::Timestamp;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

/// How long a server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where mail goes and in whose name: checked settings.
#[derive(Clone)]
pub struct SmtpConfig {
    url: String,
    from: Mailbox,
    authority: Option<Authority>,
}

impl std::fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may hold a password.
        write!(f, "SmtpConfig(from {})", self.from)
    }
}

impl SmtpConfig {
    /// Reads the settings; `None` when neither of the first two is set. `authority` is a file with the certificate of
    /// whoever vouches for the server, where that is nobody whom everybody trusts.
    ///
    /// # Errors
    /// A sentence that says which one is wrong and what it may be; it never repeats the URL, which may hold a password.
    pub fn parse(url: Option<&str>, from: Option<&str>, authority: Option<&Path>) -> anyhow::Result<Option<Self>> {
        let (url, from) = match (url, from) {
            (None, None) => {
                ensure!(authority.is_none(), "smtp_ca is set: set smtp_url and mail_from too");
                return Ok(None);
            }
            (Some(_), None) => anyhow::bail!("smtp_url is set: set mail_from too"),
            (None, Some(_)) => anyhow::bail!("mail_from is set: set smtp_url too"),
            (Some(url), Some(from)) => (url, from),
        };
        let parsed: Option<Mailbox> = from.parse().ok();
        let from =
            parsed.with_context(|| format!("mail_from is `{from}`; write it like Market <market@example.org>"))?;
        let form = "smtp_url is wrong; write it like smtps://USER:PASSWORD@mail.example.org, or \
            smtp://USER:PASSWORD@mail.example.org?tls=required, or smtp://127.0.0.1:25";
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url).ok().context(form)?;
        let (scheme, rest) = url.split_once("://").context(form)?;
        let open = scheme == "smtp" && !rest.contains("tls=required");
        ensure!(
            !(open && rest.contains('@')),
            "smtp_url would send its password for everybody to read: write smtps:// or add ?tls=required"
        );
        let authority = authority.map(|file| Authority::read(file, url)).transpose()?;
        Ok(Some(Self { url: url.to_owned(), from, authority }))
    }
}

/// What hands letters over. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

/// Whom a letter is for, and by what it is known.
pub(super) struct Envelope<'a> {
    /// The address.
    pub recipient: &'a str,
    /// What the Message-ID begins with: the same at every try.
    pub id: String,
    /// The letter's language.
    pub language: &'static str,
    /// When it is sent.
    pub date: Timestamp,
}

/// Why a letter was not taken.
#[derive(Debug)]
pub(super) struct NotTaken {
    /// Whether trying again is of no use: the server or the address says no for good.
    pub for_good: bool,
    /// What was said, for the log.
    pub reason: String,
}

impl Mailer {
    /// A mailer as configured, or none. `public_url` names this installation to the server.
    ///
    /// # Errors
    /// When the settings are wrong, which [`SmtpConfig::parse`] has found before.
    pub fn new(config: Option<&SmtpConfig>, public_url: &str) -> anyhow::Result<Option<Self>> {
        let Some(SmtpConfig { url, from, authority }) = config else { return Ok(None) };
        let place = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
        let host = place.split(['/', ':']).next().unwrap_or_default();
        let host = if host.is_empty() { "localhost" } else { host }.to_owned();
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .ok()
            .context("smtp_url is wrong")?
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(host.clone()));
        if let Some(authority) = authority {
            transport = transport.tls(authority.tls()?);
        }
        let transport = transport.build();
        Ok(Some(Self { transport, from: from.clone(), host }))
    }

    /// Hands a letter over.
    pub(super) async fn send(&self, envelope: &Envelope<'_>, letter: &Letter) -> Result<(), NotTaken> {
        let unfit = |reason: String| NotTaken { for_good: true, reason };
        let address: Address = envelope.recipient.parse().map_err(|_| unfit("the address is none".to_owned()))?;
        let milliseconds = u64::try_from(envelope.date.0).unwrap_or(0);
        let header =
            |name: &'static str, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let message = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + Duration::from_millis(milliseconds))
            .message_id(Some(format!("<{}@{}>", envelope.id, self.host)))
            // RFC 3834: no holiday notes in answer to this.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", envelope.language))
            .multipart(MultiPart::alternative_plain_html(letter.text(), letter.html()))
            .map_err(|error| unfit(error.to_string()))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(NotTaken { for_good: error.is_permanent(), reason: chain(&error) }),
        }
    }
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::SmtpConfig;

    fn refusal(url: Option<&str>, from: Option<&str>) -> String {
        SmtpConfig::parse(url, from, None).expect_err("the settings are wrong").to_string()
    }

    #[test]
    fn wrong_settings_are_refused_with_a_sentence() {
        let from = Some("Market <market@example.org>");
        assert_eq!(refusal(Some("smtp://127.0.0.1:25"), None), "smtp_url is set: set mail_from too");
        assert_eq!(refusal(None, from), "mail_from is set: set smtp_url too");
        let wrong = refusal(Some("smtp://127.0.0.1:25"), Some("market"));
        assert_eq!(wrong, "mail_from is `market`; write it like Market <market@example.org>");
        for url in ["mail.example.org", "http://mail.example.org", "smtp://u:secret@h?tls=perhaps", "smtp://"] {
            let refusal = refusal(Some(url), from);
            assert!(refusal.starts_with("smtp_url is wrong") && !refusal.contains("secret"), "{refusal}");
        }
        for url in ["smtp://u:secret@h", "smtp://u:secret@h?tls=opportunistic"] {
            let refusal = refusal(Some(url), from);
            assert!(refusal.contains("?tls=required") && !refusal.contains("secret"), "{refusal}");
        }
    }

    #[test]
    fn right_settings_are_taken() {
        for url in ["smtp://127.0.0.1:1025", "smtps://u:p@h", "smtp://u:p@h:587?tls=required"] {
            let config = SmtpConfig::parse(Some(url), Some("market@example.org"), None).expect("good settings");
            assert_eq!(format!("{config:?}"), "Some(SmtpConfig(from market@example.org))", "{url}");
        }
        assert!(SmtpConfig::parse(None, None, None).expect("nothing is set").is_none());
    }
}
