//! A server of ours that is shaped like GitHub: it pages, tags, throttles, fails and forgets.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of tests")]

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

/// What the server does instead of answering, once.
pub(crate) enum Mischief {
    /// Answers with this status, these headers and this body.
    Says(u16, Vec<(&'static str, String)>, String),
    /// Cuts the line.
    Cuts,
}

/// What the server knows.
#[derive(Default)]
pub(crate) struct Knows {
    /// Pull requests, in GraphQL's words, with whole lists under `files` and so on.
    pub(crate) pulls: BTreeMap<u64, Value>,
    /// Texts by `commit:path`; those of the main line by `tip:path`.
    pub(crate) texts: BTreeMap<String, String>,
    /// The tip of the main line.
    pub(crate) tip: String,
    /// What it does next instead of answering.
    pub(crate) mischief: VecDeque<Mischief>,
    /// What it was asked, in short.
    pub(crate) asked: Vec<String>,
    /// What was said there: the path, and the body.
    pub(crate) said: Vec<(String, Value)>,
}

/// The server.
pub(crate) struct Hub {
    pub(crate) url: String,
    knows: Arc<Mutex<Knows>>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self::at(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// Where somebody expects it.
    pub(crate) fn at(listener: TcpListener) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let knows = Arc::new(Mutex::new(Knows { tip: "a".repeat(40), ..Knows::default() }));
        let shared = Arc::clone(&knows);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, &shared);
            }
        });
        Self { url, knows }
    }

    pub(crate) fn knows(&self) -> MutexGuard<'_, Knows> {
        self.knows.lock().unwrap()
    }

    /// A merged pull request by `who` that adds these files.
    pub(crate) fn merged(&self, number: u64, who: &str, title: &str, files: &[(&str, &str)]) {
        let mut knows = self.knows();
        let changes: Vec<Value> =
            files.iter().map(|(path, _)| json!({ "path": path, "changeType": "ADDED" })).collect();
        for (path, text) in files {
            knows.texts.insert(format!("tip:{path}"), (*text).to_owned());
        }
        knows.pulls.insert(number, pull(number, who, title, changes));
        knows.tip = format!("{number:040x}");
    }

    /// Changes one field of a pull request, at a later minute.
    pub(crate) fn change(&self, number: u64, minute: u64, field: &str, value: Value) {
        let mut knows = self.knows();
        let pull = knows.pulls.get_mut(&number).unwrap();
        pull[field] = value;
        pull["updatedAt"] = time(minute).into();
    }

    /// What it was asked since this was asked last.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.knows().asked)
    }
}

/// A minute of March 2026.
pub(crate) fn time(minute: u64) -> String {
    format!("2026-03-{:02}T{:02}:{:02}:00Z", 1 + minute / 1440, minute / 60 % 24, minute % 60)
}

/// Somebody with an account.
pub(crate) fn who(login: &str) -> Value {
    let id = login.bytes().map(u64::from).sum::<u64>();
    json!({ "__typename": "User", "login": login, "databaseId": id, "name": null })
}

/// Something said.
pub(crate) fn remark(id: u64, author: Value, body: &str) -> Value {
    json!({ "databaseId": id, "body": body, "createdAt": time(id), "author": author,
        "url": format!("https://github.com/o/r/pull/1#c{id}"), "reactions": { "totalCount": 1 } })
}

fn pull(number: u64, author: &str, title: &str, files: Vec<Value>) -> Value {
    json!({
        "number": number, "url": format!("https://github.com/o/r/pull/{number}"), "title": title,
        "state": "MERGED", "createdAt": time(number), "mergedAt": time(number),
        "closedAt": time(number), "updatedAt": time(number), "headRefName": "b",
        "headRefOid": format!("{:040x}", number + 0xf000), "mergeCommit": { "oid": format!("{number:040x}") },
        "author": who(author), "reactions": { "totalCount": 0 }, "labels": { "nodes": [] },
        "files": files, "comments": [], "reviews": [],
        "commits": [{ "commit": { "message": "x", "authoredDate": time(number),
            "author": { "name": author, "email": format!("{author}@x.org"), "user": null } } }],
    })
}

