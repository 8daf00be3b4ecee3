//! Which files are which story, and stay it: a memory of every story that a source brought,
//! carried from pass to pass.
//!
//! Changes are told to the shelf in the order in which they reached the main line. A story keeps
//! its name (its submission's number and the path that it came with) wherever its files move.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::submissions::source::changes::{Change, What, mains_above, name, natural, renamed};
use crate::submissions::source::found::KindKey;
use crate::submissions::source::rules::{Rules, is_markdown};
use crate::submissions::source::shelved::{Bringer, Shelved, ShelvedFile};

/// The memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    stories: Vec<Shelved>,
    /// Submissions whose changes have been applied to the main line.
    applied: BTreeSet<u64>,
    /// Which story a file of the main line belongs to; removed main files, too.
    #[serde(skip)]
    by_path: HashMap<String, usize>,
    #[serde(skip)]
    touched: BTreeSet<usize>,
    #[serde(skip)]
    of_number: HashMap<u64, Vec<usize>>,
}

/// A story as one submission brings it.
struct New {
    kind: KindKey,
    files: Vec<ShelvedFile>,
}

impl Shelf {
    /// A shelf as it was stored, with what can be worked out worked out again.
    #[must_use]
    pub fn reopened(mut self) -> Self {
        for (at, story) in self.stories.iter().enumerate() {
            self.of_number.entry(story.number).or_default().push(at);
            if story.landed {
                self.by_path.extend(story.files.iter().map(|f| (f.path.clone(), at)));
            }
        }
        self
    }

