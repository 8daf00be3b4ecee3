//! From files to a story that can be read: its chapters in order, its title, its measures.

use crate::submissions::source::found::{
    CommitId, Failure, Item, KindKey, Standing, Story, StoryFile,
};
use crate::submissions::source::rules::Rules;
use crate::submissions::source::shelved::Shelved;
use crate::submissions::source::titles::{self, Told};
use crate::submissions::source::{changes, measures};

/// The longest path that is kept, in bytes. It is part of a key, and PostgreSQL takes no key longer
/// than 2,704: <https://www.postgresql.org/docs/current/btree.html>.
const LONGEST_PATH: usize = 1_000;

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// Its text.
    Text(String),
    /// It is larger than the rules allow: so many bytes.
    TooLarge(u64),
    /// It is not UTF-8 from this byte on.
    NotText(usize),
    /// It is not there, or not a file.
    Missing,
    /// The source does not bring texts, or not this time.
    NotAsked,
}

impl Read {
    /// What `bytes` are.
    #[must_use]
    pub fn of_bytes(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(error) => Self::NotText(error.utf8_error().valid_up_to()),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::TooLarge(_) | Self::NotText(_) | Self::Missing | Self::NotAsked => None,
        }
    }

    /// Why there is no text, and what to do; `None` where that is nobody's fault.
    fn trouble(&self, rules: &Rules) -> Option<(String, String)> {
        match self {
            Self::Text(_) | Self::NotAsked => None,
            Self::TooLarge(size) => Some((
                format!("It has {size} bytes, and the rules allow {}.", rules.largest_file),
                "Raise largest_file in the rules if this really is a story, then retry.".into(),
            )),
            Self::NotText(at) => Some((
                format!("It is not UTF-8 text: byte {at} begins no character."),
                "Save the file as UTF-8 in the repository; the next sync reads it again.".into(),
            )),
            Self::Missing => Some((
                "The repository does not hold it at the commit that was read.".into(),
                "Retry; if it stays so, exclude the submission with a reason.".into(),
            )),
        }
    }
}

/// Makes the story of a shelved one. `read` holds what came of reading its files, in the order
/// of [`Shelved::files`]; what is missing at its end was not asked for.
///
/// A main file that cannot be read makes the whole story a failure, a chapter only itself.
pub fn finish(
    shelved: &Shelved,
    read: &[Read],
    commit: Option<CommitId>,
    rules: &Rules,
    failures: &mut Vec<Failure>,
) -> Option<Story> {
    if let Some(failure) = too_long(shelved) {
        failures.push(failure);
        return None;
    }
    let mut files: Vec<(StoryFile, bool)> = Vec::new();
    for (at, file) in shelved.files.iter().enumerate() {
        let came = read.get(at).unwrap_or(&Read::NotAsked);
        let trouble = came.trouble(rules);
        let failed = trouble.is_some() && !shelved.removed;
        if let Some((why, now)) = trouble.filter(|_| failed) {
            let item = Item::Story { number: shelved.number, path: file.path.clone() };
            failures.push(Failure { item, why, now });
        }
        if failed && at == 0 {
            return None;
        }
        let text = came.text().map(str::to_owned);
        files.push((StoryFile { path: file.path.clone(), text }, failed));
    }
    let mut files: Vec<StoryFile> =
        files.into_iter().filter(|(_, failed)| !failed).map(|(file, _)| file).collect();
    order_chapters(&mut files);

    let told = Told {
        text: files.first().and_then(|main| main.text.as_deref()),
        pull_title: shelved.pull_title.as_deref(),
        path: shelved.path(),
    };
    let kept = shelved.title.clone().filter(|_| told.text.is_none());
    let title = kept.unwrap_or_else(|| titles::of_story(&told, rules));
    let texts: Vec<&str> = files.iter().filter_map(|file| file.text.as_deref()).collect();
    let measures = (texts.len() == files.len()).then(|| measures::of_files(&texts));
    Some(Story {
        first_path: shelved.first_path.clone(),
        path: shelved.path().to_owned(),
        standing: if shelved.removed { Standing::Removed } else { Standing::Present },
        kind: KindKey::parse(&shelved.kind)?,
        character: titles::character(&title, shelved.path(), rules),
        title,
        commit,
        files,
        measures,
    })
}

/// The failure of a story with a path that cannot be a key; it does not name it for that reason.
fn too_long(shelved: &Shelved) -> Option<Failure> {
    let paths = shelved.files.iter().map(|file| &file.path).chain([&shelved.first_path]);
    let bytes = paths.map(String::len).max().filter(|bytes| *bytes > LONGEST_PATH)?;
    Some(Failure {
        item: Item::Submission(shelved.number),
        why: format!(
            "A path in it has {bytes} bytes, longer than the {LONGEST_PATH} that are kept."
        ),
        now: "Bring the story under a shorter path, in a pull request of its own.".into(),
    })
}

/// Chapters stand in the order in which the main file names them, the others behind by name.
fn order_chapters(files: &mut [StoryFile]) {
    let Some((main, chapters)) = files.split_first_mut() else {
        return;
    };
    let text = main.text.as_deref().unwrap_or_default();
    chapters.sort_by_cached_key(|chapter| {
        let named = text.find(changes::name(&chapter.path));
        (named.unwrap_or(usize::MAX), changes::natural(&chapter.path))
    });
}
