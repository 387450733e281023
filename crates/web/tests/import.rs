//! A sheet comes in by a form over its columns, without a line of TOML.

mod world;

use model::record::Role;
use world::{Answer, Browser, World};

const SHEET: &str = "no,full name,s,born,town,taken,by whom,told by,agrees,remark\n\
    1,Khaled Mansour,m,1980,Ghabagheb,05/06/2019,a patrol,his brother,yes,first\n\
    2,Samira Haddad,f,1985,Ghabagheb,07/08/2019,a patrol,his brother,no,\n\
    3,Zakwan Qaranfuli,x,1931,Nowhereville,03/04/2019,,,,\n";

/// Everything that a form would send if it were sent as it stands.
fn form_of(body: &str) -> Vec<(String, String)> {
    let start = body.find("id=\"columns\"").expect("the form");
    let form = &body[start..];
    let form = &form[..form.find("</form>").expect("its end")];
    let unescape = |text: &str| {
        text.replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#38;", "&")
    };
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(unescape(rest.split('"').next()?))
    };
    let mut fields = Vec::new();
    let mut rest = form;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = rest.find('>').expect("a whole tag");
        let tag = &rest[..end];
        if tag.starts_with("<input") {
            let checkbox = tag.contains("type=\"checkbox\"");
            if (!checkbox || tag.contains(" checked"))
                && let Some(name) = attribute(tag, "name")
            {
                fields.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("<select") {
            let name = attribute(tag, "name").expect("a name");
            let options = &rest[..rest.find("</select>").expect("its end")];
            let chosen = options
                .split("<option")
                .skip(1)
                .find(|option| {
                    option
                        .split('>')
                        .next()
                        .is_some_and(|it| it.contains(" selected"))
                })
                .or_else(|| options.split("<option").nth(1));
            let value = chosen.and_then(|option| attribute(option, "value"));
            fields.push((name, value.unwrap_or_default()));
        }
        rest = &rest[end..];
    }
    fields.retain(|(name, _)| name != "csrf");
    fields
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    match fields.iter_mut().find(|(known, _)| known == name) {
        Some((_, old)) => value.clone_into(old),
        None => fields.push((name.to_owned(), value.to_owned())),
    }
}

/// The number of the first use of the column with this header.
fn use_of(body: &str, header: &str) -> String {
    let (_, rest) = body
        .split_once(&format!("<bdi>{header}</bdi></h3>"))
        .unwrap_or_else(|| panic!("no column {header}"));
    let (_, rest) = rest.split_once("name=\"use\" value=\"").expect("a use");
    rest.split('"').next().expect("a number").to_owned()
}

/// The name of the control that says what a word of the sheet means.
fn word_of(body: &str, said: &str) -> String {
    let (before, _) = body
        .split_once(&format!("-said\" value=\"{said}\""))
        .unwrap_or_else(|| panic!("no word {said} in {body}"));
    let name = before.rsplit("name=\"").next().expect("a name");
    format!("{name}-means")
}

async fn send(browser: &mut Browser<'_>, fields: &[(String, String)], wanted: &str) -> Answer {
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.push(("do", wanted));
    browser.post("/import/plan", &all).await
}

fn hidden(body: &str, name: &str) -> String {
    let (_, rest) = body
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no {name} in {body}"));
    rest.split('"')
        .next()
        .expect("a value")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
}

fn stable(answer: &Answer, browser: &Browser<'_>) -> String {
    let body = answer.stable(browser);
    match body.split_once("name=\"draft\" value=\"") {
        Some((_, rest)) => {
            let draft = rest.split('"').next().expect("a draft").to_owned();
            body.replace(&draft, "DRAFT")
        }
        None => body,
    }
}

