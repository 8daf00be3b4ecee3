//! The rules of an edition by which files become stories: which paths or labels mean which kind,
//! what is never a story, who the characters are.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::submissions::source::found::{Failure, Found, Item, KindKey};
use crate::submissions::source::globs::Glob;

/// A text larger than this is not a story, in bytes, unless the rules say otherwise.
pub const LARGEST_FILE: u64 = 1 << 20;

/// What is never a story, whatever else matches: the templates and tables of contents that
/// stand beside the stories.
const NEVER: [&str; 3] = [
    "**/{template,TEMPLATE,Template}*.md",
    "**/*{_,-}template.md",
    "**/{README,SUMMARY,index,CONTRIBUTING}.md",
];

/// The rules as leads write them, in an edition's file or in the console.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The kinds of story, the most particular first.
    pub kinds: Vec<WrittenKind>,
    /// Patterns of what is not a story, beside the usual templates.
    #[serde(default)]
    pub skip: Vec<String>,
    /// The names of the characters that stories are told through.
    #[serde(default)]
    pub characters: Vec<String>,
    /// The largest file that is read, in bytes.
    pub largest_file: Option<u64>,
}

/// A kind of story as leads write it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenKind {
    /// Its short name, such as `status_quo`.
    pub key: String,
    /// What people call it, such as *Status quo*.
    pub name: String,
    /// Patterns of the paths of such stories.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Labels that say that a pull request brings such a story, wherever it stands.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// The rules, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The kinds, the most particular first.
    pub kinds: Vec<Kind>,
    /// The names of the characters.
    pub characters: Vec<String>,
    /// The largest file that is read, in bytes.
    pub largest_file: u64,
    skip: Vec<Glob>,
}

/// A kind of story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its short name.
    pub key: KindKey,
    /// What people call it.
    pub name: String,
    paths: Vec<Glob>,
    labels: Vec<String>,
}

impl Rules {
    /// Checks what was written.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming each field that cannot be taken.
    pub fn check(written: &Written) -> Result<Self> {
        let mut wrong = Vec::new();
        let mut field = |name: String, words: String| {
            wrong.push(crate::error::Field::new(name, words));
        };
        let mut kinds: Vec<Kind> = Vec::new();
        for (at, kind) in written.kinds.iter().enumerate() {
            let (paths, bad) = globs(&kind.paths);
            bad.into_iter().for_each(|words| field(format!("kinds.{at}.paths"), words));
            let Some(key) = KindKey::parse(&kind.key) else {
                let words = "A short name of lower-case letters, digits, _ and -.".to_owned();
                field(format!("kinds.{at}.key"), words);
                continue;
            };
            if kinds.iter().any(|k| k.key == key) {
                field(format!("kinds.{at}.key"), format!("{key} is there already."));
            }
            if kind.paths.is_empty() && kind.labels.is_empty() {
                let words = "A kind needs a path pattern or a label.".to_owned();
                field(format!("kinds.{at}.paths"), words);
            }
            let labels = kind.labels.iter().map(|l| l.trim().to_lowercase()).collect();
            kinds.push(Kind { key, name: kind.name.trim().to_owned(), paths, labels });
        }
        let (mut skip, bad) = globs(&written.skip);
        bad.into_iter().for_each(|words| field("skip".into(), words));
        skip.extend(NEVER.iter().filter_map(|text| Glob::parse(text).ok()));
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(Self {
            kinds,
            characters: written.characters.iter().map(|c| c.trim().to_owned()).collect(),
            largest_file: written.largest_file.unwrap_or(LARGEST_FILE),
            skip,
        })
    }