fn serve(stream: TcpStream, knows: &Mutex<Knows>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let (mut length, mut tag, mut token) = (0, String::new(), String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "if-none-match" => tag = value.to_owned(),
            "authorization" => token = value.to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut knows = knows.lock().unwrap();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (status, headers, answer) = match knows.mischief.pop_front() {
        Some(Mischief::Cuts) => {
            knows.asked.push("cut".into());
            return Ok(());
        }
        Some(Mischief::Says(status, headers, body)) => {
            knows.asked.push(status.to_string());
            (status, headers, body)
        }
        None if token != "Bearer good" => (401, vec![], r#"{"message":"Bad credentials"}"#.into()),
        None if first.starts_with("POST") && path.ends_with("/comments") => {
            knows.said.push((path, serde_json::from_slice(&body).unwrap()));
            (201, vec![], "{}".into())
        }
        None if path == "/graphql" => (200, vec![], graphql(&mut knows, &body)),
        None => rest(&mut knows, &path, &tag),
    };
    let mut reply = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\
                             content-type: application/json\r\n",
        answer.len()
    );
    for (name, value) in headers {
        reply += &format!("{name}: {value}\r\n");
    }
    (&stream).write_all(format!("{reply}\r\n{answer}").as_bytes())
}

fn graphql(knows: &mut Knows, body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap();
    let variables = &body["variables"];
    let query = body["query"].as_str().unwrap();
    let operation = query.split(['(', ' ']).nth(1).unwrap();
    knows.asked.push(operation.to_owned());
    if variables["name"] != "r" {
        return json!({ "data": { "repository": null }, "errors": [{ "type": "NOT_FOUND",
            "message": "Could not resolve to a Repository" }] })
        .to_string();
    }
    let mut repository = json!({ "nameWithOwner": "o/r", "url": "https://github.com/o/r",
        "defaultBranchRef": { "target": { "oid": knows.tip } } });
    match operation {
        "Pulls" => {
            let mut pulls: Vec<&Value> = knows.pulls.values().collect();
            pulls.sort_by_key(|pull| std::cmp::Reverse(pull["updatedAt"].as_str().unwrap()));
            let whole: Vec<Value> = pulls.into_iter().map(|p| answer(p, variables)).collect();
            let first = usize::try_from(variables["first"].as_u64().unwrap()).unwrap();
            assert!(first <= 100, "GitHub allows no more");
            repository["pullRequests"] = page(&whole, first, &variables["after"]);
        }
        "Pull" => {
            let pull = knows.pulls.get(&variables["number"].as_u64().unwrap());
            repository["pullRequest"] = pull.map_or(Value::Null, |p| answer(p, variables));
        }
        _ => {
            for (name, expression) in variables.as_object().unwrap() {
                let expression = expression.as_str().unwrap();
                let known = expression.replace(&format!("{}:", knows.tip), "tip:");
                if name.starts_with('f') {
                    repository[name] =
                        knows.texts.get(&known).map_or(Value::Null, |text| blob(text));
                }
            }
        }
    }
    json!({ "data": { "repository": repository } }).to_string()
}

fn blob(text: &str) -> Value {
    let sum = text.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    json!({ "oid": format!("{sum:040x}"), "byteSize": text.len(), "isBinary": text.contains('\0'),
        "isTruncated": false, "text": text })
}

/// A pull request as a query asks for it: its lists cut to pages.
fn answer(pull: &Value, variables: &Value) -> Value {
    let mut answer = pull.clone();
    for (list, first) in [("files", 100), ("commits", 100), ("comments", 100), ("reviews", 50)] {
        if let Some(whole) = pull[list].as_array() {
            answer[list] = page(whole, first, &variables[list]);
        }
    }
    for review in answer["reviews"]["nodes"].as_array_mut().into_iter().flatten() {
        let whole = review["comments"].as_array().cloned().unwrap_or_default();
        let most = usize::try_from(variables["remarks"].as_u64().unwrap()).unwrap();
        review["comments"] = page(&whole, most, &Value::Null);
    }
    answer
}

fn page(whole: &[Value], first: usize, after: &Value) -> Value {
    let from: usize = after.as_str().map_or(0, |after| after.parse().unwrap());
    let to = whole.len().min(from + first);
    let nodes = whole.get(from..to).unwrap_or_default();
    let end = (!nodes.is_empty()).then(|| to.to_string());
    json!({ "totalCount": whole.len(), "nodes": nodes,
        "pageInfo": { "hasNextPage": to < whole.len(), "endCursor": end } })
}

type Reply = (u16, Vec<(&'static str, String)>, String);

fn rest(knows: &mut Knows, path: &str, tag: &str) -> Reply {
    let newest = knows.pulls.values().map(|p| p["updatedAt"].as_str().unwrap().to_owned()).max();
    let (short, body) = if path.starts_with("/repos/o/r/pulls?state=all") {
        ("newest", json!([{ "updated_at": newest }]))
    } else if path.starts_with("/repos/o/r/commits?per_page=1") {
        ("tip", json!([{ "sha": knows.tip }]))
    } else if let Some(rest) = path.strip_prefix("/repos/o/r/pulls/") {
        let number: u64 = rest.split('/').next().unwrap().parse().unwrap();
        let files = knows.pulls[&number]["files"].as_array().unwrap();
        let named = |f: &Value| json!({ "filename": f["path"], "previous_filename": f["from"] });
        ("files", files.iter().map(named).collect())
    } else {
        return (404, vec![], r#"{"message":"Not Found"}"#.into());
    };
    let body = body.to_string();
    let own = format!("\"{:x}\"", body.len() + body.bytes().map(usize::from).sum::<usize>());
    if own == tag {
        knows.asked.push(format!("{short} 304"));
        return (304, vec![], String::new());
    }
    knows.asked.push(short.to_owned());
    (200, vec![("etag", own)], body)
}
