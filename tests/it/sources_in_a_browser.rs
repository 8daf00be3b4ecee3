//! The sources in a browser: by keyboard, followed by themselves, open to everybody.

use laurels::sources::begin::begin;
use laurels::sources::passes::model::{Ending, Reading, Sofar};
use laurels::sources::passes::store as passes;
use laurels::submissions::source::pass::Stage;

use crate::sources::{AT, hub_of, source, titles, until};
use crate::world::World;
use crate::{axe, chromium, machine};

#[test]
fn a_lead_adds_a_repository_and_syncs_it_by_keyboard() {
    let Some(browser) = machine::or_left_out(chromium::browser()) else {
        return;
    };
    let world = World::on_sqlite();
    let (lea, hub) = (world.lead(), hub_of(&world));
    let id = source(&world, &hub, |_| {});
    let tab = browser.tab();
    tab.take_cookies(&world.base, &lea.cookies());

    tab.open(&format!("{}{AT}", world.base));
    tab.tab_to("form[action$='/sync'] button");
    tab.press_through("Enter");
    tab.wait_for("document.querySelector('#live:not([data-running])') !== null");

    assert!(tab.text("section.panel").contains("1 story is new"), "{}", tab.text("main"));
    assert!(tab.text("section[aria-labelledby='changed']").contains("Grace waits"));
    assert!(tab.eval("location.pathname").as_str().unwrap().ends_with(&id.to_string()));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn the_page_follows_a_pass_by_itself_to_its_end() {
    let Some(browser) = machine::or_left_out(chromium::browser()) else {
        return;
    };
    let world = World::on_sqlite();
    let (lea, hub) = (world.lead(), hub_of(&world));
    let id = source(&world, &hub, |_| {});
    let ticket = world.write(move |db, now| begin(db, id, Reading::News, "Somebody", now));
    let tab = browser.tab();
    tab.take_cookies(&world.base, &lea.cookies());
    tab.open(&format!("{}{AT}/{id}", world.base));
    assert!(tab.text("section.panel").contains("Being read"));

    world.it_is("2027-03-01T12:00:30Z");
    world.write(move |db, now| {
        let begun = Sofar::new(Stage::Texts, "2027-03-01T12:00:00Z".parse().unwrap());
        let sofar = Sofar { done: 300, total: Some(1_000), ..begun };
        passes::hear(db, ticket.pass, Some(&sofar), now)
    });
    tab.wait_for("document.querySelector('#live').textContent.includes('300 of 1,000')");
    assert!(tab.text("section.panel").contains("about 70 seconds left"));
    tab.picture("sources-running");

    world.write(move |db, now| passes::end(db, ticket.pass, Ending::Done, "All read.", now));
    tab.wait_for("document.querySelector('#live')?.textContent.includes('All read.')");
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn the_pages_of_sources_keep_nobody_out() {
    let Some(browser) = machine::or_left_out(chromium::browser()) else {
        return;
    };
    let Some(axe) = machine::or_left_out(axe::axe()) else {
        return;
    };
    let world = World::on_sqlite();
    let lea = world.lead();
    let tab = browser.tab();
    tab.take_cookies(&world.base, &lea.cookies());
    tab.open(&format!("{}{AT}", world.base));
    tab.picture("sources-empty");
    assert_eq!(axe.barriers(&tab), [""; 0]);

    let hub = hub_of(&world);
    hub.merged(2, "Ben", "Broken", &[("status_quo/broken.md", "\0\0")]);
    hub.merged(3, "Cleo", "Status quo: Barbara", &[("status_quo/barbara.md", "# Barbara\n")]);
    let id = source(&world, &hub, |settings| settings.every_minutes = Some(60));
    until(|| titles(&world).len() == 2);
    tab.open(&format!("{}{AT}/{id}", world.base));
    tab.wait_for("document.querySelector('#live').textContent.includes('3 pull requests')");
    for page in [AT.to_owned(), format!("{AT}/new"), format!("{AT}/{id}")] {
        let name = page.replace(AT, "sources").replace(&id.to_string(), "one");
        axe.looks_everywhere(&tab, &format!("{}{page}", world.base), &name);
    }
    assert_eq!(tab.complaints(), [""; 0]);
}
