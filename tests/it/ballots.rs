//! The ballot paper, through HTTP: shown, cast, changed, refused, and what is recorded.

use laurels::accounts::model::Email;
use laurels::editions::model::ElectorateRule;
use laurels::editions::store as editions;
use laurels::electorate::model::Code;
use laurels::electorate::store as electorate;
use laurels::{accounts, ballots};

use crate::client::Person;
use crate::form::Form;
use crate::on_both::on_both;
use crate::page::Page;
use crate::vision::{self, ALL, at, cast};
use crate::world::{EDITION, World};

pub(crate) const TWO: &[&str] = &["most-creative", "most-prolific"];

pub(crate) fn open(world: &World, categories: &'static [&'static str]) {
    vision::nominate(world, categories);
    vision::begin(world);
}

pub(crate) fn paper(voter: &Person) -> Form {
    voter.get(&at("ballot")).page().form("form.paper")
}

/// The numbers that are ticked on a sheet.
pub(crate) fn marked(page: &Page, slug: &str) -> Vec<String> {
    let boxes = format!("input[name='mark.{slug}'][checked]");
    let numbers = page.attributes(&boxes, "value");
    let mut numbers: Vec<String> =
        numbers.into_iter().filter(|number| !number.is_empty()).map(str::to_owned).collect();
    numbers.sort();
    numbers
}

/// The numbers of a sheet, from the top.
fn order(page: &Page, slug: &str) -> Vec<String> {
    let boxes = format!("input[name='mark.{slug}']");
    let numbers = page.attributes(&boxes, "value");
    numbers.into_iter().map(str::to_owned).collect()
}

/// People who voted and ballots held, over all categories.
pub(crate) fn held(world: &World) -> (u64, u64) {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let turnout = ballots::store::turnout(db, edition)?;
        Ok((turnout.iter().map(|row| row.voted).sum(), turnout.iter().map(|row| row.ballots).sum()))
    })
}

on_both!(one_paper_holds_all_categories_and_all_nominees, |world| {
    open(world, ALL);

    let page = world.voter("ana").get(&at("ballot")).page();

    assert_eq!(page.attributes("[data-sheet]", "data-sheet"), ALL);
    assert_eq!(order(&page, "most-humorous").len(), 56);
    assert_eq!(order(&page, "most-painful").len(), 47);
    // Nine stories, and the button that leaves a single choice blank.
    assert_eq!(order(&page, "most-ambitious").len(), 10);
    assert!(page.has("input[type=radio][name='mark.most-prolific'][value=''][checked]"));
    assert!(page.has("input[type=checkbox][name='mark.most-supportive']"));
    let reads = page.attributes("#most-humorous .choice-read", "target");
    assert_eq!(reads, vec!["_blank"; 56]);
});

on_both!(each_voter_has_an_order_of_their_own_that_stays, |world| {
    open(world, &["most-humorous"]);
    let (ana, bo) = (world.voter("ana"), world.voter("bo"));
    let seen = |who: &Person| order(&who.get(&at("ballot")).page(), "most-humorous");

    let first = seen(&ana);
    assert_eq!(seen(&ana), first);
    assert_ne!(seen(&bo), first);
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    assert_eq!(sorted(seen(&bo)), sorted(first), "the same nominees");
});

on_both!(what_is_cast_is_recorded_and_can_be_changed, |world| {
    open(world, TWO);
    let ana = world.voter("ana");

    let answer = cast(&ana, &[("most-creative", &[3, 17]), ("most-prolific", &[2])]);
    assert_eq!(answer.see_other(), at("ballot/recorded"));
    let told = ana.follow(&answer);
    assert!(told.text(".receipt-head").contains("2 of 2 categories"));
    assert_eq!(told.texts(".receipt-marks li").len(), 3);
    assert!(told.text(".flash").contains("Cast."));

    let page = ana.get(&at("ballot")).page();
    assert_eq!(marked(&page, "most-creative"), ["17", "3"]);
    assert_eq!(
        page.attributes("[data-recorded]", "value").len(),
        3,
        "what is recorded is said to be"
    );
    assert_eq!(page.text("[data-sheet=most-creative] [data-sheet-state]"), "recorded: 2 marks");

    let changed = paper(&ana).untick("mark.most-creative", "3");
    let changed = changed.tick("mark.most-creative", "9").press("", "");
    ana.submit(&changed).see_other();
    let page = ana.get(&at("ballot")).page();
    assert_eq!(marked(&page, "most-creative"), ["17", "9"]);
    assert_eq!(marked(&page, "most-prolific"), ["2"]);
    assert_eq!(held(world), (2, 2));
});

