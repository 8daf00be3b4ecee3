//! The [`Source`] as an edition keeps it: where, by which rules, and what follows by itself.

use crate::clock::Timestamp;
use crate::error::{Error, Field, Result};
use crate::ids::{EditionId, SourceId};
use crate::submissions::source::any;
use crate::submissions::source::found::Found;
use crate::submissions::source::rules::{Rules, Written};

/// The rules of the async vision doc, whose folders its guide names: where an edition begins.
pub const VISION: &str = r#"characters = ["Alan", "Grace", "Niklaus", "Barbara"]

[[kinds]]
key = "status_quo"
name = "Status quo"
paths = ["**/status_quo/**/*.md"]

[[kinds]]
key = "shiny_future"
name = "Shiny future"
paths = ["**/shiny_future/**/*.md"]
"#;

/// A place that an edition takes submissions from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its key.
    pub id: SourceId,
    /// Whose it is.
    pub edition: EditionId,
    /// Where it stands.
    pub place: any::Source,
    /// Whose pull requests these are, as `owner/name`; empty until a first pass tells.
    pub repository: String,
    /// What was set.
    pub settings: Settings,
    /// When the next pass is wanted; `None` if somebody has to ask.
    pub next_at: Option<Timestamp>,
}

/// What a lead sets of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Which files are stories: TOML, as somebody wrote it.
    pub rules: String,
    /// What becomes a nominee by itself.
    pub admission: Admission,
    /// Whose comments nominate.
    pub nominators: Nominators,
    /// Whether such comments are answered.
    pub replies: Replies,
    /// How often it is read by itself, in minutes; `None` is when somebody asks.
    pub every_minutes: Option<i64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rules: VISION.to_owned(),
            admission: Admission::Merged,
            nominators: Nominators::Contributors,
            replies: Replies::Silent,
            every_minutes: None,
        }
    }
}

impl Settings {
    /// The rules, checked.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field `rules` and what is wrong there.
    pub fn rules(&self) -> Result<Rules> {
        check_rules(&self.rules)
    }
}

/// Reads rules as somebody wrote them.
///
/// # Errors
/// [`Error::Invalid`] naming the field `rules` and what is wrong there.
pub fn check_rules(text: &str) -> Result<Rules> {
    let written: Written =
        toml::from_str(text).map_err(|cause| Error::invalid("rules", place(text, &cause)))?;
    Rules::check(&written).map_err(|refused| match refused {
        Error::Invalid(fields) => {
            let under =
                |field: Field| Field::new("rules", format!("{}: {}", field.name, field.words));
            Error::Invalid(fields.into_iter().map(under).collect())
        }
        other => other,
    })
}

/// What is wrong and in which line; the library would draw it over four.
fn place(text: &str, cause: &toml::de::Error) -> String {
    let before = cause.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| before.matches('\n').count().saturating_add(1));
    match line {
        Some(line) => format!("Line {line}: {}.", cause.message()),
        None => format!("{}.", cause.message()),
    }
}

/// `owner/name`, as the pull requests' addresses have it.
#[must_use]
pub fn repository_of(found: &Found) -> Option<String> {
    let url = found.submissions.iter().find_map(|one| one.url.as_deref())?;
    let (place, _) = url.split_once("/pull/")?;
    let mut parts = place.rsplit('/');
    let (name, owner) = (parts.next()?, parts.next()?);
    Some(format!("{owner}/{name}"))
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// All of them, the first that is offered first.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in columns and forms.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// From that word.
            #[must_use]
            pub fn of(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

words! {
    /// What becomes a nominee by itself, as soon as it is read; the people behind it with it.
    Admission {
        /// Stories of merged pull requests.
        Merged = "merged",
        /// Stories of every pull request that was not closed.
        All = "all",
        /// None: the leads admit.
        ByHand = "by-hand",
    }
}

words! {
    /// Whose comments nominate, by a line `/nominate most-humorous`.
    Nominators {
        /// Those of people who have a part in a merged story of the edition.
        Contributors = "contributors",
        /// Anybody's.
        Everybody = "everybody",
        /// Nobody's.
        Nobody = "nobody",
    }
}

words! {
    /// Whether a comment that nominates is answered on the forge.
    Replies {
        /// No.
        Silent = "silent",
        /// Yes, where the token may write comments.
        Answered = "answered",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rules_can_be_taken_and_wrong_ones_are_told_in_one_field() {
        assert_eq!(Settings::default().rules().unwrap().kinds.len(), 2);

        let wrong = check_rules("[[kinds]]\nkey = \"A b\"\nname = \"x\"\n").unwrap_err();

        let Error::Invalid(fields) = wrong else { panic!("{wrong:?}") };
        assert!(fields.iter().all(|field| field.name == "rules"), "{fields:?}");
        assert!(matches!(check_rules("kinds = 3"), Err(Error::Invalid(_))));
    }
}
