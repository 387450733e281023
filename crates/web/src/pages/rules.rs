//! Which rules has the office set for itself, and what did they catch?
//!
//! The rules with their form; the looks at records and the alarms; locking.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::door::SESSION_COOKIE;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::{Code, Problem};
use office::{Act, Administering, Policy, Verifying};
use serde::Serialize;

const LOOKS_SHOWN: usize = 500;

#[derive(Template, Serialize)]
#[template(path = "rules.html")]
struct RulesView {
    #[serde(skip)]
    frame: Frame,
    rules: Policy,
    problems: Vec<Told>,
}

#[derive(Serialize)]
struct LookShown {
    at: String,
    user: String,
    path: String,
}

#[derive(Serialize)]
struct AlarmShown {
    at: String,
    user: String,
    records: u64,
}

#[derive(Serialize)]
struct RevealShown {
    at: String,
    user: String,
    record: String,
    why: String,
    agreed_by: String,
}

#[derive(Template, Serialize)]
#[template(path = "looks.html")]
struct LooksView {
    #[serde(skip)]
    frame: Frame,
    alarms: Vec<AlarmShown>,
    reveals: Vec<RevealShown>,
    looks: Vec<LookShown>,
}

fn rules(ask: &Ask, rules: Policy, problems: &[Problem]) -> Answered {
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &RulesView {
            frame: Frame::new(ask, "/office", "web-rules"),
            rules,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The office's rules.
pub fn show_rules(ask: &Ask) -> Answered {
    ask.seat::<Administering>()?;
    rules(ask, ask.app.office.policy()?, &[])
}

/// Changes the rules.
pub fn change_rules(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    let mut problems = Vec::new();
    let mut number = |name: &str| {
        ask.form.number(name).unwrap_or_else(|| {
            // A rule that cannot be read must not become “never”.
            let wrong = Problem::new(Code::OfficeNumberUnreadable);
            problems.push(wrong.with("text", ask.form.get(name)).at_field(name));
            0
        })
    };
    // A form that does not ask for it leaves a number as it is.
    let now = ask.app.office.policy()?;
    let mut kept = |name: &str, as_it_is: u32| match ask.form.has(name) {
        true => number(name),
        false => as_it_is,
    };
    let policy = Policy {
        two_persons: ask.form.has("two_persons"),
        lock_after: kept("lock_after", now.lock_after),
        reads_alarm: kept("reads_alarm", now.reads_alarm),
        reads_most: kept("reads_most", now.reads_most),
        administrators_passkey: ask.form.has("administrators_passkey"),
        sources_two_persons: ask.form.has("sources_two_persons"),
        keep_looks: kept("keep_looks", now.keep_looks),
        keep_sign_ins: kept("keep_sign_ins", now.keep_sign_ins),
        keep_withdrawn: kept("keep_withdrawn", now.keep_withdrawn),
        keep_backups: kept("keep_backups", now.keep_backups),
    };
    if !problems.is_empty() {
        return rules(ask, ask.app.office.policy()?, &problems);
    }
    let office = &ask.app.office;
    let act = Act::Policy {
        policy: policy.clone(),
    };
    let done = office
        .agreed(&seat, &act)
        .and_then(|_| office.set_policy(&seat, &policy));
    ask.house.forget_rules();
    match done {
        Ok(()) => Ok(Answer::see("/office/rules")),
        Err(problem) => rules(ask, policy, &[problem]),
    }
}

/// Who looked at which record, and the alarms.
pub fn show_looks(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    let say = Say::new(ask);
    ask.house.note_looks(&ask.app)?;
    let office = &ask.app.office;
    page(
        ask,
        &LooksView {
            frame: Frame::new(ask, "/office", "web-looks"),
            alarms: office
                .alarms(&seat)?
                .into_iter()
                .map(|alarm| AlarmShown {
                    at: say.second(alarm.at),
                    user: alarm.user,
                    records: alarm.records,
                })
                .collect(),
            reveals: office
                .reveals(&seat)?
                .into_iter()
                .take(LOOKS_SHOWN)
                .map(|reveal| RevealShown {
                    at: say.second(reveal.at),
                    user: reveal.user,
                    record: reveal.record,
                    why: reveal.why,
                    agreed_by: reveal.agreed_by.unwrap_or_default(),
                })
                .collect(),
            looks: office
                .looks(&seat, LOOKS_SHOWN)?
                .into_iter()
                .map(|look| LookShown {
                    at: say.second(look.at),
                    user: look.user,
                    path: look.path,
                })
                .collect(),
        },
    )
}

/// Locks the office now. Everybody may: a raid waits for no administrator.
pub fn lock_office(ask: &Ask) -> Answered {
    ask.seat::<Verifying>()?;
    if !ask.house.can_lock() {
        return Err(Refusal::NotFound);
    }
    ask.house.lock(Some(ask.user()), ask.at)?;
    let mut answer = Answer::see("/unlock").with_cookie(SESSION_COOKIE, "");
    answer.clear = true;
    Ok(answer)
}
