//! `laurels intake git`: a clone becomes stories and people of an edition, and twice is no change.

use std::process::{Command, Output};

use laurels::editions::phase::Phase;
use laurels::editions::store as editions;
use laurels::sources;
use laurels::sources::passes::model::Reading;
use laurels::submissions::store;

use crate::on_both::on_both;
use crate::source_git::{ANA, begun};
use crate::sources::admitted;
use crate::world::{EDITION, World};

fn intake(world: &World, arguments: &[&str]) -> Output {
    let (database, _) = world.settings();
    Command::new(env!("CARGO_BIN_EXE_laurels"))
        .arg("intake")
        .args(arguments)
        .args(["--edition", EDITION, "--database-url", &database])
        .output()
        .unwrap()
}

fn titles(world: &World) -> Vec<String> {
    let stories = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        store::stories(db, edition)
    });
    stories.into_iter().map(|card| card.story.title).collect()
}

on_both!(a_clone_becomes_stories_and_twice_is_no_change, |world| {
    let built = begun();
    built.pull(7, "AnaB/waits", "Status quo: Grace waits", |b| {
        b.commit(ANA, "Write", &[("status_quo/grace_waits.md", b"# Grace waits\n\nFor long.\n")]);
    });
    let clone = built.path().to_string_lossy().into_owned();

    let first = intake(world, &["git", &clone]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert_eq!(titles(world), ["Grace waits"]);
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
    let visitor = world.visitor();
    for public in ["stories", "stories/grace-waits", "stories.json", "audit"] {
        let read = visitor.get(&format!("/editions/{EDITION}/{public}")).text();
        assert!(!read.contains(&clone), "{public} tells where the clone lies");
    }

    let second = intake(world, &["git", &clone]);
    let told = String::from_utf8_lossy(&second.stdout);
    assert!(told.contains("Nothing has changed"), "{told}");
    assert_eq!(titles(world), ["Grace waits"]);
});

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

on_both!(what_is_unreadable_is_left_out_with_words_and_read_again_once_it_is_mended, |world| {
    let built = begun();
    built.pull(7, "AnaB/bad", "Status quo: Grace stumbles", |b| {
        b.commit(ANA, "Write", &[("status_quo/grace_stumbles.md", b"# Grace \xff\xfe\n")]);
    });
    let huge = vec![b'x'; 50 << 20];
    built.pull(8, "AnaB/huge", "Status quo: Alan writes a lot", |b| {
        b.commit(ANA, "Write", &[("status_quo/alan_writes.md", &huge)]);
    });
    built.pull(9, "AnaB/good", "Status quo: Niklaus", |b| {
        b.commit(ANA, "Write", &[("status_quo/niklaus.md", b"# Niklaus reads\n")]);
    });
    let clone = built.path().to_string_lossy().into_owned();

    let first = intake(world, &["git", &clone]);
    assert!(!first.status.success(), "something was left out");
    let words = told(&first);
    assert!(words.contains("#7 status_quo/grace_stumbles.md: It is not UTF-8"), "{words}");
    assert!(words.contains("#8 status_quo/alan_writes.md: It has 52428800 bytes"), "{words}");
    assert_eq!(titles(world), ["Niklaus reads"]);

    let again = intake(world, &["git", &clone, "--again", "failed"]);
    assert!(told(&again).contains("2 items were left out"), "{}", told(&again));
    built.pull(10, "AnaB/mend", "Mend", |b| {
        b.commit(
            ANA,
            "Mend",
            &[
                ("status_quo/grace_stumbles.md", b"# Grace stands up\n"),
                ("status_quo/alan_writes.md", b"# Alan writes less\n"),
            ],
        );
    });
    let mended = intake(world, &["git", &clone]);
    assert!(mended.status.success(), "{}", told(&mended));
    let mut all = titles(world);
    all.sort();
    assert_eq!(all, ["Alan writes less", "Grace stands up", "Niklaus reads"]);
});

on_both!(a_clone_that_vanished_is_told_and_loses_nothing, |world| {
    let built = begun();
    built.pull(7, "AnaB/waits", "Status quo: Grace waits", |b| {
        b.commit(ANA, "Write", &[("status_quo/grace_waits.md", b"# Grace waits\n")]);
    });
    let moved = tempfile::tempdir().unwrap();
    let clone = moved.path().join("clone");
    built.git(&["clone", "--quiet", "--bare", ".", &clone.to_string_lossy()]);
    let locator = clone.to_string_lossy().into_owned();
    assert!(intake(world, &["git", &locator]).status.success());
    let aside = moved.path().join("aside");
    std::fs::rename(&clone, &aside).unwrap();

    let refused = intake(world, &["git", &locator]);
    assert!(!refused.status.success());
    assert!(told(&refused).contains("no git clone"), "{}", told(&refused));
    assert_eq!(titles(world), ["Grace waits"]);

    std::fs::rename(&aside, &clone).unwrap();
    let back = intake(world, &["git", &locator]);
    assert!(told(&back).contains("Nothing has changed"), "{}", told(&back));
});

on_both!(a_pass_that_was_killed_is_refused_to_others_until_somebody_takes_over, |world| {
    let built = begun();
    built.pull(7, "AnaB/waits", "Status quo: Grace waits", |b| {
        b.commit(ANA, "Write", &[("status_quo/grace_waits.md", b"# Grace waits\n")]);
    });
    let clone = built.path().to_string_lossy().into_owned();
    assert!(intake(world, &["git", &clone]).status.success());
    // As a machine that stopped leaves it.
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let source = sources::store::of_edition(db, edition)?.remove(0).id;
        let now = now.max(laurels::clock::Clock::System.now());
        sources::begin::begin(db, source, Reading::News, "the operator", now)
    });

    let refused = intake(world, &["git", &clone]);
    assert!(!refused.status.success() && told(&refused).contains("--take-over"));

    let over = intake(world, &["git", &clone, "--take-over"]);
    assert!(told(&over).contains("Nothing has changed"), "{}", told(&over));
});

