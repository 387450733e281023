//! Does the tree still have only the arrows that ARCHITECTURE.md allows?

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Each crate and the crates of the house that it may know.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("words", &["model"]),
    ("law", &["model"]),
    ("linkage", &["model"]),
    ("estimate", &["model"]),
    ("register", &["model"]),
    ("intake", &["model"]),
    ("study", &["model", "law"]),
    ("report", &["model", "law", "study", "estimate", "words"]),
    (
        "office",
        &[
            "model", "words", "law", "linkage", "estimate", "register", "intake", "study", "report",
        ],
    ),
    ("web", &["model", "words", "office"]),
    ("sijill", &["model", "words", "office", "web"]),
];

/// Dependencies that only these crates may have: the arrow that each crate exists to forbid.
const QUARANTINE: &[(&str, &[&str])] = &[
    ("rusqlite", &["register", "study"]),
    ("postgres", &["register"]),
    ("typst", &["report"]),
    ("typst-pdf", &["report"]),
    ("calamine", &["intake"]),
    ("hayro", &["intake"]),
    ("axum", &["web"]),
    ("clap", &["sijill"]),
    ("fluent-bundle", &["words"]),
    ("getrandom", &["sijill"]),
];

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs this test");
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

/// Normal dependencies of each crate of the workspace (tests may know more).
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages").clone();
    packages
        .iter()
        .map(|package| {
            let needs = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| dependency["name"].as_str().expect("name").to_owned())
                .collect();
            (package["name"].as_str().expect("name").to_owned(), needs)
        })
        .collect()
}

#[test]
fn no_crate_knows_a_crate_that_it_must_not_know() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, needs) in dependencies() {
        let Some(may) = allowed.get(name.as_str()) else {
            wrong.push(format!("{name} is not in the table of crates"));
            continue;
        };
        for need in needs
            .iter()
            .filter(|need| allowed.contains_key(need.as_str()))
        {
            if !may.contains(&need.as_str()) {
                wrong.push(format!("{name} must not know {need}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_quarantined_stays_in_its_crate() {
    let mut wrong = Vec::new();
    for (name, needs) in dependencies() {
        for (quarantined, crates) in QUARANTINE {
            if needs.contains(*quarantined) && !crates.contains(&name.as_str()) {
                wrong.push(format!("{name} must not use {quarantined}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_crate_says_its_one_reason_in_its_readme() {
    for name in dependencies().keys() {
        let path = format!("{}/../{name}/README.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text.len() > 200, "{path} says too little");
    }
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let mut silent = Vec::new();
    for name in dependencies().keys() {
        let path = format!("{}/../{name}/Cargo.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("each crate has a manifest");
        let mut in_dependencies = false;
        let mut above = "";
        for line in text.lines() {
            // The reason stands beside the dependency or in the line above it.
            let told_above = std::mem::replace(&mut above, line).starts_with('#');
            if line.starts_with('[') {
                in_dependencies = line.ends_with("dependencies]");
            } else if in_dependencies
                && line.contains('=')
                && !line.contains(".workspace")
                && !line.starts_with([' ', '#', '"', ']'])
                && !line.contains('#')
                && !told_above
            {
                silent.push(format!("{name}: {line}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
