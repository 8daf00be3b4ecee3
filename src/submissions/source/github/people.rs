//! The people of GitHub's answers. Accounts are known by their numbers; who only stands in a
//! commit is known by the address, until some commit shows the account behind it.

use std::collections::{BTreeMap, HashMap};

use crate::submissions::source::git::subjects;
use crate::submissions::source::github::answers::{Account, Commit, Who};
use crate::submissions::source::mails;
use crate::submissions::source::people::{Handle, Person, PersonKey, is_bot};

/// The people named by one pull request.
#[derive(Debug, Default)]
pub struct Named {
    people: BTreeMap<PersonKey, Person>,
    by_mail: HashMap<String, PersonKey>,
}

impl Named {
    /// Somebody who acted; `None` for programs, organisations and ghosts.
    pub fn who(&mut self, who: Option<Who>) -> Option<PersonKey> {
        let who = who.filter(|who| who.kind == "User" && !is_bot(&who.login))?;
        self.put(known(&who.login, who.database_id, who.name)?)
    }

    /// Whoever wrote a commit and is named in its trailers, in that order. A merge of another
    /// branch is nobody's writing.
    pub fn commit(&mut self, commit: Commit) -> Vec<PersonKey> {
        if commit.message.starts_with("Merge branch ") || commit.message.starts_with("Merge remote")
        {
            return Vec::new();
        }
        let mut keys = Vec::new();
        if let Some(author) = commit.author {
            let (name, mail) = (author.name.unwrap_or_default(), author.email.unwrap_or_default());
            let account = author.user;
            keys.extend(self.writer(&name, &mail, account));
        }
        for (name, mail) in subjects::co_authors(&commit.message) {
            keys.extend(self.writer(name, mail, None));
        }
        keys
    }

    fn writer(&mut self, name: &str, mail: &str, account: Option<Account>) -> Option<PersonKey> {
        let login = account.as_ref().map(|a| a.login.as_str()).unwrap_or_default();
        if is_bot(name) || mails::is_program(mail) || is_bot(login) {
            return None;
        }
        let given = (!name.is_empty()).then(|| name.to_owned());
        let mut person = match account {
            Some(a) => known(&a.login, a.database_id, a.name.or(given))?,
            None => match (self.by_mail.get(mail), mails::forge_address(mail)) {
                (Some(key), _) => return Some(key.clone()),
                (None, Some((handle, id))) => known(handle.as_str(), id, given)?,
                (None, None) if mail.is_empty() => return None,
                (None, None) => Person {
                    key: mails::key(mail),
                    former_keys: Vec::new(),
                    handle: None,
                    id: None,
                    name: given,
                },
            },
        };
        let by_mail = mails::key(mail);
        if !mail.is_empty() && person.key != by_mail && !person.former_keys.contains(&by_mail) {
            person.former_keys.push(by_mail);
        }
        let key = self.put(person)?;
        self.by_mail.insert(mail.to_owned(), key.clone());
        Some(key)
    }

    fn put(&mut self, person: Person) -> Option<PersonKey> {
        let key = person.key.clone();
        let entry = self.people.entry(key.clone()).or_insert_with(|| person.clone());
        entry.name = entry.name.take().or(person.name);
        for former in person.former_keys {
            if !entry.former_keys.contains(&former) {
                entry.former_keys.push(former);
            }
        }
        Some(key)
    }

    /// Everybody, once.
    #[must_use]
    pub fn all(self) -> Vec<Person> {
        self.people.into_values().collect()
    }
}

/// A person with an account.
fn known(login: &str, id: Option<u64>, name: Option<String>) -> Option<Person> {
    let handle = Handle::parse(login)?;
    let folded = PersonKey::new(handle.folded());
    let (key, former_keys) = match id {
        Some(id) => (PersonKey::new(format!("id:{id}")), vec![folded]),
        None => (folded, Vec::new()),
    };
    let name = name.filter(|name| !name.trim().is_empty());
    Some(Person { key, former_keys, handle: Some(handle), id, name })
}
