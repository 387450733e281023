//! Who proves what and when, what scripts may, who reads how much: the office's own doors.
//! What takes a second person: `second_person`; files: `evidence`.

mod world;

use axum::body::Body;
use model::record::Role;
use office::Policy;
use world::rules::{between, open_rules, plain, rules};
use world::{Browser, PASSPHRASE, World};

#[tokio::test]
async fn sensitive_acts_ask_once_more_who_it_is_and_lose_nothing() {
    let world = World::new();
    let secret = world.user("samar", &[Role::Documenter]);
    let mut browser = world.browser("en");
    browser.get("/sign-in").await;
    browser
        .sign_in("samar", PASSPHRASE, &world.code(&secret))
        .await;
    let fields = [
        ("label", "night \"count\""),
        ("days", "7"),
        ("scope", "read"),
        ("scope", "find"),
    ];
    // Just after signing in nothing is asked.
    let made = browser.post("/me/tokens", &fields).await;
    assert_eq!(made.status, 200);
    assert!(made.body.contains("sijill_"), "{}", made.body);
    world.pass(11 * 60);
    let asked = browser.post("/me/tokens", &fields).await;
    assert_eq!(asked.status, 403);
    assert!(asked.body.contains("Is it you?"), "{}", asked.body);
    assert!(
        asked
            .body
            .contains("name=\"label\" value=\"night &#34;count&#34;\"")
    );
    assert_eq!(
        asked.body.matches("name=\"scope\"").count(),
        2,
        "both values"
    );
    for (passphrase, code) in [
        ("wrong passphrase", world.code(&secret)),
        (PASSPHRASE, "000000".into()),
    ] {
        let mut again = fields.to_vec();
        again.extend([("prove-passphrase", passphrase), ("prove-code", &code)]);
        let refused = browser.post("/me/tokens", &again).await;
        assert_eq!(refused.status, 403);
        assert!(refused.body.contains("is not right"), "{}", refused.body);
        assert!(
            !refused.body.contains(passphrase),
            "proofs are not carried along"
        );
    }
    let code = world.code(&secret);
    let mut again = fields.to_vec();
    again.extend([("prove-passphrase", PASSPHRASE), ("prove-code", &code)]);
    let made = browser.post("/me/tokens", &again).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert!(made.body.contains("sijill_"));
    // It counts for ten minutes and for this session only.
    assert_eq!(browser.post("/me/tokens", &fields).await.status, 200);
    // A page that is only looked at comes back after the proof.
    world.pass(11 * 60);
    let asked = browser.get("/me/passkeys").await;
    assert_eq!(asked.status, 403);
    assert!(
        asked.body.contains("action=\"/prove\"") && asked.body.contains("value=\"/me/passkeys\"")
    );
    let code = world.code(&secret);
    let back = browser
        .post(
            "/prove",
            &[
                ("back", "/me/passkeys"),
                ("prove-passphrase", PASSPHRASE),
                ("prove-code", &code),
            ],
        )
        .await;
    assert_eq!(
        (back.status, back.header("location")),
        (303, "/me/passkeys")
    );
    assert_eq!(browser.get("/me/passkeys").await.status, 200);
}

#[tokio::test]
async fn every_sensitive_address_asks_for_a_proof() {
    let world = World::new();
    rules(&world, &open_rules());
    let mut browser = world
        .signed_as(
            "samar",
            &[Role::Administrator, Role::Documenter, Role::Reviewer],
            "en",
        )
        .await;
    world.pass(11 * 60);
    let person = {
        let mut all = world.signed("en").await;
        all.first_person("Ghabagheb").await
    };
    for path in [
        "/office/people".to_owned(),
        "/office/people/example".to_owned(),
        "/office/compartments".to_owned(),
        "/office/compartments/none".to_owned(),
        "/office/keys".to_owned(),
        "/office/rules".to_owned(),
        "/office/backups".to_owned(),
        "/office/export".to_owned(),
        "/office/export/take".to_owned(),
        "/office/requests/none".to_owned(),
        "/me/passkeys".to_owned(),
        "/me/passkeys/none".to_owned(),
        "/me/tokens".to_owned(),
        format!("/evidence/{person}/take"),
        format!("/record/{person}/reveal"),
    ] {
        let fields = [("do", "roles"), ("reveal-why", "a call")];
        let answer = browser.post(&path, &fields).await;
        assert_eq!(answer.status, 403, "{path}: {}", answer.body);
        assert!(answer.body.contains("Is it you?"), "{path}");
    }
}

async fn bearer(world: &World, method: &str, path: &str, token: &str, body: &str) -> world::Answer {
    let request = axum::http::Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .expect("a request");
    world.send(request).await
}

