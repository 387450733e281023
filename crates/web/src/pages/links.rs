//! One person or two? What does a reviewer see, and decide, pair by pair?
//!
//! The next pair that waits, both records side by side with the weight of each
//! field; a decision by one key, and the next pair follows. Runs are started
//! here too; decisions and their undoing are in `link_decisions`, the blind
//! sample is in `link_quality`, events of linked persons in `link_acts`. Nothing
//! of a record that the reviewer may not see reaches this file: `office` leaves
//! its pairs out.

use crate::answer::{Answer, Answered, Refusal, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Kind, Made};
use crate::pages::event::names_around;
use crate::pages::jobs::{self, Awaited};
use crate::say::{EventShown, Fact, Say};
use askama::Template;
use model::record::DecisionKind;
use model::{Code, Problem, Record, When};
use office::{
    Decided, PairLookedAt, Permission, Reading, Reviewing, Seat, WaitingPair, field_in_words,
    level_in_words,
};
use serde::Serialize;

/// One of the two records.
#[derive(Serialize)]
pub struct SideShown {
    pub id: String,
    pub name: String,
    pub synthetic: bool,
    pub facts: Vec<Fact>,
    pub events: Vec<EventShown>,
}

/// One field of both.
#[derive(Serialize)]
pub struct FieldShown {
    pub label: String,
    pub first: String,
    pub second: String,
    pub level: String,
    /// Weight in bits, with its sign.
    pub weight: String,
    /// How much that says, in words.
    pub says: String,
    pub bits: f64,
}

/// A way in which two persons may be related.
#[derive(Serialize)]
pub struct KinChoice {
    pub value: &'static str,
    pub label: String,
    pub chosen: bool,
}

/// A pair with everything that speaks for and against it.
#[derive(Serialize)]
pub struct PairShown {
    pub a: String,
    pub b: String,
    pub sides: Vec<SideShown>,
    pub proposed: bool,
    pub probability: String,
    pub relatives: bool,
    pub start: String,
    pub total: String,
    pub fields: Vec<FieldShown>,
    pub shared: Vec<String>,
    pub conflict: Vec<String>,
    pub kin: Vec<KinChoice>,
    pub decided: String,
    pub decision: String,
}

#[derive(Serialize)]
struct Done {
    id: String,
    said: String,
}

/// "One person" that another decision contradicts.
#[derive(Serialize)]
struct Contradicted {
    first: Fact,
    second: Fact,
}

#[derive(Serialize)]
struct RunShown {
    records: u64,
    persons: u64,
    position: u64,
}

#[derive(Template, Serialize)]
#[template(path = "links.html")]
struct LinksView {
    #[serde(skip)]
    frame: Frame,
    going: bool,
    waiting: u64,
    run: Option<RunShown>,
    contradicted: Vec<Contradicted>,
    pair: Option<PairShown>,
    /// The pair that is passed over by "next pair".
    skip: String,
    done: Option<Done>,
}

/// Weights of at least so many bits tell.
const TELLS: f64 = 1.0;

/// A record of a pair, with its events and claims, as its reader may see it.
pub fn side_shown(ask: &Ask, reading: &Seat<Reading>, id: &str) -> Result<SideShown, Refusal> {
    let say = Say::new(ask);
    let shown = ask.app.office.show(reading, id, None)?;
    let Record::Person(person) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let records = shown.events.iter().map(|seen| &seen.record);
    let (sources, persons) = names_around(ask, reading, records);
    let events = shown
        .events
        .iter()
        .filter_map(|seen| match &seen.record {
            Record::Event(event) => Some(say.event(seen, event, &sources, &persons)),
            _ => None,
        })
        .collect();
    Ok(SideShown {
        id: shown.seen.id.clone(),
        name: say.person(person),
        synthetic: person.synthetic,
        facts: say.person_facts(person),
        events,
    })
}

/// A weight with its sign, as a number that keeps its order in Arabic lines.
fn signed(say: &Say, bits: f64) -> String {
    let bits = say.words.in_digits(&format!("{bits:+.1}"));
    format!("\u{2066}{bits}\u{2069}")
}

/// What a weight says, in words.
fn says(say: &Say, bits: f64) -> String {
    let step = match bits {
        bits if bits >= 6.0 => "3",
        bits if bits >= 3.0 => "2",
        bits if bits >= TELLS => "1",
        bits if bits > -TELLS => "0",
        bits if bits > -3.0 => "m1",
        bits if bits > -6.0 => "m2",
        _ => "m3",
    };
    say.t(&format!("web-links-says-{step}"))
}

