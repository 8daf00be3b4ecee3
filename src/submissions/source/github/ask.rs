//! Questions to GitHub, each answered whole: lists that break off are asked for to their end.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::submissions::source::changes::What;
use crate::submissions::source::found::{Failure, Item};
use crate::submissions::source::github::answers::{self, Asked, Blob, Page, Repository};
use crate::submissions::source::github::api::Name;
use crate::submissions::source::github::client::{Answer, Client};
use crate::submissions::source::github::limits::Pause;
use crate::submissions::source::github::pull::{self, Part, Rest, Waiting};
use crate::submissions::source::github::queries;
use crate::submissions::source::rules::is_markdown;
use crate::submissions::source::stories::Read;

/// How many lists of one pull request are asked for on and on before it is given up.
const MOST_PARTS: usize = 100;

/// Something that was asked, or why not.
#[derive(Debug)]
pub enum Got<T> {
    /// It.
    It(T),
    /// GitHub wants a pause.
    Later(Pause),
    /// It was too much at once.
    TooMuch,
}

/// A page of pull requests.
#[derive(Debug)]
pub struct Listed {
    /// What could be read, in the order of the answer.
    pub waiting: Vec<Waiting>,
    /// What could not.
    pub failures: Vec<Failure>,
    /// Where the list goes on.
    pub page: Page,
    /// How many there are altogether.
    pub total: Option<u64>,
    /// The tip of the main line.
    pub tip: Option<String>,
    /// What the repository is called now.
    pub name: String,
}

/// Asks for a page. `is_wanted` says of each answer whether it is to be completed.
///
/// # Errors
/// As the client's.
pub fn page(
    client: &mut Client,
    repository: &Name,
    first: usize,
    after: Option<&str>,
    is_wanted: impl Fn(&Waiting) -> bool,
) -> Result<Got<Listed>> {
    let variables = json!({ "owner": repository.owner, "name": repository.name, "first": first,
        "after": after, "remarks": 20 });
    let data = match client.query(&queries::pulls(), &variables)? {
        Answer::Fresh(data, _) => data,
        Answer::Later(pause) => return Ok(Got::Later(pause)),
        Answer::TooMuch | Answer::Same => return Ok(Got::TooMuch),
    };
    let repository_answer = repository_of(data)?;
    let list = repository_answer.pull_requests.unwrap_or_default();
    let mut listed = Listed {
        waiting: Vec::new(),
        failures: Vec::new(),
        page: list.page_info.clone(),
        total: list.total_count,
        tip: repository_answer.default_branch_ref.and_then(|r| r.target).map(|t| t.oid),
        name: repository_answer.name_with_owner,
    };
    for node in list.into_items() {
        match part(node) {
            Err(failure) => listed.failures.push(failure),
            Ok(part) if !is_wanted(&part.waiting) => listed.waiting.push(part.waiting),
            Ok(part) => match completed(client, repository, part, &mut listed.failures)? {
                Got::It(waiting) => listed.waiting.push(waiting),
                Got::Later(pause) => return Ok(Got::Later(pause)),
                Got::TooMuch => return Ok(Got::TooMuch),
            },
        }
    }
    Ok(Got::It(listed))
}

/// Asks for one pull request; it comes as a page of one.
///
/// # Errors
/// As the client's.
pub fn one(client: &mut Client, repository: &Name, number: u64) -> Result<Got<Listed>> {
    let (data, answer) = match part_of(client, repository, number, &Rest::default())? {
        Got::It(it) => it,
        Got::Later(pause) => return Ok(Got::Later(pause)),
        Got::TooMuch => return Ok(Got::TooMuch),
    };
    let mut listed = Listed {
        waiting: Vec::new(),
        failures: Vec::new(),
        page: Page::default(),
        total: Some(1),
        tip: data.default_branch_ref.and_then(|r| r.target).map(|t| t.oid),
        name: data.name_with_owner,
    };
    match answer {
        Err(failure) => listed.failures.push(failure),
        Ok(part) => match completed(client, repository, part, &mut listed.failures)? {
            Got::It(waiting) => listed.waiting.push(waiting),
            Got::Later(pause) => return Ok(Got::Later(pause)),
            Got::TooMuch => return Ok(Got::TooMuch),
        },
    }
    Ok(Got::It(listed))
}

