//! Reading GitHub, against a server of ours that is shaped like it.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use laurels::error::Result;
use laurels::submissions::source::found::{Found, Story, Submission};
use laurels::submissions::source::github::api::{Api, Name, Token};
use laurels::submissions::source::github::client::Client;
use laurels::submissions::source::github::cursor::Cursor;
use laurels::submissions::source::github::limits::Limit;
use laurels::submissions::source::github::read::read;
use laurels::submissions::source::github::wanted::{End, Wanted};
use laurels::submissions::source::pass::{Progress, Sink};

use crate::source_hub::{Hub, Mischief};
use crate::source_rules::vision;

#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) found: Found,
    /// The cursor as it was stored last, with the batch it came with.
    pub(crate) stored: Option<String>,
}

impl Sink for Kept {
    fn found(&mut self, found: Found, resume: Option<String>) -> Result<()> {
        self.found.submissions.extend(found.submissions);
        self.found.updates.extend(found.updates);
        self.found.people.extend(found.people);
        self.found.comments.extend(found.comments);
        self.found.failures.extend(found.failures);
        self.stored = resume;
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}
}

impl Kept {
    pub(crate) fn submission(&self, number: u64) -> &Submission {
        self.found.submissions.iter().find(|s| s.number == number).unwrap()
    }

    pub(crate) fn only_story(&self, number: u64) -> &Story {
        let stories = &self.submission(number).stories;
        assert_eq!(stories.len(), 1, "{stories:#?}");
        stories.first().unwrap()
    }
}

pub(crate) struct Pass {
    pub(crate) kept: Kept,
    pub(crate) end: Result<End>,
    pub(crate) cursor: Cursor,
}

pub(crate) fn pass_as(
    hub: &Hub,
    cursor: &Cursor,
    token: &str,
    name: &str,
    only: Option<u64>,
) -> Pass {
    let api = Api::parse(&hub.url).unwrap();
    let mut client = Client::sleeping(api, Token::parse(token), Box::new(|_| {}));
    let rules = vision();
    let only = only.map(|number| [number].into());
    let wanted = Wanted { rules: &rules, repository: Name::parse(name).unwrap(), only };
    let mut cursor = cursor.clone();
    let mut kept = Kept::default();
    let end = read(&mut client, &wanted, &mut cursor, &mut kept);
    let text = serde_json::to_string(&cursor).unwrap();
    Pass { kept, end, cursor: serde_json::from_str(&text).unwrap() }
}

pub(crate) fn pass(hub: &Hub, cursor: &Cursor) -> Pass {
    pass_as(hub, cursor, "good", "o/r", None)
}

pub(crate) fn done(hub: &Hub, cursor: &Cursor) -> (Kept, Cursor) {
    let pass = pass(hub, cursor);
    assert_eq!(pass.end.unwrap(), End::Done);
    assert_eq!(pass.cursor.going, None);
    (pass.kept, pass.cursor)
}

pub(crate) fn with_stories(count: u64) -> Hub {
    let hub = Hub::new();
    for number in 1..=count {
        let path = format!("status_quo/story_{number}.md");
        let text = format!("# Status quo: Story {number}\n\nWords.\n");
        hub.merged(number, "ana", "x", &[(&path, &text)]);
    }
    hub
}