/// What a record says in a field, in the asker's language.
fn value_said(say: &Say, field: &str, value: &str) -> String {
    match field {
        "sex" => say.term("sex", Some(&value.to_owned()).filter(|it| !it.is_empty())),
        "birth" | "event-date" => match When::parse(value) {
            Ok(when) => say.date(Some(&when)),
            Err(_) => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// Fields of two records side by side.
pub fn fields_shown(ask: &Ask, fields: &[office::SideBySide]) -> Vec<FieldShown> {
    let say = Say::new(ask);
    let words = ask.words();
    let profile = ask.app.office.profile();
    fields
        .iter()
        .map(|it| {
            let scheme = profile
                .vocabulary("identifier")
                .and_then(|terms| terms.get(&it.field))
                .map(|term| term.label(ask.language.code()).to_owned());
            FieldShown {
                label: scheme.unwrap_or_else(|| field_in_words(&words, &it.field)),
                first: value_said(&say, &it.field, &it.first),
                second: value_said(&say, &it.field, &it.second),
                level: if it.level.is_empty() {
                    String::new()
                } else {
                    level_in_words(&words, &it.level)
                },
                weight: signed(&say, it.bits),
                says: says(&say, it.bits),
                bits: it.bits,
            }
        })
        .collect()
}

fn kin_choices(say: &Say, pair: &WaitingPair) -> Vec<KinChoice> {
    let told =
        pair.kinship
            .as_ref()
            .map_or("a relative", |kin| match (kin.relation, kin.of == pair.a) {
                ("parent", true) => "a parent",
                ("parent", false) => "b parent",
                ("sibling", _) => "a sibling",
                _ => "a relative",
            });
    [
        "a parent",
        "b parent",
        "a sibling",
        "a spouse",
        "a relative",
    ]
    .into_iter()
    .map(|value| KinChoice {
        value,
        label: say.t(&format!("web-links-kin-{}", value.replace(' ', "-"))),
        chosen: value == told,
    })
    .collect()
}

fn kind_said(say: &Say, kind: DecisionKind) -> String {
    let word = serde_json::to_value(kind).unwrap_or_default();
    say.t(&format!("link-kind-{}", word.as_str().unwrap_or_default()))
}

/// What was decided, with what relatives are to each other.
pub fn decided_said(say: &Say, decided: &Decided) -> String {
    let kind = kind_said(say, decided.kind);
    let relation = decided
        .why
        .as_deref()
        .filter(|_| decided.kind == DecisionKind::Relatives)
        .and_then(|why| why.split_once(' '))
        .map(|(_, term)| say.term("relation-to-victim", Some(&term.to_owned())));
    match relation {
        Some(relation) => format!("{kind} · {relation}"),
        None => kind,
    }
}

fn pair_shown(ask: &Ask, looked: &PairLookedAt) -> Result<PairShown, Refusal> {
    let reading = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let pair = &looked.pair;
    let fields = fields_shown(ask, &pair.fields);
    let told = |keep: &dyn Fn(f64) -> bool| {
        let mut fields: Vec<&FieldShown> = fields.iter().filter(|it| keep(it.bits)).collect();
        fields.sort_by(|x, y| y.bits.abs().total_cmp(&x.bits.abs()));
        fields
            .iter()
            .map(|it| format!("{}: {}", it.label, it.level))
            .collect::<Vec<_>>()
    };
    let total = pair.start + pair.fields.iter().map(|it| it.bits).sum::<f64>();
    Ok(PairShown {
        a: pair.a.clone(),
        b: pair.b.clone(),
        sides: vec![
            side_shown(ask, &reading, &pair.a)?,
            side_shown(ask, &reading, &pair.b)?,
        ],
        proposed: looked.proposed,
        probability: say.share(pair.probability),
        relatives: pair.kinship.is_some(),
        start: signed(&say, pair.start),
        total: signed(&say, total),
        shared: told(&|bits| bits >= TELLS),
        conflict: told(&|bits| bits <= -TELLS),
        kin: kin_choices(&say, pair),
        decided: looked
            .decided
            .as_ref()
            .map(|it| decided_said(&say, it))
            .unwrap_or_default(),
        decision: looked
            .decided
            .as_ref()
            .map(|it| it.id.clone())
            .unwrap_or_default(),
        fields,
    })
}

fn named_pair(text: &str) -> Option<(&str, &str)> {
    text.split_once('.')
}

/// The next pair that waits.
pub fn show_links(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let after = named_pair(ask.query.get("after"));
    let going = ask.app.jobs.goes_on(Kind::Linkage);
    let next = match ask.app.office.next_pair(&seat, after) {
        Ok(Some(pair)) => Some(pair),
        // After the last one the queue begins anew.
        Ok(None) => match after {
            Some(_) => ask.app.office.next_pair(&seat, None)?,
            None => None,
        },
        Err(problem) if problem.code == Code::LinkageNotRunYet => None,
        Err(problem) => return Err(problem.into()),
    };
    let looked = next.map(|pair| PairLookedAt {
        pair,
        proposed: true,
        decided: None,
    });
    show(ask, &seat, looked, going)
}

/// Two records that somebody wants to look at.
pub fn show_pair(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let looked = ask
        .app
        .office
        .look_at_pair(&seat, ask.part("a"), ask.part("b"))?;
    show(ask, &seat, Some(looked), false)
}

fn show(ask: &Ask, seat: &Seat<Reviewing>, looked: Option<PairLookedAt>, going: bool) -> Answered {
    let say = Say::new(ask);
    let office = &ask.app.office;
    let run = office.last_run(seat)?;
    let reading = ask.seat::<Reading>()?;
    let name = |id: &String| match office.look_at(&reading, id) {
        Ok(Record::Person(person)) => Some(Fact {
            label: say.person(&person),
            value: id.clone(),
        }),
        _ => None,
    };
    let contradicted = run
        .iter()
        .flat_map(|run| &run.contradicted)
        .filter_map(|(a, b)| {
            Some(Contradicted {
                first: name(a)?,
                second: name(b)?,
            })
        })
        .collect();
    let done = ask.query.get("done");
    let done = match done.is_empty() {
        true => None,
        false => office.decision(seat, done)?.map(|it| Done {
            said: decided_said(&say, &it),
            id: it.id,
        }),
    };
    let pair = looked.as_ref().map(|it| pair_shown(ask, it)).transpose()?;
    page(
        ask,
        &LinksView {
            frame: Frame::new(ask, "/links", "web-links-title"),
            going,
            waiting: office.pairs_waiting(seat)?,
            run: run.map(|run| RunShown {
                records: run.records,
                persons: run.persons,
                position: run.position,
            }),
            contradicted,
            skip: pair
                .as_ref()
                .map(|pair| format!("{}.{}", pair.a, pair.b))
                .unwrap_or_default(),
            pair,
            done,
        },
    )
}

/// The fields that say most for a decision, as its reason.
fn told_reason(ask: &Ask, seat: &Seat<Reviewing>, kind: DecisionKind) -> Option<String> {
    let looked = ask
        .app
        .office
        .look_at_pair(seat, ask.form.get("a"), ask.form.get("b"))
        .ok()
        .filter(|looked| looked.proposed)?;
    let fields = fields_shown(ask, &looked.pair.fields);
    let mut telling: Vec<&FieldShown> = fields
        .iter()
        .filter(|it| match kind {
            DecisionKind::SamePerson => it.bits >= TELLS,
            DecisionKind::CannotTell => false,
            _ => it.bits <= -TELLS,
        })
        .collect();
    telling.sort_by(|x, y| y.bits.abs().total_cmp(&x.bits.abs()));
    let said: Vec<String> = telling
        .iter()
        .take(3)
        .map(|it| format!("{}: {}", it.label, it.level))
        .collect();
    let separator = if ask.language.code() == "ar" {
        "؛ "
    } else {
        "; "
    };
    (!said.is_empty()).then(|| said.join(separator))
}

/// A seat of the asker, who has one already, with this reason.
fn seat_because<P: Permission>(ask: &Ask, why: Option<String>) -> Result<Seat<P>, Refusal> {
    ask.seat::<P>()?;
    Ok(ask.app.office.seat(ask.user(), ask.at, why)?)
}

/// Writes a decision down and goes on to the next pair.
pub fn decide_link(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let (a, b) = (ask.form.get("a"), ask.form.get("b"));
    let kind = match ask.form.get("verdict") {
        "same" => DecisionKind::SamePerson,
        "different" => DecisionKind::DifferentPersons,
        "cannot-tell" => DecisionKind::CannotTell,
        "relatives" => DecisionKind::Relatives,
        _ => return Err(Problem::new(Code::LinkageVerdictMissing).into()),
    };
    let why = seat
        .why()
        .map(str::to_owned)
        .or_else(|| told_reason(ask, &seat, kind));
    let seat = seat_because::<Reviewing>(ask, why)?;
    let office = &ask.app.office;
    let id = if kind == DecisionKind::Relatives {
        let (of, relation) = ask
            .form
            .get("relation")
            .split_once(' ')
            .unwrap_or(("a", "relative"));
        let (of, other) = if of == "b" { (b, a) } else { (a, b) };
        office.decide_relatives(&seat, of, relation, other)?
    } else {
        office.decide_pair(&seat, a, b, kind)?
    };
    Ok(Answer::see(&format!("/links?done={id}&after={a}.{b}")))
}

/// Compares all records: at once when they are few, else beside the requests.
pub fn run_links(ask: &Ask) -> Answered {
    ask.seat::<Reviewing>()?;
    if ask.app.jobs.goes_on(Kind::Linkage) {
        return Ok(Answer::see("/links"));
    }
    let user = ask.user().to_owned();
    let job = ask
        .app
        .begin(Kind::Linkage, ask.user(), "", ask.at, move |app, watch| {
            let seat = app.office.seat(&user, (app.clock)(), None);
            seat.and_then(|seat| app.office.run_linkage_watched(&seat, None, watch))
                .map(|run| Made::Linkage(run.records, run.waiting.len() as u64))
                .map_err(|problem| vec![problem])
        });
    match jobs::begun(ask, job)? {
        Awaited::Made(_) => Ok(Answer::see("/links")),
        Awaited::Wrong(problems) => Err(problems.into()),
        Awaited::Going(answer) => Ok(answer),
    }
}