on_both!(a_clone_admits_what_was_merged_unless_it_is_told_otherwise, |world| {
    let built = begun();
    built.pull(7, "AnaB/waits", "Status quo: Grace waits", |b| {
        b.commit(ANA, "Write", &[("status_quo/grace_waits.md", b"# Grace waits\n")]);
    });
    let clone = built.path().to_string_lossy().into_owned();

    assert!(intake(world, &["git", &clone, "--admit", "by-hand"]).status.success());
    assert_eq!(admitted(world), 0);

    assert!(intake(world, &["git", &clone, "--admit", "merged"]).status.success());
    assert_eq!(admitted(world), 2, "the story and its author");
});

on_both!(what_is_no_clone_no_rule_or_no_token_is_refused_with_words, |world| {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.toml");
    std::fs::write(&rules, "kinds = 3\n").unwrap();
    let (here, rules) = (folder.path().to_string_lossy(), rules.to_string_lossy());
    for (arguments, words) in [
        (vec!["git", here.as_ref()], "clone"),
        (vec!["git", here.as_ref(), "--rules", rules.as_ref()], "rules"),
        (vec!["github", "rust-lang/wg-async", "--api-url", "http://127.0.0.1:9"], "github_token"),
    ] {
        let refused = intake(world, &arguments);

        let told = String::from_utf8_lossy(&refused.stderr).to_lowercase();
        assert!(!refused.status.success(), "{arguments:?}");
        assert!(told.contains(words), "{arguments:?}: {told}");
        assert!(refused.stdout.is_empty(), "said once: {refused:?}");
    }
    assert!(titles(world).is_empty());
    let kept = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        sources::store::of_edition(db, edition)
    });
    assert!(kept.is_empty(), "a slip of the pen is no source: {kept:?}");
});
