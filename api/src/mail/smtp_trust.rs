//! Whom a mail server's certificate is believed: besides the authorities that everybody knows, one that is named here.

use anyhow::{Context as _, bail, ensure};
use axum::http::Uri;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use std::path::Path;

/// A private certificate authority, and the server that it vouches for.
#[derive(Clone)]
pub(super) struct Authority {
    certificate: Certificate,
    host: String,
    security: Security,
}

/// When a connection becomes a secret one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// From its first byte on.
    Implicit,
    /// By STARTTLS, or not at all.
    StartTls,
    /// By STARTTLS where the server offers it.
    StartTlsIfOffered,
}

impl Authority {
    /// Reads the certificate from a PEM file.
    ///
    /// # Errors
    /// A sentence that says what is wrong; it never repeats the URL, which may hold a password.
    pub(super) fn read(file: &Path, url: &str) -> anyhow::Result<Self> {
        let shown = file.display();
        let pem = std::fs::read(file).with_context(|| format!("smtp_ca names {shown}, which cannot be read"))?;
        // A file without a certificate would be read as one with none in it, and nobody would be trusted more.
        ensure!(pem.windows(10).any(|text| text == b"-----BEGIN"), "smtp_ca names {shown}, which is no PEM file");
        let certificate = Certificate::from_pem(&pem).ok();
        let certificate = certificate.with_context(|| format!("smtp_ca names {shown}, which holds no certificate"))?;
        let (host, security) = server(url)?;
        Ok(Self { certificate, host, security })
    }

    /// What connections are to insist on.
    pub(super) fn tls(&self) -> anyhow::Result<Tls> {
        let parameters =
            TlsParameters::builder(self.host.clone()).add_root_certificate(self.certificate.clone()).build();
        let parameters = parameters.context("smtp_ca holds a certificate that vouches for nobody")?;
        Ok(match self.security {
            Security::Implicit => Tls::Wrapper(parameters),
            Security::StartTls => Tls::Required(parameters),
            Security::StartTlsIfOffered => Tls::Opportunistic(parameters),
        })
    }
}

/// The host of the setting `smtp_url`, and when the connection to it becomes a secret one.
fn server(url: &str) -> anyhow::Result<(String, Security)> {
    let uri: Uri = url.parse().ok().context("smtp_url is wrong")?;
    let host = uri.host().context("smtp_url is wrong")?.to_owned();
    let tls = uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("tls=")));
    let security = match (uri.scheme_str(), tls) {
        (Some("smtps"), _) => Security::Implicit,
        (Some("smtp"), Some("required")) => Security::StartTls,
        (Some("smtp"), Some("opportunistic")) => Security::StartTlsIfOffered,
        _ => bail!("smtp_ca is set, but smtp_url asks for no TLS: write smtps:// or add ?tls=required"),
    };
    Ok((host, security))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_tells_when_a_connection_becomes_secret() {
        let found = |url: &str| server(url).ok();
        let at = |host: &str, security| Some((host.to_owned(), security));
        assert_eq!(found("smtps://u:p@mail.example.org:465"), at("mail.example.org", Security::Implicit));
        assert_eq!(found("smtp://127.0.0.1:25?tls=required"), at("127.0.0.1", Security::StartTls));
        assert_eq!(found("smtp://u:p@h?tls=opportunistic"), at("h", Security::StartTlsIfOffered));
        assert_eq!(found("smtp://h"), None);
    }
}
