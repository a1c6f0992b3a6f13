//! Brotli beside every asset that shrinks, so that the server never compresses one.

use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

const QUALITY: u32 = 11;
const EXTENSIONS: [&str; 11] = ["css", "html", "ico", "js", "json", "map", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Compressed files kept from build to build, by the hash of what they hold: quality 11 takes seconds a megabyte.
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache in `folder`.
    pub fn open(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Writes `.br` beside each of `files` where that saves anything, as many at once as there are cores.
    pub fn compress_all(&self, files: &[PathBuf]) -> Result<()> {
        let next = AtomicUsize::new(0);
        let work = || -> Result<()> {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(file) = files.get(at) else { return Ok(()) };
                self.compress(file, at).with_context(|| format!("{} cannot be compressed", file.display()))?;
            }
        };
        thread::scope(|scope| {
            let workers = thread::available_parallelism().map_or(1, NonZero::get);
            let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
        })
    }

    /// Writes `file.br` beside `file` where that saves anything. `at` tells it from those that are at work at the same time.
    fn compress(&self, file: &Path, at: usize) -> Result<()> {
        let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if !EXTENSIONS.contains(&extension) {
            return Ok(());
        }
        let bytes = fs::read(file)?;
        let kept = self.folder.join(hash(&bytes));
        if !kept.is_file() {
            // Another file may hold the same.
            let partial = kept.with_extension(format!("partial-{at}"));
            fs::write(&partial, brotli(&bytes)?)?;
            fs::rename(&partial, &kept)?;
        }
        if fs::metadata(&kept)?.len() < bytes.len() as u64 {
            fs::copy(&kept, file.with_extension(format!("{extension}.br")))?;
        }
        Ok(())
    }
}

/// `bytes` as brotli at its highest quality.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = brotli::CompressorWriter::new(Vec::new(), 1 << 16, QUALITY, 24);
    out.write_all(bytes).context("brotli refuses the bytes")?;
    Ok(out.into_inner())
}

/// The first 16 hexadecimal digits of SHA-256: enough to tell contents apart, short enough for a file name.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// A size as people read it.
pub fn kilobytes(bytes: u64) -> String {
    let kilobytes = bytes as f64 / 1000.0;
    if kilobytes < 100.0 { format!("{kilobytes:.1} KB") } else { format!("{kilobytes:.0} KB") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_can_be_read_again() {
        let text = "paper, ink and lacquer; ".repeat(200);
        let small = brotli(text.as_bytes()).unwrap();
        assert!(small.len() < text.len() / 20);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
    }

    #[test]
    fn a_hash_tells_contents_apart() {
        assert_eq!(hash(b""), "e3b0c44298fc1c14");
        assert_ne!(hash(b"a"), hash(b"b"));
    }
}
