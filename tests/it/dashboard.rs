//! What looks over all rooms: an edition's front page and the leads' overview.

use laurels::clock::Timestamp;
use laurels::editions::model::{Draft, Votes};
use laurels::editions::phase::Phase;
use laurels::editions::store;
use laurels::ids::EditionId;
use laurels::web::forms::Form;

use crate::on_both::on_both;
use crate::page::Page;
use crate::world::{EDITION, World};

fn moved_to(world: &World, phase: Phase) {
    world.write(move |db, now| {
        let id = store::by_slug(db, EDITION)?.id;
        store::move_to(db, id, phase, now)
    });
}

fn planned(world: &World, opens: &str, closes: &str) {
    let (opens, closes): (Timestamp, Timestamp) = (opens.parse().unwrap(), closes.parse().unwrap());
    world.write(move |db, _| {
        let mut edition = store::by_slug(db, EDITION)?;
        edition.calendar.voting_opens_at = Some(opens);
        edition.calendar.voting_closes_at = Some(closes);
        store::set_calendar(db, edition.id, &edition.calendar)
    });
}

fn front(world: &World) -> Page {
    world.visitor().get(&format!("/editions/{EDITION}")).page()
}

fn states(page: &Page) -> Vec<String> {
    page.texts("main tbody .chip")
}

on_both!(the_front_page_says_what_one_can_do_in_each_phase, |world| {
    planned(world, "2027-03-20T12:00:00Z", "2027-04-20T12:00:00Z");
    let told = |phase| {
        moved_to(world, phase);
        states(&front(world))
    };

    assert_eq!(told(Phase::Nominating), ["Open", "Coming soon", "Coming soon"]);
    world.it_is("2027-03-19T12:00:00Z");
    assert_eq!(told(Phase::Nominating), ["Winding down", "Coming soon", "Coming soon"]);
    world.it_is("2027-03-20T12:00:00Z");
    assert_eq!(told(Phase::Voting), ["Closed", "Open", "Coming soon"]);
    world.it_is("2027-04-19T12:00:00Z");
    assert_eq!(told(Phase::Voting), ["Closed", "Winding down", "Coming soon"]);
    assert_eq!(told(Phase::Closed), ["Closed", "Closed", "Coming soon"]);
    assert_eq!(told(Phase::Published), ["Closed", "Closed", "Open"]);
});

on_both!(a_deadline_is_an_instant_in_utc_for_the_reader_s_own_clock_to_turn, |world| {
    planned(world, "2027-02-20T12:00:00Z", "2027-04-20T12:00:00Z");
    moved_to(world, Phase::Voting);

    let page = front(world);

    assert_eq!(page.attribute(".masthead time", "datetime"), Some("2027-04-20T12:00:00Z"));
    assert_eq!(page.text(".masthead time"), "20 April 2027, 12:00 UTC");
    assert_eq!(page.text(".masthead .button"), "Open your ballot");
});

on_both!(every_page_of_a_simulated_edition_says_so, |world| {
    let lea = world.lead();
    world.write(|db, now| {
        let fields = [("slug", "played"), ("title", "Played")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut draft = Draft::parse(&Form::of(fields.into()))?;
        draft.votes = Votes::Simulated;
        let id = EditionId::new();
        store::put(db, id, &draft, now)?;
        let lea = store::by_slug(db, EDITION)?.id;
        let lea = store::leads_of(db, lea)?;
        lea.into_iter().try_for_each(|lea| store::put_lead(db, id, lea))
    });
    let front = lea.get("/editions/played").page();
    let mut pages = front.attributes(".edition-nav a", "href");
    let console = lea.get("/editions/played/manage").page();
    pages.extend(console.attributes(".console-nav a", "href"));

    assert!(pages.len() > 12, "{pages:?}");
    for path in pages {
        let page = lea.get(path).page();
        assert!(page.text(".banner").contains("Simulated votes"), "{path}");
    }
    let real = lea.get(&format!("/editions/{EDITION}")).page();
    assert!(!real.has(".banner"));
});

on_both!(every_way_in_the_heads_of_the_pages_leads_somewhere_and_marks_where_one_is, |world| {
    let lea = world.lead();
    let console = lea.get(&format!("/editions/{EDITION}/manage")).page();
    let mut ways = console.attributes(".edition-nav a", "href");
    ways.extend(console.attributes(".console-nav a", "href"));

    for way in ways {
        let page = lea.get(way).page();
        let here = page.attributes("[aria-current='page']", "href");
        assert!(here.contains(&way), "{way}: {here:?}");
    }
    assert_eq!(
        console.attributes(".edition-nav [aria-current]", "href"),
        [format!("/editions/{EDITION}/manage")]
    );
});

on_both!(the_overview_names_the_next_step_and_what_it_lacks, |world| {
    let lea = world.lead();
    let overview = || lea.get(&format!("/editions/{EDITION}/manage")).page();

    let page = overview();
    let next = page.text(".step[data-state='now']");
    assert!(next.contains("Describe the edition, the next step"), "{next}");
    assert!(next.contains("no description yet"), "{next}");
    let steps = page.texts(".step h3");
    assert_eq!(steps.len(), 11);
    assert!(steps[2].starts_with("Take in the stories"), "{steps:?}");

    let way = page.attribute(".step[data-state='now'] a.button", "href").unwrap();
    let form = lea.get(way).page().form("main form");
    lea.submit(&form.fill("description", "Thanks.")).see_other();
    assert!(overview().text(".step[data-state='now']").contains("Set the calendar"));
});

on_both!(a_visitor_reads_who_leads_and_how_to_reach_them, |world| {
    let lea = world.lead();
    let path = format!("/editions/{EDITION}/manage/details");
    let form = lea.get(&path).page().form("main form");
    lea.submit(&form.fill("contact", "lea@example.org")).see_other();
    moved_to(world, Phase::Nominating);

    let page = front(world);

    assert!(page.text("main").contains("Ask the leads, lea: lea@example.org"));
    assert!(page.has("main a[href='mailto:lea@example.org']"));
});

on_both!(whoever_asks_for_the_head_alone_gets_that_of_the_page, |world| {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let ask = |path: &str| {
        let answer =
            agent.head(format!("{}{path}", world.base)).header("accept-encoding", "identity");
        let mut answer = answer.call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };

    for path in ["/", "/healthz", "/sign-in"] {
        assert_eq!(ask(path), (200, String::new()), "{path}");
    }
    assert_eq!(ask("/nowhere").0, 404);
});
