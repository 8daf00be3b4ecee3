//! The project's own files as the architecture test reads them: which there are, and for each
//! Rust file the paths that its code names. Read as tokens, not as text, so that comments and
//! strings deceive nobody and what a macro is given counts too. Unit tests are left aside: they
//! may use what they like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A file of the project.
#[derive(Clone)]
pub(crate) struct File {
    /// From the project's root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A Rust file of `src/`.
pub(crate) struct Source {
    pub(crate) path: String,
    /// Where it stands among the modules: `src/store/db.rs` is `store::db`.
    module: Vec<String>,
    /// Each path that its code names, as it is written, except that `super` and `self` are
    /// already resolved: the first segment is `crate` or the name of a library.
    pub(crate) names: BTreeSet<Vec<String>>,
    /// Each word of its code.
    pub(crate) words: BTreeSet<String>,
    /// Each string that it holds.
    pub(crate) strings: BTreeSet<String>,
    /// The files and folders that it declares, in its order.
    pub(crate) modules: Vec<String>,
    /// The macros that it makes.
    macros: BTreeSet<String>,
}

/// All Rust files of `src/`, by path.
pub(crate) struct Blueprint {
    pub(crate) sources: BTreeMap<String, Source>,
}

/// The files below these folders whose names end so, in order of their paths.
pub(crate) fn files(folders: &[&str], endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(place) = open.pop() {
        if place.is_dir() {
            open.extend(fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path()));
        } else if endings.iter().any(|ending| place.to_string_lossy().ends_with(ending)) {
            let path = place.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.push(File { path, text: fs::read_to_string(&place).unwrap() });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

impl Blueprint {
    /// Of the project as it stands.
    pub(crate) fn of_project() -> Self {
        Self::of(files(&["src"], &[".rs"]))
    }

    /// Of made-up files, to see whether a rule can fail.
    pub(crate) fn planted(files: &[(&str, &str)]) -> Self {
        let file = |&(path, text): &(&str, &str)| File { path: path.into(), text: text.into() };
        Self::of(files.iter().map(file).collect())
    }

    fn of(files: Vec<File>) -> Self {
        let sources = files.into_iter().map(|file| (file.path.clone(), Source::read(&file)));
        Self { sources: sources.collect() }
    }

    /// The files that a source names, itself left aside.
    pub(crate) fn imports(&self, source: &Source) -> BTreeSet<String> {
        let ours = source.names.iter().filter(|name| name[0] == "crate");
        let files = ours.filter_map(|name| self.file_of(&name[1..]));
        files.filter(|path| *path != source.path).collect()
    }

    /// The file where a path ends: the deepest module on it, or where its macro is made.
    fn file_of(&self, segments: &[String]) -> Option<String> {
        if let [name] = segments
            && let Some(maker) = self.sources.values().find(|it| it.macros.contains(name))
        {
            return Some(maker.path.clone());
        }
        let deepest_first = (1..=segments.len()).rev().map(|depth| segments[..depth].join("/"));
        let files =
            deepest_first.flat_map(|it| [format!("src/{it}.rs"), format!("src/{it}/mod.rs")]);
        files.into_iter().find(|path| self.sources.contains_key(path))
    }
}

impl Source {
    /// The first folder or file below `src/`: `store`, `error`, `main`.
    pub(crate) fn room(&self) -> &str {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        path.split('/').next().unwrap()
    }

    fn read(file: &File) -> Self {
        let path = file.path.trim_start_matches("src/").trim_end_matches(".rs");
        let folded = path.trim_end_matches("/mod").split('/');
        let module = folded.filter(|name| !["lib", "main", "mod"].contains(name));
        let mut source = Self {
            path: file.path.clone(),
            module: module.map(str::to_owned).collect(),
            names: BTreeSet::new(),
            words: BTreeSet::new(),
            strings: BTreeSet::new(),
            modules: Vec::new(),
            macros: BTreeSet::new(),
        };
        let tokens: TokenStream =
            file.text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.path));
        source.walk(tokens, &source.module.clone());
        source
    }

    /// Collects from tokens that stand in `module`, which may be one inside the file.
    fn walk(&mut self, tokens: TokenStream, module: &[String]) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut rest = &tokens[..];
        // Of `<T as Trait>::name`, the name is no path of its own.
        let mut continues = false;
        while let Some((token, following)) = rest.split_first() {
            let continued = std::mem::replace(&mut continues, false);
            rest = following;
            match token {
                TokenTree::Punct(punct) => match (punct.as_char(), past_colons(rest)) {
                    ('>', Some(_)) => (rest, continues) = (&rest[2..], true),
                    ('#', _) if is_test(rest) => rest = past_item(&rest[1..]),
                    _ => {}
                },
                TokenTree::Group(group) => self.take_group(group, module),
                TokenTree::Literal(literal) => self.take_literal(&literal.to_string()),
                TokenTree::Ident(word) => {
                    let word = word.to_string();
                    self.words.insert(word.clone());
                    if !continued {
                        rest = self.take_word(&word, rest, module);
                    }
                }
            }
        }
    }

    fn take_group(&mut self, group: &Group, module: &[String]) {
        let scope = group.stream().into_iter().next().is_some_and(|it| it.to_string() == "in");
        // `pub(in crate::room)` names a place to be seen from, and uses nothing of it.
        if !scope {
            self.walk(group.stream(), module);
        }
    }

    fn take_literal(&mut self, literal: &str) {
        let bare = literal.trim_start_matches(['r', '#']).trim_end_matches('#');
        let inner = bare.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        self.strings.extend(inner.map(str::to_owned));
    }

