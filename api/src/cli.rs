//! The command line of `vouch`.

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Settings};
use crate::demo::{self, Loaded};
use crate::images::{
    self,
    fetch::{Fetched, fetch_due},
};
use crate::import::{self, OnError, ReviewsOf, SourceName};
use crate::reputation::{self, Stored};
use crate::reviews::{asking, holding};
use crate::serve::{self, Role};
use crate::transparency::audit::{self, Audit};
use crate::transparency::walk::Head;
use clap::{Parser, Subcommand};
use shared::{Locale, Timestamp};
use std::path::PathBuf;
use std::process::ExitCode;

mod recommendations;

/// Vouch, the marketplace whose product is trust.
///
/// Settings come from flags, else from the environment, else from the file that --config names.
#[derive(Parser)]
#[command(name = "vouch", version, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the storefront and the API, and do the background work
    Serve {
        /// `all`, or only `web` (requests) or only `worker` (background work)
        #[arg(long, value_enum, default_value_t = Role::All, env = "VOUCH_ROLE")]
        role: Role,
        /// Do not bring the database's schema up to date first
        #[arg(long)]
        no_migrate: bool,
    },
    /// Bring the database's schema up to date
    Migrate,
    /// Load the demo catalogue: what is there already is left as it is
    Demo,
    /// Import what a shop system exports, as CSV, plain or .gz
    #[command(subcommand)]
    Import(ImportCommand),
    /// Look after the search index
    #[command(subcommand)]
    Search(SearchCommand),
    /// How shops stand
    #[command(subcommand)]
    Standing(StandingCommand),
    /// Look after pictures
    #[command(subcommand)]
    Images(ImagesCommand),
    /// Look after reviews
    #[command(subcommand)]
    Reviews(ReviewsCommand),
    /// Learn what goes together, measure it, hand it out, and say what experiments show
    #[command(subcommand)]
    Recommendations(recommendations::RecommendationsCommand),
    /// Prove the transparency log: that no entry was altered, removed or moved, and that prices are as it says
    VerifyLog {
        /// A file fetched from /transparency/log.jsonl, to prove instead of the database's log
        file: Option<PathBuf>,
        /// Also prove that the log goes on from this head, noted before: SIZE:HASH, as this command prints it
        #[arg(long, value_name = "SIZE:HASH")]
        seen: Option<Head>,
    },
    /// Write the API's schema (SDL) to the standard output
    Schema,
}

/// A file and what to do with its bad rows.
///
/// Every bad row is reported with its line, column and reason. A second run of the same file changes nothing.
#[derive(clap::Args)]
struct ImportArgs {
    /// The file
    file: PathBuf,
    /// `reject-all` writes nothing when a row is bad; `reject-rows` leaves out products, orders or reviews with bad rows
    #[arg(long, value_enum, default_value_t = OnError::RejectAll)]
    on_error: OnError,
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Import a file of products as Shopify exports it: Handle, Title, Vendor, Variant Price, …
    Products(ImportArgs),
    /// Import a file of orders as Shopify exports it: Name, Email, Created at, Lineitem …, Vendor
    ///
    /// Imported orders move no stock: the shop system that exported them has counted their pieces out already.
    Orders {
        #[command(flatten)]
        args: ImportArgs,
        /// Which system the orders come from, when it serves several vendors; give the same name on every run [default:
        /// the vendor of an order's first line]
        #[arg(long)]
        source: Option<SourceName>,
    },
    /// Import a file of reviews as Judge.me exports it: title, body, rating, product_handle, …
    ///
    /// Import their products first. They are shown as imported and not verified, and their stars count nowhere; pictures
    /// and the addresses of reviewers are not kept.
    Reviews {
        #[command(flatten)]
        args: ImportArgs,
        /// The slug of the shop whose products they are about, when several shops use the same handles
        #[arg(long)]
        shop: Option<String>,
        /// The language in which they are written: en, vi or hy
        #[arg(long, default_value_t = Locale::En)]
        language: Locale,
    },
}

#[derive(Subcommand)]
enum SearchCommand {
    /// Build the index anew from the database; stop `vouch serve` of this data folder first
    Rebuild,
}

#[derive(Subcommand)]
enum ReviewsCommand {
    /// Look for rings and brigades now, as is done every hour, and hold what they wrote
    Judge,
    /// Ask the buyers of what arrived some days ago, as is done every five minutes
    Ask {
        /// The moment, such as 2026-11-01T00:00:00Z; one that is still to come only in a demonstration [default: now]
        #[arg(long)]
        at: Option<Timestamp>,
    },
}

#[derive(Subcommand)]
enum StandingCommand {
    /// Evaluate all shops, store how they stand, and let it have its consequences
    ///
    /// The same is done by `vouch serve` for the beginning of each month. A moment that is evaluated already stays as it
    /// was stored; one before a shop's last evaluation is stored and changes nothing.
    Evaluate {
        /// The moment, such as 2026-11-01T00:00:00Z; one that is still to come only in a demonstration [default: now]
        #[arg(long)]
        at: Option<Timestamp>,
    },
}