#[tokio::test]
async fn a_token_reaches_twins_within_its_scopes_and_never_the_door() {
    let world = World::new();
    let mut browser = world
        .signed_as("samar", &[Role::Documenter, Role::Administrator], "en")
        .await;
    let person = browser.first_person("Ghabagheb").await;
    let made = browser
        .post(
            "/me/tokens",
            &[
                ("label", "count"),
                ("days", "7"),
                ("scope", "read"),
                ("scope", "verify"),
            ],
        )
        .await;
    let token = between(&made.body, "<code class=\"ltr\">sijill_", "</code>").to_owned();
    let token = format!("sijill_{token}");
    let page = browser.get("/me/tokens").await;
    assert!(!page.body.contains(&token), "shown once");
    assert!(page.body.contains("never"), "not used yet");

    let path = format!("/person/{person}");
    let twin = bearer(&world, "GET", &format!("{path}.json"), &token, "").await;
    assert_eq!(twin.status, 200, "{}", twin.body);
    assert!(twin.headers("set-cookie").is_empty(), "no door is opened");
    assert_eq!(
        bearer(&world, "GET", "/openapi.json", &token, "")
            .await
            .status,
        200
    );
    // Not for pages, not beyond its scopes, not for what needs a person.
    let page = bearer(&world, "GET", &path, &token, "").await;
    assert_eq!((page.status, page.header("location")), (303, "/sign-in"));
    let find = bearer(&world, "POST", "/find.json", &token, "q=Ghabagheb").await;
    assert_eq!(find.status, 404);
    let record = bearer(&world, "POST", "/record.json", &token, "name0-full=x").await;
    assert_eq!(record.status, 404);
    for (method, path) in [
        ("GET", "/me.json"),
        ("GET", "/me/tokens.json"),
        ("POST", "/me/tokens.json"),
        ("GET", "/office/keys.json"),
        ("GET", "/office/people.json"),
        ("POST", "/lock.json"),
        ("POST", "/office/export.json"),
        ("POST", "/sign-out-everywhere.json"),
    ] {
        let answer = bearer(&world, method, path, &token, "").await;
        assert_eq!(answer.status, 401, "{path}");
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{path}");
    }
    // With the scope, a script's form needs no token of a browser.
    world.pass(2);
    let made = browser
        .post(
            "/me/tokens",
            &[("label", "seek"), ("days", "7"), ("scope", "find")],
        )
        .await;
    let finder = format!(
        "sijill_{}",
        between(&made.body, "<code class=\"ltr\">sijill_", "</code>")
    );
    let find = bearer(&world, "POST", "/find.json", &finder, "q=Ghabagheb").await;
    assert_eq!(find.status, 200, "{}", find.body);
    assert!(find.body.contains(&person));
    // A role that is taken away takes the token along; so do revoking and time.
    let seat = world
        .office
        .seat("example", world.at(), None)
        .expect("administers");
    world
        .office
        .set_roles(&seat, "samar", &[Role::Administrator])
        .expect("set");
    assert_eq!(
        bearer(&world, "GET", &format!("{path}.json"), &token, "")
            .await
            .status,
        404
    );
    world
        .office
        .set_roles(&seat, "samar", &[Role::Reader])
        .expect("set");
    assert_eq!(
        bearer(&world, "GET", &format!("{path}.json"), &token, "")
            .await
            .status,
        200
    );
    let page = browser.get("/me/tokens").await;
    let id = between(&page.body, "action=\"/me/tokens/", "\"").to_owned();
    browser.post(&format!("/me/tokens/{id}"), &[]).await;
    assert_eq!(
        bearer(&world, "GET", &format!("{path}.json"), &token, "")
            .await
            .status,
        401
    );
    world.pass(8 * 24 * 60 * 60);
    assert_eq!(
        bearer(&world, "GET", "/openapi.json", &finder, "")
            .await
            .status,
        401
    );
    let nonsense = bearer(&world, "GET", "/openapi.json", "sijill_00", "").await;
    assert_eq!(nonsense.status, 401);
}

