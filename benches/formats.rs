//! How fast ballot files are read, and how much memory that takes.
//!
//! `cargo bench --bench formats` writes a million rankings over 30 and over 60 nominees, drawn
//! from a Mallows model so that most are distinct, in each format; reads every file in a process
//! of its own with Laurels and with a plain textbook reader; and prints the rates, their ratio
//! and the peak of memory beside the size of the file. `cargo bench --bench formats -- 100000`
//! takes fewer ballots. The times of the processor tell more than the clock where a machine has
//! other work: two threads read, so on two free cores the clock shows little more than half.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::panic,
    reason = "a bench stops where it fails"
)]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use laurels::commands::ballot_file;
use laurels::count::Shape;
use laurels::count::formats::read::reading::{Cells, Reading};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    if let [_, "read", how, file] = words[..] {
        return child(how, file);
    }
    let ballots = args.iter().find_map(|arg| arg.parse().ok()).unwrap_or(1_000_000);
    let dir = tempfile::tempdir().unwrap();
    println!("{ballots} rankings; rates in MB/s of the file, memory in MB");
    println!(
        "{:<18}{:>8}{:>9}{:>10}{:>9}{:>8}{:>8}",
        "file", "size", "laurels", "per core", "textbook", "ratio", "peak"
    );
    for nominees in [30, 60] {
        for kind in ["soc", "blt", "abif", "csv"] {
            let path = dir.path().join(format!("mallows-{nominees}.{kind}"));
            write(&path, kind, nominees, ballots);
            let size = fs::metadata(&path).unwrap().len() as f64 / 1e6;
            let ours = read(&path, "laurels", 3);
            let plain = read(&path, "textbook", 1);
            println!(
                "{:<18}{size:>8.1}{:>9.0}{:>10.0}{:>9.0}{:>8.1}{:>8.1}",
                path.file_name().unwrap().to_string_lossy(),
                size / ours.clock,
                size / ours.processor,
                size / plain.clock,
                plain.clock / ours.clock,
                ours.peak,
            );
            fs::remove_file(&path).unwrap();
        }
    }
}

/// Reads a file in this process and prints how long it took and the most memory it needed.
fn child(how: &str, file: &str) {
    let started = Instant::now();
    let papers = match how {
        "laurels" => {
            let reading = Reading { want: Some(Shape::Ranked), cells: Some(Cells::Ranks) };
            let read = ballot_file::read(Path::new(file), None, reading);
            read.unwrap_or_else(|error| panic!("{error}")).election.profile.papers()
        }
        _ => textbook(file),
    };
    println!("{} {} {} {papers}", started.elapsed().as_secs_f64(), processor(), peak());
}

/// One way of reading a file: seconds by the clock and of the processor, and MB of memory.
struct Cost {
    clock: f64,
    processor: f64,
    peak: f64,
}

/// Reads a file some times in processes of their own: the shortest times, the largest peak.
fn read(path: &Path, how: &str, times: usize) -> Cost {
    let mut cost = Cost { clock: f64::MAX, processor: f64::MAX, peak: 0.0 };
    for _ in 0..times {
        let me = std::env::current_exe().unwrap();
        let out = Command::new(me).args(["read", how]).arg(path).output().unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        let said: Vec<f64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
        cost.clock = cost.clock.min(said[0]);
        cost.processor = cost.processor.min(said[1]);
        cost.peak = cost.peak.max(said[2]);
    }
    cost
}

/// The seconds of processor that this process took, all threads together.
fn processor() -> f64 {
    let mut nanoseconds = 0.0;
    for task in fs::read_dir("/proc/self/task").into_iter().flatten().flatten() {
        let stat = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        nanoseconds += stat.split(' ').next().map_or(0.0, |ns| ns.parse().unwrap_or(0.0));
    }
    // A thread that has ended is no longer listed; the kernel keeps its ticks of a hundredth.
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let tick = |at: usize| fields.get(at).map_or(0.0, |t| t.parse().unwrap_or(0.0) / 100.0);
    (nanoseconds / 1e9_f64).max(tick(11) + tick(12))
}

/// The most memory that this process had, in MB.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes * 1024.0 / 1e6)
}

/// A reader as a textbook has it: the whole file as text, each line split, each distinct ballot
/// a key of a map. It checks nothing.
fn textbook(file: &str) -> u64 {
    let text = fs::read_to_string(file).unwrap();
    let mut tally: HashMap<Vec<String>, u64> = HashMap::new();
    for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
        let mut words = line
            .split([' ', ',', ':', '>', '='])
            .filter(|word| !word.is_empty())
            .map(str::to_owned);
        let weight: u64 = words.next().unwrap().parse().unwrap();
        *tally.entry(words.collect()).or_default() += weight;
    }
    tally.values().sum()
}

/// Writes rankings drawn by repeated insertion: the i-th nominee of the reference order goes
/// j places above the end of those before it with a chance in proportion to 0.8 to the j.
fn write(path: &Path, kind: &str, nominees: usize, ballots: usize) {
    let mut out = BufWriter::new(fs::File::create(path).unwrap());
    let names: Vec<String> = (1..=nominees).map(|i| format!("nom{i}")).collect();
    match kind {
        "soc" => {
            writeln!(out, "# DATA TYPE: soc\n# NUMBER ALTERNATIVES: {nominees}").unwrap();
            for (i, name) in names.iter().enumerate() {
                writeln!(out, "# ALTERNATIVE NAME {}: {name}", i + 1).unwrap();
            }
        }
        "blt" => writeln!(out, "{nominees} 1").unwrap(),
        "csv" => writeln!(out, "ballots (ranks),{}", names.join(",")).unwrap(),
        _ => {}
    }
    let mut chance = Chance(0x1234_5678_9abc_def1);
    let mut line = String::new();
    for _ in 0..ballots {
        let order = mallows(nominees, 0.8, &mut chance);
        line.clear();
        match kind {
            "soc" => joined(&mut line, "1: ", ",", order.iter().map(|at| at + 1)),
            "blt" => {
                joined(&mut line, "1 ", " ", order.iter().map(|at| at + 1));
                line.push_str(" 0");
            }
            "csv" => {
                let mut ranks = vec![0; nominees];
                for (rank, &at) in order.iter().enumerate() {
                    ranks[at] = rank + 1;
                }
                joined(&mut line, "1,", ",", ranks);
            }
            _ => joined(&mut line, "1:", ">", order.iter().map(|&at| &names[at])),
        }
        writeln!(out, "{line}").unwrap();
    }
    if kind == "blt" {
        writeln!(out, "0\n\"{}\"\n\"Mallows\"", names.join("\"\n\"")).unwrap();
    }
}

fn joined<T: std::fmt::Display>(
    line: &mut String,
    start: &str,
    sign: &str,
    items: impl IntoIterator<Item = T>,
) {
    line.push_str(start);
    for (i, item) in items.into_iter().enumerate() {
        write!(line, "{}{item}", if i == 0 { "" } else { sign }).unwrap();
    }
}

fn mallows(nominees: usize, spread: f64, chance: &mut Chance) -> Vec<usize> {
    let mut order = Vec::with_capacity(nominees);
    for next in 0..nominees {
        let mut up = 0;
        while up < next && chance.unit() < spread {
            up += 1;
        }
        order.insert(next - up, next);
    }
    order
}

/// A small generator of numbers (xorshift64*), so that every run draws the same ballots.
struct Chance(u64);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d);
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}
