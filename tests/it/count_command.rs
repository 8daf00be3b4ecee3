//! The commands `count`, `convert`, `completions` and `manual`, as whoever types them meets them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// The capital of Tennessee: https://en.wikipedia.org/wiki/Condorcet_method
const TENNESSEE: &str = "{title: \"Capital of Tennessee\"}\n42:Memphis>Nashville>Chattanooga>Knoxville\n\
                         26:Nashville>Chattanooga>Knoxville>Memphis\n\
                         15:Chattanooga>Knoxville>Nashville>Memphis\n\
                         17:Knoxville>Chattanooga>Nashville>Memphis\n";

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn laurels(args: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_laurels"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments never reads: that is for the test to see.
    child.stdin.take().unwrap().write_all(input).ok();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    Run {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn json(args: &[&str], input: &[u8]) -> Value {
    let run = laurels(&[&["count", "-", "--format", "json"], args].concat(), input);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&run.out).unwrap()
}

fn file(dir: &Path, name: &str, text: &[u8]) -> String {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_method_names_its_winners_at_the_top_of_the_json() {
    for (method, winner) in [
        ("plurality", "Memphis"),
        ("instant-runoff", "Knoxville"),
        ("borda", "Nashville"),
        ("schulze", "Nashville"),
        ("ranked-pairs", "Nashville"),
        ("stv", "Knoxville"),
    ] {
        let outcome = json(&["--method", method], TENNESSEE.as_bytes());
        assert_eq!(outcome["winners"], serde_json::json!([winner]), "{method}");
        assert_eq!(outcome["method"], method);
    }
    let approvals = json(&["--method", "approval"], b"3:A,B\n2:B,C\n2:A\n1:B\n");
    assert_eq!(approvals["winners"], serde_json::json!(["B"]));
    let scores = b"Ann,Bob,Cy\n5,0,4\n0,5,4\n5,1,4\n";
    assert_eq!(json(&["--method", "score"], scores)["winners"], serde_json::json!(["Cy"]));
    assert_eq!(json(&["--method", "star"], scores)["winners"], serde_json::json!(["Ann"]));
}

#[test]
fn a_report_says_who_won_on_what_papers_and_what_others_would_say() {
    let run =
        laurels(&["count", "-", "--method", "schulze", "--all-methods"], TENNESSEE.as_bytes());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for words in [
        "Capital of Tennessee\n",
        "Schulze. Each voter ranked nominees;",
        "\nNashville wins.\n",
        "\n100 ballots cast, 100 counted.\n",
        "  1.   Nashville",
        "Nashville beats everybody else.",
        "Nashville 58, Memphis 42",
        "8 ballots filled in otherwise would give other winners; fewer could not.",
        "Instant runoff            Knoxville",
        "Score                     cannot read these ballots",
    ] {
        assert!(run.out.contains(words), "no {words:?} in\n{}", run.out);
    }
}

#[test]
fn a_file_is_known_by_its_content_packed_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(TENNESSEE.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for (name, bytes) in [("wrong.blt", TENNESSEE.as_bytes()), ("no-ending", &packed)] {
        let path = file(dir.path(), name, bytes);
        let run = laurels(&["count", &path, "-m", "borda", "--format", "json"], b"");
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        assert!(run.out.contains("\"Nashville\""));
    }
    let cut = file(dir.path(), "cut.gz", &packed[..packed.len() / 2]);
    let run = laurels(&["count", &cut, "-m", "borda"], b"");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cut.gz cannot be read"), "{}", run.err);
}

#[test]
fn stv_fills_the_seats_of_the_file_and_other_methods_one_unless_told() {
    let blt = b"4 2\n5 1 2 0\n4 3 0\n3 2 1 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"D\"\n\"T\"\n";
    let winners = |args: &[&str]| json(args, blt)["winners"].as_array().unwrap().len();
    assert_eq!(winners(&["--method", "stv"]), 2);
    assert_eq!(winners(&["--method", "stv", "--seats", "1"]), 1);
    assert_eq!(winners(&["--method", "schulze"]), 1);
    assert_eq!(winners(&["--method", "schulze", "--seats", "3"]), 3);
}

#[test]
fn a_wrong_file_is_answered_with_its_place_in_one_paragraph_and_exit_code_two() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "bad.abif", b"1:A>B\n2:A>>B\n");
    let run = laurels(&["count", &path, "--method", "borda"], b"");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let expected = format!(
        "laurels: {path}, line 2, column 5: expected a nominee's name, found \">B\". Nothing was \
         counted.\n"
    );
    assert_eq!(run.err, expected);
    let missing = laurels(&["count", "no/such.file", "--method", "borda"], b"");
    assert_eq!(missing.code, 2);
    assert!(missing.err.starts_with("laurels: no/such.file cannot be read: "), "{}", missing.err);
    let folder = laurels(&["count", dir.path().to_str().unwrap(), "--method", "borda"], b"");
    assert_eq!(folder.code, 2, "{}", folder.err);
    let empty = laurels(&["count", "-", "--method", "borda"], b"");
    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("--from"), "{}", empty.err);
}

