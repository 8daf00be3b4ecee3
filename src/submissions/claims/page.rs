//! What the templates of claims see: the part of a person's page that is about its reader, and the
//! form of the name shown.

use serde::Serialize;

use super::model::{handle, still_open};
use super::relation::Relation;
use crate::clock::Timestamp;
use crate::editions::guard::{Member, Reader};
use crate::editions::model::Edition;
use crate::editions::page::Masthead;
use crate::error::Field;
use crate::submissions::model::Person;
use crate::web::forms::{FieldPage, Form, FormPage};

/// What a person's page says to its reader about who they are; see [`Relation`].
#[derive(Debug, Clone, Serialize)]
pub struct ClaimPage {
    /// The address of the person's page.
    at: String,
    handle: String,
    contact: String,
    is_visitor: bool,
    is_nobody: bool,
    is_taken: bool,
    is_themselves: bool,
    is_frozen: bool,
    /// The name that they chose.
    shown_name: Option<String>,
    /// Whom the reader is instead.
    other: Option<String>,
    claim: Option<Claimed>,
}

#[derive(Debug, Clone, Serialize)]
struct Claimed {
    at: Timestamp,
    phrase: String,
}

impl ClaimPage {
    /// What that reader is told. Nothing once the papers are frozen, unless it is themselves; and
    /// nothing to a visitor, if somebody is this person already.
    #[must_use]
    pub fn new(reader: &Reader, person: &Person, relation: &Relation) -> Option<Self> {
        let edition = &reader.edition;
        let is_frozen = still_open(edition).is_err();
        let is_themselves = *relation == Relation::Themselves;
        let is_visitor = *relation == Relation::Visitor;
        if is_frozen && !is_themselves || is_visitor && person.account.is_some() {
            return None;
        }
        let (mut other, mut claim) = (None, None);
        match relation {
            Relation::SomebodyElse(person) => other = Some(handle(person).to_owned()),
            Relation::Claimant(open) => {
                claim = Some(Claimed { at: open.claimed_at, phrase: open.phrase() });
            }
            Relation::Visitor | Relation::Nobody | Relation::Themselves | Relation::Taken => {}
        }
        Some(Self {
            at: at(edition, person),
            handle: handle(person).to_owned(),
            contact: edition.about.contact.clone(),
            is_visitor,
            is_nobody: *relation == Relation::Nobody,
            is_taken: *relation == Relation::Taken,
            is_themselves,
            is_frozen,
            shown_name: person.shown_name.clone(),
            other,
            claim,
        })
    }
}

fn at(edition: &Edition, person: &Person) -> String {
    format!("/editions/{}/people/{}", edition.slug, person.slug)
}

/// The form of the name shown.
#[derive(Debug, Serialize)]
pub struct NamePage {
    edition: Masthead,
    at: String,
    title: String,
    handle: String,
    shown_name: Option<String>,
    form: FormPage,
}

impl NamePage {
    /// For that person, with what was typed and refused.
    #[must_use]
    pub fn new(
        member: &Member,
        person: &Person,
        form: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let name = FieldPage::new("text", "name", "Name shown")
            .hint("1 to 60 characters. It stands on your page, beside your stories and on the ballot.")
            .autocomplete("name")
            .required()
            .value(person.shown_name.clone().unwrap_or_default());
        Self {
            edition: Masthead::of_member(member, now),
            at: at(&member.edition, person),
            title: person.title().to_owned(),
            handle: handle(person).to_owned(),
            shown_name: person.shown_name.clone(),
            form: FormPage::new(vec![name]).refused(form, errors),
        }
    }
}
