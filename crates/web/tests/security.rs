//! The rows of the security bar that a page can show; `docs/security.md` names each test.

mod world;

use axum::body::Body;
use model::record::Role;
use world::{PASSPHRASE, World};

const PAGES: &[&str] = &[
    "/today",
    "/find",
    "/record",
    "/record/source",
    "/import",
    "/verify",
    "/studies",
    "/studies/defectors",
    "/laws",
    "/office",
    "/office/people",
    "/office/compartments",
    "/office/vocabularies",
    "/office/vocabularies/event",
    "/office/log",
    "/office/keys",
    "/office/requests",
    "/office/rules",
    "/office/retention",
    "/office/looks",
    "/office/backups",
    "/office/consents",
    "/office/disclosures",
    "/office/export",
    "/openapi",
    "/me",
    "/me/tokens",
    "/me/passkeys",
    "/keyboard",
];

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    for path in [
        "/sign-in",
        "/today",
        "/static/sijill.css",
        "/nothing",
        "/today.json",
        "/sign-out",
    ] {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for part in [
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {part}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            answer
                .header("strict-transport-security")
                .contains("includeSubDomains"),
            "{path}"
        );
        assert!(
            answer.header("content-type").contains("charset=utf-8"),
            "{path}"
        );
        if !path.starts_with("/static") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn no_page_has_inline_script_or_style_or_anything_from_elsewhere() {
    let world = World::new();
    let mut browser = world.signed("ar").await;
    for path in PAGES {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        for forbidden in [
            " style=",
            "<style",
            "onclick",
            "javascript:",
            "src=\"http",
            "href=\"http",
            "<script>",
        ] {
            assert!(!answer.body.contains(forbidden), "{path} has {forbidden}");
        }
    }
}

#[tokio::test]
async fn the_session_cookie_is_bound_to_this_host_and_hidden_from_scripts() {
    let world = World::new();
    let mut browser = world.browser("en");
    let answer = browser.get("/sign-in").await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-sijill="), "{cookie}");
    for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let before = browser.token.clone();
    assert_eq!(before.len(), 64, "256 random bits");
    let secret = world.user("samar", &[Role::Documenter]);
    let answer = browser
        .sign_in("samar", PASSPHRASE, &world.code(&secret))
        .await;
    assert_eq!(answer.status, 303);
    assert_ne!(browser.token, before, "the token is new after signing in");
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let forms: Vec<String> = web::ADDRESSES
        .iter()
        .filter(|address| address.takes_forms())
        .map(|address| address.path.replace(['{', '}'], ""))
        .collect();
    assert!(forms.len() > 15);
    for path in &forms {
        for fields in [vec![], vec![("csrf", "0000")], vec![("csrf", "")]] {
            let answer = browser.post_bare(path, &fields).await;
            assert_eq!(answer.status, 403, "{path}");
        }
    }
    // Even with the token, a form that another site sent is refused.
    let body = format!("csrf={}", browser.csrf());
    let request = browser
        .request("POST", "/sign-out")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(body))
        .expect("a request");
    assert_eq!(world.send(request).await.status, 403);
    assert_eq!(browser.get("/today").await.status, 200, "still signed in");
}

#[tokio::test]
async fn addresses_and_keys_are_of_the_host_that_was_asked_and_forms_come_from_null() {
    for (behind_proxy, scheme) in [(false, "http"), (true, "https")] {
        let world = World::at_door(behind_proxy);
        let browser = world.signed("en").await;
        let send = async |site: &str, host: &str, name: &str| {
            let body = format!("csrf={}&name={name}&role=reader", browser.csrf());
            let request = browser
                .request("POST", "/office/people")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("host", host)
                // What browsers say where no referrer is sent.
                .header("origin", "null")
                .header("sec-fetch-site", site);
            world
                .send(request.body(Body::from(body)).expect("a request"))
                .await
        };
        let made = send("same-origin", "localhost:7407", "nour").await;
        let address = format!("{scheme}://localhost:7407/activate/");
        assert_eq!(made.status, 200, "{}", made.body);
        assert!(made.body.contains(&address), "{}", made.body);
        // A host that no browser would ask for is not repeated.
        let made = send("same-origin", "localhost/\"><b>", "rami").await;
        assert_eq!(made.status, 200, "{}", made.body);
        assert!(!made.body.contains("://localhost"), "{}", made.body);
        assert!(
            made.body.contains("<code class=\"ltr\">/activate/"),
            "{}",
            made.body
        );
        assert_eq!(
            send("cross-site", "localhost:7407", "samar").await.status,
            403
        );
        assert_eq!(
            send("same-site", "localhost:7407", "samar").await.status,
            403
        );
    }
}

