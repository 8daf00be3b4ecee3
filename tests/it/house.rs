//! The architecture, kept by the machine: the floors, no circles, each library in its place, a
//! pure core. Each rule is a function from a blueprint to the sentences that tell what breaks it,
//! and is tried on a planted break, so that it is known to be able to fail.

use std::collections::{BTreeMap, BTreeSet};

use crate::blueprint::{Blueprint, Source};

/// The story. A file may import from its own room and from the rooms above it here.
const FLOORS: &[&str] = &[
    // Ground: words that everything uses.
    "error",
    "clock",
    "ids",
    "config",
    "secrets",
    // The core: pure.
    "count",
    // Service floors.
    "store",
    "web",
    "mail",
    "audit",
    "accounts",
    "editions",
    // The story.
    "submissions",
    "nominees",
    "categories",
    "sources",
    "electorate",
    "ballots",
    "results",
    // The roof.
    "demo",
    "dashboard",
    "calendar",
    "server",
    "commands",
    "main",
];

/// What the core and the phases may stand on, besides each other.
const GROUND: &[&str] = &["error", "clock", "ids", "config", "secrets"];

/// The standard library's ways to the outside and to the time. Threads are not among them: a
/// tally may be split, and merges to the same.
const OUTSIDE: &[&str] = &["env", "fs", "io", "net", "os", "process", "time"];

/// A file imports only from its own room and from rooms above.
fn floors(house: &Blueprint) -> Vec<String> {
    let floor = |room: &str| FLOORS.iter().position(|it| *it == room);
    let mut breaks = Vec::new();
    for source in house.sources.values().filter(|source| source.path != "src/lib.rs") {
        let Some(own) = floor(source.room()) else {
            breaks.push(format!("{} is in a room that is not in FLOORS", source.path));
            continue;
        };
        let rooms: BTreeSet<_> =
            ours(source).filter_map(|name| Some((floor(name.get(1)?)?, &name[1]))).collect();
        for (_, room) in rooms.into_iter().filter(|(theirs, _)| *theirs > own) {
            breaks.push(format!("{} imports {room}, which stands below it", source.path));
        }
    }
    breaks
}

/// The table of contents has the rooms in the order of the story.
fn contents(house: &Blueprint) -> Vec<String> {
    let Some(lib) = house.sources.get("src/lib.rs") else {
        return vec!["there is no src/lib.rs".into()];
    };
    let place = |room: &String| FLOORS.iter().position(|floor| floor == room);
    let pairs = lib.modules.windows(2).filter(|pair| place(&pair[0]) >= place(&pair[1]));
    pairs.map(|pair| format!("src/lib.rs has {} before {}", pair[0], pair[1])).collect()
}

/// No file leads back to itself, by whatever way.
fn circles(house: &Blueprint) -> Vec<String> {
    let imports: BTreeMap<_, _> =
        house.sources.values().map(|it| (it.path.as_str(), house.imports(it))).collect();
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for path in imports.keys() {
        walk_circles(path, &imports, &mut Vec::new(), &mut done, &mut found);
    }
    found
}

fn walk_circles<'a>(
    path: &'a str,
    imports: &'a BTreeMap<&str, BTreeSet<String>>,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    found: &mut Vec<String>,
) {
    if let Some(start) = way.iter().position(|it| *it == path) {
        found.push(format!("a circle: {} -> {path}", way[start..].join(" -> ")));
    } else if !done.contains(path) {
        way.push(path);
        for next in &imports[path] {
            walk_circles(next, imports, way, done, found);
        }
        way.pop();
        done.insert(path);
    }
}

/// A room's `mod.rs` opens the room; those inside import each other, not the door.
fn doors(house: &Blueprint) -> Vec<String> {
    let mut breaks = Vec::new();
    for source in house.sources.values() {
        let imports = house.imports(source);
        let doors = imports.iter().filter_map(|path| path.strip_suffix("/mod.rs"));
        for room in doors.filter(|room| source.path.starts_with(&format!("{room}/"))) {
            breaks.push(format!("{} imports its own {room}/mod.rs", source.path));
        }
    }
    breaks
}

/// SQL stands in `store.rs` of a room and in `store/`; the web's library where pages are answered.
fn places(house: &Blueprint) -> Vec<String> {
    let mut breaks = Vec::new();
    for source in house.sources.values() {
        let path = source.path.as_str();
        let file = path.rsplit('/').next().unwrap_or(path);
        let store = path.starts_with("src/store/") || file == "store.rs";
        let web = path.starts_with("src/web/")
            || path == "src/server.rs"
            || ["web.rs", "manage.rs", "guard.rs"].contains(&file);
        for (family, allowed) in [("diesel", store), ("actix", web)] {
            let library = |name: &&str| *name == family || name.starts_with(&format!("{family}_"));
            if let Some(library) = roots(source).find(library).filter(|_| !allowed) {
                breaks.push(format!("{path} uses {library}, which has no place there"));
            }
        }
    }
    breaks
}

