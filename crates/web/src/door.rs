//! How does a request become an ask, and an answer a response?
//!
//! The only asynchronous part. It reads the body within its limit, then does
//! everything else on a blocking thread: the session or token, the token of the
//! form, the handler. A panic there becomes a page that tells nothing. While
//! the office is locked or not there, `pages::unlock` answers everything.

use crate::answer::{Answer, Answered, JSON, Refusal, refuse};
use crate::ask::{Ask, Knock, Upload};
use crate::form::{Form, clean};
use crate::house::House;
use crate::pages::{prove, reveals, unlock};
use crate::routes::Address;
use axum::RequestExt;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, Multipart, RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use office::{Preferences, Session};
use std::io::Read;
use std::net::SocketAddr;
use std::sync::Arc;
use words::Language;

/// Most bytes of a form.
pub const FORM_LIMIT: usize = 512 * 1024;
/// Most bytes of a sheet that is sent.
pub const UPLOAD_LIMIT: usize = 32 * 1024 * 1024;
/// Most bytes of a file of evidence that is sent.
pub const EVIDENCE_LIMIT: usize = 64 * 1024 * 1024;
/// Bytes of a file that are sent at a time.
const PIECE: usize = 64 * 1024;
/// The session's cookie; the prefix binds it to this host over a secure channel.
pub const SESSION_COOKIE: &str = "__Host-sijill";
/// The language's cookie.
pub const LANGUAGE_COOKIE: &str = "__Host-language";

/// What stands behind an address.
pub type Handler = fn(&Ask) -> Answered;

/// The JSON twin of a page was asked for.
#[derive(Clone, Copy)]
pub struct Twin;

/// An answer that holds bytes from outside the office: nothing in it may run.
#[derive(Clone, Copy)]
struct Sandboxed;

/// Who may come to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Everybody.
    Open,
    /// Who has signed in, and scripts with a token.
    Signed,
    /// Who has signed in with a browser; never a token.
    Person,
}

/// Where the peer of a connection is, and whether the connection is TLS of this program.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    pub address: SocketAddr,
    pub tls: bool,
}

/// Answers one request.
pub async fn answer(
    house: Arc<House>,
    address: &'static Address,
    mut request: Request,
) -> Response<Body> {
    let parts: Vec<(String, String)> = match request.extract_parts::<RawPathParams>().await {
        Ok(found) => found
            .iter()
            .map(|(name, value)| (name.to_owned(), clean(value)))
            .collect(),
        Err(_) => Vec::new(),
    };
    let mut knock = knock_of(&house, parts, &request);
    let mut read = Ok(());
    if knock.post {
        let multipart = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"));
        read = if multipart {
            read_upload(&mut knock, address, request).await
        } else {
            read_form(&mut knock, request).await
        };
    }
    let answered = tokio::task::spawn_blocking(move || answer_now(&house, address, knock, read));
    match answered.await {
        Ok(answer) => respond(answer),
        // Whatever broke, the page says nothing of it.
        Err(_) => respond(Answer::of("text/plain; charset=utf-8", "500").with_status(500)),
    }
}

fn knock_of(house: &House, parts: Vec<(String, String)>, request: &Request) -> Knock {
    let headers = request.headers();
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let extensions = request.extensions();
    let peer = extensions.get::<ConnectInfo<Peer>>().map(|info| info.0);
    let tls = house.behind_proxy || peer.is_some_and(|peer| peer.tls);
    let json = extensions.get::<Twin>().is_some();
    let token = cookie(headers, SESSION_COOKIE)
        .filter(|token| token.len() == 64)
        .unwrap_or_default();
    let language = cookie(headers, LANGUAGE_COOKIE)
        .and_then(|code| Language::parse(&code))
        .or_else(|| Language::parse(&text(header::ACCEPT_LANGUAGE)))
        .unwrap_or(Language::Arabic);
    // A proxy's word about the client counts only when one was announced.
    let told = headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok());
    let address = match told.and_then(|told| told.rsplit(',').next()) {
        Some(told) if house.behind_proxy => clean(told.trim()),
        _ => peer.map_or_else(String::new, |peer| peer.address.ip().to_string()),
    };
    let bearer = text(header::AUTHORIZATION);
    Knock {
        path: request.uri().path().to_owned(),
        parts,
        query: Form::read(request.uri().query().unwrap_or_default()),
        form: Form::default(),
        upload: Upload::default(),
        post: request.method() == Method::POST,
        json,
        fragment: headers.contains_key("hx-request"),
        token,
        // Tokens of scripts are for twins only: they never open the door.
        bearer: bearer
            .strip_prefix("Bearer ")
            .filter(|_| json)
            .unwrap_or_default()
            .trim()
            .to_owned(),
        language,
        address,
        agent: text(header::USER_AGENT),
        origin: served_at(request, tls),
        same_site: headers
            .get("sec-fetch-site")
            .is_none_or(|site| site == "same-origin" || site == "none"),
        same_origin: headers
            .get("sec-fetch-site")
            .is_some_and(|site| site == "same-origin"),
        at: (house.clock)(),
    }
}

