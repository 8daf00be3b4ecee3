//! The text of a story, from the Markdown that somebody wrote to HTML that is safe to show.
//!
//! Two gates: the Markdown is turned into HTML here, and whatever comes out, raw HTML in the
//! text included, passes ammonia's allow-list. Nothing loads from elsewhere unless the lead
//! allows pictures; every name (`id`) gets a prefix, so that no text can take that of a page.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use ammonia::{Builder, Url, UrlRelative, UrlRelativeEvaluate};
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html,
};

pub use crate::editions::model::Pictures;

/// What every name inside a text begins with, where it is the only one of its page.
const PREFIX: &str = "text-";

/// How deep quotations and lists are shown; what is deeper is shown at this depth.
const DEEPEST: usize = 12;

/// How many tags of raw HTML a text may hold. In one with more they are shown as they are written:
/// parsing nested tags takes time with the square of their number.
const MOST_TAGS: usize = 1000;

/// Words that people read in a minute, rather too few than too many.
const WORDS_A_MINUTE: u64 = 220;

/// How a text is shown.
#[derive(Debug, Clone)]
pub struct Manner {
    /// Whether pictures are loaded.
    pub pictures: Pictures,
    /// Where the file stands on the web, for its relative links; without it they are only text.
    pub stands_at: Option<Url>,
    /// Where its bytes stand, for pictures with a relative address that are loaded.
    pub bytes_at: Option<Url>,
    /// What every name (`id`) inside begins with: several texts on one page need several.
    pub names: Cow<'static, str>,
}

impl Manner {
    /// The careful way: pictures as links, relative links towards `address` if that is one.
    #[must_use]
    pub fn careful(address: Option<&str>) -> Self {
        let stands_at = address.and_then(|text| Url::parse(text).ok());
        let web = |url: &Url| matches!(url.scheme(), "https" | "http");
        Self {
            pictures: Pictures::AsLinks,
            stands_at: stands_at.filter(web),
            bytes_at: None,
            names: PREFIX.into(),
        }
    }
}

/// A text, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Safe HTML; its headings begin at `h2`, for the page has its own `h1`.
    pub html: String,
    /// The words of its first heading of the first level, which is left out above.
    pub title: Option<String>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// How long reading it takes, in minutes, at least one.
    pub minutes: u64,
}

/// A heading, as a line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 2 to 6, as in the HTML.
    pub level: u8,
    /// The `id` to link to.
    pub id: String,
    /// Its words, plain.
    pub words: String,
}

/// Shows a text. Its first heading of the first level is left out: that is the title, which the
/// page shows.
#[must_use]
pub fn show(markdown: &str, manner: &Manner) -> Shown {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let (title, events) = without_title(events);
    let (events, headings) = named(without_floods(events), &manner.names);
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    let mut depth = Depth::default();
    let events = events.into_iter().filter(|event| depth.keeps(event));
    html::push_html(&mut raw, events.map(|event| plainer(event, manner)));
    let words = u64::try_from(markdown.split_whitespace().count()).unwrap_or(u64::MAX);
    Shown {
        html: gate(manner).clean(&raw).to_string(),
        title,
        headings,
        minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
    }
}

fn without_title(events: Vec<Event<'_>>) -> (Option<String>, Vec<Event<'_>>) {
    let starts =
        |e: &Event<'_>| matches!(e, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let ends = |e: &Event<'_>| matches!(e, Event::End(TagEnd::Heading(HeadingLevel::H1)));
    let from = events.iter().position(starts);
    let to = events.iter().position(ends);
    match (from, to) {
        (Some(from), Some(to)) => {
            let mut title = String::new();
            let mut others = Vec::with_capacity(events.len());
            for (at, event) in events.into_iter().enumerate() {
                match event {
                    Event::Text(words) | Event::Code(words) if (from..to).contains(&at) => {
                        title.push_str(&words);
                    }
                    event if at < from || at > to => others.push(event),
                    _ => {}
                }
            }
            (Some(title.trim().to_owned()).filter(|title| !title.is_empty()), others)
        }
        _ => (None, events),
    }
}

fn without_floods(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let tags = |event: &Event<'_>| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => raw.matches('<').count(),
        _ => 0,
    };
    if events.iter().map(tags).sum::<usize>() <= MOST_TAGS {
        return events;
    }
    let as_written = |event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    };
    events.into_iter().map(as_written).collect()
}

