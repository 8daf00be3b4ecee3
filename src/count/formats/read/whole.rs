//! Reading a file that is in memory already.

use super::batch::Batch;
use super::intake::{Election, Intake};
use super::parser::Parser;
use super::reading::Reading;
use crate::count::formats::format::Format;
use crate::count::formats::problem::Problem;

/// Reads a whole file.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read(bytes: &[u8], format: Format, reading: Reading) -> Result<Election, Problem> {
    let mut parser = Parser::new(format, reading);
    let mut intake = Intake::new();
    let mut batch = Batch::new();
    for piece in bytes.chunks(PIECE) {
        parser.push(piece, &mut batch)?;
        intake.take(&mut batch)?;
    }
    let ending = parser.finish(&mut batch)?;
    intake.take(&mut batch)?;
    intake.finish(ending)
}

/// How many bytes are looked at before their ballots are put away.
const PIECE: usize = 256 * 1024;
