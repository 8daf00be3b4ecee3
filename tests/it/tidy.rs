//! What a reader may rely on when opening any file: its length, its first line, its name, that
//! it is finished, and that it has its counterpart. Each rule is tried on a planted break.

use std::collections::BTreeSet;

use crate::blueprint::{Blueprint, File, files};

const LONGEST: usize = 400;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] =
    &["utils", "util", "helpers", "helper", "common", "manager", "service", "misc"];

/// Marks of what is not finished; taken apart, so that this file holds none.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

fn lengths(files: &[File]) -> Vec<String> {
    let long = files.iter().map(|file| (file, file.text.lines().count()));
    let long = long.filter(|(_, lines)| *lines > LONGEST);
    long.map(|(file, lines)| format!("{} has {lines} lines", file.path)).collect()
}

fn openings(files: &[File]) -> Vec<String> {
    let silent = files.iter().filter(|file| !file.text.starts_with("//!"));
    silent.map(|file| format!("{} does not say what lives in it", file.path)).collect()
}

fn unfinished(files: &[File]) -> Vec<String> {
    let mut breaks = Vec::new();
    for file in files {
        let is_letter = |it: char| it.is_alphanumeric() || it == '_';
        let words: BTreeSet<_> = file.text.split(|it| !is_letter(it)).collect();
        for mark in UNFINISHED.iter().filter(|mark| words.contains(**mark)) {
            breaks.push(format!("{} has a {mark}", file.path));
        }
    }
    breaks
}

fn names(files: &[File]) -> Vec<String> {
    let says_nothing = |file: &&File| {
        let path = file.path.trim_end_matches(".rs");
        path.split('/').any(|part| EMPTY_NAMES.contains(&part))
    };
    let empty = files.iter().filter(says_nothing);
    empty.map(|file| format!("the name of {} says nothing", file.path)).collect()
}

/// A file that no other declares is not compiled: its code is dead, its tests never run.
fn orphans(files: &[File]) -> Vec<String> {
    let is_declared = |file: &&File| {
        let path = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let Some((folder, name)) = path.rsplit_once('/') else {
            return true;
        };
        let openers = ["mod.rs", "lib.rs", "main.rs"].map(|opener| format!("{folder}/{opener}"));
        let mut texts = files.iter().filter(|it| openers.contains(&it.path)).map(|it| &it.text);
        let declares =
            |line: &str| !line.starts_with("//") && line.ends_with(&format!("mod {name};"));
        openers.contains(&file.path) || texts.any(|text| text.lines().any(declares))
    };
    let orphans = files.iter().filter(|file| !is_declared(file));
    orphans.map(|file| format!("nobody declares {}", file.path)).collect()
}

/// Both databases have the same steps, and each step leads back.
fn migrations(files: &[File]) -> Vec<String> {
    let steps = |database: &str| -> BTreeSet<String> {
        let folder = format!("migrations/{database}/");
        files.iter().filter_map(|file| Some(file.path.strip_prefix(&folder)?.to_owned())).collect()
    };
    let (sqlite, postgres) = (steps("sqlite"), steps("postgres"));
    let one_sided = sqlite.symmetric_difference(&postgres);
    let mut breaks: Vec<_> = one_sided.map(|it| format!("only one database has {it}")).collect();
    let all: BTreeSet<_> = sqlite.union(&postgres).collect();
    for step in all.iter().filter_map(|file| Some(file.split_once('/')?.0)).collect::<BTreeSet<_>>()
    {
        for half in ["up.sql", "down.sql"] {
            if !all.contains(&format!("{step}/{half}")) {
                breaks.push(format!("{step} has no {half}"));
            }
        }
    }
    breaks
}

/// Each template is named by the code or by another template, and each that is named is there.
fn templates(files: &[File], code: &Blueprint) -> Vec<String> {
    let name = |file: &File| {
        let path = file.path.strip_prefix("templates/")?;
        Some(path.strip_suffix(".hbs")?.to_owned())
    };
    let there: BTreeSet<_> = files.iter().filter_map(name).collect();
    let partials: BTreeSet<_> = files.iter().flat_map(|file| partials(&file.text)).collect();
    let strings: BTreeSet<_> = code.sources.values().flat_map(|it| it.strings.iter()).collect();
    let idle = there.iter().filter(|it| !partials.contains(*it) && !strings.contains(it));
    let missing = partials.difference(&there).map(|it| format!("there is no template {it}"));
    idle.map(|it| format!("nobody shows the template {it}")).chain(missing).collect()
}

