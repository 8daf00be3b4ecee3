//! Editions: making one, its details, its calendar, its leads, its log, and who may see what.

use diesel::RunQueryDsl as _;
use laurels::editions::phase::Phase;
use laurels::editions::store;
use laurels::store::health;

use crate::client::Person;
use crate::form::Form;
use crate::on_both::on_both;
use crate::page::Page;
use crate::world::{EDITION, PASSWORD, World};

/// A page of the console of the edition that is there from the beginning.
pub(crate) fn console(room: &str) -> String {
    format!("/editions/{EDITION}/manage{room}")
}

/// Moves that edition on without what the step asks for.
pub(crate) fn moved_to(world: &World, phase: Phase) {
    world.write(move |db, now| {
        let id = store::by_slug(db, EDITION)?.id;
        store::move_to(db, id, phase, now)
    });
}

fn new_edition(admin: &Person) -> Form {
    let form = admin.get("/admin/editions").page().form("main form");
    form.fill("slug", "thanks-2027").fill("title", "Thanks 2027")
}

/// What stands in a field.
pub(crate) fn value<'a>(page: &'a Page, field: &str) -> Option<&'a str> {
    page.attribute(&format!("#{field}"), "value")
}

on_both!(an_instance_without_an_admin_tells_how_to_make_one, |world| {
    let page = world.visitor().get("/").page();

    assert!(page.text("main").contains("laurels admin create"));

    world.admin();
    let page = world.visitor().get("/").page();
    assert!(!page.text("main").contains("laurels admin create"));
});

on_both!(an_admin_makes_an_edition_and_names_its_leads_openly, |world| {
    let ada = world.admin();
    world.voter("lea");
    let form = new_edition(&ada);
    assert!(
        form.fields().contains(&("leads".into(), "ada@example.org".into())),
        "the admin's own address is offered, where it can be seen"
    );

    let form = form.fill("leads", "LEA@example.org\n\nada@example.org\nlea@example.org");
    let page = ada.follow(&ada.submit(&form));

    assert_eq!(page.text("h1"), "Overview");
    let log = ada.get("/editions/thanks-2027/audit").page();
    let acts = log.texts(".log > li > p:first-of-type");
    assert_eq!(
        acts,
        ["ada named a lead: ada", "ada named a lead: lea", "ada created the edition: Thanks 2027"]
    );
    world.signs_in("lea").get("/editions/thanks-2027/manage").page();
});

on_both!(an_admin_who_does_not_lead_an_edition_has_no_hidden_way_into_it, |world| {
    let ada = world.admin();
    world.lead();

    ada.get(&console("")).expect(404);
    moved_to(world, Phase::Nominating);
    let page = ada.get(&console("")).page_with(403);
    assert!(page.text("main").contains("leads of this edition"));
});

on_both!(what_is_wrong_with_a_new_edition_is_said_at_once_and_nothing_is_lost, |world| {
    let ada = world.admin();
    let form = new_edition(&ada)
        .fill("slug", "Not A Slug")
        .fill("description", "Two lines\nof text")
        .fill("voting_opens_at", "2027-05-02T10:00")
        .fill("voting_closes_at", "2027-05-01T10:00")
        .fill("leads", "nobody");

    let page = ada.submit(&form).refused();

    assert_eq!(
        page.attributes(".error-summary a", "href"),
        ["#slug", "#voting_closes_at", "#leads"]
    );
    assert!(page.text("#voting_closes_at-error").contains("end before it begins"));
    assert_eq!(value(&page, "slug"), Some("Not A Slug"));
    assert_eq!(value(&page, "voting_opens_at"), Some("2027-05-02T10:00"));
    assert_eq!(page.text("#description"), "Two lines of text");
    assert_eq!(page.text("#leads"), "nobody");
});

on_both!(a_taken_name_a_past_time_and_a_lead_without_an_account_are_refused, |world| {
    let ada = world.admin();

    let taken = ada.submit(&new_edition(&ada).fill("slug", EDITION)).refused();
    assert!(taken.text("#slug-error").contains("Another edition"));

    let past = new_edition(&ada).fill("voting_closes_at", "2026-05-01T10:00");
    let past = ada.submit(&past).refused();
    assert!(past.text("#voting_closes_at-error").contains("has passed"));

    let stranger = new_edition(&ada).fill("leads", "ada@example.org\nzoe@example.org");
    let stranger = ada.submit(&stranger).refused();
    assert!(stranger.text("#leads-error").contains("zoe@example.org has an account"));
    assert_eq!(world.read(store::all).len(), 1, "nothing was made by halves");
});

on_both!(a_draft_is_its_leads_alone, |world| {
    let lea = world.lead();
    let ana = world.voter("ana");
    let front = format!("/editions/{EDITION}");

    lea.get(&front).page();
    ana.get(&front).expect(404);
    world.visitor().get(&front).expect(401);
    assert!(!ana.get("/").page().text("main").contains("Async Vision"));
    assert!(lea.get("/").page().text("main").contains("Async Vision"));
});

