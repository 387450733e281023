//! A world for tests: the example office, a clock that tests move, browsers with cookies.

#![allow(dead_code)] // each test file uses its own part of the world

pub mod forms;
pub mod rules;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, header};
use model::record::Role;
use office::{EXAMPLE_PASSPHRASE, EXAMPLE_USER, Entropy, Office, Seeded, Unlock, build_example};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use tower::ServiceExt;

/// A day after the example's clock stands still.
pub const NOW: i64 = 1_570_000_000;

pub const PASSPHRASE: &str = "five words nobody would ever guess";

/// The example office in a folder of its own.
pub struct World {
    pub office: Arc<Office>,
    pub clock: Arc<AtomicI64>,
    service: axum::Router,
    _folder: tempfile::TempDir,
}

fn built() -> &'static Path {
    static BUILT: OnceLock<tempfile::TempDir> = OnceLock::new();
    BUILT
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            build_example(&folder.path().join("office"), |_, _| {}).expect("the example is built");
            folder
        })
        .path()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("read") {
        let entry = entry.expect("entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

impl World {
    pub fn new() -> World {
        World::at_door(false)
    }

    pub fn at_door(behind_proxy: bool) -> World {
        World::made(behind_proxy, web::Patience::UntilDone, None, false)
    }

    /// A world in which jobs are waited for in another way, and told of.
    pub fn with_jobs(patience: web::Patience, on_step: Option<web::OnStep>) -> World {
        World::made(false, patience, on_step, false)
    }

    /// The same in an office that can be locked.
    pub fn lockable(patience: web::Patience, on_step: Option<web::OnStep>) -> World {
        World::made(false, patience, on_step, true)
    }

    fn made(
        behind_proxy: bool,
        patience: web::Patience,
        on_step: Option<web::OnStep>,
        lockable: bool,
    ) -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("office");
        copy(&built().join("office"), &path);
        let entropies = |purpose: &'static str| -> Box<dyn Entropy> {
            Box::new(Seeded::new(&format!("test of pages: {purpose}")))
        };
        let office = Office::open(
            &path,
            &Unlock::Passphrase(EXAMPLE_PASSPHRASE.into()),
            &entropies,
        )
        .expect("the example opens");
        let office = Arc::new(office);
        let clock = Arc::new(AtomicI64::new(NOW));
        let told = Arc::clone(&clock);
        let app = web::App::new(
            Arc::clone(&office),
            Arc::new(move || {
                jiff::Timestamp::from_second(told.load(Ordering::SeqCst)).expect("a moment")
            }),
            behind_proxy,
        )
        .with_jobs(patience, on_step);
        let service = if lockable {
            let entropies: web::Entropies = Arc::new(entropies);
            web::house_service(Arc::new(web::House::opened_app(app, entropies)))
        } else {
            web::service(Arc::new(app))
        };
        World {
            office,
            clock,
            service,
            _folder: folder,
        }
    }

    pub fn at(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.clock.load(Ordering::SeqCst)).expect("a moment")
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .service
            .clone()
            .oneshot(request)
            .await
            .expect("answers");
        Answer::of(response).await
    }

    pub fn browser(&self, language: &'static str) -> Browser<'_> {
        Browser {
            world: self,
            language,
            token: String::new(),
        }
    }

    /// A browser in which the example's user, who holds every role, has signed in.
    pub async fn signed(&self, language: &'static str) -> Browser<'_> {
        let mut browser = self.browser(language);
        let token = self.office.example_token(self.at()).expect("an example");
        browser.get(&format!("/once/{token}")).await;
        let answer = browser.post(&format!("/once/{token}"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    /// Makes a user with a passphrase and a second factor; returns the factor's secret.
    pub fn user(&self, name: &str, roles: &[Role]) -> Vec<u8> {
        let seat = self
            .office
            .seat(EXAMPLE_USER, self.at(), None)
            .expect("administers");
        self.office
            .add_user(&seat, name, None, roles)
            .expect("added");
        let token = self.office.invite(&seat, name).expect("invited");
        let secret = base32(
            &self
                .office
                .activation(&token, self.at())
                .expect("read")
                .expect("there")
                .secret,
        );
        let code = office::code_now(&secret, self.clock.load(Ordering::SeqCst) as u64);
        self.office
            .activate(&token, PASSPHRASE, &code, self.at())
            .expect("activated");
        self.pass(30);
        secret
    }

    /// A browser in which a new user with these roles has signed in.
    pub async fn signed_as(
        &self,
        name: &str,
        roles: &[Role],
        language: &'static str,
    ) -> Browser<'_> {
        let secret = self.user(name, roles);
        let mut browser = self.browser(language);
        browser.get("/sign-in").await;
        let answer = browser.sign_in(name, PASSPHRASE, &self.code(&secret)).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    pub fn code(&self, secret: &[u8]) -> String {
        office::code_now(secret, self.clock.load(Ordering::SeqCst) as u64)
    }
}

/// A browser with its cookie.
pub struct Browser<'w> {
    pub world: &'w World,
    pub language: &'static str,
    pub token: String,
}

pub fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Browser<'_> {
    pub fn csrf(&self) -> String {
        office::digest(&format!("form {}", self.token))
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept-language", self.language);
        if !self.token.is_empty() {
            request = request.header(header::COOKIE, format!("__Host-sijill={}", self.token));
        }
        request
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self
            .world
            .send(
                self.request("GET", path)
                    .body(Body::empty())
                    .expect("a request"),
            )
            .await;
        self.keep(&answer);
        answer
    }

    /// Sends a form with its token.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post_bare(path, &all).await
    }

    /// Sends a form as it is.
    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let request = self
            .request("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .expect("a request");
        let answer = self.world.send(request).await;
        self.keep(&answer);
        answer
    }

    /// Sends a file with the form's token.
    pub async fn upload(&mut self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
            self.csrf()
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = self
            .request("POST", path)
            .header("content-type", "multipart/form-data; boundary=edge")
            .body(Body::from(body))
            .expect("a request");
        self.world.send(request).await
    }

    /// Seals a file as evidence for a person; returns its id.
    pub async fn seal(&mut self, person: &str, name: &str, bytes: &[u8]) -> String {
        let path = format!("/record/{person}/files");
        let added = self.upload(&path, name, bytes).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let page = self.get(&path).await.body;
        let (before, _) = page
            .split_once(&format!("<bdi>{name}</bdi>"))
            .expect("listed");
        let (_, id) = before.rsplit_once("href=\"/evidence/").expect("an address");
        id.split('"').next().expect("an id").to_owned()
    }

    pub async fn sign_in(&mut self, name: &str, passphrase: &str, code: &str) -> Answer {
        self.post(
            "/sign-in",
            &[("name", name), ("passphrase", passphrase), ("code", code)],
        )
        .await
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.headers("set-cookie") {
            if let Some(rest) = cookie.strip_prefix("__Host-sijill=") {
                self.token = rest.split(';').next().unwrap_or_default().to_owned();
            }
        }
    }

    /// The id of the first person that a search finds.
    pub async fn first_person(&mut self, text: &str) -> String {
        let answer = self.post("/find", &[("q", text)]).await;
        let (_, rest) = answer
            .body
            .split_once("href=\"/person/")
            .expect("somebody is found");
        rest.split('"').next().expect("an id").to_owned()
    }
}

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub head: axum::http::HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    async fn of(response: Response<Body>) -> Answer {
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("read").to_vec();
        Answer {
            status: head.status.as_u16(),
            head: head.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }

    pub fn header(&self, name: &str) -> &str {
        self.head
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.head
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect()
    }

    /// The page without what differs from one run to the next.
    pub fn stable(&self, browser: &Browser) -> String {
        let body = self.body.replace(&browser.csrf(), "CSRF");
        // What a preview asks to be confirmed follows from the whole profile.
        let body = match body.split_once("name=\"seen\" value=\"") {
            Some((_, rest)) => {
                let seen = rest.split('"').next().unwrap_or_default().to_owned();
                body.replace(&seen, "SEEN")
            }
            None => body,
        };
        match body.split_once("data-challenge=\"") {
            Some((before, rest)) => {
                let after = rest.split_once('"').map_or("", |(_, after)| after);
                format!("{before}data-challenge=\"CHALLENGE\"{after}")
            }
            None => body,
        }
    }
}

pub fn base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0, 0u32);
    for letter in text.bytes().filter(u8::is_ascii_alphanumeric) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        held = held << 5 | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 255) as u8);
        }
    }
    bytes
}