#[tokio::test]
async fn every_route_is_in_the_openapi_description() {
    let description = web::description();
    let mut operations = std::collections::BTreeSet::new();
    let mut count = 0;
    for address in web::ADDRESSES {
        if address.path.starts_with("/static/") {
            continue;
        }
        let twin = if address.path == "/" {
            "/.json".to_owned()
        } else {
            format!("{}.json", address.path)
        };
        let known = &description["paths"][&twin];
        assert!(known.is_object(), "{twin}");
        assert_eq!(known["post"].is_object(), address.takes_forms(), "{twin}");
        for (_, operation) in known.as_object().expect("methods") {
            count += 1;
            operations.insert(
                operation["operationId"]
                    .as_str()
                    .expect("a name")
                    .to_owned(),
            );
            for part in address.path.split('/').filter(|part| part.starts_with('{')) {
                let name = part.trim_matches(['{', '}']);
                let named = operation["parameters"].as_array().expect("a list");
                assert!(named.iter().any(|it| it["name"] == name), "{twin}: {name}");
            }
        }
    }
    assert!(count > 70);
    // One handler may stand at two addresses that only lead away.
    assert!(operations.len() > 65, "{}", operations.len());
    let world = World::new();
    let mut browser = world.signed("en").await;
    let twin = browser.get("/openapi.json").await;
    let served: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    assert_eq!(served, description);
}

