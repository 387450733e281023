//! Is the example's profile whole, and does no word of a vocabulary mean two things?

use model::Profile;
use std::collections::BTreeMap;
use std::path::Path;

fn read(folder: &Path, below: &str, texts: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("the profile is committed") {
        let entry = entry.expect("a readable folder");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), texts);
        } else {
            let text = std::fs::read_to_string(entry.path()).expect("a text");
            texts.insert(name, text);
        }
    }
}

fn profile() -> Profile {
    let mut texts = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("example/profile");
    read(&folder, "", &mut texts);
    Profile::read(&texts).expect("the example's profile has no problem")
}

#[test]
fn every_word_of_a_vocabulary_names_one_term() {
    let profile = profile();
    let trees = profile.vocabularies.values().chain([&profile.bodies]);
    for vocabulary in trees {
        for term in &vocabulary.terms {
            for word in [&term.id, &term.ar, &term.en].into_iter().chain(&term.also) {
                let named = vocabulary.recognise(word).map(|term| term.id.as_str());
                assert_eq!(
                    named,
                    Some(term.id.as_str()),
                    "{} in {}",
                    word,
                    vocabulary.id
                );
            }
        }
    }
}

#[test]
fn every_place_lies_in_a_governorate_and_every_kind_is_a_term() {
    let profile = profile();
    let kinds = &profile.vocabularies["place-kind"];
    for place in &profile.places.terms {
        let kind = place.kind.as_deref().expect("a place has a kind");
        assert!(kinds.get(kind).is_some(), "{kind} of {}", place.id);
        let outermost = kind == "country";
        assert_eq!(
            profile.place_within(&place.id, "governorate").is_none(),
            outermost,
            "{}",
            place.id
        );
    }
    let kinds = &profile.vocabularies["body-kind"];
    for body in &profile.bodies.terms {
        let kind = body.kind.as_deref().expect("a body has a kind");
        assert!(kinds.get(kind).is_some(), "{kind} of {}", body.id);
    }
}

#[test]
fn a_bare_name_means_the_broader_place() {
    let places = profile().places;
    let id = |text: &str| {
        places
            .recognise(text)
            .map(|term| term.id.as_str().to_owned())
    };
    assert_eq!(id("درعا").as_deref(), Some("daraa"));
    assert_eq!(id("Daraa City").as_deref(), Some("daraa-city"));
    assert_eq!(id("غباغب").as_deref(), Some("ghabagheb"));
    assert_eq!(id("Sednaya").as_deref(), Some("sednaya-military-prison"));
}