#[tokio::test]
async fn looking_at_pages_changes_nothing() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let seat = || {
        world
            .office
            .seat::<office::Reading>("example", world.at(), None)
            .expect("reads")
    };
    browser.get("/today").await;
    let before = world.office.position(&seat()).expect("position");
    for path in PAGES {
        browser.get(path).await;
    }
    assert_eq!(world.office.position(&seat()).expect("position"), before);
}

#[tokio::test]
async fn methods_that_an_address_does_not_have_are_405() {
    let world = World::new();
    let browser = world.signed("en").await;
    for (method, path) in [
        ("DELETE", "/today"),
        ("PUT", "/record"),
        ("POST", "/today"),
        ("GET", "/sign-out"),
        ("PATCH", "/find"),
    ] {
        let request = browser
            .request(method, path)
            .body(Body::empty())
            .expect("a request");
        assert_eq!(world.send(request).await.status, 405, "{method} {path}");
    }
}

#[tokio::test]
async fn nobody_is_sent_away_from_the_office() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    for back in [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "javascript:alert(1)",
        "http:example.org",
    ] {
        let answer = browser
            .post("/language", &[("language", "ar"), ("back", back)])
            .await;
        assert_eq!(answer.header("location"), "/", "{back}");
    }
    let answer = browser
        .post("/language", &[("language", "ar"), ("back", "/studies")])
        .await;
    assert_eq!(answer.header("location"), "/studies");
}

#[tokio::test]
async fn without_a_session_there_is_only_the_door() {
    let world = World::new();
    let mut browser = world.browser("en");
    for path in PAGES.iter().filter(|path| **path != "/keyboard") {
        let answer = browser.get(path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/sign-in"),
            "{path}"
        );
        assert_eq!(
            browser.get(&format!("{path}.json")).await.status,
            401,
            "{path}"
        );
    }
}

