//! Who is who in a file.

use std::collections::{BTreeMap, BTreeSet};

use crate::submissions::source::file::check::Bad;
use crate::submissions::source::people::{Handle, Person, PersonKey, is_bot};

/// The people of the file: those listed, and those named by a handle alone.
#[derive(Default)]
pub struct People {
    /// Everybody, in order of appearance.
    pub listed: Vec<Person>,
    keys: BTreeSet<PersonKey>,
    handles: BTreeMap<String, PersonKey>,
    ids: BTreeSet<u64>,
}

impl People {
    /// Takes one person of the list.
    pub fn add(&mut self, person: Person) -> Result<(), Bad> {
        let folded = person.handle.as_ref().map(Handle::folded);
        if self.keys.contains(&person.key) {
            return Err(Bad::new(format!("the key {:?} is given twice", person.key.as_str())));
        }
        if let Some(handle) = folded.as_ref().filter(|h| self.handles.contains_key(*h)) {
            return Err(Bad::new(format!("the handle {handle:?} is given twice")));
        }
        if let Some(id) = person.id.filter(|id| !self.ids.insert(*id)) {
            return Err(Bad::new(format!("the id {id} is given twice")));
        }
        if let Some(handle) = folded {
            self.handles.insert(handle, person.key.clone());
        }
        self.keys.insert(person.key.clone());
        self.listed.push(person);
        Ok(())
    }

    /// The person meant by a key or a handle; `None` for a program.
    pub fn named(&mut self, name: &str) -> Result<Option<PersonKey>, Bad> {
        if let Some(key) = self.keys.get(&PersonKey::new(name)) {
            return Ok(Some(key.clone()));
        }
        if is_bot(name) {
            return Ok(None);
        }
        let unknown = || Bad::new(format!("{name:?} is neither a key of \"people\" nor a handle"));
        let handle = Handle::parse(name).ok_or_else(unknown)?;
        if let Some(key) = self.handles.get(&handle.folded()) {
            return Ok(Some(key.clone()));
        }
        let person = Person::of_handle(handle);
        let key = person.key.clone();
        self.add(person)?;
        Ok(Some(key))
    }
}