on_both!(the_paper_says_in_how_many_one_has_voted, |world| {
    open(world, ALL);
    let ana = world.voter("ana");
    assert!(!ana.get(&at("ballot")).page().text("main").contains("You have voted"));

    cast(&ana, &[("most-humorous", &[1]), ("most-prolific", &[1])]).see_other();

    let head = ana.get(&at("ballot")).page().text(".page-head");
    assert!(head.contains("You have voted in 2 of 8 categories"), "{head}");
});

on_both!(unmarking_everything_withdraws_and_says_so, |world| {
    open(world, TWO);
    let ana = world.voter("ana");
    cast(&ana, &[("most-creative", &[3]), ("most-prolific", &[2])]).see_other();

    let blank = paper(&ana).untick("mark.most-creative", "3").press("", "");
    let answer = ana.submit(&blank);
    let told = ana.follow(&answer);

    assert!(told.text(".flash").contains("Withdrawn"), "{}", told.text(".flash"));
    assert!(told.text(".flash").contains("Most creative story"));
    assert!(told.text(".receipt-head").contains("1 of 2 categories"));
    assert_eq!(held(world), (1, 1));
});

on_both!(a_single_choice_is_withdrawn_with_its_own_button, |world| {
    open(world, TWO);
    let ana = world.voter("ana");
    cast(&ana, &[("most-prolific", &[2])]).see_other();

    let blank = paper(&ana).choose("mark.most-prolific", "").press("", "");
    ana.submit(&blank).see_other();

    assert_eq!(held(world), (0, 0));
});

on_both!(one_category_can_be_cast_alone_and_the_rest_is_not_lost_in_silence, |world| {
    open(world, TWO);
    let ana = world.voter("ana");
    cast(&ana, &[("most-prolific", &[2])]).see_other();

    let form = paper(&ana).tick("mark.most-creative", "3");
    let form = form.choose("mark.most-prolific", "5");
    let answer = ana.submit(&form.press("only", "most-creative"));
    let told = ana.follow(&answer);

    assert!(told.text(".flash").contains("is not cast: Most prolific"), "{}", told.text(".flash"));
    let page = ana.get(&at("ballot")).page();
    assert_eq!(marked(&page, "most-creative"), ["3"]);
    assert_eq!(marked(&page, "most-prolific"), ["2"]);
});

on_both!(a_category_that_was_not_on_the_paper_stays_as_it_is, |world| {
    open(world, TWO);
    let ana = world.voter("ana");
    cast(&ana, &[("most-creative", &[3]), ("most-prolific", &[2])]).see_other();

    let form = paper(&ana).without("on_paper").without("mark.most-creative");
    ana.submit(&form.press("", "")).see_other();

    assert_eq!(held(world), (2, 2));
});

on_both!(a_blank_paper_records_nothing_and_says_so, |world| {
    open(world, TWO);
    let ana = world.voter("ana");

    let told = ana.follow(&cast(&ana, &[]));

    assert!(told.text(".flash").contains("Nothing was marked"));
    assert_eq!(held(world), (0, 0));
});

