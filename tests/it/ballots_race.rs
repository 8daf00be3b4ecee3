//! Many at once, and a server that dies: whatever was acknowledged is there, once, and nothing
//! else is.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use laurels::ballots::model::Turnout;
use laurels::ballots::recorded::{Recorded, recorded};
use laurels::ballots::store as ballots;
use laurels::categories::store as categories;
use laurels::count::{Marks, Number};
use laurels::editions::store as editions;
use laurels::ids::AccountId;

use crate::client::Person;
use crate::on_both::on_both;
use crate::vision::{self, CLOSES, at};
use crate::world::{EDITION, World};

/// Where all of these cast: an approval of stories.
const CATEGORY: &str = "most-humorous";

/// Sends one mark as a program would, and tells the status; `None` if no answer came.
fn mark(voter: &Person, csrf: &str, number: u16) -> Option<u16> {
    let field = format!("mark.{CATEGORY}");
    let number = number.to_string();
    let fields = [("csrf", csrf), ("on_paper", CATEGORY), (field.as_str(), number.as_str())];
    voter.try_post_form(&at("ballot"), &fields)
}

fn token(voter: &Person) -> String {
    let page = voter.get(&at("ballot")).page();
    let mut fields = page.form("form.paper").fields().into_iter();
    fields.find(|(name, _)| name == "csrf").unwrap().1
}

fn turnout(world: &World) -> Vec<Turnout> {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        ballots::turnout(db, edition)
    })
}

/// The one story that is marked.
fn marked(recorded: &Recorded, category: laurels::ids::CategoryId) -> Option<u16> {
    match recorded.marks(category)? {
        Marks::Approved(numbers) => match numbers.as_slice() {
            [Number(one)] => Some(*one),
            other => panic!("one story was marked, not {other:?}"),
        },
        other => panic!("stories were approved, not {other:?}"),
    }
}

/// What one try said, when it began, and when it was acknowledged.
struct Try {
    number: u16,
    began: Instant,
    ended: Instant,
}

