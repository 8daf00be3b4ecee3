//! Ballot files on disk or on standard input: opened, unpacked, recognised and read on two
//! threads, one for bytes and one for ballots. Never more of a file is in memory than a few
//! pieces and the distinct ballots.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use flate2::read::MultiGzDecoder;

use super::progress::Progress;
use crate::count::formats::format::Format;
use crate::count::formats::problem::Problem;
use crate::count::formats::read::batch::Batch;
use crate::count::formats::read::intake::{Election, Intake};
use crate::count::formats::read::parser::Parser;
use crate::count::formats::read::reading::Reading;
use crate::count::formats::read::told::Ending;
use crate::count::formats::sniff::{ENOUGH, is_gzip, sniff};
use crate::error::{Error, Result};

/// A file that was read.
pub struct BallotFile {
    /// What it says.
    pub election: Election,
    /// The format it is in.
    pub format: Format,
}

/// The name that stands for standard input, and for standard output.
pub const STANDARD_STREAM: &str = "-";

/// How many bytes are read at a time. Small enough that a piece and its ballots stay in the
/// processor's cache on their way.
const PIECE: usize = 128 * 1024;

/// How many batches may wait for the thread that puts them away.
const WAITING: usize = 4;

/// Why reading stopped.
enum Stop {
    Wrong(Problem),
    Unreadable(io::Error),
    /// The other thread has stopped, and says why.
    NobodyListens,
}

/// Reads the ballots of a file; `-` is standard input. Where no format is given, the content
/// tells it.
///
/// # Errors
/// It cannot be opened or read, its format cannot be told, or something in it is wrong.
pub fn read(path: &Path, format: Option<Format>, reading: Reading) -> Result<BallotFile> {
    let name = name(path);
    let refused = |stop: Stop| refusal(&name, stop);
    let (mut source, start) = open(path).map_err(|error| refused(Stop::Unreadable(error)))?;
    let format = match format.or_else(|| sniff(&start, path.to_str())) {
        Some(format) => format,
        None => return Err(unknown(&name)),
    };
    let election = thread::scope(|scope| {
        let (full, from_parser) = sync_channel(WAITING);
        let (give_back, emptied) = channel();
        let parser = scope.spawn(move || {
            parse(Parser::new(format, reading), &start, &mut source, &full, &emptied)
        });
        let taken = take(&from_parser, &give_back);
        drop(from_parser);
        let ending = match parser.join() {
            Ok(ending) => ending,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        match (taken, ending) {
            // The parser stopped because nobody listened: the other side knows why.
            (Err(problem), Ok(_) | Err(Stop::NobodyListens)) => Err(Stop::Wrong(problem)),
            (_, Err(stop)) => Err(stop),
            (Ok(intake), Ok(ending)) => intake.finish(ending).map_err(Stop::Wrong),
        }
    });
    Ok(BallotFile { election: election.map_err(refused)?, format })
}

/// What a file is called in a sentence.
pub fn name(path: &Path) -> String {
    if path == Path::new(STANDARD_STREAM) {
        "standard input".into()
    } else {
        path.display().to_string()
    }
}

/// One thread: bytes to batches.
fn parse(
    mut parser: Parser,
    start: &[u8],
    source: &mut impl Read,
    full: &SyncSender<Batch>,
    emptied: &Receiver<Batch>,
) -> Result<Ending, Stop> {
    let mut batch = Batch::new();
    let pass_on = |batch: Batch| {
        full.send(batch).or(Err(Stop::NobodyListens))?;
        Ok(emptied.try_recv().unwrap_or_default())
    };
    for piece in start.chunks(PIECE) {
        parser.push(piece, &mut batch).map_err(Stop::Wrong)?;
        batch = pass_on(batch)?;
    }
    let mut buffer = vec![0; PIECE];
    loop {
        let len = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(len) => len,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Stop::Unreadable(error)),
        };
        let piece = buffer.get(..len).unwrap_or_default();
        parser.push(piece, &mut batch).map_err(Stop::Wrong)?;
        batch = pass_on(batch)?;
    }
    let ending = parser.finish(&mut batch).map_err(Stop::Wrong)?;
    pass_on(batch)?;
    Ok(ending)
}

/// The other thread: batches to a profile.
fn take(from_parser: &Receiver<Batch>, give_back: &Sender<Batch>) -> Result<Intake, Problem> {
    let mut intake = Intake::new();
    for mut batch in from_parser {
        intake.take(&mut batch)?;
        // The parser may be done already, and needs no batch any more.
        give_back.send(batch).ok();
    }
    Ok(intake)
}

/// The unpacked bytes of a file: its start, and a reader for what follows.
fn open(path: &Path) -> io::Result<(Box<dyn Read + Send>, Vec<u8>)> {
    let mut packed: Box<dyn Read + Send> = if path == Path::new(STANDARD_STREAM) {
        Box::new(io::stdin())
    } else {
        let file = File::open(path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Box::new(Progress::new(file, about.is_file().then_some(about.len())))
    };
    let start = start_of(&mut packed)?;
    if !is_gzip(&start) {
        return Ok((packed, start));
    }
    let mut unpacked = Box::new(MultiGzDecoder::new(io::Cursor::new(start).chain(packed)));
    let start = start_of(&mut unpacked)?;
    Ok((unpacked, start))
}

fn start_of(source: &mut impl Read) -> io::Result<Vec<u8>> {
    let enough = u64::try_from(ENOUGH).unwrap_or(u64::MAX);
    let mut start = Vec::new();
    source.take(enough).read_to_end(&mut start)?;
    Ok(start)
}

fn refusal(name: &str, stop: Stop) -> Error {
    match stop {
        Stop::Wrong(mut problem) => {
            let now = problem.hint.take().unwrap_or("Nothing was counted.".into());
            let sign = if problem.place.is_some() { "," } else { ":" };
            Error::setting(format!("{name}{sign} {problem}"), now)
        }
        Stop::Unreadable(error) => {
            let now = "Name a ballot file that can be read, or - for standard input.";
            Error::setting(format!("{name} cannot be read: {error}."), now)
        }
        Stop::NobodyListens => Error::internal("the ballots of a file went nowhere"),
    }
}

fn unknown(name: &str) -> Error {
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
    let now = format!("Name it with --from, one of: {}.", formats.join(", "));
    Error::setting(format!("{name} is empty, and so its format cannot be told."), now)
}
