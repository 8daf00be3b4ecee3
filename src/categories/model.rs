//! The [`Category`], the [`Paper`] drawn up from it, and the [`Terms`] that leads may write.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::count::{Limits, Method, Number, Slate};
use crate::error::{Error, Result};
use crate::ids::CategoryId;
use crate::nominees::model::{Nominee, Standing, Subject};
use crate::submissions::source::slugs;
use crate::web::forms::{Check, Form, line, prose, slug};

/// One award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its key.
    pub id: CategoryId,
    /// Its part of addresses; never changes.
    pub slug: String,
    /// What the leads wrote.
    pub terms: Terms,
    /// Where it stands in the edition's order, smallest first.
    pub position: i64,
}

/// What the leads write of a category; frozen when voting opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The award's title.
    pub title: String,
    /// What people should think of when they mark; plain text.
    pub charter: String,
    /// Whether a story or a person wins it.
    pub nominee_kind: NomineeKind,
    /// The one kind of story that can win; `None` is every kind, or a person's award.
    pub story_kind: Option<String>,
    /// How it is decided: one of [`Category::METHODS`].
    pub method: Method,
    /// How many nominees one paper may mark; `None` is as many as it likes.
    pub max_marks: Option<u16>,
}

/// What can win an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NomineeKind {
    /// A story.
    Story,
    /// A person.
    Person,
}

impl NomineeKind {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Person => "person",
        }
    }

    /// From the column's or a form's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        [Self::Story, Self::Person].into_iter().find(|kind| kind.as_str() == text)
    }

    /// One of them, and several.
    #[must_use]
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Story => ("story", "stories"),
            Self::Person => ("person", "people"),
        }
    }
}

impl Category {
    /// The methods that a paper offers, the default first.
    pub const METHODS: [Method; 2] = [Method::Approval, Method::Plurality];
    /// The most categories that one edition can have: a paper must stay readable.
    pub const MOST: usize = 40;
}

impl Terms {
    /// Whether a nominee can win this award.
    #[must_use]
    pub fn fit(&self, nominee: &Nominee) -> bool {
        nominee.standing == Standing::Admitted && self.suit(&nominee.of)
    }

    /// Whether a story or a person is of the kind that can win this award.
    #[must_use]
    pub fn suit(&self, of: &Subject) -> bool {
        match (self.nominee_kind, of) {
            (NomineeKind::Story, Subject::Story(card)) => {
                self.story_kind.as_ref().is_none_or(|kind| *kind == card.story.kind)
            }
            (NomineeKind::Person, Subject::Person(_)) => true,
            (NomineeKind::Story, Subject::Person(_)) | (NomineeKind::Person, Subject::Story(_)) => {
                false
            }
        }
    }

    /// What one paper may mark, as the counting core checks it.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        Limits { max_marks: self.max_marks, max_score: 5 }
    }

    /// How many a paper may mark, in words: `up to 3 stories`.
    #[must_use]
    pub fn marks_words(&self) -> String {
        let (one, many) = self.nominee_kind.nouns();
        match (self.method, self.max_marks) {
            (Method::Plurality, _) | (_, Some(1)) => format!("one {one}"),
            (_, Some(most)) => format!("up to {most} {many}"),
            (_, None) => format!("as many {many} as you like"),
        }
    }
}

/// What a paper calls a method; a heading of three letters says little to a voter.
#[must_use]
pub const fn method_words(method: Method) -> &'static str {
    match method {
        Method::Plurality => "single choice",
        Method::Approval => "approval",
        Method::Score
        | Method::Star
        | Method::InstantRunoff
        | Method::Borda
        | Method::Schulze
        | Method::RankedPairs
        | Method::Stv => method.title(),
    }
}

/// The paper of one category: what voters see, and what is counted.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The category.
    pub category: Category,
    /// The nominees by number, as the counting core reads them.
    pub slate: Slate,
    /// The same nominees in the same order, as people read them.
    pub candidates: Vec<Candidate>,
}

/// One line of a paper.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its number in this category, for good.
    pub number: Number,
    /// Who or what it is; shared with the other papers on which it stands.
    pub nominee: Arc<Nominee>,
}

/// What makes a new category.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its part of addresses.
    pub slug: String,
    /// What the leads wrote.
    pub terms: Terms,
    /// Who stands in it at first.
    pub fill: Fill,
}

/// Who stands in a new category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Everything that suits it, admitted where it was not; never what was withdrawn.
    AllThatSuit,
    /// Nobody yet.
    Nobody,
}

/// Who is to stand in a category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The nominees' parts of addresses.
    pub ticked: BTreeSet<String>,
    /// Who else.
    pub also: Also,
}