#[test]
fn a_method_that_cannot_read_the_ballots_or_does_not_exist_is_refused() {
    let scores = laurels(&["count", "-", "--method", "score"], TENNESSEE.as_bytes());
    assert_eq!((scores.code, scores.out.as_str()), (2, ""));
    assert!(scores.err.contains("Score needs scores"), "{}", scores.err);
    let unknown = laurels(&["count", "-", "--method", "condorcet"], b"");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("ranked-pairs"), "{}", unknown.err);
}

#[test]
fn a_table_of_numbers_is_ranks_for_rankings_and_never_by_mistake() {
    let ranks = b"A,B,C\n1,2,3\n1,3,2\n3,1,2\n";
    assert_eq!(json(&["--method", "schulze"], ranks)["winners"], serde_json::json!(["A"]));
    let scores = b"A,B,C\n5,0,3\n";
    let refused = laurels(&["count", "-", "--method", "schulze"], scores);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("line 2, column 1") && refused.err.contains("--cells scores"));
    let said = json(&["--method", "schulze", "--cells", "scores"], scores);
    assert_eq!(said["winners"], serde_json::json!(["A"]));
}

#[test]
fn a_file_that_holds_fewer_papers_than_it_says_is_counted_with_a_word_of_warning() {
    let cut = b"# DATA TYPE: soc\n# NUMBER ALTERNATIVES: 2\n# NUMBER VOTERS: 9\n5: 1,2\n";
    let run = laurels(&["count", "-", "--method", "borda"], cut);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("holds 9 papers, and it holds 5"), "{}", run.err);
}

#[test]
fn converting_there_and_back_keeps_the_ballots() {
    let dir = tempfile::tempdir().unwrap();
    let mut path = file(
        dir.path(),
        "start.abif",
        b"=A:[Ann \"A\" Lee]\n=B:[Bob]\n=C:[Cy]\n3:A>B>C\n2:C=B>A\n",
    );
    for (i, ending) in ["toc", "csv.gz", "toi", "abif"].iter().enumerate() {
        let next = dir.path().join(format!("{i}.{ending}")).to_str().unwrap().to_owned();
        let run = laurels(&["convert", &path, &next], b"");
        assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (0, "", ""), "{ending}");
        path = next;
    }
    let text = std::fs::read_to_string(path).unwrap();
    let ballots: Vec<&str> = text.lines().filter(|line| !line.starts_with('{')).collect();
    assert_eq!(
        ballots,
        ["=n1:[Ann \"A\" Lee]", "=n2:[Bob]", "=n3:[Cy]", "3:n1>n2>n3", "2:n2=n3>n1"]
    );
}

#[test]
fn what_a_format_has_no_place_for_is_said_and_needs_a_yes() {
    let dir = tempfile::tempdir().unwrap();
    let scores = file(dir.path(), "scores.abif", b"3:A/5,B/2\n1:C/1\n");
    let out = dir.path().join("out.blt");
    let to = out.to_str().unwrap();
    let refused = laurels(&["convert", &scores, to], b"");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("BLT has no scores") && refused.err.contains("--lossy"));
    assert!(!out.exists());
    let agreed = laurels(&["convert", &scores, to, "--lossy"], b"");
    assert_eq!(agreed.code, 0);
    assert!(agreed.err.contains("BLT has no scores"), "{}", agreed.err);
    let text = std::fs::read_to_string(&out).unwrap();
    assert_eq!(text, "3 1\n3 1 2 0\n1 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"\"\n");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "something is left beside it");

    let ties = laurels(&["convert", "-", "-", "--to", "soc", "--lossy"], b"2:A=B\n1:A>B\n");
    assert_eq!((ties.code, ties.out.as_str()), (2, ""));
    assert!(ties.err.contains("no equal ranks, and 2 papers have some; toc has."), "{}", ties.err);
}

#[test]
fn withdrawn_nominees_are_left_out_where_they_cannot_be_said_and_the_count_is_the_same() {
    let blt = b"3 1\n-1\n4 1 2 0\n3 3 1 2 0\n1 1 0\n0\n\"A\"\n\"B\"\n\"C\"\n";
    let abif = laurels(&["convert", "-", "-", "--to", "abif", "--lossy"], blt);
    assert_eq!(abif.code, 0);
    assert!(abif.err.contains("1 and the marks for them are left out"), "{}", abif.err);
    let before = json(&["--method", "borda"], blt);
    let after = json(&["--method", "borda"], abif.out.as_bytes());
    assert_eq!(before["winners"], after["winners"]);
    assert_eq!(before["papers"]["cast"], after["papers"]["cast"]);
}

#[test]
fn shells_get_completions_and_every_command_has_a_manual_page() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = laurels(&["completions", shell], b"");
        assert_eq!(run.code, 0);
        assert!(run.out.contains("ranked-pairs"), "{shell} does not know the methods");
    }
    let page = laurels(&["manual", "count"], b"");
    assert_eq!(page.code, 0);
    assert!(page.out.contains(".TH laurels-count 1") && page.out.contains("instant\\-runoff"));
    let dir = tempfile::tempdir().unwrap();
    let all = laurels(&["manual", "--out", dir.path().to_str().unwrap()], b"");
    assert_eq!(all.code, 0);
    for name in ["laurels.1", "laurels-count.1", "laurels-convert.1"] {
        assert!(dir.path().join(name).exists(), "{name}");
    }
    let unknown = laurels(&["manual", "nothing"], b"");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("convert"), "{}", unknown.err);
}
