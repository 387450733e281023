//! From an empty folder to a locked office: the first run, unlocking, locking, TLS.

mod world;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use office::{Entropy, Office, Policy, Seeded, Unlock};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tower::ServiceExt;
use web::{Entropies, House};
use world::base32;

const NOW: i64 = 1_570_000_000;
const OFFICE_PASSPHRASE: &str = "lantern orbit kettle verse";
const PASSPHRASE: &str = "five words nobody would ever guess";

fn entropies(name: &'static str) -> Entropies {
    let count = AtomicI64::new(0);
    Arc::new(move |purpose| -> Box<dyn Entropy> {
        // Each use gets its own numbers, as from an operating system.
        let number = count.fetch_add(1, Ordering::SeqCst);
        Box::new(Seeded::new(&format!("house {name}: {purpose} {number}")))
    })
}

fn clock_of(moment: &Arc<AtomicI64>) -> web::Clock {
    let told = Arc::clone(moment);
    Arc::new(move || jiff::Timestamp::from_second(told.load(Ordering::SeqCst)).expect("a moment"))
}

struct Visitor {
    service: axum::Router,
    token: String,
}

struct Seen {
    status: u16,
    location: String,
    body: String,
}

impl Visitor {
    fn of(house: &Arc<House>) -> Visitor {
        Visitor {
            service: web::house_service(Arc::clone(house)),
            token: String::new(),
        }
    }

