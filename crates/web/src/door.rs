//! How does a request become an ask, and an answer a response?
//!
//! The only asynchronous part. It reads the body within its limit, then does
//! everything else on a blocking thread: the session, the token of the form,
//! the handler. A panic there becomes a page that tells nothing.

use crate::answer::{Answer, Answered, Refusal, refuse};
use crate::app::App;
use crate::ask::{Ask, Upload, csrf_of};
use crate::form::{Form, clean};
use axum::RequestExt;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, Multipart, RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use std::net::SocketAddr;
use std::sync::Arc;
use words::Language;

/// Most bytes of a form.
pub const FORM_LIMIT: usize = 512 * 1024;
/// Most bytes of a sheet that is sent.
pub const UPLOAD_LIMIT: usize = 16 * 1024 * 1024;
/// The session's cookie; the prefix binds it to this host over a secure channel.
pub const SESSION_COOKIE: &str = "__Host-sijill";
/// The language's cookie.
pub const LANGUAGE_COOKIE: &str = "__Host-language";

/// What stands behind an address.
pub type Handler = fn(&Ask) -> Answered;

/// The JSON twin of a page was asked for.
#[derive(Clone, Copy)]
pub struct Twin;

/// Who may come to an address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody.
    Open,
    /// Who has signed in.
    Signed,
}

/// Answers one request.
pub async fn answer(
    app: Arc<App>,
    door: Door,
    handler: Handler,
    mut request: Request,
) -> Response<Body> {
    let json = request.extensions().get::<Twin>().is_some();
    let parts: Vec<(String, String)> = match request.extract_parts::<RawPathParams>().await {
        Ok(found) => found
            .iter()
            .map(|(name, value)| (name.to_owned(), clean(value)))
            .collect(),
        Err(_) => Vec::new(),
    };
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_string());
    let headers = request.headers().clone();
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let post = request.method() == Method::POST;
    let path = request.uri().path().to_owned();
    let query = Form::read(request.uri().query().unwrap_or_default());
    let token = cookie(&headers, SESSION_COOKIE)
        .filter(|token| token.len() == 64)
        .unwrap_or_default();
    let language = cookie(&headers, LANGUAGE_COOKIE)
        .and_then(|code| Language::parse(&code))
        .or_else(|| Language::parse(&text(header::ACCEPT_LANGUAGE)))
        .unwrap_or(Language::Arabic);
    // A proxy's word about the client counts only when one was announced.
    let told = headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok());
    let address = match told.and_then(|told| told.rsplit(',').next()) {
        Some(told) if app.behind_proxy => clean(told.trim()),
        _ => peer.unwrap_or_default(),
    };
    let same_site = headers
        .get("sec-fetch-site")
        .is_none_or(|site| site == "same-origin" || site == "none");
    let mut ask = Ask {
        at: (app.clock)(),
        app,
        path,
        parts,
        query,
        form: Form::default(),
        upload: Upload::default(),
        post,
        json,
        fragment: headers.contains_key("hx-request"),
        token,
        session: None,
        language,
        address,
        agent: text(header::USER_AGENT),
    };
    let mut read = Ok(());
    if post {
        let multipart = text(header::CONTENT_TYPE).starts_with("multipart/form-data");
        read = if multipart {
            read_upload(&mut ask, request).await
        } else {
            read_form(&mut ask, request).await
        };
    }
    let answered = tokio::task::spawn_blocking(move || {
        let answer = read.and_then(|()| answer_now(&mut ask, door, handler, same_site));
        answer.unwrap_or_else(|refusal| refuse(&ask, &refusal))
    });
    match answered.await {
        Ok(answer) => respond(answer),
        // Whatever broke, the page says nothing of it.
        Err(_) => respond(Answer::of("text/plain; charset=utf-8", "500").with_status(500)),
    }
}

fn answer_now(ask: &mut Ask, door: Door, handler: Handler, same_site: bool) -> Answered {
    if !ask.token.is_empty() {
        ask.session = ask.app.office.session(&ask.token, ask.at)?;
    }
    if door == Door::Signed && ask.session.is_none() {
        return Err(Refusal::SignIn);
    }
    if ask.post {
        let sent = ask.form.get("csrf");
        let expected = csrf_of(&ask.token);
        let right = sent.len() == expected.len()
            && sent
                .bytes()
                .zip(expected.bytes())
                .fold(0, |differ, (a, b)| differ | (a ^ b))
                == 0;
        if ask.token.is_empty() || !right || !same_site {
            return Err(Refusal::Stale);
        }
    }
    // A browser without a cookie gets one before it sees a form, so that forms have a token.
    let fresh = ask.token.is_empty() && !ask.post && !ask.path.starts_with("/static/");
    if fresh {
        ask.token = ask.app.office.new_token();
    }
    let answer = handler(ask)?;
    Ok(if fresh && answer.cookies.is_empty() {
        let token = ask.token.clone();
        answer.with_cookie(SESSION_COOKIE, &token)
    } else {
        answer
    })
}

async fn read_form(ask: &mut Ask, request: Request) -> Result<(), Refusal> {
    let bytes = axum::body::to_bytes(request.into_body(), FORM_LIMIT)
        .await
        .map_err(|_| Refusal::TooLarge)?;
    ask.form = Form::read(&String::from_utf8_lossy(&bytes));
    Ok(())
}

async fn read_upload(ask: &mut Ask, request: Request) -> Result<(), Refusal> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::Stale)?;
    while let Some(mut field) = parts.next_field().await.map_err(|_| Refusal::TooLarge)? {
        let name = clean(field.name().unwrap_or_default());
        let file = field.file_name().map(clean);
        let limit = if file.is_some() {
            UPLOAD_LIMIT
        } else {
            FORM_LIMIT
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
                ask.upload = Upload { name: file, bytes };
            }
            None => ask
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

fn respond(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(answer.media_type),
    );
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
    let headers = response.headers_mut();
    for (name, value) in EVERY {
        headers.insert(*name, HeaderValue::from_static(value));
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
