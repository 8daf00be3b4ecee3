//! The pages in a real browser: a voter's whole way, by mouse, by keyboard alone, on a phone and
//! without JavaScript.

use crate::chromium::browser;
use crate::machine;
use crate::tab::{Tab, Window};
use crate::vision::{self, at};
use crate::world::{PASSWORD, World};

/// Many marks, three marks at most, one mark of persons.
const THREE: &[&str] = &["most-humorous", "most-creative", "most-prolific"];

/// A vote that is open, with Ana, who has an account and has not signed in at this browser.
fn voting(test: impl FnOnce(&Tab, &World)) {
    let Some(browser) = machine::or_left_out(browser()) else {
        return;
    };
    let world = World::on_sqlite();
    vision::nominate(&world, THREE);
    vision::begin(&world);
    world.voter("ana");
    let tab = browser.tab();
    test(&tab, &world);
    assert_eq!(tab.complaints(), [""; 0]);
}

/// Unfolds a category's sheet, unless it is.
fn unfold(tab: &Tab, slug: &str) {
    if tab.eval(&format!("document.querySelector('[data-sheet={slug}]').open")) == false {
        tab.click(&format!("[data-sheet={slug}] summary"));
        tab.wait_for(&format!("document.querySelector('[data-sheet={slug}]').open"));
    }
}

fn row(slug: &str, number: u16) -> String {
    format!("input[name='mark.{slug}'][value='{number}']")
}

/// What the paper says of a category: its chip.
fn state(tab: &Tab, slug: &str) -> String {
    tab.text(&format!("[data-sheet={slug}] [data-sheet-state]"))
}

/// How many marks the receipt shows.
fn recorded(tab: &Tab) -> u64 {
    tab.eval("document.querySelectorAll('.receipt-marks li').length").as_u64().unwrap()
}

/// The way through the door, from the paper and back to it.
fn sign_in(tab: &Tab, world: &World) {
    tab.open(&format!("{}{}", world.base, at("ballot")));
    tab.follow("a.button[href^='/sign-in']");
    tab.click("#email");
    tab.write("ana@example.org");
    tab.click("#password");
    tab.write(PASSWORD);
    tab.follow("main form button");
    assert_eq!(tab.eval("location.pathname"), at("ballot"));
}

/// Marks in three categories, casts, changes one mark, and reads what is recorded each time.
fn mark_cast_and_change(tab: &Tab) {
    for (slug, number) in [("most-humorous", 3), ("most-creative", 5), ("most-prolific", 2)] {
        unfold(tab, slug);
        tab.click(&row(slug, number));
    }
    tab.follow("#cast button[type=submit]");
    assert!(tab.text(".receipt-head").contains("3 of 3 categories"));
    assert_eq!(recorded(tab), 3);

    tab.follow(".receipt-foot a.button[data-kind=primary]");
    assert_eq!(state(tab, "most-humorous"), "recorded: 1 mark");
    unfold(tab, "most-humorous");
    tab.click(&row("most-humorous", 7));
    tab.follow("#cast button[type=submit]");
    assert_eq!(recorded(tab), 4);
}

#[test]
fn a_voter_searches_marks_casts_changes_and_sees_it_recorded() {
    voting(|tab, world| {
        sign_in(tab, world);
        unfold(tab, "most-humorous");

        tab.click("#most-humorous [data-search]");
        tab.write("GRACE dump");
        tab.wait_for(
            "document.querySelector('#most-humorous [data-found]').innerText == 'Showing 2 of 56.'",
        );
        tab.click("#most-humorous .choice:not([hidden]) input");
        tab.wait_for(
            "document.querySelector('#most-humorous [data-count]').innerText == '1 marked.'",
        );
        assert!(tab.text("[data-tray=most-humorous]").contains("Grace debugs a crash dump"));

        // A second thought: the tray takes the mark back, and Escape gives the whole list back.
        tab.click("[data-tray=most-humorous] .tray-remove");
        tab.wait_for(
            "document.querySelector('#most-humorous [data-count]').innerText == '0 marked.'",
        );
        tab.click("#most-humorous [data-search]");
        tab.press("Escape");
        tab.wait_for("document.querySelector('#most-humorous [data-found]').innerText == ''");

        mark_cast_and_change(tab);
    });
}

