//! Reading stories on their pages, what people's pages show of what they did, and all of it as a
//! file that can be taken elsewhere.

use laurels::editions::model::Pictures;
use laurels::editions::phase::Phase;
use laurels::editions::store as editions;
use laurels::ids::PersonId;
use laurels::submissions::source::file::read::read;
use laurels::submissions::store;
use laurels::submissions::take_in::{Arrival, take_in};
use laurels::submissions::{comments, kept};
use serde_json::Value;

use crate::ferry::{self, FERRY};
use crate::on_both::on_both;
use crate::page::Page;
use crate::source_schema::Schema;
use crate::vision::{self, at};
use crate::world::{EDITION, World};

/// Takes submissions in and opens nominations.
fn open_with(world: &World, file: &Value) {
    let found = ferry::found(file);
    world.write(move |db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let arrival = Arrival { repository: "harbour/stories".into(), actor: "lea".into() };
        take_in(db, edition, &arrival, &found, now)?;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
}

fn visit(world: &World, page: &str) -> Page {
    world.visitor().get(&at(page)).page()
}

on_both!(a_story_is_read_on_its_page_with_its_chapters, |world| {
    open_with(world, &ferry::file());

    let page = visit(world, FERRY);

    let parts = page.texts(".story-text");
    assert_eq!(parts.len(), 3);
    assert!(parts[0].contains("keeps the booking system"), "{}", parts[0]);
    assert!(!parts[0].contains("Status quo stories:"), "the page has the title");
    assert_eq!(
        page.texts(".story-text > h2"),
        ["The story", "The morning after", "Part 10"],
        "chapters in their order, each under its heading"
    );
    let facts = page.text(".facts");
    for fact in ["status-quo-story", "good first read", "Reactions5", "read at commit 0123456"] {
        assert!(facts.contains(fact), "{fact}: {facts}");
    }
    assert!(page.text(".page-head .meta").contains("minutes to read"));
});

on_both!(the_contents_lead_to_places_that_are_there, |world| {
    open_with(world, &ferry::file());

    let page = visit(world, FERRY);

    let ways = page.attributes(".contents a", "href");
    assert_eq!(ways.len(), 13, "{ways:?}");
    for way in ways {
        let name = way.strip_prefix('#').unwrap();
        assert!(page.has(&format!("[id=\"{name}\"]")), "{way}");
    }
    assert!(page.texts(".contents a").contains(&"The fix that was one".to_owned()));
});

on_both!(what_is_relative_in_a_text_leads_to_the_original_at_its_commit, |world| {
    open_with(world, &ferry::file());

    let page = visit(world, FERRY);

    let at = format!("https://github.com/harbour/stories/blob/{}", ferry::COMMIT);
    for way in ["printers/alan.md", "src/pictures/harbour.png", "src/the_ferry.md"] {
        assert!(page.has(&format!("a[href='{at}/{way}']")), "{way}");
    }
    assert!(page.has("a[href='#text--frequently-asked-questions']"));
    assert!(page.has("[id='text--frequently-asked-questions']"));
});

on_both!(a_story_without_a_text_says_so_and_shows_the_way, |world| {
    open_with(world, &ferry::file());

    let page = visit(world, "stories/alan-prints");

    assert!(page.text(".page-head").contains("Its text is not kept here"));
    assert!(page.text(".page-head .buttons").contains("Read it in pull request #12"));
    assert!(!page.has(".story-text") && !page.has(".contents"));
});

on_both!(a_removed_file_leaves_its_text_and_a_note, |world| {
    open_with(world, &ferry::file());

    let page = visit(world, "stories/grace-prints");

    assert!(page.text(".notice").contains("has been removed from the repository since"));
    assert!(page.text(".story-text").contains("She prints."));
});

on_both!(one_story_leads_to_the_next, |world| {
    open_with(world, &ferry::file());
    let ways = |page: &str| {
        let page = visit(world, page);
        let way = |rel: &str| page.texts(&format!(".ways a[rel='{rel}']")).join("");
        (way("prev"), way("next"))
    };

    assert_eq!(ways(FERRY), (String::new(), "Next story Alan prints".into()));
    assert_eq!(
        ways("stories/alan-prints"),
        (
            "Previous story Barbara and the ferry that never left".into(),
            "Next story Grace prints".into()
        )
    );
    assert_eq!(ways("stories/grace-prints"), ("Previous story Alan prints".into(), String::new()));
});

on_both!(a_story_tells_who_talked_about_it_and_how_much, |world| {
    open_with(world, &ferry::file());

    let page = visit(world, FERRY);

    assert_eq!(page.text("#talk"), "4 comments by 3 people");
    let voices = page.texts(".voices a");
    assert_eq!(voices, ["ben", "Ana", "Cleo of the quay"], "who said most stands first");
});

on_both!(the_ballot_is_one_step_away_while_voting_is_open_and_the_commit_is_pinned, |world| {
    open_with(world, &ferry::file());
    vision::nominate(world, &["most-humorous"]);
    assert!(!visit(world, FERRY).has(&format!("a.button[href^='{}']", at("ballot"))));

    vision::begin(world);
    let page = visit(world, FERRY);

    let buttons = page.attributes(".button", "href");
    let ballot = at("ballot#most-humorous");
    assert_eq!(buttons.iter().filter(|href| **href == ballot).count(), 2, "on top and at the end");
    assert!(page.text(".facts").contains("pinned to commit 0123456"));
    assert!(page.text(".page-head .meta").contains("pinned to commit 0123456"));
});

on_both!(pictures_are_links_until_a_lead_allows_them_and_then_on_that_page_alone, |world| {
    let lea = world.lead();
    open_with(world, &ferry::file());
    let policy = |page: &str| {
        let answer = world.visitor().get(&at(page));
        answer.header("content-security-policy").unwrap().to_owned()
    };
    assert!(!visit(world, FERRY).has(".story-text img"));
    assert!(policy(FERRY).contains("img-src 'self';"));

    let details = lea.get(&at("manage/details")).page();
    let form = details.form("form.form").choose("pictures", "loaded");
    lea.submit(&form).see_other();

    let page = visit(world, FERRY);
    let source = page.attribute(".story-text img", "src").unwrap();
    let raw = "https://github.com/harbour/stories/raw/";
    assert_eq!(source, format!("{raw}{}/src/pictures/harbour.png", ferry::COMMIT));
    assert!(policy(FERRY).contains("img-src 'self' https:;"));
    for strict in ["stories/grace-prints", "stories", "people/ana", "manage/details", "audit"] {
        assert!(policy(strict).contains("img-src 'self';"), "{strict}");
    }
    let kept = world.read(|db| Ok(editions::by_slug(db, EDITION)?.about.pictures));
    assert_eq!(kept, Pictures::Loaded);
    let details = lea.get(&at("manage/details")).page();
    assert!(details.has("input[value='loaded'][checked]"));
    assert!(visit(world, "audit").text("main").contains("loaded from where they stand"));
});

on_both!(a_choice_about_pictures_that_is_none_is_refused, |world| {
    let lea = world.lead();
    let form = lea.get(&at("manage/details")).page().form("form.form");

    let page = lea.submit(&form.forge("pictures", "sometimes")).refused();

    assert!(page.text(".error-summary").contains("Choose one of the two"));
});

on_both!(a_person_is_shown_with_what_they_said_about_others, |world| {
    open_with(world, &ferry::file());

    let ben = visit(world, "people/ben");
    let cleo = visit(world, "people/cleo-of-the-quay");

    assert!(ben.text(".figures").contains("2 comments on the stories of others"));
    assert_eq!(ben.texts(".remarks-on"), ["Barbara and the ferry that never left"]);
    assert_eq!(
        ben.texts(".remarks .meta a"),
        ["in the conversation, 11 January 2027", "on a line, 12 January 2027"]
    );
    let way = "https://github.com/harbour/stories/pull/9#c2";
    assert!(ben.has(&format!(".remarks a[href='{way}']")));
    assert_eq!(
        cleo.texts(".remarks-on"),
        ["Barbara and the ferry that never left", "Alan prints and Grace prints"]
    );
    assert!(cleo.text(".page-head").contains("First contribution on 8 January 2027"));
    assert!(!cleo.has("#wrote") && !cleo.text(".figures").contains("stories written"));
});

on_both!(somebody_who_only_commented_is_listed_with_that, |world| {
    open_with(world, &ferry::file());

    let page = visit(world, "people");

    let rows = page.texts(".person .meta");
    let names = page.texts(".person .nominee-name");
    let of = |name: &str| rows[names.iter().position(|it| it == name).unwrap()].as_str();
    assert_eq!(of("Cleo of the quay"), "commented on 3 stories");
    assert!(of("ben").contains("commented on 1 story of others"), "{}", of("ben"));
    assert!(!of("Ana").contains("commented"), "{}", of("Ana"));
});

/// Ben is Cleo, and wants to be called Captain.
fn merge_ben_into_cleo(world: &World) {
    world.write(|db, _| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let mut cleo = store::person_by_slug(db, edition, "cleo-of-the-quay")?.person;
        let mut ben = store::person_by_slug(db, edition, "ben")?.person;
        ben.merged_into = Some(cleo.id);
        cleo.shown_name = Some("Captain".into());
        kept::store::set_person(db, &ben)?;
        kept::store::set_person(db, &cleo)
    });
}

