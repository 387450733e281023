//! Long work beside the requests: how far it is, who knows of it, how it ends.

mod world;

use model::record::Role;
use model::{Phase, Step};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use web::{Kind, OnStep, Patience};
use world::{Browser, PASSPHRASE, World};

const MAPPING: &str = "list = \"l\"\nid = \"id\"\n[person]\nfull = \"name\"\n";

fn sheet(rows: usize) -> String {
    let mut csv = String::from("id,name\n");
    for row in 0..rows {
        csv.push_str(&format!("{row},Person Number{row}\n"));
    }
    csv
}

/// Holds jobs at their steps until the test lets them go on.
struct Gate {
    reached: Receiver<Step>,
    go: Sender<()>,
}

impl Gate {
    /// A gate before each step of a kind of job in a phase.
    fn at(kind: Kind, phase: Phase) -> (Gate, OnStep) {
        let ((told, reached), (go, goes)) = (channel(), channel());
        let goes = Mutex::new(goes);
        let on_step: OnStep = Arc::new(move |of, step| {
            if of == kind && step.phase == phase && told.send(step).is_ok() {
                let _ = goes.lock().expect("one job at a time").recv();
            }
        });
        (Gate { reached, go }, on_step)
    }

    fn wait(&self) -> Step {
        self.reached.recv().expect("the job gets there")
    }

    fn open(&self) {
        self.go.send(()).expect("the job waits there");
    }
}

fn field(body: &str, name: &str) -> String {
    let (_, rest) = body
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no {name} in {body}"));
    rest.split('"').next().expect("a value").to_owned()
}

/// Follows an answer to the page of a job, as a browser does.
fn job_of(answer: &world::Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let path = answer.header("location").to_owned();
    assert!(path.starts_with("/office/jobs/"), "{path}");
    path
}