on_both!(the_console_is_the_leads_alone, |world| {
    let ana = world.voter("ana");
    moved_to(world, Phase::Nominating);

    for room in ["", "/details", "/calendar", "/activities"] {
        ana.get(&console(room)).expect(403);
        world.visitor().get(&console(room)).expect(401);
    }
    let token = ana.get("/account").page();
    let token = token.attribute("main input[name='csrf']", "value").unwrap();
    for room in ["/details", "/calendar", "/activities", "/nominations"] {
        ana.post_form(&console(room), &[("csrf", token)]).expect(403);
    }
    for page in ["/admin", "/admin/editions"] {
        ana.get(page).expect(403);
        world.visitor().get(page).expect(401);
    }
});

on_both!(a_lead_changes_the_details_and_the_log_says_which, |world| {
    let lea = world.lead();
    let form = lea.get(&console("/details")).page().form("main form");

    let long = form.clone().fill("title", &"t".repeat(121)).fill("contact", "x");
    let page = lea.submit(&long).refused();
    assert!(page.text("#title-error").contains("120 is the most"));
    assert_eq!(value(&page, "contact"), Some("x"));

    let form = form.fill("title", "Vision <Awards>").fill("description", "First.\n\nSecond.");
    lea.follow(&lea.submit(&form));

    let front = lea.get(&format!("/editions/{EDITION}")).page();
    assert_eq!(front.text("h1"), "Vision <Awards>");
    assert_eq!(front.text(".masthead .lead"), "First.");
    assert_eq!(front.texts("main .prose p"), ["Second."]);
    let log = lea.get(&format!("/editions/{EDITION}/audit")).page();
    assert_eq!(
        log.text(".log > li > p:first-of-type"),
        "lea changed the details: title: “Vision <Awards>”, before “Async Vision Awards 2027”; description"
    );
});

on_both!(what_counts_may_show_freezes_with_the_rules, |world| {
    let lea = world.lead();
    moved_to(world, Phase::Voting);
    let form = lea.get(&console("/details")).page().form("main form");

    let page = lea.submit(&form.fill("threshold", "0")).refused();

    assert!(page.text("#threshold-error").contains("Leave it at 5"));
});

on_both!(a_form_whose_session_has_ended_goes_on_after_signing_in, |world| {
    let lea = world.lead();
    let form = lea.get(&console("/details")).page().form("main form");
    let form = form.fill("title", "Typed with care");
    world.it_is("2027-04-15T12:00:00Z");

    let door = lea.submit(&form).page_with(401);
    let wrong = door.form("form[action='/sign-in']");
    let wrong = wrong.fill("email", "lea@example.org").fill("password", "oh no");
    let door = lea.submit(&wrong).refused();
    let right = door.form("form[action='/sign-in']").fill("password", PASSWORD);
    let resume = lea.submit(&right).page();

    assert!(resume.text("main").contains("not recorded yet"));
    let page = lea.follow(&lea.submit(&resume.form("main form")));
    assert!(page.text(".flash").contains("saved"));
    assert_eq!(value(&page, "title"), Some("Typed with care"));
});

on_both!(an_edition_keeps_one_lead_at_least, |world| {
    let ada = world.admin();
    world.lead();
    world.voter("zoe");
    let leads = format!("/admin/editions/{EDITION}/leads");
    let name = |email: &str| {
        let form = ada.get(&leads).page().form(&format!("form[action='{leads}']"));
        ada.submit(&form.fill("leads", email))
    };
    assert!(!ada.get(&leads).page().has(".order form"), "the last one stays");

    assert!(name("who@example.org").refused().has("#leads-error"));
    let page = ada.follow(&name("zoe@example.org"));
    assert_eq!(page.text(".flash"), "zoe is a lead.");
    let lea = page.form(".order li:first-child form");
    ada.submit(&lea).see_other();

    assert_eq!(ada.get(&leads).page().texts(".order strong"), ["zoe"]);
    ada.submit(&lea).expect(404);
    world.signs_in("zoe").get(&console("")).page();
    world.signs_in("lea").get(&console("")).expect(404);
});

on_both!(the_instance_says_how_it_is_and_where_its_log_was_touched, |world| {
    let ada = world.admin();
    ada.submit(&new_edition(&ada)).see_other();
    let page = ada.get("/admin").page();
    let name = world.read(|db| Ok(health::kind(db)));
    assert!(page.text("main .facts").contains(name));
    assert!(page.text("section .notice").contains("The audit log is whole"));

    world.write(|db, _| {
        let forge = "update audit set detail = 'another' where position = 2";
        Ok(diesel::sql_query(forge).execute(db)?)
    });

    let page = ada.get("/admin").page();
    assert!(page.text("section .notice").contains("breaks at entry 2"));
});
