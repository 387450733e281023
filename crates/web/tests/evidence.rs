//! Files of evidence: sealed as they come, seen and edited by those who may, and out only
//! as a download. What leaves of them: `pictures`, `copies`.

mod world;

use model::record::Role;
use world::forms::{form, id_of, new_person, twin, with};
use world::rules::between;
use world::{Browser, World};

async fn files_of(browser: &mut Browser<'_>, person: &str) -> String {
    browser.get(&format!("/record/{person}/files")).await.body
}

#[tokio::test]
async fn evidence_goes_in_sealed_and_comes_out_only_as_a_download() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let path = format!("/record/{person}/files");
    let html = b"<script>alert(1)</script>".to_vec();
    // What the name promises has to be there.
    for (name, bytes) in [
        ("photo.jpg", &html),
        ("notes.txt", &b"%PDF-1.7".to_vec()),
        ("empty.txt", &Vec::new()),
    ] {
        let refused = browser.upload(&path, name, bytes).await;
        assert_eq!(refused.status, 422, "{name}");
    }
    let added = browser.upload(&path, "شهادة.html", &html).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let page = files_of(&mut browser, &person).await;
    assert!(
        page.contains("شهادة.html") && page.contains("sealed it"),
        "{page}"
    );
    let id = between(&page, "action=\"/evidence/", "/take\"").to_owned();
    // Looking shows what is known of it, never a byte of it.
    let shown = browser.get(&format!("/evidence/{id}")).await;
    assert_eq!(shown.status, 200);
    assert!(!shown.body.contains("alert(1)"));
    let take = format!("/evidence/{id}/take");
    assert_eq!(browser.post(&take, &[]).await.status, 422, "a reason");
    let waived = [("waiver", "asked for by the court")];
    let taken = browser.post(&take, &waived).await;
    assert_eq!(taken.bytes, html);
    assert_eq!(taken.header("content-type"), "application/octet-stream");
    assert_eq!(
        taken.header("content-disposition"),
        "attachment; filename=\"_____.html\"; filename*=UTF-8''%D8%B4%D9%87%D8%A7%D8%AF%D8%A9.html"
    );
    let policy = taken.header("content-security-policy");
    assert!(
        policy.starts_with("sandbox; default-src 'none'"),
        "{policy}"
    );
    assert_eq!(taken.header("x-content-type-options"), "nosniff");
    assert_eq!(taken.header("cross-origin-resource-policy"), "same-origin");
    assert!(
        files_of(&mut browser, &person)
            .await
            .contains("took it out")
    );
    assert_eq!(
        browser.get(&format!("/evidence/{id}/take")).await.status,
        405
    );
    // Another record's id is no file, and who may not read gets nothing.
    assert_eq!(
        browser.get(&format!("/evidence/{person}")).await.status,
        404
    );
    let mut reader = world.signed_as("reader", &[Role::Reader], "en").await;
    let page = files_of(&mut reader, &person).await;
    assert!(!page.contains("شهادة") && !page.contains("/take"), "{page}");
    assert_eq!(
        reader
            .post(&format!("/evidence/{id}/take"), &[])
            .await
            .status,
        404
    );
    let mut administrator = world.signed_as("lina", &[Role::Administrator], "en").await;
    assert_eq!(
        administrator.get(&format!("/evidence/{id}")).await.status,
        404
    );
    assert_eq!(administrator.get(&path).await.status, 404);
}

#[tokio::test]
async fn files_of_evidence_may_be_larger_than_sheets_and_have_their_own_limit() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let path = format!("/record/{person}/files");
    let video = [b"....ftyp".to_vec(), vec![0; 33 * 1024 * 1024]].concat();
    assert_eq!(browser.upload(&path, "a.mp4", &video).await.status, 303);
    let huge = [b"....ftyp".to_vec(), vec![0; 65 * 1024 * 1024]].concat();
    assert_eq!(browser.upload(&path, "b.mp4", &huge).await.status, 413);
}

#[tokio::test]
async fn a_file_has_a_class_is_edited_and_withdrawn() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut researcher = world.signed_as("rana", &[Role::Researcher], "en").await;
    let person = new_person(&mut browser, "Has A File").await;
    let files = format!("/record/{}/files", id_of(&person));
    let added = browser
        .upload(&files, "letter.txt", b"what the family wrote")
        .await;
    assert_eq!(added.status, 303, "{}", added.body);
    let file = twin(&mut browser, &files).await["files"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let page = format!("/evidence/{file}");
    assert_eq!(researcher.get(&page).await.status, 200);
    let path = format!("{page}/edit");
    let (base, fields) = form(&mut browser, &path).await;
    let changes = [
        ("file-name", "the letter.txt"),
        ("class", "medical"),
        ("why", "it tells of wounds"),
    ];
    let saved = browser.post(&path, &with(&base, &fields, &changes)).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let shown = browser.get(&page).await;
    assert!(
        shown.body.contains("the letter.txt") && shown.body.contains("medical:"),
        "{}",
        shown.body
    );
    // Whoever may not read the class does not learn that it is there.
    assert_eq!(researcher.get(&page).await.status, 404);
    assert!(!researcher.get(&files).await.body.contains(&file));
    assert!(!researcher.get(&person).await.body.contains(&file));
    let nameless = [("file-name", " ")];
    let refused = browser.post(&path, &with("2", &fields, &nameless)).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let withdraw = format!("/record/{file}/withdraw");
    let done = browser
        .post(&withdraw, &[("base", "2"), ("why", "another family")])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(!browser.get(&files).await.body.contains(&file));
    assert!(browser.get(&page).await.body.contains("another family"));
    let back = browser
        .post(&withdraw, &[("base", "3"), ("do", "restore")])
        .await;
    assert_eq!(back.status, 303, "{}", back.body);
    assert!(browser.get(&files).await.body.contains(&file));
}