on_both!(two_who_are_one_person_talk_and_comment_as_one, |world| {
    open_with(world, &ferry::file());
    merge_ben_into_cleo(world);

    let story = visit(world, FERRY);
    let person = visit(world, "people/ben");

    assert_eq!(story.text("#talk"), "4 comments by 2 people");
    assert_eq!(story.texts(".voices a"), ["Captain", "Ana"]);
    assert_eq!(person.text("h1"), "Captain");
    // The second pull request is now their own.
    assert!(person.text(".figures").contains("3 comments on the stories of others"));
    assert_eq!(person.texts(".remarks .meta li").len(), 3);
});

fn export(world: &World) -> String {
    world.visitor().get(&at("stories.json")).expect(200).text()
}

on_both!(everything_is_taken_elsewhere_and_is_the_same_there, |world| {
    open_with(world, &ferry::file());
    let first = export(world);
    let value: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(Schema::ours().complaints(&value), [""; 0]);

    let elsewhere = World::on_sqlite();
    open_with(&elsewhere, &value);

    assert_eq!(export(&elsewhere), first);
    for page in [FERRY, "stories/grace-prints", "people/ben", "people/ana", "stories", "people"] {
        assert_eq!(visit(world, page).text("main"), visit(&elsewhere, page).text("main"), "{page}");
    }
    let ferry = &value["submissions"][0];
    assert_eq!(ferry["stories"][0]["files"].as_array().unwrap().len(), 3);
    assert_eq!(value["submissions"][1]["stories"][1]["first_path"], "src/old.md");
    assert_eq!(value["comments"].as_array().unwrap().len(), 6);
    assert_eq!(value["source"]["repository"], "harbour/stories");
});

