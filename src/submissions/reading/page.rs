//! What templates see of a text: its parts as safe HTML and its table of contents; and of what
//! people said. Putting a text together is work for the processor, not for a handler.

use serde::Serialize;

use super::model::{Named, Remark, Remarks, Talk};
use crate::submissions::original::Original;
use crate::submissions::source::found::CommentKind;
use crate::submissions::text::{Heading, Manner, Pictures, show};
use crate::submissions::texts::model::TextFile;

/// The most lines of a table of contents; below them the deepest headings are left out first.
const MOST_LINES: usize = 60;

/// How deep a table of contents goes.
const DEEPEST: u8 = 3;

/// The whole text of a story: the story itself, then its chapters.
#[derive(Debug, Serialize)]
pub struct TextPage {
    parts: Vec<PartPage>,
    contents: Vec<LinePage>,
    /// How many lines at the end of the contents were left out.
    more: usize,
    #[serde(skip)]
    has_pictures: bool,
}

#[derive(Debug, Serialize)]
struct PartPage {
    /// The name to link to.
    id: String,
    /// The chapter's heading; the story itself has the page's.
    chapter: Option<String>,
    html: String,
    /// Where the file stands at its commit.
    original: Option<String>,
    path: String,
}

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct LinePage {
    href: String,
    words: String,
    /// From 1.
    depth: u8,
}

impl TextPage {
    /// The text of these files, the story itself first; `None` if there are none.
    #[must_use]
    pub fn new(files: &[TextFile], original: &Original, pictures: Pictures) -> Option<Self> {
        if files.is_empty() {
            return None;
        }
        let mut parts = Vec::new();
        let mut lines = Vec::new();
        for (number, file) in (1..).zip(files) {
            let manner = Manner {
                pictures,
                stands_at: original.page(&file.path),
                bytes_at: original.bytes(&file.path),
                names: if number == 1 { "text-".into() } else { format!("text{number}-").into() },
            };
            let shown = show(&file.text, &manner);
            let id = format!("part-{number}");
            let title = shown.title.unwrap_or_else(|| name_of(&file.path));
            let chapter = (number > 1).then_some(title);
            if let Some(words) = &chapter {
                lines.push(LinePage { href: format!("#{id}"), words: words.clone(), depth: 1 });
            }
            lines.extend(lines_of(&shown.headings, u8::from(chapter.is_some())));
            let original = manner.stands_at.map(String::from);
            parts.push(PartPage {
                id,
                chapter,
                html: shown.html,
                original,
                path: file.path.clone(),
            });
        }
        let (contents, more) = shortened(lines);
        let has_pictures = parts.iter().any(|part| part.html.contains("<img "));
        Some(Self { parts, contents, more, has_pictures })
    }

    /// Whether pictures from elsewhere stand in it: the edition's lead allows them, and it has some.
    #[must_use]
    pub const fn has_pictures(&self) -> bool {
        self.has_pictures
    }
}

/// The headings of one file, `below` deeper than the page's first level.
fn lines_of(headings: &[Heading], below: u8) -> impl Iterator<Item = LinePage> {
    let top = headings.iter().map(|heading| heading.level).min().unwrap_or_default();
    let said = headings.iter().filter(|heading| !heading.words.trim().is_empty());
    said.map(move |heading| LinePage {
        href: format!("#{}", heading.id),
        words: heading.words.trim().to_owned(),
        depth: heading.level.saturating_sub(top) + 1 + below,
    })
}

