//! `laurels convert`: writes a ballot file in another format, and says what that cannot hold.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::ballot_file::{self, BallotFile};
use super::screen;
use super::words::{self, CellsWord};
use crate::count::formats::format::Format;
use crate::count::formats::read::intake::Election;
use crate::count::formats::read::reading::{Cells, Reading};
use crate::count::formats::write::file::write;
use crate::count::formats::write::losses::{Loss, Weight, losses};
use crate::error::{Error, Result};

/// Write the ballots of a file in another format. Equal ballots are merged.
#[derive(clap::Args)]
pub struct Args {
    /// The ballot file; - for standard input.
    input: PathBuf,
    /// The file to write, in the format of its ending (with .gz after it, packed); - for
    /// standard output, in the format of --to.
    output: PathBuf,
    /// The format of the input; without it, the content tells.
    #[arg(long, value_name = "FORMAT", value_parser = words::format())]
    from: Option<Format>,
    /// The format of the output; without it, the ending of its name tells.
    #[arg(long, value_name = "FORMAT", value_parser = words::format())]
    to: Option<Format>,
    /// What the numbers in a CSV file mean, if the file does not say it.
    #[arg(long, value_enum)]
    cells: Option<CellsWord>,
    /// Write the file even where the format cannot hold all that the input says.
    #[arg(long)]
    lossy: bool,
}

/// Reads, says what would be lost, writes.
///
/// # Errors
/// The input is wrong, the format of the output is not known or has no place for something, or
/// the output cannot be written.
pub fn run(args: Args) -> Result<()> {
    let Some(to) = args.to.or_else(|| Format::of_name(args.output.to_str()?)) else {
        return Err(no_format(&args.output));
    };
    let reading = Reading { want: None, cells: args.cells.map(Cells::from) };
    let BallotFile { election, .. } = ballot_file::read(&args.input, args.from, reading)?;
    for note in &election.told.notes {
        writeln!(io::stderr(), "laurels: {note}").ok();
    }
    let lost = losses(&election, to);
    let fatal: Vec<&Loss> = lost.iter().filter(|loss| loss.weight == Weight::All).collect();
    if !fatal.is_empty() {
        return Err(refusal(&fatal, "Nothing was written; choose another format."));
    }
    if !lost.is_empty() && !args.lossy {
        let all: Vec<&Loss> = lost.iter().collect();
        return Err(refusal(&all, "Nothing was written; --lossy writes the file all the same."));
    }
    for loss in &lost {
        writeln!(io::stderr(), "laurels: {loss}").ok();
    }
    if args.output == Path::new(ballot_file::STANDARD_STREAM) {
        return screen::print(|out| put(&election, to, out));
    }
    save(&election, to, &args.output).map_err(|error| {
        let why = format!("{} cannot be written: {error}.", args.output.display());
        Error::setting(why, "Name a file in a directory that you may write to.")
    })
}

fn refusal(lost: &[&Loss], now: &'static str) -> Error {
    let words: Vec<&str> = lost.iter().map(|loss| loss.words.as_str()).collect();
    Error::setting(words.join(" "), now)
}

fn no_format(output: &Path) -> Error {
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
    let why = format!("The name {} does not say in which format to write.", output.display());
    Error::setting(why, format!("Name it with --to, one of: {}.", formats.join(", ")))
}

/// Writes beside the file and moves it there when it is whole: a half-written ballot file
/// looks like an election with fewer ballots.
fn save(election: &Election, format: Format, output: &Path) -> io::Result<()> {
    let mut beside = output.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let packed = output.extension().is_some_and(|ending| ending == "gz");
    let written = File::create(&beside).and_then(|file| {
        let mut out = BufWriter::new(file);
        if packed {
            let mut out = GzEncoder::new(out, Compression::default());
            put(election, format, &mut out)?;
            out.finish()?.flush()
        } else {
            put(election, format, &mut out)?;
            out.flush()
        }
    });
    match written.and_then(|()| fs::rename(&beside, output)) {
        Ok(()) => Ok(()),
        Err(error) => {
            // What went wrong first is what counts; the rest of the file is only in the way.
            fs::remove_file(&beside).ok();
            Err(error)
        }
    }
}

fn put(election: &Election, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Text { out, failed: None };
    match write(election, format, &mut text) {
        Ok(()) => Ok(()),
        Err(fmt::Error) => Err(text.failed.unwrap_or_else(|| io::ErrorKind::Other.into())),
    }
}

/// Text as bytes; keeps the error that `fmt` has no room for.
struct Text<'a> {
    out: &'a mut dyn Write,
    failed: Option<io::Error>,
}

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.failed = Some(error);
            fmt::Error
        })
    }
}
