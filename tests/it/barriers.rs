//! Every page before the accessibility audit: by day at a desk, by night on a phone, and never wider
//! than its window.

use laurels::editions::store as editions;
use laurels::results::{count, publish};

use crate::axe::{Axe, axe};
use crate::chromium::{Browser, browser};
use crate::client::Person;
use crate::machine;
use crate::people;
use crate::submissions::open_with_stories;
use crate::tab::{Scheme, Tab, Window};
use crate::vision::{self, at};
use crate::world::{EDITION, World};

/// Many marks, three marks at most, one mark of persons.
const THREE: &[&str] = &["most-humorous", "most-creative", "most-prolific"];

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
            "manage/nominees/alan-lost-the-world/exclusion",
            "manage/people",
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
fn what_people_do_for_themselves_has_no_barrier() {
    audit(|browser, axe, world| {
        open_with_stories(world);
        let lea = world.lead();
        let ana = people::member_who_is(world, &lea, "ana", "rylev");
        let zoe = world.voter("zoe");
        people::forge(&zoe, "people/eholk/claim", &[]).see_other();
        let same = [("one", "stu"), ("kept", "eminence")];
        people::forge(&lea, "manage/people/merger", &same).see_other();
        let story = "stories/barbara-anguishes-over-http";
        people::forge(&ana, &format!("{story}/decline"), &[]).see_other();
        let exclusion = "manage/nominees/alan-lost-the-world/exclusion";
        people::forge(&lea, exclusion, &[("reason", "Sent by a lead.")]).see_other();

        let mut audit = Audit::of(browser, axe, world);
        audit.visit_edition(&["people/eholk", "stories/alan-lost-the-world"]);
        let mut audit = audit.goes_on_as(&zoe, browser);
        audit.visit_edition(&["people/eholk", "people/rylev", "people/zeenix"]);
        let mut audit = audit.goes_on_as(&ana, browser);
        audit.visit_edition(&["people/rylev", "people/rylev/name", "people/eholk", story]);
        let mut audit = audit.goes_on_as(&lea, browser);
        audit.visit_edition(&["manage/people", "manage/nominees"]);
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

crate::on_both::on_both!(every_way_of_the_console_leads_to_its_room, |world| {
    let lea = world.lead();
    let edition = format!("/editions/{}", EDITION);
    let overview = lea.get(&format!("{edition}/manage")).page();

    for way in overview.attributes(".console-nav a, .step a, .edition-nav a", "href") {
        let answer = lea.get(way);
        // Before the count there is no preview, and it says so.
        if answer.status() != 409 {
            let room = answer.page();
            let here = room.attributes("nav a[aria-current=page]", "href");
            assert!(here.contains(&way), "{way} is marked as {here:?}");
        }
    }
});
