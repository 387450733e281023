//! One story on both backends: what is written is found, kept and proven.

mod common;
mod server;

use common::*;
use model::{Code, Record};
use register::{Location, Saved, SearchOptions};

fn story(office: &Office) {
    let register = &office.register;
    assert_eq!(register.read(|tx| Ok(tx.position())).unwrap(), 0);

    // A person, her source and her arrest in one act.
    let (ahmad, source, event) = register
        .write(&author(0), |tx| {
            let person = with_nickname(person("أحمد", "خالد", "العلي"), "أبو محمود");
            let ahmad = tx.add(&listed(person, "17"))?;
            let source = tx.add(&brother("يوسف العلي"))?;
            let event = tx.add(&arrest(&ahmad, Some(&source)))?;
            assert_eq!(tx.events_of(&ahmad)?.len(), 1, "an act sees what it wrote");
            Ok((ahmad, source, event))
        })
        .unwrap();
    let root = register.read(|tx| Ok(tx.root())).unwrap();

    // Saving the same says so; saving a change adds a revision.
    let corrected = listed(
        with_nickname(person("أحمد", "خالد", "العلو"), "أبو محمود"),
        "17",
    );
    let saved = register
        .write(&author(1), |tx| {
            let same = tx.get(&ahmad)?.unwrap().record;
            assert_eq!(tx.save(&ahmad, &same)?, Saved::Unchanged);
            tx.save(&ahmad, &corrected)
        })
        .unwrap();
    assert_eq!(
        saved,
        Saved::Revised {
            number: 2,
            position: 4
        }
    );

    register
        .read(|tx| {
            let now = tx.get(&ahmad)?.unwrap();
            assert_eq!((now.number, now.position, now.first), (2, 4, 1));
            assert_eq!(now.record, corrected);
            assert_eq!(now.at, author(1).at);
            assert_eq!(now.who, "salma");
            let before = tx.get_at(&ahmad, 3)?.unwrap();
            assert_eq!((before.number, before.position), (1, 1));
            assert_eq!(tx.get_at(&event, 2)?, None);
            assert_eq!(tx.history(&ahmad)?, [before, now]);
            assert_eq!(tx.root_at(3)?, root);
            assert_eq!(tx.position_at(author(0).at)?, 3);
            let known = tx.find_listed("families-2018", "17", "person")?;
            assert_eq!(known.as_deref(), Some(&*ahmad));
            assert_eq!(tx.find_listed("families-2018", "18", "person")?, None);
            assert_eq!(tx.pointing_at(&source)?[0].id, event);
            let mut seen = Vec::new();
            tx.scan("person", Some(3), |stored| {
                seen.push((stored.id, stored.position));
                Ok(())
            })?;
            assert_eq!(seen, [(ahmad.clone(), 1)]);
            Ok(())
        })
        .unwrap();

    // Every way to spell the name finds it; the old family name does so no more.
    let find = |text: &str| {
        register
            .read(|tx| tx.search(text, &SearchOptions::default()))
            .unwrap()
    };
    for text in [
        "أحمد",
        "احمد",
        "Ahmed",
        "Ahmad العلو",
        "ابو محمود",
        "Abu Mahmoud",
        "احمذ العلو",
        &ahmad,
        &ahmad[..13],
    ] {
        let hits = find(text);
        assert_eq!(hits.first().map(|hit| &hit.id), Some(&ahmad), "{text}");
    }
    assert!(find("العلي").iter().all(|hit| hit.why[0].quality < 1.0));
    assert_eq!(
        find("يوسف"),
        [],
        "sources are not searched unless asked for"
    );

    // What cannot be written leaves nothing behind.
    let refused = register.write(&author(2), |tx| {
        tx.add(&person("رامي", "سعيد", "حداد"))?;
        tx.add(&arrest("01900000-0000-7000-8000-000000000000", None))
    });
    assert_eq!(refused.unwrap_err().code, Code::RegisterReferenceUnknown);
    let twice = register.write(&author(2), |tx| {
        tx.add(&listed(person("رامي", "سعيد", "حداد"), "17"))
    });
    assert_eq!(twice.unwrap_err().code, Code::RegisterListedTwice);
    let other_kind = register.write(&author(2), |tx| tx.save(&ahmad, &brother("يوسف")));
    assert_eq!(other_kind.unwrap_err().code, Code::RegisterKindChanged);
    assert_eq!(register.read(|tx| Ok(tx.position())).unwrap(), 4);
    assert_eq!(find("رامي"), []);

    // A second program on the same register sees all of it, and the first sees its writes.
    let second = office.reopened();
    let rami = second
        .write(&author(3), |tx| tx.add(&person("رامي", "سعيد", "حداد")))
        .unwrap();
    assert_eq!(find("Rami")[0].id, rami);
    let many = register
        .write(&author(4), |tx| {
            (0..600)
                .map(|n| tx.add(&person(&format!("اسم{n}"), "سعيد", "حداد")))
                .collect::<Result<Vec<_>, _>>()
        })
        .unwrap();
    assert_eq!(many.len(), 600);
    assert!(many.is_sorted());
    second
        .read(|tx| {
            let mut count = 0;
            tx.scan("person", None, |stored| {
                assert!(matches!(stored.record, Record::Person(_)));
                count += 1;
                Ok(())
            })?;
            assert_eq!(count, 602);
            assert_eq!(tx.count("person")?, 602);
            assert_eq!(tx.root_at(3)?, root);
            assert_eq!(tx.root_at(tx.position())?, tx.root());
            assert_eq!(
                tx.root_at(606).unwrap_err().code,
                Code::RegisterPositionUnknown
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_story_runs_on_sqlite() {
    story(&Office::sqlite());
}

#[test]
fn the_story_runs_on_postgresql() {
    let Some(server) = server::Server::start() else {
        return;
    };
    story(&Office::new(Location::Postgres(server.url("story"))));
}
