//! Who is who: people that a source names, matched to those that the edition knows. Pure.
//!
//! GitHub's number decides, since it outlives a change of handle; then the handle, whatever its
//! letter case; then the name. Two whose numbers or handles differ are never taken for one.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Person;
use crate::ids::PersonId;
use crate::submissions::source::people::{self as source, Handle, PersonKey};
use crate::submissions::source::slugs;

/// Everybody, as they are to be kept.
#[derive(Debug, Default)]
pub struct Settled {
    /// Those who are new.
    pub new: Vec<Person>,
    /// Those of whom the source says something else than is kept: before, and after.
    pub changed: Vec<(Person, Person)>,
    /// How many of those whom the source names are as they were.
    pub unchanged: usize,
    /// Whom the source's keys mean.
    pub keys: BTreeMap<PersonKey, PersonId>,
}

struct Row {
    was: Option<Person>,
    now: Person,
    is_named: bool,
}

/// Settles who is who.
#[must_use]
pub fn settle(known: Vec<Person>, found: &[source::Person]) -> Settled {
    let mut book = Book::new(known);
    // The surest first, for everybody, so that a name does not take what a number claims.
    let mut matched: Vec<Option<usize>> = found.iter().map(|who| book.by_number(who)).collect();
    for way in [Book::by_handle, Book::by_name] {
        for (who, row) in found.iter().zip(&mut matched) {
            *row = row.or_else(|| way(&mut book, who));
        }
    }
    let mut keys = BTreeMap::new();
    for (who, row) in found.iter().zip(matched) {
        let id = book.tell(who, row);
        keys.insert(who.key.clone(), id);
    }
    book.close(keys)
}

#[derive(Default)]
struct Book {
    rows: Vec<Row>,
    numbers: BTreeMap<i64, usize>,
    handles: BTreeMap<String, usize>,
    names: BTreeMap<String, Vec<usize>>,
    slugs: BTreeSet<String>,
}

impl Book {
    fn new(known: Vec<Person>) -> Self {
        let mut book = Self::default();
        for (at, person) in known.into_iter().enumerate() {
            if let Some(number) = person.github_id {
                book.numbers.insert(number, at);
            }
            if let Some(handle) = &person.handle {
                book.handles.insert(handle.to_ascii_lowercase(), at);
            }
            book.names.entry(person.name.clone()).or_default().push(at);
            book.slugs.insert(person.slug.clone());
            book.rows.push(Row { was: Some(person.clone()), now: person, is_named: false });
        }
        book
    }

    fn take(&mut self, at: Option<usize>, fits: impl Fn(&Person) -> bool) -> Option<usize> {
        let row = self.rows.get_mut(at?)?;
        if row.is_named || !fits(&row.now) {
            return None;
        }
        row.is_named = true;
        at
    }

    fn by_number(&mut self, who: &source::Person) -> Option<usize> {
        let at = self.numbers.get(&number(who)?).copied();
        self.take(at, |_| true)
    }

    fn by_handle(&mut self, who: &source::Person) -> Option<usize> {
        let at = self.handles.get(&who.handle.as_ref()?.folded()).copied();
        self.take(at, |known| agree(known.github_id, number(who)))
    }

    fn by_name(&mut self, who: &source::Person) -> Option<usize> {
        let keys = [&who.key].into_iter().chain(&who.former_keys);
        let names = who.name.as_deref().into_iter();
        let names: Vec<&str> = names.chain(keys.map(PersonKey::as_str)).collect();
        let mut rows: Vec<usize> =
            names.iter().filter_map(|name| self.names.get(*name)).flatten().copied().collect();
        // Of two of one name, the one of whom no more is known is meant by a name alone.
        rows.sort_by_key(|at| self.rows.get(*at).is_some_and(|row| row.now.handle.is_some()));
        let handle = who.handle.as_ref().map(Handle::folded);
        rows.into_iter().find_map(|at| {
            self.take(Some(at), |known| {
                let theirs = known.handle.as_deref().map(str::to_ascii_lowercase);
                agree(known.github_id, number(who)) && agree(theirs, handle.clone())
            })
        })
    }

    /// Keeps what the source says of somebody; what it does not say stays as it was.
    fn tell(&mut self, who: &source::Person, row: Option<usize>) -> PersonId {
        let handle = who.handle.as_ref().map(|handle| handle.as_str().to_owned());
        if let Some(handle) = &handle {
            self.free(handle, row);
        }
        let Some(row) = row.and_then(|at| self.rows.get_mut(at)) else {
            return self.welcome(who, handle);
        };
        let now = &mut row.now;
        let has_name = now.handle.as_ref() != Some(&now.name);
        if let Some(name) = &who.name {
            now.name.clone_from(name);
        } else if let (false, Some(handle)) = (has_name, &handle) {
            now.name.clone_from(handle);
        }
        now.handle = handle.or_else(|| now.handle.take());
        now.github_id = number(who).or(now.github_id);
        now.id
    }

