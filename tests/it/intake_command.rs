//! `laurels intake git`: a clone becomes stories and people of an edition, and twice is no change.

use std::process::{Command, Output};

use laurels::editions::store as editions;
use laurels::submissions::store;

use crate::on_both::on_both;
use crate::source_git::{ANA, begun};
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

    let second = intake(world, &["git", &clone]);
    let told = String::from_utf8_lossy(&second.stdout);
    assert!(told.contains("Nothing has changed"), "{told}");
    assert_eq!(titles(world), ["Grace waits"]);
});

on_both!(what_is_no_clone_no_rule_or_no_token_is_refused_with_words, |world| {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.toml");
    std::fs::write(&rules, "kinds = 3\n").unwrap();
    let (here, rules) = (folder.path().to_string_lossy(), rules.to_string_lossy());
    for (arguments, words) in [
        (vec!["git", here.as_ref()], "clone"),
        (vec!["git", here.as_ref(), "--rules", rules.as_ref()], "rules"),
        (vec!["github", "rust-lang/wg-async", "--api-url", "http://127.0.0.1:9"], "token"),
    ] {
        let refused = intake(world, &arguments);

        let told = String::from_utf8_lossy(&refused.stderr).to_lowercase();
        assert!(!refused.status.success(), "{arguments:?}");
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
    assert!(titles(world).is_empty());
});