async fn twin(browser: &mut Browser<'_>, path: &str) -> serde_json::Value {
    let answer = browser.get(&format!("{path}.json")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

/// Asks for a job until it has ended; the job's own end is what is waited for.
async fn ended(browser: &mut Browser<'_>, path: &str) -> serde_json::Value {
    loop {
        let job = twin(browser, path).await;
        if job["goes_on"] == false {
            return job;
        }
        tokio::task::yield_now().await;
    }
}

fn position(world: &World) -> (u64, String) {
    let seat = world
        .office
        .seat::<office::Verifying>(office::EXAMPLE_USER, world.at(), None)
        .expect("verifies");
    let checked = world.office.verify(&seat, None).expect("readable");
    (checked.entries, checked.root)
}

/// Uploads a sheet and previews it; the drafts and the fingerprint to confirm with.
async fn previewed(browser: &mut Browser<'_>, csv: &str) -> [String; 2] {
    let sent = browser.upload("/import", "long.csv", csv.as_bytes()).await;
    let read = job_of(&sent);
    ended(browser, &read).await;
    let editor = browser
        .get(&read.replace("/office/jobs/", "/import/"))
        .await;
    assert_eq!(editor.status, 200, "{}", editor.body);
    let draft = field(&editor.body, "draft");
    let planned = browser
        .post("/import/plan", &[("draft", &draft), ("mapping", MAPPING)])
        .await;
    let plan = job_of(&planned);
    ended(browser, &plan).await;
    let shown = browser
        .get(&plan.replace("/office/jobs/", "/import/"))
        .await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    [draft, field(&shown.body, "seen")]
}

async fn confirm(browser: &mut Browser<'_>, [draft, seen]: &[String; 2]) -> world::Answer {
    browser
        .post(
            "/import/confirm",
            &[("draft", draft), ("mapping", MAPPING), ("seen", seen)],
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_import_shows_how_far_it_is_and_a_cancelled_one_has_written_nothing() {
    let (gate, on_step) = Gate::at(Kind::Import, Phase::Writing);
    let world = World::with_jobs(Patience::None, Some(on_step));
    let mut browser = world.signed("en").await;
    let agreed = previewed(&mut browser, &sheet(3000)).await;
    let before = position(&world);
    let job = job_of(&confirm(&mut browser, &agreed).await);
    assert_eq!(gate.wait().done, 0);
    gate.open();
    assert_eq!(gate.wait().done, 1024);
    let page = browser.get(&job).await;
    insta::assert_snapshot!("job-running.en", page.stable(&browser));
    browser.language = "ar";
    let page = browser.get(&job).await;
    insta::assert_snapshot!("job-running.ar", page.stable(&browser));
    browser.language = "en";
    assert_eq!(browser.post(&job, &[]).await.status, 303);
    let told = twin(&mut browser, &job).await;
    assert_eq!(
        (&told["ending"], &told["can_cancel"]),
        (&true.into(), &false.into())
    );
    gate.open();
    let end = ended(&mut browser, &job).await;
    assert_eq!(end["state"], "cancelled");
    assert_eq!(position(&world), before);
    let page = browser.get(&job).await;
    insta::assert_snapshot!("job-cancelled.en", page.stable(&browser));
    // The sheet still waits: the same preview can be confirmed after all.
    drop(gate);
    let again = job_of(&confirm(&mut browser, &agreed).await);
    let end = ended(&mut browser, &again).await;
    assert_eq!(end["state"], "done", "{end}");
    assert!(position(&world).0 > before.0 + 3000);
    let result = browser
        .get(&again.replace("/office/jobs/", "/import/"))
        .await;
    assert!(result.body.contains("Person Number0"), "{}", result.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_tells_its_contents_to_who_began_it_and_itself_to_who_may_do_the_same() {
    let (gate, on_step) = Gate::at(Kind::Preview, Phase::Reading);
    let world = World::with_jobs(Patience::None, Some(on_step));
    let mut own = world
        .signed_as("samar", &[Role::Documenter, Role::Reader], "en")
        .await;
    let sent = own
        .upload("/import", "secret-name.csv", sheet(3).as_bytes())
        .await;
    let read = job_of(&sent);
    ended(&mut own, &read).await;
    let import = read.replace("/office/jobs/", "/import/");
    let draft = field(&own.get(&import).await.body, "draft");
    let planned = own
        .post("/import/plan", &[("draft", &draft), ("mapping", MAPPING)])
        .await;
    let job = job_of(&planned);
    gate.wait();
    // Who imports, too, knows that it goes on; not what it is about.
    let mut same = world.signed_as("nour", &[Role::Documenter], "en").await;
    let list = same.get("/office/jobs").await;
    assert!(list.body.contains("samar") && !list.body.contains("secret-name"));
    insta::assert_snapshot!("jobs-of-others.en", list.stable(&same));
    assert_eq!(same.get(&job).await.status, 200);
    assert_eq!(same.get(&import).await.status, 404);
    assert_eq!(same.post(&job, &[]).await.status, 404, "only its own");
    // Who does not import knows nothing of it.
    let mut other = world.signed_as("rana", &[Role::Researcher], "en").await;
    assert!(!other.get("/office/jobs").await.body.contains("samar"));
    assert_eq!(other.get(&job).await.status, 404);
    assert_eq!(other.post(&job, &[]).await.status, 404);
    assert_eq!(other.get("/office/jobs/99").await.status, 404);
    assert_eq!(world.browser("en").get("/office/jobs").await.status, 303);
    // Whoever administers may end it, without being told what it is about.
    let mut chief = world.signed("en").await;
    assert!(!chief.get(&job).await.body.contains("secret-name"));
    assert_eq!(chief.post(&job, &[]).await.status, 303);
    gate.open();
    assert_eq!(ended(&mut own, &job).await["state"], "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_taken_away_meanwhile_is_gone_when_the_job_runs() {
    let (gate, on_step) = Gate::at(Kind::Preview, Phase::Reading);
    let world = World::with_jobs(Patience::None, Some(on_step));
    let mut first = world.signed("en").await;
    let mut second = world.signed_as("samar", &[Role::Documenter], "en").await;
    let (mut drafts, mut jobs) = (Vec::new(), Vec::new());
    for browser in [&mut first, &mut second] {
        let sent = browser
            .upload("/import", "few.csv", sheet(3).as_bytes())
            .await;
        let read = job_of(&sent);
        ended(browser, &read).await;
        let editor = browser
            .get(&read.replace("/office/jobs/", "/import/"))
            .await;
        drafts.push(field(&editor.body, "draft"));
    }
    for (browser, draft) in [&mut first, &mut second].into_iter().zip(&drafts) {
        let planned = browser
            .post("/import/plan", &[("draft", draft), ("mapping", MAPPING)])
            .await;
        jobs.push(job_of(&planned));
    }
    gate.wait();
    let waits = twin(&mut second, &jobs[1]).await;
    assert_eq!(
        (&waits["state"], &waits["before"]),
        (&"waiting".into(), &1.into())
    );
    let seat = world
        .office
        .seat(office::EXAMPLE_USER, world.at(), None)
        .expect("administers");
    world
        .office
        .set_roles(&seat, "samar", &[Role::Researcher])
        .expect("changed");
    gate.open();
    assert_eq!(ended(&mut first, &jobs[0]).await["state"], "done");
    // Its list told what others began, so the chief's tells how the second one ended.
    let end = ended(&mut first, &jobs[1]).await;
    assert_eq!(
        (&end["state"], &end["problems"]),
        (&"failed".into(), &serde_json::json!([]))
    );
    assert_eq!(second.get(&jobs[1]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_check_comparison_and_export_are_jobs_with_results_of_their_own() {
    let world = World::with_jobs(Patience::None, None);
    let mut browser = world.signed("en").await;
    let passphrase = office::EXAMPLE_PASSPHRASE;
    let backup = browser
        .post("/office/backups", &[("secret", passphrase)])
        .await;
    let checked = browser.post("/office/log", &[]).await;
    let compared = browser.post("/links/run", &[]).await;
    let exported = browser
        .post(
            "/office/export",
            &[("recipient", "partner"), ("authority", "agreement 3")],
        )
        .await;
    for (answer, kind) in [
        (backup, "backup"),
        (checked, "check"),
        (compared, "linkage"),
        (exported, "export"),
    ] {
        let path = job_of(&answer);
        let end = ended(&mut browser, &path).await;
        assert_eq!(
            (&end["kind"], &end["state"]),
            (&kind.into(), &"done".into()),
            "{end}"
        );
        let page = browser.get(&path).await;
        assert!(!page.body.contains("web-"), "{}", page.body);
        if kind == "export" {
            let taken = browser
                .post(
                    "/office/export/take",
                    &[("draft", &field(&page.body, "draft")), ("part", "sheet")],
                )
                .await;
            assert_eq!(taken.status, 200);
            assert!(taken.body.starts_with("own id") || taken.body.contains(','));
        }
    }
    let wrong = browser
        .post("/office/backups", &[("secret", PASSPHRASE)])
        .await;
    let end = ended(&mut browser, &job_of(&wrong)).await;
    assert_eq!(end["state"], "failed");
    assert_eq!(end["problems"][0]["code"], "register.passphrase-wrong");
    let list = twin(&mut browser, "/office/jobs").await;
    assert_eq!(list["jobs"].as_array().expect("jobs").len(), 5);
    for language in ["en", "ar"] {
        browser.language = language;
        let page = browser.get("/office/jobs").await;
        assert!(!page.body.contains("web-"), "{}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_tells_its_steps_and_a_cancelled_one_proposes_nothing() {
    let (gate, on_step) = Gate::at(Kind::Linkage, Phase::Learning);
    let world = World::with_jobs(Patience::None, Some(on_step));
    let mut browser = world.signed("en").await;
    let begun = browser.post("/links/run", &[]).await;
    let path = job_of(&begun);
    gate.wait();
    let page = browser.get(&path).await;
    assert!(
        page.body
            .contains("How records of one person differ is learned"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("interrupted"), "{}", page.body);
    let job = twin(&mut browser, &path).await;
    assert_eq!(
        (&job["state"], &job["can_cancel"]),
        (&"running".into(), &true.into())
    );
    browser.post(&path, &[]).await;
    gate.open();
    let end = ended(&mut browser, &path).await;
    assert_eq!(end["state"], "cancelled", "{end}");
    let seat = world
        .office
        .seat(office::EXAMPLE_USER, world.at(), None)
        .expect("reviews");
    assert_eq!(world.office.last_run(&seat).expect("looked"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_is_drawn_beside_the_requests_and_a_cancelled_one_is_none() {
    let (gate, on_step) = Gate::at(Kind::Sample, Phase::Learning);
    let world = World::with_jobs(Patience::None, Some(on_step));
    let mut browser = world.signed("en").await;
    let wanted = [("pairs", "14"), ("both", "0")];
    let path = job_of(&browser.post("/links/quality", &wanted).await);
    gate.wait();
    let page = browser.get(&path).await;
    assert!(
        page.body.contains("Drawing a sample of pairs"),
        "{}",
        page.body
    );
    // A second one is not begun beside it.
    let again = browser.post("/links/quality", &wanted).await;
    assert_eq!(again.header("location"), "/links/quality");
    browser.post(&path, &[]).await;
    gate.open();
    let end = ended(&mut browser, &path).await;
    assert_eq!(end["state"], "cancelled", "{end}");
    let page = browser.get(&path).await.body;
    assert!(page.contains("The last sample stands as it was"), "{page}");
    let quality = twin(&mut browser, "/links/quality").await;
    assert!(quality["quality"].is_null(), "{quality}");
    // Whoever may not review pairs does not learn of it.
    let mut omar = world.signed_as("omar", &[Role::Documenter], "en").await;
    assert_eq!(omar.get(&path).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_bounded_and_who_waits_can_be_cancelled_at_once() {
    let (gate, on_step) = Gate::at(Kind::Check, Phase::Reading);
    let world = World::with_jobs(Patience::None, Some(on_step));
    let mut browser = world.signed("en").await;
    let mut jobs = Vec::new();
    for _ in 0..6 {
        jobs.push(job_of(&browser.post("/office/log", &[]).await));
    }
    gate.wait();
    let refused = browser.post("/office/log", &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("too much work"), "{}", refused.body);
    for job in jobs.iter().skip(1) {
        browser.post(job, &[]).await;
        assert_eq!(twin(&mut browser, job).await["state"], "cancelled");
    }
    gate.open();
    assert_eq!(ended(&mut browser, &jobs[0]).await["state"], "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn locking_the_office_ends_a_running_import_first_and_nothing_of_it_is_left() {
    let (gate, on_step) = Gate::at(Kind::Import, Phase::Writing);
    let world = World::lockable(Patience::None, Some(on_step));
    let mut browser = world.signed("en").await;
    let agreed = previewed(&mut browser, &sheet(3000)).await;
    let (before, _) = position(&world);
    job_of(&confirm(&mut browser, &agreed).await);
    gate.wait();
    let mut looking = world.browser("en");
    let watched = async {
        // Nobody gets in while the job is still held at its step.
        while looking.get("/").await.header("location") != "/unlock" {
            tokio::task::yield_now().await;
        }
        gate.open();
    };
    let (locked, ()) = tokio::join!(browser.post("/lock", &[]), watched);
    assert_eq!((locked.status, locked.header("location")), (303, "/unlock"));
    // That it was locked is an entry; the sheet has none.
    assert!(position(&world).0 <= before + 1);
    assert!(gate.reached.try_recv().is_err(), "no further step");
}

#[test]
fn the_description_for_scripts_names_the_pages_of_jobs_and_imports() {
    let paths = web::description()["paths"].clone();
    for path in [
        "/office/jobs.json",
        "/office/jobs/{job}.json",
        "/import/{job}.json",
        "/import/rows.json",
        "/import/{job}/rows.json",
    ] {
        assert!(paths.get(path).is_some(), "{path}");
    }
}