#[tokio::test]
async fn unknown_and_forbidden_look_alike() {
    let world = World::new();
    let mut all = world.signed("en").await;
    let person = all.first_person("Ghabagheb").await;
    let mut administrator = world
        .signed_as("admin2", &[Role::Administrator], "en")
        .await;
    let forbidden = administrator.get(&format!("/person/{person}")).await;
    let unknown = administrator
        .get("/person/01890000-0000-7000-8000-000000000000")
        .await;
    assert_eq!((forbidden.status, unknown.status), (404, 404));
    let same = |answer: &world::Answer| {
        answer
            .stable(&administrator)
            .replace(&person, "ID")
            .replace("01890000-0000-7000-8000-000000000000", "ID")
    };
    assert_eq!(same(&forbidden), same(&unknown));
    for path in [
        "/find", "/studies", "/laws", "/verify", "/record", "/import",
    ] {
        assert_eq!(administrator.get(path).await.status, 404, "{path}");
        assert!(
            !administrator
                .get("/today")
                .await
                .body
                .contains(&format!("href=\"{path}\""))
        );
    }
    // The histories of records that are not for the reader are not either.
    assert_eq!(
        administrator
            .get(&format!("/record/{person}/history"))
            .await
            .status,
        404
    );
    assert_eq!(
        administrator
            .get(&format!("/record/{person}/history.json"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn what_a_reader_may_not_see_is_absent_from_page_and_twin() {
    let world = World::new();
    let mut all = world.signed("en").await;
    // The register also holds persons of whom the office has no name.
    let found = all.post("/find", &[("q", "Ghabagheb")]).await;
    let mut named = None;
    for part in found.body.split("href=\"/person/").skip(1) {
        let person = part.split(['"', '#', '?', '/']).next().unwrap_or_default();
        let full = all.get(&format!("/person/{person}.json")).await;
        let full: serde_json::Value = serde_json::from_str(&full.body).expect("JSON");
        let name = full["name"].as_str().expect("a name").to_owned();
        if name != "name withheld" {
            named = Some((person.to_owned(), name));
            break;
        }
    }
    let (person, name) = named.expect("somebody with a name");
    let mut reader = world.signed_as("reader", &[Role::Reader], "en").await;
    for path in [
        format!("/person/{person}"),
        format!("/person/{person}.json"),
        format!("/record/{person}/history"),
    ] {
        let answer = reader.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.body.contains(&name), "{path} names {name}");
    }
    assert_eq!(reader.get("/find").await.status, 404);
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    let world = World::new();
    let mut browser = world
        .signed_as("rami", &[Role::Documenter, Role::Reader], "en")
        .await;
    assert_eq!(browser.get("/record").await.status, 200);
    let seat = world
        .office
        .seat("example", world.at(), None)
        .expect("administers");
    world
        .office
        .set_roles(&seat, "rami", &[Role::Reader])
        .expect("changed");
    assert_eq!(browser.get("/record").await.status, 404);
    world.office.disable_user(&seat, "rami").expect("disabled");
    assert_eq!(browser.get("/today").await.status, 303, "signed out");
}

#[tokio::test]
async fn a_script_in_a_name_is_inert() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let name = "\"><script>alert(1)</script>&lt;'";
    let answer = browser
        .post(
            "/record",
            &[
                ("name0-full", name),
                ("notes", "{{7*7}}</textarea><img src=x>"),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let person = answer.header("location").to_owned();
    for path in [
        person.clone(),
        format!("{person}/edit"),
        format!("{}/history", person.replace("/person/", "/record/")),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>alert"), "{path}");
        assert!(!page.body.contains("<img src=x>"), "{path}");
        assert!(
            page.body.contains("&#60;script&#62;alert(1)"),
            "{path}: {}",
            page.body
        );
    }
    let found = browser.post("/find", &[("q", "alert script")]).await;
    assert!(!found.body.contains("<script>alert"));
    let twin = browser.get(&format!("{person}.json")).await;
    assert_eq!(
        twin.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert!(serde_json::from_str::<serde_json::Value>(&twin.body).is_ok());
}

#[tokio::test]
async fn a_wrong_name_passphrase_or_code_gets_the_same_answer() {
    let world = World::new();
    let secret = world.user("samar", &[Role::Documenter]);
    let mut browser = world.browser("en");
    browser.get("/sign-in").await;
    let mut answers = Vec::new();
    for (name, passphrase, code) in [
        ("nobody", PASSPHRASE, "123456".to_owned()),
        ("samar", "another passphrase", world.code(&secret)),
        ("samar", PASSPHRASE, "000000".to_owned()),
    ] {
        let answer = browser.sign_in(name, passphrase, &code).await;
        assert_eq!(answer.status, 422);
        answers.push(
            answer
                .stable(&browser)
                .replace(&format!("value=\"{name}\""), "NAME"),
        );
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
}

#[tokio::test]
async fn a_code_is_good_once() {
    let world = World::new();
    let secret = world.user("samar", &[Role::Documenter]);
    let code = world.code(&secret);
    let mut browser = world.browser("en");
    browser.get("/sign-in").await;
    assert_eq!(
        browser.sign_in("samar", PASSPHRASE, &code).await.status,
        303
    );
    let mut other = world.browser("en");
    other.get("/sign-in").await;
    assert_eq!(
        other.sign_in("samar", PASSPHRASE, &code).await.status,
        422,
        "replayed"
    );
    world.pass(30);
    assert_eq!(
        other
            .sign_in("samar", PASSPHRASE, &world.code(&secret))
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn attempts_are_slowed_down_and_nobody_is_locked_out() {
    let world = World::new();
    let secret = world.user("samar", &[Role::Documenter]);
    let mut browser = world.browser("en");
    browser.get("/sign-in").await;
    for _ in 0..8 {
        browser
            .sign_in("samar", "another passphrase", "000000")
            .await;
        world.pass(1);
    }
    let answer = browser
        .sign_in("samar", PASSPHRASE, &world.code(&secret))
        .await;
    assert!(answer.body.contains("Too many attempts"), "{}", answer.body);
    world.pass(60);
    assert_eq!(
        browser
            .sign_in("samar", PASSPHRASE, &world.code(&secret))
            .await
            .status,
        303
    );
    let me = browser.get("/me").await;
    assert!(
        me.body.contains("refused"),
        "failed attempts are shown to their user"
    );
}

#[tokio::test]
async fn a_session_ends_when_idle_and_ends_in_any_case() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Reader], "en").await;
    world.pass(19 * 60);
    assert_eq!(browser.get("/today").await.status, 200);
    world.pass(20 * 60);
    assert_eq!(
        browser.get("/today").await.status,
        303,
        "idle for 20 minutes"
    );
    let mut other = world.signed("en").await;
    for _ in 0..47 {
        world.pass(15 * 60);
        assert_eq!(other.get("/me").await.status, 200);
    }
    world.pass(16 * 60);
    assert_eq!(other.get("/me").await.status, 303, "after 12 hours");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let token = browser.token.clone();
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.header("location"), "/sign-in");
    assert!(answer.header("clear-site-data").contains("storage"));
    browser.token = token;
    assert_eq!(browser.get("/today").await.status, 303);
    // Everywhere at once.
    let secret = world.user("samar", &[Role::Reader]);
    let mut one = world.browser("en");
    one.get("/sign-in").await;
    one.sign_in("samar", PASSPHRASE, &world.code(&secret)).await;
    world.pass(30);
    let mut two = world.browser("en");
    two.get("/sign-in").await;
    two.sign_in("samar", PASSPHRASE, &world.code(&secret)).await;
    assert_eq!(two.get("/today").await.status, 200);
    one.post("/sign-out-everywhere", &[]).await;
    assert_eq!(two.get("/today").await.status, 303);
}

#[tokio::test]
async fn an_activation_works_once_and_asks_for_a_long_passphrase() {
    let world = World::new();
    let seat = world
        .office
        .seat("example", world.at(), None)
        .expect("administers");
    world
        .office
        .add_user(&seat, "lina", None, &[Role::Reader])
        .expect("added");
    let token = world.office.invite(&seat, "lina").expect("invited");
    let mut browser = world.browser("en");
    let path = format!("/activate/{token}");
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200);
    let secret = world::base32(
        &world
            .office
            .activation(&token, world.at())
            .expect("read")
            .expect("there")
            .secret,
    );
    let code = world.code(&secret);
    let form = |passphrase: &'static str, code: &str| {
        vec![
            ("passphrase", passphrase.to_owned()),
            ("again", passphrase.to_owned()),
            ("code", code.to_owned()),
        ]
    };
    for (passphrase, code) in [
        ("short", code.as_str()),
        ("passwordpassword", &code),
        (PASSPHRASE, "000000"),
    ] {
        let fields = form(passphrase, code);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(
            browser.post(&path, &fields).await.status,
            422,
            "{passphrase}"
        );
    }
    let arabic = "خمس كلمات لا رابط بينها أبداً";
    let fields = [
        ("passphrase", arabic),
        ("again", arabic),
        ("code", code.as_str()),
    ];
    let done = browser.post(&path, &fields).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(
        done.body.matches("<li><code").count(),
        8,
        "eight recovery codes"
    );
    assert_eq!(browser.get(&path).await.status, 404, "used");
    let recovery = done
        .body
        .split("<li><code class=\"ltr\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .expect("a code")
        .to_owned();
    browser.get("/sign-in").await;
    assert_eq!(
        browser.sign_in("lina", arabic, &recovery).await.status,
        303,
        "a recovery code stands in"
    );
    let mut again = world.browser("en");
    again.get("/sign-in").await;
    assert_eq!(
        again.sign_in("lina", arabic, &recovery).await.status,
        422,
        "once"
    );
}

#[tokio::test]
async fn a_one_time_address_works_once_and_looking_uses_nothing_up() {
    let world = World::new();
    let token = world.office.example_token(world.at()).expect("an example");
    let path = format!("/once/{token}");
    let mut browser = world.browser("en");
    browser.get(&path).await;
    browser.get(&path).await;
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    let mut other = world.browser("en");
    other.get(&path).await;
    assert_eq!(other.post(&path, &[]).await.status, 404);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let long = "a".repeat(600 * 1024);
    assert_eq!(browser.post("/find", &[("q", &long)]).await.status, 413);
    let huge = vec![b'a'; 33 * 1024 * 1024];
    assert_eq!(
        browser.upload("/import", "huge.csv", &huge).await.status,
        413
    );
}

#[tokio::test]
async fn the_clients_address_is_taken_from_a_proxy_only_when_one_was_announced() {
    for (behind_proxy, expected) in [(false, false), (true, true)] {
        let world = World::at_door(behind_proxy);
        let secret = world.user("samar", &[Role::Reader]);
        let mut browser = world.browser("en");
        browser.get("/sign-in").await;
        let body = format!(
            "csrf={}&name=samar&passphrase={}&code={}",
            browser.csrf(),
            world::encode(PASSPHRASE),
            world.code(&secret)
        );
        let request = browser
            .request("POST", "/sign-in")
            .header("x-forwarded-for", "203.0.113.9")
            .body(Body::from(body))
            .expect("a request");
        assert_eq!(world.send(request).await.status, 303);
        let known = world.office.sign_ins_of("samar", world.at()).expect("read");
        assert_eq!(known[0].address == "203.0.113.9", expected);
    }
}

#[test]
fn a_plain_address_that_others_can_reach_is_refused() {
    assert!(web::check_address("127.0.0.1:7407".parse().expect("address"), false).is_ok());
    assert!(web::check_address("[::1]:7407".parse().expect("address"), false).is_ok());
    let refused = web::check_address("0.0.0.0:7407".parse().expect("address"), false);
    assert_eq!(
        refused.expect_err("refused").code.as_str(),
        "web.not-loopback"
    );
    assert!(web::check_address("0.0.0.0:7407".parse().expect("address"), true).is_ok());
}

#[tokio::test]
async fn nobody_verifies_what_they_wrote_themselves() {
    let world = World::new();
    let mut writer = world.signed("en").await;
    let person = writer.first_person("Ghabagheb").await;
    let event = event_of(&mut writer, &person).await;
    let (id, base) = (event.0.as_str(), event.1.as_str());
    let path = format!("/event/{id}/conclude");
    let fields = [("base", base), ("status", "verified")];
    let answer = writer.post(&path, &fields).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.body.contains("somebody else has to conclude"));
    let mut second = world.signed_as("nour", &[Role::Reviewer], "en").await;
    assert_eq!(
        second
            .post(&path, &[("base", base), ("status", "disputed")])
            .await
            .status,
        422,
        "a dispute needs its reason"
    );
    assert_eq!(second.post(&path, &fields).await.status, 303);
    let page = second.get(&format!("/event/{id}")).await;
    assert!(page.body.contains("tag good\">verified"), "{}", page.body);
    // What was concluded was concluded about that revision.
    assert_eq!(second.post(&path, &fields).await.status, 422);
}

async fn event_of(browser: &mut world::Browser<'_>, person: &str) -> (String, String) {
    let twin = browser.get(&format!("/person/{person}.json")).await;
    let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    let event = &twin["events"][0];
    (
        event["id"].as_str().expect("id").to_owned(),
        event["revision"].to_string(),
    )
}

/// Randomness that breaks when it is told to.
struct Breaking(
    std::sync::Arc<std::sync::atomic::AtomicBool>,
    office::Seeded,
);

impl office::Entropy for Breaking {
    fn fill(&mut self, bytes: &mut [u8]) {
        assert!(
            !self.0.load(std::sync::atomic::Ordering::SeqCst),
            "broken: the secret of this machine"
        );
        self.1.fill(bytes);
    }
}

#[tokio::test]
async fn a_panic_becomes_a_bare_500_and_the_office_goes_on() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use tower::ServiceExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("office");
    office::build_example(&path, |_, _| {}).expect("built");
    let broken = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&broken);
    let entropies = move |purpose: &'static str| -> Box<dyn office::Entropy> {
        Box::new(Breaking(Arc::clone(&told), office::Seeded::new(purpose)))
    };
    let unlock = office::Unlock::from_text(office::EXAMPLE_PASSPHRASE);
    let office = office::Office::open(&path, &unlock, &entropies).expect("opens");
    let clock = || jiff::Timestamp::from_second(world::NOW).expect("a moment");
    let app = web::App::new(Arc::new(office), Arc::new(clock), false);
    let service = web::service(Arc::new(app));
    let ask = || {
        let request = axum::http::Request::builder().uri("/sign-in");
        service
            .clone()
            .oneshot(request.body(Body::empty()).expect("a request"))
    };
    broken.store(true, Ordering::SeqCst);
    let (head, body) = ask().await.expect("answers").into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("read");
    assert_eq!((head.status.as_u16(), body.as_ref()), (500, &b"500"[..]));
    assert_eq!(head.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(head.headers["x-content-type-options"], "nosniff");
    broken.store(false, Ordering::SeqCst);
    assert_eq!(ask().await.expect("answers").status().as_u16(), 200);
}

