//! Forms: what a browser sent ([`Form`]), the words for what is wrong with it ([`Check`]), and
//! what a template needs to show a field again with what was typed ([`FieldPage`]).
//!
//! The gate has read the form and checked its CSRF token before any handler runs.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use serde::Serialize;

use crate::error::{Error, Field, Result};

/// The field that carries the CSRF token.
pub const CSRF: &str = "csrf";
/// The largest form that is read: a ballot with hundreds of marks is some 20 KiB.
pub const LARGEST: usize = 512 * 1024;

/// The fields of a sent form, in their order; a name may stand more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads an `application/x-www-form-urlencoded` body.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is not one.
    pub fn parse(body: &[u8]) -> Result<Self> {
        let pairs = serde_urlencoded::from_bytes(body);
        pairs.map(Self).map_err(|_cause| Error::invalid("form", "The form did not arrive whole."))
    }

    /// A form of these fields.
    #[must_use]
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The field's value without space around it; empty if it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The field's value to the letter: for passwords.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let first = self.0.iter().find(|(n, _)| n == name);
        first.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// All values under one name: ticked boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether the field was sent at all: a button, a ticked box.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// All fields, in the order in which they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The gate has read it.
impl FromRequest for Form {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Self>().cloned().unwrap_or_default()))
    }
}

/// Collects what is wrong with a form, so that all of it is said at once.
#[derive(Debug, Default)]
pub struct Check(Vec<Field>);

impl Check {
    /// Nothing wrong so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the value, or the words for why there is none. The words go to this field.
    pub fn take<T>(
        &mut self,
        name: &'static str,
        parsed: Result<T, Cow<'static, str>>,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(words) => {
                self.0.push(Field::new(name, words));
                None
            }
        }
    }

    /// Adds words for a field.
    pub fn wrong(&mut self, name: &'static str, words: impl Into<Cow<'static, str>>) {
        self.0.push(Field::new(name, words));
    }

    /// What was collected as an error. Ask after all values were taken: a `None` among them means
    /// that there is at least one.
    #[must_use]
    pub fn refuse(self) -> Error {
        Error::Invalid(self.0)
    }

    /// Goes on if nothing is wrong.
    ///
    /// # Errors
    /// [`Error::Invalid`] with all that is.
    pub fn pass(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(self.refuse()) }
    }
}

/// A line of text of at most so many characters; empty is refused.
///
/// # Errors
/// The words for the reader.
pub fn line(text: &str, most: usize) -> Result<String, Cow<'static, str>> {
    if text.is_empty() {
        return Err("Fill this in.".into());
    }
    if text.chars().any(char::is_control) {
        return Err("Keep this to one line of plain text.".into());
    }
    prose(text, most)
}

/// Text of several lines of at most so many characters; may be empty.
///
/// # Errors
/// The words for the reader.
pub fn prose(text: &str, most: usize) -> Result<String, Cow<'static, str>> {
    let long = text.chars().count();
    if long > most {
        return Err(format!("This has {long} characters; {most} is the most.").into());
    }
    Ok(text.replace("\r\n", "\n"))
}

/// The part of an address: small letters, digits and single hyphens.
///
/// # Errors
/// The words for the reader.
pub fn slug(text: &str) -> Result<String, Cow<'static, str>> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let shaped = !text.is_empty()
        && text.len() <= 60
        && text.bytes().all(fits)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--");
    if shaped {
        Ok(text.to_owned())
    } else {
        Err("Use 1 to 60 small letters, digits and hyphens, such as async-vision-2021.".into())
    }
}

/// One field as a template shows it (`forms/field.hbs`).
#[derive(Debug, Clone, Serialize)]
pub struct FieldPage {
    name: &'static str,
    label: &'static str,
    /// `text`, `email`, `password`, `datetime-local`, `number`, `textarea` or `select`.
    kind: &'static str,
    is_area: bool,
    is_select: bool,
    hint: Option<&'static str>,
    value: String,
    error: Option<String>,
    autocomplete: Option<&'static str>,
    is_required: bool,
    options: Vec<OptionPage>,
}

/// One choice of a `select`.
#[derive(Debug, Clone, Serialize)]
struct OptionPage {
    value: String,
    label: String,
    is_chosen: bool,
}

impl FieldPage {
    /// A field of that kind, empty.
    #[must_use]
    pub fn new(kind: &'static str, name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            kind,
            is_area: kind == "textarea",
            is_select: false,
            hint: None,
            value: String::new(),
            error: None,
            autocomplete: None,
            is_required: false,
            options: Vec::new(),
        }
    }

    /// A choice between values, each with its label.
    #[must_use]
    pub fn select(
        name: &'static str,
        label: &'static str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let mut field = Self::new("select", name, label);
        field.is_select = true;
        field.options = options
            .into_iter()
            .map(|(value, label)| OptionPage { value, label, is_chosen: false })
            .collect();
        field
    }

    /// A sentence below the label.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What the browser may fill in by itself.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// Says that it may not stay empty.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        for option in &mut self.options {
            option.is_chosen = option.value == self.value;
        }
        self
    }

    /// What was typed, and what was wrong with it. Passwords are not sent back.
    #[must_use]
    pub fn typed(mut self, form: &Form, errors: &[Field]) -> Self {
        let name = self.name;
        if form.has(name) && self.kind != "password" {
            self = self.value(form.text(name));
        }
        let error = errors.iter().find(|field| field.name == name);
        self.error = error.map(|field| field.words.clone().into_owned());
        self
    }
}

/// A form as a template shows it: its fields, and on top what is wrong (`forms/errors.hbs`).
#[derive(Debug, Clone, Serialize)]
pub struct FormPage {
    fields: Vec<FieldPage>,
    errors: Vec<ErrorPage>,
}

#[derive(Debug, Clone, Serialize)]
struct ErrorPage {
    name: String,
    label: Option<&'static str>,
    words: String,
}

impl FormPage {
    /// A form as it is first shown.
    #[must_use]
    pub fn new(fields: Vec<FieldPage>) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// The form with what was typed, and what was wrong with it.
    #[must_use]
    pub fn refused(self, form: &Form, errors: &[Field]) -> Self {
        let fields: Vec<FieldPage> =
            self.fields.into_iter().map(|field| field.typed(form, errors)).collect();
        let label = |name: &str| fields.iter().find(|f| f.name == name).map(|f| f.label);
        let errors = errors
            .iter()
            .map(|field| ErrorPage {
                label: label(&field.name),
                name: field.name.clone().into_owned(),
                words: field.words.clone().into_owned(),
            })
            .collect();
        Self { fields, errors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_stand_more_than_once() {
        let form = Form::parse(b"mark=3&mark=17&note=two+words%21").unwrap();

        assert_eq!(form.all("mark").collect::<Vec<_>>(), ["3", "17"]);
        assert_eq!(form.text("note"), "two words!");
        assert!(!form.has("other"));
    }

    #[test]
    fn a_slug_is_small_letters_digits_and_hyphens() {
        for good in ["a", "async-vision-2021"] {
            assert!(slug(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "ä", "../x"] {
            assert!(slug(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed_but_no_password() {
        let page = FormPage::new(vec![
            FieldPage::new("email", "email", "E-mail"),
            FieldPage::new("password", "password", "Password"),
        ]);
        let form = Form::parse(b"email=ana%40example.org&password=hunter2").unwrap();

        let shown = serde_json::to_string(
            &page.refused(&form, &[Field::new("email", "Somebody has this address.")]),
        );

        let shown = shown.unwrap();
        assert!(shown.contains("ana@example.org") && shown.contains("Somebody has"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