    /// A digest of everything that these rules say. With other rules a source is read anew.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(format!("{self:?}").as_bytes()))
    }

    /// The kind of the story whose main file stands at `path`, in a pull request with these
    /// labels; `None` if that is no story. Paths go before labels.
    #[must_use]
    pub fn kind_of(&self, path: &str, labels: &[String]) -> Option<&KindKey> {
        if !is_markdown(path) || self.skip.iter().any(|glob| glob.matches(path)) {
            return None;
        }
        let by_path = |kind: &&Kind| kind.paths.iter().any(|glob| glob.matches(path));
        let labelled = |kind: &&Kind| {
            labels.iter().any(|label| kind.labels.contains(&label.trim().to_lowercase()))
        };
        let kind = self.kinds.iter().find(by_path).or_else(|| self.kinds.iter().find(labelled));
        kind.map(|kind| &kind.key)
    }

    /// Takes out stories of kinds that the rules do not know, for sources that name kinds
    /// themselves; each becomes a failure.
    pub fn keep_known_kinds(&self, found: &mut Found) {
        let known: Vec<&str> = self.kinds.iter().map(|k| k.key.as_str()).collect();
        for submission in &mut found.submissions {
            let number = submission.number;
            submission.stories.retain(|story| {
                if known.contains(&story.kind.as_str()) {
                    return true;
                }
                found.failures.push(Failure {
                    item: Item::Story { number, path: story.path.clone() },
                    why: format!("The edition has no kind {:?}.", story.kind.as_str()),
                    now: format!("Add it to the edition, or use one of: {}.", known.join(", ")),
                });
                false
            });
        }
    }
}

/// Whether a path's ending says Markdown.
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown"))
    })
}

fn globs(texts: &[String]) -> (Vec<Glob>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for text in texts {
        match Glob::parse(text) {
            Ok(glob) => good.push(glob),
            Err(words) => bad.push(format!("{text:?} is not a pattern: {words}.")),
        }
    }
    (good, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let kind = |key: &str, path: &str, label: &str| WrittenKind {
            key: key.into(),
            name: key.replace('_', " "),
            paths: vec![path.into()],
            labels: vec![label.into()],
        };
        let kinds = vec![
            kind("status_quo", "**/status_quo/*.md", "Status-Quo-Story"),
            kind("shiny_future", "**/shiny_future/*.md", "shiny"),
        ];
        Rules::check(&Written { kinds, ..Written::default() }).unwrap()
    }

    fn kind(path: &str, labels: &[&str]) -> Option<String> {
        let labels: Vec<String> = labels.iter().map(|l| (*l).to_owned()).collect();
        rules().kind_of(path, &labels).map(|k| k.as_str().to_owned())
    }

    #[test]
    fn a_path_says_the_kind_and_a_label_where_no_path_does() {
        assert_eq!(kind("src/status_quo/alan.md", &["shiny"]).unwrap(), "status_quo");
        assert_eq!(kind("draft.md", &["bug", "STATUS-QUO-story"]).unwrap(), "status_quo");
        assert_eq!(kind("draft.md", &["bug"]), None);
    }

    #[test]
    fn templates_tables_of_contents_and_other_files_are_not_stories() {
        for path in [
            "status_quo/template.md",
            "x/status_quo/README.md",
            "status_quo/a.rs",
            "status_quo/story_template.md",
            "status_quo/.md",
            "status_quo/SUMMARY.md",
        ] {
            assert_eq!(kind(path, &["shiny"]), None, "{path}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_field_by_field() {
        let written = Written {
            kinds: vec![
                WrittenKind { key: "Status quo".into(), ..WrittenKind::default() },
                WrittenKind { key: "k".into(), paths: vec!["[".into()], ..WrittenKind::default() },
                WrittenKind { key: "k".into(), ..WrittenKind::default() },
            ],
            skip: vec![String::new()],
            ..Written::default()
        };

        let message = Rules::check(&written).unwrap_err().to_string();

        for name in ["kinds.0.key", "kinds.1.paths", "kinds.2.key", "kinds.2.paths", "skip"] {
            assert!(message.contains(&format!("{name}: ")), "{name} in {message}");
        }
    }
}