fn repository_of(data: Value) -> Result<Repository> {
    let asked: Asked = serde_json::from_value(data).map_err(Error::internal)?;
    asked.repository.ok_or_else(|| {
        Error::setting(
            "There is no such repository, or the token may not see it.",
            "Check the name, and that the token reaches this repository. Nothing stored is lost.",
        )
    })
}

fn part(node: Value) -> Result<Part, Failure> {
    let number = node.get("number").and_then(Value::as_u64).unwrap_or_default();
    match answers::Pull::deserialize(node) {
        Ok(answer) => Ok(pull::read(answer)),
        Err(error) => Err(Failure {
            item: Item::Submission(number),
            why: format!("GitHub's answer about it cannot be read: {error}."),
            now: "Retry; if it stays so, please report it with these words.".into(),
        }),
    }
}

/// The name of a content, if there is one, and what came of reading it.
pub type Content = (Option<String>, Read);

type PartOf = (Repository, Result<Part, Failure>);

/// Asks for a pull request from where its lists broke off.
fn part_of(client: &mut Client, name: &Name, number: u64, rest: &Rest) -> Result<Got<PartOf>> {
    let [files, commits, comments, reviews] =
        [0, 1, 2, 3].map(|at: usize| rest.pages.get(at).and_then(|page| page.end_cursor.clone()));
    let reviews = reviews.filter(|_| !rest.remarks);
    let variables = json!({ "owner": name.owner, "name": name.name, "number": number,
        "files": files, "commits": commits, "comments": comments, "reviews": reviews,
        "remarks": 100 });
    let data = match client.query(&queries::pull(), &variables)? {
        Answer::Fresh(data, _) => data,
        Answer::Later(pause) => return Ok(Got::Later(pause)),
        Answer::TooMuch | Answer::Same => return Ok(Got::TooMuch),
    };
    let mut repository = repository_of(data)?;
    let answer = match repository.pull_request.take() {
        Some(node) => part(node),
        None => Err(Failure {
            item: Item::Submission(number),
            why: "GitHub has no pull request of this number, or does not show it any more.".into(),
            now: "What was stored of it stays; exclude it with a reason if it should not.".into(),
        }),
    };
    Ok(Got::It((repository, answer)))
}

/// Asks on until a pull request is whole.
fn completed(
    client: &mut Client,
    repository: &Name,
    part: Part,
    failures: &mut Vec<Failure>,
) -> Result<Got<Waiting>> {
    let Part { mut waiting, mut rest, has_renames, has_no_files } = part;
    let number = waiting.submission.number;
    let mut renames = has_renames;
    let mut parts = 0;
    while rest.is_any() && parts < MOST_PARTS {
        parts += 1;
        match part_of(client, repository, number, &rest)? {
            Got::Later(pause) => return Ok(Got::Later(pause)),
            Got::TooMuch => return Ok(Got::TooMuch),
            Got::It((_, Err(failure))) => {
                failures.push(failure);
                break;
            }
            Got::It((_, Ok(more))) => {
                renames |= more.has_renames;
                if more.rest.remarks {
                    failures.push(too_many_remarks(number));
                }
                pull::add(&mut waiting, more.waiting);
                // A list that had ended gives its end again; its old place must stay.
                for (old, new) in rest.pages.iter_mut().zip(more.rest.pages) {
                    old.has_next_page = new.has_next_page;
                    old.end_cursor = new.end_cursor.or_else(|| old.end_cursor.take());
                }
                rest.remarks = false;
            }
        }
    }
    if has_no_files || parts == MOST_PARTS {
        failures.push(Failure {
            item: Item::Submission(number),
            why: "GitHub does not tell all of its files, commits and comments.".into(),
            now: "Read a clone with intake git beside this: it has the files.".into(),
        });
    }
    if renames { named_before(client, repository, waiting) } else { Ok(Got::It(waiting)) }
}

