//! The digest of a file of records, which grants name: `sha256:` and what `sha256sum` prints.

use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::files::open_named;

/// The digest of a whole file.
pub(crate) fn digest(path: &Path) -> Result<String, Failure> {
    let (mut file, _) = open_named(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => buffer.get(..count).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::io(path, "read", &error)),
        };
        hash.update(read);
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("sha256:{hex}"))
}