on_both!(sixteen_casts_of_one_voter_at_once_leave_one_ballot, |world| {
    vision::nominate(world, &[CATEGORY]);
    vision::begin(world);
    let ana = world.voter("ana");
    let csrf = token(&ana);

    let tries: Vec<Try> = thread::scope(|scope| {
        let threads: Vec<_> = (1..=16)
            .map(|number| {
                let ana = ana.at_another_window();
                let csrf = &csrf;
                scope.spawn(move || {
                    (0..4)
                        .map(|_| {
                            let began = Instant::now();
                            assert_eq!(mark(&ana, csrf, number), Some(303));
                            Try { number, began, ended: Instant::now() }
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });

    assert_eq!(
        turnout(world).iter().map(|row| (row.voted, row.ballots)).collect::<Vec<_>>(),
        [(1, 1)]
    );
    // What stands may be any try after whose acknowledgement no other began.
    let last: BTreeSet<u16> = tries
        .iter()
        .filter(|one| tries.iter().all(|other| other.began <= one.ended))
        .map(|one| one.number)
        .collect();
    let stands = numbers_marked(&ana);
    assert_eq!(stands.len(), 1, "{stands:?}");
    assert!(stands.is_subset(&last), "{stands:?} stands; the last were {last:?}");
});

fn numbers_marked(voter: &Person) -> BTreeSet<u16> {
    let form = voter.get(&at("ballot")).page().form("form.paper");
    let name = format!("mark.{CATEGORY}");
    let marks = form.fields().into_iter().filter(|(field, _)| *field == name);
    marks.map(|(_, value)| value.parse().unwrap()).collect()
}

on_both!(sixty_four_voters_at_once_are_all_counted, |world| {
    vision::nominate(world, &[CATEGORY]);
    vision::begin(world);
    let crowd = world.crowd(64);

    thread::scope(|scope| {
        for (number, voter) in (1..).zip(&crowd) {
            scope.spawn(move || assert_eq!(mark(voter, &token(voter), number % 50 + 1), Some(303)));
        }
    });

    assert_eq!(
        turnout(world).iter().map(|row| (row.voted, row.ballots)).collect::<Vec<_>>(),
        [(64, 64)]
    );
});

on_both!(the_last_millisecond_is_open_and_the_next_is_not, |world| {
    vision::nominate(world, &[CATEGORY]);
    vision::begin(world);
    let (ana, ben) = (world.voter("ana"), world.voter("ben"));
    let (for_ana, for_ben) = (token(&ana), token(&ben));

    world.it_is("2027-03-12T17:59:59.999Z");
    assert_eq!(mark(&ana, &for_ana, 1), Some(303));

    world.it_is(CLOSES);
    assert_eq!(mark(&ben, &for_ben, 1), Some(409));
    assert_eq!(mark(&ana, &for_ana, 2), Some(409));
    let rows = turnout(world);
    assert_eq!(rows.iter().map(|row| (row.voted, row.ballots)).collect::<Vec<_>>(), [(1, 1)]);
});

on_both!(a_cast_in_flight_at_closing_is_counted_or_refused, |world| {
    vision::nominate(world, &[CATEGORY]);
    vision::begin(world);
    let crowd: Vec<(Person, String)> = world
        .crowd(48)
        .into_iter()
        .map(|voter| {
            let csrf = token(&voter);
            (voter, csrf)
        })
        .collect();

    let statuses: Vec<u16> = thread::scope(|scope| {
        let threads: Vec<_> = crowd
            .iter()
            .enumerate()
            .map(|(place, (voter, csrf))| {
                scope.spawn(move || {
                    thread::sleep(Duration::from_millis(u64::try_from(place).unwrap()));
                    mark(voter, csrf, 3).unwrap()
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(20));
        vision::end(world);
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });

    assert!(statuses.iter().all(|status| [303, 409].contains(status)), "{statuses:?}");
    let taken = u64::try_from(statuses.iter().filter(|status| **status == 303).count()).unwrap();
    let held: u64 = turnout(world).iter().map(|row| row.ballots).sum();
    assert_eq!(held, taken, "acknowledged and held");
});

/// A server of its own process on the world's database, to be killed.
struct Doomed(Child, String);

impl Doomed {
    fn start(world: &World, log: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_laurels"));
        let (database, secret) = world.settings();
        let log = std::fs::File::options().create(true).append(true).open(log).unwrap();
        command
            .args(["serve", "--bind", &free.to_string(), "--log", "debug"])
            .args(["--database-url", &database, "--secret-file", &secret.to_string_lossy()])
            .stdout(Stdio::null())
            .stderr(log);
        let child = command.spawn().unwrap();
        let patience = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(free).is_err() {
            assert!(Instant::now() < patience, "the server did not start");
            thread::sleep(Duration::from_millis(10));
        }
        Self(child, format!("http://{free}"))
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        // SIGKILL: no handler, no flush, no good-bye.
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

on_both!(what_was_acknowledged_survives_ten_kills, |world| {
    vision::nominate(world, &[CATEGORY]);
    vision::begin_for_real(world);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let voters: Vec<(Person, AccountId)> =
        world.crowd(6).into_iter().zip(world.crowd_accounts(6)).collect();
    let csrf: Vec<String> = voters.iter().map(|(voter, _)| token(voter)).collect();
    let (edition, category) = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        Ok((edition, categories::by_slug(db, edition, CATEGORY)?.id))
    });
    let mut acknowledged = 0;

    for round in 0..10 {
        let heard = cast_until_a_kill(world, &log, &voters, &csrf, 9 + 2 * round);
        let accounts: Vec<AccountId> = voters.iter().map(|(_, account)| *account).collect();
        let secret = world.secret();
        let held: BTreeMap<AccountId, Recorded> = world.read(move |db| {
            accounts.into_iter().map(|id| Ok((id, recorded(db, &secret, edition, id)?))).collect()
        });
        for ((_, account), (last, in_flight)) in voters.iter().zip(heard) {
            let stands = marked(&held[account], category);
            if last.is_some() {
                acknowledged += 1;
                assert!(
                    stands == last || (in_flight.is_some() && stands == in_flight),
                    "round {round}: {stands:?} stands, {last:?} was acknowledged, {in_flight:?} in flight"
                );
            }
        }
        assert!(turnout(world).iter().all(|row| row.voted == row.ballots));
    }

    assert!(acknowledged > 20, "too few casts were acknowledged to say anything: {acknowledged}");
    the_log_tells_nothing_of_votes(&std::fs::read_to_string(log).unwrap(), &voters);
});

/// All cast at a server that is killed in the middle, after so many answers: for each voter what was
/// acknowledged last, and what was on its way when the server died.
fn cast_until_a_kill(
    world: &World,
    log: &Path,
    voters: &[(Person, AccountId)],
    csrf: &[String],
    answers: usize,
) -> Vec<(Option<u16>, Option<u16>)> {
    let server = Doomed::start(world, log);
    let answered = AtomicUsize::new(0);
    thread::scope(|scope| {
        let threads: Vec<_> = voters
            .iter()
            .zip(csrf)
            .map(|((voter, _), csrf)| {
                let voter = voter.at_another_address(&server.1);
                let answered = &answered;
                scope.spawn(move || cast_until_it_dies(&voter, csrf, answered))
            })
            .collect();
        while answered.load(Ordering::SeqCst) < answers {
            thread::sleep(Duration::from_micros(500));
        }
        drop(server);
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// The last mark that was acknowledged, and the one that was on its way at the end.
fn cast_until_it_dies(
    voter: &Person,
    csrf: &str,
    answered: &AtomicUsize,
) -> (Option<u16>, Option<u16>) {
    let mut last = None;
    for number in (1..=50).cycle() {
        match mark(voter, csrf, number) {
            Some(303) => last = Some(number),
            Some(other) => panic!("a cast was answered with {other}"),
            None => return (last, Some(number)),
        }
        answered.fetch_add(1, Ordering::SeqCst);
    }
    unreachable!("the server dies before the numbers end")
}

/// At `debug`, the wordiest that an operator would turn on.
fn the_log_tells_nothing_of_votes(log: &str, voters: &[(Person, AccountId)]) {
    assert!(log.contains("serving"), "the log was written: {log:.300}");
    for (voter, account) in voters {
        let cookies = voter.cookies();
        let secrets = cookies.iter().map(|(_, value)| value.clone());
        for secret in secrets.chain([account.to_string()]) {
            assert!(!log.contains(&secret), "the log names a voter or their token");
        }
    }
    for word in ["mark.", "pseudonym", "Approved", "voter-"] {
        assert!(!log.contains(word), "the log says {word:?}");
    }
}
