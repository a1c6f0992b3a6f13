//! How this installation is configured: flags, then environment, then a file, then defaults.

// Long because every setting stands here once as it is given and once as it was checked.

use crate::help::contact;
use crate::images::StorageConfig;
use crate::images::fetch::{Allowed, FetchConfig};
use crate::images::storage::BucketSettings;
use crate::mail::SmtpConfig;
use crate::recommendations::Experiment;
use anyhow::{Context as _, anyhow, bail, ensure};
use axum::http::Uri;
use clap::Args;
use serde::Deserialize;
use shared::Currency;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Settings as they are given. Every one may also stand in the file that `--config` names, under the same name with
/// `_` for `-`.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// A TOML file with settings; flags and environment go before it
    #[arg(long, env = "VOUCH_CONFIG", global = true)]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The database: sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://var/vouch.db]
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// Database connections at most [default: 8]
    #[arg(long, env = "VOUCH_DATABASE_POOL", global = true)]
    pub database_pool: Option<u32>,
    /// Folder for what is kept beside the database: the search index [default: beside the SQLite file, else var]
    #[arg(long, env = "VOUCH_DATA_DIR", global = true)]
    pub data_dir: Option<PathBuf>,
    /// Folder for pictures, which every process must see [default: the folder media in the data folder]
    #[arg(long, env = "VOUCH_MEDIA_DIR", global = true)]
    pub media_dir: Option<PathBuf>,
    /// Bucket for pictures instead of a folder: NAME or NAME/PREFIX, at a service that speaks S3
    #[arg(long, env = "VOUCH_S3_BUCKET", global = true)]
    pub s3_bucket: Option<String>,
    /// The service, like `https://s3.example.org` [default: Amazon's]
    #[arg(long, env = "VOUCH_S3_ENDPOINT", global = true)]
    pub s3_endpoint: Option<String>,
    /// The service's region [default: us-east-1]
    #[arg(long, env = "VOUCH_S3_REGION", global = true)]
    pub s3_region: Option<String>,
    /// The access key of the bucket
    #[arg(long, env = "VOUCH_S3_ACCESS_KEY", global = true)]
    pub s3_access_key: Option<String>,
    /// The secret key of the bucket
    #[arg(long, env = "VOUCH_S3_SECRET_KEY", global = true, hide_env_values = true)]
    pub s3_secret_key: Option<String>,
    /// Fetch the pictures whose address an import has recorded [default: no]
    #[arg(long, env = "VOUCH_FETCH_IMAGES", global = true, num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub fetch_images: Option<bool>,
    /// Addresses and networks that are fetched from although they are not public: 10.1.0.0/16, 192.0.2.7
    #[arg(long, env = "VOUCH_FETCH_IMAGES_ALLOW", global = true)]
    pub fetch_images_allow: Option<String>,
    /// Folder of the demo catalogue [default: demo, found beside the binary's workspace]
    #[arg(long, env = "VOUCH_DEMO_DIR", global = true)]
    pub demo_dir: Option<PathBuf>,
    /// The currency in which the marketplace charges: GBP, EUR, USD, VND or AMD [default: GBP]
    #[arg(long, env = "VOUCH_CURRENCY", global = true)]
    pub currency: Option<String>,
    /// A table of exchange rates, JSON or CSV: amounts are then also shown, as an approximation, in the shopper's currency. The
    /// file is read anew when it changes [default: none; in a demonstration rates.json of the demo folder]
    #[arg(long, env = "VOUCH_RATES", global = true)]
    pub rates: Option<PathBuf>,
    /// After how many days rates are called old [default: 7]
    #[arg(long, env = "VOUCH_RATES_MAX_AGE_DAYS", global = true)]
    pub rates_max_age_days: Option<u16>,
    /// Lines of logs as text or as json [default: text]
    #[arg(long, env = "VOUCH_LOG_FORMAT", global = true)]
    pub log_format: Option<String>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "VOUCH_ADDR", global = true)]
    pub addr: Option<String>,
    /// The address under which people reach this installation [default: http://ADDR]
    #[arg(long, env = "VOUCH_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// Folder of the built storefront [default: the folder `site` near the binary]
    #[arg(long, env = "VOUCH_SITE", global = true)]
    pub site: Option<PathBuf>,
    /// Secrets of the carriers' webhooks: NAME=SECRET, separated by commas
    #[arg(long, env = "VOUCH_CARRIERS", global = true, hide_env_values = true)]
    pub carriers: Option<String>,
    /// Who receives bank transfers
    #[arg(long, env = "VOUCH_BANK_ACCOUNT_NAME", global = true)]
    pub bank_account_name: Option<String>,
    /// IBAN that receives bank transfers; without it shoppers cannot pay by transfer
    #[arg(long, env = "VOUCH_BANK_IBAN", global = true)]
    pub bank_iban: Option<String>,
    /// The bank's name and BIC
    #[arg(long, env = "VOUCH_BANK_NAME", global = true)]
    pub bank_name: Option<String>,
    /// How people reach you: KIND=VALUE, separated by semicolons; the kinds are email, phone, post and chat
    #[arg(long, env = "VOUCH_CONTACT", global = true)]
    pub contact: Option<String>,
    /// The server that takes mail: smtps://USER:PASSWORD@HOST, or smtp://HOST:PORT with ?tls=required for STARTTLS; without it
    /// mail stays in the local outbox, which a demonstration shows at /demo/outbox
    #[arg(long, env = "VOUCH_SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// A PEM file with the authority that vouches for the mail server, where it is a private one; those that everybody knows
    /// are believed anyway
    #[arg(long, env = "VOUCH_SMTP_CA", global = true)]
    pub smtp_ca: Option<PathBuf>,
    /// Who sends the mail: Market <market@example.org>
    #[arg(long, env = "VOUCH_MAIL_FROM", global = true)]
    pub mail_from: Option<String>,
    /// For how many milliseconds a page of a listing without a search may be answered from memory [default: 0, not at all]
    #[arg(long, env = "VOUCH_LISTINGS_KEPT_MS", global = true)]
    pub listings_kept_ms: Option<u64>,
    /// Points of cost that an account or address may spend in a minute; 0 for no limit [default: 120000]
    #[arg(long, env = "VOUCH_RATE_LIMIT", global = true)]
    pub rate_limit: Option<u32>,
    /// Pages and plain forms that an address may ask for in a minute; 0 for no limit [default: 600]
    #[arg(long, env = "VOUCH_PAGE_RATE_LIMIT", global = true)]
    pub page_rate_limit: Option<u32>,
    /// An experiment with suggestions, like no-history:10: its name, and the percent of shoppers, 1 to 50, who are held out and get
    /// none by their own history; every process must be given the same [default: none]
    #[arg(long, env = "VOUCH_RECOMMENDATIONS_EXPERIMENT", global = true)]
    pub recommendations_experiment: Option<String>,
    /// A proxy of ours stands before: take the client's address from the end of X-Forwarded-For
    #[arg(long, env = "VOUCH_BEHIND_PROXY", global = true, num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub behind_proxy: Option<bool>,
    /// Demonstration: load the demo catalogue into an empty database and show the demo accounts
    #[arg(long, env = "VOUCH_DEMO", global = true, num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub demo: Option<bool>,
    /// Demonstration: move demo orders in fast time, through the carriers' webhook
    #[arg(long, env = "VOUCH_DEMO_COURIER", global = true, num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub demo_courier: Option<bool>,
    /// Milliseconds between two steps of a demo order [default: 4000]
    #[arg(long, env = "VOUCH_DEMO_COURIER_PACE_MS", global = true)]
    pub demo_courier_pace_ms: Option<u64>,
    /// Where the demonstration's courier posts its reports, like http://127.0.0.1:8080 [default: this process]
    #[arg(long, env = "VOUCH_DEMO_COURIER_URL", global = true)]
    pub demo_courier_url: Option<String>,
}