on_both!(a_visitor_reads_the_paper_and_is_shown_the_door, |world| {
    open(world, TWO);
    let visitor = world.visitor();

    let page = visitor.get(&at("ballot")).page();

    assert!(!page.has("form.paper") && !page.has(".sheets input"));
    assert_eq!(page.texts("#most-creative .choice").len(), 56);
    assert!(page.has(&format!("a[href='/sign-in?then={}']", at("ballot"))));
    visitor.get(&at("ballot/recorded")).expect(401);
});

on_both!(before_the_opening_and_after_the_end_the_paper_is_to_read, |world| {
    vision::nominate(world, TWO);
    let lea = world.lead();
    let soon = lea.get(&at("ballot")).page();
    assert!(!soon.has("form.paper"));
    assert!(soon.text(".page-head").contains("Voting is not open yet"));

    vision::begin(world);
    let ana = world.voter("ana");
    let form = paper(&ana).tick("mark.most-creative", "3").press("", "");
    cast(&ana, &[("most-prolific", &[2])]).see_other();
    world.it_is(vision::CLOSES);

    let late = ana.submit(&form).page_with(409).text("main");
    // The second, once the calendar has closed it.
    let words = ["Voting closed on 12 March 2027, 18:00 UTC.", "Voting is over."];
    assert!(words.iter().any(|words| late.contains(words)), "{late}");
    let over = ana.get(&at("ballot")).page();
    assert!(!over.has("form.paper"));
    assert!(over.text(".page-head").contains("You have voted in 1 of 2 categories"));

    vision::end(world);
    let told = ana.get(&at("ballot/recorded")).page();
    assert!(told.text(".receipt-head").contains("1 of 2 categories"));
    assert!(!told.has(".receipt-marks"), "nobody can tell any more");
});

on_both!(who_was_not_invited_reads_how_to_be, |world| {
    vision::nominate(world, TWO);
    world.write(|db, _| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::set_electorate(db, edition, ElectorateRule::Invited)
    });
    vision::begin(world);
    let ana = world.voter("ana");

    let page = ana.get(&at("ballot")).page();
    assert!(!page.has("form.paper"));
    assert!(page.text(".page-head").contains("whom the leads invited"));
    assert!(page.has(&format!(".page-head a[href='{}']", at("join"))));

    let code = Code::new().unwrap();
    let kept = code.clone();
    world.write(move |db, _| {
        let edition = editions::by_slug(db, EDITION)?.id;
        electorate::put(db, edition, "ana", &kept)
    });
    let join = ana.get(&at("join")).page().form("main form");
    ana.submit(&join.fill("code", &code.reveal())).see_other();
    cast(&ana, &[("most-creative", &[3])]).see_other();
    assert_eq!(held(world), (1, 1));
});

on_both!(marks_survive_an_expired_session_on_a_paper_of_four_hundred_marks, |world| {
    open(world, ALL);
    let ana = world.voter("ana");
    let mut form = paper(&ana);
    for slug in ["most-humorous", "most-supportive", "most-unexpected", "most-painful"] {
        for number in order(&ana.get(&at("ballot")).page(), slug) {
            form = form.tick(&format!("mark.{slug}"), &number);
        }
    }
    let form = form.press("", "");
    let sent = form.fields().iter().filter(|(name, _)| name.starts_with("mark.")).count();
    world.write(|db, _| {
        let ana = Email::parse("ana@example.org").unwrap();
        let (ana, _) = accounts::store::by_email(db, &ana)?.unwrap();
        accounts::store::remove_other_sessions(db, ana.id, "none is kept")
    });

    let door = ana.submit(&form).page_with(401).form("form[action='/sign-in']");
    let door = door.fill("email", "ana@example.org");
    let resume = ana.submit(&door.fill("password", crate::world::PASSWORD)).page();
    let answer = ana.submit(&resume.form("main form"));

    assert_eq!(answer.see_other(), at("ballot/recorded"));
    let page = ana.get(&at("ballot")).page();
    let kept: usize = ALL.iter().map(|slug| marked(&page, slug).len()).sum();
    // Three single choices sent an empty mark each.
    assert_eq!((kept, sent), (56 + 43 + 56 + 47, kept + 3));
});
