//! Links of the register, through the example office: reviewed, reversible, counted, measured.

use model::record::{DecisionKind, Event, Name, Participant, Person, PlaceRef, Role};
use model::{Code, Phase, Problem, Record, When};
use office::{
    AsOf, Documenting, DrawWanted, EXAMPLE_PASSPHRASE, EXAMPLE_USER, Entropy, Office, Reviewing,
    SampleWanted, Seat, Seeded, Studying, Unlock, build_example,
};
use std::path::Path;
use std::sync::{Mutex, OnceLock};

/// A day after the example's clock stands still.
const NOW: i64 = 1_570_000_000;

fn built() -> &'static Path {
    static BUILT: OnceLock<tempfile::TempDir> = OnceLock::new();
    BUILT
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            build_example(&folder.path().join("office"), |_, _| {}).expect("the example is built");
            folder
        })
        .path()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("read") {
        let entry = entry.expect("entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

struct World {
    office: Office,
    _folder: tempfile::TempDir,
}

fn world() -> World {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("office");
    copy(&built().join("office"), &path);
    let entropies = |purpose: &'static str| -> Box<dyn Entropy> {
        Box::new(Seeded::new(&format!("test of linking: {purpose}")))
    };
    let office = Office::open(
        &path,
        &Unlock::Passphrase(EXAMPLE_PASSPHRASE.into()),
        &entropies,
    )
    .expect("the example opens");
    World {
        office,
        _folder: folder,
    }
}

fn when(edtf: &str) -> Option<When> {
    Some(When::parse(edtf).expect("EDTF"))
}

impl World {
    fn at(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(NOW).expect("a moment")
    }

    fn seat<P: office::Permission>(&self, user: &str, why: &str) -> Seat<P> {
        let why = Some(why.to_owned()).filter(|why| !why.is_empty());
        self.office.seat(user, self.at(), why).expect("a seat")
    }

    fn reviewing(&self) -> Seat<Reviewing> {
        self.seat(EXAMPLE_USER, "test")
    }

    fn reviewer(&self, name: &str) -> Seat<Reviewing> {
        let admin = self.seat(EXAMPLE_USER, "");
        self.office
            .add_user(&admin, name, None, &[Role::Reviewer])
            .expect("added");
        self.seat(name, "")
    }

    fn add(&self, record: Record) -> String {
        let seat: Seat<Documenting> = self.seat(EXAMPLE_USER, "");
        self.office.add_record(&seat, &record).expect("added")
    }

    /// A person with a name by parts, a mother, a birth and a town.
    fn person(&self, parts: [&str; 4], birth: &str) -> String {
        self.add(Record::Person(person(parts, birth)))
    }

    fn event(&self, kind: &str, person: &str, day: &str) -> String {
        self.add(Record::Event(Event {
            kind: kind.into(),
            persons: vec![Participant {
                person: person.into(),
                role: "victim".into(),
            }],
            when: Some(day).filter(|day| !day.is_empty()).and_then(when),
            ..Event::default()
        }))
    }

    fn study(&self) -> office::Computed {
        let seat: Seat<Studying> = self.seat(EXAMPLE_USER, "");
        self.office
            .compute_study(&seat, "defectors", &AsOf::default())
            .expect("computed")
    }

    /// The figures of the example's study, without the position of the log.
    fn figures(&self) -> String {
        serde_json::to_string(&self.study().figures).expect("JSON")
    }

    /// Whom the study leaves out, and why.
    fn left_out(&self) -> String {
        serde_json::to_string(&self.study().exclusions).expect("JSON")
    }

    fn arrests(&self) -> (u64, u64) {
        let study = self.study();
        let figure = study.figures.iter().find(|it| it.id == "arrests");
        let total = &figure.expect("a figure").total;
        (total.sure, total.possible)
    }

    /// A person whom the study counts, with the id of the arrest.
    fn arrested(&self) -> (String, String) {
        let study = self.study();
        let figure = study.figures.iter().find(|it| it.id == "arrests");
        let cell = figure
            .expect("a figure")
            .cells
            .first()
            .expect("a cell")
            .clone();
        let reading: Seat<office::Reading> = self.seat(EXAMPLE_USER, "");
        let arrest = cell.ids.first().expect("an arrest").clone();
        let shown = self.office.show(&reading, &arrest, None).expect("shown");
        let Record::Event(event) = shown.seen.record else {
            panic!("an arrest")
        };
        (event.persons[0].person.clone(), arrest)
    }

    fn day_of(&self, event: &str) -> String {
        let reading: Seat<office::Reading> = self.seat(EXAMPLE_USER, "");
        let shown = self.office.show(&reading, event, None).expect("shown");
        match shown.seen.record {
            Record::Event(event) => event
                .when
                .map(|it| it.edtf().to_owned())
                .unwrap_or_default(),
            _ => panic!("an event"),
        }
    }
}

fn person([given, father, family, mother]: [&str; 4], birth: &str) -> Person {
    Person {
        names: vec![Name {
            given: Some(given.into()),
            father: Some(father.into()),
            family: Some(family.into()),
            mother: Some(mother.into()),
            ..Name::default()
        }],
        birth: Some(birth).filter(|it| !it.is_empty()).and_then(when),
        origin: Some(PlaceRef {
            id: Some("ghabagheb".into()),
            as_written: None,
        }),
        ..Person::default()
    }
}

#[test]
fn linked_persons_are_counted_once_and_everything_comes_back_when_the_link_is_withdrawn() {
    let world = world();
    let (person, arrest) = world.arrested();
    // Another list tells of the same arrest.
    let day = world.day_of(&arrest);
    let other = world.person(["مثال", "خالد", "المثالي", "فاطمة"], "1990");
    world.event("arrest", &other, &day);
    let (apart, before, left_out) = (world.arrests(), world.figures(), world.left_out());
    let seat = world.reviewing();
    let decision = world
        .office
        .decide_pair(&seat, &person, &other, DecisionKind::SamePerson)
        .expect("decided");
    let linked = world.arrests();
    assert_ne!(world.left_out(), left_out, "one record less is left out");
    // The other record was no defector of the study: linked, both records are one
    // person with one arrest.
    assert!(linked.0 <= apart.0, "{linked:?} {apart:?}");
    world
        .office
        .withdraw_decision(&seat, &decision)
        .expect("withdrawn");
    assert_eq!(world.figures(), before, "byte for byte");
    assert_eq!(world.left_out(), left_out, "byte for byte");
    // Deciding again revises the same decision.
    let again = world
        .office
        .decide_pair(&seat, &other, &person, DecisionKind::DifferentPersons)
        .expect("decided");
    assert_eq!(again, decision);
    assert_eq!(world.figures(), before);
}

#[test]
fn two_lists_tell_of_one_arrest_and_a_reviewer_can_say_that_they_are_two() {
    let world = world();
    let (person, arrest) = world.arrested();
    let day = world.day_of(&arrest);
    let other = world.person(["مثال", "خالد", "المثالي", "فاطمة"], "");
    let told = world.event("arrest", &other, &day);
    let alone = world.arrests();
    let seat = world.reviewing();
    world
        .office
        .decide_pair(&seat, &person, &other, DecisionKind::SamePerson)
        .expect("decided");
    assert_eq!(world.arrests().0, alone.0, "told twice, counted once");
    let found = world.office.acts_of_linked(&seat, 10).expect("acts");
    assert_eq!((found.persons, found.open_count), (1, 0));
    assert_eq!(found.settled.len(), 1);
    assert_eq!(found.settled[0].counted, model::Truth::True);
    let joined = world.figures();
    let decision = world
        .office
        .decide_acts(&seat, &arrest, &told, DecisionKind::DifferentEvents)
        .expect("decided");
    let two = world.arrests();
    assert_eq!(two.0 + two.1, alone.0 + alone.1 + 1, "now they are two");
    let found = world.office.acts_of_linked(&seat, 10).expect("acts");
    assert_eq!(found.settled[0].counted, model::Truth::False);
    world
        .office
        .withdraw_decision(&seat, &decision)
        .expect("withdrawn");
    assert_eq!(world.figures(), joined, "byte for byte");
}

#[test]
fn what_cannot_be_told_is_possible_until_a_reviewer_decides() {
    let world = world();
    let (person, arrest) = world.arrested();
    let other = world.person(["مثال", "خالد", "المثالي", "فاطمة"], "");
    let told = world.event("arrest", &other, "");
    let seat = world.reviewing();
    world
        .office
        .decide_pair(&seat, &person, &other, DecisionKind::SamePerson)
        .expect("decided");
    let open = world.arrests();
    let found = world.office.acts_of_linked(&seat, 10).expect("acts");
    assert_eq!(found.open_count, 1);
    assert_eq!(found.open[0].counted, model::Truth::Unknown);
    assert_eq!(found.open[0].rule.dates, model::Truth::Unknown);
    world
        .office
        .decide_acts(&seat, &arrest, &told, DecisionKind::SameEvent)
        .expect("decided");
    let one = world.arrests();
    assert_eq!((one.0, one.1 + 1), (open.0, open.1));
}

#[test]
fn a_run_proposes_and_decisions_constrain_the_next_one() {
    let world = world();
    let a = world.person(["ياسين", "نضال", "الزعبلاوي", "سهيلة"], "1988-03-02");
    let b = world.person(["Yasin", "Nidal", "al-Zablawi", "Suhaila"], "1988");
    let brother = world.person(["باسل", "نضال", "الزعبلاوي", "سهيلة"], "1991-05-09");
    let seat = world.reviewing();
    assert_eq!(world.office.pairs_waiting(&seat).expect("a number"), 0);
    let run = world.office.run_linkage(&seat, None).expect("a run");
    let proposed = |x: &str, y: &str| {
        let (x, y) = if x < y { (x, y) } else { (y, x) };
        let run = world.office.last_linkage(&seat).expect("a run");
        run.waiting.iter().any(|pair| pair.a == x && pair.b == y)
    };
    assert!(proposed(&a, &b), "{:?}", run.waiting.len());
    // His brother is offered as a relative, if at all.
    for pair in world.office.waiting_pairs(&seat, 50).expect("pairs") {
        if [&pair.a, &pair.b].contains(&&brother) && [&pair.a, &pair.b].contains(&&a) {
            let kinship = pair.kinship.expect("relatives");
            assert_eq!(kinship.relation, "sibling");
            assert!(pair.probability < 0.5, "{}", pair.probability);
        }
    }
    let (first, second) = if a < b { (&a, &b) } else { (&b, &a) };
    let looked = world
        .office
        .look_at_pair(&seat, second, first)
        .expect("both");
    assert!(looked.proposed && looked.decided.is_none());
    let total: f64 = looked.pair.start + looked.pair.fields.iter().map(|it| it.bits).sum::<f64>();
    let odds = looked.pair.probability / (1.0 - looked.pair.probability);
    assert!(
        (odds.log2() - total).abs() < 0.05,
        "weights sum to the score"
    );

    let decision = world
        .office
        .decide_pair(&seat, &a, &b, DecisionKind::DifferentPersons)
        .expect("decided");
    assert!(!proposed(&a, &b));
    let again = world.office.run_linkage(&seat, None).expect("a run");
    assert_eq!(again.persons, run.persons);
    assert!(!proposed(&a, &b), "kept apart in the next run");
    world
        .office
        .withdraw_decision(&seat, &decision)
        .expect("withdrawn");
    let third = world.office.run_linkage(&seat, None).expect("a run");
    assert_eq!(third.waiting, run.waiting, "as if it had never been");
    world
        .office
        .decide_pair(&seat, &a, &b, DecisionKind::SamePerson)
        .expect("decided");
    let linked = world.office.run_linkage(&seat, None).expect("a run");
    assert_eq!(linked.persons, run.persons - 1);
    assert!(!proposed(&a, &b));
    let (decided, count) = world
        .office
        .decisions_to_undo(&seat, 0, 10)
        .expect("decisions");
    assert_eq!((decided.len(), count), (1, 1));
    assert_eq!(decided[0].1.len(), 2);
}

#[test]
fn a_run_that_is_ended_at_any_step_leaves_the_last_one_as_it_was() {
    let world = world();
    let a = world.person(["ياسين", "نضال", "الزعبلاوي", "سهيلة"], "1988-03-02");
    let b = world.person(["Yasin", "Nidal", "al-Zablawi", "Suhaila"], "1988");
    let seat = world.reviewing();
    world.office.run_linkage(&seat, None).expect("a run");
    world
        .office
        .decide_pair(&seat, &a, &b, DecisionKind::SamePerson)
        .expect("decided");
    world.person(["باسل", "نضال", "الزعبلاوي", "سهيلة"], "1991-05-09");
    let before = (
        world.office.last_linkage(&seat).expect("a run"),
        world.figures(),
    );
    let phases = Mutex::new(Vec::new());
    let watched = |end: Option<Phase>| {
        world.office.run_linkage_watched(&seat, None, &|step| {
            phases.lock().expect("whole").push(step.phase);
            match end {
                Some(end) if end == step.phase => Err(Problem::new(Code::OfficeWorkCancelled)),
                _ => Ok(()),
            }
        })
    };
    for end in [
        Phase::Reading,
        Phase::Preparing,
        Phase::Learning,
        Phase::Blocking,
        Phase::Comparing,
        Phase::Clustering,
        Phase::Finishing,
    ] {
        let problem = watched(Some(end)).expect_err("it was ended");
        assert_eq!(problem.code, Code::OfficeWorkCancelled);
        assert_eq!(phases.lock().expect("whole").pop(), Some(end));
        let after = (
            world.office.last_linkage(&seat).expect("a run"),
            world.figures(),
        );
        assert_eq!(after, before, "ended while {}", end.as_str());
    }
    let seen = watched(None).expect("a run");
    assert_eq!(
        seen,
        world.office.run_linkage(&seat, None).expect("a run"),
        "watching changes nothing"
    );
    assert!(seen.position > before.0.position);
}

#[test]
fn relatives_are_recorded_as_a_relation_and_never_linked() {
    let world = world();
    let father = world.person(["نضال", "ياسر", "الزعبلاوي", "هدى"], "1960");
    let son = world.person(["ياسين", "نضال", "الزعبلاوي", "سهيلة"], "1988");
    let seat = world.reviewing();
    let persons = |world: &World| {
        world
            .office
            .run_linkage(&seat, None)
            .expect("a run")
            .persons
    };
    let before = persons(&world);
    let id = world
        .office
        .decide_relatives(&seat, &father, "parent", &son)
        .expect("decided");
    assert_eq!(persons(&world), before);
    let reading: Seat<office::Reading> = world.seat(EXAMPLE_USER, "");
    let around = world.office.around(&reading, &son).expect("relatives");
    assert_eq!(around.relatives.len(), 1);
    assert_eq!(around.relatives[0].relation, "parent");
    assert_eq!(around.relatives[0].decision, id);
    let wrong = world
        .office
        .decide_relatives(&seat, &father, "خال بعيد", &son);
    assert_eq!(
        wrong.expect_err("no such term").code,
        model::Code::LinkageRelationUnknown
    );
}

#[test]
fn somebody_who_is_here_already_is_found_while_being_typed() {
    let world = world();
    let there = world.person(["ياسين", "نضال", "الزعبلاوي", "سهيلة"], "1988-03-02");
    let seat: Seat<Documenting> = world.seat(EXAMPLE_USER, "");
    let look = |person: &Person| {
        let found = world
            .office
            .similar_persons(&seat, person, None, 5)
            .expect("looked");
        assert!(found.ready);
        found.similar
    };
    let typed = person(["Yassin", "Nidal", "Zablawi", "Suhayla"], "1988");
    let found = look(&typed);
    assert_eq!(found.first().map(|it| &it.id), Some(&there), "{found:?}");
    assert!(found[0].probability > 0.5 && !found[0].fields.is_empty());
    // Recorded a moment ago, found at once; what was changed is found as it is now.
    let late = world.person(["شادي", "رامز", "البلخي", "نجوى"], "1979-11-30");
    let typed = person(["شادى", "رامز", "بلخي", "نجوا"], "1979");
    assert_eq!(look(&typed).first().map(|it| &it.id), Some(&late));
    let mut changed = person(["هيثم", "أنور", "الساعاتي", "لمياء"], "1955-01-09");
    changed.notes = Some("another person".into());
    world
        .office
        .revise_record(&seat, &late, 1, &Record::Person(changed))
        .expect("revised");
    assert!(look(&typed).iter().all(|it| it.id != late));
    let nobody = person(["زكوان", "طعمة", "القرنفلي", "وطفاء"], "1931-02-03");
    assert!(look(&nobody).iter().all(|it| it.probability < 0.5));
}

#[test]
fn a_sample_is_reviewed_blind_and_measures_the_proposals() {
    let world = world();
    for at in 0..6 {
        let given = ["ياسين", "رامز", "هيثم", "شادي", "أنور", "نجيب"][at];
        let birth = format!("19{}-03-0{}", 60 + 5 * at, at + 1);
        world.person([given, "نضال", "الزعبلاوي", "سهيلة"], &birth);
        world.person([given, "نضال", "الزعبلاوي", "سهيلة"], &birth);
    }
    let (first, second) = (world.reviewer("nour"), world.reviewer("rima"));
    assert_eq!(
        world
            .office
            .link_quality(&first)
            .expect_err("none yet")
            .code,
        model::Code::LinkageNoSample
    );
    let wanted = SampleWanted {
        pairs: 70,
        both: 0.5,
        seed: 3,
    };
    let sample = world
        .office
        .draw_sample(&first, &wanted, &model::unwatched)
        .expect("drawn");
    assert_eq!(
        sample.pairs,
        world
            .office
            .draw_sample(&second, &wanted, &model::unwatched)
            .expect("drawn")
            .pairs,
        "the same register and seed draw the same sample"
    );
    let twice = sample.pairs.iter().filter(|pair| pair.both).count();
    assert_eq!(twice, sample.pairs.len() / 2);
    let name = |id: &str| {
        let reading: Seat<office::Reading> = world.seat(EXAMPLE_USER, "");
        match world
            .office
            .show(&reading, id, None)
            .expect("shown")
            .seen
            .record
        {
            Record::Person(person) => person.names[0].display(),
            _ => panic!("a person"),
        }
    };
    let before = world.figures();
    let mut opinions = 0;
    for seat in [&first, &second] {
        while let Some(asked) = world.office.next_sampled(seat).expect("asked") {
            let same = name(&asked.a) == name(&asked.b);
            world
                .office
                .give_opinion(seat, &asked.a, &asked.b, Some(same))
                .expect("noted");
            opinions += 1;
            let again = world.office.give_opinion(seat, &asked.a, &asked.b, None);
            assert_eq!(
                again.expect_err("once each").code,
                model::Code::LinkageOpinionGiven
            );
        }
    }
    assert_eq!(opinions, sample.pairs.len() + twice);
    let quality = world.office.link_quality(&first).expect("measured");
    assert_eq!(quality.reviewed, sample.pairs.len() as u64);
    assert_eq!((quality.waiting, quality.disputed), (0, 0));
    assert_eq!(quality.decided_twice, twice as u64);
    assert_eq!((quality.agreement, quality.kappa), (Some(1.0), Some(1.0)));
    assert_eq!(quality.ac1, Some(1.0));
    let estimate = quality.estimate.expect("reviewed");
    let (low, high) = estimate.precision;
    assert!(low <= estimate.quality.precision && estimate.quality.precision <= high);
    // Opinions link nothing.
    assert_eq!(world.figures(), before);
    let (decisions, _) = world.office.decisions_to_undo(&first, 0, 10).expect("none");
    assert!(decisions.is_empty());
}

#[test]
fn drawn_clusterings_of_a_figure_hold_decisions_and_repeat() {
    let world = world();
    let seat: Seat<Studying> = world.seat(EXAMPLE_USER, "");
    let wanted = DrawWanted {
        study: "defectors".into(),
        figure: "arrests".into(),
        draws: 10,
        seed: 7,
    };
    let draw = || {
        world
            .office
            .draw_tallies(&seat, &wanted, &AsOf::default(), &model::unwatched)
            .expect("drawn")
    };
    let drawn = draw();
    assert_eq!(drawn, draw());
    assert_eq!(drawn.tallies.1.len(), 10);
    let arrests = world.arrests();
    assert!(
        drawn.most <= arrests.0 && drawn.least <= drawn.most,
        "{drawn:?}"
    );
    for tally in &drawn.tallies.1 {
        let persons: u64 = tally.values().sum();
        assert!((drawn.least..=drawn.most).contains(&persons));
    }
}
