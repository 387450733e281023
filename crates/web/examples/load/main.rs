//! Does the office stay quick while two hundred people use it?
//!
//! Starts `example_office` beside it with as many invented persons as asked for,
//! signs in many sessions, then sends requests at a fixed rate: searches as one
//! types, pages of persons, new events, and now and then Today and the queue of
//! verification. A request's time runs from the moment at which it was due, so
//! that waiting in a queue counts. Prints percentiles and the server's memory.
//!
//! `cargo build --release --examples && target/release/examples/load [PERSONS [SECONDS [RATE [SESSIONS]]]]`
//! `target/release/examples/load --import ROWS` brings a sheet in instead, see `import`.

mod client;
mod import;

use client::{Client, Session, between, encode, sign_in};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

type Failed = Box<dyn std::error::Error>;

/// Requests at once, as browsers would hold them open.
const CLIENTS: usize = 32;

/// Words as people type them, whole and unfinished, frequent and rare, in both scripts.
const WORDS: [&str; 16] = [
    "محمد",
    "أحمد خالد",
    "احمد",
    "Ahmad",
    "خالد المح",
    "عمر الحر",
    "Mohammad Kh",
    "سامر الز",
    "ياسر علي حسن",
    "Yousef",
    "درعا",
    "محمود ابر",
    "S0004217",
    "حسين الج",
    "غباغب",
    "فاطمة",
];

fn memory(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let megabytes = |name: &str| {
        status
            .lines()
            .find_map(|line| {
                line.strip_prefix(name)?
                    .trim()
                    .strip_suffix(" kB")?
                    .parse::<u64>()
                    .ok()
            })
            .map_or_else(
                || "?".to_owned(),
                |kilobytes| (kilobytes / 1024).to_string(),
            )
    };
    format!(
        "{} MB now, {} MB at most",
        megabytes("VmRSS:"),
        megabytes("VmHWM:")
    )
}

struct Shared {
    address: String,
    sessions: Vec<Session>,
    persons: Vec<String>,
    next: AtomicUsize,
    total: usize,
    rate: f64,
    begin: Instant,
    times: Mutex<BTreeMap<&'static str, Vec<f64>>>,
    wrong: Mutex<Vec<String>>,
}

fn work(shared: &Shared) {
    let mut client = Client::new(&shared.address);
    loop {
        let number = shared.next.fetch_add(1, Ordering::Relaxed);
        if number >= shared.total {
            return;
        }
        let due = shared.begin + Duration::from_secs_f64(number as f64 / shared.rate);
        if let Some(wait) = due.checked_duration_since(Instant::now()) {
            std::thread::sleep(wait);
        }
        let session = &shared.sessions[number % shared.sessions.len()];
        // Seventy-three has no factor in common with the number of persons that are known.
        let person = &shared.persons[number * 73 % shared.persons.len()];
        let csrf = &session.csrf;
        let (what, method, path, form, part) = match number % 20 {
            0..=9 => (
                "find",
                "POST",
                "/find".to_owned(),
                format!("csrf={csrf}&q={}", encode(WORDS[number / 20 % WORDS.len()])),
                true,
            ),
            10 => (
                "find, facets",
                "POST",
                "/find".to_owned(),
                format!("csrf={csrf}&q=&kind=arrest&from=2014&until=2015&order=newest"),
                false,
            ),
            11..=16 => (
                "person",
                "GET",
                format!("/person/{person}"),
                String::new(),
                false,
            ),
            17 | 18 => (
                "new event",
                "POST",
                format!("/person/{person}/event"),
                format!(
                    "csrf={csrf}&do=save&role=victim&kind=sighting&when={}&claim0-basis=family-visit&claim0-learned=2019-03",
                    encode("شباط 2019")
                ),
                false,
            ),
            _ if number % 40 == 19 => ("today", "GET", "/today".to_owned(), String::new(), false),
            _ => ("verify", "GET", "/verify".to_owned(), String::new(), false),
        };
        let reply = client.send(method, &path, &session.cookie, &form, part);
        let took = due.elapsed().as_secs_f64() * 1000.0;
        let expected = if what == "new event" { 303 } else { 200 };
        match reply {
            Ok(reply) if reply.status == expected => {
                if let Ok(mut times) = shared.times.lock() {
                    times.entry(what).or_default().push(took);
                }
            }
            Ok(reply) => note(
                shared,
                format!(
                    "{what}: {} {}",
                    reply.status,
                    between(&reply.body, "<strong>", "</strong>")
                ),
            ),
            Err(error) => note(shared, format!("{what}: {error}")),
        }
    }
}