#[derive(Subcommand)]
enum ImagesCommand {
    /// Fetch the pictures whose address an import has recorded, all that are due
    Fetch,
    /// Say what would become of a file, how long it takes and how much memory; nothing is kept
    Check {
        /// The file
        file: PathBuf,
    },
}

/// Runs the command line; says what went wrong in one sentence a cause.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vouch: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    if matches!(cli.command, Command::Schema) {
        print!("{}", crate::graphql::sdl());
        return Ok(());
    }
    if let Command::Images(ImagesCommand::Check { file }) = &cli.command {
        println!("{}", images::check::check(file)?);
        return Ok(());
    }
    if let Command::VerifyLog { file: Some(file), seen } = &cli.command {
        return told(&audit::file(file, *seen)?);
    }
    let config = cli.settings.into_config()?;
    serve::start_logging(config.json_logs);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(execute(cli.command, config))
}

async fn execute(command: Command, config: Config) -> anyhow::Result<()> {
    let app = App::new(config, Clock::system()).await?;
    match command {
        Command::Serve { role, no_migrate } => {
            if !no_migrate {
                app.migrate().await?;
            }
            if app.config.demo
                && let Some(loaded) = demo::load_if_empty(&app).await?
            {
                tracing::info!(shops = loaded.shops, products = loaded.products, "the demo catalogue was loaded");
            }
            serve::serve(app, role).await
        }
        Command::Migrate => {
            app.migrate().await?;
            println!("the database is up to date");
            Ok(())
        }
        Command::Demo => {
            app.migrate().await?;
            let Loaded { shops, products, accounts, reviews } = demo::load(&app).await?;
            println!("added {shops} shops, {products} products, {accounts} accounts and {reviews} reviews");
            println!("every account that the sign-in page lists has the password {}", demo::PASSWORD);
            Ok(())
        }
        Command::Import(command) => {
            app.migrate().await?;
            let report = match &command {
                ImportCommand::Products(args) => import::import_products(&app, &args.file, args.on_error).await?,
                ImportCommand::Orders { args, source } => {
                    import::import_orders(&app, &args.file, args.on_error, source.clone()).await?
                }
                ImportCommand::Reviews { args, shop, language } => {
                    let of = ReviewsOf { shop: shop.clone(), locale: *language };
                    import::import_reviews(&app, &args.file, args.on_error, &of).await?
                }
            };
            println!("{report}");
            anyhow::ensure!(!report.refused(), "the file was refused");
            Ok(())
        }
        Command::Search(SearchCommand::Rebuild) => {
            let products = crate::search::rebuild(&app).await?;
            println!("the search index holds {products} products");
            Ok(())
        }
        Command::Standing(StandingCommand::Evaluate { at }) => {
            app.migrate().await?;
            let at = at.unwrap_or_else(|| app.clock.now());
            came(&app, at)?;
            let Stored { evaluated, top, below, suspended, reinstated } = reputation::evaluate_all(&app, at).await?;
            println!("evaluated {evaluated} shops at {at}: {top} top, {below} below the standard");
            println!("{suspended} are suspended from now on, {reinstated} sell again");
            Ok(())
        }
        Command::Images(ImagesCommand::Fetch) => {
            app.migrate().await?;
            let Fetched { ready, later, failed } = fetch_due(&app, None).await?;
            println!("fetched {ready} pictures; {later} are tried again later, {failed} are given up");
            Ok(())
        }
        Command::Reviews(ReviewsCommand::Judge) => {
            app.migrate().await?;
            let began = app.clock.now();
            let found = holding::patrol(&app).await?;
            let seconds = (app.clock.now().0 - began.0) as f64 / 1_000.0;
            println!("{found}; {seconds:.1} s");
            Ok(())
        }
        Command::Reviews(ReviewsCommand::Ask { at }) => {
            app.migrate().await?;
            let at = at.unwrap_or_else(|| app.clock.now());
            came(&app, at)?;
            println!("asked {} buyers for reviews", asking::ask_due(&app, at).await?);
            Ok(())
        }
        Command::Recommendations(command) => {
            app.migrate().await?;
            recommendations::run(&app, command).await
        }
        Command::VerifyLog { seen, .. } => told(&audit::database(&app, seen).await?),
        Command::Images(ImagesCommand::Check { .. }) | Command::Schema => Ok(()),
    }
}

/// Refuses a moment that is still to come, but in a demonstration.
fn came(app: &App, at: Timestamp) -> anyhow::Result<()> {
    anyhow::ensure!(at <= app.clock.now() || app.config.demo, "{at} is still to come");
    Ok(())
}

/// Says what an audit found; a fault is a failure.
fn told(audit: &Audit) -> anyhow::Result<()> {
    println!("{audit}");
    anyhow::ensure!(audit.findings.is_empty(), "the log is not what it was");
    Ok(())
}
