//! The browser driver and the audit, tried on small pages whose faults are known: a tool that
//! finds nothing is worth something only if it was seen to find.

use crate::axe::axe;
use crate::chromium::{Browser, browser};
use crate::loopback::{self, Request, html};
use crate::machine;
use crate::tab::{Scheme, Window};

const GREETING: &str = r#"<!doctype html><html lang=en><title>Greeting</title>
    <meta name=viewport content="width=device-width">
    <style>@media (max-width: 400px) { h1 { display: none } }
           @media (prefers-color-scheme: dark) { p::after { content: " by night" } }</style>
    <h1>Welcome</h1><p>Good morning</p>
    <form action=/hello><label>Name <input name=name></label> <button>Greet</button></form>
    <script>document.querySelector('input').oninput =
        event => document.querySelector('p').innerText = 'Oh, ' + event.target.value</script>"#;

fn site() -> String {
    loopback::serve(|request: &Request| match request.line.as_str() {
        "GET /" => html(GREETING),
        "GET /favicon.ico" => ("204 No Content", vec![], String::new()),
        "GET /cookies" => {
            html(format!("<p>{}", request.headers.get("cookie").map_or("none", |it| it)))
        }
        "GET /loud" => {
            let (status, mut headers, body) = html(
                "<img src=/gone.png><script src='data:,1'></script>
                 <script nonce=n>console.error('oh dear'); undefinedThing()</script>",
            );
            headers.push(("content-security-policy", "script-src 'nonce-n'".into()));
            (status, headers, body)
        }
        "GET /barred" => html(
            "<!doctype html><html lang=en><title>Barred</title>
             <img src='data:,x'><p style='color:#bbb;background:#fff'>Hardly there</p>",
        ),
        line if line.starts_with("GET /hello?name=") => {
            let (status, headers, _) = html("");
            (status, headers, format!("<h1>{}</h1>", line.replace("GET /hello?name=", "")))
        }
        _ => ("404 Not Found", vec![("content-type", "text/html".into())], "<h1>No</h1>".into()),
    })
}

fn try_out(test: impl FnOnce(&'static Browser, &str)) {
    if let Some(browser) = machine::or_left_out(browser()) {
        test(browser, &site());
    }
}

#[test]
fn the_mouse_clicks_and_the_keyboard_writes_any_script() {
    try_out(|browser, site| {
        let tab = browser.tab();
        tab.open(site);

        tab.click("input");
        tab.write("Zoë 🎉");
        tab.wait_for("document.querySelector('p').innerText.startsWith('Oh')");

        assert_eq!(tab.text("p"), "Oh, Zoë 🎉");
        tab.follow("button");
        assert_eq!(tab.text("h1"), "Zo%C3%AB+%F0%9F%8E%89");
        assert_eq!(tab.complaints(), [""; 0]);
    });
}

#[test]
fn the_keyboard_alone_is_enough() {
    try_out(|browser, site| {
        let tab = browser.tab();
        tab.open(site);

        tab.tab_to("button");
        tab.press("Shift+Tab");
        assert!(tab.is_focused("input"));
        tab.press("H");
        tab.press("i");
        tab.press_through("Enter");

        assert_eq!(tab.text("h1"), "Hi");
    });
}

#[test]
fn a_page_without_javascript_is_driven_all_the_same() {
    try_out(|browser, site| {
        let tab = browser.tab();
        tab.without_javascript();
        tab.open(site);

        tab.click("input");
        tab.write("Ana");

        assert_eq!(tab.text("p"), "Good morning", "the page's own script must not run");
        tab.follow("button");
        assert_eq!(tab.text("h1"), "Ana");
    });
}

#[test]
fn a_phone_and_the_night_are_seen_by_the_page() {
    try_out(|browser, site| {
        let tab = browser.tab();
        tab.window(Window::Phone);
        tab.scheme(Scheme::Dark);
        tab.open(site);

        assert_eq!(
            tab.eval("[innerWidth, devicePixelRatio, navigator.maxTouchPoints > 0]").to_string(),
            "[390,3,true]"
        );
        assert_eq!(tab.eval("matchMedia('(prefers-color-scheme: dark)').matches"), true);
        assert!(tab.picture("greeting-phone-dark").is_file());
        tab.scheme(Scheme::Light);
        assert_eq!(tab.eval("matchMedia('(prefers-color-scheme: dark)').matches"), false);
    });
}

#[test]
fn two_tabs_share_no_cookies() {
    try_out(|browser, site| {
        let (ana, bob) = (browser.tab(), browser.tab());
        ana.take_cookies(site, &[("who".into(), "ana".into())]);
        ana.open(&format!("{site}/cookies"));
        bob.open(&format!("{site}/cookies"));

        assert_eq!((ana.text("p").as_str(), bob.text("p").as_str()), ("who=ana", "none"));
    });
}

#[test]
fn a_page_that_complains_is_heard() {
    try_out(|browser, site| {
        let tab = browser.tab();
        tab.open(&format!("{site}/loud"));
        let complaints = tab.complaints();

        for what in
            ["oh dear", "undefinedThing is not defined", "Content Security Policy", "/gone.png"]
        {
            assert!(complaints.iter().any(|said| said.contains(what)), "{what}: {complaints:#?}");
        }
        assert_eq!(complaints.len(), 4, "{complaints:#?}");
    });
}

#[test]
fn a_page_that_is_a_problem_is_no_complaint() {
    try_out(|browser, site| {
        let tab = browser.tab();
        tab.open(&format!("{site}/nowhere"));

        assert_eq!((tab.text("h1").as_str(), tab.complaints()), ("No", vec![]));
    });
}

#[test]
fn the_audit_finds_the_barriers_that_were_put_up() {
    try_out(|browser, site| {
        let Some(axe) = machine::or_left_out(axe()) else {
            return;
        };
        let tab = browser.tab();

        tab.open(&format!("{site}/barred"));
        let barriers = axe.barriers(&tab);
        let rules: Vec<_> = barriers.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(rules, ["color-contrast", "image-alt"], "{barriers:#?}");

        tab.open(site);
        assert_eq!(axe.barriers(&tab), [""; 0]);
    });
}