/// Checked settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub database_url: String,
    /// Connections at most.
    pub database_pool: u32,
    /// Folder for derived data.
    pub data_dir: PathBuf,
    /// Where pictures lie.
    pub storage: StorageConfig,
    /// Whether and from where pictures of imports are fetched.
    pub fetch_images: FetchConfig,
    /// Folder of the demo catalogue.
    pub demo_dir: PathBuf,
    /// The currency of prices.
    pub currency: Currency,
    /// The table of exchange rates, if there is one.
    pub rates: Option<PathBuf>,
    /// After how many days rates are called old.
    pub rates_max_age_days: u16,
    /// Whether logs are JSON.
    pub json_logs: bool,
    /// Where to listen.
    pub addr: SocketAddr,
    /// Where people reach it, without a slash at the end.
    pub public_url: String,
    /// The built storefront.
    pub site: Option<PathBuf>,
    /// Webhook secrets by carrier.
    pub carriers: BTreeMap<String, String>,
    /// Who receives bank transfers, if anybody.
    pub bank: Option<Bank>,
    /// How the people who run it are reached, in the order in which it is shown.
    pub contact: Vec<contact::Channel>,
    /// Where mail goes; `None` means that it stays here.
    pub smtp: Option<SmtpConfig>,
    /// How long pages of listings are believed.
    pub listings_kept: Duration,
    /// Points that an account or address may spend in a minute; 0 is no limit.
    pub rate_limit: u32,
    /// Pages and plain forms that an address may ask for in a minute; 0 is no limit.
    pub page_rate_limit: u32,
    /// The experiment with suggestions that runs, if any.
    pub recommendations_experiment: Option<Experiment>,
    /// Whether the last address in X-Forwarded-For is the client's.
    pub behind_proxy: bool,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// Whether the demonstration's courier runs.
    pub demo_courier: bool,
    /// How long its steps take.
    pub demo_courier_pace: Duration,
    /// The host and port to which it posts; `None` means this process.
    pub demo_courier_host: Option<String>,
}

