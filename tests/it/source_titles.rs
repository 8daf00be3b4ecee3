//! Titles as a person would give them, on the headings and pull requests that people really
//! wrote for the vision document.

use laurels::submissions::source::titles::{self, Told};
use proptest::prelude::*;

use crate::source_rules::vision as rules;

#[test]
fn a_heading_loses_its_decorations_and_its_kind() {
    let cases = [
        ("😱 Status quo stories: Alan hates writing a Stream", "Alan hates writing a Stream"),
        ("✨ Shiny future stories: Barbara makes a wish", "Barbara makes a wish"),
        ("✨ Barbara Wants Async Read Write", "Barbara Wants Async Read Write"),
        ("Barbara enjoys her sandwich :sandwich:", "Barbara enjoys her sandwich"),
        ("Status quo of an AWS engineer: Java", "Status quo of an AWS engineer: Java"),
        ("[Status-Quo] “Alan waits”", "Alan waits"),
        ("Alan, but then... async", "Alan, but then... async"),
        ("Alan finds dropping handles is hard.", "Alan finds dropping handles is hard"),
        ("C++: a memoir ❤️", "C++: a memoir"),
        ("async_trait\u{202e} and \u{7}more", "async_trait and more"),
    ];
    for (heading, title) in cases {
        assert_eq!(titles::of_heading(heading, &rules()), title);
    }
}

#[test]
fn a_pull_requests_title_loses_what_only_reviewers_need() {
    let cases = [
        ("status quo: Alan hates writing a Stream", "Alan hates writing a Stream"),
        ("status-quo story: Alan needs async in traits", "Alan needs async in traits"),
        (
            "Add status quo story about Alan trying to debug an app hang",
            "Alan trying to debug an app hang",
        ),
        ("Add Alan thinks he needs async locks", "Alan thinks he needs async locks"),
        ("Add life of a Facebook C++ engineer status quo story", "Life of a Facebook C++ engineer"),
        ("add \"life of an aws engineer\" status quo story", "Life of an aws engineer"),
        (
            "Add story: \"Niklaus wants to use GhostCell-like cell borrowing\"",
            "Niklaus wants to use GhostCell-like cell borrowing",
        ),
        (
            "[shiny future] Alan's trust in the compiler is rewarded",
            "Alan's trust in the compiler is rewarded",
        ),
        ("Create barbara_trims_a_stacktrace.md", "Barbara trims a stacktrace"),
        ("Add src/vision/status_quo/barbara_polls_a_mutex.md", "Barbara polls a mutex"),
        ("First draft: Grace's journey.", "Grace's journey"),
        ("docs(vision): [WIP] `Pin` hurts (#12)", "Pin hurts"),
        ("turn the footgun into a status quo story", "Turn the footgun into a status quo story"),
        ("barbara gets burned by select", "Barbara gets burned by select"),
        ("Add a story", ""),
        ("new status quo story", "New status quo story"),
    ];
    for (pull, title) in cases {
        assert_eq!(titles::of_pull(pull, &rules()), title, "{pull}");
    }
}

#[test]
fn a_heading_left_as_template_gives_way_to_the_pull_request_and_that_to_the_file() {
    let text = "# 😱 Status quo stories: Template\n\nOnce.";
    let path = "src/vision/status_quo/grace_writes_a_new_fb_service.md";
    let told = |text, pull_title| titles::of_story(&Told { text, pull_title, path }, &rules());

    assert_eq!(told(Some(text), Some("barbara waits")), "Barbara waits");
    assert_eq!(told(Some(text), Some("Add a story")), "Grace writes a new fb service");
    assert_eq!(told(Some(text), None), "Grace writes a new fb service");
    assert_eq!(told(Some("# *Real* `title`"), Some("x")), "Real title");
    assert_eq!(told(None, Some("x")), "X");
}

#[test]
fn the_character_stands_in_the_title_or_in_the_files_name() {
    let character = |title, path| titles::character(title, path, &rules());

    assert_eq!(character("Alan's trust", "x/barbara.md").as_deref(), Some("Alan"));
    assert_eq!(character("Life of an engineer", "q/grace_writes.md").as_deref(), Some("Grace"));
    assert_eq!(character("Life of an engineer", "grace/disgrace.md"), None);
}

proptest! {
    #[test]
    fn a_title_is_one_clean_line_and_cleaning_it_again_changes_nothing(
        text in "(status quo|story|add|WIP|[:\\[\\]()\"'`*#.✨😱 -]|\\PC){0,40}",
    ) {
        let rules = rules();
        let told = Told { text: Some(&text), pull_title: Some(&text), path: "status_quo/a_b.md" };
        let title = titles::of_story(&told, &rules);
        prop_assert!(!title.is_empty());
        prop_assert!(title.chars().count() <= 201);
        prop_assert!(!title.chars().any(char::is_control));
        prop_assert_eq!(titles::of_heading(&title, &rules), titles::of_heading(&titles::of_heading(&title, &rules), &rules));
    }
}
