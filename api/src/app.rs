//! What use cases receive.

use crate::accounts;
use crate::catalog::Shelf;
use crate::clock::Clock;
use crate::config::Config;
use crate::currencies::Currencies;
use crate::db::Db;
use crate::ids::Ids;
use crate::images::{Storage, Workshop};
use crate::limits::Limits;
use crate::mail::Mailer;
use crate::passkeys::RelyingParty;
use crate::recommendations::{self, Exposures, Outlook};
use crate::search::Search;
use crate::search::popular::Popular;
use crate::transparency;
use anyhow::Context as _;
use migrations::MigratorTrait as _;
use std::ops::Deref;
use std::sync::Arc;

/// The server, cheap to clone: its parts, which all clones share.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl From<Parts> for App {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

/// The server's parts.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// Ids and secrets.
    pub ids: Ids,
    /// The search index of this node.
    pub search: Search,
    /// What many search for.
    pub popular: Arc<Popular>,
    /// The table of exchange rates.
    pub currencies: Arc<Currencies>,
    /// What accounts keep in memory.
    pub accounts: accounts::State,
    /// What nearly every request needs of shops and categories.
    pub shelf: Arc<Shelf>,
    /// The model that suggestions are made from.
    pub recommendations: Arc<recommendations::Current>,
    /// What may be suggested now.
    pub outlook: Arc<Outlook>,
    /// Who is known to take part in the experiment with suggestions.
    pub exposures: Arc<Exposures>,
    /// How much somebody may ask in a minute.
    pub limits: Limits,
    /// Where files lie.
    pub storage: Storage,
    /// Where pictures are made.
    pub workshop: Workshop,
    /// For which domain passkeys are made, if browsers allow them at this address.
    pub passkeys: Option<Arc<RelyingParty>>,
    /// What takes mail away, if anything.
    pub mailer: Option<Mailer>,
    /// How this installation is configured.
    pub config: Arc<Config>,
}

impl App {
    /// Connects to the database that the configuration names.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn new(config: Config, clock: Clock) -> anyhow::Result<Self> {
        config.create_folders()?;
        let db = Db::connect(&config.database_url, config.database_pool)
            .await
            .with_context(|| format!("cannot open {}", config.database_url_without_password()))?;
        let search = Search::open(&config.data_dir.join("search"))?;
        let accounts = accounts::State::default();
        let ids = Ids::new(clock.clone());
        let limits = Limits::new(&config);
        let mailer = Mailer::new(config.smtp.as_ref(), &config.public_url)?;
        let (storage, workshop) = (Storage::open(&config.storage)?, Workshop::default());
        let passkeys = RelyingParty::new(&config.public_url)?.map(Arc::new);
        let currencies = Arc::new(Currencies::open(&config));
        let config = Arc::new(config);
        let shelf = Arc::new(Shelf::new(config.listings_kept));
        Ok(Self::from(Parts {
            db,
            search,
            popular: Arc::default(),
            currencies,
            accounts,
            ids,
            clock,
            shelf,
            recommendations: Arc::default(),
            outlook: Arc::default(),
            exposures: Arc::default(),
            limits,
            storage,
            workshop,
            passkeys,
            mailer,
            config,
        }))
    }

    /// Brings the database's schema up to date, and begins the transparency log where there was none.
    ///
    /// # Errors
    /// When a change cannot be applied; then the changes before it stand.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        migrations::Migrator::up(self.db.write(), None).await.context("the database could not be migrated")?;
        transparency::begin(self).await.context("the transparency log could not be begun")
    }
}
