//! How long the ballot page takes on the server, and how much of it is the template.
//!
//! `cargo bench --bench paper`. Eight categories of 56 nominees on SQLite, a voter who has marked
//! three in each. All rows of the table are medians of the same run: the whole request through
//! the server's own stack, without and with gzip; then its parts by themselves; and last what the
//! kept print saves, which is to render every row for every request.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot set itself up has nothing to measure"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App as Application, test};
use laurels::accounts::model::{Account, Email, Role};
use laurels::accounts::{sign_in, store as accounts};
use laurels::ballots::cast::{Cast, cast};
use laurels::ballots::head::Stand;
use laurels::ballots::model::Choice;
use laurels::ballots::page::{PaperPage, Sight};
use laurels::ballots::print::{Print, Prints, Use};
use laurels::ballots::{open, recorded};
use laurels::categories::define;
use laurels::categories::model::Draft as Category;
use laurels::clock::Clock;
use laurels::config::{Config, Database};
use laurels::count::{Marks, Number};
use laurels::editions::guard::Reader;
use laurels::editions::model::{Draft, Edition};
use laurels::editions::store as editions;
use laurels::ids::{AccountId, EditionId};
use laurels::secrets::{PasswordHashed, Token};
use laurels::server;
use laurels::submissions::source::file::read::read;
use laurels::submissions::take_in::{Arrival, take_in};
use laurels::web::forms::Form;
use laurels::web::gate;
use laurels::web::pages::Frame;
use laurels::web::state::App;
use laurels::web::visit::Visit;

const STORIES: &[u8] = include_bytes!("../demo/async-vision-2021.json");
const ROUNDS: usize = 300;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        database: Database::Sqlite(folder.path().join("laurels.db")),
        bind: "127.0.0.1:0".parse().unwrap(),
        public_url: "http://127.0.0.1:8080".into(),
        secret_file: folder.path().join("laurels.secret"),
        log: "error".into(),
        github_token: None,
        github_api: String::new(),
        webhook_secret: None,
    };
    let app = Data::new(App::new(config, Clock::System).unwrap());
    server::block_on(async move {
        let (account, visit) = furnish(&app).await;
        measure(&app, account, &visit).await;
    });
}

fn form(fields: &[(&str, &str)]) -> Form {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Form::of(fields.iter().map(owned).collect())
}

/// An edition in voting, and a voter who has marked three nominees in each category.
async fn furnish(app: &App) -> (Account, Visit) {
    let account = Account {
        id: AccountId::new(),
        email: Email::parse("ana@example.org").unwrap(),
        name: "ana".into(),
        role: Role::Member,
    };
    let visit = Visit { token: Token::new().unwrap(), fresh: false };
    let (who, token, secret) = (account.clone(), visit.token.clone(), app.secret.clone());
    let furnished = app.write(move |db, now| {
        accounts::put(db, &who, &PasswordHashed::of("a wreath of bay")?, now)?;
        accounts::put_session(db, &sign_in::session(who.id, &token, now))?;
        let id = EditionId::new();
        let draft = Draft::parse(&form(&[("slug", "vision"), ("title", "Vision")]))?;
        editions::put(db, id, &draft, now)?;
        let arrival = Arrival { repository: "rust-lang/wg-async".into(), actor: "lea".into() };
        take_in(db, id, &arrival, &read(STORIES)?.found, now)?;
        for number in 1..=8 {
            let title = format!("Award {number}");
            let fields = [("title", title.as_str()), ("of", "story"), ("method", "approval")];
            define::define(db, id, "lea", Category::parse(&form(&fields), &[])?, now)?;
        }
        open::open(db, id, "lea", now)?;
        let marks = Marks::Approved(vec![Number(3), Number(17), Number(40)]);
        let categories = laurels::categories::store::of_edition(db, id)?.into_iter();
        let choices = categories.map(|one| (one.id, Choice::Marked(marks.clone())));
        let paper = Cast { edition: id, account: who.id, choices: choices.collect() };
        cast(db, &secret, paper, now).map(drop)
    });
    furnished.await.unwrap();
    (account, visit)
}

