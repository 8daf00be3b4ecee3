//! What the leads' page of people sees: open claims, who is a member, and who is the same person.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::accounts::model::Account;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::Act;
use crate::error::Field;
use crate::ids::{AccountId, PersonId};
use crate::submissions::claims::model::{Claim, handle};
use crate::submissions::model::Person;
use crate::web::forms::{FieldPage, Form, FormPage};

/// What is known of an edition's people.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Everybody, the merged too.
    pub people: Vec<Person>,
    /// The open claims, the oldest first.
    pub claims: Vec<Claim>,
    /// The members behind both.
    pub members: Vec<Account>,
}

/// The leads' page of people.
#[derive(Debug, Serialize)]
pub struct DeskPage {
    edition: Masthead,
    is_frozen: bool,
    is_empty: bool,
    claims: Vec<ClaimRow>,
    members: Vec<MemberRow>,
    merged: Vec<MergedRow>,
    form: FormPage,
}

#[derive(Debug, Serialize)]
struct ClaimRow {
    member: String,
    account: String,
    person: Named,
    at: Timestamp,
    phrase: String,
    /// How many others say to be the same.
    rivals: usize,
}

#[derive(Debug, Serialize)]
struct MemberRow {
    member: String,
    person: Named,
}

#[derive(Debug, Serialize)]
struct MergedRow {
    person: Named,
    kept: Named,
}

#[derive(Debug, Serialize)]
struct Named {
    href: String,
    slug: String,
    handle: String,
    /// The name shown or the name in life, where it says more.
    also: Option<String>,
}

impl Named {
    fn new(edition: &str, person: &Person) -> Self {
        let handle = handle(person);
        let names = [person.shown_name.as_deref(), Some(person.name.as_str())];
        let also = names.into_iter().flatten().find(|name| *name != handle);
        Self {
            href: format!("/editions/{edition}/people/{}", person.slug),
            slug: person.slug.clone(),
            handle: handle.to_owned(),
            also: also.map(str::to_owned),
        }
    }

    fn label(self) -> (String, String) {
        match self.also {
            Some(also) => (self.slug, format!("{} ({also})", self.handle)),
            None => (self.slug, self.handle),
        }
    }
}

impl DeskPage {
    /// For a lead, with what they typed and what was refused.
    #[must_use]
    pub fn new(lead: &Lead, known: &Known, form: &Form, errors: &[Field], now: Timestamp) -> Self {
        let book = Book::new(&lead.edition.slug, known);
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: !lead.edition.phase.allows(Act::Nominate),
            is_empty: known.people.is_empty(),
            claims: book.claims(),
            members: book.members(),
            merged: book.merged(),
            form: FormPage::new(book.fields()).refused(form, errors),
        }
    }
}

struct Book<'a> {
    edition: &'a str,
    known: &'a Known,
    people: BTreeMap<PersonId, &'a Person>,
    members: BTreeMap<AccountId, &'a str>,
}

impl<'a> Book<'a> {
    fn new(edition: &'a str, known: &'a Known) -> Self {
        Self {
            edition,
            known,
            people: known.people.iter().map(|person| (person.id, person)).collect(),
            members: known.members.iter().map(|who| (who.id, who.name.as_str())).collect(),
        }
    }

    fn named(&self, person: &Person) -> Named {
        Named::new(self.edition, person)
    }

    fn member(&self, account: AccountId) -> Option<String> {
        self.members.get(&account).map(|name| (*name).to_owned())
    }

    fn claims(&self) -> Vec<ClaimRow> {
        let all = &self.known.claims;
        let row = |claim: &Claim| {
            let person = self.people.get(&claim.person)?;
            Some(ClaimRow {
                member: self.member(claim.account)?,
                account: claim.account.to_string(),
                person: self.named(person),
                at: claim.claimed_at,
                phrase: claim.phrase(),
                rivals: all.iter().filter(|it| it.person == claim.person).count() - 1,
            })
        };
        all.iter().filter_map(row).collect()
    }

    fn members(&self) -> Vec<MemberRow> {
        let row = |person: &Person| {
            Some(MemberRow { member: self.member(person.account?)?, person: self.named(person) })
        };
        sorted(self.known.people.iter().filter_map(row).collect(), |row| &row.person)
    }

    fn merged(&self) -> Vec<MergedRow> {
        let row = |person: &Person| {
            let kept = self.people.get(&person.merged_into?)?;
            Some(MergedRow { person: self.named(person), kept: self.named(kept) })
        };
        sorted(self.known.people.iter().filter_map(row).collect(), |row| &row.person)
    }

    fn fields(&self) -> Vec<FieldPage> {
        let own = self.known.people.iter().filter(|person| person.merged_into.is_none());
        let own = sorted(own.map(|person| self.named(person)).collect(), |named| named);
        let own: Vec<_> = own.into_iter().map(Named::label).collect();
        let nobody = (String::new(), "Choose somebody".to_owned());
        let options = || [nobody.clone()].into_iter().chain(own.iter().cloned());
        vec![
            FieldPage::select("one", "This one", options()).required(),
            FieldPage::select("kept", "is the same person as", options())
                .hint("This one is kept, with this page and this address.")
                .required(),
        ]
    }
}

/// In the order of their handles, as people read it.
fn sorted<T>(mut rows: Vec<T>, named: impl Fn(&T) -> &Named) -> Vec<T> {
    rows.sort_by_cached_key(|row| named(row).handle.to_lowercase());
    rows
}