#[test]
fn marks_that_are_not_cast_survive_a_closed_page() {
    voting(|tab, world| {
        sign_in(tab, world);
        unfold(tab, "most-creative");
        for number in [1, 2, 3] {
            tab.click(&row("most-creative", number));
        }
        tab.click(&row("most-creative", 4));
        tab.wait_for("document.querySelector('#most-creative [data-count]').innerText.includes('unmark one first')");

        tab.open(&format!("{}{}", world.base, at("ballot")));

        assert_eq!(state(tab, "most-creative"), "3 marks, not cast yet");
        assert!(tab.text("[data-restored]").contains("Your marks in 1 category are back."));
        tab.click("[data-discard]");
        tab.wait_for("document.querySelector('[data-restored]').hidden");
        assert_eq!(state(tab, "most-creative"), "blank");
    });
}

#[test]
fn the_keyboard_alone_casts_a_ballot() {
    voting(|tab, world| {
        tab.open(&format!("{}{}", world.base, at("ballot")));
        tab.tab_to("a.button[href^='/sign-in']");
        tab.press_through("Enter");
        tab.tab_to("#email");
        tab.write("ana@example.org");
        tab.press("Tab");
        tab.write(PASSWORD);
        tab.press_through("Enter");

        tab.tab_to("[data-sheet=most-humorous] summary");
        assert_eq!(
            tab.eval("document.activeElement.parentElement.open"),
            true,
            "the first is unfolded"
        );
        tab.tab_to("#most-humorous [data-search]");
        tab.write("grace");
        tab.tab_to("#most-humorous .choice input");
        tab.press("Space");
        tab.tab_to("[data-sheet=most-creative] summary");
        tab.press("Enter");
        tab.tab_to("#most-creative .choice input");
        tab.press("Space");
        tab.tab_to("[data-sheet=most-prolific] summary");
        tab.press("Enter");
        // From the button that leaves it blank, an arrow goes to the first person.
        tab.tab_to("#most-prolific .choice-blank input");
        tab.press("ArrowDown");
        tab.tab_to("#cast button[type=submit]");
        tab.press_through("Enter");
        assert!(tab.text(".receipt-head").contains("3 of 3 categories"));
        assert_eq!(recorded(tab), 3);

        tab.tab_to(".receipt-foot a.button[data-kind=primary]");
        tab.press_through("Enter");
        tab.tab_to("#most-humorous .choice input:checked");
        tab.press("Space");
        tab.tab_to("#cast button[type=submit]");
        tab.press_through("Enter");
        assert!(tab.text(".receipt-head").contains("2 of 3 categories"));
        assert_eq!(recorded(tab), 2);
    });
}

#[test]
fn a_phone_is_enough() {
    voting(|tab, world| {
        tab.window(Window::Phone);
        sign_in(tab, world);
        unfold(tab, "most-humorous");
        tab.click(&row("most-humorous", 9));

        tab.click(".castbar-tray");
        tab.wait_for("document.querySelector('#tray').matches(':popover-open')");
        tab.click(".tray-remove");
        tab.click(".tray-close");
        tab.wait_for("!document.querySelector('#tray').matches(':popover-open')");

        mark_cast_and_change(tab);
    });
}

#[test]
fn without_javascript_nothing_is_missing_that_a_ballot_needs() {
    voting(|tab, world| {
        tab.without_javascript();
        sign_in(tab, world);
        assert_eq!(tab.eval("document.querySelector('[data-sheet-tools]').hidden"), true);

        mark_cast_and_change(tab);
    });
}
