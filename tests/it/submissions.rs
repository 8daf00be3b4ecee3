//! Submissions as they are taken in, as lists show them, and as the command takes them.

use std::process::{Command, Output};

use laurels::editions::phase::Phase;
use laurels::editions::store as editions;
use laurels::error::Error;
use laurels::submissions::changes::Changes;
use laurels::submissions::source::file::read::read;
use laurels::submissions::source::found::Found;
use laurels::submissions::store;
use laurels::submissions::take_in::{Arrival, take_in};
use tempfile::TempDir;

use crate::on_both::on_both;
use crate::world::{EDITION, World};

/// The 56 real stories of 2021.
pub(crate) const STORIES: &[u8] = include_bytes!("../../demo/async-vision-2021.json");

/// A file of one submission with one story of Grace's, changed at will.
fn small(change: impl Fn(String) -> String) -> Found {
    let text = r#"{"format": "laurels-submissions/1",
        "people": [{"key": "ana", "handle": "Ana", "id": 7, "name": "Ana Lee"}],
        "submissions": [{"number": 9, "title": "A story", "state": "merged", "author": "ana",
            "url": "https://github.com/o/r/pull/9", "opened_at": "2021-04-01T10:00:00Z",
            "stories": [{"path": "a/grace.md", "kind": "status_quo", "title": "Grace waits",
                "character": "Grace",
                "measures": {"words": 440, "faq_questions": 2, "faq_words": 80, "chapters": 0}}]}]}"#;
    read(change(text.to_owned()).as_bytes()).unwrap().found
}

pub(crate) fn arrival() -> Arrival {
    Arrival { repository: "rust-lang/wg-async".into(), actor: "the operator".into() }
}

/// Takes stories into the world's edition.
pub(crate) fn take(world: &World, found: Found) -> Changes {
    world.write(move |db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        take_in(db, edition, &arrival(), &found, now)
    })
}

/// Takes in the real ones, and makes the edition public.
pub(crate) fn open_with_stories(world: &World) {
    take(world, read(STORIES).unwrap().found);
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
}

on_both!(the_real_file_is_taken_in_once_however_often, |world| {
    let first = take(world, read(STORIES).unwrap().found);
    let again = take(world, read(STORIES).unwrap().found);

    assert_eq!((first.submissions.added, first.stories.added), (55, 56));
    assert!(first.people.added > 40, "{first}");
    assert!(again.is_none() && again.stories.unchanged == 56, "{again}");
    assert_eq!(again.people.unchanged, first.people.added);
});

on_both!(what_the_source_corrects_is_changed_at_the_same_address, |world| {
    take(world, small(|text| text));

    let changes = take(
        world,
        small(|text| {
            text.replace("Grace waits", "Grace waits no more").replace("\"Ana\"", "\"anna\"")
        }),
    );

    assert_eq!((changes.stories.changed, changes.people.changed), (1, 1));
    let (story, person) = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let story = store::story_by_slug(db, edition, "grace-waits")?;
        Ok((story, store::person_by_slug(db, edition, "ana")?))
    });
    assert_eq!(story.story.title, "Grace waits no more");
    assert_eq!(person.person.title(), "anna");
    assert_eq!(story.authors[0].slug, "ana");
});

on_both!(what_a_source_leaves_out_stays_as_it_was, |world| {
    take(world, small(|text| text));

    let changes = take(
        world,
        small(|text| {
            text.replace(r#""author": "ana","#, "")
                .replace(r#""url": "https://github.com/o/r/pull/9","#, "")
                .replace(r#", "id": 7, "name": "Ana Lee""#, "")
        }),
    );

    assert!(changes.is_none(), "{changes}");
    let nothing = take(world, Found::default());
    assert!(nothing.is_none());
    let kept = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        store::stories(db, edition)
    });
    assert_eq!((kept.len(), kept[0].authors.len()), (1, 1));
});

on_both!(nothing_is_taken_in_once_voting_has_opened, |world| {
    let refused = world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Voting, now)?;
        Ok(take_in(db, edition, &arrival(), &small(|text| text), now))
    });

    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
});

on_both!(stories_are_searched_and_filtered_by_the_server, |world| {
    open_with_stories(world);
    let visitor = world.visitor();
    let titles = |path: &str| {
        let page = visitor.get(&format!("/editions/{EDITION}{path}")).page();
        page.texts(".nominee-name a")
    };

    assert_eq!(titles("/stories").len(), 56);
    assert_eq!(titles("/stories?kind=shiny_future").len(), 9);
    let found = titles("/stories?q=GRACE+dump&kind=status_quo");
    assert_eq!(found, ["Grace debugs a crash dump"]);
    assert!(titles("/stories?q=no+such+thing").is_empty());
    assert_eq!(titles("/people?q=matsakis"), ["nikomatsakis"]);
    let page = visitor.get(&format!("/editions/{EDITION}/stories?q=%22%3E%3Cb%3E"));
    assert_eq!(page.page().attribute("#q", "value"), Some("\"><b>"));
});

on_both!(an_edition_without_stories_says_so, |world| {
    let lea = world.lead();

    for (path, words) in [("stories", "No stories yet"), ("people", "Nobody yet")] {
        let page = lea.get(&format!("/editions/{EDITION}/{path}")).page();
        assert_eq!(page.text(".empty h2"), words);
    }
});

/// Runs `laurels intake file` on a text, on a database with no edition but the world's.
fn intake(text: &str, edition: &str) -> Output {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("stories.json");
    std::fs::write(&file, text).unwrap();
    let database = format!("sqlite://{}", folder.path().join("laurels.db").display());
    Command::new(env!("CARGO_BIN_EXE_laurels"))
        .args(["intake", "file"])
        .arg(&file)
        .args(["--edition", edition, "--database-url", &database])
        .output()
        .unwrap()
}

#[test]
fn malformed_json_is_told_with_its_line_and_column() {
    let output = intake("{\n  \"format\": \"laurels-submissions/1\",\n  oops\n}", EDITION);

    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("line 3, column 3"), "{said}");
}

#[test]
fn a_file_that_names_no_repository_and_an_unknown_edition_are_refused() {
    let file = r#"{"format": "laurels-submissions/1", "submissions": []}"#;
    let named = r#"{"format": "laurels-submissions/1", "source": {"repository": "o/r"}, "submissions": []}"#;

    let nameless = String::from_utf8(intake(file, EDITION).stderr).unwrap();
    let nowhere = String::from_utf8(intake(named, "nowhere").stderr).unwrap();

    assert!(nameless.contains("--repository OWNER/NAME"), "{nameless}");
    assert!(nowhere.contains("no edition \"nowhere\" in this database"), "{nowhere}");
}
