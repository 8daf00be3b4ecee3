//! A long story in a real browser: the contents beside it or folded away, nothing wider than the
//! window, and no barrier.

use laurels::editions::phase::Phase;
use laurels::editions::store as editions;
use laurels::submissions::take_in::{Arrival, take_in};

use crate::axe::axe;
use crate::chromium::{Browser, browser};
use crate::ferry::{self, FERRY};
use crate::machine;
use crate::tab::{Scheme, Tab, Window};
use crate::vision::at;
use crate::world::{EDITION, World};

fn open(world: &World) {
    let found = ferry::found(&ferry::file());
    world.write(move |db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let arrival = Arrival { repository: "harbour/stories".into(), actor: "lea".into() };
        take_in(db, edition, &arrival, &found, now)?;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
}

fn at_the_ferry(browser: &'static Browser, world: &World, window: Window) -> Tab {
    open(world);
    let tab = browser.tab();
    tab.window(window);
    tab.open(&format!("{}{}", world.base, at(FERRY)));
    tab
}

/// Whether a reader sees the lines of the contents.
fn shows_contents(tab: &Tab) -> bool {
    tab.eval(
        "document.querySelector('.contents li a').checkVisibility({contentVisibilityAuto: true})",
    )
    .as_bool()
    .unwrap()
}

#[test]
fn at_a_desk_the_contents_stand_beside_the_text_and_follow_the_reader() {
    let Some(browser) = machine::or_left_out(browser()) else {
        return;
    };
    let world = World::on_sqlite();
    let tab = at_the_ferry(browser, &world, Window::Desk);

    assert!(shows_contents(&tab));
    tab.click(".contents a[href='#part-2']");
    tab.wait_for("document.querySelector('.contents [aria-current]')?.hash === '#part-2'");
    let top = "document.querySelector('.contents details').getBoundingClientRect().top";
    assert!(tab.eval(top).as_f64().unwrap() >= 0.0, "the contents are still in sight");
    let lines = "document.querySelector('.reading-text').getBoundingClientRect().right <= \
        document.querySelector('.contents').getBoundingClientRect().left";
    assert_eq!(tab.eval(lines), true);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn on_a_phone_the_contents_unfold_and_lead_on_without_a_script_too() {
    let Some(browser) = machine::or_left_out(browser()) else {
        return;
    };
    let world = World::on_sqlite();
    let tab = at_the_ferry(browser, &world, Window::Phone);

    assert!(!shows_contents(&tab));
    tab.click(".contents summary");
    assert!(shows_contents(&tab));
    tab.click(".contents a[href='#part-2']");
    tab.wait_for("location.hash === '#part-2'");
    assert!(!shows_contents(&tab), "they folded away again");

    tab.without_javascript();
    tab.open(&format!("{}{}", world.base, at(FERRY)));
    tab.tab_to(".contents summary");
    tab.press("Enter");
    tab.tab_to(".contents a[href='#part-2']");
    tab.press("Enter");
    tab.wait_for("location.hash === '#part-2'");
}

#[test]
fn a_long_story_and_its_people_have_no_barrier_and_fit_every_window() {
    let tools = browser().and_then(|browser| Ok((browser, axe()?)));
    let Some((browser, axe)) = machine::or_left_out(tools) else {
        return;
    };
    let world = World::on_sqlite();
    let tab = at_the_ferry(browser, &world, Window::Desk);
    let mut found = Vec::new();

    for page in [FERRY, "stories/alan-prints", "people/cleo-of-the-quay", "people", "stories"] {
        tab.open(&format!("{}{}", world.base, at(page)));
        for (window, scheme) in [
            (Window::Desk, Scheme::Light),
            (Window::Phone, Scheme::Dark),
            (Window::Phone, Scheme::Light),
        ] {
            tab.window(window);
            tab.scheme(scheme);
            tab.eval("document.querySelectorAll('details').forEach(it => it.open = true)");
            let seen = format!("{window:?}-{scheme:?}").to_lowercase();
            tab.picture(&format!("reading-{}-{seen}", page.replace('/', "-")));
            found.extend(axe.barriers(&tab).into_iter().map(|what| format!("{page}: {what}")));
            let over = tab.eval("document.documentElement.scrollWidth - innerWidth");
            assert!(over.as_i64().unwrap() <= 0, "{page} is {over} px too wide");
        }
    }

    found.extend(tab.complaints());
    assert!(found.is_empty(), "{found:#?}");
}
