//! Durable casts per second over HTTP at 64 connections, in one run: an empty handler, the same behind
//! the gate, group commit, and one transaction per request. `cargo bench --bench cast`.
//!
//! Server and clients share the machine's cores, so read the ratios. Each figure is the median of
//! three rounds, taken in turn; latencies are of all requests of the median round.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot go on has nothing to report"
)]

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{HttpResponse, HttpServer};
use laurels::accounts::model::{Account, Email, Role};
use laurels::accounts::{sign_in, store as accounts};
use laurels::clock::Clock;
use laurels::config::{Config, Database};
use laurels::demo::{awards, build};
use laurels::ids::AccountId;
use laurels::secrets::{PasswordHashed, Token};
use laurels::server;
use laurels::store::SHARED;
use laurels::web::gate;
use laurels::web::state::App;
use laurels::web::visit::Visit;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 64;
const ROUND: Duration = Duration::from_secs(4);
const ROUNDS: usize = 3;

/// One way of answering: its name, where it listens, and each connection's request.
struct Way {
    name: &'static str,
    at: SocketAddr,
    requests: Vec<Vec<u8>>,
}

/// What one round gave.
struct Round {
    per_second: f64,
    p50: Duration,
    p99: Duration,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let app = |name: &str, most: usize| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let config = Config {
            database: Database::Sqlite(folder.path().join(format!("{name}.db"))),
            bind: at,
            public_url: format!("http://{at}"),
            secret_file: folder.path().join("laurels.secret"),
            log: "error".into(),
            github_token: None,
            github_api: String::new(),
            webhook_secret: None,
        };
        let app = Data::new(App::with_commits(config, Clock::System, most).unwrap());
        let requests = furnish(&app);
        (app, listener, at, requests)
    };
    let (grouped, grouped_listener, grouped_at, grouped_requests) = app("grouped", SHARED);
    let (single, single_listener, single_at, single_requests) = app("single", 1);
    let empty = serve_empty(None);
    let gated = serve_empty(Some(grouped.clone()));
    for (app, listener) in [(grouped, grouped_listener), (single, single_listener)] {
        std::thread::spawn(|| {
            server::block_on(async { server::start(app, listener).unwrap().await.unwrap() });
        });
    }
    let ways = [
        Way { name: "empty handler", at: empty, requests: grouped_requests.clone() },
        Way {
            name: "empty handler behind the gate",
            at: gated,
            requests: grouped_requests.clone(),
        },
        Way { name: "group commit", at: grouped_at, requests: grouped_requests },
        Way { name: "one transaction per request", at: single_at, requests: single_requests },
    ];
    std::thread::sleep(Duration::from_millis(500));
    report(&ways);
}

fn report(ways: &[Way]) {
    let mut rounds: Vec<Vec<Round>> = ways.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for (way, rounds) in ways.iter().zip(&mut rounds) {
            rounds.push(round(way));
        }
    }
    let median = |rounds: &mut Vec<Round>| {
        rounds.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
        rounds.swap_remove(rounds.len() / 2)
    };
    let medians: Vec<Round> = rounds.iter_mut().map(median).collect();
    println!("{CONNECTIONS} connections, {ROUNDS} rounds of {} s each:", ROUND.as_secs());
    for (way, round) in ways.iter().zip(&medians) {
        println!(
            "{:<32} {:>8.0}/s   p50 {:>7.2} ms   p99 {:>7.2} ms   {:>5.2} of empty",
            way.name,
            round.per_second,
            round.p50.as_secs_f64() * 1e3,
            round.p99.as_secs_f64() * 1e3,
            round.per_second / medians[0].per_second,
        );
    }
    let ratio = medians[2].per_second / medians[3].per_second;
    println!("group commit is {ratio:.1} times one transaction per request");
}

