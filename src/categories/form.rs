//! Categories as forms send them: each field read, and words for each that cannot be taken. What
//! the chosen way of deciding does not ask for is not looked at, whatever stood there.

use std::borrow::Cow;

use super::kind::NomineeKind;
use super::measure::{Measure, Metric, Role};
use super::model::{Also, Category, Choice, Draft, Joining, Terms};
use crate::count::Method;
use crate::error::Result;
use crate::submissions::source::slugs;
use crate::web::forms::{Check, Form, line, prose, slug};

/// How an award is decided, as the form asks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By votes.
    Votes,
    /// By a measure, and nobody votes.
    Measure,
    /// By votes among the few whom a measure chooses.
    Shortlist,
}

impl By {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::Votes, Self::Measure, Self::Shortlist];

    /// The form's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Votes => "votes",
            Self::Measure => "measure",
            Self::Shortlist => "shortlist",
        }
    }

    /// How these terms decide.
    #[must_use]
    pub const fn of(terms: &Terms) -> Self {
        match terms.measure {
            None => Self::Votes,
            Some(Measure { role: Role::Decides, .. }) => Self::Measure,
            Some(Measure { role: Role::Shortlists { .. }, .. }) => Self::Shortlist,
        }
    }

    fn parse(text: &str) -> Result<Self, Cow<'static, str>> {
        let asked = if text.is_empty() { Self::Votes.as_str() } else { text };
        Self::ALL
            .into_iter()
            .find(|by| by.as_str() == asked)
            .ok_or("Choose votes, a measure, or votes among those whom a measure chooses.".into())
    }
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
        let story_kind = match nominee_kind {
            Some(NomineeKind::Story) => check.take("kind", story_kind(form.text("kind"), kinds)),
            Some(NomineeKind::Person) | None => Some(None),
        };
        let by = check.take("by", By::parse(form.text("by")));
        let votes = match by {
            Some(By::Measure) => Some((Category::METHODS[0], None)),
            Some(By::Votes | By::Shortlist) | None => votes(form, check),
        };
        let measure = by.and_then(|by| measure(form, by, nominee_kind, check));
        let joining = match by {
            // A shortlist follows its measure, whatever the field said before it was put away.
            Some(By::Shortlist) => Some(Joining::AllThatSuit),
            Some(By::Votes | By::Measure) | None => {
                check.take("joining", joining(form.text("joining")))
            }
        };
        let (method, max_marks) = votes?;
        Some(Self {
            title: title?,
            charter: charter?,
            nominee_kind: nominee_kind?,
            story_kind: story_kind?,
            method,
            max_marks,
            measure: measure?,
            joining: joining?,
        })
    }
}

/// How a paper is marked: the method, and how many marks.
fn votes(form: &Form, check: &mut Check) -> Option<(Method, Option<u16>)> {
    let method = check.take("method", method(form.text("method")));
    let most = check.take("max", most(form.text("max")));
    let (method, most) = (method?, most?);
    Some((method, most.filter(|_| method != Method::Plurality)))
}

/// The measure, where one is asked for; nothing if it cannot be taken.
fn measure(
    form: &Form,
    by: By,
    of: Option<NomineeKind>,
    check: &mut Check,
) -> Option<Option<Measure>> {
    let role = match by {
        By::Votes => return Some(None),
        By::Measure => Some(Role::Decides),
        By::Shortlist => {
            let stand = check.take("most", stand(form.text("most")));
            stand.map(|most| Role::Shortlists { most })
        }
    };
    let metric = check.take("metric", metric(form.text("metric"), of));
    Some(Some(Measure { metric: metric?, role: role? }))
}

impl Draft {
    /// Reads the form. An address that was left empty is taken from the title.
    ///
    /// # Errors
    /// [`crate::error::Error::Invalid`] with words for each field.
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
            (Some(slug), Some(terms)) => Ok(Self { slug, terms }),
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

fn joining(text: &str) -> Result<Joining, Cow<'static, str>> {
    if text.is_empty() {
        return Ok(Joining::default());
    }
    Joining::of(text).ok_or("Choose whether those that suit join by themselves.".into())
}

fn metric(text: &str, of: Option<NomineeKind>) -> Result<Metric, Cow<'static, str>> {
    let Some(kind) = of else {
        // What it goes to has its own words already.
        return Metric::of(text).ok_or("Choose what is counted.".into());
    };
    if let Some(metric) = Metric::of(text).filter(|metric| metric.suits(kind)) {
        return Ok(metric);
    }
    let of_kind = Metric::ALL.into_iter().filter(|metric| metric.suits(kind));
    let offered: Vec<&str> = of_kind.map(Metric::words).collect();
    Err(format!("Choose what is counted of a {}: {}.", kind.nouns().0, offered.join(", ")).into())
}

fn stand(text: &str) -> Result<u16, Cow<'static, str>> {
    match text.parse::<u16>() {
        Ok(most) if most >= Measure::LEAST => Ok(most),
        Ok(_) | Err(_) => Err("Type how many stand, from 2 to 65,535.".into()),
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
