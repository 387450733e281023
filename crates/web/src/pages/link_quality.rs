//! How good are the proposals, and which pair of the blind sample comes next?
//!
//! The reviewer of the sample sees both records and nothing else: no weight, no
//! probability, no decision, no other opinion. What follows from the opinions
//! stands on the page of quality.

use crate::answer::{Answer, Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Kind, Made};
use crate::pages::jobs::{self, Awaited};
use crate::pages::links::{SideShown, side_shown};
use crate::say::Say;
use askama::Template;
use model::{Code, Problem};
use office::{Quality, Reading, Reviewing, SampleWanted};
use serde::Serialize;

#[derive(Serialize)]
struct Measure {
    label: String,
    value: String,
    interval: String,
}

#[derive(Serialize)]
struct StratumShown {
    from: String,
    pairs: u64,
    reviewed: u64,
    same: u64,
}

#[derive(Template, Serialize)]
#[template(path = "link_quality.html")]
struct QualityView {
    #[serde(skip)]
    frame: Frame,
    quality: Option<Quality>,
    threshold: String,
    measures: Vec<Measure>,
    strata: Vec<StratumShown>,
}

#[derive(Template, Serialize)]
#[template(path = "link_sample.html")]
struct SampleView {
    #[serde(skip)]
    frame: Frame,
    a: String,
    b: String,
    sides: Vec<SideShown>,
    waiting: u64,
}

/// What the reviewed sample says.
pub fn show_quality(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let say = Say::new(ask);
    let quality = match ask.app.office.link_quality(&seat) {
        Ok(quality) => Some(quality),
        Err(problem) if problem.code == Code::LinkageNoSample => None,
        Err(problem) => return Err(problem.into()),
    };
    let mut measures = Vec::new();
    let mut add = |id: &str, value: f64, interval: Option<(f64, f64)>| {
        measures.push(Measure {
            label: say.t(&format!("web-quality-{id}")),
            value: say.share(value),
            interval: interval
                .map(|(low, high)| {
                    let said = say.words.in_digits(&format!("{low:.3} – {high:.3}"));
                    format!("\u{2066}{said}\u{2069}")
                })
                .unwrap_or_default(),
        });
    };
    let mut strata = Vec::new();
    if let Some(quality) = &quality {
        if let Some(estimate) = &quality.estimate {
            add(
                "precision",
                estimate.quality.precision,
                Some(estimate.precision),
            );
            add("recall", estimate.quality.recall, Some(estimate.recall));
            strata.extend(estimate.strata.iter().map(|it| StratumShown {
                from: say.share(1.0 / (1.0 + f64::from(-it.from).exp())),
                pairs: it.pairs,
                reviewed: it.reviewed,
                same: it.same,
            }));
        }
        if let Some(agreement) = quality.agreement {
            add("agreement", agreement, None);
        }
        if let Some(kappa) = quality.kappa {
            add("kappa", kappa, None);
        }
        if let Some(ac1) = quality.ac1 {
            add("ac1", ac1, None);
        }
    }
    page(
        ask,
        &QualityView {
            frame: Frame::new(ask, "/links", "web-quality-title"),
            threshold: quality
                .as_ref()
                .map(|it| say.share(it.threshold))
                .unwrap_or_default(),
            quality,
            measures,
            strata,
        },
    )
}

/// Draws a sample of all pairs: at once when the records are few, else beside the requests.
pub fn draw_sample(ask: &Ask) -> Answered {
    ask.seat::<Reviewing>()?;
    if ask.app.jobs.goes_on(Kind::Sample) {
        return Ok(Answer::see("/links/quality"));
    }
    let number = |name: &str, default: u32| ask.form.number(name).unwrap_or(default);
    let wanted = SampleWanted {
        pairs: number("pairs", 140).clamp(7, 7_000) as usize,
        both: f64::from(number("both", 20).min(100)) / 100.0,
        seed: ask.at.as_second().unsigned_abs(),
    };
    let user = ask.user().to_owned();
    let job = ask
        .app
        .begin(Kind::Sample, ask.user(), "", ask.at, move |app, watch| {
            let seat = app.office.seat(&user, (app.clock)(), None);
            seat.and_then(|seat| app.office.draw_sample(&seat, &wanted, watch))
                .map(|sample| Made::Sample(sample.pairs.len() as u64))
                .map_err(|problem| vec![problem])
        });
    match jobs::begun(ask, job)? {
        Awaited::Made(_) => Ok(Answer::see("/links/quality")),
        Awaited::Wrong(problems) => Err(problems.into()),
        Awaited::Going(answer) => Ok(answer),
    }
}

/// The next pair of the sample, blind.
pub fn show_sampled(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let reading = ask.seat::<Reading>()?;
    let next = match ask.app.office.next_sampled(&seat) {
        Ok(next) => next,
        Err(problem) if problem.code == Code::LinkageNoSample => {
            return Ok(Answer::see("/links/quality"));
        }
        Err(problem) => return Err(problem.into()),
    };
    let mut sides = Vec::new();
    let (mut a, mut b, mut waiting) = (String::new(), String::new(), 0);
    if let Some(asked) = next {
        sides.push(side_shown(ask, &reading, &asked.a)?);
        sides.push(side_shown(ask, &reading, &asked.b)?);
        (a, b, waiting) = (asked.a, asked.b, asked.waiting);
    }
    page(
        ask,
        &SampleView {
            frame: Frame::new(ask, "/links", "web-sample-title"),
            a,
            b,
            sides,
            waiting,
        },
    )
}

/// Writes an opinion down and goes on to the next pair of the sample.
pub fn give_opinion(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let same = match ask.form.get("verdict") {
        "same" => Some(true),
        "different" => Some(false),
        "cannot-tell" => None,
        _ => return Err(Problem::new(Code::LinkageVerdictMissing).into()),
    };
    let (a, b) = (ask.form.get("a"), ask.form.get("b"));
    ask.app.office.give_opinion(&seat, a, b, same)?;
    Ok(Answer::see("/links/sample"))
}