    /// A handle that somebody has now is nobody else's any more.
    fn free(&mut self, handle: &str, own: Option<usize>) {
        for (at, row) in self.rows.iter_mut().enumerate() {
            let theirs = row.now.handle.as_deref();
            if Some(at) != own && theirs.is_some_and(|it| it.eq_ignore_ascii_case(handle)) {
                row.now.handle = None;
            }
        }
    }

    fn welcome(&mut self, who: &source::Person, handle: Option<String>) -> PersonId {
        let name = who.name.clone().or_else(|| handle.clone());
        let name = name.unwrap_or_else(|| who.key.as_str().to_owned());
        let title = handle.as_deref().unwrap_or(&name);
        let slug = slugs::for_story(title, "person", 0, |slug| self.slugs.contains(slug));
        self.slugs.insert(slug.clone());
        let id = PersonId::new();
        let github_id = number(who);
        let (shown_name, merged_into, account) = (None, None, None);
        let person = Person { id, slug, handle, name, github_id, shown_name, merged_into, account };
        self.rows.push(Row { was: None, now: person, is_named: true });
        id
    }

    fn close(self, keys: BTreeMap<PersonKey, PersonId>) -> Settled {
        let mut settled = Settled { keys, ..Settled::default() };
        for row in self.rows {
            match row.was {
                None => settled.new.push(row.now),
                Some(was) if was != row.now => settled.changed.push((was, row.now)),
                Some(_) if row.is_named => settled.unchanged += 1,
                Some(_) => {}
            }
        }
        settled
    }
}

fn number(who: &source::Person) -> Option<i64> {
    who.id.and_then(|id| i64::try_from(id).ok())
}

fn agree<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(key: &str, handle: Option<&str>, id: Option<u64>, name: Option<&str>) -> source::Person {
        source::Person {
            key: PersonKey::new(key),
            former_keys: Vec::new(),
            handle: handle.map(|handle| Handle::parse(handle).unwrap()),
            id,
            name: name.map(str::to_owned),
        }
    }

    fn everybody(settled: Settled) -> Vec<Person> {
        let after = settled.changed.into_iter().map(|(_, after)| after);
        after.chain(settled.new).collect()
    }

    #[test]
    fn whoever_renames_themselves_stays_one_person_at_one_address() {
        let before = everybody(settle(vec![], &[who("old", Some("Old"), Some(7), None)]));

        let settled = settle(before, &[who("new", Some("new"), Some(7), None)]);

        assert_eq!((settled.new.len(), settled.changed.len()), (0, 1));
        let (_, after) = &settled.changed[0];
        assert_eq!((after.slug.as_str(), after.title()), ("old", "new"));
        assert_eq!(after.other_name(), None);
    }

    #[test]
    fn letter_case_makes_nobody_new_and_a_first_number_is_learned() {
        let before = everybody(settle(vec![], &[who("a", Some("NikoM"), None, Some("Niko"))]));

        let settled = settle(before, &[who("b", Some("nikom"), Some(9), None)]);

        let (_, after) = &settled.changed[0];
        assert!(settled.new.is_empty());
        assert_eq!((after.github_id, after.name.as_str()), (Some(9), "Niko"));
    }

    #[test]
    fn a_handle_that_somebody_else_took_is_theirs_and_the_first_keeps_their_page() {
        let before = everybody(settle(vec![], &[who("a", Some("ferris"), Some(1), Some("Ana"))]));

        let settled = settle(before, &[who("b", Some("ferris"), Some(2), None)]);

        let (_, first) = &settled.changed[0];
        assert_eq!((first.title(), first.slug.as_str()), ("Ana", "ferris"));
        assert_eq!(settled.new[0].handle.as_deref(), Some("ferris"));
        assert_eq!(settled.new[0].slug, "ferris-2");
    }

    #[test]
    fn a_name_alone_finds_its_person_but_never_two_people_of_one_name() {
        let stu =
            [who("Stu", None, None, Some("Stu")), who("stu", Some("stu-dev"), None, Some("Stu"))];
        let before = everybody(settle(vec![], &stu));
        assert_eq!(before.len(), 2);

        let again = settle(before, &stu);

        assert!(again.new.is_empty() && again.changed.is_empty());
        assert_eq!(again.unchanged, 2);
        assert_ne!(again.keys[&stu[0].key], again.keys[&stu[1].key]);
    }
}
