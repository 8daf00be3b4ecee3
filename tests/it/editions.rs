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

/// The console of the edition that is there from the beginning.
fn console(room: &str) -> String {
    format!("/editions/{EDITION}/manage{room}")
}

fn moved_to(world: &World, phase: Phase) {
    world.write(move |db, now| {
        let id = store::by_slug(db, EDITION)?.id;
        store::move_to(db, id, phase, now)
    });
}

fn new_edition(admin: &Person) -> Form {
    let form = admin.get("/admin/editions").page().form("main form");
    form.fill("slug", "thanks-2027")
        .fill("title", "Thanks 2027")
}

fn value<'a>(page: &'a Page, field: &str) -> Option<&'a str> {
    page.attribute(&format!("#{field}"), "value")
}

on_both!(
    an_instance_without_an_admin_tells_how_to_make_one,
    |world| {
        let page = world.visitor().get("/").page();

        assert!(page.text("main").contains("laurels admin create"));

        world.admin();
        let page = world.visitor().get("/").page();
        assert!(!page.text("main").contains("laurels admin create"));
    }
);

on_both!(
    an_admin_makes_an_edition_and_names_its_leads_openly,
    |world| {
        let ada = world.admin();
        world.voter("lea");
        let form = new_edition(&ada);
        assert!(
            form.fields()
                .contains(&("leads".into(), "ada@example.org".into())),
            "the admin's own address is offered, where it can be seen"
        );

        let form = form.fill(
            "leads",
            "LEA@example.org\n\nada@example.org\nlea@example.org",
        );
        let page = ada.follow(&ada.submit(&form));

        assert_eq!(page.text("h1"), "Overview");
        let log = ada.get("/editions/thanks-2027/audit").page();
        let acts = log.texts(".log > li > p:first-of-type");
        assert_eq!(
            acts,
            [
                "ada named a lead: ada",
                "ada named a lead: lea",
                "ada created the edition: Thanks 2027"
            ]
        );
        world
            .signs_in("lea")
            .get("/editions/thanks-2027/manage")
            .page();
    }
);

on_both!(
    an_admin_who_does_not_lead_an_edition_has_no_hidden_way_into_it,
    |world| {
        let ada = world.admin();
        world.lead();

        ada.get(&console("")).expect(404);
        moved_to(world, Phase::Nominating);
        let page = ada.get(&console("")).page_with(403);
        assert!(page.text("main").contains("leads of this edition"));
    }
);

on_both!(
    what_is_wrong_with_a_new_edition_is_said_at_once_and_nothing_is_lost,
    |world| {
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
        assert!(
            page.text("#voting_closes_at-error")
                .contains("end before it begins")
        );
        assert_eq!(value(&page, "slug"), Some("Not A Slug"));
        assert_eq!(value(&page, "voting_opens_at"), Some("2027-05-02T10:00"));
        assert_eq!(page.text("#description"), "Two lines of text");
        assert_eq!(page.text("#leads"), "nobody");
    }
);

on_both!(
    a_taken_name_a_past_time_and_a_lead_without_an_account_are_refused,
    |world| {
        let ada = world.admin();

        let taken = ada
            .submit(&new_edition(&ada).fill("slug", EDITION))
            .refused();
        assert!(taken.text("#slug-error").contains("Another edition"));

        let past = new_edition(&ada).fill("voting_closes_at", "2026-05-01T10:00");
        let past = ada.submit(&past).refused();
        assert!(past.text("#voting_closes_at-error").contains("has passed"));

        let stranger = new_edition(&ada).fill("leads", "ada@example.org\nzoe@example.org");
        let stranger = ada.submit(&stranger).refused();
        assert!(
            stranger
                .text("#leads-error")
                .contains("zoe@example.org has an account")
        );
        assert_eq!(
            world.read(store::all).len(),
            1,
            "nothing was made by halves"
        );
    }
);

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
        ana.post_form(&console(room), &[("csrf", token)])
            .expect(403);
    }
    for page in ["/admin", "/admin/editions"] {
        ana.get(page).expect(403);
        world.visitor().get(page).expect(401);
    }
});