/// As deep as there is room for, and how many lines did not fit even so. One line leads nowhere
/// that the page's beginning does not.
fn shortened(mut lines: Vec<LinePage>) -> (Vec<LinePage>, usize) {
    for deepest in (1..=DEEPEST).rev() {
        if deepest == DEEPEST || lines.len() > MOST_LINES {
            lines.retain(|line| line.depth <= deepest);
        }
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    if lines.len() < 2 {
        lines.clear();
    }
    (lines, more)
}

/// A chapter without a heading is called as its file: `aws/part_1.md` is `Part 1`.
fn name_of(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace(['_', '-'], " ");
    let mut letters = stem.trim().chars();
    letters
        .next()
        .map_or_else(|| file.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// Who said how much on a pull request.
#[derive(Debug, Serialize)]
pub struct TalkPage {
    comments: i64,
    people: usize,
    voices: Vec<VoicePage>,
}

#[derive(Debug, Serialize)]
struct VoicePage {
    href: String,
    title: String,
    comments: i64,
}

impl TalkPage {
    /// For a page of that edition.
    #[must_use]
    pub fn new(edition: &str, talk: &Talk) -> Self {
        let voices = talk.voices.iter().map(|voice| VoicePage {
            href: format!("/editions/{edition}/people/{}", voice.slug),
            title: voice.title.clone(),
            comments: voice.comments,
        });
        Self { comments: talk.comments(), people: talk.voices.len(), voices: voices.collect() }
    }
}

/// A way to another story.
#[derive(Debug, Serialize)]
pub struct WayPage {
    href: String,
    title: String,
}

impl WayPage {
    /// For a page of that edition.
    #[must_use]
    pub fn new(edition: &str, story: &Named) -> Self {
        Self {
            href: format!("/editions/{edition}/stories/{}", story.slug),
            title: story.title.clone(),
        }
    }
}

/// What somebody said on one pull request of others.
#[derive(Debug, Serialize)]
pub struct RemarksPage {
    number: i64,
    repository: String,
    stories: Vec<WayPage>,
    said: usize,
    remarks: Vec<RemarkPage>,
}

#[derive(Debug, Serialize)]
struct RemarkPage {
    place: &'static str,
    day: String,
    url: String,
}

impl RemarksPage {
    /// For a page of that edition.
    #[must_use]
    pub fn new(edition: &str, of: &Remarks) -> Self {
        Self {
            number: of.number,
            repository: of.repository.clone(),
            stories: of.stories.iter().map(|story| WayPage::new(edition, story)).collect(),
            said: of.remarks.len(),
            remarks: of.remarks.iter().map(remark).collect(),
        }
    }
}

fn remark(of: &Remark) -> RemarkPage {
    RemarkPage {
        place: match of.kind {
            CommentKind::Discussion => "in the conversation",
            CommentKind::Review => "in a review",
            CommentKind::Line => "on a line",
        },
        day: of.at.day(),
        url: of.url.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.into(), text: text.into() }
    }

    fn page(files: &[TextFile]) -> TextPage {
        let original = Original::of("https://github.com/o/r/pull/9", Some("abc"));
        TextPage::new(files, &original, Pictures::AsLinks).unwrap()
    }

    fn lines(page: &TextPage) -> Vec<(u8, &str, &str)> {
        page.contents.iter().map(|l| (l.depth, l.href.as_str(), l.words.as_str())).collect()
    }

    #[test]
    fn the_contents_lead_through_the_story_and_its_chapters() {
        let page = page(&[
            file("a.md", "# Title\n\n## One\n\n### Sub\n\n## Two\n"),
            file("a/part_2.md", "# The *second*\n\n## One\n"),
            file("a/part_3.md", "No heading.\n"),
        ]);

        assert_eq!(
            lines(&page),
            [
                (1, "#text-one", "One"),
                (2, "#text-sub", "Sub"),
                (1, "#text-two", "Two"),
                (1, "#part-2", "The second"),
                (2, "#text2-one", "One"),
                (1, "#part-3", "Part 3"),
            ]
        );
        let chapters: Vec<_> = page.parts.iter().map(|part| part.chapter.as_deref()).collect();
        assert_eq!(chapters, [None, Some("The second"), Some("Part 3")]);
        assert_eq!(
            page.parts[1].original.as_deref(),
            Some("https://github.com/o/r/blob/abc/a/part_2.md")
        );
    }

    #[test]
    fn long_contents_lose_their_depth_first_and_then_their_end() {
        let deep = "## H\n\n### S\n\n".repeat(40);
        let flat = "## H\n\n".repeat(70);

        let (deep, flat) = (page(&[file("a.md", &deep)]), page(&[file("a.md", &flat)]));

        assert_eq!((deep.contents.len(), deep.more), (40, 0));
        assert_eq!((flat.contents.len(), flat.more), (MOST_LINES, 10));
        assert!(page(&[file("a.md", "## Alone\n")]).contents.is_empty());
    }

    #[test]
    fn a_story_without_text_has_none_to_show() {
        let nowhere = Original::of("", None);

        assert!(TextPage::new(&[], &nowhere, Pictures::AsLinks).is_none());
    }
}
