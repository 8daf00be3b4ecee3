//! Writing BLT.

use std::fmt::{self, Write};

use super::lines::{by_score, labels, one_line, tiers};
use super::losses::withdrawn;
use crate::count::formats::read::told::Told;
use crate::count::paper::Shape;
use crate::count::profile::Profile;

pub(super) fn write(profile: &Profile, told: &Told, out: &mut dyn Write) -> fmt::Result {
    let nominees = profile.slate().nominees();
    let seats = told.seats.map_or(1, std::num::NonZeroU16::get);
    writeln!(out, "{} {seats}", nominees.len())?;
    let gone = (1_u32..).zip(nominees).filter(|(_, nominee)| withdrawn(nominee));
    let gone: Vec<String> = gone.map(|(number, _)| format!("-{number}")).collect();
    if !gone.is_empty() {
        writeln!(out, "{}", gone.join(" "))?;
    }
    if profile.blank() > 0 {
        writeln!(out, "{} 0", profile.blank())?;
    }
    for (marks, weight) in profile.ballots() {
        write!(out, "{weight}")?;
        let marks: Vec<_> = marks.collect();
        let marks = if profile.shape() == Shape::Scored { by_score(marks) } else { marks };
        for tier in tiers(&marks) {
            for (i, mark) in tier.iter().enumerate() {
                let sign = if i == 0 { ' ' } else { '=' };
                write!(out, "{sign}{}", u32::from(mark.position) + 1)?;
            }
        }
        out.write_str(" 0\n")?;
    }
    out.write_str("0\n")?;
    for label in labels(profile) {
        writeln!(out, "\"{}\"", label.replace('"', "'"))?;
    }
    let title = one_line(told.title.as_deref().unwrap_or_default());
    writeln!(out, "\"{}\"", title.replace('"', "'"))
}
