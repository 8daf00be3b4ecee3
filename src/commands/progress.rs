//! [`Progress`]: a bar for files that take longer than a second to read, on a terminal only.

use std::io::{self, IsTerminal, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Passes bytes on and shows how many have passed.
pub struct Progress<R> {
    inner: R,
    started: Instant,
    bar: ProgressBar,
    shown: Shown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Never,
    NotYet,
    Yes,
}

/// How long a file may take before a bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);

impl<R: Read> Progress<R> {
    /// Watches `inner`, which holds so many bytes, if that is known.
    pub fn new(inner: R, bytes: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::hidden());
        let shown = if io::stderr().is_terminal() { Shown::NotYet } else { Shown::Never };
        Self { inner, started: Instant::now(), bar, shown }
    }

    fn show(&mut self) {
        let words = "Reading {bar:30} {bytes} of {total_bytes}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(words) {
            self.bar.set_style(style);
        }
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.shown = Shown::Yes;
    }
}

impl<R: Read> Read for Progress<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let len = self.inner.read(piece)?;
        if self.shown == Shown::NotYet && self.started.elapsed() > PATIENCE {
            self.show();
        }
        self.bar.inc(u64::try_from(len).unwrap_or(u64::MAX));
        if len == 0 {
            self.bar.finish_and_clear();
        }
        Ok(len)
    }
}

impl<R> Drop for Progress<R> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
