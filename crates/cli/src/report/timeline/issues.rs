//! Do the principals come nearer each other, issue by issue?

use std::cmp::Ordering;

use impasse_core::analysis::overlap::Class;
use impasse_core::analysis::timeline::{Closeness, Gap, State as Known};

use super::{ClassOn, GapChange, Issue, Pair};
use crate::report::wording::Wording;

/// The issues whose overlap changed.
pub(super) fn issues(pairs: &[(&Known, &Wording<'_>)]) -> Vec<Issue> {
    let Some((first, wording)) = pairs.first() else { return Vec::new() };
    let Some(start) = &first.closeness else { return Vec::new() };
    let mut list = Vec::new();
    for (place, overlap) in start.overlaps.iter().enumerate() {
        let mut classes: Vec<ClassOn> = Vec::new();
        for (known, _) in pairs {
            let now = known.closeness.as_ref().and_then(|it| it.overlaps.get(place));
            let Some(now) = now else { continue };
            let (best, worst) = (class(now.best), class(now.worst));
            let day = known.day.to_string();
            match classes.last_mut() {
                Some(last) if (last.best, last.worst) == (best, worst) => {}
                Some(last) if last.day == day && known.day > first.day => {
                    (last.best, last.worst) = (best, worst);
                }
                _ => classes.push(ClassOn { day, best, worst }),
            }
        }
        classes
            .dedup_by(|later, earlier| (later.best, later.worst) == (earlier.best, earlier.worst));
        if classes.len() > 1 {
            list.push(Issue {
                issue: wording.issue_key(overlap.issue),
                title: wording.issue(overlap.issue),
                classes,
            });
        }
    }
    list
}

fn class(class: Class) -> &'static str {
    match class {
        Class::CommonGround => "common ground",
        Class::Tolerable => "tolerable",
        Class::TradeOnly => "trade only",
        Class::Deadlocked => "deadlocked",
    }
}

/// The pairs of principals that are not left out.
pub(super) fn pairs(states: &[(&Known, &Wording<'_>)]) -> Vec<Pair> {
    let (Some((first, wording)), Some((last, _))) = (states.first(), states.last()) else {
        return Vec::new();
    };
    let (Some(start), Some(end)) = (&first.closeness, &last.closeness) else { return Vec::new() };
    let Some(overlap) = start.overlaps.first() else { return Vec::new() };
    let visible = |party| !wording.hidden().party(party);
    let each = overlap.pairs.iter().enumerate();
    each.filter(|(_, (one, other, ..))| visible(*one) && visible(*other))
        .map(|(place, (one, other, ..))| {
            pair([wording.party(*one), wording.party(*other)], wording, place, [start, end])
        })
        .collect()
}

fn pair(
    parties: [String; 2],
    wording: &Wording<'_>,
    place: usize,
    [start, end]: [&Closeness; 2],
) -> Pair {
    let mut pair = Pair {
        parties,
        nearer: Vec::new(),
        further: Vec::new(),
        clearer_nearer: Vec::new(),
        clearer_further: Vec::new(),
        otherwise: Vec::new(),
        same: 0,
    };
    for ((overlap, before), after) in start.overlaps.iter().zip(&start.gaps).zip(&end.gaps) {
        let (Some(before), Some(after)) = (before.get(place), after.get(place)) else { continue };
        let change = GapChange {
            issue: wording.issue_key(overlap.issue),
            title: wording.issue(overlap.issue),
            before: ends(*before),
            after: ends(*after),
        };
        let list = match (after.least.cmp(&before.least), after.greatest.cmp(&before.greatest)) {
            (Ordering::Equal, Ordering::Equal) => {
                pair.same += 1;
                continue;
            }
            (Ordering::Less, Ordering::Less | Ordering::Equal) => &mut pair.nearer,
            (Ordering::Equal | Ordering::Greater, Ordering::Greater) => &mut pair.further,
            (Ordering::Equal, Ordering::Less) => &mut pair.clearer_nearer,
            (Ordering::Greater, Ordering::Equal) => &mut pair.clearer_further,
            (Ordering::Less, Ordering::Greater) | (Ordering::Greater, Ordering::Less) => {
                &mut pair.otherwise
            }
        };
        list.push(change);
    }
    pair
}

fn ends(gap: Gap) -> [usize; 2] {
    [gap.least, gap.greatest]
}
