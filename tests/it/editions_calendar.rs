//! What leads set of an edition in time: its calendar, the table of what one can do, and the opening
//! of nominations.

use laurels::editions::phase::Phase;
use laurels::editions::store;

use crate::editions::{console, moved_to, value};
use crate::on_both::on_both;
use crate::world::EDITION;

on_both!(a_calendar_follows_itself_and_lies_ahead, |world| {
    let lea = world.lead();
    let form = lea.get(&console("/calendar")).page();
    let form = form.form(&format!("form[action='{}']", console("/calendar")));
    let set = |opens: &str, closes: &str| {
        let form = form.clone().fill("voting_opens_at", opens);
        lea.submit(&form.fill("voting_closes_at", closes))
    };

    let crossed = set("2027-05-02T10:00", "2027-05-01T10:00").refused();
    assert!(crossed.text("#voting_closes_at-error").contains("end before it begins"));
    assert_eq!(value(&crossed, "voting_closes_at"), Some("2027-05-01T10:00"));
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

on_both!(the_end_of_a_running_vote_moves_later_with_a_public_reason_and_never_earlier, |world| {
    let lea = world.lead();
    world.write(|db, _| {
        let mut edition = store::by_slug(db, EDITION)?;
        edition.calendar.voting_closes_at = Some("2027-03-10T12:00:30.500Z".parse().unwrap());
        store::set_calendar(db, edition.id, &edition.calendar)
    });
    moved_to(world, Phase::Voting);
    let form = lea.get(&console("/calendar")).page().form("main form");
    assert!(!form.fields().iter().any(|(name, _)| name == "voting_opens_at"));
    let extend = |to: &str, reason: &str| {
        let form = form.clone().fill("voting_closes_at", to);
        lea.submit(&form.fill("reason", reason))
    };

    let mute = extend("2027-03-12T12:00", "").refused();
    assert!(mute.has("#reason-error"));
    assert_eq!(value(&mute, "voting_closes_at"), Some("2027-03-12T12:00"));
    let earlier = extend("2027-03-09T12:00", "Enough").refused();
    assert!(earlier.text("#voting_closes_at-error").contains("only move later"));
    let none = extend("", "For ever").refused();
    assert!(none.has("#voting_closes_at-error"));
    // As the form showed it, to the minute: the half minute is not lost.
    extend("2027-03-10T12:00", "No change").see_other();
    extend("2027-03-12T12:00", "The forge was down").see_other();

    let front = world.visitor().get(&format!("/editions/{EDITION}")).page();
    let said = "to 12 March 2027, 12:00 UTC. Reason: The forge was down";
    assert!(front.text(".notice").contains(said));
    let log = world.visitor().get(&format!("/editions/{EDITION}/audit")).page();
    assert_eq!(log.texts(".log > li > p:first-of-type"), [format!("lea extended voting: {said}")]);

    world.it_is("2027-03-12T12:00:00Z");
    let late = extend("2027-03-20T12:00", "Too late").status();
    assert!(matches!(late, 409 | 422), "{late}");
});

on_both!(the_table_of_what_one_can_do_is_the_leads_to_write, |world| {
    let lea = world.lead();
    let form = || lea.get(&console("/activities")).page().form("main form");
    let filled = form()
        .fill("title-1", "Take part")
        .fill("words-1", "In the forum.")
        .choose("state-1", "winding-down")
        .fill("words-2", "A row without a title");

    let page = lea.submit(&filled.clone().fill("url-1", "javascript:alert(1)")).refused();
    assert!(page.text("#url-1-error").contains("whole address"));
    assert!(page.has("#title-2-error"));
    assert_eq!(value(&page, "words-2"), Some("A row without a title"));

    let filled = filled.fill("url-1", "https://forum.example/awards").fill("words-2", "");
    lea.follow(&lea.submit(&filled));
    let front = lea.get(&format!("/editions/{EDITION}")).page();
    assert!(
        front
            .texts("main tr")
            .contains(&"Take part In the forum. Winding down Go to: Take part".to_owned())
    );
    assert!(front.has("main a[href='https://forum.example/awards']"));

    let emptied = form().fill("title-1", "").fill("words-1", "").fill("url-1", "");
    lea.follow(&lea.submit(&emptied));
    let front = lea.get(&format!("/editions/{EDITION}")).page();
    assert!(!front.text("main").contains("Take part"));
});

on_both!(opening_nominations_makes_the_edition_public_once_and_for_all, |world| {
    let lea = world.lead();
    let form = lea.get(&console("/calendar")).page();
    let form = form.form(&format!("form[action='{}']", console("/nominations")));

    let page = lea.follow(&lea.submit(&form));

    assert!(page.text(".flash").contains("everybody can see"));
    let front = world.visitor().get(&format!("/editions/{EDITION}")).page();
    assert!(front.texts("main tr").iter().any(|row| row.starts_with("Propose stories Open")));
    let again = lea.submit(&form).page_with(409);
    assert!(again.text("main").contains("opened already"));
});
