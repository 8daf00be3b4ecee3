//! Standard output for commands: a reader who has seen enough (`| head`) is no failure.

use std::io::{self, ErrorKind, Write};

use crate::error::{Error, Result};

/// Writes to standard output through `write`, and flushes it.
///
/// # Errors
/// Whatever standard output refuses, but not a reader who has gone.
pub fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::internal(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