/// The origin at which this request was served: the host that was asked, over TLS of
/// this program or of its proxy, or in the clear on loopback. The browser's own word
/// would be `null`, as pages send no referrer; a device signs the true one.
fn served_at(request: &Request, tls: bool) -> String {
    let asked = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .or_else(|| request.uri().authority().map(|host| host.as_str()))
        .unwrap_or_default();
    let host = asked
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || b".-:[]".contains(&it));
    match asked {
        "" => String::new(),
        _ if !host => String::new(),
        host if tls => format!("https://{host}"),
        host => format!("http://{host}"),
    }
}

fn answer_now(
    house: &Arc<House>,
    address: &'static Address,
    knock: Knock,
    read: Result<(), Refusal>,
) -> Answer {
    let Some(app) = house.app() else {
        return unlock::answer_closed(house, knock, read);
    };
    let mut ask = Ask {
        house: Arc::clone(house),
        app,
        knock,
        session: None,
        scopes: None,
        preferences: Preferences::default(),
    };
    let answer = read.and_then(|()| answer_open(&mut ask, address));
    answer.unwrap_or_else(|refusal| refuse(&ask, &refusal))
}

fn answer_open(ask: &mut Ask, address: &'static Address) -> Answered {
    let office = Arc::clone(&ask.app.office);
    if !ask.bearer.is_empty() {
        let known = office.token_user(&ask.bearer, ask.at)?;
        let (token, user) = known.ok_or(Refusal::SignIn)?;
        ask.session = Some((Session::of_token(&token), user));
        ask.scopes = Some(token.scopes);
        if address.door == Door::Person {
            return Err(Refusal::SignIn);
        }
    } else if !ask.token.is_empty() {
        ask.session = office.session(&ask.token, ask.at)?;
    }
    if address.door != Door::Open && ask.session.is_none() {
        return Err(Refusal::SignIn);
    }
    // A script sends its token itself; a browser's cookie goes along unasked.
    if ask.post && ask.scopes.is_none() && !ask.has_token() {
        return Err(Refusal::Stale);
    }
    if ask.session.is_some() {
        ask.house.note_use(ask.at);
        // A twin is for programs: its digits are always those that programs read.
        if !ask.json && !ask.path.starts_with("/static/") {
            ask.preferences = office.preferences(ask.user(), ask.at)?;
        }
    }
    prove::prove_on_the_way(ask)?;
    reveals::reveal_on_the_way(ask)?;
    // A browser without a cookie gets one before it sees a form, so that forms have a token.
    let fresh = ask.token.is_empty()
        && ask.scopes.is_none()
        && !ask.post
        && !ask.path.starts_with("/static/");
    if fresh {
        ask.knock.token = office.new_token();
    }
    let handler = if ask.post { address.post } else { address.get };
    let handler = handler.ok_or(Refusal::NotFound)?;
    let reads = address.shows_record() && ask.session.is_some();
    if reads {
        let house = Arc::clone(&ask.house);
        house
            .count_read(ask, ask.part("id"))
            .map_err(|problem| match problem.code {
                model::Code::OfficeReadsMany => Refusal::Many(vec![problem]),
                _ => Refusal::from(problem),
            })?;
    }
    let answer = handler(ask)?;
    if reads && answer.status == 200 {
        ask.house.note_look(ask)?;
    }
    Ok(if fresh && answer.cookies.is_empty() {
        let token = ask.token.clone();
        answer.with_cookie(SESSION_COOKIE, &token)
    } else {
        answer
    })
}