    async fn send(&mut self, method: &str, path: &str, body: String) -> Seen {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept-language", "en")
            .header("content-type", "application/x-www-form-urlencoded");
        if !self.token.is_empty() {
            request = request.header(header::COOKIE, format!("__Host-sijill={}", self.token));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self
            .service
            .clone()
            .oneshot(request)
            .await
            .expect("answers");
        let (head, body) = response.into_parts();
        for cookie in head.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("text");
            if let Some(rest) = cookie.strip_prefix("__Host-sijill=") {
                self.token = rest.split(';').next().unwrap_or_default().to_owned();
            }
        }
        let policy = head.headers.get("content-security-policy");
        assert!(policy.is_some_and(|it| it.to_str().is_ok_and(|it| it.contains("'none'"))));
        let bytes = to_bytes(body, usize::MAX).await.expect("read");
        Seen {
            status: head.status.as_u16(),
            location: head
                .headers
                .get("location")
                .and_then(|it| it.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&mut self, path: &str) -> Seen {
        self.send("GET", path, String::new()).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let encode =
            |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
        let csrf = office::digest(&format!("form {}", self.token));
        let mut body = format!("csrf={csrf}");
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        self.send("POST", path, body).await
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map(|(found, _)| found)
        .expect("it is there")
}

fn locked_house(folder: &Path, moment: &Arc<AtomicI64>) -> (Arc<House>, Option<String>) {
    let (house, first_run) =
        House::locked(folder, entropies("one"), clock_of(moment), false).expect("a house");
    (Arc::new(house), first_run)
}

#[tokio::test]
async fn an_office_is_created_in_the_browser_then_locked_and_unlocked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("office");
    let moment = Arc::new(AtomicI64::new(NOW));
    let (house, first_run) = locked_house(&path, &moment);
    let first_run = first_run.expect("an address for the terminal");
    let mut visitor = Visitor::of(&house);

    // Without the address from the terminal there is nothing to be had.
    let page = visitor.get("/").await;
    assert!(
        page.body.contains("There is no office here yet"),
        "{}",
        page.body
    );
    let guessed = format!("/first-run/{}", "0".repeat(64));
    assert_eq!(visitor.get(&guessed).await.status, 404);
    assert_eq!(visitor.post(&guessed, &[]).await.status, 404);
    assert_eq!(visitor.get("/today.json").await.status, 503);

    let page = visitor.get(&first_run).await;
    assert!(
        page.body.contains("Name of the office in Arabic"),
        "{}",
        page.body
    );
    let names = [
        ("languages", "ar,en"),
        ("name_ar", "مكتب التجربة"),
        ("name_en", "Office of the trial"),
        ("user", "salma"),
    ];
    for (passphrase, again, said) in [
        ("too-short-1", "too-short-1", "at least 15 characters"),
        (OFFICE_PASSPHRASE, "another one", "differ"),
        ("passwordpassword", "passwordpassword", "easy to guess"),
    ] {
        let mut fields = names.to_vec();
        fields.extend([("passphrase", passphrase), ("again", again)]);
        let page = visitor.post(&first_run, &fields).await;
        assert_eq!(page.status, 422);
        let plain = page.body.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain.contains(said), "{said}: {plain}");
        assert!(
            plain.contains("Office of the trial"),
            "what was typed stays"
        );
        assert!(!page.body.contains(passphrase), "but for the passphrase");
    }
    let mut fields = names.to_vec();
    fields.extend([
        ("passphrase", OFFICE_PASSPHRASE),
        ("again", OFFICE_PASSPHRASE),
    ]);
    let created = visitor.post(&first_run, &fields).await;
    assert_eq!(created.status, 200, "{}", created.body);
    let recovery = between(&created.body, "recovery\">", "</code>").to_owned();
    let activation = between(&created.body, "href=\"/activate/", "\"").to_owned();
    assert_eq!(visitor.get(&first_run).await.location, "/", "used up");

    // The first administrator sets up a sign-in and comes in.
    let page = visitor.get(&format!("/activate/{activation}")).await;
    assert!(page.body.contains("Office of the trial"), "{}", page.body);
    let app = house.app().expect("open");
    drop(app);
    let secret = base32(
        between(
            &page.body,
            "type this into the app: <code class=\"ltr\">",
            "</code>",
        )
        .replace(' ', "")
        .as_str(),
    );
    let code = |secret: &[u8]| office::code_now(secret, moment.load(Ordering::SeqCst) as u64);
    let done = visitor
        .post(
            &format!("/activate/{activation}"),
            &[
                ("passphrase", PASSPHRASE),
                ("again", PASSPHRASE),
                ("code", &code(&secret)),
            ],
        )
        .await;
    assert_eq!(done.status, 200, "{}", done.body);
    moment.fetch_add(60, Ordering::SeqCst);
    let sign_in = |code: String| {
        [
            ("name", "salma".to_owned()),
            ("passphrase", PASSPHRASE.to_owned()),
            ("code", code),
        ]
    };
    let fields = sign_in(code(&secret));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
    assert_eq!(visitor.post("/sign-in", &fields).await.status, 303);
    assert_eq!(visitor.get("/today").await.status, 200);
    let office_page = visitor.get("/office").await;
    assert!(
        office_page.body.contains("Lock now"),
        "{}",
        office_page.body
    );

    // Locked: no page, no twin, no session; the name of the office is gone too.
    assert_eq!(visitor.post("/lock", &[]).await.location, "/unlock");
    assert!(house.app().is_none());
    assert_eq!(visitor.get("/today").await.location, "/unlock");
    assert_eq!(visitor.get("/today.json").await.status, 503);
    let page = visitor.get("/unlock").await;
    assert!(!page.body.contains("Office of the trial"), "{}", page.body);
    let wrong = visitor
        .post("/unlock", &[("secret", "not the passphrase")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(house.app().is_none());
    let right = visitor
        .post("/unlock", &[("secret", OFFICE_PASSPHRASE)])
        .await;
    assert_eq!((right.status, right.location.as_str()), (303, "/sign-in"));
    assert_eq!(
        visitor.get("/today").await.location,
        "/sign-in",
        "every session ended"
    );

    // An hour without anybody at work locks it again; the recovery key opens it.
    moment.fetch_add(59 * 60, Ordering::SeqCst);
    house.tick().expect("looked");
    assert!(house.app().is_some());
    moment.fetch_add(60, Ordering::SeqCst);
    house.tick().expect("looked");
    assert!(house.app().is_none(), "locked by itself");
    assert_eq!(visitor.get("/").await.location, "/unlock");
    let opened = visitor.post("/unlock", &[("secret", &recovery)]).await;
    assert_eq!(opened.location, "/sign-in", "{}", opened.body);

    // After a restart the program starts locked.
    drop((house, visitor));
    let (house, first_run) = locked_house(&path, &moment);
    assert!(first_run.is_none() && house.app().is_none() && !house.is_absent());
    let office = Office::open(&path, &Unlock::from_text(OFFICE_PASSPHRASE), &|purpose| {
        entropies("two")(purpose)
    })
    .expect("the log of both");
    let seat = office
        .seat(
            "salma",
            jiff::Timestamp::from_second(NOW).expect("a moment"),
            None,
        )
        .expect("verifies");
    assert_eq!(office.verify(&seat, None).expect("read").problems, []);
    assert_eq!(office.policy().expect("rules"), Policy::default());
}

#[tokio::test]
async fn attempts_to_unlock_are_slowed_down_and_nobody_is_locked_out_for_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("office");
    office::build_example(&path, |_, _| {}).expect("built");
    let moment = Arc::new(AtomicI64::new(NOW));
    let (house, _) = locked_house(&path, &moment);
    let mut visitor = Visitor::of(&house);
    visitor.get("/unlock").await;
    // A form without its token costs no attempt.
    let bare = visitor.send("POST", "/unlock", "secret=x".into()).await;
    assert_eq!(bare.status, 403);
    for _ in 0..4 {
        let page = visitor
            .post("/unlock", &[("secret", "not the passphrase")])
            .await;
        assert_eq!(page.status, 422);
    }
    let slow = visitor
        .post("/unlock", &[("secret", office::EXAMPLE_PASSPHRASE)])
        .await;
    assert!(slow.body.contains("Too many attempts"), "{}", slow.body);
    moment.fetch_add(61, Ordering::SeqCst);
    let right = visitor
        .post("/unlock", &[("secret", office::EXAMPLE_PASSPHRASE)])
        .await;
    assert_eq!(right.location, "/sign-in", "{}", right.body);
}

#[tokio::test]
async fn pages_of_a_closed_office_speak_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let moment = Arc::new(AtomicI64::new(NOW));
    let (house, first_run) = locked_house(&folder.path().join("new"), &moment);
    let example = folder.path().join("example");
    office::build_example(&example, |_, _| {}).expect("built");
    let (locked, _) = locked_house(&example, &moment);
    for (house, path, name) in [
        (&house, "/".to_owned(), "no-office"),
        (&house, first_run.expect("an address"), "first-run"),
        (&locked, "/unlock".to_owned(), "unlock"),
    ] {
        for language in ["ar", "en"] {
            let mut visitor = Visitor::of(house);
            visitor.get(&path).await;
            let csrf = office::digest(&format!("form {}", visitor.token));
            let request = Request::builder()
                .uri(&path)
                .header("accept-language", language)
                .header(header::COOKIE, format!("__Host-sijill={}", visitor.token))
                .body(Body::empty())
                .expect("a request");
            let response = visitor
                .service
                .clone()
                .oneshot(request)
                .await
                .expect("answers");
            let bytes = to_bytes(response.into_body(), usize::MAX)
                .await
                .expect("read");
            let body = String::from_utf8_lossy(&bytes).replace(&csrf, "CSRF");
            let body = match path.strip_prefix("/first-run/") {
                Some(token) => body.replace(token, "TOKEN"),
                None => body,
            };
            insta::assert_snapshot!(format!("{name}.{language}"), body);
        }
    }
}

/// A certificate that signs itself, as files.
fn certificate(folder: &Path) -> (std::path::PathBuf, std::path::PathBuf, openssl::x509::X509) {
    use openssl::asn1::Asn1Time;
    use openssl::bn::BigNum;
    use openssl::ec::{EcGroup, EcKey};
    use openssl::hash::MessageDigest;
    use openssl::nid::Nid;
    use openssl::pkey::PKey;
    use openssl::x509::extension::SubjectAlternativeName;
    use openssl::x509::{X509, X509NameBuilder};

    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("a curve");
    let key = PKey::from_ec_key(EcKey::generate(&group).expect("a key")).expect("a key");
    let mut name = X509NameBuilder::new().expect("a name");
    name.append_entry_by_text("CN", "localhost").expect("named");
    let name = name.build();
    let mut builder = X509::builder().expect("a builder");
    builder.set_version(2).expect("set");
    let serial = BigNum::from_u32(1).and_then(|it| it.to_asn1_integer());
    builder
        .set_serial_number(&serial.expect("a number"))
        .expect("set");
    builder.set_subject_name(&name).expect("set");
    builder.set_issuer_name(&name).expect("set");
    builder.set_pubkey(&key).expect("set");
    builder
        .set_not_before(&Asn1Time::days_from_now(0).expect("a day"))
        .expect("set");
    builder
        .set_not_after(&Asn1Time::days_from_now(2).expect("a day"))
        .expect("set");
    let names = SubjectAlternativeName::new()
        .dns("localhost")
        .build(&builder.x509v3_context(None, None))
        .expect("built");
    builder.append_extension(names).expect("set");
    builder.sign(&key, MessageDigest::sha256()).expect("signed");
    let certificate = builder.build();
    let (chain, private) = (folder.join("chain.pem"), folder.join("key.pem"));
    std::fs::write(&chain, certificate.to_pem().expect("PEM")).expect("written");
    std::fs::write(&private, key.private_key_to_pem_pkcs8().expect("PEM")).expect("written");
    (chain, private, certificate)
}

#[test]
fn the_program_speaks_tls_itself_and_nothing_older_than_1_2() {
    use openssl::ssl::{SslConnector, SslMethod, SslVersion};
    use std::io::{Read, Write};
    use std::net::TcpStream;

    let folder = tempfile::tempdir().expect("a folder");
    let (chain, key, certificate) = certificate(folder.path());
    let wire = web::Wire::Tls { chain, key };
    let listening =
        web::listen("127.0.0.1:0".parse().expect("an address"), wire.clone()).expect("listens");
    let address = listening.address;
    let moment = Arc::new(AtomicI64::new(NOW));
    let (house, _) = locked_house(&folder.path().join("office"), &moment);
    // It is served until the tests end.
    std::thread::spawn(move || listening.serve_house(house));

    let ask =
        |most: SslVersion| {
            let mut builder = SslConnector::builder(SslMethod::tls()).expect("a builder");
            builder
                .cert_store_mut()
                .add_cert(certificate.clone())
                .expect("trusted");
            builder.set_min_proto_version(None).expect("set");
            builder.set_max_proto_version(Some(most)).expect("set");
            let stream = TcpStream::connect(address).expect("connected");
            builder
                .build()
                .connect("localhost", stream)
                .map(|mut stream| {
                    stream
                .write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .expect("sent");
                    let mut text = String::new();
                    stream.read_to_string(&mut text).expect("answered");
                    text
                })
        };
    for version in [SslVersion::TLS1_3, SslVersion::TLS1_2] {
        let answer = ask(version).expect("agreed");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("strict-transport-security"), "{answer}");
    }
    assert!(ask(SslVersion::TLS1_1).is_err(), "TLS 1.1 is refused");
    // Plain words get no page, and hold up nobody.
    let mut plain = TcpStream::connect(address).expect("connected");
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").expect("sent");
    let mut text = Vec::new();
    let _ = plain.read_to_end(&mut text);
    assert!(!String::from_utf8_lossy(&text).contains("HTTP/1.1 200"));
    assert!(ask(SslVersion::TLS1_3).is_ok());
}