fn round(way: &Way) -> Round {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let began = Instant::now();
    let mut times: Vec<Duration> = runtime.block_on(async {
        let tasks: Vec<_> = way
            .requests
            .iter()
            .map(|request| tokio::spawn(connection(way.at, request.clone(), began + ROUND)))
            .collect();
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.unwrap());
        }
        all
    });
    let took = began.elapsed();
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    let requests = f64::from(u32::try_from(times.len()).unwrap());
    Round { per_second: requests / took.as_secs_f64(), p50: at(50), p99: at(99) }
}

/// Sends the same request again and again; every answer must be a 303 without a body.
async fn connection(at: SocketAddr, request: Vec<u8>, end: Instant) -> Vec<Duration> {
    let mut stream = TcpStream::connect(at).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut times, mut buffer) = (Vec::new(), vec![0; 4096]);
    while Instant::now() < end {
        let began = Instant::now();
        stream.write_all(&request).await.unwrap();
        let mut held = 0;
        while !buffer[..held].ends_with(b"\r\n\r\n") {
            let read = stream.read(&mut buffer[held..]).await.unwrap();
            assert!(read > 0, "the server hung up");
            held += read;
        }
        let head = String::from_utf8_lossy(&buffer[..held]);
        assert!(head.starts_with("HTTP/1.1 303"), "not cast: {head}");
        times.push(began.elapsed());
    }
    times
}

/// The demonstration, and 64 voters who are signed in: the request that each of them sends.
fn furnish(app: &Data<App>) -> Vec<Vec<u8>> {
    let hash = PasswordHashed::of(build::PASSWORD).unwrap();
    let (secret, for_demo) = (app.secret.clone(), hash.clone());
    server::block_on(app.write(move |db, now| build::build(db, &secret, &for_demo, now))).unwrap();
    let visits: Vec<Visit> =
        (0..CONNECTIONS).map(|_| Visit { token: Token::new().unwrap(), fresh: false }).collect();
    let tokens: Vec<Token> = visits.iter().map(|visit| visit.token.clone()).collect();
    let written = app.write(move |db, now| {
        for (number, token) in tokens.iter().enumerate() {
            let name = format!("bench-{number}");
            let email = Email::parse(&format!("{name}@example.org")).expect("an address");
            let account = Account { id: AccountId::new(), email, name, role: Role::Member };
            accounts::put(db, &account, &hash, now)?;
            accounts::put_session(db, &sign_in::session(account.id, token, now))?;
        }
        Ok(())
    });
    server::block_on(written).unwrap();
    visits.iter().enumerate().map(|(number, visit)| request(app, visit, number)).collect()
}

fn request(app: &App, visit: &Visit, number: usize) -> Vec<u8> {
    let mark = number % 50 + 1;
    let body = format!(
        "csrf={}&on_paper=most-humorous&mark.most-humorous={mark}",
        visit.csrf(&app.secret)
    );
    format!(
        "POST /editions/{}/ballot HTTP/1.1\r\nHost: {}\r\nCookie: {}={}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        awards::SLUG,
        app.config.bind,
        visit.cookie(app).name(),
        visit.token.reveal(),
        body.len(),
    )
    .into_bytes()
}

/// A server of the same make whose only handler does nothing, bare or behind the gate.
fn serve_empty(gate: Option<Data<App>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    // It reads the body, or the connection would have to end.
    let nothing = |_: web::Bytes| async {
        HttpResponse::SeeOther().insert_header(("location", "/")).finish()
    };
    std::thread::spawn(move || {
        server::block_on(async {
            match gate {
                None => {
                    HttpServer::new(move || actix_web::App::new().default_service(web::to(nothing)))
                        .listen(listener)
                        .unwrap()
                        .run()
                        .await
                        .unwrap()
                }
                Some(app) => HttpServer::new(move || {
                    actix_web::App::new()
                        .app_data(app.clone())
                        .wrap(from_fn(gate::pass))
                        .default_service(web::to(nothing))
                })
                .listen(listener)
                .unwrap()
                .run()
                .await
                .unwrap(),
            }
        });
    });
    at
}