/// Who else is to stand in a category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Also {
    /// Nobody else.
    #[default]
    Nobody,
    /// Every nominee that suits it.
    Everybody,
    /// Every story of that kind that suits it.
    OfKind(String),
}

impl Choice {
    /// Reads the form: its ticked boxes, and whether a button for more of them was pressed.
    #[must_use]
    pub fn of_form(form: &Form) -> Self {
        Self {
            ticked: form.all("nominee").map(str::to_owned).collect(),
            also: match form.text("also") {
                "" => Also::Nobody,
                "everybody" => Also::Everybody,
                kind => Also::OfKind(kind.trim_start_matches("kind:").to_owned()),
            },
        }
    }
}

/// Which way a category moves in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

/// The longest title, in characters.
const LONGEST_TITLE: usize = 100;
/// The longest charter, in characters.
const LONGEST_CHARTER: usize = 1_000;

impl Terms {
    /// Reads the form's fields into `check`. `kinds` are the kinds of story that the edition has.
    pub fn take(form: &Form, kinds: &[String], check: &mut Check) -> Option<Self> {
        let title = check.take("title", line(form.text("title"), LONGEST_TITLE));
        let charter = check.take("charter", prose(form.text("charter"), LONGEST_CHARTER));
        let nominee_kind = check.take("of", nominee_kind(form.text("of")));
        let method = check.take("method", method(form.text("method")));
        let most = check.take("max", most(form.text("max")));
        let story_kind = match nominee_kind {
            Some(NomineeKind::Story) => check.take("kind", story_kind(form.text("kind"), kinds)),
            Some(NomineeKind::Person) | None => Some(None),
        };
        let method = method?;
        Some(Self {
            title: title?,
            charter: charter?,
            nominee_kind: nominee_kind?,
            story_kind: story_kind?,
            method,
            max_marks: most?.filter(|_| method != Method::Plurality),
        })
    }
}

impl Draft {
    /// Reads the form. An address that was left empty is taken from the title.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for each field.
    pub fn parse(form: &Form, kinds: &[String]) -> Result<Self> {
        let mut check = Check::new();
        let terms = Terms::take(form, kinds, &mut check);
        let typed = form.text("slug");
        let asked =
            if typed.is_empty() { slugs::of_title(form.text("title")) } else { typed.to_owned() };
        // Without a title there is nothing to take an address from, and the title says so already.
        let address = if asked.is_empty() && form.text("title").is_empty() {
            None
        } else {
            check.take("slug", slug(&asked).and_then(free))
        };
        match (address, terms) {
            (Some(slug), Some(terms)) => Ok(Self {
                slug,
                terms,
                fill: if form.text("fill") == "nobody" { Fill::Nobody } else { Fill::AllThatSuit },
            }),
            _ => Err(check.refuse()),
        }
    }
}

/// The console has pages of these names.
const RESERVED: [&str; 2] = ["new", "order"];

fn free(slug: String) -> Result<String, Cow<'static, str>> {
    if RESERVED.contains(&slug.as_str()) {
        return Err(format!("{slug:?} is the address of another page. Type another.").into());
    }
    Ok(slug)
}

fn nominee_kind(text: &str) -> Result<NomineeKind, Cow<'static, str>> {
    NomineeKind::of(text).ok_or("Choose whether it goes to a story or to a person.".into())
}

fn method(text: &str) -> Result<Method, Cow<'static, str>> {
    Category::METHODS
        .into_iter()
        .find(|method| method.as_str() == text)
        .ok_or("Choose approval or single choice; papers offer no other method.".into())
}

fn most(text: &str) -> Result<Option<u16>, Cow<'static, str>> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u16>() {
        Ok(number) if number >= 1 => Ok(Some(number)),
        Ok(_) | Err(_) => {
            Err("Type a number from 1 to 65,535, or leave it empty for as many as one likes."
                .into())
        }
    }
}

fn story_kind(text: &str, kinds: &[String]) -> Result<Option<String>, Cow<'static, str>> {
    if text.is_empty() {
        return Ok(None);
    }
    if kinds.iter().any(|kind| kind == text) {
        return Ok(Some(text.to_owned()));
    }
    Err(if kinds.is_empty() {
        "This edition has no stories yet, so no kind to choose. Take stories in first, or choose \
         every kind."
            .into()
    } else {
        format!(
            "No story of this edition is of the kind {text:?}. Its kinds: {}.",
            kinds.join(", ")
        )
        .into()
    })
}

/// The refusal for a category that is not there.
#[must_use]
pub fn unknown() -> Error {
    Error::NotFound("category")
}
