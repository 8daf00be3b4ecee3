//! What the writers of all formats share: names on one line, marks in groups.

use crate::count::paper::Mark;
use crate::count::profile::Profile;

/// The names of nominees, each on one line and none empty.
pub(super) fn labels(profile: &Profile) -> Vec<String> {
    let numbered = (1_u32..).zip(profile.slate().nominees());
    numbered
        .map(|(number, nominee)| {
            let label = one_line(&nominee.label);
            if label.is_empty() { format!("nominee {number}") } else { label }
        })
        .collect()
}

/// A text without line breaks and other control characters.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The marks of one ballot in groups of equal grade.
pub(super) fn tiers(marks: &[Mark]) -> impl Iterator<Item = &[Mark]> {
    marks.chunk_by(|one, next| one.grade == next.grade)
}

/// The same marks with the best score first.
pub(super) fn by_score(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (u16::MAX - mark.grade, mark.position));
    marks
}
