//! `vouch`: see `vouch --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    api::cli::main()
}
