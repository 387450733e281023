//! How long does somebody wait who brings a long sheet in by the browser?
//!
//! As the browser does it: the sheet is handed in, its columns are shown, what would change is
//! shown, and it is confirmed. Each step's time runs until its page is there, the server's memory
//! is told after each, and while a step goes on its page is asked once in a while how far it is.

use crate::Failed;
use crate::client::{Client, Reply, Session, between, encode};
use std::time::{Duration, Instant};

/// How often a person's browser asks how far a job is.
const ASKS: Duration = Duration::from_secs(1);

/// Brings a sheet of so many invented persons in and prints what each step took.
pub fn bring_in(
    address: &str,
    session: &Session,
    rows: usize,
    memory: impl Fn() -> String,
) -> Result<(), Failed> {
    let mut sheet = Vec::new();
    office::write_synthetic_sheet(rows as u64, 1, &mut sheet)?;
    println!("a sheet of {rows} rows, {} MB", sheet.len() / 1_000_000);
    println!("memory of the server, just opened: {}", memory());
    let mut steps = Steps {
        client: Client::new(address),
        session,
        memory: &memory,
    };
    let begun = Instant::now();
    let sent = steps
        .client
        .upload("/import", session, "sheet.csv", &sheet)?;
    let columns = steps.step("columns shown", begun, sent)?;
    let csrf = &session.csrf;
    let kept = format!(
        "csrf={csrf}&draft={}&mapping={}",
        encode(between(&columns.body, "name=\"draft\" value=\"", "\"")),
        encode(office::SYNTHETIC_MAPPING)
    );
    let begun = Instant::now();
    let sent = steps.post("/import/plan", &format!("{kept}&do=look"))?;
    let plan = steps.step("what would change shown", begun, sent)?;
    let seen = between(&plan.body, "name=\"seen\" value=\"", "\"");
    let begun = Instant::now();
    let sent = steps.post("/import/confirm", &format!("{kept}&seen={}", encode(seen)))?;
    let done = steps.step("taken in", begun, sent)?;
    if !done.body.contains("class=\"message good\"") {
        return Err(format!("not taken in: {}", between(&done.body, "<main", "</main>")).into());
    }
    Ok(())
}

struct Steps<'a> {
    client: Client,
    session: &'a Session,
    memory: &'a dyn Fn() -> String,
}

impl Steps<'_> {
    fn post(&mut self, path: &str, form: &str) -> Result<Reply, Failed> {
        let cookie = &self.session.cookie;
        self.client.send("POST", path, cookie, form, false)
    }

    fn get(&mut self, path: &str) -> Result<Reply, Failed> {
        let cookie = &self.session.cookie;
        self.client.send("GET", path, cookie, "", false)
    }

    /// Follows a job until what it made is shown.
    fn step(&mut self, what: &str, begun: Instant, sent: Reply) -> Result<Reply, Failed> {
        let mut shown = sent;
        let mut told: Vec<String> = Vec::new();
        let mut slowest = Duration::ZERO;
        if shown.status == 303 {
            let job = between(&shown.head, "location: ", "\r\n").to_owned();
            loop {
                std::thread::sleep(ASKS);
                let asked = Instant::now();
                let page = self.get(&format!("{job}.json"))?;
                slowest = slowest.max(asked.elapsed());
                let state: serde_json::Value = serde_json::from_str(&page.body)?;
                if state["goes_on"] != true {
                    break;
                }
                told.push(format!("{} {}", state["phase"], state["done"]));
            }
            told.dedup();
            let number = job.rsplit('/').next().unwrap_or_default();
            shown = self.get(&format!("/import/{number}"))?;
        }
        if shown.status != 200 {
            return Err(format!("{what}: {} {}", shown.status, shown.body).into());
        }
        println!(
            "{what:<26}{:>7.1} s, page of {} kB, told how far {} times (each within {} ms); {}",
            begun.elapsed().as_secs_f64(),
            shown.body.len() / 1000,
            told.len(),
            slowest.as_millis(),
            (self.memory)()
        );
        Ok(shown)
    }
}