/// Rows of the office's bar (OWASP ASVS 5.0), each of which has a line in `docs/security.md`.
const ROWS: &[&str] = &[
    "1.2.1-3", "1.2.4", "1.2.10", "1.3.6", "13.2.4-5", "1.5.1", "2.2.1-3", "2.3.3", "2.3.5",
    "2.4.1", "3.2.1", "3.3.1-4", "3.4.1", "3.4.3-6", "3.4.8", "3.5.8", "3.5.1", "3.5.3", "3.7.2",
    "4.1.1", "4.1.3", "4.1.4", "5.1.1", "5.2.1", "5.2.2", "5.2.3", "5.2.6", "5.3.2", "5.4.1-2",
    "5.4.3", "6.1.1", "6.3.1", "6.2.1", "6.2.9", "6.2.4", "6.2.12", "6.2.5", "6.2.10", "6.3.2",
    "6.3.3", "6.3.5", "6.3.7", "6.3.8", "6.4.1", "6.4.3", "6.4.6", "6.5.1", "6.5.5", "6.5.6",
    "7.2.3-4", "7.3.1-2", "7.4.1-5", "7.5.1-3", "8.2.1-2", "8.2.3", "8.3.2", "8.4.1", "11.1.1-2",
    "11.2.2", "11.3.2-3", "11.4.2", "11.4.4", "11.5.1", "12.1.1", "12.2.1", "13.3.1", "13.4.2",
    "14.1.1-2", "14.2.4", "14.2.1", "14.2.6", "14.2.7", "14.2.8", "14.3.1-3", "15.1.1-2", "15.2",
    "16.2.1-5", "16.3", "16.4.1-3", "16.5.1-4",
];

