//! Which events of a linked person are one act?
//!
//! What the office's rule joined and what it cannot tell, part by part, with a
//! decision for each pair and its undoing. The rule itself stands on the page.

use crate::answer::{Answer, Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::{Fact, Say, joined};
use askama::Template;
use model::record::DecisionKind;
use model::{Code, Problem, Truth, When};
use office::{ActPair, ActTold, Reviewing};
use serde::Serialize;

#[derive(Serialize)]
struct ActShown {
    id: String,
    said: String,
    place: String,
    list: String,
    claims: u64,
}

#[derive(Serialize)]
struct Part {
    label: String,
    said: String,
}

#[derive(Serialize)]
struct PairShown {
    person: String,
    name: String,
    acts: Vec<ActShown>,
    a: String,
    b: String,
    parts: Vec<Part>,
    counted: String,
    decided: String,
    decision: String,
    why: String,
}

#[derive(Template, Serialize)]
#[template(path = "link_acts.html")]
struct ActsView {
    #[serde(skip)]
    frame: Frame,
    rule: Vec<Fact>,
    open: Vec<PairShown>,
    open_count: u64,
    settled: Vec<PairShown>,
    settled_count: u64,
}

/// Pairs of each kind on the page.
const SHOWN: usize = 40;

fn truth_word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    }
}

fn act_shown(say: &Say, act: &ActTold) -> ActShown {
    let when = When::parse(&act.when).ok();
    ActShown {
        id: act.id.clone(),
        said: joined([
            say.term("event", Some(&act.kind)),
            when.map(|when| say.date(Some(&when)))
                .unwrap_or_else(|| say.t("web-unknown")),
        ]),
        place: say.term("place", Some(&act.place).filter(|it| !it.is_empty())),
        list: act.list.clone(),
        claims: act.claims,
    }
}

fn pair_shown(say: &Say, pair: &ActPair) -> PairShown {
    let part = |id: &str, truth: Truth| Part {
        label: say.t(&format!("web-acts-{id}")),
        said: say.t(&format!("web-acts-{}", truth_word(truth))),
    };
    let word = pair
        .decided
        .as_ref()
        .and_then(|it| serde_json::to_value(it.kind).ok())
        .and_then(|it| it.as_str().map(str::to_owned));
    PairShown {
        person: pair.person.clone(),
        name: if pair.name.is_empty() {
            say.t("web-no-name")
        } else {
            pair.name.clone()
        },
        a: pair.first.id.clone(),
        b: pair.second.id.clone(),
        acts: vec![act_shown(say, &pair.first), act_shown(say, &pair.second)],
        parts: vec![
            part("kind", pair.rule.kind),
            part("dates", pair.rule.dates),
            part("places", pair.rule.places),
        ],
        counted: say.t(&format!("web-acts-counted-{}", truth_word(pair.counted))),
        decided: match word {
            Some(word) => say.t(&format!("link-kind-{word}")),
            None => say.t("web-acts-by-rule"),
        },
        decision: pair
            .decided
            .as_ref()
            .map(|it| it.id.clone())
            .unwrap_or_default(),
        why: pair
            .decided
            .as_ref()
            .and_then(|it| it.why.clone())
            .unwrap_or_default(),
    }
}

/// Events of linked persons that are one act or could be.
pub fn show_acts(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let say = Say::new(ask);
    let found = ask.app.office.acts_of_linked(&seat, SHOWN)?;
    let kinds = |ids: &[String]| {
        let named: Vec<String> = ids.iter().map(|id| say.term("event", Some(id))).collect();
        named.join(if ask.language.code() == "ar" {
            "، "
        } else {
            ", "
        })
    };
    let words = ask.words();
    let rule = [
        ("days", words.number(u64::from(found.rule.days))),
        ("span", words.number(u64::from(found.rule.span))),
        ("apart", words.number(u64::from(found.rule.apart))),
        (
            "place",
            say.t(&format!("web-acts-place-{}", found.rule.place.as_str())),
        ),
        ("once", kinds(&found.rule.once)),
        ("by-hand", kinds(&found.rule.by_hand)),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(id, value)| Fact {
        label: say.t(&format!("web-acts-rule-{id}")),
        value,
    })
    .collect();
    page(
        ask,
        &ActsView {
            frame: Frame::new(ask, "/links", "web-acts-title"),
            rule,
            open: found.open.iter().map(|it| pair_shown(&say, it)).collect(),
            open_count: found.open_count,
            settled: found
                .settled
                .iter()
                .map(|it| pair_shown(&say, it))
                .collect(),
            settled_count: found.settled_count,
        },
    )
}

/// Writes down whether two events are one act.
pub fn decide_act(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let kind = match ask.form.get("verdict") {
        "same" => DecisionKind::SameEvent,
        "different" => DecisionKind::DifferentEvents,
        "cannot-tell" => DecisionKind::CannotTellEvents,
        _ => return Err(Problem::new(Code::LinkageVerdictMissing).into()),
    };
    let (a, b) = (ask.form.get("a"), ask.form.get("b"));
    ask.app.office.decide_acts(&seat, a, b, kind)?;
    Ok(Answer::see("/links/acts"))
}