/// The templates that a template includes: `{{> name`, `{{#> name`, with `~` or a quote or not.
fn partials(text: &str) -> Vec<String> {
    let tags = text.split("{{").skip(1);
    let names = tags.filter_map(|tag| tag.trim_start_matches(['~', '#']).strip_prefix('>'));
    // A block of the layout's own (`@partial-block`) and a computed name name no file.
    let names = names.map(|rest| rest.trim_start()).filter(|rest| !rest.starts_with(['@', '(']));
    let end = |it: char| it.is_whitespace() || it == '}' || it == '~';
    names
        .filter_map(|rest| rest.split(end).next())
        .map(|it| it.trim_matches(['"', '\'']).to_owned())
        .collect()
}

#[track_caller]
fn none(breaks: &[String]) {
    assert!(breaks.is_empty(), "\n{}\n", breaks.join("\n"));
}

fn planted(files: &[(&str, &str)]) -> Vec<File> {
    let file = |&(path, text): &(&str, &str)| File { path: path.into(), text: text.into() };
    files.iter().map(file).collect()
}

#[test]
fn no_file_is_too_long_to_be_read_at_once() {
    none(&lengths(&files(
        &["src", "templates", "assets", "tests", "benches"],
        &[".rs", ".hbs", ".css", ".js"],
    )));
    let long = planted(&[("a.rs", &"\n".repeat(401)), ("b.rs", &"\n".repeat(400))]);
    assert_eq!(lengths(&long), ["a.rs has 401 lines"]);
}

#[test]
fn each_rust_file_says_first_what_lives_in_it() {
    none(&openings(&files(&["src", "tests", "benches"], &[".rs"])));
    let silent = planted(&[("a.rs", "use std::fmt;"), ("b.rs", "//! B.")]);
    assert_eq!(openings(&silent), ["a.rs does not say what lives in it"]);
}

#[test]
fn nothing_is_left_unfinished() {
    none(&unfinished(&files(
        &["src", "templates", "assets", "tests", "benches", "migrations", "docs"],
        &[".rs", ".hbs", ".css", ".js", ".sql", ".md"],
    )));
    let mark = UNFINISHED[0];
    let left = planted(&[("a.rs", &format!("// {mark}: later")), ("b.rs", &format!("{mark}S"))]);
    assert_eq!(unfinished(&left), [format!("a.rs has a {mark}")]);
}

#[test]
fn each_name_says_something() {
    none(&names(&files(&["src", "tests", "templates"], &[".rs", ".hbs"])));
    let empty =
        planted(&[("src/utils/a.rs", ""), ("src/b/helpers.rs", ""), ("src/common_law.rs", "")]);
    let expected =
        ["the name of src/utils/a.rs says nothing", "the name of src/b/helpers.rs says nothing"];
    assert_eq!(names(&empty), expected);
}

#[test]
fn each_rust_file_is_part_of_the_whole() {
    none(&orphans(&files(&["src", "tests/it"], &[".rs"])));
    let lost = planted(&[
        ("src/lib.rs", "pub mod ballots;"),
        ("src/main.rs", ""),
        ("src/ballots/mod.rs", "pub mod cast;\n// mod close;"),
        ("src/ballots/cast.rs", ""),
        ("src/ballots/close.rs", ""),
    ]);
    assert_eq!(orphans(&lost), ["nobody declares src/ballots/close.rs"]);
}

#[test]
fn both_databases_are_migrated_in_the_same_steps() {
    none(&migrations(&files(&["migrations"], &[".sql"])));
    let uneven = planted(&[
        ("migrations/sqlite/1_one/up.sql", ""),
        ("migrations/sqlite/1_one/down.sql", ""),
        ("migrations/postgres/1_one/up.sql", ""),
        ("migrations/sqlite/2_two/up.sql", ""),
        ("migrations/postgres/2_two/up.sql", ""),
    ]);
    assert_eq!(
        migrations(&uneven),
        ["only one database has 1_one/down.sql", "2_two has no down.sql"]
    );
}

#[test]
fn each_template_is_shown_and_each_that_is_shown_is_there() {
    let all = files(&["templates"], &[".hbs"]);
    none(&templates(&all, &Blueprint::of_project()));
    let code = Blueprint::planted(&[("src/web.rs", r#"fn f() { page("ballots/show") }"#)]);
    let uneven = planted(&[
        ("templates/layout.hbs", "{{> @partial-block}}{{~> (lookup this 'x')}}"),
        ("templates/ballots/show.hbs", "{{#> layout}}{{>\"ballots/_paper\" a=b}}{{/layout}}"),
        ("templates/ballots/_paper.hbs", "{{~>gone~}}"),
        ("templates/ballots/idle.hbs", "{{title}}"),
    ]);
    let expected = ["nobody shows the template ballots/idle", "there is no template gone"];
    assert_eq!(templates(&uneven, &code), expected);
}