/// The account that receives bank transfers.
#[derive(Clone, Debug)]
pub struct Bank {
    /// Its owner.
    pub account_name: String,
    /// Its number.
    pub iban: String,
    /// The bank.
    pub name: String,
}

/// The carrier of the demonstration, whose secret is no secret.
pub const DEMO_CARRIER: &str = "demo-courier";

impl Settings {
    /// Reads the file and checks everything.
    ///
    /// # Errors
    /// A sentence that says which setting is wrong and what it may be.
    pub fn into_config(self) -> anyhow::Result<Config> {
        let file = match &self.config {
            None => Self::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("the configuration file {} cannot be read", path.display()))?;
                toml::from_str(&text).with_context(|| format!("the configuration file {} is wrong", path.display()))?
            }
        };
        self.or(file).check()
    }

    fn or(self, file: Self) -> Self {
        Self {
            config: self.config,
            database_url: self.database_url.or(file.database_url),
            database_pool: self.database_pool.or(file.database_pool),
            data_dir: self.data_dir.or(file.data_dir),
            media_dir: self.media_dir.or(file.media_dir),
            s3_bucket: self.s3_bucket.or(file.s3_bucket),
            s3_endpoint: self.s3_endpoint.or(file.s3_endpoint),
            s3_region: self.s3_region.or(file.s3_region),
            s3_access_key: self.s3_access_key.or(file.s3_access_key),
            s3_secret_key: self.s3_secret_key.or(file.s3_secret_key),
            fetch_images: self.fetch_images.or(file.fetch_images),
            fetch_images_allow: self.fetch_images_allow.or(file.fetch_images_allow),
            demo_dir: self.demo_dir.or(file.demo_dir),
            currency: self.currency.or(file.currency),
            rates: self.rates.or(file.rates),
            rates_max_age_days: self.rates_max_age_days.or(file.rates_max_age_days),
            log_format: self.log_format.or(file.log_format),
            addr: self.addr.or(file.addr),
            public_url: self.public_url.or(file.public_url),
            site: self.site.or(file.site),
            carriers: self.carriers.or(file.carriers),
            bank_account_name: self.bank_account_name.or(file.bank_account_name),
            bank_iban: self.bank_iban.or(file.bank_iban),
            bank_name: self.bank_name.or(file.bank_name),
            contact: self.contact.or(file.contact),
            smtp_url: self.smtp_url.or(file.smtp_url),
            smtp_ca: self.smtp_ca.or(file.smtp_ca),
            mail_from: self.mail_from.or(file.mail_from),
            listings_kept_ms: self.listings_kept_ms.or(file.listings_kept_ms),
            rate_limit: self.rate_limit.or(file.rate_limit),
            page_rate_limit: self.page_rate_limit.or(file.page_rate_limit),
            recommendations_experiment: self.recommendations_experiment.or(file.recommendations_experiment),
            behind_proxy: self.behind_proxy.or(file.behind_proxy),
            demo: self.demo.or(file.demo),
            demo_courier: self.demo_courier.or(file.demo_courier),
            demo_courier_pace_ms: self.demo_courier_pace_ms.or(file.demo_courier_pace_ms),
            demo_courier_url: self.demo_courier_url.or(file.demo_courier_url),
        }
    }

    fn check(self) -> anyhow::Result<Config> {
        let addr_text = self.addr.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let addr: SocketAddr = addr_text
            .parse()
            .with_context(|| format!("addr is `{addr_text}`; write it like 127.0.0.1:8080 or [::]:8080"))?;
        let public_url = self.public_url.unwrap_or_else(|| format!("http://{addr}"));
        ensure!(
            public_url.starts_with("http://") || public_url.starts_with("https://"),
            "public_url is `{public_url}`; write it like https://market.example"
        );
        let currency = self.currency.as_deref().unwrap_or("GBP");
        let charged = currency.parse().ok().filter(|currency| Currency::CHARGED.contains(currency));
        let currency =
            charged.with_context(|| format!("currency is `{currency}`; it may be GBP, EUR, USD, VND or AMD"))?;
        let json_logs = match self.log_format.as_deref() {
            None | Some("text") => false,
            Some("json") => true,
            Some(other) => bail!("log_format is `{other}`; it may be text or json"),
        };
        let database_url = self.database_url.unwrap_or_else(|| "sqlite://var/vouch.db".to_owned());
        ensure!(
            ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| database_url.starts_with(scheme)),
            "database_url must begin with sqlite: or postgres://"
        );
        ensure!(!database_url.contains(":memory:"), "database_url must name a file: readers and writer share it");
        let database_pool = self.database_pool.unwrap_or(8);
        ensure!((1..=500).contains(&database_pool), "database_pool is {database_pool}; it may be 1 to 500");
        let demo = self.demo.unwrap_or(false);
        let demo_courier = self.demo_courier.unwrap_or(false);
        let pace_ms = self.demo_courier_pace_ms.unwrap_or(4000);
        ensure!((10..=3_600_000).contains(&pace_ms), "demo_courier_pace_ms is {pace_ms}; it may be 10 to 3600000");
        let demo_courier_host = self.demo_courier_url.as_deref().map(parse_courier_url).transpose()?;
        let mut carriers = parse_carriers(self.carriers.as_deref().unwrap_or(""))?;
        if demo || demo_courier {
            carriers.entry(DEMO_CARRIER.to_owned()).or_insert_with(|| "the demonstration's secret".to_owned());
        }
        let bank = match (self.bank_iban, demo) {
            (Some(iban), _) => Some(Bank {
                account_name: self.bank_account_name.context("bank_iban is set: set bank_account_name too")?,
                iban,
                name: self.bank_name.unwrap_or_default(),
            }),
            // The example IBAN of the United Kingdom in ISO 13616's registry; it belongs to nobody.
            (None, true) => Some(Bank {
                account_name: "Vouch demonstration".to_owned(),
                iban: "GB33BUKB20201555555555".to_owned(),
                name: "Example Bank".to_owned(),
            }),
            (None, false) => None,
        };
        let data_dir = self.data_dir.unwrap_or_else(|| default_data_dir(&database_url));
        let bucket = BucketSettings {
            bucket: self.s3_bucket,
            endpoint: self.s3_endpoint,
            region: self.s3_region,
            access_key: self.s3_access_key,
            secret_key: self.s3_secret_key,
        };
        let allowed = Allowed::parse(self.fetch_images_allow.as_deref().unwrap_or(""))?;
        let demo_dir = self.demo_dir.or_else(|| find_near_binary("demo")).unwrap_or_else(|| PathBuf::from("demo"));
        let demo_rates = Some(demo_dir.join("rates.json")).filter(|file| demo && file.is_file());
        Ok(Config {
            storage: StorageConfig::check(bucket, self.media_dir.unwrap_or_else(|| data_dir.join("media")))?,
            fetch_images: FetchConfig { on: self.fetch_images.unwrap_or(false), allowed },
            data_dir,
            demo_dir,
            rates: self.rates.or(demo_rates),
            rates_max_age_days: self.rates_max_age_days.unwrap_or(7),
            site: self.site.or_else(|| find_near_binary("site")),
            database_url,
            database_pool,
            currency,
            json_logs,
            addr,
            public_url: public_url.trim_end_matches('/').to_owned(),
            carriers,
            bank,
            contact: contact::parse(self.contact.as_deref().unwrap_or(""))?,
            smtp: SmtpConfig::parse(self.smtp_url.as_deref(), self.mail_from.as_deref(), self.smtp_ca.as_deref())?,
            listings_kept: Duration::from_millis(self.listings_kept_ms.unwrap_or(0)),
            rate_limit: self.rate_limit.unwrap_or(120_000),
            page_rate_limit: self.page_rate_limit.unwrap_or(600),
            recommendations_experiment: self.recommendations_experiment.as_deref().map(parse_experiment).transpose()?,
            behind_proxy: self.behind_proxy.unwrap_or(false),
            demo,
            demo_courier,
            demo_courier_pace: Duration::from_millis(pace_ms),
            demo_courier_host,
        })
    }
}

