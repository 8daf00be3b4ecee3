//! Texts as they are shown: read as a browser reads them, and attacked as people attack them.

use std::time::Duration;

use laurels::submissions::text::{Manner, Pictures, Shown, show};
use proptest::prelude::*;
use scraper::{Html, Selector};

fn careful(markdown: &str) -> Shown {
    show(markdown, &Manner::careful(Some("https://github.com/o/r/blob/main/src/a.md")))
}

/// Each match of a selector, as its outer HTML.
fn all(shown: &Shown, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap_or_else(|e| unreachable!("{e}"));
    Html::parse_fragment(&shown.html).select(&selector).map(|e| e.html()).collect()
}

#[test]
fn headings_stand_below_the_pages_own_and_can_be_linked_to() {
    let shown = careful("# Title\n\n## One `thing`\n\n### Sub\n\n## One thing\n\n# Part two\n");

    let headings: Vec<(u8, &str, &str)> =
        shown.headings.iter().map(|h| (h.level, h.id.as_str(), h.words.as_str())).collect();
    assert_eq!(
        headings,
        [
            (3, "text-one-thing", "One thing"),
            (4, "text-sub", "Sub"),
            (3, "text-one-thing-1", "One thing"),
            (2, "text-part-two", "Part two"),
        ]
    );
    for heading in &shown.headings {
        assert_eq!(all(&shown, &format!("h{}#{}", heading.level, heading.id)).len(), 1);
    }
    assert_eq!(all(&shown, "h1"), [""; 0]);
    assert!(!shown.html.contains("Title"), "the page shows the title");
}

