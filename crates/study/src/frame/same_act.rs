//! Which events of a linked person are one act, told by two records?
//!
//! A person arrested once and named on two lists has two arrest records. The
//! office's rule ([`SameActRule`]) compares them in strong Kleene logic: kinds
//! equal, dates compatible, places compatible. What is surely one act is joined;
//! what cannot be told stays as it is and is counted as possible beside one that
//! is counted surely. Only events that different records of the person tell are
//! compared: what one record tells apart stays apart. A reviewer's decision
//! goes before the rule.

use super::link::{Clusters, Decided};
use jiff::civil::Date;
use model::profile::{PlaceLevel, Profile, SameActRule};
use model::{Truth, When};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// What the rule looks at in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// Id of the event's record.
    pub id: String,
    /// Kind of event.
    pub kind: String,
    /// Earliest possible day.
    pub earliest: Option<Date>,
    /// Latest possible day.
    pub latest: Option<Date>,
    /// The date is approximate or uncertain.
    pub qualified: bool,
    /// Place or facility, of the gazetteer.
    pub place: Option<String>,
    /// How many claims tell of it.
    pub claims: i64,
    /// Records of the person that tell of it.
    pub told_of: BTreeSet<String>,
}

impl Act {
    /// What the rule looks at in a record of an event.
    pub fn of(id: &str, event: &model::record::Event, told_of: BTreeSet<String>) -> Act {
        let place = |it: &Option<model::record::PlaceRef>| it.as_ref().and_then(|it| it.id.clone());
        Act {
            id: id.to_owned(),
            kind: event.kind.clone(),
            earliest: event.when.as_ref().and_then(When::earliest),
            latest: event.when.as_ref().and_then(When::latest),
            qualified: event.when.as_ref().is_some_and(When::is_qualified),
            place: place(&event.place).or_else(|| place(&event.facility)),
            claims: i64::try_from(event.claims.len()).unwrap_or(i64::MAX),
            told_of,
        }
    }

    /// Days between the bounds; a date that is open or missing is the widest.
    fn width(&self) -> i64 {
        match (self.earliest, self.latest) {
            (Some(from), Some(until)) => days(from, until),
            _ => i64::MAX,
        }
    }
}

fn days(from: Date, until: Date) -> i64 {
    from.until(until)
        .map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// How the rule judges two events, part by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Compared {
    /// Whether the kinds are one.
    pub kind: Truth,
    /// Whether the dates are one.
    pub dates: Truth,
    /// Whether the places are one.
    pub places: Truth,
    /// It happens once in a life, so that only dates surely apart make two of it.
    pub once: bool,
    /// Only a reviewer takes events of this kind for one act.
    pub by_hand: bool,
    /// Whether both are one act.
    pub answer: Truth,
}

/// Judges two events of one person by the rule.
pub fn compare(a: &Act, b: &Act, rule: &SameActRule, profile: &Profile) -> Compared {
    let within = |kinds: &[String], kind: &str| {
        kinds.iter().any(|known| known == kind)
            || profile.vocabulary("event").is_some_and(|events| {
                events
                    .lineage(kind)
                    .iter()
                    .any(|term| kinds.contains(&term.id))
            })
    };
    let kind = kinds(&a.kind, &b.kind, profile);
    let once = within(&rule.once, &a.kind) && within(&rule.once, &b.kind);
    let by_hand = within(&rule.by_hand, &a.kind) || within(&rule.by_hand, &b.kind);
    let dates = dates(a, b, rule);
    let places = places(a.place.as_deref(), b.place.as_deref(), rule.place, profile);
    // Two deaths that lie surely apart stay two: the link is then what is doubtful,
    // and the check of the study says so.
    let mut answer = if once {
        kind.and(Truth::from(dates != Truth::False))
    } else {
        Truth::all([kind, dates, places])
    };
    if by_hand && answer == Truth::True {
        answer = Truth::Unknown;
    }
    Compared {
        kind,
        dates,
        places,
        once,
        by_hand,
        answer,
    }
}

/// One kind; a narrower kind of the other may be the same thing told more closely.
fn kinds(a: &str, b: &str, profile: &Profile) -> Truth {
    if a == b {
        return Truth::True;
    }
    let inside = |narrow: &str, broad: &str| {
        profile
            .vocabulary("event")
            .is_some_and(|events| events.lineage(narrow).iter().any(|term| term.id == broad))
    };
    if inside(a, b) || inside(b, a) {
        Truth::Unknown
    } else {
        Truth::False
    }
}