/// Rows that do not apply, because there is no form server; the page says so.
const NOT_THERE: &[&str] = &["1.2.7", "6.3.4"];

#[test]
fn every_row_names_tests_that_exist() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}"));
    let page = read("docs/security.md").expect("a page");
    let mut rows = std::collections::BTreeSet::new();
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [row, _, tests] = cells[..] else {
            panic!("a row has three cells: {line}");
        };
        rows.extend(row.split([',', ' ']).map(str::to_owned));
        let mut file = "crates/web/tests/security.rs".to_owned();
        for named in tests.split('`').skip(1).step_by(2) {
            let (place, test) = match named.split_once(": ") {
                Some((place, test)) => (place, test),
                None if named.contains('/') => (named, ""),
                None => ("", named),
            };
            file = match place {
                "" => file,
                "story" => "crates/office/tests/access.rs".to_owned(),
                place if place.contains('/') => place.to_owned(),
                place => format!("crates/web/tests/{}.rs", place.trim_end_matches(".rs")),
            };
            let path = format!("{root}/{file}");
            assert!(std::path::Path::new(&path).exists(), "{row}: {file}");
            if test.is_empty() {
                continue;
            }
            let code = read(&file).unwrap_or_else(|_| panic!("{row}: {file}"));
            let here = read("crates/web/tests/security.rs").expect("this file");
            let defines = |code: &str| code.contains(&format!("fn {test}("));
            assert!(
                defines(&code) || defines(&here),
                "{row}: {test} is not in {file}"
            );
        }
    }
    for row in ROWS {
        assert!(rows.contains(*row), "{row} has no line in docs/security.md");
    }
    for row in NOT_THERE {
        assert!(page.contains(row), "{row} is not said to be missing");
    }
}