fn too_many_remarks(number: u64) -> Failure {
    Failure {
        item: Item::Submission(number),
        why: "A review of it has more than 100 remarks; the first 100 were read.".into(),
        now: "Nothing needs to be done; the count of its author's comments is a little low.".into(),
    }
}

/// Asks REST from what files were renamed, since GraphQL does not tell.
fn named_before(
    client: &mut Client,
    repository: &Name,
    mut waiting: Waiting,
) -> Result<Got<Waiting>> {
    let number = waiting.submission.number;
    for page in 1.. {
        let path = format!("/repos/{repository}/pulls/{number}/files?per_page=100&page={page}");
        let body = match client.get(&path, None)? {
            Answer::Fresh(body, _) => body,
            Answer::Later(pause) => return Ok(Got::Later(pause)),
            Answer::TooMuch | Answer::Same => return Ok(Got::TooMuch),
        };
        let files = body.as_array().cloned().unwrap_or_default();
        for file in &files {
            let text = |key: &str| file.get(key).and_then(Value::as_str);
            let (Some(new), Some(old)) = (text("filename"), text("previous_filename")) else {
                continue;
            };
            let renamed = waiting.changes.iter_mut().find(|change| change.path == new);
            if let Some(change) = renamed.filter(|_| is_markdown(old)) {
                change.what = What::MovedFrom(old.to_owned());
            }
        }
        if files.len() < 100 {
            break;
        }
    }
    Ok(Got::It(waiting))
}

/// Asks for contents by `commit:path`: their names, and with `texts` what they say.
///
/// # Errors
/// As the client's.
pub fn contents(
    client: &mut Client,
    repository: &Name,
    expressions: &[String],
    texts: Option<u64>,
) -> Result<Got<Vec<Content>>> {
    let mut variables = json!({ "owner": repository.owner, "name": repository.name });
    for (at, expression) in expressions.iter().enumerate() {
        if let Some(map) = variables.as_object_mut() {
            map.insert(format!("f{at}"), expression.as_str().into());
        }
    }
    let query = queries::contents(expressions.len(), texts.is_some());
    let mut data = match client.query(&query, &variables)? {
        Answer::Fresh(data, _) => data,
        Answer::Later(pause) => return Ok(Got::Later(pause)),
        Answer::TooMuch | Answer::Same => return Ok(Got::TooMuch),
    };
    let mut read = Vec::new();
    for at in 0..expressions.len() {
        let field = format!("f{at}");
        let node = data.get_mut("repository").and_then(|r| r.get_mut(&field)).map(Value::take);
        let blob = node.and_then(|node| Blob::deserialize(node).ok());
        let Some(Blob { oid: Some(oid), byte_size, is_binary, is_truncated, text }) = blob else {
            read.push((None, Read::Missing));
            continue;
        };
        let came = match (texts, text) {
            (None, _) => Read::NotAsked,
            (Some(largest), _) if byte_size > largest => Read::TooLarge(byte_size),
            (Some(_), Some(text)) if !is_truncated && is_binary != Some(true) => Read::Text(text),
            (Some(_), Some(_)) if is_truncated => match whole(client, repository, &oid)? {
                Got::It(read) => read,
                Got::Later(pause) => return Ok(Got::Later(pause)),
                Got::TooMuch => return Ok(Got::TooMuch),
            },
            (Some(_), _) => Read::NotText(0),
        };
        read.push((Some(oid), came));
    }
    Ok(Got::It(read))
}

/// Asks REST for a content that GraphQL cuts short.
fn whole(client: &mut Client, repository: &Name, oid: &str) -> Result<Got<Read>> {
    use base64::Engine as _;

    let body = match client.get(&format!("/repos/{repository}/git/blobs/{oid}"), None)? {
        Answer::Fresh(body, _) => body,
        Answer::Later(pause) => return Ok(Got::Later(pause)),
        Answer::TooMuch | Answer::Same => return Ok(Got::TooMuch),
    };
    let coded: String = body
        .get("content")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(coded);
    Ok(Got::It(bytes.map_or(Read::Missing, Read::of_bytes)))
}