/// Gives each heading a level below the page's own and a name, the same that GitHub gives.
fn named<'a>(events: Vec<Event<'a>>, names: &str) -> (Vec<Event<'a>>, Vec<Heading>) {
    let mut headings: Vec<Heading> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut open = false;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                open = true;
                starts.push(at);
                let level = below(*level);
                headings.push(Heading { level, id: String::new(), words: String::new() });
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                headings.iter_mut().last().into_iter().for_each(|h| h.words.push_str(text));
            }
            _ => {}
        }
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    for heading in &mut headings {
        let slug = github_slug(&heading.words);
        let count = taken.entry(slug.clone()).or_default();
        heading.id = match *count {
            0 => slug,
            more => format!("{slug}-{more}"),
        };
        *count += 1;
    }
    let ids: BTreeMap<usize, &Heading> = starts.into_iter().zip(&headings).collect();
    let events = events.into_iter().enumerate().map(|(at, event)| match event {
        Event::Start(Tag::Heading { level, .. }) => {
            let id = ids.get(&at).map(|h| CowStr::from(h.id.clone()));
            let level = lower(level);
            Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    });
    let events = events.collect();
    for heading in &mut headings {
        heading.id.insert_str(0, names);
    }
    (events, headings)
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(usize::from(below(level))).unwrap_or(HeadingLevel::H6)
}

fn below(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 2,
        HeadingLevel::H2 => 3,
        HeadingLevel::H3 => 4,
        HeadingLevel::H4 => 5,
        HeadingLevel::H5 | HeadingLevel::H6 => 6,
    }
}

/// Lower case, spaces as `-`, punctuation dropped: links inside a text written for GitHub work.
fn github_slug(words: &str) -> String {
    let kept = words.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

/// Pictures as links where they are not loaded, code blocks with their language alone, and
/// ticked boxes as letters.
fn plainer<'a>(event: Event<'a>, manner: &Manner) -> Event<'a> {
    let are_links = manner.pictures == Pictures::AsLinks;
    match event {
        Event::Start(Tag::Image { link_type, dest_url, title, id }) if are_links => {
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let is_relative = Url::parse(&dest_url).is_err();
            let base = manner.bytes_at.as_ref().filter(|_| is_relative);
            let whole = base.and_then(|base| base.join(&dest_url).ok());
            let dest_url = whole.map_or(dest_url, |whole| String::from(whole).into());
            Event::Start(Tag::Image { link_type, dest_url, title, id })
        }
        Event::End(TagEnd::Image) if are_links => Event::End(TagEnd::Link),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            let language = info.split([',', ' ', '{']).next().unwrap_or_default().to_owned();
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into())))
        }
        Event::TaskListMarker(is_done) => Event::Text(if is_done { "☑ " } else { "☐ " }.into()),
        other => other,
    }
}

/// Leaves out what opens and closes quotations and lists beyond [`DEEPEST`].
#[derive(Default)]
struct Depth {
    open: usize,
}

impl Depth {
    fn keeps(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => {
                self.open += 1;
                self.open <= DEEPEST
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => {
                self.open = self.open.saturating_sub(1);
                self.open < DEEPEST
            }
            _ => true,
        }
    }
}

/// Where relative links lead: inside the text to its own names, else beside the original.
struct Beside {
    at: Option<Url>,
    names: String,
}

impl UrlRelativeEvaluate<'_> for Beside {
    fn evaluate<'url>(&self, url: &'url str) -> Option<Cow<'url, str>> {
        if let Some(name) = url.strip_prefix('#') {
            return Some(format!("#{}{name}", self.names).into());
        }
        let whole = self.at.as_ref()?.join(url).ok()?;
        matches!(whole.scheme(), "https" | "http").then(|| String::from(whole).into())
    }
}

/// What may be in a text at all.
const TAGS: [&str; 37] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// What those may say.
const ATTRIBUTES: [(&str, &[&str]); 9] = [
    ("a", &["href", "title"]),
    ("code", &["class"]),
    ("div", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("ol", &["start"]),
];

/// The gate.
fn gate(manner: &Manner) -> Builder<'_> {
    let mut tags: HashSet<&str> = TAGS.into();
    let mut attributes: HashMap<&str, HashSet<&str>> =
        ATTRIBUTES.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect();
    // What is wider than the page scrolls inside itself, by keyboard too.
    let mut fixed: HashMap<&str, HashMap<&str, &str>> =
        [("pre", [("tabindex", "0")].into()), ("table", [("tabindex", "0")].into())].into();
    if manner.pictures == Pictures::Loaded {
        tags.insert("img");
        attributes.insert("img", ["src", "alt", "title"].into());
        fixed.insert("img", [("loading", "lazy"), ("referrerpolicy", "no-referrer")].into());
    }
    let beside = Beside { at: manner.stands_at.clone(), names: manner.names.to_string() };
    let mut gate = Builder::empty();
    gate.tags(tags)
        .clean_content_tags(["script", "style", "template", "noscript", "iframe"].into())
        .tag_attributes(attributes)
        .set_tag_attribute_values(fixed)
        .url_schemes(["https", "http", "mailto"].into())
        .url_relative(UrlRelative::Custom(Box::new(beside)))
        .link_rel(Some("nofollow noopener"))
        .id_prefix(Some(&manner.names))
        .attribute_filter(|tag, attribute, value| match (tag, attribute) {
            ("code", "class") => is_language(value).then_some(value.into()),
            _ => Some(value.into()),
        });
    gate
}

fn is_language(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|name| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "+-_#".contains(c))
    })
}
