//! The report reads as a person would write it, and says nothing that the outcome does not.
#![expect(clippy::unwrap_used, reason = "a fault in a test is a failed test")]

use laurels::count::{Method, Profile, Rules, Shape, Slate, Spoil, beside, count};

fn tennessee() -> Profile {
    let slate = Slate::of_labels(["Memphis", "Nashville", "Chattanooga", "Knoxville"]).unwrap();
    let mut profile = Profile::new(slate, Shape::Ranked);
    profile.add_order(&[0_u16, 1, 2, 3], 42).unwrap();
    profile.add_order(&[1_u16, 2, 3, 0], 26).unwrap();
    profile.add_order(&[2_u16, 3, 1, 0], 15).unwrap();
    profile.add_order(&[3_u16, 2, 1, 0], 17).unwrap();
    profile.add_blank(3).unwrap();
    profile.add_spoiled(Spoil::TooManyMarks, 1).unwrap();
    profile
}

#[test]
fn a_runoff_is_told_round_by_round() {
    let outcome = count(Method::InstantRunoff, &tennessee(), &Rules::default()).unwrap();
    let report = outcome.report();
    for line in [
        "Knoxville wins.",
        "104 ballots cast, 100 counted, 3 blank, 1 set aside (more marks than allowed).",
        "    Chattanooga leaves with the fewest votes.",
        "      15 from Chattanooga to Knoxville",
        "                58  Knoxville",
    ] {
        assert!(report.lines().any(|told| told == line), "no line {line:?} in\n{report}");
    }
}

#[test]
fn what_stands_beside_says_whom_the_voters_prefer_and_who_else_could_win() {
    let profile = tennessee();
    let outcome = count(Method::InstantRunoff, &profile, &Rules::default()).unwrap();
    let report =
        beside(Method::InstantRunoff, &profile, &Rules::default()).unwrap().report(&outcome);
    for words in [
        "More ballots put Nashville above each other nominee than below.",
        "Without Memphis: Nashville.",
        "Schulze                   Nashville",
        "Score                     cannot read these ballots",
    ] {
        assert!(report.contains(words), "no {words:?} in\n{report}");
    }
}
