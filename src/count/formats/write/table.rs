//! Writing a table (CSV): a column for each nominee, and one before them that says how many
//! papers a row stands for and what the cells mean.

use std::fmt::{self, Write};

use super::lines::labels;
use crate::count::paper::{Mark, Shape};
use crate::count::profile::Profile;

pub(super) fn write(profile: &Profile, out: &mut dyn Write) -> fmt::Result {
    out.write_str(match profile.shape() {
        Shape::Ranked => "ballots (ranks)",
        Shape::Approved => "ballots (approvals)",
        Shape::Scored => "ballots (scores)",
    })?;
    for label in labels(profile) {
        write!(out, ",{}", cell(&label))?;
    }
    out.write_char('\n')?;
    if profile.blank() > 0 {
        row(profile.blank(), profile, &[], out)?;
    }
    for (marks, weight) in profile.ballots() {
        row(weight, profile, &marks.collect::<Vec<_>>(), out)?;
    }
    Ok(())
}

fn row(weight: u64, profile: &Profile, marks: &[Mark], out: &mut dyn Write) -> fmt::Result {
    let mut cells = vec![None; profile.slate().len()];
    for mark in marks {
        if let Some(cell) = cells.get_mut(usize::from(mark.position)) {
            *cell = Some(match profile.shape() {
                Shape::Ranked => u32::from(mark.grade) + 1,
                Shape::Approved => 1,
                Shape::Scored => mark.grade.into(),
            });
        }
    }
    write!(out, "{weight}")?;
    for cell in cells {
        match cell {
            None => out.write_char(',')?,
            Some(number) => write!(out, ",{number}")?,
        }
    }
    out.write_char('\n')
}

fn cell(text: &str) -> String {
    if text.contains(['"', ',', ';', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