#[test]
fn links_lead_where_the_original_leads_and_carry_no_recommendation() {
    let shown = careful("[a](../b.md#x) [c](#one-thing) [d](https://d.org) [e](mailto:e@x.org)");

    let rel = r#" rel="nofollow noopener""#;
    assert_eq!(
        all(&shown, "a"),
        [
            format!(r#"<a href="https://github.com/o/r/blob/main/b.md#x"{rel}>a</a>"#),
            format!(r##"<a href="#text-one-thing"{rel}>c</a>"##),
            format!(r#"<a href="https://d.org"{rel}>d</a>"#),
            format!(r#"<a href="mailto:e@x.org"{rel}>e</a>"#),
        ]
    );
    let nowhere = show("[a](../b.md)", &Manner::careful(None));
    assert_eq!(all(&nowhere, "a[href]"), [""; 0]);
}

#[test]
fn pictures_are_links_until_a_lead_allows_them() {
    let text = "![A graph](https://x.org/g.png) <img src=https://x.org/h.png>";
    let loaded = Manner { pictures: Pictures::Loaded, ..Manner::careful(None) };

    assert_eq!(all(&careful(text), "img"), [""; 0]);
    assert_eq!(all(&careful(text), r#"a[href="https://x.org/g.png"]"#).len(), 1);
    assert_eq!(
        all(&show(text, &loaded), r#"img[loading="lazy"][referrerpolicy="no-referrer"]"#).len(),
        2
    );
}

#[test]
fn a_picture_that_is_loaded_stands_where_the_bytes_stand_and_not_the_page() {
    let at = |url: &str| format!("{url}/src/a.md").parse().ok();
    let manner = Manner {
        pictures: Pictures::Loaded,
        bytes_at: at("https://x.org/raw/abc"),
        ..Manner::careful(Some("https://x.org/blob/abc/src/a.md"))
    };

    let shown = show("![g](img/g.png) ![h](https://y.org/h.png) [i](img/i.png)", &manner);

    assert_eq!(all(&shown, r#"img[src="https://x.org/raw/abc/src/img/g.png"]"#).len(), 1);
    assert_eq!(all(&shown, r#"img[src="https://y.org/h.png"]"#).len(), 1);
    assert_eq!(all(&shown, r#"a[href="https://x.org/blob/abc/src/img/i.png"]"#).len(), 1);
}

#[test]
fn a_chapter_tells_its_title_and_keeps_its_names_to_itself() {
    let manner = Manner { names: "text2-".into(), ..Manner::careful(None) };

    let shown = show("# Part *two*: `go`\n\n## One\n\n[up](#one)\n", &manner);

    assert_eq!(shown.title.as_deref(), Some("Part two: go"));
    assert_eq!(shown.headings[0].id, "text2-one");
    assert_eq!(all(&shown, "h3#text2-one").len(), 1);
    assert_eq!(all(&shown, r##"a[href="#text2-one"]"##).len(), 1);
    assert_eq!(careful("## No title\n").title, None);
}

#[test]
fn what_was_ticked_off_is_still_seen_to_be() {
    let shown = careful("- [x] done\n- [ ] open\n");

    assert_eq!(all(&shown, "li"), ["<li>☑ done</li>", "<li>☐ open</li>"]);
}

#[test]
fn code_stays_plain_and_tables_and_footnotes_work() {
    let shown = careful(
        "```rust,ignore\nlet a = \"<b>\";\n```\n\n|a|b|\n|-|-|\n|1|2|\n\nx[^n]\n\n[^n]: A note.\n",
    );

    assert_eq!(
        all(&shown, "pre code.language-rust"),
        ["<code class=\"language-rust\">let a = \"&lt;b&gt;\";\n</code>"]
    );
    assert_eq!(all(&shown, "table tbody td").len(), 2);
    assert_eq!(all(&shown, r##"sup a[href="#text-n"]"##).len(), 1);
    assert_eq!(all(&shown, "div#text-n").len(), 1);
}

#[test]
fn reading_time_is_counted_in_minutes_and_never_none() {
    assert_eq!(careful("").minutes, 1);
    assert_eq!(careful(&"word ".repeat(221)).minutes, 2);
}

#[test]
fn known_attacks_are_harmless() {
    let attacks = [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1)) [y](&#106;avascript:alert(1)) [z](java\nscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=) <a href=vbscript:x>y</a>",
        "<img src=x onerror=alert(1)> <svg/onload=alert(1)> <math><mi//xlink:href=\"data:x\">",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
        "<form action=/ballot method=post><input name=csrf><button>Vote</button></form>",
        "<a id=session name=forms style=position:fixed href=https://x.org onclick=x>y</a>",
        "<div style='background:url(https://x.org)' class=problem id=main>y</div>",
        "<style>*{display:none}</style><link rel=stylesheet href=//x.org><base href=//x.org>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "```\"><script>alert(1)</script>\nx\n```",
        "## <img src=x onerror=alert(1)> {#main onclick=x}",
        "<details open ontoggle=alert(1)><summary>x</summary></details>",
        "<meta http-equiv=refresh content='0;url=//x.org'><video src=x><audio src=x>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<https://x.org/\"onmouseover=alert(1)>",
    ];
    for attack in attacks {
        assert_harmless(attack);
    }
}

#[test]
fn a_text_made_to_be_slow_is_shown_all_the_same() {
    let deep = [
        ">".repeat(200_000),
        "<div>".repeat(50_000),
        "- ".repeat(20_000),
        "[".repeat(200_000),
        "*a".repeat(100_000),
        "`".repeat(100_000),
        "<a".repeat(100_000),
    ];
    for text in deep {
        let (tell, hear) = std::sync::mpsc::channel();
        let head: String = text.chars().take(6).collect();
        std::thread::spawn(move || tell.send(careful(&text)));
        assert!(hear.recv_timeout(Duration::from_secs(60)).is_ok(), "{head} never ends");
    }
}

/// Every element that may be in a text, and the two that the parser puts round it.
const ALLOWED: &str = "a b blockquote body br code del details div dd dl dt em h2 h3 h4 h5 h6 hr \
    html i kbd li ol p pre q s strong sub summary sup table tbody td th thead tr ul";

/// Reads what is shown as a browser would, and looks for anything that acts, loads or pretends.
fn assert_harmless(markdown: &str) {
    let shown = careful(markdown);
    let parsed = Html::parse_fragment(&shown.html);
    for node in parsed.tree.nodes() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        assert!(
            ALLOWED.split(' ').any(|a| a == element.name()),
            "{} in {:?}",
            element.name(),
            shown.html
        );
        for (name, value) in element.attrs() {
            let good = match name {
                "href" => ["https://", "http://", "mailto:", "#text-"]
                    .iter()
                    .any(|s| value.starts_with(s)),
                "id" => value.starts_with("text-"),
                "class" => value.starts_with("language-"),
                "rel" => value == "nofollow noopener",
                // What scrolls inside itself can be reached by keyboard.
                "tabindex" => value == "0" && ["pre", "table"].contains(&element.name()),
                "title" | "start" => true,
                _ => false,
            };
            assert!(good, "{name}={value:?} in {:?} from {markdown:?}", shown.html);
        }
        assert!(element.name() != "a" || element.attr("rel").is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn no_text_shows_anything_that_acts_or_loads(
        text in "(<(/)?(script|style|svg|math|img|a|iframe|form|noscript|template|p|table|details|textarea|title|x)|\
                 ( |/)(on[a-z]{1,5}|href|src|id|class|style|name|xlink:href|srcdoc)=|javascript:|data:|&#x?[0-9a-f]{2,3};?|\
                 <!--|-->|<!\\[CDATA\\[|\\]\\]>|[<>\"'`=\\[\\]()!#*|~_\\\\/\n\t\0 -]|```|\\PC){0,30}",
    ) {
        assert_harmless(&text);
    }
}
