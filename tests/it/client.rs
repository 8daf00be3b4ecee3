//! A person at a browser without its window: asks, keeps cookies, follows nothing by itself, so
//! that a test sees each answer. What the server says is read in `page.rs`.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Response};

use crate::form::{Form, Method};
use crate::page::Page;

/// Somebody with cookies of their own. May be shared between threads, to do two things at once.
pub(crate) struct Person {
    base: String,
    agent: Agent,
    jar: Mutex<BTreeMap<String, String>>,
}

/// What the server said, whatever it was.
pub(crate) struct Answer {
    /// What was asked, for the words of a failure.
    asked: String,
    path: String,
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Person {
    /// Somebody whom the server at `base` (`http://127.0.0.1:PORT`) has never seen.
    pub(crate) fn new(base: &str) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            // Shorter than the server's keep-alive, or a request meets a closing connection.
            .max_idle_age(Duration::from_secs(2))
            .proxy(None)
            .build();
        Self { base: base.to_owned(), agent: agent.into(), jar: Mutex::default() }
    }

    /// The same person with a cookie that they got in another way.
    pub(crate) fn with_cookie(self, name: &str, value: &str) -> Self {
        self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
        self
    }

    /// Asks for a page.
    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.base));
        let answer = request.header("accept", "text/html").header("cookie", self.cookie()).call();
        self.take(format!("GET {path}"), path, answer)
    }

    /// Sends exactly these fields, as a program or an attacker would: no token, no origin.
    #[track_caller]
    pub(crate) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        let answer = request.header("cookie", self.cookie()).send_form(fields.iter().copied());
        self.take(format!("POST {path}"), path, answer)
    }

    /// The same, to a server that may die meanwhile: the status, if an answer came.
    pub(crate) fn try_post_form(&self, path: &str, fields: &[(&str, &str)]) -> Option<u16> {
        let request = self.agent.post(format!("{}{path}", self.base));
        let answer = request.header("cookie", self.cookie()).send_form(fields.iter().copied());
        Some(answer.ok()?.status().as_u16())
    }

    /// The same person with the same cookies, on connections of their own.
    pub(crate) fn at_another_window(&self) -> Self {
        self.at_another_address(&self.base)
    }

    /// The same person with the same cookies, before another server on the same database.
    pub(crate) fn at_another_address(&self, base: &str) -> Self {
        let cookies = self.cookies().into_iter();
        cookies.fold(Self::new(base), |person, (name, value)| person.with_cookie(&name, &value))
    }

    /// Sends these fields with one more header, as another site can make a browser do.
    #[track_caller]
    pub(crate) fn post_with(
        &self,
        header: &str,
        value: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        let answer = request
            .header(header, value)
            .header("cookie", self.cookie())
            .send_form(fields.iter().copied());
        self.take(format!("POST {path}"), path, answer)
    }

    /// Asks as a program that reads data.
    #[track_caller]
    pub(crate) fn get_json(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.base));
        let answer =
            request.header("accept", "application/json").header("cookie", self.cookie()).call();
        self.take(format!("GET {path}"), path, answer)
    }

    /// Sends a form that was read from a page, as a browser would.
    #[track_caller]
    pub(crate) fn submit(&self, form: &Form) -> Answer {
        let fields = form.fields();
        let address = format!("{}{}", self.base, form.action());
        let asked = format!("{:?} {}", form.method(), form.action());
        let answer = match form.method() {
            Method::Get => {
                let request = self.agent.get(address).query_pairs(fields);
                request.header("accept", "text/html").header("cookie", self.cookie()).call()
            }
            Method::Post => {
                let request = self.agent.post(address).header("accept", "text/html");
                let request = request.header("origin", &self.base);
                let request = request.header("sec-fetch-site", "same-origin");
                request.header("cookie", self.cookie()).send_form(fields)
            }
        };
        self.take(asked, form.action(), answer)
    }

    /// Goes where the server said to go next.
    #[track_caller]
    pub(crate) fn follow(&self, answer: &Answer) -> Page {
        self.get(&answer.see_other()).page()
    }

    /// The cookies they hold, name and value: to hand them to a browser, or to look at them.
    pub(crate) fn cookies(&self) -> Vec<(String, String)> {
        self.jar.lock().unwrap().clone().into_iter().collect()
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies().into_iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    fn take(
        &self,
        asked: String,
        path: &str,
        answer: Result<Response<ureq::Body>, ureq::Error>,
    ) -> Answer {
        let mut answer = answer.unwrap_or_else(|error| panic!("{asked}: {error}"));
        let body = answer.body_mut().with_config().limit(64 << 20).read_to_vec();
        let body = body.unwrap_or_else(|error| panic!("{asked}: {error}"));
        let mut jar = self.jar.lock().unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() || rest.to_ascii_lowercase().contains("max-age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = answer.status().as_u16();
        Answer { asked, path: path.to_owned(), status, headers: answer.headers().clone(), body }
    }
}

impl Answer {
    /// Insists on a status; if it is another, the failure shows what the server said.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}:\n{}", self.asked, self.text());
        self
    }

    /// Insists on 200 and HTML.
    #[track_caller]
    pub(crate) fn page(self) -> Page {
        self.page_with(200)
    }

    /// Insists on a form that comes back with words: 422.
    #[track_caller]
    pub(crate) fn refused(self) -> Page {
        self.page_with(422)
    }

    /// Insists on a status and HTML: the page that tells what happened.
    #[track_caller]
    pub(crate) fn page_with(self, status: u16) -> Page {
        let answer = self.expect(status);
        let kind = answer.header("content-type").unwrap_or("no content type");
        assert!(kind.starts_with("text/html"), "{}: {kind}", answer.asked);
        Page::new(&answer.path, &answer.text())
    }

    /// Insists on 200 and JSON.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        let answer = self.expect(200);
        let json = serde_json::from_slice(&answer.body);
        json.unwrap_or_else(|error| panic!("{}: {error}:\n{}", answer.asked, answer.text()))
    }

    /// Insists on 303 and tells where to.
    #[track_caller]
    pub(crate) fn see_other(&self) -> String {
        assert_eq!(self.status, 303, "{}:\n{}", self.asked, self.text());
        self.header("location").expect("a 303 says where to").to_owned()
    }

    /// The status, where a test has to weigh several.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// A header, if the answer has it.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loopback::{self, Request, html};

    fn guest_book() -> Person {
        Person::new(&loopback::serve(|request: &Request| match request.line.as_str() {
            "GET /" => html(
                r#"<h1>Guests</h1><form id=sign method=post action=/sign>
                   <input type=hidden name=csrf value="t&amp;k"><input name=name></form>"#,
            ),
            "POST /sign" if request.headers.contains_key("origin") => (
                "303 See Other",
                vec![
                    ("location", "/thanks".into()),
                    ("set-cookie", format!("said={}; Path=/; HttpOnly", request.body)),
                ],
                String::new(),
            ),
            "POST /sign" => ("403 Forbidden", vec![], "no origin".into()),
            "GET /thanks" => html(format!("<p>{}</p>", request.headers["cookie"])),
            "GET /sign" => {
                let html = vec![("content-type", "text/html".into())];
                ("422 Unprocessable Content", html, "<p>A name, please".into())
            }
            "GET /leave" => (
                "200 OK",
                vec![("set-cookie", "said=; Max-Age=0".into())],
                r#"{"gone":true}"#.into(),
            ),
            "GET /?name=Zo%C3%AB+%26" => html("<h1>Zoë</h1>"),
            _ => {
                ("404 Not Found", vec![("content-type", "text/html".into())], "<p>Not here".into())
            }
        }))
    }

    #[test]
    fn a_form_goes_out_with_its_hidden_fields_and_the_cookies_come_back() {
        let zoe = guest_book();

        let form = zoe.get("/").page().form("#sign").fill("name", "Zoë & co");
        let answer = zoe.submit(&form);

        assert_eq!(answer.status(), 303);
        assert_eq!(zoe.follow(&answer).text("p"), "said=csrf=t%26k&name=Zo%C3%AB+%26+co");
        assert_eq!(zoe.cookies().len(), 1);
    }

    #[test]
    fn a_cookie_that_is_taken_back_is_gone() {
        let zoe = guest_book();
        zoe.submit(&zoe.get("/").page().form("#sign"));
        assert_eq!(zoe.cookies().len(), 1);

        assert_eq!(zoe.get("/leave").json()["gone"], true);

        assert_eq!(zoe.cookies(), []);
    }

    #[test]
    fn a_bare_post_says_nothing_of_where_it_comes_from() {
        let answer = guest_book().post_form("/sign", &[("name", "Eve")]).expect(403);

        assert_eq!((answer.text().as_str(), answer.header("location")), ("no origin", None));
    }

    #[test]
    #[should_panic(expected = "GET /nowhere:\n<p>Not here")]
    fn a_wrong_status_shows_what_the_server_said() {
        guest_book().get("/nowhere").page();
    }

    #[test]
    fn a_problem_is_a_page_too() {
        assert_eq!(guest_book().get("/nowhere").page_with(404).text("p"), "Not here");
        assert_eq!(guest_book().get("/sign").refused().text("p"), "A name, please");
    }
}
