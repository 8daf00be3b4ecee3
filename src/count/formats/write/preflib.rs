//! Writing PrefLib's files, with today's header.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::lines::{by_score, labels, one_line, tiers};
use crate::count::formats::format::DataType;
use crate::count::formats::read::told::Told;
use crate::count::paper::{Mark, Shape};
use crate::count::profile::Profile;

pub(super) fn write(
    profile: &Profile,
    told: &Told,
    kind: DataType,
    out: &mut dyn Write,
) -> fmt::Result {
    let papers = profile.papers() - profile.spoiled().values().sum::<u64>();
    let blank = u64::from(profile.blank() > 0);
    let distinct = u64::try_from(profile.distinct()).unwrap_or(u64::MAX).saturating_add(blank);
    writeln!(out, "# TITLE: {}", one_line(told.title.as_deref().unwrap_or_default()))?;
    writeln!(out, "# DATA TYPE: {}", kind.as_str())?;
    writeln!(out, "# NUMBER ALTERNATIVES: {}", profile.slate().len())?;
    writeln!(out, "# NUMBER VOTERS: {papers}")?;
    let sorted = match kind {
        DataType::Soc | DataType::Soi | DataType::Toc | DataType::Toi => {
            writeln!(out, "# NUMBER UNIQUE ORDERS: {distinct}")?;
            None
        }
        DataType::Cat => {
            writeln!(out, "# NUMBER UNIQUE PREFERENCES: {distinct}")?;
            Some(Categories::of(profile))
        }
    };
    if let Some(categories) = &sorted {
        writeln!(out, "# NUMBER CATEGORIES: {}", categories.names().len())?;
        for (number, name) in (1_u32..).zip(categories.names()) {
            writeln!(out, "# CATEGORY NAME {number}: {name}")?;
        }
    }
    for (number, label) in (1_u32..).zip(labels(profile)) {
        writeln!(out, "# ALTERNATIVE NAME {number}: {label}")?;
    }
    if profile.blank() > 0 {
        ballot(profile.blank(), Vec::new(), sorted.as_ref(), profile, out)?;
    }
    for (marks, weight) in profile.ballots() {
        ballot(weight, marks.collect(), sorted.as_ref(), profile, out)?;
    }
    Ok(())
}

/// The categories of a file, the best first.
enum Categories {
    /// Approved and not approved.
    Two,
    /// One for each score that was given, the highest first.
    Scores(Vec<u16>),
}

impl Categories {
    fn of(profile: &Profile) -> Self {
        match profile.shape() {
            Shape::Ranked | Shape::Approved => Self::Two,
            Shape::Scored => {
                let given = profile.ballots().flat_map(|(marks, _)| marks.map(|mark| mark.grade));
                let given: BTreeSet<u16> = given.collect();
                let scores: Vec<u16> = given.into_iter().rev().collect();
                Self::Scores(if scores.is_empty() { vec![0] } else { scores })
            }
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::Two => vec!["Approved".into(), "Not approved".into()],
            Self::Scores(scores) => scores.iter().map(u16::to_string).collect(),
        }
    }
}

fn ballot(
    weight: u64,
    marks: Vec<Mark>,
    sorted: Option<&Categories>,
    profile: &Profile,
    out: &mut dyn Write,
) -> fmt::Result {
    write!(out, "{weight}:")?;
    let groups: Vec<Vec<u16>> = match sorted {
        None => {
            let marks = if profile.shape() == Shape::Scored { by_score(marks) } else { marks };
            tiers(&marks).map(|tier| tier.iter().map(|mark| mark.position).collect()).collect()
        }
        Some(Categories::Two) => {
            let approved: BTreeSet<u16> = marks.iter().map(|mark| mark.position).collect();
            let all = (0_u16..).zip(profile.slate().nominees()).map(|(position, _)| position);
            let rest = all.filter(|position| !approved.contains(position)).collect();
            vec![approved.into_iter().collect(), rest]
        }
        Some(Categories::Scores(scores)) => {
            let at = |score| marks.iter().filter(move |mark| mark.grade == score);
            scores.iter().map(|&score| at(score).map(|mark| mark.position).collect()).collect()
        }
    };
    for (i, group) in groups.iter().enumerate() {
        out.write_str(if i == 0 { " " } else { "," })?;
        let numbers: Vec<String> =
            group.iter().map(|&position| (u32::from(position) + 1).to_string()).collect();
        match numbers.as_slice() {
            [one] => out.write_str(one)?,
            more => write!(out, "{{{}}}", more.join(","))?,
        }
    }
    out.write_char('\n')
}