fn limited(seconds: u64) -> Mischief {
    let date = "Sun, 01 Mar 2026 10:00:00 GMT".to_owned();
    let reset = 1_772_359_200 + seconds;
    let headers = vec![
        ("date", date),
        ("x-ratelimit-remaining", "0".into()),
        ("x-ratelimit-reset", reset.to_string()),
    ];
    Mischief::Says(403, headers, r#"{"message":"API rate limit exceeded"}"#.into())
}

#[test]
fn a_thousand_pull_requests_take_twenty_requests_and_nothing_new_takes_two_free_ones() {
    let hub = with_stories(1000);

    let (kept, cursor) = done(&hub, &Cursor::default());

    let asked = hub.asked();
    let of = |name: &str| asked.iter().filter(|asked| *asked == name).count();
    assert_eq!((asked.len(), of("Pulls"), of("Texts")), (20, 10, 10));
    assert_eq!(kept.found.submissions.len(), 1000);
    assert_eq!(kept.only_story(7).title, "Story 7");
    assert_eq!(kept.found.failures, []);
    let (second, cursor) = done(&hub, &cursor);
    assert_eq!(hub.asked(), ["newest", "tip"], "to learn the tags");
    let (third, _) = done(&hub, &cursor);
    assert_eq!(hub.asked(), ["newest 304", "tip 304"]);
    assert_eq!((second.found, third.found), (Found::default(), Found::default()));
}

#[test]
fn a_limit_says_until_when_and_the_pass_goes_on_where_it_was() {
    let hub = with_stories(300);
    let clean = done(&hub, &Cursor::default()).0.found.submissions;

    let mut cursor = Cursor::default();
    let mut found = Vec::new();
    let mut limits = 0;
    loop {
        let stop = Mischief::Says(200, vec![("retry-after", "7".into())],
            r#"{"data":null,"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}"#.into());
        if limits == 0 {
            hub.knows().mischief.push_back(limited(300));
        } else if limits < 4 {
            hub.knows().mischief.push_back(stop);
        }
        let pass = pass(&hub, &cursor);
        found.extend(pass.kept.found.submissions);
        cursor = pass.cursor;
        match pass.end.unwrap() {
            End::Done => break,
            End::Later(pause) if limits == 0 => {
                assert_eq!((pause.limit, pause.seconds), (Limit::Primary, 301));
                assert!(pause.words().contains("it goes on at 2026-03-01T10:05:01Z"));
            }
            End::Later(pause) => assert_eq!(pause.seconds, 7),
        }
        limits += 1;
    }

    found.sort_by_key(|s| s.number);
    assert_eq!((limits, found == clean), (4, true));
}

#[test]
fn a_pass_that_is_killed_goes_on_from_what_was_stored_and_asks_nothing_twice() {
    let hub = with_stories(300);
    let says = |status| Mischief::Says(status, vec![], "{}".into());
    let api = Api::parse(&hub.url).unwrap();
    let rules = vision();
    let name = Name::parse("o/r").unwrap();
    let wanted = Wanted { rules: &rules, repository: name, only: None };

    // Killed after the second page: only what the sink was told to store is left.
    struct Killed(Vec<Option<String>>);
    impl Sink for Killed {
        fn found(&mut self, _: Found, resume: Option<String>) -> Result<()> {
            self.0.push(resume);
            if self.0.len() == 2 { Err(laurels::error::Error::Busy) } else { Ok(()) }
        }
        fn progress(&mut self, _: Progress) {}
    }
    let mut killed = Killed(Vec::new());
    let mut client = Client::sleeping(api, Token::parse("good"), Box::new(|_| {}));
    assert!(read(&mut client, &wanted, &mut Cursor::default(), &mut killed).is_err());
    let stored: Cursor = serde_json::from_str(killed.0[1].as_ref().unwrap()).unwrap();
    assert_eq!(hub.asked(), ["Pulls", "Pulls"]);

    hub.knows().mischief.extend([says(500), Mischief::Cuts]);
    let (kept, _) = done(&hub, &stored);

    assert_eq!(hub.asked(), ["500", "cut", "Pulls", "Texts", "Texts", "Texts"]);
    assert_eq!(kept.found.submissions.len(), 300);
}

#[test]
fn a_question_that_is_too_much_is_halved() {
    let hub = with_stories(60);
    for status in [502, 504] {
        hub.knows().mischief.push_back(Mischief::Says(status, vec![], String::new()));
    }

    let (kept, _) = done(&hub, &Cursor::default());

    assert_eq!(hub.asked(), ["502", "504", "Pulls", "Pulls", "Pulls", "Texts"]);
    assert_eq!(kept.found.submissions.len(), 60);
}

#[test]
fn every_refusal_has_its_words_and_loses_nothing() {
    let hub = with_stories(3);
    let (_, cursor) = done(&hub, &Cursor::default());
    hub.merged(4, "ana", "x", &[("status_quo/four.md", "# Four\n")]);
    let wants = || vec![("x-accepted-oauth-scopes", "repo".to_owned())];
    let cases = [
        (401, vec![], "does not accept the token"),
        (403, wants(), "It said: no. It wants: repo."),
        (404, vec![], "no such repository, or the token may not see it"),
        (422, vec![], "does not understand what it was asked"),
        (301, vec![("location", "https://evil.example".to_owned())], "has moved"),
        (418, vec![], "status 418"),
    ];
    for (status, headers, words) in cases {
        hub.knows().mischief.push_back(Mischief::Says(
            status,
            headers,
            r#"{"message":"no"}"#.into(),
        ));
        let pass = pass(&hub, &cursor);
        let message = pass.end.unwrap_err().to_string();
        assert!(message.contains(words), "{status}: {message}");
        assert!(!message.contains("good"), "the token is never told");
    }
    for _ in 0..4 {
        hub.knows().mischief.push_back(Mischief::Cuts);
    }
    let cut = pass(&hub, &cursor).end.unwrap_err().to_string();
    assert!(cut.contains("GitHub does not answer"), "{cut}");
    let gone =
        pass_as(&hub, &Cursor::default(), "good", "o/gone", None).end.unwrap_err().to_string();
    assert!(gone.contains("Could not resolve to a Repository"), "{gone}");
    let none = pass_as(&hub, &Cursor::default(), " ", "o/r", None).end.unwrap_err().to_string();
    assert!(none.contains("only with a token"), "{none}");

    assert_eq!(done(&hub, &cursor).0.found.submissions.len(), 1, "and then all is well");
}