#[test]
fn the_end_closes_the_office_before_the_program_goes_on() {
    use std::io::{Read, Write};

    let folder = tempfile::tempdir().expect("a folder");
    let moment = Arc::new(AtomicI64::new(NOW));
    let listening =
        web::listen("127.0.0.1:0".parse().expect("an address"), false).expect("listens");
    let address = listening.address;
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let (house, _) = locked_house(&folder.path().join("office"), &moment);
    let kept = Arc::downgrade(&house);
    let serving = std::thread::spawn(move || {
        listening.serve_until(house, async {
            let _ = ended.await;
        })
    });
    let mut stream = std::net::TcpStream::connect(address).expect("connected");
    stream
        .write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("answered");
    assert!(text.starts_with("HTTP/1.1 "), "{text}");
    drop(end);
    assert_eq!(serving.join().expect("no panic"), Ok(()));
    assert_eq!(kept.strong_count(), 0, "nobody holds the house any more");
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn a_certificate_that_cannot_be_used_is_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (chain, _, _) = certificate(folder.path());
    let wire = web::Wire::Tls {
        key: chain.clone(),
        chain,
    };
    let refused = web::listen("127.0.0.1:0".parse().expect("an address"), wire);
    assert_eq!(
        refused.err().map(|problem| problem.code.as_str()),
        Some("web.tls-unusable")
    );
}
