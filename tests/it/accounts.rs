//! The doors: signing up, in and out, the account, and what happens to a form that meets them.

use crate::client::Person;
use crate::on_both::on_both;
use crate::page::Page;
use crate::world::{PASSWORD, World};

fn sign_up(person: &Person, name: &str, email: &str, password: &str) -> Page {
    let form = person.get("/sign-up").page().form("main form");
    let form = form.fill("name", name).fill("email", email).fill("password", password);
    person.submit(&form).refused()
}

fn sign_in(person: &Person, email: &str, password: &str) -> Page {
    let form = person.get("/sign-in").page().form("main form");
    let form = form.fill("email", email).fill("password", password);
    person.submit(&form).refused()
}

fn value<'a>(page: &'a Page, field: &str) -> Option<&'a str> {
    page.attribute(&format!("#{field}"), "value")
}

on_both!(what_is_wrong_with_a_sign_up_stands_beside_its_field_and_nothing_typed_is_lost, |world| {
    world.voter("ana");
    let zoe = world.visitor();

    let page = sign_up(&zoe, "Zoë", "no address", "short");

    assert!(page.text("#email-error").contains("ana@example.org"));
    assert!(page.text("#password-error").contains("at least 10"));
    assert_eq!(page.attributes(".error-summary a", "href"), ["#email", "#password"]);
    assert_eq!(page.attribute("#email", "aria-invalid"), Some("true"));
    assert_eq!(page.attribute("#email", "aria-describedby"), Some("email-error"));
    assert_eq!((value(&page, "name"), value(&page, "email")), (Some("Zoë"), Some("no address")));
    assert_eq!(value(&page, "password"), Some(""));

    let taken = sign_up(&zoe, "Zoë", "ANA@Example.org", "three words here");
    assert!(taken.text("#email-error").contains("Sign in instead"));
    assert_eq!(value(&taken, "name"), Some("Zoë"));

    let long = sign_up(&zoe, &"z".repeat(81), "zoe@example.org", "three words here");
    assert!(long.text("#name-error").contains("81 characters; 80"));
    assert_eq!(value(&long, "name"), Some("z".repeat(81).as_str()));
});

on_both!(an_unknown_address_and_a_wrong_password_get_the_same_words, |world| {
    world.voter("ana");
    let eve = world.visitor();

    let wrong = sign_in(&eve, "ana@example.org", "not her password");
    let unknown = sign_in(&eve, "nobody@example.org", "not her password");

    assert_eq!(wrong.text("#password-error"), unknown.text("#password-error"));
    assert_eq!(value(&wrong, "email"), Some("ana@example.org"));
});

on_both!(too_many_tries_at_one_account_are_slowed, |world| {
    world.voter("ana");
    let eve = world.visitor();
    let form = eve.get("/sign-in").page().form("main form");
    let form = form.fill("email", "ana@example.org").fill("password", "guess");

    let answers: Vec<_> = (0..12).map(|_| eve.submit(&form)).collect();

    let slowed = answers.iter().find(|answer| answer.status() == 429);
    let slowed = slowed.expect("a twelfth try within a minute");
    assert!(slowed.header("retry-after").is_some());
});

on_both!(who_is_sent_to_the_door_comes_back_to_where_they_wanted_to_go, |world| {
    world.voter("ana");
    let ana = world.visitor();

    let door = ana.get("/account?from=here").page_with(401);
    let form = door.form("form[action='/sign-in']");
    let form = form.fill("email", "ana@example.org").fill("password", PASSWORD);

    assert_eq!(ana.submit(&form).see_other(), "/account?from=here");
});

on_both!(the_door_leads_to_no_other_site, |world| {
    world.voter("ana");
    let ana = world.visitor();

    let form = ana.get("/sign-in?then=//evil.example").page().form("main form");
    let form = form.fill("email", "ana@example.org").fill("password", PASSWORD);

    assert_eq!(ana.submit(&form).see_other(), "/");
});