fn dates(a: &Act, b: &Act, rule: &SameActRule) -> Truth {
    let (Some(a1), Some(a2), Some(b1), Some(b2)) = (a.earliest, a.latest, b.earliest, b.latest)
    else {
        return Truth::Unknown;
    };
    // The nearest and the farthest two days of both.
    let nearest = days(a2, b1).max(days(b2, a1)).max(0);
    let farthest = days(a1, b2).max(days(b1, a2));
    let doubt = if a.qualified || b.qualified {
        i64::from(rule.span)
    } else {
        0
    };
    if nearest > i64::from(rule.apart) + doubt {
        Truth::False
    } else if farthest <= i64::from(rule.days) || nearest == 0 && farthest <= i64::from(rule.span) {
        Truth::True
    } else {
        Truth::Unknown
    }
}

/// A place that was not said contradicts nothing; one inside the other is the
/// same told more closely.
fn places(a: Option<&str>, b: Option<&str>, level: PlaceLevel, profile: &Profile) -> Truth {
    let (Some(a), Some(b)) = (a, b) else {
        return Truth::True;
    };
    let inside = |narrow: &str, broad: &str| {
        profile
            .places
            .lineage(narrow)
            .iter()
            .any(|term| term.id == broad)
    };
    if level == PlaceLevel::Any || a == b || inside(a, b) || inside(b, a) {
        return Truth::True;
    }
    let lies = |place: &str| {
        profile.place_within(place, level.as_str()).or_else(|| {
            // The gazetteer calls some towns cities.
            (level == PlaceLevel::Town).then(|| profile.place_within(place, "city"))?
        })
    };
    match (lies(a), lies(b)) {
        (Some(x), Some(y)) if x.id != y.id => Truth::False,
        _ => Truth::Unknown,
    }
}

/// The acts of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    /// Events that are one act, by position, each sorted; single ones among them.
    pub acts: Vec<Vec<usize>>,
    /// For each act whether it is surely one of its own.
    pub sure: Vec<bool>,
    /// Acts that may be one, as positions in `acts`.
    pub perhaps: Vec<(usize, usize)>,
}

