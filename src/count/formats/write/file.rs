//! Writing an election.

use std::borrow::Cow;
use std::fmt;

use super::losses::withdrawn;
use super::{abif, blt, preflib, table};
use crate::count::formats::format::Format;
use crate::count::formats::read::intake::Election;
use crate::count::paper::Mark;
use crate::count::profile::Profile;
use crate::count::slate::Slate;

/// Writes `election` in `format`, less what [`losses`](super::losses::losses) names.
///
/// # Errors
/// What `out` answers.
pub fn write(election: &Election, format: Format, out: &mut dyn fmt::Write) -> fmt::Result {
    let (profile, told) = (&election.profile, &election.told);
    if format == Format::Blt {
        return blt::write(profile, told, out);
    }
    let standing = standing(profile).ok_or(fmt::Error)?;
    let profile = standing.as_ref();
    match format {
        Format::Abif => abif::write(profile, told, out),
        Format::Blt => blt::write(profile, told, out),
        Format::PrefLib(kind) => preflib::write(profile, told, kind, out),
        Format::Csv => table::write(profile, out),
    }
}

/// The ballots without those who withdrew, for formats that cannot say so.
fn standing(profile: &Profile) -> Option<Cow<'_, Profile>> {
    let nominees = profile.slate().nominees();
    if !nominees.iter().any(withdrawn) {
        return Some(Cow::Borrowed(profile));
    }
    let mut next = 0..u16::MAX;
    let positions: Vec<Option<u16>> =
        nominees.iter().map(|n| if withdrawn(n) { None } else { next.next() }).collect();
    let labels = nominees.iter().filter(|n| !withdrawn(n)).map(|n| n.label.as_str());
    let mut without = Profile::new(Slate::of_labels(labels).ok()?, profile.shape());
    without.add_blank(profile.blank()).ok()?;
    for (marks, weight) in profile.ballots() {
        let marks: Vec<Mark> = marks
            .filter_map(|mark| {
                let position = (*positions.get(usize::from(mark.position))?)?;
                Some(Mark { position, ..mark })
            })
            .collect();
        without.add_marks(&marks, weight).ok()?;
    }
    Some(Cow::Owned(without))
}