#[tokio::test]
async fn a_sheet_is_mapped_by_its_form_mended_previewed_and_taken_in() {
    let world = World::new();
    let mut browser = world
        .signed_as("samar", &[Role::Documenter, Role::Reader], "en")
        .await;
    let editor = browser
        .upload("/import", "taken in 2019.csv", SHEET.as_bytes())
        .await;
    assert_eq!(editor.status, 200, "{}", editor.body);
    insta::assert_snapshot!("form.en", stable(&editor, &browser));
    // Sent as it stands, it is the mapping that was proposed.
    let mut fields = form_of(&editor.body);
    let same = send(&mut browser, &fields, "read").await;
    assert_eq!(
        hidden(&same.body, "mapping"),
        hidden(&editor.body, "mapping")
    );
    // An arrest, told by a source; the sheet's words; the order of its dates.
    set(&mut fields, "event-new", "arrest");
    set(&mut fields, "source-new", "family");
    set(&mut fields, "dates", "day-first");
    set(&mut fields, "list", "taken-2019");
    let editor = send(&mut browser, &fields, "read").await;
    assert_eq!(editor.status, 200, "{}", editor.body);
    let mut fields = form_of(&editor.body);
    let event = hidden(&editor.body, "mapping").matches("[[event]]").count() - 1;
    set(&mut fields, &format!("e{event}-claim"), "family");
    for (header, path) in [
        ("no", "id".to_owned()),
        ("full name", "person.full".to_owned()),
        ("s", "person.sex".to_owned()),
        ("born", "person.birth".to_owned()),
        ("town", "person.origin".to_owned()),
        ("taken", format!("event.{event}.when")),
        ("by whom", format!("event.{event}.body.0.name")),
        ("told by", "source.0.name".to_owned()),
        ("remark", "ignore".to_owned()),
    ] {
        let to = format!("u{}-to", use_of(&editor.body, header));
        set(&mut fields, &to, &path);
    }
    set(&mut fields, "s0-purpose", "publish-without-name");
    set(&mut fields, "s0-given", "8");
    set(&mut fields, "fixed-path", "source.0.kind");
    set(&mut fields, "fixed-value", "person");
    let editor = send(&mut browser, &fields, "read").await;
    assert_eq!(editor.status, 200, "{}", editor.body);
    insta::assert_snapshot!("mapping", hidden(&editor.body, "mapping"));
    // "x" is no sex: the preview says so, with the way to mend it.
    let mut fields = form_of(&editor.body);
    let plan = send(&mut browser, &fields, "look").await;
    assert_eq!(plan.status, 200, "{}", plan.body);
    insta::assert_snapshot!("plan-with-problems.en", stable(&plan, &browser));
    assert!(plan.body.contains("formaction=\"/import/plan#c2\""));
    let word = word_of(&editor.body, "x");
    set(&mut fields, &word, "-");
    let plan = send(&mut browser, &fields, "look").await;
    let seen = hidden(&plan.body, "seen");
    browser.language = "ar";
    let arabic = send(&mut browser, &fields, "look").await;
    insta::assert_snapshot!("plan.ar", stable(&arabic, &browser));
    browser.language = "en";
    let (draft, mapping) = (hidden(&plan.body, "draft"), hidden(&plan.body, "mapping"));
    let agreed = [("draft", &*draft), ("mapping", &*mapping), ("seen", &*seen)];
    let done = browser.post("/import/confirm", &agreed).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(
        done.body.contains("Khaled Mansour</bdi></a>"),
        "{}",
        done.body
    );
    // The list's next sheet is read the same way, without being asked.
    let again = browser
        .upload("/import", "taken again.csv", SHEET.as_bytes())
        .await;
    assert_eq!(hidden(&again.body, "mapping"), mapping);
    let fields = form_of(&again.body);
    let plan = send(&mut browser, &fields, "look").await;
    assert!(
        plan.body.contains("nothing would be written"),
        "{}",
        plan.body
    );
}

#[tokio::test]
async fn what_changed_since_the_preview_is_shown_again_and_not_written() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let sheet = "id,name\n1,Somebody New\n2,Somebody Else\n";
    let mapping = "list = \"l\"\nid = \"id\"\n[person]\nfull = \"name\"\n";
    let mut plans = Vec::new();
    for _ in 0..2 {
        let sent = browser.upload("/import", "l.csv", sheet.as_bytes()).await;
        let draft = hidden(&sent.body, "draft");
        let plan = browser
            .post("/import/plan", &[("draft", &draft), ("mapping", mapping)])
            .await;
        plans.push((draft, hidden(&plan.body, "seen")));
    }
    let confirm = |(draft, seen): &(String, String)| {
        [
            ("draft".to_owned(), draft.clone()),
            ("mapping".to_owned(), mapping.to_owned()),
            ("seen".to_owned(), seen.clone()),
        ]
    };
    let mut answers = Vec::new();
    for plan in &plans {
        let fields = confirm(plan);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (&**a, &**b)).collect();
        answers.push(browser.post("/import/confirm", &fields).await);
    }
    assert_eq!((answers[0].status, answers[1].status), (200, 422));
    let again = &answers[1].body;
    assert!(again.contains("has changed since the preview"), "{again}");
    // Without what was seen there is a preview and nothing else.
    let (draft, _) = &plans[1];
    let unseen = browser
        .post("/import/confirm", &[("draft", draft), ("mapping", mapping)])
        .await;
    assert!(unseen.body.contains("name=\"seen\""));
}

