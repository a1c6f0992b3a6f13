//! One request for one picture: from public addresses only, not too much, not too long.

use super::addresses::Allowed;
use crate::images::picture::MAX_BYTES;
use bytes::{Bytes, BytesMut};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url, redirect};
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// All of it, redirects and body included.
const DONE_WITHIN: Duration = Duration::from_secs(20);
/// How often a host may send us elsewhere.
const MAX_REDIRECTS: usize = 5;
/// The longest that we let a host make us wait, in milliseconds.
const LONGEST_WAIT_MS: i64 = 24 * 3_600_000;

/// Why a picture was not fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct FetchError {
    /// The reason, one sentence.
    pub reason: String,
    /// Whether it is of no use to try again.
    pub for_good: bool,
    /// How long the host wants to be left alone, in milliseconds.
    pub wait: Option<i64>,
}

impl FetchError {
    /// It is of no use to try again.
    pub fn for_good(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), for_good: true, wait: None }
    }

    fn for_now(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), for_good: false, wait: None }
    }
}

/// Fetches pictures.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    allowed: Allowed,
}

impl Client {
    /// A client that asks public addresses and those that are allowed. `contact` tells hosts who asks.
    ///
    /// # Errors
    /// When the system has no TLS to offer.
    pub fn new(allowed: &Allowed, contact: &str) -> anyhow::Result<Self> {
        crate::images::use_ring();
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(Checked(allowed.clone())))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT_WITHIN)
            .user_agent(format!("Vouch/{} (+{contact})", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { http, allowed: allowed.clone() })
    }

    /// The bytes at an address, whatever they are.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub async fn get(&self, url: &str) -> Result<Bytes, FetchError> {
        let url = Url::parse(url).map_err(|_| FetchError::for_good("the address is not one of the web"))?;
        tokio::time::timeout(DONE_WITHIN, self.follow(url))
            .await
            .unwrap_or_else(|_| Err(FetchError::for_now("the host took too long")))
    }

    async fn follow(&self, mut url: Url) -> Result<Bytes, FetchError> {
        for _ in 0..=MAX_REDIRECTS {
            self.check(&url)?;
            let response = self.http.get(url.clone()).send().await.map_err(|error| unreachable(&error))?;
            if !response.status().is_redirection() {
                return body(response).await;
            }
            let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            url = to
                .and_then(|to| url.join(to).ok())
                .ok_or_else(|| FetchError::for_good("the host sends us elsewhere without saying where"))?;
        }
        Err(FetchError::for_good("the host sends us elsewhere again and again"))
    }

    /// Names are checked when they are looked up; here everything that is not looked up.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::for_good("only http and https are fetched"));
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        match host.parse::<IpAddr>() {
            Ok(address) if !self.allowed.allows(address) => Err(FetchError::for_good(Closed.to_string())),
            _ if host.is_empty() => Err(FetchError::for_good("the address names no host")),
            _ => Ok(()),
        }
    }
}

/// The host's addresses are not for us to ask.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the host is not on the public internet; an operator may allow it with fetch_images_allow")]
struct Closed;

/// Looks names up and lets through only what may be asked: the connection then goes to just these addresses.
struct Checked(Allowed);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let open: Vec<_> = found.iter().copied().filter(|address| allowed.allows(address.ip())).collect();
            if open.is_empty() && !found.is_empty() {
                return Err(Closed.into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

async fn body(mut response: Response) -> Result<Bytes, FetchError> {
    let status = response.status();
    if !status.is_success() {
        return Err(refused(status, response.headers()));
    }
    let too_large = || FetchError::for_good(format!("the file has more than {} MB", MAX_BYTES / 1_000_000));
    if response.content_length().is_some_and(|length| length > MAX_BYTES as u64) {
        return Err(too_large());
    }
    let mut bytes = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
        if bytes.len() + chunk.len() > MAX_BYTES {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn refused(status: StatusCode, headers: &HeaderMap) -> FetchError {
    let seconds =
        headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<i64>().ok());
    let passing = status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY);
    let wait = match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Some((seconds.unwrap_or(0).max(0) * 1000).min(LONGEST_WAIT_MS))
        }
        _ => None,
    };
    FetchError { reason: format!("the host answers {}", status.as_u16()), for_good: !passing, wait }
}

fn unreachable(error: &reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut last = String::new();
    while let Some(error) = cause {
        if error.is::<Closed>() {
            return FetchError::for_good(Closed.to_string());
        }
        last = error.to_string();
        cause = error.source();
    }
    FetchError::for_now(format!("the host cannot be reached: {last}"))
}
