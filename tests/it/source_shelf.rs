//! Which files are which story, whatever happens to them.

use laurels::submissions::source::changes::{Change, What};
use laurels::submissions::source::shelf::Shelf;
use laurels::submissions::source::shelved::{Bringer, Shelved};
use proptest::prelude::*;

use crate::source_rules::vision;

fn change(what: What, path: &str) -> Change {
    Change { what, path: path.into(), blob: Some(format!("{path}!")) }
}

fn added(path: &str) -> Change {
    change(What::Added, path)
}

fn moved(from: &str, to: &str) -> Change {
    change(What::MovedFrom(from.into()), to)
}

fn land(shelf: &mut Shelf, number: u64, changes: &[Change]) {
    shelf.land(Bringer { number, title: "T", labels: &[] }, changes, &vision());
}

fn propose(shelf: &mut Shelf, number: u64, changes: &[Change]) {
    shelf.propose(Bringer { number, title: "T", labels: &[] }, changes, &vision());
}

fn of(shelf: &Shelf, number: u64) -> Vec<&Shelved> {
    shelf.of(number).collect()
}

#[test]
fn two_stories_that_swap_their_places_stay_themselves() {
    let mut shelf = Shelf::default();
    land(&mut shelf, 1, &[added("status_quo/a.md"), added("status_quo/b.md")]);

    shelf.commit(&[
        moved("status_quo/a.md", "status_quo/b.md"),
        moved("status_quo/b.md", "status_quo/a.md"),
    ]);

    let stories = of(&shelf, 1);
    assert_eq!(
        (stories[0].first_path.as_str(), stories[0].path()),
        ("status_quo/a.md", "status_quo/b.md")
    );
    assert_eq!(
        (stories[1].first_path.as_str(), stories[1].path()),
        ("status_quo/b.md", "status_quo/a.md")
    );
}

#[test]
fn a_chapter_that_comes_later_joins_its_story_and_one_that_goes_leaves_it() {
    let mut shelf = Shelf::default();
    land(&mut shelf, 1, &[added("status_quo/aws.md")]);
    land(&mut shelf, 2, &[added("status_quo/aws/part_10.md"), added("status_quo/aws/part_2.md")]);

    let paths = |shelf: &Shelf| -> Vec<String> {
        of(shelf, 1)[0].files.iter().map(|f| f.path.clone()).collect()
    };
    assert!(of(&shelf, 2).is_empty(), "a chapter is no story");
    let whole = ["status_quo/aws.md", "status_quo/aws/part_2.md", "status_quo/aws/part_10.md"];
    assert_eq!(paths(&shelf), whole);
    shelf.commit(&[change(What::Removed, "status_quo/aws/part_2.md")]);
    assert_eq!(paths(&shelf), ["status_quo/aws.md", "status_quo/aws/part_10.md"]);
}

#[test]
fn a_story_that_is_removed_and_brought_back_is_the_same() {
    let mut shelf = Shelf::default();
    land(&mut shelf, 1, &[added("status_quo/a.md")]);
    shelf.commit(&[change(What::Removed, "status_quo/a.md")]);
    assert!(of(&shelf, 1)[0].removed);

    land(&mut shelf, 2, &[added("status_quo/a.md")]);

    assert!(of(&shelf, 2).is_empty());
    assert!(!of(&shelf, 1)[0].removed);
}

#[test]
fn a_removal_and_an_addition_of_one_name_is_a_move() {
    let mut shelf = Shelf::default();
    land(&mut shelf, 1, &[added("status_quo/a.md")]);

    land(&mut shelf, 2, &[change(What::Removed, "status_quo/a.md"), added("told/status_quo/a.md")]);

    assert!(of(&shelf, 2).is_empty());
    assert_eq!(of(&shelf, 1)[0].path(), "told/status_quo/a.md");
    assert!(!of(&shelf, 1)[0].removed);
}

#[test]
fn an_open_pull_request_touches_no_story_of_the_main_line() {
    let mut shelf = Shelf::default();
    land(&mut shelf, 1, &[added("status_quo/a.md")]);
    shelf.take_touched();

    propose(
        &mut shelf,
        2,
        &[moved("status_quo/a.md", "status_quo/b.md"), added("status_quo/c.md")],
    );

    assert_eq!(of(&shelf, 1)[0].path(), "status_quo/a.md");
    assert_eq!(of(&shelf, 2).len(), 1);
    assert_eq!(shelf.take_touched().len(), 1);
    propose(&mut shelf, 2, &[]);
    assert!(of(&shelf, 2)[0].removed, "dropped from the pull request, kept on the shelf");
}

/// What may happen to the main line, over a few paths.
fn history() -> impl Strategy<Value = Vec<(bool, Vec<Change>)>> {
    let path = "(told/)?status_quo/[ab](/[cd])?\\.md";
    let change = (0..4_u8, path, path).prop_map(|(what, path, from)| match what {
        0 => added(&path),
        1 => change(What::Edited, &path),
        2 => moved(&from, &path),
        _ => change(What::Removed, &path),
    });
    // One commit says one thing of each path, as every diff does.
    let commit = prop::collection::vec(change, 0..4).prop_map(|mut changes| {
        let mut told = std::collections::BTreeSet::new();
        changes.retain(|change| {
            let from = match &change.what {
                What::MovedFrom(from) => from.clone(),
                What::Added | What::Edited | What::Removed => change.path.clone(),
            };
            let is_new = !told.contains(&change.path) && !told.contains(&from);
            told.extend([change.path.clone(), from]);
            is_new
        });
        changes
    });
    // And nothing is added, or moved, to where a file stands: git calls that an edit.
    prop::collection::vec((any::<bool>(), commit), 0..12).prop_map(|mut history| {
        let mut standing = std::collections::BTreeSet::new();
        for (_, changes) in &mut history {
            changes.retain(|change| match &change.what {
                What::Added => standing.insert(change.path.clone()),
                What::MovedFrom(from) => {
                    let is_new = standing.insert(change.path.clone());
                    if is_new {
                        standing.remove(from);
                    }
                    is_new
                }
                What::Edited => true,
                What::Removed => {
                    standing.remove(&change.path);
                    true
                }
            });
        }
        history
    })
}

proptest! {
    #[test]
    fn no_story_is_ever_lost_or_renamed_and_a_stored_shelf_goes_on_the_same(history in history()) {
        let (mut shelf, mut stored) = (Shelf::default(), Shelf::default());
        let mut names: Vec<(u64, String)> = Vec::new();
        for (number, (is_pull, changes)) in (1..).zip(history) {
            let text = serde_json::to_string(&stored).unwrap_or_default();
            stored = serde_json::from_str::<Shelf>(&text).unwrap_or_default().reopened();
            for shelf in [&mut shelf, &mut stored] {
                match is_pull {
                    true => {
                        land(shelf, number, &changes);
                        let once = shelf.clone();
                        land(shelf, number, &changes);
                        prop_assert_eq!(&once, shelf, "landing twice is landing once");
                    }
                    false => shelf.commit(&changes),
                }
            }
            let now: Vec<(u64, String)> =
                shelf.stories().iter().map(|s| (s.number, s.first_path.clone())).collect();
            prop_assert!(now.starts_with(&names));
            prop_assert!(shelf.stories().iter().all(|s| !s.files.is_empty()));
            prop_assert_eq!(shelf.stories(), stored.stories());
            names = now;
        }
    }
}