#[tokio::test]
async fn rows_with_problems_are_taken_home_and_a_preview_has_pages() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let mut sheet = String::from("id,name,born\n");
    for row in 0..150 {
        let born = if row < 30 { "31/02/1980" } else { "1980" };
        sheet.push_str(&format!("{row},Somebody Number{row},{born}\n"));
    }
    let mapping = "list = \"l\"\nid = \"id\"\n[person]\nfull = \"name\"\nbirth = \"born\"\n";
    let sent = browser.upload("/import", "l.csv", sheet.as_bytes()).await;
    let draft = hidden(&sent.body, "draft");
    let fields = [("draft", &*draft), ("mapping", mapping)];
    let plan = browser.post("/import/plan.json", &fields).await;
    let plan: serde_json::Value = serde_json::from_str(&plan.body).expect("JSON");
    assert_eq!(plan["groups"][0]["count"], 30);
    assert_eq!(plan["problems"].as_array().expect("problems").len(), 20);
    let job = &plan["job"];
    let rest = browser
        .get(&format!("/import/{job}.json?show=new&page=1"))
        .await;
    let rest: serde_json::Value = serde_json::from_str(&rest.body).expect("JSON");
    assert_eq!(rest["rows_new"].as_array().expect("rows").len(), 20);
    assert_eq!(rest["rows_new"][19]["person"], "Somebody Number149");
    let rows = browser.post("/import/rows", &fields).await;
    assert_eq!(rows.status, 200, "{}", rows.body);
    assert!(rows.header("content-disposition").contains("l-rows.xlsx"));
    assert_eq!(&rows.bytes[..2], b"PK");
    // It comes back as a sheet: thirty rows, each with its problem beside it.
    let back = browser.upload("/import", "l-rows.xlsx", &rows.bytes).await;
    assert_eq!(back.status, 200, "{}", back.body);
    assert!(back.body.contains("\u{2068}30\u{2069} rows"));
}

#[tokio::test]
async fn a_mapping_is_kept_chosen_and_its_text_is_the_other_way_in() {
    let world = World::new();
    let mut browser = world.signed("ar").await;
    let sent = browser
        .upload("/import", "taken.csv", SHEET.as_bytes())
        .await;
    insta::assert_snapshot!("form.ar", stable(&sent, &browser));
    let draft = hidden(&sent.body, "draft");
    let mapping = "list = \"دفتر\"\nid = \"no\"\n[person]\nfull = \"full name\"\n";
    let saved = browser
        .post(
            "/import/plan",
            &[("draft", &draft), ("mapping", mapping), ("do", "save")],
        )
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert!(saved.body.contains("حُفظت قراءة القائمة"));
    let door = browser.get("/import").await;
    assert!(door.body.contains("value=\"list دفتر\""), "{}", door.body);
    let wrong = browser
        .post(
            "/import/plan",
            &[
                ("draft", &draft),
                ("mapping", "list = \n"),
                ("do", "columns"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("<textarea id=\"mapping\""),
        "{}",
        wrong.body
    );
    // Everything that a mapping can say has its place in the form.
    let mut fields = form_of(&saved.body);
    set(&mut fields, "all", "1");
    let all = send(&mut browser, &fields, "read").await;
    for path in [
        "person.present",
        "name.0.given",
        "person.birth~year",
        "person.origin~words",
    ] {
        assert!(all.body.contains(&format!("value=\"{path}\"")), "{path}");
    }
    assert!(!all.body.contains("web-map-"), "{}", all.body);
}

#[tokio::test]
async fn who_may_not_document_finds_no_import() {
    let world = World::new();
    let mut browser = world.signed_as("rana", &[Role::Researcher], "en").await;
    for path in ["/import", "/import/1", "/import/1/rows"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    for path in ["/import/plan", "/import/confirm", "/import/rows"] {
        let fields = [("draft", "d"), ("mapping", "m")];
        assert_eq!(browser.post(path, &fields).await.status, 404, "{path}");
    }
}
