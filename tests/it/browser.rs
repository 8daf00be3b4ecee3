//! The pages in a real browser: a voter's whole way, by mouse, by keyboard alone, on a phone and
//! without JavaScript; and every page before the accessibility audit.

use laurels::editions::store as editions;
use laurels::results::{count, publish};

use crate::axe::{Axe, axe};
use crate::chromium::{Browser, browser};
use crate::client::Person;
use crate::machine;
use crate::tab::{Scheme, Tab, Window};
use crate::vision::{self, at};
use crate::world::{EDITION, PASSWORD, World};

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

/// Looks at pages with the eyes of an auditor, and keeps what they found.
struct Audit<'a> {
    axe: Axe,
    tab: Tab,
    world: &'a World,
    found: Vec<String>,
}

impl<'a> Audit<'a> {
    fn of(browser: &'static Browser, axe: Axe, world: &'a World) -> Self {
        let tab = browser.tab();
        Self { axe, tab, world, found: Vec::new() }
    }

    /// Becomes somebody who is signed in.
    fn goes_on_as(mut self, person: &Person, browser: &'static Browser) -> Self {
        self.hear();
        self.tab = browser.tab();
        self.tab.take_cookies(&self.world.base, &person.cookies());
        self
    }

    fn hear(&mut self) {
        self.found.extend(self.tab.complaints());
    }

    /// Opens each page and looks at it.
    fn visit(&mut self, pages: &[&str]) {
        for page in pages {
            self.tab.open(&format!("{}{page}", self.world.base));
            self.look(page);
        }
    }

    /// The pages of the edition.
    fn visit_edition(&mut self, pages: &[&str]) {
        for page in pages {
            let page = at(page);
            self.visit(&[page.trim_end_matches('/')]);
        }
    }

    /// The open page: by day at a desk, by night on a phone, and everything that can be unfolded.
    fn look(&mut self, page: &str) {
        self.tab.eval("document.querySelectorAll('details').forEach(it => it.open = true)");
        for (window, scheme, how) in [
            (Window::Desk, Scheme::Light, "desk, light"),
            (Window::Phone, Scheme::Dark, "phone, dark"),
        ] {
            self.tab.window(window);
            self.tab.scheme(scheme);
            self.tab.eval("Promise.all(document.getAnimations().map(it => it.finished))");
            let barriers = self.axe.barriers(&self.tab);
            let wide = self.tab.eval("document.documentElement.scrollWidth - innerWidth");
            let wide = wide.as_i64().filter(|over| *over > 0);
            let wide = wide.map(|over| format!("the page is {over} px wider than its window"));
            let found = barriers.into_iter().chain(wide);
            self.found.extend(found.map(|what| format!("{page} ({how}): {what}")));
        }
    }

    #[track_caller]
    fn passes(mut self) {
        self.hear();
        assert!(self.found.is_empty(), "{:#?}", self.found);
    }
}

fn audit(test: impl FnOnce(&'static Browser, Axe, &World)) {
    let tools = browser().and_then(|browser| Ok((browser, axe()?)));
    if let Some((browser, axe)) = machine::or_left_out(tools) {
        test(browser, axe, &World::on_sqlite());
    }
}

#[test]
fn doors_and_problems_have_no_barrier() {
    audit(|browser, axe, world| {
        let mut audit = Audit::of(browser, axe, world);
        audit.visit(&["/", "/sign-in", "/sign-up", "/nowhere", "/account"]);
        for door in ["/sign-up", "/sign-in"] {
            audit.tab.open(&format!("{}{door}", world.base));
            audit.tab.follow("main form button");
            assert!(audit.tab.html().contains("error-summary"), "{door} refuses an empty form");
            audit.look(&format!("{door}, refused"));
        }
        let mut audit = audit.goes_on_as(&world.voter("ana"), browser);
        // The last one is the leads': 403.
        audit.visit(&["/account", "/sign-out", "/admin"]);
        audit.passes();
    });
}

#[test]
fn the_rooms_of_admins_and_of_leads_at_work_have_no_barrier() {
    audit(|browser, axe, world| {
        vision::nominate(world, THREE);
        let leads = format!("/admin/editions/{EDITION}/leads");
        let lea = world.lead();
        let mut audit = Audit::of(browser, axe, world).goes_on_as(&world.admin(), browser);
        audit.visit(&["/admin", "/admin/editions", &leads]);
        let mut audit = audit.goes_on_as(&lea, browser);
        audit.visit_edition(&[
            "manage",
            "manage/details",
            "manage/calendar",
            "manage/activities",
            "manage/nominees",
            "manage/categories",
            "manage/categories/new",
            "manage/categories/most-humorous",
            "manage/categories/most-humorous/removal",
            "manage/categories/most-humorous/nominees",
            "manage/electorate",
            "manage/voting",
            "manage/turnout",
            "manage/count",
            "manage/publication",
            "audit",
        ]);
        audit.passes();
    });
}

#[test]
fn pages_of_an_open_vote_have_no_barrier() {
    audit(|browser, axe, world| {
        vision::nominate(world, THREE);
        let lea = world.lead();
        vision::begin(world);
        let ana = world.voter("ana");
        let listed = |list: &str, links: &str| {
            let page = ana.get(&at(list)).page();
            page.attributes(&format!("main a[href*='/{links}/']"), "href")[0].to_owned()
        };
        let (story, person) = (listed("stories", "stories"), listed("people", "people"));

        let mut audit = Audit::of(browser, axe, world);
        audit.visit(&["/", &story, &person]);
        audit.visit_edition(&[
            "",
            "stories",
            "stories?q=nothing+at+all",
            "people",
            "categories",
            "categories/most-humorous",
            "categories/most-prolific",
            "ballot",
            "join",
            "results",
        ]);
        let mut audit = audit.goes_on_as(&ana, browser);
        audit.visit_edition(&["ballot/recorded", "ballot"]);
        vision::cast(&ana, &[("most-humorous", &[3, 4]), ("most-prolific", &[2])]).see_other();
        audit.visit_edition(&["", "ballot/recorded", "manage"]);
        let mut audit = audit.goes_on_as(&lea, browser);
        audit.visit_edition(&[
            "manage",
            "manage/voting",
            "manage/turnout",
            "manage/categories",
            "manage/calendar",
            "manage/electorate",
            "manage/preview",
        ]);
        audit.passes();
    });
}

#[test]
fn pages_of_published_results_have_no_barrier() {
    audit(|browser, axe, world| {
        vision::nominate(world, THREE);
        let lea = world.lead();
        vision::begin(world);
        let crowd = world.crowd(6);
        for (number, voter) in crowd.iter().enumerate() {
            let prolific: &[u16] = if number < 2 { &[2] } else { &[] };
            vision::cast(voter, &[("most-humorous", &[3, 4]), ("most-prolific", prolific)])
                .see_other();
        }
        vision::end(world);

        let mut audit = Audit::of(browser, axe, world).goes_on_as(&lea, browser);
        audit.visit_edition(&["manage/count", "results"]);
        advance(world);
        audit.visit_edition(&["manage", "manage/preview", "manage/publication", "manage/count"]);
        audit = audit.goes_on_as(&crowd[0], browser);
        audit.visit_edition(&["", "results", "ballot", "ballot/recorded", "audit"]);
        audit.passes();
    });
}

/// Counts and publishes, as the lead would.
fn advance(world: &World) {
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        count::count(db, edition, "lea", now)?;
        publish::publish(db, edition, "lea", now)
    });
}
