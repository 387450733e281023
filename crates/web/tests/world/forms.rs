//! Forms as a browser fills them in: from their twin, with a few fields changed.

use super::Browser;
use serde_json::Value;

/// Asks to see who a source is.
pub async fn reveal(browser: &mut Browser<'_>, source: &str) {
    let path = format!("{}/reveal", source.replace("/source/", "/record/"));
    let answer = browser.post(&path, &[("reveal-why", "a test")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

pub async fn new_person(browser: &mut Browser<'_>, name: &str) -> String {
    let answer = browser.post("/record", &[("name0-full", name)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

pub async fn twin(browser: &mut Browser<'_>, path: &str) -> Value {
    let answer = browser.get(&format!("{path}.json")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

/// The fields of a form by name, as its twin tells them.
pub async fn form(browser: &mut Browser<'_>, path: &str) -> (String, Vec<(String, String)>) {
    let twin = twin(browser, path).await;
    (twin["base"].to_string(), fields_of(&twin))
}

/// The inputs of a group, also those that are filled in seldom.
pub fn inputs_of(group: &Value) -> impl Iterator<Item = &Value> {
    let more = group["more"][1].as_array().into_iter().flatten();
    group["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .chain(more)
}

pub fn fields_of(twin: &Value) -> Vec<(String, String)> {
    let groups = twin["groups"].as_array().expect("groups");
    groups
        .iter()
        .flat_map(inputs_of)
        .map(|input| {
            let text = |key: &str| input[key].as_str().expect("a text").to_owned();
            (text("name"), text("value"))
        })
        .collect()
}

pub fn value<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let found = fields.iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("{name} in {fields:?}")).1
}

pub fn with<'f>(
    base: &'f str,
    fields: &'f [(String, String)],
    changes: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let mut all: Vec<(&str, &str)> = vec![("base", base)];
    all.extend(
        fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)),
    );
    all.extend(changes);
    all
}

pub fn id_of(path: &str) -> String {
    path.rsplit('/').next().expect("an id").to_owned()
}

/// An event of a person, newest last: its address.
pub async fn last_event(browser: &mut Browser<'_>, person: &str) -> String {
    let twin = twin(browser, person).await;
    let events = twin["events"].as_array().expect("events");
    let ids = events.iter().map(|it| it["id"].as_str().expect("an id"));
    format!("/event/{}", ids.max().expect("an event"))
}