on_both!(a_form_with_a_wrong_or_missing_token_comes_back_with_all_that_was_typed, |world| {
    let ana = world.voter("ana");
    let form = ana.get("/sign-up").page().form("main form");
    let form = form.fill("name", "Ana & <co>").fill("email", "a@example.org");
    let forms = [form.clone().forge("csrf", "wrong"), form.without("csrf")];

    for form in forms {
        let page = ana.submit(&form).page_with(403);

        assert_eq!(page.text("main button"), "Send again");
        let again = page.form("main form");
        assert_eq!(again.action(), "/sign-up");
        let kept = again.fields();
        assert!(kept.contains(&("name".into(), "Ana & <co>".into())), "{kept:?}");
        assert!(kept.contains(&("email".into(), "a@example.org".into())));
        assert!(page.text("main dl").contains("Ana & <co>"), "it is shown too");

        // The token of the page is good: the form is read now, and only the password is gone.
        let page = ana.submit(&again).refused();
        assert!(page.has("#password-error") && !page.has("#name-error"));
    }
});

on_both!(a_form_that_another_site_sends_does_nothing_even_with_the_right_token, |world| {
    let ana = world.voter("ana");
    let token = ana.get("/account").page();
    let token = token.attribute("main input[name='csrf']", "value").unwrap();

    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let answer = ana.post_with(name, value, "/sign-out", &[("csrf", token)]);
        let page = answer.page_with(403);
        assert!(page.text("main").contains("Another site"), "{name}: {value}");
        assert!(!page.has("main form"), "nothing to send again");
    }
    ana.get("/account").page();
});

on_both!(who_signs_out_is_out_and_is_told_so, |world| {
    let ana = world.voter("ana");
    let before = ana.cookies();

    let form = ana.get("/sign-out").page().form("main form");
    let page = ana.follow(&ana.submit(&form));

    assert!(page.text(".flash").contains("What you cast stays recorded"));
    ana.get("/account").expect(401);
    let thief = before
        .iter()
        .fold(world.visitor(), |person, (name, value)| person.with_cookie(name, value));
    thief.get("/account").expect(401);
});

on_both!(a_new_password_ends_all_other_sessions_but_this_one, |world| {
    let ana = world.voter("ana");
    let elsewhere = world.signs_in("ana");
    let change = |old: &str, new: &str| {
        let form = ana.get("/account").page().form("main form");
        ana.submit(&form.fill("password", old).fill("new_password", new))
    };

    let wrong = change("not my password", "a much better one").refused();
    assert!(wrong.has("#password-error") && !wrong.has("#new_password-error"));
    let weak = change(PASSWORD, "ana").refused();
    assert!(weak.text("#new_password-error").contains("at least 10"));
    elsewhere.get("/account").page();

    let done = change(PASSWORD, "a much better one");

    assert!(ana.follow(&done).text(".flash").contains("all other sessions"));
    elsewhere.get("/account").expect(401);
    sign_in(&world.visitor(), "ana@example.org", PASSWORD);
});

on_both!(machines_get_problems_as_data, |world| {
    let answer = world.visitor().get_json("/account").expect(401);

    let problem: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
    assert_eq!(problem["status"], 401);
    assert!(problem["why"].as_str().unwrap().contains("not signed in"));
});

on_both!(every_page_says_what_a_browser_may_load, |world| {
    for path in ["/", "/sign-in", "/nowhere"] {
        let answer = world.visitor().get(path);

        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
});

on_both!(a_page_that_is_not_there_is_a_page_and_not_a_gap, |world| {
    let page = world.visitor().get("/nowhere").page_with(404);

    assert_eq!(page.text("h1"), "There is nothing here");
    assert!(page.has("main a[href='/']") && page.has("header.site"));
});

/// A world of its own for what needs nothing but the address of an asset.
#[test]
fn the_style_sheet_and_the_scripts_that_pages_name_are_there() {
    let world = World::on_sqlite();
    let page = world.visitor().get("/sign-in").page();

    let mut named = page.attributes("link[href]", "href");
    named.extend(page.attributes("script[src]", "src"));

    assert!(named.len() >= 3, "{named:?}");
    for address in named {
        let answer = world.visitor().get(address).expect(200);
        let keep = answer.header("cache-control").unwrap();
        assert!(keep.contains("immutable"), "{address}: {keep}");
    }
}
