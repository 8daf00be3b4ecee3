//! What a ballot file says, written as short lines: for the tests of the formats.

use laurels::count::formats::format::Format;
use laurels::count::formats::problem::Problem;
use laurels::count::formats::read::batch::Batch;
use laurels::count::formats::read::intake::{Election, Intake};
use laurels::count::formats::read::parser::Parser;
use laurels::count::formats::read::reading::Reading;
use laurels::count::formats::read::whole;
use laurels::count::{Mark, Presence, Shape};

/// The election in `text`, which must be right.
pub(crate) fn election(format: &str, text: &str, want: Option<Shape>) -> Election {
    let reading = Reading { want, cells: None };
    whole::read(text.as_bytes(), format.parse().unwrap(), reading)
        .unwrap_or_else(|problem| panic!("{problem}\n{text}"))
}

/// What is wrong with `text`.
pub(crate) fn problem(format: &str, text: &[u8], want: Option<Shape>) -> Problem {
    let reading = Reading { want, cells: None };
    whole::read(text, format.parse().unwrap(), reading).expect_err("this file is right")
}

/// The same file given in pieces of these sizes, again and again.
pub(crate) fn in_pieces(
    bytes: &[u8],
    format: Format,
    reading: Reading,
    sizes: &[usize],
) -> Result<Election, Problem> {
    let (mut parser, mut intake) = (Parser::new(format, reading), Intake::new());
    let mut batch = Batch::new();
    let mut rest = bytes;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at(rest.len().min((*size).max(1)));
        parser.push(piece, &mut batch)?;
        intake.take(&mut batch)?;
        rest = after;
    }
    let ending = parser.finish(&mut batch)?;
    intake.take(&mut batch)?;
    intake.finish(ending)
}

/// The ballots as lines, in the order of the alphabet: `3: Ann > Bob = Cy`, `2: Ann + Bob`,
/// `1: Ann/5, Bob/0`, `4: nothing`.
pub(crate) fn ballots(election: &Election) -> Vec<String> {
    let profile = &election.profile;
    let slate = profile.slate();
    let label = |mark: &Mark| slate.at(mark.position).unwrap().label.clone();
    let mut lines: Vec<String> = profile
        .ballots()
        .map(|(marks, weight)| {
            let marks: Vec<Mark> = marks.collect();
            let words: Vec<String> = match profile.shape() {
                Shape::Ranked => marks
                    .chunk_by(|a, b| a.grade == b.grade)
                    .map(|tier| tier.iter().map(label).collect::<Vec<_>>().join(" = "))
                    .collect(),
                Shape::Approved => marks.iter().map(label).collect(),
                Shape::Scored => {
                    marks.iter().map(|mark| format!("{}/{}", label(mark), mark.grade)).collect()
                }
            };
            let sign = match profile.shape() {
                Shape::Ranked => " > ",
                Shape::Approved => " + ",
                Shape::Scored => ", ",
            };
            format!("{weight}: {}", words.join(sign))
        })
        .collect();
    if profile.blank() > 0 {
        lines.push(format!("{}: nothing", profile.blank()));
    }
    lines.sort();
    lines
}

/// The labels of the slate, `-` before those who withdrew.
pub(crate) fn nominees(election: &Election) -> Vec<String> {
    let nominees = election.profile.slate().nominees().iter();
    nominees
        .map(|nominee| match nominee.presence {
            Presence::Standing => nominee.label.clone(),
            Presence::Withdrawn => format!("-{}", nominee.label),
        })
        .collect()
}
