//! A page as its reader has it: the tree, not the text.

use scraper::{ElementRef, Html, Selector};

use crate::form::{Form, words};

/// A page, and where it was found.
pub(crate) struct Page {
    path: String,
    tree: Html,
}

impl Page {
    /// Reads what stood at `path`.
    pub(crate) fn new(path: &str, html: &str) -> Self {
        Self { path: path.to_owned(), tree: Html::parse_document(html) }
    }

    /// The text of the one element that the selector finds, with single spaces.
    #[track_caller]
    pub(crate) fn text(&self, selector: &str) -> String {
        words(self.one(selector))
    }

    /// The text of each element that the selector finds.
    #[track_caller]
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(words).collect()
    }

    /// An attribute of the one element that the selector finds.
    #[track_caller]
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> Option<&str> {
        self.one(selector).attr(name)
    }

    /// An attribute of each element that the selector finds and that has it.
    #[track_caller]
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<&str> {
        self.all(selector).into_iter().filter_map(|element| element.attr(name)).collect()
    }

    /// Whether the selector finds anything.
    #[track_caller]
    pub(crate) fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// The one form that the selector finds.
    #[track_caller]
    pub(crate) fn form(&self, selector: &str) -> Form {
        let form = self.one(selector);
        assert_eq!(form.value().name(), "form", "`{selector}` on {}", self.path);
        Form::read(&self.path, &self.tree, form)
    }

    #[track_caller]
    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let parsed = Selector::parse(selector).unwrap_or_else(|why| panic!("{selector}: {why}"));
        self.tree.select(&parsed).collect()
    }

    #[track_caller]
    fn one(&self, selector: &str) -> ElementRef<'_> {
        let [one] = self.all(selector)[..] else {
            let found = self.all(selector).len();
            panic!("{} has {found} of `{selector}`:\n{}", self.path, self.tree.html());
        };
        one
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Method;

    const PAPER: &str = r#"
        <h1>The
            paper</h1> <a href=/one>One</a> <a href=/two>Two</a>
        <form id=paper method=POST><input name=title></form>
        <form id=search action="?page=2"><input name=q></form>"#;

    #[test]
    #[should_panic(expected = "/paper has 2 of `form`")]
    fn a_selector_for_one_thing_finds_one_thing() {
        Page::new("/paper", PAPER).form("form");
    }

    #[test]
    fn a_page_is_read_as_words() {
        let page = Page::new("/paper", PAPER);

        assert_eq!(page.text("h1"), "The paper");
        assert_eq!(page.texts("a"), ["One", "Two"]);
        assert_eq!(page.attributes("a", "href"), ["/one", "/two"]);
        assert_eq!(page.attribute("#paper", "method"), Some("POST"));
        assert!(page.has("#search") && !page.has(".flash"));
        assert_eq!(page.form("#search").method(), Method::Get);
        assert_eq!(page.form("#search").action(), "/paper?page=2");
    }
}