/// Counting and the phases are pure: no input, no output, no clock, no float.
fn purity(house: &Blueprint) -> Vec<String> {
    let mut breaks = Vec::new();
    for source in house.sources.values() {
        let phase = source.path.ends_with("/phase.rs");
        if source.room() != "count" && !phase {
            continue;
        }
        let mut refuse = |what: String| breaks.push(format!("{} uses {what}", source.path));
        for name in &source.names {
            let (root, next) = (name[0].as_str(), name.get(1).map_or("", String::as_str));
            let pure = match root {
                "crate" if phase => GROUND.contains(&next) || is_own_model(source, &name[1..]),
                "crate" => GROUND.contains(&next) || next == "count",
                "std" => !OUTSIDE.contains(&next),
                library => !is_library(library) || ["serde", "sha2"].contains(&library),
            };
            if !pure {
                refuse(name.join("::"));
            }
        }
        for float in ["f32", "f64"].iter().filter(|float| source.words.contains(**float)) {
            refuse(format!("{float}: it counts in whole numbers"));
        }
    }
    breaks
}

fn ours(source: &Source) -> impl Iterator<Item = &Vec<String>> {
    // The program sees its own library as any other would.
    source.names.iter().filter(|name| name[0] == "crate" || name[0] == "laurels")
}

fn roots(source: &Source) -> impl Iterator<Item = &str> {
    source.names.iter().map(|name| name[0].as_str())
}

/// A phase may speak of its own room's nouns.
fn is_own_model(source: &Source, name: &[String]) -> bool {
    let folder = source.path.trim_start_matches("src/").trim_end_matches("/phase.rs");
    name.len() > 1 && name[0] == folder && name[1] == "model"
}

/// Whether this is one of our dependencies, and not a module or a type of the file's own.
fn is_library(name: &str) -> bool {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let tables = ["dependencies", "dev-dependencies"].iter().filter_map(|it| manifest.get(*it));
    let mut names = tables.filter_map(toml::Value::as_table).flat_map(toml::Table::keys);
    names.any(|dependency| dependency.replace('-', "_") == name)
}

#[track_caller]
fn keeps(rule: fn(&Blueprint) -> Vec<String>) {
    let breaks = rule(&Blueprint::of_project());
    assert!(breaks.is_empty(), "\n{}\n", breaks.join("\n"));
}

#[track_caller]
fn breaks(rule: fn(&Blueprint) -> Vec<String>, files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(rule(&Blueprint::planted(files)), expected);
}

#[test]
fn a_room_imports_only_rooms_above_it() {
    keeps(floors);
    let planted = [
        ("src/ballots/cast.rs", "use crate::{categories::store, results::model::Told};"),
        ("src/clock.rs", "fn f() { crate::store::open() }"),
        ("src/main.rs", "use laurels::server;"),
        ("src/gadgets.rs", ""),
    ];
    let expected = [
        "src/ballots/cast.rs imports results, which stands below it",
        "src/clock.rs imports store, which stands below it",
        "src/gadgets.rs is in a room that is not in FLOORS",
    ];
    breaks(floors, &planted, &expected);
}

#[test]
fn the_table_of_contents_tells_the_story_in_order() {
    keeps(contents);
    let planted = [("src/lib.rs", "pub mod error; pub mod results; pub mod ballots;")];
    breaks(contents, &planted, &["src/lib.rs has results before ballots"]);
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    keeps(circles);
    let planted = [
        ("src/a.rs", "use crate::b::B;"),
        ("src/b.rs", "use crate::c::d::D;"),
        ("src/c/d.rs", "use crate::a;"),
    ];
    breaks(circles, &planted, &["a circle: src/a.rs -> src/b.rs -> src/c/d.rs -> src/a.rs"]);
}

#[test]
fn nobody_in_a_room_imports_its_door() {
    keeps(doors);
    let planted = [
        ("src/count/mod.rs", "pub mod slate; pub fn count() {}"),
        ("src/count/slate.rs", "use super::count;"),
        ("src/ballots/cast.rs", "use crate::count::count;"),
    ];
    breaks(doors, &planted, &["src/count/slate.rs imports its own src/count/mod.rs"]);
}

#[test]
fn each_library_keeps_its_place() {
    keeps(places);
    let planted = [
        ("src/ballots/store.rs", "use diesel::prelude::*;"),
        ("src/ballots/web.rs", "use actix_web::HttpResponse;"),
        ("src/ballots/model.rs", "#[derive(diesel::Queryable)] struct Ballot;"),
        ("src/ballots/page.rs", "fn f() { g(actix_files::open()) }"),
        ("src/demo.rs", "use diesel_migrations as m;"),
    ];
    let expected = [
        "src/ballots/model.rs uses diesel, which has no place there",
        "src/ballots/page.rs uses actix_files, which has no place there",
        "src/demo.rs uses diesel_migrations, which has no place there",
    ];
    breaks(places, &planted, &expected);
}

#[test]
fn counting_and_the_phases_are_pure() {
    keeps(purity);
    let planted = [
        ("src/count/tie.rs", "use rand::random; use sha2::Sha256; use std::fmt; use super::slate;"),
        ("src/count/score.rs", "use crate::store::Store; fn mean() -> f64 { slate::size() }"),
        (
            "src/editions/phase.rs",
            "use super::model::State; use std::time::Instant; use super::store;",
        ),
        ("src/demo.rs", "use rand::random;"),
    ];
    let expected = [
        "src/count/score.rs uses crate::store::Store",
        "src/count/score.rs uses f64: it counts in whole numbers",
        "src/count/tie.rs uses rand::random",
        "src/editions/phase.rs uses crate::editions::store",
        "src/editions/phase.rs uses std::time::Instant",
    ];
    breaks(purity, &planted, &expected);
}
