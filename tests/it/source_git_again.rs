//! A clone that is read again, after it has gone on, was written anew, or is none.

use laurels::submissions::source::found::{Found, State};
use laurels::submissions::source::git::cursor::Cursor;
use laurels::submissions::source::git::fetch::Repository;
use laurels::submissions::source::git::read::{Wanted, read};

use crate::source_git::{ANA, BO, Kept, begun, first, pass};
use crate::source_repository::Built;
use crate::source_rules::vision;

#[test]
fn a_second_pass_with_nothing_new_finds_nothing() {
    let built = begun();
    built.pull(10, "AnaB/x", "Alan", |b| {
        b.commit(ANA, "x", &[("status_quo/alan.md", b"# Alan\n")]);
    });
    built.git(&["checkout", "-q", "-b", "open", "main~1"]);
    built.commit(BO, "Propose", &[("status_quo/bo.md", b"# Bo\n")]);
    built.git(&["merge", "-q", "-m", "Merge branch 'main' into open", "main"]);
    built.git(&["update-ref", "refs/pull/12/head", "open"]);
    built.git(&["checkout", "-q", "main"]);

    let (kept, cursor) = first(&built);
    let (again, same) = pass(&built, &cursor, None);

    assert_eq!(kept.submission(12).state, State::Unmerged);
    assert_eq!(kept.only_story(12).title, "Bo");
    assert_eq!(again.found, Found::default());
    assert_eq!(cursor, same);
}

#[test]
fn a_proposal_that_is_renamed_and_then_merged_is_one_story() {
    let built = begun();
    built.git(&["checkout", "-q", "-b", "pull-12", "main"]);
    built.commit(BO, "Propose", &[("status_quo/draft.md", b"# Draft\n")]);
    built.git(&["update-ref", "refs/pull/12/head", "HEAD"]);
    built.git(&["checkout", "-q", "main"]);
    let (_, cursor) = first(&built);
    built.git(&["checkout", "-q", "pull-12"]);
    built.git(&["mv", "status_quo/draft.md", "status_quo/final.md"]);
    built.commit(BO, "Rename", &[("status_quo/final.md", b"# Final\n\nAll new words here.\n")]);
    built.git(&["update-ref", "refs/pull/12/head", "HEAD"]);
    built.git(&["checkout", "-q", "main"]);
    let (renamed, cursor) = pass(&built, &cursor, None);
    built.git(&[
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge pull request #12 from bo/draft\n\nT",
        "pull-12",
    ]);

    let (merged, _) = pass(&built, &cursor, None);

    assert_eq!(renamed.only_story(12).first_path, "status_quo/draft.md");
    let story = merged.only_story(12);
    assert_eq!(
        (story.first_path.as_str(), story.path.as_str()),
        ("status_quo/draft.md", "status_quo/final.md")
    );
    assert_eq!(merged.submission(12).state, State::Merged);
    assert_eq!(merged.submission(12).commits, Some(2));
}

#[test]
fn a_rewritten_history_is_read_anew_with_the_same_names() {
    let built = begun();
    built.commit(ANA, "Alan (#3)", &[("status_quo/alan.md", b"# Alan\n")]);
    let (before, cursor) = first(&built);
    built.git(&["commit", "-q", "--amend", "-m", "Alan, again (#3)"]);
    built.git(&["reflog", "expire", "--expire=now", "--all"]);
    built.git(&["gc", "-q", "--prune=now"]);

    let (after, _) = pass(&built, &cursor, None);

    assert_eq!(before.only_story(3).first_path, after.only_story(3).first_path);
    assert_eq!(after.submission(3).title, "Alan, again");
}

#[test]
fn a_bare_clone_reads_the_same_and_a_repository_with_no_match_finds_nothing() {
    let built = begun();
    built.commit(ANA, "Docs (#3)", &[("docs/x.md", b"# X\n")]);
    assert_eq!(first(&built).0.found, Found::default());
    built.commit(ANA, "Alan (#4)", &[("status_quo/alan.md", b"# Alan\n")]);

    let bare = tempfile::tempdir().unwrap();
    let (from, to) = (built.path().to_str().unwrap(), bare.path().join("x.git"));
    built.git(&["clone", "-q", "--mirror", from, to.to_str().unwrap()]);
    let rules = vision();
    let mut kept = Kept::default();
    let wanted = Wanted { rules: &rules, web: None, only: None };
    read(&Repository::at(&to).unwrap(), &wanted, &Cursor::default(), &mut kept).unwrap();

    assert_eq!(kept.only_story(4), first(&built).0.only_story(4));
    assert_eq!(kept.submission(4).url, None, "cloned from a folder");
}

#[test]
fn what_is_no_clone_is_refused_with_words() {
    let empty = tempfile::tempdir().unwrap();
    let message = Repository::at(empty.path()).unwrap_err().to_string();
    assert!(message.contains("There is no git clone at"), "{message}");

    let built = Built::new();
    let rules = vision();
    let wanted = Wanted { rules: &rules, web: None, only: None };
    let repository = Repository::at(built.path()).unwrap();
    let error = read(&repository, &wanted, &Cursor::default(), &mut Kept::default()).unwrap_err();
    assert!(error.to_string().contains("git could not read the clone"), "{error}");
}

#[test]
fn nothing_that_a_repository_says_is_run() {
    let built = begun();
    let mark = built.path().join("ran");
    let program = format!("touch {}", mark.display());
    for key in ["diff.external", "core.fsmonitor", "core.pager", "gpg.program", "diff.md.textconv"]
    {
        built.git(&["config", key, &program]);
    }
    built.git(&["config", "log.showSignature", "true"]);
    built.commit(
        ANA,
        "Alan (#3)",
        &[("status_quo/alan.md", b"# Alan\n"), (".gitattributes", b"*.md diff=md\n")],
    );
    let _ = std::fs::remove_file(&mark);

    let (kept, _) = first(&built);

    assert_eq!(kept.only_story(3).title, "Alan");
    assert!(!mark.exists());
}
