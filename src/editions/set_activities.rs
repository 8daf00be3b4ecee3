//! Setting the further rows of the table of what one can do and when. Proposing stories and voting
//! follow from the calendar and are not among them.

use std::borrow::Cow;

use super::model::{Activity, State};
use super::store;
use crate::accounts::model::Account;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::error::{Error, Field, Result};
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::web::forms::{Form, line, prose};

/// The most rows: a table that nobody reads to its end helps nobody.
pub const MOST: usize = 12;

/// Reads the form: the fields of row 3 are `title-3`, `words-3`, `url-3` and `state-3`. A row of
/// which nothing is filled in is no row.
///
/// # Errors
/// [`Error::Invalid`] with words for each field.
pub fn parse(form: &Form) -> Result<Vec<Activity>> {
    let mut wrong = Vec::new();
    let rows = (1..=MOST).filter(|row| is_filled(form, *row));
    let rows: Vec<Activity> = rows.filter_map(|row| activity(form, row, &mut wrong)).collect();
    if wrong.is_empty() { Ok(rows) } else { Err(Error::Invalid(wrong)) }
}

fn is_filled(form: &Form, row: usize) -> bool {
    ["title", "words", "url"].iter().any(|name| !form.text(&format!("{name}-{row}")).is_empty())
}

fn activity(form: &Form, row: usize, wrong: &mut Vec<Field>) -> Option<Activity> {
    let title = take(form, "title", row, |text| line(text, 80), wrong);
    let words = take(form, "words", row, |text| prose(text, 300), wrong);
    let url = take(form, "url", row, address, wrong);
    let state = take(form, "state", row, state, wrong);
    Some(Activity { title: title?, words: words?, url: url?, state: state? })
}

fn take<T>(
    form: &Form,
    name: &str,
    row: usize,
    parse: impl Fn(&str) -> Result<T, Cow<'static, str>>,
    wrong: &mut Vec<Field>,
) -> Option<T> {
    let name = format!("{name}-{row}");
    match parse(form.text(&name)) {
        Ok(value) => Some(value),
        Err(words) => {
            wrong.push(Field::new(name, words));
            None
        }
    }
}

fn state(text: &str) -> Result<State, Cow<'static, str>> {
    State::of(text).ok_or("Choose one of the four states.".into())
}

/// An address that a browser opens as a page; anything else could be a script.
fn address(text: &str) -> Result<String, Cow<'static, str>> {
    let opens = text.is_empty()
        || text.starts_with("https://")
        || text.starts_with("http://")
        || (text.starts_with('/') && !text.starts_with("//"));
    let clean = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if !opens || !clean {
        return Err(
            "Type a whole address such as https://example.org/roadmap, or leave it empty.".into()
        );
    }
    prose(text, 500)
}

/// Replaces the rows.
///
/// # Errors
/// The database's.
pub fn set_activities(
    db: &mut Db,
    edition: EditionId,
    rows: &[Activity],
    lead: &Account,
    now: Timestamp,
) -> Result<()> {
    let edition = store::locked(db, edition)?;
    if store::activities_of(db, edition.id)? == rows {
        return Ok(());
    }
    store::set_activities(db, edition.id, rows)?;
    let said: Vec<String> =
        rows.iter().map(|row| format!("{}: {}", row.title, row.state.words())).collect();
    let line = Draft::of(edition.id, &lead.name, "set what one can do", said.join("; "));
    audit::store::append(db, line, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_row_is_none_and_a_half_one_is_refused_where_it_stands() {
        let form = Form::parse(
            b"title-1=&words-1=&url-1=&state-1=open&title-2=&words-2=Come&url-2=&state-2=open\
            &title-3=Talk&words-3=&url-3=/x&state-3=closed",
        );

        let Err(Error::Invalid(wrong)) = parse(&form.unwrap()) else {
            panic!("the second row has no title");
        };

        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong.first().unwrap().name, "title-2");
    }

    #[test]
    fn only_what_opens_as_a_page_is_an_address() {
        for good in ["", "https://example.org/a?b#c", "/editions/x/stories"] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in ["javascript:alert(1)", "//evil.example", "data:text/html,x", "https://a b"] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
