//! Of which parts does a release consist?
//!
//! Prints a list of all parts (CycloneDX 1.6, JSON) from what cargo has resolved, without
//! network: name, version, licence, and the SHA-256 of what was downloaded, as
//! `Cargo.lock` fixes it. `cargo run --release --example parts > sijill.cdx.json`

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;

/// Licences that parts of a release may be used under: all go with the AGPL.
pub const ALLOWED: &[&str] = &[
    "0BSD",
    "AGPL-3.0-or-later",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "WTFPL",
    "Zlib",
    "blessing",
];

/// A part as cargo has resolved it.
#[derive(Clone, Debug)]
pub struct Part {
    /// Name of the crate.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// Where it comes from; none for the crates of this house.
    pub source: Option<String>,
    /// SHA-256 of the downloaded package, hexadecimal.
    pub sha256: Option<String>,
}

fn text(value: &Value, name: &str) -> Option<String> {
    value[name].as_str().map(str::to_owned)
}

/// SHA-256 by name and version, from `Cargo.lock`.
pub fn locked(lock: &str) -> BTreeMap<(String, String), Option<String>> {
    let mut found = BTreeMap::new();
    for block in lock.split("[[package]]").skip(1) {
        let field = |name: &str| {
            let start = format!("{name} = \"");
            block
                .lines()
                .find_map(|line| line.strip_prefix(start.as_str())?.strip_suffix('"'))
                .map(str::to_owned)
        };
        if let (Some(name), Some(version)) = (field("name"), field("version")) {
            found.insert((name, version), field("checksum"));
        }
    }
    found
}

/// Every part of a build for this machine.
pub fn parts() -> Vec<Part> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let host = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let host = String::from_utf8_lossy(&host.stdout).into_owned();
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host")
        .to_owned();
    let asked = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(["--filter-platform", &host])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&asked.stderr);
    assert!(asked.status.success(), "cargo metadata: {said}");
    let metadata: Value = serde_json::from_slice(&asked.stdout).expect("cargo prints JSON");
    let lock = std::fs::read_to_string(format!("{root}/Cargo.lock")).expect("a lock file");
    let locked = locked(&lock);
    let packages = metadata["packages"].as_array().expect("packages");
    let mut parts: Vec<Part> = packages
        .iter()
        .map(|package| {
            let name = text(package, "name").expect("a name");
            let version = text(package, "version").expect("a version");
            let sha256 = locked
                .get(&(name.clone(), version.clone()))
                .cloned()
                .flatten();
            Part {
                licence: text(package, "license").unwrap_or_default(),
                source: text(package, "source"),
                name,
                version,
                sha256,
            }
        })
        .collect();
    parts.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    parts
}

/// The list as CycloneDX 1.6.
pub fn cyclonedx(parts: &[Part]) -> Value {
    let component = |part: &Part| {
        let mut component = json!({
            "type": "library",
            "name": part.name,
            "version": part.version,
            "licenses": [{ "expression": part.licence.replace(" / ", " OR ").replace('/', " OR ") }],
        });
        if part.source.is_some() {
            component["purl"] = json!(format!("pkg:cargo/{}@{}", part.name, part.version));
        }
        if let Some(sha256) = &part.sha256 {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": sha256 }]);
        }
        component
    };
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "name": "sijill",
            "version": env!("CARGO_PKG_VERSION"),
        } },
        "components": parts.iter().map(component).collect::<Vec<_>>(),
    })
}

#[allow(dead_code, reason = "the test of parts takes the rest of this file")]
fn main() {
    let list = cyclonedx(&parts());
    println!("{}", serde_json::to_string_pretty(&list).expect("JSON"));
}
