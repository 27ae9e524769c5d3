//! The zip file of an asset, and its hash.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use hmac_sha256::Hash;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::Contents;

/// 1980-01-01, the first day that a zip file can tell. The time of a file says nothing about what is in it.
const TIME: i64 = 315_532_800;

/// Everybody reads and runs every file: whether a file is a program is something that a checkout on
/// another system may have lost, and what Lambda starts has to be one.
const PERMISSIONS: u32 = 0o755;

/// Enough for text; more costs time in debug builds and saves little.
const COMPRESSION: u8 = 6;

/// The hash of the contents, not of the archive, so that another version of the compressor renames nothing.
pub(super) fn hash(contents: &Contents) -> String {
    let mut hash = Hash::new();
    let mut update = |bytes: &[u8]| {
        // With its length, so that two neighbours are never read as two others.
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    match contents {
        Contents::Files(files) => {
            for (path, contents) in files {
                update(path.as_bytes());
                update(contents);
            }
        }
        Contents::Archive(bytes) => update(bytes),
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn zip(files: &BTreeMap<String, Arc<[u8]>>) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    let written = files.iter().try_for_each(|(path, contents)| write(&mut archive, path, contents));
    let finished = written.and_then(|()| archive.finish());
    finished.expect("the paths have been checked, and memory takes whatever is written to it")
}

fn write(archive: &mut ZipArchiveWriter<Vec<u8>>, path: &str, contents: &[u8]) -> Result<(), rawzip::Error> {
    let (mut entry, config) = archive
        .new_file(path)
        .compression_method(CompressionMethod::DEFLATE)
        .last_modified(UtcDateTime::from_unix(TIME))
        .unix_permissions(PERMISSIONS)
        .start()?;
    let mut encoder = config.wrap(Deflate { out: &mut entry, pending: Vec::new() });
    encoder.write_all(contents)?;
    let (_, descriptor) = encoder.finish()?;
    entry.finish(descriptor)?;
    Ok(())
}

/// Compresses all that it was given when it is flushed, which the archive's writer does once a file.
struct Deflate<W> {
    out: W,
    pending: Vec<u8>,
}

impl<W: Write> Write for Deflate<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let compressed = miniz_oxide::deflate::compress_to_vec(&std::mem::take(&mut self.pending), COMPRESSION);
        self.out.write_all(&compressed)
    }
}
