//! How does a program ask the office as a browser would?

use crate::Failed;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// One connection that is kept open.
pub struct Client {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    pub fn new(address: &str) -> Client {
        Client {
            address: address.to_owned(),
            stream: None,
        }
    }

    /// Sends a form, or asks for a page; `part` as htmx asks.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        cookie: &str,
        form: &str,
        part: bool,
    ) -> Result<Reply, Failed> {
        let kind = if method == "POST" {
            "content-type: application/x-www-form-urlencoded\r\n"
        } else {
            ""
        };
        let part = if part { "hx-request: true\r\n" } else { "" };
        let head = format!("{method} {path} HTTP/1.1\r\n{kind}{part}");
        self.exchange(head, cookie, form.as_bytes())
    }

    /// Hands a file in, as a form with one would.
    pub fn upload(
        &mut self,
        path: &str,
        session: &Session,
        name: &str,
        bytes: &[u8],
    ) -> Result<Reply, Failed> {
        let field = |name: &str| format!("--part\r\ncontent-disposition: form-data; name={name}");
        let mut body = format!(
            "{}\r\n\r\n{}\r\n{}; filename=\"{name}\"\r\n\r\n",
            field("csrf"),
            session.csrf,
            field("file")
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--part--\r\n");
        let kind = "content-type: multipart/form-data; boundary=part";
        let head = format!("POST {path} HTTP/1.1\r\n{kind}\r\n");
        self.exchange(head, &session.cookie, &body)
    }

    fn exchange(&mut self, head: String, cookie: &str, body: &[u8]) -> Result<Reply, Failed> {
        let mut request = format!(
            "{head}host: {}\r\ncookie: {cookie}\r\naccept-language: ar\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        for fresh in [false, true] {
            if fresh || self.stream.is_none() {
                let stream = TcpStream::connect(&self.address)?;
                stream.set_nodelay(true)?;
                self.stream = Some(BufReader::new(stream));
            }
            let Some(stream) = &mut self.stream else {
                continue;
            };
            let sent = stream.get_mut().write_all(&request);
            // A connection that the server closed meanwhile is opened once more.
            match sent.map_err(Failed::from).and_then(|()| read_reply(stream)) {
                Ok(reply) => return Ok(reply),
                Err(error) if fresh => return Err(error),
                Err(_) => self.stream = None,
            }
        }
        Err("no answer".into())
    }
}

fn read_reply(stream: &mut BufReader<TcpStream>) -> Result<Reply, Failed> {
    let mut head = String::new();
    loop {
        let before = head.len();
        if stream.read_line(&mut head)? == 0 {
            return Err("the connection ended".into());
        }
        if head[before..].trim().is_empty() {
            break;
        }
    }
    let status = head.get(9..12).unwrap_or("0").parse()?;
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Reply {
        status,
        head,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map_or("", |(found, _)| found)
}

pub fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn cookie_of(head: &str) -> String {
    head.lines()
        .filter_map(|line| line.split_once("__Host-sijill="))
        .map(|(_, rest)| rest.split(';').next().unwrap_or_default().to_owned())
        .find(|token| !token.is_empty())
        .map(|token| format!("__Host-sijill={token}"))
        .unwrap_or_default()
}

/// A session: its cookie and the token of its forms.
#[derive(Clone)]
pub struct Session {
    pub cookie: String,
    pub csrf: String,
}

pub fn sign_in(client: &mut Client, once: &str) -> Result<Session, Failed> {
    let door = client.send("GET", once, "", "", false)?;
    let cookie = cookie_of(&door.head);
    let csrf = between(&door.body, "name=\"csrf\" value=\"", "\"").to_owned();
    let inside = client.send("POST", once, &cookie, &format!("csrf={csrf}"), false)?;
    let cookie = cookie_of(&inside.head);
    let page = client.send("GET", "/find", &cookie, "", false)?;
    let csrf = between(&page.body, "name=\"csrf\" value=\"", "\"").to_owned();
    if csrf.is_empty() {
        return Err(format!("no session: {}", page.status).into());
    }
    Ok(Session { cookie, csrf })
}
