//! Where does what is missed change its sign as a number moves?
//!
//! Found by Newton's steps on the piece of the package that decides, as in Dinkelbach's method
//! (1967), so that it is exact; where the pieces bend both ways a step inwards keeps the search
//! going.

use super::missed::{Line, Lines, Missed};
use crate::scenario::Ratio;
use crate::search::{Budget, Exhausted};

/// Lines of several ways to carry out the text, of which the highest or the lowest decides.
pub(super) struct Group {
    pub(super) missed: Missed,
    pub(super) highest: bool,
    pub(super) realisations: Vec<usize>,
}

/// A number, and what is missed at it.
type Point = (Ratio, Line);

/// Where the lines of a group first change their sign between two numbers; none where they do not.
pub(super) fn crossing(
    lines: &mut Lines<'_>,
    group: &Group,
    near: Ratio,
    far: Ratio,
    budget: &mut Budget,
) -> Result<Option<Ratio>, Exhausted> {
    let (Some(start), Some(end)) =
        (deciding(lines, group, near, budget)?, deciding(lines, group, far, budget)?)
    else {
        return Ok(None);
    };
    match (is_missed(start), is_missed(end)) {
        (true, false) => between(lines, group, (near, start), (far, end), budget).map(Some),
        (false, true) => between(lines, group, (far, end), (near, start), budget).map(Some),
        // A dip or a bump, of a line that bends one way: its tangents lead to its near side.
        _ => {
            let (mut number, mut line) = (near, start);
            for _ in 0..64 {
                let Some(next) = root((number, line)).filter(|it| inside(*it, number, far)) else {
                    return Ok(None);
                };
                let Some(there) = deciding(lines, group, next, budget)? else { return Ok(None) };
                if there.value == Ratio::from_integer(0) {
                    return Ok(Some(next));
                }
                (number, line) = (next, there);
            }
            Ok(None)
        }
    }
}

/// The same as a floor moves, between the lower number and the higher: what is missed never falls
/// as a floor rises, so that a way that does not decide is looked at once.
pub(super) fn crossing_of_floor(
    lines: &mut Lines<'_>,
    group: &Group,
    low: Ratio,
    high: Ratio,
    budget: &mut Budget,
) -> Result<Option<Ratio>, Exhausted> {
    let mut rest = group.realisations.clone();
    let mut found = if group.highest { high } else { low };
    loop {
        let points = lines.at(found, group.missed, &rest, budget)?;
        let decides = |line: &Line| is_missed(*line) == group.highest;
        let mut deciding: Vec<(usize, Line)> =
            points.into_iter().filter(|(_, line)| decides(line)).collect();
        deciding.sort_by_key(|(_, line)| if group.highest { -line.value } else { line.value });
        let Some((place, line)) = deciding.first().copied() else {
            let is_crossed = rest.len() < group.realisations.len();
            return Ok(is_crossed.then_some(found));
        };
        let single =
            Group { missed: group.missed, highest: group.highest, realisations: vec![place] };
        let other = if group.highest { low } else { high };
        let Some(end) = self::deciding(lines, &single, other, budget)? else { return Ok(None) };
        if decides(&end) {
            // The sign is the same on the whole way.
            return Ok(None);
        }
        let (above, below) = if group.highest {
            ((found, line), (other, end))
        } else {
            ((other, end), (found, line))
        };
        found = between(lines, &single, above, below, budget)?;
        rest = deciding.iter().skip(1).map(|(place, _)| *place).collect();
    }
}

/// The line that decides at a number; none where no package asks the party.
fn deciding(
    lines: &mut Lines<'_>,
    group: &Group,
    number: Ratio,
    budget: &mut Budget,
) -> Result<Option<Line>, Exhausted> {
    let found = lines.at(number, group.missed, &group.realisations, budget)?;
    let found = found.into_iter().map(|(_, line)| line);
    Ok(if group.highest {
        found.max_by_key(|line| line.value)
    } else {
        found.min_by_key(|line| line.value)
    })
}

/// The number at which a line changes its sign, between one where the floor is missed and one
/// where it is not: the last where it is not.
fn between(
    lines: &mut Lines<'_>,
    group: &Group,
    mut above: Point,
    mut below: Point,
    budget: &mut Budget,
) -> Result<Ratio, Exhausted> {
    for round in 0..200 {
        let tangents = [root(above), root(below)];
        if tangents.first() == Some(&Some(below.0)) && below.1.value == Ratio::from_integer(0) {
            break;
        }
        // A tangent is made of one package's own numbers, and a number between of as few digits as
        // will do, so that neither grows from round to round.
        let tangent = tangents.get(round % 3).copied().flatten();
        let next = tangent
            .filter(|it| inside(*it, above.0, below.0))
            .unwrap_or_else(|| simplest_between(above.0, below.0));
        let Some(line) = deciding(lines, group, next, budget)? else { break };
        if is_missed(line) {
            above = (next, line);
        } else {
            below = (next, line);
        }
    }
    Ok(below.0)
}

fn is_missed(line: Line) -> bool {
    line.value > Ratio::from_integer(0)
}

/// Where a line meets nothing missed.
fn root((number, line): Point) -> Option<Ratio> {
    (line.slope != Ratio::from_integer(0)).then(|| number - line.value / line.slope)
}

fn inside(number: Ratio, one: Ratio, other: Ratio) -> bool {
    number > one.min(other) && number < one.max(other)
}

/// The number with the least denominator in the inner half between two different numbers.
fn simplest_between(one: Ratio, other: Ratio) -> Ratio {
    let quarter = (one - other) / Ratio::from_integer(4);
    let (one, other) = (one - quarter, other + quarter);
    simplest(one.min(other), one.max(other))
}

/// The number with the least denominator from `low` to `high`, by the continued fractions of both.
fn simplest(low: Ratio, high: Ratio) -> Ratio {
    let whole = low.ceil();
    if whole <= high {
        return whole;
    }
    let floor = low.floor();
    floor + simplest((high - floor).recip(), (low - floor).recip()).recip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_number_has_the_least_denominator() {
        let numbers: Vec<Ratio> = (-30..30)
            .flat_map(|upper| (1..12).map(move |lower| Ratio::new(upper, lower)))
            .collect();
        for (place, low) in numbers.iter().enumerate() {
            for high in numbers.iter().skip(place).filter(|high| low <= high) {
                let found = simplest(*low, *high);
                assert!(*low <= found && found <= *high);
                let smaller = |lower: i128| {
                    (*low * Ratio::from_integer(lower)).ceil()
                        <= (*high * Ratio::from_integer(lower)).floor()
                };
                assert!(!(1..*found.denom()).any(smaller), "{low} {high} {found}");
            }
        }
    }
}