async fn measure(app: &Data<App>, account: Account, visit: &Visit) {
    let cookie = visit.cookie(app);
    let prints = Data::new(Prints::default());
    let service = test::init_service(
        Application::new()
            .app_data(app.clone())
            .app_data(prints.clone())
            .wrap(from_fn(gate::pass))
            .wrap(Compress::default())
            .configure(server::routes),
    )
    .await;
    let mut size = [0, 0];
    let mut whole = [Vec::new(), Vec::new()];
    for (gzip, took) in [false, true].into_iter().zip(&mut whole) {
        for _ in 0..ROUNDS {
            let mut request = test::TestRequest::get().uri("/editions/vision/ballot");
            request = request.cookie(cookie.clone());
            if gzip {
                request = request.insert_header(("accept-encoding", "gzip"));
            }
            let request = request.to_request();
            let start = Instant::now();
            let body = test::call_and_read_body(&service, request).await;
            took.push(start.elapsed());
            *size.get_mut(usize::from(gzip)).unwrap() = body.len();
        }
    }
    let [plain, gzip] = whole;
    let edition = app.read(|db, _| editions::by_slug(db, "vision")).await.unwrap();
    let print = prints.of(app, &edition, Use::ToMark).await.unwrap();
    let parts = Parts::of(app, edition, account, &print).await;
    let whole = median(plain);
    println!("ballot page, 8 categories of 56 nominees, medians of {ROUNDS}");
    tell("the request, without compression", whole, whole);
    tell("  of it: reading what is recorded", parts.recorded, whole);
    tell("  of it: the page struct, with the rows in order", parts.page, whole);
    tell("  of it: the template", parts.template, whole);
    tell("the request, with gzip", median(gzip), whole);
    tell("rendering all rows anew, were they not kept", parts.printing, whole);
    println!("bytes: {} plain, {} with gzip", size[0], size[1]);
}

/// The medians of the parts of a request.
struct Parts {
    recorded: Duration,
    page: Duration,
    template: Duration,
    printing: Duration,
}

impl Parts {
    async fn of(app: &App, edition: Edition, account: Account, print: &Arc<Print>) -> Self {
        let (id, who) = (edition.id, account.id);
        let mut took: [Vec<Duration>; 4] = Default::default();
        let reader = Reader { account: Some(account), edition, is_lead: false };
        let frame = Frame {
            name: Some("ana".into()),
            is_admin: false,
            csrf: "x".repeat(43),
            flash: None,
            path: "/editions/vision/ballot".into(),
        };
        for _ in 0..ROUNDS {
            let secret = app.secret.clone();
            let start = Instant::now();
            let read = app.read(move |db, _| recorded::recorded(db, &secret, id, who));
            let recorded = read.await.unwrap();
            took[0].push(start.elapsed());

            let start = Instant::now();
            let page = PaperPage::new(&Sight {
                reader: &reader,
                print,
                recorded: &recorded,
                stand: Stand::Open,
                secret: &app.secret,
                known_as: &who.to_string(),
                typed: None,
                now: app.clock.now(),
            });
            took[1].push(start.elapsed());

            let start = Instant::now();
            app.pages.render("ballots/paper", &frame, &page).unwrap();
            took[2].push(start.elapsed());

            let papers = Arc::clone(&print.papers);
            let start = Instant::now();
            Print::new(&app.pages, "vision", papers, Use::ToMark).unwrap();
            took[3].push(start.elapsed());
        }
        let [recorded, page, template, printing] = took.map(median);
        Self { recorded, page, template, printing }
    }
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}

fn tell(what: &str, took: Duration, whole: Duration) {
    let micros = took.as_micros();
    let share = micros * 100 / whole.as_micros().max(1);
    println!("{what:<52} {micros:>6} us  {share:>4} %");
}
