//! What can a script ask for?
//!
//! The addresses with their twins, as a page and as an OpenAPI 3.1 description
//! at `/openapi.json`, both made from the one table of routes.

use crate::answer::{Answer, Answered, JSON, page};
use crate::ask::Ask;
use crate::door::Door;
use crate::frame::Frame;
use crate::routes::{ADDRESSES, Address};
use askama::Template;
use office::{SCOPES, Verifying};
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Serialize)]
struct AddressShown {
    path: String,
    methods: &'static str,
    token: bool,
}

#[derive(Template, Serialize)]
#[template(path = "api.html")]
struct ApiView {
    #[serde(skip)]
    frame: Frame,
    addresses: Vec<AddressShown>,
}

/// Whether a script can use the address: it has a twin and is no file of the program.
fn has_twin(address: &Address) -> bool {
    !address.path.starts_with("/static/")
}

/// The address of the twin, as OpenAPI writes it.
fn twin(address: &Address) -> String {
    match address.path {
        "/" => "/.json".to_owned(),
        path => format!("{path}.json"),
    }
}

fn operation(address: &Address, handler: &str, post: bool) -> Value {
    // A handler is named verb and noun, unique in the program.
    let (group, name) = handler.rsplit_once("::").unwrap_or(("", handler));
    let parameters: Vec<Value> = address
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|part| {
            json!({ "name": part, "in": "path", "required": true, "schema": { "type": "string" } })
        })
        .collect();
    let mut operation = json!({
        "operationId": name,
        "summary": name.replace('_', " "),
        "tags": [group],
        "parameters": parameters,
        "responses": {
            "200": { "description": "OK", "content": { "application/json": { "schema": { "type": "object" } } } },
            "404": { "$ref": "#/components/responses/Nothing" },
        },
    });
    let security = match address.door {
        Door::Open => json!([]),
        Door::Signed => json!([{ "session": [] }, { "token": [] }]),
        Door::Person => json!([{ "session": [] }]),
    };
    operation["security"] = security;
    if address.door != Door::Open {
        operation["responses"]["401"] = json!({ "$ref": "#/components/responses/SignIn" });
    }
    if post {
        let kind = if address.takes_evidence() || address.path == "/import" {
            "multipart/form-data"
        } else {
            "application/x-www-form-urlencoded"
        };
        operation["requestBody"] =
            json!({ "content": { kind: { "schema": { "type": "object" } } } });
        operation["responses"]["303"] = json!({ "description": "See Other" });
        operation["responses"]["422"] = json!({ "$ref": "#/components/responses/Wrong" });
    }
    operation
}

/// The whole description.
pub fn description() -> Value {
    let mut paths = Map::new();
    for address in ADDRESSES.iter().filter(|address| has_twin(address)) {
        let mut methods = Map::new();
        if let Some(handler) = address.shows {
            methods.insert("get".into(), operation(address, handler, false));
        }
        if let Some(handler) = address.does {
            methods.insert("post".into(), operation(address, handler, true));
        }
        paths.insert(twin(address), Value::Object(methods));
    }
    let answer = |what: &str| json!({ "description": what, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problems" } } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Sijill", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" } },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::door::SESSION_COOKIE },
                "token": { "type": "http", "scheme": "bearer", "x-scopes": SCOPES },
            },
            "responses": {
                "SignIn": answer("Unauthorized"),
                "Nothing": answer("Not Found"),
                "Wrong": answer("Unprocessable Content"),
            },
            "schemas": {
                "Problems": {
                    "type": "object",
                    "required": ["title", "text", "problems"],
                    "properties": {
                        "title": { "type": "string" },
                        "text": { "type": "string" },
                        "problems": { "type": "array", "items": { "$ref": "#/components/schemas/Problem" } },
                    },
                },
                "Problem": {
                    "type": "object",
                    "required": ["code", "sentence", "hint", "place", "field", "warning"],
                    "properties": {
                        "code": { "type": "string" },
                        "sentence": { "type": "string" },
                        "hint": { "type": "string" },
                        "place": { "type": "string" },
                        "field": { "type": "string" },
                        "warning": { "type": "boolean" },
                    },
                },
            },
        },
    })
}

/// The addresses for scripts; the twin is the OpenAPI description.
pub fn describe_addresses(ask: &Ask) -> Answered {
    ask.seat::<Verifying>()?;
    if ask.json {
        let body = serde_json::to_vec_pretty(&description()).unwrap_or_default();
        return Ok(Answer::of(JSON, body));
    }
    page(
        ask,
        &ApiView {
            frame: Frame::new(ask, "/office", "web-api"),
            addresses: ADDRESSES
                .iter()
                .filter(|address| has_twin(address) && address.door != Door::Open)
                .map(|address| AddressShown {
                    path: twin(address),
                    methods: match (address.shows, address.does) {
                        (Some(_), Some(_)) => "GET, POST",
                        (None, Some(_)) => "POST",
                        _ => "GET",
                    },
                    token: address.door == Door::Signed,
                })
                .collect(),
        },
    )
}