/// An address with ids of the example office in place of its parts.
async fn addressed(browser: &mut Browser<'_>) -> Vec<String> {
    let person = browser.first_person("Ghabagheb").await;
    let twin = browser.get(&format!("/person/{person}.json")).await;
    let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("an id").to_owned();
    let event = text(&twin["events"][0]["id"]);
    let source = text(&twin["events"][0]["claims"][0]["source_id"]);
    let mut paths = Vec::new();
    for address in web::ADDRESSES {
        let ids: &[&String] = match address.path.split('/').nth(1) {
            Some("source") => &[&source],
            Some("event") => &[&event],
            Some("record") => &[&person, &event, &source],
            _ => &[&person],
        };
        for id in ids {
            let path = address
                .path
                .replace("{id}", id)
                .replace("{study}", "defectors")
                .replace("{figure}", "arrests")
                .replace("{instrument}", "ld-18-2018")
                .replace("{vocabulary}", "event")
                .replace("{a}", &person)
                .replace("{b}", &event);
            let path = match address.path.contains("/text/") {
                true => path.replace("{name}", "text.ar.md"),
                false => path.replace("{name}", "ar.html"),
            };
            // The first address only leads on.
            let leads = address.path == "/" || address.path.starts_with("/static/");
            if !leads && !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    paths
}

#[tokio::test]
async fn every_page_has_a_twin_under_the_same_permission() {
    let world = World::new();
    let mut every = world.signed("en").await;
    let paths = addressed(&mut every).await;
    let reader = world.signed_as("reader", &[Role::Reader], "en").await;
    let administrator = world.signed_as("admin", &[Role::Administrator], "en").await;
    let nobody = world.browser("en");
    for (who, mut browser) in [
        ("every role", every),
        ("a reader", reader),
        ("an administrator", administrator),
        ("nobody", nobody),
    ] {
        let (mut pages, mut refused) = (0, 0);
        for path in &paths {
            let page = browser.get(path).await;
            let twin = browser.get(&format!("{path}.json")).await;
            let html = page.header("content-type").starts_with("text/html")
                && page.header("content-disposition").is_empty();
            let to_door = page.status == 303 && page.header("location") == "/sign-in";
            // Whoever has to prove who they are is asked on the page, and told on the twin.
            let asked = to_door || page.status == 403;
            let expected = if asked { 401 } else { page.status };
            assert_eq!(twin.status, expected, "{who}: {path}");
            pages += u32::from(page.status == 200 && html);
            refused += u32::from(asked || page.status == 404);
            // A file that is downloaded is the same file at both; a form alone shows nothing.
            let file = page.status == 200 && !html;
            if file || page.status == 405 || (page.status == 303 && !to_door) {
                continue;
            }
            let kind = twin.header("content-type");
            assert_eq!(kind, "application/json; charset=utf-8", "{who}: {path}");
            serde_json::from_str::<serde_json::Value>(&twin.body)
                .unwrap_or_else(|error| panic!("{who}: {path}: {error}"));
        }
        match who {
            "every role" => assert!(pages > 50, "{pages} pages"),
            "nobody" => assert!(refused > 60, "{refused} refused"),
            _ => assert!(pages > 5 && refused > 20, "{who}: {pages}, {refused}"),
        }
    }
}

#[tokio::test]
async fn reading_in_bulk_raises_an_alarm_and_then_ends() {
    let world = World::new();
    let mut all = world.signed("en").await;
    let found = all.post("/find", &[("q", "Ghabagheb")]).await;
    let mut persons: Vec<String> = found
        .body
        .split("href=\"/person/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '#', '?', '/']).next())
        .map(str::to_owned)
        .collect();
    persons.sort();
    persons.dedup();
    assert!(persons.len() >= 4, "{}", persons.len());
    rules(
        &world,
        &Policy {
            reads_alarm: 2,
            reads_most: 3,
            ..open_rules()
        },
    );
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut administrator = world.signed_as("lina", &[Role::Administrator], "en").await;
    world.pass(31);
    for person in &persons[..3] {
        assert_eq!(samar.get(&format!("/person/{person}")).await.status, 200);
    }
    // The same record again is no reading in bulk.
    assert_eq!(
        samar.get(&format!("/person/{}", persons[0])).await.status,
        200
    );
    let refused = samar.get(&format!("/person/{}", persons[3])).await;
    assert_eq!(refused.status, 429);
    assert!(
        refused.body.contains("more records in an hour"),
        "{}",
        refused.body
    );
    let twin = samar.get(&format!("/person/{}.json", persons[3])).await;
    assert_eq!(twin.status, 429, "nor by the twin");
    let page = administrator.get("/office/looks").await;
    assert!(
        plain(&page.body).contains("2 records within an hour"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("tag bad").count(), 1, "one alarm an hour");
    // Every look is there with who and when, and without what was seen.
    for person in &persons[..3] {
        assert!(page.body.contains(&format!("/person/{person}")));
    }
    assert!(!page.body.contains("Ghabagheb"));
    world.pass(60 * 60);
    let mut samar = world.browser("en");
    let _ = samar.get("/sign-in").await;
    assert_eq!(
        administrator.get("/office/looks").await.status,
        303,
        "idle by now"
    );
}

#[tokio::test]
async fn administrators_act_only_with_a_security_key_where_the_rules_say_so() {
    let world = World::new();
    let mut administrator = world.signed_as("lina", &[Role::Administrator], "en").await;
    assert_eq!(administrator.get("/office/keys").await.status, 200);
    rules(
        &world,
        &Policy {
            administrators_passkey: true,
            ..open_rules()
        },
    );
    let refused = administrator.get("/office/keys").await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("signing in with a security key"),
        "{}",
        refused.body
    );
    // The page on which a key is added stays within reach.
    assert_eq!(administrator.get("/office").await.status, 200);
    assert_eq!(administrator.get("/me").await.status, 200);
    assert_eq!(administrator.get("/me/passkeys").await.status, 200);
}

#[tokio::test]
async fn a_session_is_ended_from_another_browser() {
    let world = World::new();
    let secret = world.user("samar", &[Role::Reader]);
    let mut one = world.browser("en");
    one.get("/sign-in").await;
    one.sign_in("samar", PASSPHRASE, &world.code(&secret)).await;
    world.pass(30);
    let mut two = world.browser("en");
    two.get("/sign-in").await;
    two.sign_in("samar", PASSPHRASE, &world.code(&secret)).await;
    let me = two.get("/me.json").await;
    let me: serde_json::Value = serde_json::from_str(&me.body).expect("JSON");
    let other = me["sessions"]
        .as_array()
        .expect("sessions")
        .iter()
        .find(|session| session["this"] == false)
        .expect("the other")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    // Nobody else's page ends it.
    let mut stranger = world.signed("en").await;
    stranger.post(&format!("/me/sessions/{other}"), &[]).await;
    assert_eq!(one.get("/today").await.status, 200);
    two.post(&format!("/me/sessions/{other}"), &[]).await;
    assert_eq!(one.get("/today").await.status, 303);
    assert_eq!(two.get("/today").await.status, 200);
}

const OWN_PAGES: &[&str] = &[
    "/me",
    "/me/tokens",
    "/me/passkeys",
    "/openapi",
    "/office/requests",
    "/office/rules",
    "/office/looks",
    "/office/backups",
    "/office/consents",
    "/office/disclosures",
    "/office/export",
    "/office/keys",
    "/office/people",
];

#[tokio::test]
async fn pages_of_access_say_everything_in_both_languages() {
    let world = World::new();
    for language in ["ar", "en"] {
        let mut browser = world.signed(language).await;
        let person = browser.first_person("Ghabagheb").await;
        let files = format!("/record/{person}/files");
        browser.upload(&files, "letter.txt", b"words").await;
        for path in OWN_PAGES
            .iter()
            .map(|it| (*it).to_owned())
            .chain([files.clone()])
        {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            for id in page
                .body
                .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
            {
                assert!(
                    !id.starts_with("web-") && !id.starts_with("office-"),
                    "{language} {path}: {id} is not said"
                );
            }
            for forbidden in [" style=", "<style", "onclick", "<script>", "src=\"http"] {
                assert!(!page.body.contains(forbidden), "{path} has {forbidden}");
            }
        }
        for path in ["/office/rules", "/me/tokens", "/office/export"] {
            let page = browser.get(path).await;
            insta::assert_snapshot!(
                format!("access{}.{language}", path.replace('/', "-")),
                page.stable(&browser)
            );
        }
    }
}