on_both!(a_lead_changes_the_details_and_the_log_says_which, |world| {
    let lea = world.lead();
    let form = lea.get(&console("/details")).page().form("main form");

    let long = form
        .clone()
        .fill("title", &"t".repeat(121))
        .fill("contact", "x");
    let page = lea.submit(&long).refused();
    assert!(page.text("#title-error").contains("120 is the most"));
    assert_eq!(value(&page, "contact"), Some("x"));

    let form = form
        .fill("title", "Vision <Awards>")
        .fill("description", "First.\n\nSecond.");
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

on_both!(
    a_form_whose_session_has_ended_goes_on_after_signing_in,
    |world| {
        let lea = world.lead();
        let form = lea.get(&console("/details")).page().form("main form");
        let form = form.fill("title", "Typed with care");
        world.it_is("2027-04-15T12:00:00Z");

        let door = lea.submit(&form).page_with(401);
        let wrong = door.form("form[action='/sign-in']");
        let wrong = wrong
            .fill("email", "lea@example.org")
            .fill("password", "oh no");
        let door = lea.submit(&wrong).refused();
        let right = door
            .form("form[action='/sign-in']")
            .fill("password", PASSWORD);
        let resume = lea.submit(&right).page();

        assert!(resume.text("main").contains("not recorded yet"));
        let page = lea.follow(&lea.submit(&resume.form("main form")));
        assert!(page.text(".flash").contains("saved"));
        assert_eq!(value(&page, "title"), Some("Typed with care"));
    }
);

on_both!(a_calendar_follows_itself_and_lies_ahead, |world| {
    let lea = world.lead();
    let form = lea.get(&console("/calendar")).page();
    let form = form.form(&format!("form[action='{}']", console("/calendar")));
    let set = |opens: &str, closes: &str| {
        let form = form.clone().fill("voting_opens_at", opens);
        lea.submit(&form.fill("voting_closes_at", closes))
    };

    let crossed = set("2027-05-02T10:00", "2027-05-01T10:00").refused();
    assert!(
        crossed
            .text("#voting_closes_at-error")
            .contains("end before it begins")
    );
    assert_eq!(
        value(&crossed, "voting_closes_at"),
        Some("2027-05-01T10:00")
    );
    let past = set("2027-02-01T10:00", "2027-05-01T10:00").refused();
    assert!(past.text("#voting_opens_at-error").contains("has passed"));
    let odd = set("soon", "").refused();
    assert!(odd.text("#voting_opens_at-error").contains("such as"));

    let page = lea.follow(&set("2027-05-01T10:00", "2027-06-01T10:00"));
    assert_eq!(value(&page, "voting_closes_at"), Some("2027-06-01T10:00"));
    let front = lea.get(&format!("/editions/{EDITION}")).page();
    assert!(front.texts("main tr").iter().any(|row| row
        == "Vote for the awards Everybody with an account may vote. Coming soon from 1 May 2027, 10:00 UTC"));
});

on_both!(
    the_end_of_a_running_vote_moves_later_with_a_public_reason_and_never_earlier,
    |world| {
        let lea = world.lead();
        world.write(|db, _| {
            let mut edition = store::by_slug(db, EDITION)?;
            edition.calendar.voting_closes_at = Some("2027-03-10T12:00:30.500Z".parse().unwrap());
            store::set_calendar(db, edition.id, &edition.calendar)
        });
        moved_to(world, Phase::Voting);
        let form = lea.get(&console("/calendar")).page().form("main form");
        assert!(
            !form
                .fields()
                .iter()
                .any(|(name, _)| name == "voting_opens_at")
        );
        let extend = |to: &str, reason: &str| {
            let form = form.clone().fill("voting_closes_at", to);
            lea.submit(&form.fill("reason", reason))
        };

        let mute = extend("2027-03-12T12:00", "").refused();
        assert!(mute.has("#reason-error"));
        assert_eq!(value(&mute, "voting_closes_at"), Some("2027-03-12T12:00"));
        let earlier = extend("2027-03-09T12:00", "Enough").refused();
        assert!(
            earlier
                .text("#voting_closes_at-error")
                .contains("only move later")
        );
        let none = extend("", "For ever").refused();
        assert!(none.has("#voting_closes_at-error"));
        // As the form showed it, to the minute: the half minute is not lost.
        extend("2027-03-10T12:00", "No change").see_other();
        extend("2027-03-12T12:00", "The forge was down").see_other();

        let front = world.visitor().get(&format!("/editions/{EDITION}")).page();
        let said = "to 12 March 2027, 12:00 UTC. Reason: The forge was down";
        assert!(front.text(".notice").contains(said));
        let log = world
            .visitor()
            .get(&format!("/editions/{EDITION}/audit"))
            .page();
        assert_eq!(
            log.texts(".log > li > p:first-of-type"),
            [format!("lea extended voting: {said}")]
        );

        world.it_is("2027-03-12T12:00:00Z");
        let late = extend("2027-03-20T12:00", "Too late").status();
        assert!(matches!(late, 409 | 422), "{late}");
    }
);

on_both!(
    the_table_of_what_one_can_do_is_the_leads_to_write,
    |world| {
        let lea = world.lead();
        let form = || lea.get(&console("/activities")).page().form("main form");
        let filled = form()
            .fill("title-1", "Take part")
            .fill("words-1", "In the forum.")
            .choose("state-1", "winding-down")
            .fill("words-2", "A row without a title");

        let page = lea
            .submit(&filled.clone().fill("url-1", "javascript:alert(1)"))
            .refused();
        assert!(page.text("#url-1-error").contains("whole address"));
        assert!(page.has("#title-2-error"));
        assert_eq!(value(&page, "words-2"), Some("A row without a title"));

        let filled = filled
            .fill("url-1", "https://forum.example/awards")
            .fill("words-2", "");
        lea.follow(&lea.submit(&filled));
        let front = lea.get(&format!("/editions/{EDITION}")).page();
        assert!(
            front
                .texts("main tr")
                .contains(&"Take part In the forum. Winding down Go there".to_owned())
        );
        assert!(front.has("main a[href='https://forum.example/awards']"));

        let emptied = form()
            .fill("title-1", "")
            .fill("words-1", "")
            .fill("url-1", "");
        lea.follow(&lea.submit(&emptied));
        let front = lea.get(&format!("/editions/{EDITION}")).page();
        assert!(!front.text("main").contains("Take part"));
    }
);

on_both!(
    opening_nominations_makes_the_edition_public_once_and_for_all,
    |world| {
        let lea = world.lead();
        let form = lea.get(&console("/calendar")).page();
        let form = form.form(&format!("form[action='{}']", console("/nominations")));

        let page = lea.follow(&lea.submit(&form));

        assert!(page.text(".flash").contains("everybody can see"));
        let front = world.visitor().get(&format!("/editions/{EDITION}")).page();
        assert!(
            front
                .texts("main tr")
                .iter()
                .any(|row| row.starts_with("Propose stories Open"))
        );
        let again = lea.submit(&form).page_with(409);
        assert!(again.text("main").contains("opened already"));
    }
);

on_both!(an_edition_keeps_one_lead_at_least, |world| {
    let ada = world.admin();
    world.lead();
    world.voter("zoe");
    let leads = format!("/admin/editions/{EDITION}/leads");
    let name = |email: &str| {
        let form = ada
            .get(&leads)
            .page()
            .form(&format!("form[action='{leads}']"));
        ada.submit(&form.fill("leads", email))
    };
    assert!(
        !ada.get(&leads).page().has(".order form"),
        "the last one stays"
    );

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

on_both!(
    the_instance_says_how_it_is_and_where_its_log_was_touched,
    |world| {
        let ada = world.admin();
        ada.submit(&new_edition(&ada)).see_other();
        let page = ada.get("/admin").page();
        let name = world.read(|db| Ok(health::kind(db)));
        assert!(page.text("main .facts").contains(name));
        assert!(page.text("main .notice").contains("The audit log is whole"));

        world.write(|db, _| {
            let forge = "update audit set detail = 'another' where position = 2";
            Ok(diesel::sql_query(forge).execute(db)?)
        });

        let page = ada.get("/admin").page();
        assert!(page.text("main .notice").contains("breaks at entry 2"));
    }
);