    /// Collects what begins with a word, and says what stands after it.
    fn take_word<'a>(
        &mut self,
        word: &str,
        rest: &'a [TokenTree],
        module: &[String],
    ) -> &'a [TokenTree] {
        match (word, rest) {
            ("use", [_, ..]) if !is(rest, '<') => {
                let end =
                    rest.iter().position(|token| token.to_string() == ";").unwrap_or(rest.len());
                self.take_tree(&rest[..end], &[], module);
                &rest[end..]
            }
            ("mod", [TokenTree::Ident(name), TokenTree::Group(body), after @ ..]) => {
                self.walk(body.stream(), &[module, &[name.to_string()]].concat());
                after
            }
            ("mod", [TokenTree::Ident(name), after @ ..]) => {
                self.modules.push(name.to_string());
                after
            }
            ("macro_rules", [_, TokenTree::Ident(name), TokenTree::Group(body), after @ ..]) => {
                self.macros.insert(name.to_string());
                self.walk(body.stream(), module);
                after
            }
            _ => {
                let mut path = vec![word.to_owned()];
                let mut rest = rest;
                while let Some((TokenTree::Ident(next), after)) = past_colons(rest) {
                    path.push(next.to_string());
                    rest = after;
                }
                if path.len() > 1 {
                    self.take_name(path, module);
                }
                rest
            }
        }
    }

    /// A tree of `use`: `a::{b, c::d as e}`, with what stood before its brace.
    fn take_tree(&mut self, tree: &[TokenTree], before: &[String], module: &[String]) {
        for branch in tree.split(|token| token.to_string() == ",") {
            let words = branch.iter().take_while(|token| token.to_string() != "as");
            let words = words.filter(|token| matches!(token, TokenTree::Ident(_)));
            let path = [before, &words.map(ToString::to_string).collect::<Vec<_>>()].concat();
            self.words.extend(path.iter().cloned());
            match branch.last() {
                Some(TokenTree::Group(group)) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    self.take_tree(&inner, &path, module);
                }
                Some(_) => self.take_name(path, module),
                None => {}
            }
        }
    }

    fn take_name(&mut self, mut path: Vec<String>, module: &[String]) {
        let mut here = module.to_vec();
        let relative = path[0] == "self" || path[0] == "super";
        while path.first().is_some_and(|word| word == "self" || word == "super") {
            if path.remove(0) == "super" {
                here.pop();
            }
        }
        if relative {
            path = [vec!["crate".to_owned()], here, path].concat();
        }
        path.retain(|word| word != "self");
        self.names.insert(path);
    }
}

/// Whether the next token is this sign.
fn is(rest: &[TokenTree], sign: char) -> bool {
    matches!(rest.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Whether an attribute comes that keeps an item for the tests.
fn is_test(rest: &[TokenTree]) -> bool {
    rest.first().is_some_and(|next| next.to_string().replace(' ', "") == "[cfg(test)]")
}

/// What follows `::`, if that is what comes.
fn past_colons(rest: &[TokenTree]) -> Option<(&TokenTree, &[TokenTree])> {
    (is(rest, ':') && is(rest.get(1..)?, ':')).then(|| rest[2..].split_first())?
}

/// What follows the next item: its attributes, its words, and its body or its semicolon.
fn past_item(rest: &[TokenTree]) -> &[TokenTree] {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let end = rest.iter().position(is_end).map_or(rest.len(), |end| end + 1);
    &rest[end..]
}

#[test]
fn a_file_is_read_with_all_that_it_names() {
    let blueprint = Blueprint::planted(&[(
        "src/rooms/key.rs",
        r##"//! Words of crate::nothing.
        use std::{fmt, io::{self, Read as _}};
        use crate::error::Error;
        use super::door::{Door, hinge::*};
        mod inner { use super::super::wall; fn f() { super::turn() } }
        #[derive(diesel::Queryable)] struct S { x: Vec<crate::ids::Id> }
        macro_rules! knock { () => { $crate::rooms::hall::say("knock") } }
        fn f() { ::rand::random(); "crate::not::this".len(); e.g::<u8>(); r#"raw"#; }
        #[cfg(test)] mod tests { use proptest::prelude::*; }"##,
    )]);
    let source = &blueprint.sources["src/rooms/key.rs"];
    let names: Vec<_> = source.names.iter().map(|name| name.join("::")).collect();

    assert_eq!(
        names,
        [
            "crate::error::Error",
            "crate::ids::Id",
            "crate::rooms::door::Door",
            "crate::rooms::door::hinge",
            "crate::rooms::hall::say",
            "crate::rooms::key::turn",
            "crate::rooms::wall",
            "diesel::Queryable",
            "rand::random",
            "std::fmt",
            "std::io",
            "std::io::Read",
        ]
    );
    assert_eq!(source.room(), "rooms");
    assert!(source.strings.contains("knock") && source.strings.contains("raw"));
    assert!(source.words.contains("struct") && !source.words.contains("prelude"));
}

#[test]
fn a_path_ends_in_the_deepest_file_on_it() {
    let blueprint = Blueprint::planted(&[
        ("src/lib.rs", ""),
        ("src/store/mod.rs", "use self::db::Db;"),
        ("src/store/db.rs", "macro_rules! on_each { () => {} }"),
        ("src/cast.rs", "use crate::store::{Store, db::Db}; use crate::on_each;"),
    ]);
    let imports = |path: &str| blueprint.imports(&blueprint.sources[path]).into_iter();

    assert!(imports("src/store/mod.rs").eq(["src/store/db.rs"]));
    assert!(imports("src/cast.rs").eq(["src/store/db.rs", "src/store/mod.rs"]));
}