    /// The stories of a submission, in the order in which it brought them.
    pub fn of(&self, number: u64) -> impl Iterator<Item = &Shelved> {
        let places = self.of_number.get(&number).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| self.stories.get(*at))
    }

    /// Whether a submission's changes have been applied to the main line.
    #[must_use]
    pub fn has_landed(&self, number: u64) -> bool {
        self.applied.contains(&number)
    }

    /// Every story.
    #[must_use]
    pub fn stories(&self) -> &[Shelved] {
        &self.stories
    }

    /// Notes the title that a story was given, for times when its text cannot be read.
    pub fn note_title(&mut self, number: u64, first_path: &str, title: &str) {
        if let Some(story) = self.story_mut(number, |story| story.first_path == first_path) {
            story.title = Some(title.to_owned());
        }
    }

    /// Notes the name of a content that a source told later, and says whether it is new.
    pub fn note_blob(&mut self, number: u64, path: &str, blob: &str) -> bool {
        let holds = |story: &Shelved| story.files.iter().any(|file| file.path == path);
        let Some(story) = self.story_mut(number, holds) else {
            return false;
        };
        let Some(file) = story.files.iter_mut().find(|file| file.path == path) else {
            return false;
        };
        let before = file.blob.replace(blob.to_owned());
        before.as_deref() != Some(blob)
    }

    fn story_mut(&mut self, number: u64, is: impl Fn(&Shelved) -> bool) -> Option<&mut Shelved> {
        let places = self.of_number.get(&number)?;
        let at = *places.iter().find(|at| self.stories.get(**at).is_some_and(&is))?;
        self.stories.get_mut(at)
    }

    /// The stories that have changed since this was asked last.
    pub fn take_touched(&mut self) -> Vec<Shelved> {
        let touched = std::mem::take(&mut self.touched);
        touched.into_iter().filter_map(|at| self.stories.get(at).cloned()).collect()
    }

    /// A submission that is not on the main line (yet) would bring these changes.
    pub fn propose(&mut self, bringer: Bringer<'_>, changes: &[Change], rules: &Rules) {
        if self.applied.contains(&bringer.number) {
            return;
        }
        let fresh = |change: &&Change| match &change.what {
            What::Added => !self.by_path.contains_key(&change.path),
            What::MovedFrom(from) => !self.by_path.contains_key(from),
            What::Edited | What::Removed => false,
        };
        let files = changes.iter().filter(fresh).map(file_of).collect();
        let news = self.sorted_out(files, bringer.labels, rules).0;
        self.settle(bringer, news, false);
    }

    /// A submission reached the main line with these changes. Told twice, it does nothing.
    pub fn land(&mut self, bringer: Bringer<'_>, changes: &[Change], rules: &Rules) {
        if !self.applied.insert(bringer.number) {
            return;
        }
        let files = self.pass(changes);
        let (news, chapters) = self.sorted_out(files, bringer.labels, rules);
        self.settle(bringer, news, true);
        for (path, file) in chapters {
            if let Some(at) = self.by_path.get(&path).copied() {
                self.put_file(at, file);
            }
        }
    }

    /// A commit that belongs to no submission changed the main line.
    pub fn commit(&mut self, changes: &[Change]) {
        for file in self.pass(changes) {
            let main = mains_above(&file.path).find_map(|main| self.main_at(&main));
            if let Some(at) = main {
                self.put_file(at, file);
            }
        }
    }

    /// Applies changes to the files that are on the shelf, and gives back those that are not.
    fn pass(&mut self, changes: &[Change]) -> Vec<ShelvedFile> {
        let moves = renamed(changes, |path| self.by_path.contains_key(path));
        let mut rest = Vec::new();
        let mut moved = Vec::new();
        for change in changes {
            let from = match &change.what {
                What::MovedFrom(from) => Some(from),
                What::Added => moves.get(change.path.as_str()).copied(),
                What::Edited => Some(&change.path),
                What::Removed => {
                    if !moves.values().any(|from| **from == change.path) {
                        self.drop_file(&change.path);
                    }
                    continue;
                }
            };
            match from.and_then(|from| Some((from, *self.by_path.get(from)?))) {
                Some((from, at)) => moved.push((from.clone(), at, file_of(change))),
                None if change.what == What::Edited => {}
                None => rest.push(file_of(change)),
            }
        }
        for (from, _, _) in &moved {
            self.by_path.remove(from);
        }
        for (from, at, file) in moved {
            self.by_path.insert(file.path.clone(), at);
            self.touched.insert(at);
            if let Some(story) = self.stories.get_mut(at) {
                let main = story.path() == from;
                story.removed &= !main;
                for own in story.files.iter_mut().filter(|own| own.path == from) {
                    own.path.clone_from(&file.path);
                    own.blob = file.blob.clone().or(own.blob.take());
                }
            }
        }
        rest
    }

    fn drop_file(&mut self, path: &str) {
        let Some(at) = self.by_path.get(path).copied() else {
            return;
        };
        let Some(story) = self.stories.get_mut(at) else {
            return;
        };
        self.touched.insert(at);
        if story.path() == path {
            story.removed = true;
        } else {
            story.files.retain(|file| file.path != path);
            self.by_path.remove(path);
        }
    }

    /// Adds a file to a story, or gives it another content.
    fn put_file(&mut self, at: usize, file: ShelvedFile) {
        let Some(story) = self.stories.get_mut(at) else {
            return;
        };
        self.touched.insert(at);
        self.by_path.insert(file.path.clone(), at);
        if story.path() == file.path {
            story.removed = false;
        }
        match story.files.iter_mut().find(|own| own.path == file.path) {
            Some(own) => *own = file,
            None => story.files.push(file),
        }
        if let Some(chapters) = story.files.get_mut(1..) {
            chapters.sort_by_key(|chapter| natural(&chapter.path));
        }
    }

    fn main_at(&self, path: &str) -> Option<usize> {
        let at = *self.by_path.get(path)?;
        self.stories.get(at).filter(|story| story.path() == path).map(|_| at)
    }

    /// Splits new files into new stories with their chapters, and files of stories that are on
    /// the shelf (with the path of the main file).
    fn sorted_out(
        &self,
        mut files: Vec<ShelvedFile>,
        labels: &[String],
        rules: &Rules,
    ) -> (Vec<New>, Vec<(String, ShelvedFile)>) {
        files.retain(|file| is_markdown(&file.path));
        files.sort_by(|a, b| {
            let depth = |file: &ShelvedFile| file.path.matches('/').count();
            depth(a).cmp(&depth(b)).then_with(|| natural(&a.path).cmp(&natural(&b.path)))
        });
        let (mut news, mut chapters) = (Vec::<New>::new(), Vec::new());
        let mut new_mains: HashMap<String, usize> = HashMap::new();
        for file in files {
            let above: Vec<String> = mains_above(&file.path).collect();
            let new = above.iter().find_map(|main| new_mains.get(main));
            if let Some(new) = new.and_then(|at| news.get_mut(*at)) {
                new.files.push(file);
            } else if self.main_at(&file.path).is_some() {
                chapters.push((file.path.clone(), file));
            } else if let Some(main) = above.iter().find(|main| self.main_at(main).is_some()) {
                chapters.push((main.clone(), file));
            } else if let Some(kind) = rules.kind_of(&file.path, labels) {
                new_mains.insert(file.path.clone(), news.len());
                news.push(New { kind: kind.clone(), files: vec![file] });
            }
        }
        (news, chapters)
    }

    /// Puts what a submission brings beside what it brought when it was read before.
    fn settle(&mut self, bringer: Bringer<'_>, news: Vec<New>, landed: bool) {
        let title = (news.len() == 1).then(|| bringer.title.to_owned());
        let mut before = self.of_number.get(&bringer.number).cloned().unwrap_or_default();
        let paths = |at: &usize| self.stories.get(*at).map(|s| (s.path(), s.first_path.as_str()));
        let mut matched: BTreeMap<usize, usize> = BTreeMap::new();
        let same_path = |old: (&str, &str), new: &str| old.0 == new || old.1 == new;
        let same_name = |old: (&str, &str), new: &str| name(old.0) == name(new);
        for same in [same_path, same_name] {
            for (new_at, new) in news.iter().enumerate() {
                let path = new.files.first().map_or("", |f| f.path.as_str());
                let found =
                    before.iter().position(|at| paths(at).is_some_and(|old| same(old, path)));
                if let Some(found) = found.filter(|_| !matched.contains_key(&new_at)) {
                    matched.insert(new_at, before.remove(found));
                }
            }
        }
        let unmatched: Vec<usize> =
            (0..news.len()).filter(|at| !matched.contains_key(at)).collect();
        if let ([new_at], [old_at]) = (unmatched.as_slice(), before.as_slice()) {
            matched.insert(*new_at, *old_at);
            before.clear();
        }
        for at in before {
            if let Some(story) = self.stories.get_mut(at) {
                self.touched.extend((!story.removed).then_some(at));
                story.removed = true;
            }
        }
        for (new_at, new) in news.into_iter().enumerate() {
            self.shelve(bringer.number, title.clone(), matched.get(&new_at).copied(), new, landed);
        }
    }

    fn shelve(
        &mut self,
        number: u64,
        pull_title: Option<String>,
        at: Option<usize>,
        new: New,
        landed: bool,
    ) {
        let story = Shelved {
            number,
            first_path: new.files.first().map(|f| f.path.clone()).unwrap_or_default(),
            kind: new.kind.as_str().to_owned(),
            pull_title,
            title: None,
            files: new.files,
            landed,
            removed: false,
        };
        let at = match at.and_then(|at| Some((at, self.stories.get_mut(at)?))) {
            Some((at, old)) => {
                let story = Shelved { first_path: old.first_path.clone(), ..story };
                if *old == story {
                    return;
                }
                *old = story;
                at
            }
            None => {
                self.stories.push(story);
                let at = self.stories.len() - 1;
                self.of_number.entry(number).or_default().push(at);
                at
            }
        };
        self.touched.insert(at);
        if let Some(story) = self.stories.get(at).filter(|_| landed) {
            self.by_path.extend(story.files.iter().map(|f| (f.path.clone(), at)));
        }
    }
}

fn file_of(change: &Change) -> ShelvedFile {
    ShelvedFile { path: change.path.clone(), blob: change.blob.clone() }
}