/// Groups the events of one linked person into acts.
///
/// Decisions are joined first; then what the rule holds to be one, nearest dates
/// first, unless two events in it are surely two. Of acts that may be one the
/// best known is sure and the others possible, so that the sure acts are surely
/// distinct: no fewer than they happened, no more than all. The order of
/// `events` does not matter to the grouping.
pub fn group(
    events: &[Act],
    decided: &Clusters,
    apart: impl Fn(&str, &str) -> bool,
    rule: &SameActRule,
    profile: &Profile,
) -> Acts {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by(|&x, &y| events[x].id.cmp(&events[y].id));
    let truth = |x: usize, y: usize| {
        let (a, b) = (&events[x], &events[y]);
        if apart(&a.id, &b.id) || !a.told_of.is_disjoint(&b.told_of) {
            Truth::False
        } else {
            compare(a, b, rule, profile).answer
        }
    };
    // Groups of positions in `order`'s order; decisions first.
    let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &at in &order {
        of.entry(decided.root(&events[at].id)).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = of.into_values().collect();
    let mut between: BTreeMap<(usize, usize), Truth> = BTreeMap::new();
    let mut surely: Vec<(i64, &str, &str, usize, usize)> = Vec::new();
    for (at, &x) in order.iter().enumerate() {
        for &y in &order[at + 1..] {
            let answer = truth(x, y);
            if answer == Truth::True {
                let distance = match (events[x].earliest, events[y].earliest) {
                    (Some(a), Some(b)) => days(a.min(b), a.max(b)),
                    _ => i64::MAX,
                };
                surely.push((distance, &events[x].id, &events[y].id, x, y));
            }
            between.insert((x.min(y), x.max(y)), answer);
        }
    }
    surely.sort_unstable();
    let cross = |a: &[usize], b: &[usize]| {
        let pairs = a
            .iter()
            .flat_map(|&x| b.iter().map(move |&y| (x.min(y), x.max(y))));
        // One pair that is surely two keeps all apart; a decision "same" about
        // one pair does not speak of the others.
        pairs.fold(Truth::True, |all, pair| all.and(between[&pair]))
    };
    for (.., x, y) in surely {
        let at = |it: usize| groups.iter().position(|group| group.contains(&it));
        let (Some(first), Some(second)) = (at(x), at(y)) else {
            continue;
        };
        if first != second && cross(&groups[first], &groups[second]) != Truth::False {
            let (low, high) = (first.min(second), first.max(second));
            let moved = groups.remove(high);
            groups[low].extend(moved);
            groups[low].sort_by(|&x, &y| events[x].id.cmp(&events[y].id));
        }
    }
    let mut perhaps = Vec::new();
    for first in 0..groups.len() {
        for second in first + 1..groups.len() {
            if cross(&groups[first], &groups[second]) != Truth::False {
                perhaps.push((first, second));
            }
        }
    }
    let known = |group: &[usize]| {
        let width = group.iter().map(|&at| events[at].width()).min();
        let nowhere = group.iter().all(|&at| events[at].place.is_none());
        let claims: i64 = group.iter().map(|&at| events[at].claims).sum();
        let id = group.iter().map(|&at| events[at].id.clone()).min();
        (width, nowhere, -claims, id)
    };
    let mut best: Vec<usize> = (0..groups.len()).collect();
    best.sort_by_cached_key(|&at| known(&groups[at]));
    let mut sure = vec![false; groups.len()];
    for at in best {
        sure[at] = !perhaps
            .iter()
            .any(|&(first, second)| first == at && sure[second] || second == at && sure[first]);
    }
    Acts {
        acts: groups,
        sure,
        perhaps,
    }
}

/// Joins what is surely one act of a linked person into `decided`, and marks the
/// events that may be one with another as possible. Participants must still
/// point at the records of persons; `persons` are the linked ones.
pub(super) fn recognise(
    connection: &Connection,
    persons: &Clusters,
    decided: &mut Decided,
    profile: &Profile,
) -> rusqlite::Result<()> {
    let mut told = connection.prepare(
        "select e.id, e.kind, e.earliest, e.latest, e.qualified, coalesce(e.place, e.facility), \
         e.claims from participants p join events e on e.id = p.event_id \
         where p.person_id = ?1 and p.role = 'victim' and e.verification <> 'rejected' order by e.id",
    )?;
    let day = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
    let (by_decision, _) = decided.clusters();
    let (mut joined, mut perhaps) = (Vec::new(), Vec::new());
    for (root, others) in persons.all() {
        let mut events: BTreeMap<String, Act> = BTreeMap::new();
        for record in std::iter::once(&root).chain(&others) {
            let mut rows = told.query([record])?;
            while let Some(row) = rows.next()? {
                let id: String = row.get(0)?;
                let act = events.entry(id.clone()).or_insert(Act {
                    id,
                    kind: row.get(1)?,
                    earliest: day(row.get(2)?),
                    latest: day(row.get(3)?),
                    qualified: row.get(4)?,
                    place: row.get(5)?,
                    claims: row.get(6)?,
                    told_of: BTreeSet::new(),
                });
                act.told_of.insert(record.clone());
            }
        }
        // Kinds that have nothing to do with each other are never one act.
        let mut by_kind: BTreeMap<String, Vec<Act>> = BTreeMap::new();
        for act in events.into_values() {
            let broadest = profile
                .vocabulary("event")
                .and_then(|kinds| kinds.lineage(&act.kind).last().map(|term| term.id.clone()))
                .unwrap_or_else(|| act.kind.clone());
            by_kind.entry(broadest).or_default().push(act);
        }
        for acts in by_kind.values().filter(|acts| acts.len() > 1) {
            let apart = |a: &str, b: &str| decided.apart(a, b);
            let found = group(acts, &by_decision, apart, &profile.same_act, profile);
            for (members, sure) in found.acts.iter().zip(&found.sure) {
                let ids: Vec<String> = members.iter().map(|&at| acts[at].id.clone()).collect();
                if !sure {
                    perhaps.extend(ids.iter().cloned());
                }
                joined.push(ids);
            }
        }
    }
    let mut mark = connection.prepare("update events set act = 'possible' where id = ?1")?;
    for id in perhaps {
        mark.execute([id])?;
    }
    for ids in joined {
        for two in ids.windows(2) {
            decided.join(&two[0], &two[1]);
        }
    }
    Ok(())
}
