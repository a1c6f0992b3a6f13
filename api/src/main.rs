//! `vouch`: see `vouch --help`.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Requests are answered from many small pieces of memory, which two threads or more take and give back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    api::cli::main()
}
