//! The pages of a vote in a real browser: what scripts add to the paper, and an audit of each page
//! by desk and by phone, in light and in dark.

use crate::client::Person;
use crate::tab::{Scheme, Tab, Window};
use crate::vision::{self, ALL, at, cast};
use crate::world::{EDITION, World};
use crate::{axe, chromium, machine};

/// A tab of somebody who is signed in there.
fn tab(browser: &'static chromium::Browser, world: &World, who: &Person) -> Tab {
    let tab = browser.tab();
    tab.take_cookies(&world.base, &who.cookies());
    tab
}

fn world_in_voting() -> World {
    let world = World::on_sqlite();
    vision::nominate(&world, ALL);
    world.write(|db, now| {
        use laurels::editions::phase::Phase;
        use laurels::editions::store as editions;
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
    world
}

#[test]
fn marks_fill_the_tray_are_kept_by_the_browser_and_can_be_searched() {
    let Some(browser) = machine::or_left_out(chromium::browser()) else {
        return;
    };
    let world = world_in_voting();
    vision::begin(&world);
    let ana = world.voter("ana");
    let tab = tab(browser, &world, &ana);
    let paper = format!("{}{}", world.base, at("ballot"));
    tab.open(&paper);

    tab.click("#most-humorous .choice:nth-child(4) .choice-label");
    tab.click("#most-humorous .choice:nth-child(7) .choice-label");
    assert_eq!(tab.text("[data-sheet=most-humorous] [data-sheet-state]"), "2 marks, not cast yet");
    assert_eq!(tab.text("[data-marked]"), "1 of 8 categories marked");
    let tray = "document.querySelectorAll('[data-tray=most-humorous] .tray-marks li').length";
    assert_eq!(tab.eval(tray), 2);

    tab.open(&paper);
    assert_eq!(tab.eval(tray), 2, "another day, the same browser");
    assert_eq!(tab.text("[data-restored-count]"), "1 category");

    tab.click("#most-humorous [data-search]");
    tab.write("barbara SELECT");
    let shown = "document.querySelectorAll('#most-humorous .choice:not([hidden])').length";
    assert_eq!(tab.eval(shown), 1);

    tab.follow(".castbar button[type=submit]");
    let voted = ".receipt-head p:nth-child(2) strong";
    assert_eq!(tab.text(voted), "1 of 8 categories");
    let complaints = tab.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// Looks at pages by desk and in light, by phone and in the dark; colours do not hang on the window.
struct Auditor<'a> {
    browser: &'static chromium::Browser,
    axe: axe::Axe,
    world: &'a World,
}

impl Auditor<'_> {
    #[track_caller]
    fn look(&self, who: &Person, page: &str, name: &str) {
        let tab = tab(self.browser, self.world, who);
        for (window, scheme, seen) in
            [(Window::Desk, Scheme::Light, "by desk"), (Window::Phone, Scheme::Dark, "by phone")]
        {
            tab.window(window);
            tab.scheme(scheme);
            tab.open(&format!("{}{}", self.world.base, at(page)));
            tab.picture(&format!("{name} {seen}").replace(' ', "-"));
            let wide = "document.documentElement.scrollWidth > innerWidth";
            assert_eq!(tab.eval(wide), false, "{name} is too wide {seen}");
            let barriers = self.axe.barriers(&tab);
            assert!(barriers.is_empty(), "{name} {seen}: {barriers:#?}");
        }
        let complaints = tab.complaints();
        assert!(complaints.is_empty(), "{name}: {complaints:#?}");
    }
}

#[test]
fn the_pages_of_a_vote_keep_nobody_out() {
    let Some(browser) = machine::or_left_out(chromium::browser()) else {
        return;
    };
    let Some(axe) = machine::or_left_out(axe::axe()) else {
        return;
    };
    let world = &world_in_voting();
    let auditor = Auditor { browser, axe, world };
    let (lea, visitor) = (world.lead(), world.visitor());

    auditor.look(&visitor, "ballot", "paper soon");
    vision::begin(world);
    let crowd = world.crowd(9);
    auditor.look(&visitor, "ballot", "paper of a visitor");
    auditor.look(&crowd[0], "ballot", "paper open");
    vote(&crowd);
    auditor.look(&crowd[0], "ballot", "paper recorded");
    auditor.look(&crowd[0], "ballot/recorded", "receipt");
    auditor.look(&visitor, "results", "results waiting");
    auditor.look(&lea, "manage/turnout", "turnout");
    auditor.look(&lea, "manage/count", "count too early");
    vision::end(world);
    auditor.look(&crowd[0], "ballot", "paper over");
    auditor.look(&lea, "manage/count", "count");
    confirm(&lea, "manage/count", None);
    auditor.look(&lea, "manage/preview", "preview");
    auditor.look(&lea, "manage/publication", "publication");
    confirm(&lea, "manage/publication", Some(EDITION));
    auditor.look(&visitor, "results", "results");
}

/// Everybody in three categories, and the first alone in a fourth: a small one.
fn vote(crowd: &[Person]) {
    for (number, voter) in (0_u16..).zip(crowd) {
        let marks: [(&str, &[u16]); 3] = [
            ("most-humorous", &[3, 17, 5 + number]),
            ("most-creative", &[1 + number % 3, 40]),
            ("most-prolific", &[1 + number % 2]),
        ];
        cast(voter, &marks).see_other();
    }
    cast(&crowd[0], &[("most-painful", &[5])]).see_other();
}

fn confirm(lead: &Person, page: &str, slug: Option<&str>) {
    let form = lead.get(&at(page)).page().form("form.confirm");
    let form = match slug {
        Some(slug) => form.fill("slug", slug),
        None => form,
    };
    lead.submit(&form).see_other();
}
