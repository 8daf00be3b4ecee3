//! Writing ABIF.

use std::fmt::{self, Write};

use super::lines::{by_score, labels, one_line};
use crate::count::formats::read::told::Told;
use crate::count::paper::{Mark, Shape};
use crate::count::profile::Profile;

pub(super) fn write(profile: &Profile, told: &Told, out: &mut dyn Write) -> fmt::Result {
    if let Some(title) = &told.title {
        writeln!(out, "{{\"title\": {}}}", quoted(&one_line(title)))?;
    }
    let kind = match profile.shape() {
        Shape::Ranked => "ranked",
        Shape::Approved => "choose_many",
        Shape::Scored => "rated",
    };
    writeln!(out, "{{\"ballot_type\": \"{kind}\"}}")?;
    if let Some(seats) = told.seats {
        writeln!(out, "{{\"seats\": {seats}}}")?;
    }
    if let Some(most) = told.max_score {
        writeln!(out, "{{\"max_rating\": {most}}}")?;
    }
    for (number, label) in (1..).zip(labels(profile)) {
        writeln!(out, "={}:{}", token(number), name(&label))?;
    }
    if profile.blank() > 0 {
        writeln!(out, "{}:", profile.blank())?;
    }
    for (marks, weight) in profile.ballots() {
        write!(out, "{weight}:")?;
        ballot(profile.shape(), marks.collect(), out)?;
        out.write_char('\n')?;
    }
    Ok(())
}

fn ballot(shape: Shape, marks: Vec<Mark>, out: &mut dyn Write) -> fmt::Result {
    let marks = if shape == Shape::Scored { by_score(marks) } else { marks };
    let mut last: Option<Mark> = None;
    for mark in marks {
        match (last, shape) {
            (None, _) => {}
            (Some(_), Shape::Approved | Shape::Scored) => out.write_char(',')?,
            (Some(last), Shape::Ranked) if last.grade == mark.grade => out.write_char('=')?,
            (Some(_), Shape::Ranked) => out.write_char('>')?,
        }
        out.write_str(&token(u32::from(mark.position) + 1))?;
        if shape == Shape::Scored {
            write!(out, "/{}", mark.grade)?;
        }
        last = Some(mark);
    }
    Ok(())
}

/// The name of a nominee on the ballots.
fn token(number: u32) -> String {
    format!("n{number}")
}

fn name(label: &str) -> String {
    if label.contains([']', '[']) { quoted(label) } else { format!("[{label}]") }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
