//! Nominees: admitted and withdrawn by leads, until voting opens.

use laurels::editions::phase::Phase;
use laurels::editions::store as editions;

use crate::client::Person;
use crate::on_both::on_both;
use crate::page::Page;
use crate::submissions::open_with_stories;
use crate::world::EDITION;

const AT: &str = "/editions/async-vision-2027/manage/nominees";

fn standing(page: &Page, group: &str) -> usize {
    page.texts(&format!("section[aria-labelledby='{group}'] li")).len()
}

fn press(person: &Person, selector: &str, name: &str, value: &str) -> Page {
    let form = person.get(AT).page().form(selector).press(name, value);
    person.follow(&person.submit(&form))
}

on_both!(admitting_everybody_leaves_out_who_was_withdrawn, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let admit = "form[action$='/admission'].buttons";
    assert_eq!(standing(&lea.get(AT).page(), "waiting"), 56 + 43);

    press(&lea, admit, "all", "stories");
    let withdraw = "form[action$='/withdrawal']";
    press(&lea, withdraw, "story", "alan-lost-the-world");
    let page = press(&lea, admit, "all", "everybody");

    assert_eq!(standing(&page, "admitted"), 55 + 43);
    assert_eq!(standing(&page, "withdrawn"), 1);
    assert!(page.text(".flash, [role=status]").contains("One stays withdrawn"));
});

on_both!(a_withdrawn_nominee_can_be_admitted_by_name, |world| {
    let lea = world.lead();
    open_with_stories(world);
    press(&lea, "form[action$='/admission'].buttons", "all", "stories");
    press(&lea, "form[action$='/withdrawal']", "story", "alan-lost-the-world");

    let back = "section[aria-labelledby='withdrawn'] form";
    let page = press(&lea, back, "story", "alan-lost-the-world");

    assert_eq!((standing(&page, "withdrawn"), standing(&page, "admitted")), (0, 56));
    let log = lea.get(&format!("/editions/{EDITION}/audit")).page();
    assert!(log.text("main").contains("withdrew a nominee"));
});

on_both!(nobody_is_admitted_or_withdrawn_once_voting_has_opened, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let page = lea.get(AT).page();
    let admit = page.form("form[action$='/admission'].buttons");
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Voting, now)
    });

    let refused = lea.submit(&admit.press("all", "everybody")).page_with(409);

    assert!(refused.text("main").contains("frozen"));
    assert!(!lea.get(AT).page().has("form[action$='/admission']"));
});

on_both!(only_leads_admit, |world| {
    world.lead();
    open_with_stories(world);

    world.voter("ana").get(AT).expect(403);
    world.visitor().get(AT).expect(401);
});

on_both!(a_name_of_nobody_is_not_found, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let form = lea.get(AT).page().form("section[aria-labelledby='waiting'] form");

    lea.submit(&form.forge("story", "no-such-story")).expect(404);
});