async fn read_form(knock: &mut Knock, request: Request) -> Result<(), Refusal> {
    let bytes = axum::body::to_bytes(request.into_body(), FORM_LIMIT)
        .await
        .map_err(|_| Refusal::TooLarge)?;
    knock.form = Form::read(&String::from_utf8_lossy(&bytes));
    Ok(())
}

async fn read_upload(
    knock: &mut Knock,
    address: &'static Address,
    request: Request,
) -> Result<(), Refusal> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::Stale)?;
    while let Some(mut field) = parts.next_field().await.map_err(|_| Refusal::TooLarge)? {
        let name = clean(field.name().unwrap_or_default());
        let file = field.file_name().map(clean);
        let limit = match file {
            Some(_) if address.takes_evidence() => EVIDENCE_LIMIT,
            Some(_) => UPLOAD_LIMIT,
            None => FORM_LIMIT,
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| Refusal::TooLarge)? {
            if bytes.len() + chunk.len() > limit {
                return Err(Refusal::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        match file {
            Some(file) => {
                let file = file
                    .rsplit(['/', '\\'])
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                knock.upload = Upload { name: file, bytes };
            }
            None => knock
                .form
                .0
                .push((name, clean(&String::from_utf8_lossy(&bytes)))),
        }
    }
    Ok(())
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
}

/// A file piece by piece, so that a large one never stands in memory whole.
fn body_of(file: std::fs::File) -> Body {
    Body::from_stream(futures_util::stream::unfold(file, |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let count = file.read(&mut piece);
            (file, piece, count)
        });
        let (file, mut piece, count) = match read.await {
            Ok(read) => read,
            Err(_) => return None,
        };
        match count {
            Ok(0) => None,
            Ok(count) => {
                piece.truncate(count);
                Some((Ok(piece), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    }))
}

fn respond(answer: Answer) -> Response<Body> {
    let body = match answer.file {
        Some(file) => body_of(file),
        None => Body::from(answer.body),
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if answer.sandboxed {
        response.extensions_mut().insert(Sandboxed);
    }
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(answer.media_type),
    );
    if answer.status == 401 && answer.media_type == JSON {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(path) = answer
        .see
        .and_then(|path| HeaderValue::from_str(&path).ok())
    {
        headers.insert(header::LOCATION, path);
    }
    if let Some(name) = answer.download {
        // RFC 6266: a plain name for old browsers, the true one encoded.
        let plain: String = name
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() || "-_.".contains(letter) {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        let value = format!(
            "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
            crate::form::encode(&name)
        );
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
    }
    if answer.clear {
        headers.insert(
            "clear-site-data",
            HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
        );
    }
    for (name, value) in answer.cookies {
        let lasting = if name == LANGUAGE_COOKIE {
            "; Max-Age=31536000"
        } else {
            ""
        };
        let ended = if value.is_empty() { "; Max-Age=0" } else { "" };
        let cookie =
            format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict{lasting}{ended}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// The headers that every response has, whatever it is.
pub fn guard(mut response: Response<Body>) -> Response<Body> {
    const EVERY: &[(&str, &str)] = &[
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; \
             connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        // Browsers then send forms from the origin `null`; nothing here asks for it.
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        ),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=()",
        ),
        ("cache-control", "no-store"),
        ("x-frame-options", "DENY"),
    ];
    let immutable = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| {
            let kind = kind.as_bytes();
            kind.starts_with(b"font/")
                || kind.starts_with(b"text/css")
                || kind.starts_with(b"text/javascript")
        });
    let sandboxed = response.extensions().get::<Sandboxed>().is_some();
    let headers = response.headers_mut();
    for (name, value) in EVERY {
        headers.insert(*name, HeaderValue::from_static(value));
    }
    if sandboxed {
        headers.insert(
            "content-security-policy",
            HeaderValue::from_static(
                "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
                 object-src 'none'; form-action 'self'",
            ),
        );
    }
    if immutable {
        // What comes with the program holds nothing of the office.
        headers.insert(
            "cache-control",
            HeaderValue::from_static("public, max-age=3600"),
        );
    }
    if !headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        );
    }
    response
}