fn note(shared: &Shared, text: String) {
    if let Ok(mut wrong) = shared.wrong.lock() {
        wrong.push(text);
    }
}

fn main() -> Result<(), Failed> {
    let import = std::env::args().nth(1).as_deref() == Some("--import");
    let asked: Vec<usize> = std::env::args()
        .skip(if import { 2 } else { 1 })
        .map(|it| it.parse())
        .collect::<Result<_, _>>()?;
    let value = |at: usize, usual: usize| asked.get(at).copied().unwrap_or(usual);
    let (persons, seconds, rate, sessions) =
        (value(0, 100_000), value(1, 60), value(2, 50), value(3, 200));
    // Into an office that holds nobody but the example's persons.
    let (held, sessions) = if import { (0, 1) } else { (persons, sessions) };
    let office = std::env::current_exe()?.with_file_name("example_office");
    let mut server = Command::new(office)
        .args([
            "--persons",
            &held.to_string(),
            "--sessions",
            &sessions.to_string(),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(server.stdout.take().ok_or("no output")?).lines();
    let mut told = Vec::new();
    for line in &mut lines {
        match line? {
            ready if ready == "ready" => break,
            line => told.push(line),
        }
    }
    let address = told
        .first()
        .ok_or("the office did not start")?
        .replace("http://localhost", "127.0.0.1");
    if import {
        let once = told.iter().find(|line| line.starts_with("/once/"));
        let session = sign_in(&mut Client::new(&address), once.ok_or("no session")?)?;
        import::bring_in(&address, &session, persons, || memory(server.id()))?;
        drop(server.stdin.take());
        server.wait()?;
        return Ok(());
    }
    println!(
        "{persons} invented persons, {sessions} sessions, {rate} requests a second for {seconds} s"
    );
    println!("memory of the server, just opened: {}", memory(server.id()));
    let mut client = Client::new(&address);
    let signed: Vec<Session> = told[1..]
        .iter()
        .filter(|line| line.starts_with("/once/"))
        .map(|once| sign_in(&mut client, once))
        .collect::<Result<_, _>>()?;
    let mut known: Vec<String> = Vec::new();
    for word in WORDS {
        let first = &signed[0];
        let found = client.send(
            "POST",
            "/find",
            &first.cookie,
            &format!("csrf={}&q={}", first.csrf, encode(word)),
            true,
        )?;
        known.extend(
            found
                .body
                .split("href=\"/person/")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .map(str::to_owned),
        );
    }
    known.sort();
    known.dedup();
    let shared = Arc::new(Shared {
        address,
        sessions: signed,
        persons: known,
        next: AtomicUsize::new(0),
        total: seconds * rate,
        rate: rate as f64,
        begin: Instant::now(),
        times: Mutex::default(),
        wrong: Mutex::default(),
    });
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || work(&shared))
        })
        .collect();
    for client in clients {
        client.join().map_err(|_| "a client broke")?;
    }
    let took = shared.begin.elapsed().as_secs_f64();
    println!("sent {} requests in {took:.1} s", shared.total);
    println!(
        "{:<14}{:>8}{:>10}{:>10}{:>10}{:>10}",
        "ms", "count", "median", "p95", "p99", "most"
    );
    for (what, times) in shared.times.lock().map_err(|_| "times")?.iter_mut() {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        println!(
            "{what:<14}{:>8}{:>10.1}{:>10.1}{:>10.1}{:>10.1}",
            times.len(),
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0)
        );
    }
    let wrong = shared.wrong.lock().map_err(|_| "wrong")?;
    println!("wrong answers: {}", wrong.len());
    for text in wrong.iter().take(5) {
        println!("  {text}");
    }
    println!("memory of the server: {}", memory(server.id()));
    drop(server.stdin.take());
    server.wait()?;
    Ok(())
}