impl Config {
    /// The database's URL for messages.
    #[must_use]
    pub fn database_url_without_password(&self) -> String {
        match (self.database_url.split_once("://"), self.database_url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => self.database_url.clone(),
        }
    }

    /// Makes the folders in which the database and derived data lie.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub fn create_folders(&self) -> anyhow::Result<()> {
        let folders = [
            sqlite_path(&self.database_url).and_then(|path| path.parent().map(Path::to_owned)),
            Some(self.data_dir.clone()),
        ];
        for folder in folders.into_iter().flatten().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(&folder)
                .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        }
        Ok(())
    }
}

fn parse_experiment(text: &str) -> anyhow::Result<Experiment> {
    text.parse::<Experiment>().map_err(|error| anyhow!("recommendations_experiment is `{text}`; {error}"))
}

fn parse_carriers(text: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let mut carriers = BTreeMap::new();
    for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        let (name, secret) = item.split_once('=').context("carriers must be written NAME=SECRET,NAME=SECRET")?;
        let known = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        ensure!(known && !name.is_empty(), "the carrier `{name}` must be named in lower-case letters, digits and -");
        ensure!(secret.len() >= 16, "the secret of the carrier `{name}` must have at least 16 characters");
        carriers.insert(name.to_owned(), secret.to_owned());
    }
    Ok(carriers)
}

