//! Papers that cannot be taken: each with its words, and nothing lost.

use crate::ballots::{TWO, held, marked, open, paper};
use crate::client::Person;
use crate::on_both::on_both;
use crate::page::Page;
use crate::vision::{at, cast};

/// Sends marks that no page offers; answers the page that refuses them.
fn forged(voter: &Person, marks: &[(&str, &str)]) -> Page {
    let csrf = paper(voter).fields();
    let csrf = csrf.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
    let mut fields = vec![("csrf", csrf.as_str()), ("mark.most-creative", "4")];
    fields.extend(marks);
    voter.post_form(&at("ballot"), &fields).refused()
}

on_both!(what_cannot_be_taken_is_refused_with_words_and_nothing_is_lost, |world| {
    open(world, TWO);
    let ana = world.voter("ana");
    cast(&ana, &[("most-creative", &[1])]).see_other();

    for (marks, words, link) in [
        (
            &[("mark.most-prolific", "1"), ("mark.most-prolific", "2")][..],
            "You marked 2: ",
            Some("#most-prolific"),
        ),
        (
            &[
                ("mark.most-creative", "5"),
                ("mark.most-creative", "6"),
                ("mark.most-creative", "7"),
            ],
            "You marked 4, and this award takes up to 3. Unmark 1.",
            Some("#most-creative"),
        ),
        (
            &[("mark.most-prolific", "999")],
            "“999” does not stand in this category",
            Some("#most-prolific"),
        ),
        (
            &[("mark.most-prolific", "alan-lost-the-world")],
            "“alan-lost-the-world” does not stand in this category",
            Some("#most-prolific"),
        ),
        (&[("mark.best-thing", "1")], "This edition has no category “best-thing”", None),
        (&[("on_paper", "best-thing")], "This edition has no category “best-thing”", None),
    ] {
        let page = forged(&ana, marks);

        let summary = page.text(".error-summary");
        assert!(summary.contains(words), "{summary}");
        assert!(summary.contains("Nothing was cast"), "{summary}");
        let links = page.attributes(".error-summary a", "href");
        assert_eq!(links, link.into_iter().collect::<Vec<_>>());
        assert!(marked(&page, "most-creative").contains(&"4".to_owned()), "kept as typed");
        let kept = ana.get(&at("ballot")).page();
        assert_eq!(marked(&kept, "most-creative"), ["1"], "what was recorded stays");
    }
});

on_both!(a_nominee_of_another_category_does_not_stand_here, |world| {
    open(world, &["most-humorous", "most-ambitious"]);
    let ana = world.voter("ana");
    let form = paper(&ana).forge("mark.most-ambitious", "56").press("", "");

    let page = ana.submit(&form).refused();

    // Fifty-six stories can be the most humorous; nine the most ambitious.
    assert!(page.text(".error-summary").contains("Most ambitious"));
    assert!(page.text("#most-ambitious-error").contains("“56” does not stand in this category"));
    assert_eq!(held(world), (0, 0));
});
