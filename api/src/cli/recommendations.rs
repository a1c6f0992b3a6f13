//! `vouch recommendations …`

use crate::app::App;
use crate::recommendations::experiment::{self, Name};
use crate::recommendations::model::{Phase, Progress};
use crate::recommendations::training::{self, Export, Tell, Training};
use clap::{Subcommand, ValueEnum};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// What may be done with the model of recommendations.
#[derive(Subcommand)]
pub(super) enum RecommendationsCommand {
    /// Learn which products go together, as is done every six hours; those who serve swap the new model in
    Train,
    /// Hold the last order of everybody out, learn from all the rest, and say how well it is guessed; nothing is stored
    Eval {
        /// Orders that somebody must have to be asked about, the one that is held out among them
        #[arg(long, default_value_t = 5)]
        holdout_min_baskets: usize,
        /// `table` for people, `json` for programs
        #[arg(long, value_enum, default_value_t = EvalFormat::Table)]
        format: EvalFormat,
    },
    /// Write what would be suggested to everybody, one line an account or address
    ///
    /// {"email": …, "items": [handles of products], "exclude_purchased": true}. Nobody is asked here whether they allow mail: that
    /// is for whoever sends it to know.
    Export {
        /// Items a line
        #[arg(long, default_value_t = 20)]
        first: usize,
        /// How it is written
        #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
        format: ExportFormat,
        /// Also what somebody has bought before, where it is likely to be bought again
        #[arg(long)]
        include_purchased: bool,
        /// The file [default: the standard output]
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Say what an experiment has shown: for each arm who took part, who ordered afterwards, and what for
    Experiment {
        /// Its name, as --recommendations-experiment gives it
        name: Name,
    },
}

/// How an evaluation is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum EvalFormat {
    /// Text in columns.
    Table,
    /// One JSON document.
    Json,
}

/// How suggestions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// A JSON object a line.
    Jsonl,
}

/// Runs a command on an up-to-date database.
pub(super) async fn run(app: &App, command: RecommendationsCommand) -> anyhow::Result<()> {
    match command {
        RecommendationsCommand::Train => match training::train(app, progress()).await? {
            Training::Learned(learned) => println!("{learned}"),
            Training::Nothing => println!("there are no orders and no signals to learn from yet"),
            Training::Busy(until) => {
                anyhow::bail!("another process is learning; if it has died, its claim ends at {until}")
            }
        },
        RecommendationsCommand::Eval { holdout_min_baskets, format } => {
            match (training::evaluate(app, holdout_min_baskets, progress()).await?, format) {
                (None, EvalFormat::Table) => println!("there are no orders to learn from yet"),
                (None, EvalFormat::Json) => println!("null"),
                (Some(evaluation), EvalFormat::Table) => println!("{}", training::table(&evaluation)),
                (Some(evaluation), EvalFormat::Json) => {
                    println!("{}", serde_json::to_string_pretty(&training::document(&evaluation)?)?);
                }
            }
        }
        RecommendationsCommand::Export { first, format: ExportFormat::Jsonl, include_purchased, output } => {
            let mut to: Box<dyn Write + Send> = match &output {
                Some(path) => Box::new(BufWriter::new(File::create(path)?)),
                None => Box::new(BufWriter::new(io::stdout())),
            };
            let lines = training::export(app, Export { first, include_purchased }, progress(), &mut *to).await?;
            eprintln!("wrote {lines} lines");
        }
        RecommendationsCommand::Experiment { name } => println!("{}", experiment::results(app, &name).await?),
    }
    Ok(())
}

/// Tells on the standard error how far the learning is: each phase, and each tenth of it.
fn progress() -> Tell {
    let mut told = None;
    Box::new(move |Progress { phase, done, of }| {
        let tenth = (done * 10).checked_div(of).unwrap_or(0);
        if told != Some((phase, tenth)) {
            told = Some((phase, tenth));
            let what = match phase {
                Phase::Counting => "counting",
                Phase::Choosing => "choosing parameters",
                Phase::Learning => "learning",
                Phase::Evaluating => "evaluating",
            };
            eprintln!("{what}: {done} of {of}");
        }
    })
}