/// The host and port of the courier's URL. Its client speaks plain HTTP and no TLS: it posts inside one installation.
fn parse_courier_url(url: &str) -> anyhow::Result<String> {
    let uri: Option<Uri> = url.parse().ok();
    let host = uri.filter(|uri| uri.scheme_str() == Some("http") && matches!(uri.path(), "" | "/"));
    let authority = host.and_then(|uri| uri.authority().cloned()).filter(|authority| !authority.as_str().contains('@'));
    let authority = authority.with_context(|| {
        format!("demo_courier_url is `{url}`; write it like http://127.0.0.1:8080: plain HTTP, and no path")
    })?;
    Ok(format!("{}:{}", authority.host(), authority.port_u16().unwrap_or(80)))
}

fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    Some(PathBuf::from(rest.split('?').next().unwrap_or(rest)))
}

fn default_data_dir(database_url: &str) -> PathBuf {
    match sqlite_path(database_url) {
        Some(path) => path.with_extension("data"),
        None => PathBuf::from("var"),
    }
}

/// A folder of this name beside the binary or beside one of the folders above it.
fn find_near_binary(name: &str) -> Option<PathBuf> {
    let binary = std::env::current_exe().ok()?;
    binary.ancestors().skip(1).take(4).map(|folder| folder.join(name)).find(|folder| folder.is_dir())
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