on_both!(the_real_stories_survive_the_journey_too, |world| {
    crate::submissions::open_with_stories(world);
    let first = export(world);
    let value: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(Schema::ours().complaints(&value), [""; 0]);

    let elsewhere = World::on_sqlite();
    let found = read(first.as_bytes()).unwrap().found;
    assert_eq!(found.failures, []);
    crate::submissions::take(&elsewhere, found);
    elsewhere.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });

    assert_eq!(export(&elsewhere), first);
    let titles = |world: &World| visit(world, "stories").texts(".nominee-name");
    assert_eq!(titles(&elsewhere), titles(world));
    assert_eq!(titles(world).len(), 56);
});

on_both!(the_file_tells_merged_people_as_one_and_leaves_out_what_the_leads_left_out, |world| {
    open_with(world, &ferry::file());
    merge_ben_into_cleo(world);
    let value: Value = serde_json::from_str(&export(world)).unwrap();
    let names: Vec<_> = value["people"].as_array().unwrap().iter().map(|p| &p["name"]).collect();
    assert_eq!(names, ["Ana Lee", "Captain"]);
    assert_eq!(value["submissions"][1]["author"], "cleo-of-the-quay");
    assert_eq!(value["comments"][0]["author"], "cleo-of-the-quay");

    world.write(|db, _| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let mut left_out = store::story_by_slug(db, edition, "alan-prints")?.submission;
        left_out.exclusion = Some("A duplicate.".into());
        kept::store::set_submission(db, &left_out)
    });
    let value: Value = serde_json::from_str(&export(world)).unwrap();

    let numbers: Vec<_> =
        value["submissions"].as_array().unwrap().iter().map(|s| &s["number"]).collect();
    assert_eq!(numbers, [9]);
    assert_eq!(value["comments"].as_array().unwrap().len(), 4);
    let ways = visit(world, FERRY);
    assert!(!ways.has(".ways"), "what was left out is passed over");
    let cleo = visit(world, "people/cleo-of-the-quay");
    assert!(cleo.text(".figures").contains("3 comments on the stories of others"));
    assert_eq!(cleo.texts(".remarks .meta li").len(), 3, "the list agrees with the figure");
});

on_both!(two_repositories_are_two_files, |world| {
    open_with(world, &ferry::file());
    crate::submissions::open_with_stories(world);

    let page = visit(world, "stories");
    let ways = page.attributes(".as-file a", "href");
    assert_eq!(ways.len(), 2, "{ways:?}");
    let read = |way: &str| world.visitor().get(way).json()["submissions"].as_array().unwrap().len();
    assert_eq!((read(ways[0]), read(ways[1])), (2, 55));
    world.visitor().get(&at("stories.json")).expect(409);
    world.visitor().get(&at("stories.json?repository=no/such")).expect(404);
});

on_both!(the_file_of_a_draft_is_its_leads_alone, |world| {
    let lea = world.lead();

    let empty = lea.get(&at("stories.json")).json();
    assert_eq!(empty["submissions"].as_array().unwrap().len(), 0);
    world.voter("ana").get(&at("stories.json")).expect(404);
    world.visitor().get(&at("stories.json")).expect(401);
});

on_both!(figures_and_lists_of_comments_agree_for_everybody, |world| {
    open_with(world, &ferry::file());

    let told: Vec<(PersonId, i64)> = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let people = store::people(db, edition)?;
        Ok(people.into_iter().map(|card| (card.person.id, card.comments)).collect())
    });
    assert_eq!(told.len(), 3);
    for (person, comments) in told {
        let listed: usize = world.read(move |db| {
            let all = laurels::submissions::reading::store::remarks(db, person)?;
            Ok(all.iter().map(|of| of.remarks.len()).sum())
        });
        assert_eq!(i64::try_from(listed).unwrap(), comments);
    }
    let all = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let ferry = store::story_by_slug(db, edition, "alan-prints")?.submission.id;
        comments::store::on(db, &[ferry])
    });
    assert_eq!(all.len(), 2);
});
