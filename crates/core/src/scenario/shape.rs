//! What a declared shape says of unknown cells: on an ordered issue, worth never rises away from
//! the ideal, and beyond a red line all are red lines.

use num_traits::Zero as _;

use super::{Cell, OptionId, Range, Ratio, Scale, Stance, Word};

/// Narrows the unknown cells of a position that declares the shape, and gives every option that
/// thereby becomes a red line together with the stated red line it lies beyond.
pub(super) fn narrow(cells: &mut [Cell], scale: &Scale) -> Vec<(OptionId, OptionId)> {
    let stated: Vec<Option<Range<Ratio>>> =
        cells.iter().map(|cell| stated_worth(cell, scale)).collect();
    let refused: Vec<bool> = cells.iter().map(is_refused).collect();
    let never = |stance| stance == Stance::Word(Word::Never);
    let refused_somewhere: Vec<bool> = cells.iter().map(|cell| cell.stances().any(never)).collect();
    let Some(best) = stated.iter().flatten().map(|worth| worth.low).max() else {
        return Vec::new();
    };
    let is_peak = |worth: &Option<Range<Ratio>>| worth.is_some_and(|worth| worth.low == best);
    let Some(first) = stated.iter().position(is_peak) else { return Vec::new() };
    let last = stated.iter().rposition(is_peak).unwrap_or(first);
    let mut beyond = Vec::new();
    for (place, cell) in cells.iter_mut().enumerate() {
        let unknown = cell.last == Stance::Unknown && cell.branches.is_empty();
        if !unknown {
            continue;
        }
        // `inner` lies between the ideal and the cell, nearest first; `outer` lies further out.
        let (inner, outer): (Vec<usize>, Vec<usize>) = if place > last {
            ((last..place).rev().collect(), (place + 1..stated.len()).collect())
        } else if place < first {
            ((place + 1..=first).collect(), (0..place).collect())
        } else {
            (Vec::new(), vec![first, last])
        };
        let at = |place: &usize| stated.get(*place).copied().flatten();
        let high = inner.iter().filter_map(at).map(|worth| worth.high).min();
        let high = high.unwrap_or_else(|| Ratio::from_integer(100));
        let low = outer.iter().filter_map(at).map(|worth| worth.low).max();
        let low = low.unwrap_or_else(Ratio::zero).min(high);
        // Were this a red line, so would be everything beyond it.
        cell.bounded = outer.iter().any(|place| {
            let stated = stated.get(*place).is_some_and(Option::is_some);
            stated && !refused_somewhere.get(*place).copied().unwrap_or(true)
        });
        cell.inferred = Some(Range { low, likely: (low + high) / Ratio::from_integer(2), high });
        let red = inner.iter().find(|place| refused.get(**place).copied().unwrap_or(false));
        if let Some(red) = red {
            cell.last = Stance::Word(Word::Never);
            beyond.push((OptionId::new(place), OptionId::new(*red)));
        }
    }
    beyond
}

/// The worth of a cell that is stated under every condition.
fn stated_worth(cell: &Cell, scale: &Scale) -> Option<Range<Ratio>> {
    let mut worths = Vec::new();
    for stance in cell.stances() {
        worths.push(match stance {
            Stance::Word(word) => Range::exactly(scale.worth(word)),
            Stance::Worth(worth) => worth,
            Stance::Unknown => return None,
        });
    }
    let low = worths.iter().map(|worth| worth.low).min()?;
    let high = worths.iter().map(|worth| worth.high).max()?;
    Some(Range { low, likely: low, high })
}

fn is_refused(cell: &Cell) -> bool {
    cell.stances().all(|stance| stance == Stance::Word(Word::Never))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> Scale {
        let [ideal, acceptable, tolerable, opposed, never] =
            [100, 75, 50, 25, 0].map(Ratio::from_integer);
        Scale { ideal, acceptable, tolerable, opposed, never }
    }

    fn cells(stances: &[Option<Word>]) -> Vec<Cell> {
        stances
            .iter()
            .map(|word| Cell {
                last: word.map_or(Stance::Unknown, Stance::Word),
                ..Cell::unstated()
            })
            .collect()
    }

    #[test]
    fn worth_between_ideal_and_tolerable_lies_between_them() {
        let mut cells = cells(&[Some(Word::Tolerable), None, Some(Word::Ideal), None]);
        assert_eq!(narrow(&mut cells, &scale()), []);
        let bounds = cells[1].inferred.unwrap();
        assert_eq!((bounds.low, bounds.high), (Ratio::from_integer(50), Ratio::from_integer(100)));
        assert_eq!(cells[3].inferred.unwrap().low, Ratio::from_integer(0));
    }

    #[test]
    fn beyond_a_red_line_all_are_red_lines() {
        let mut cells = cells(&[None, Some(Word::Never), None, Some(Word::Ideal)]);
        let beyond = narrow(&mut cells, &scale());
        assert_eq!(beyond, [(OptionId::new(0), OptionId::new(1))]);
        assert_eq!(cells[0].last, Stance::Word(Word::Never));
        assert_eq!(cells[2].last, Stance::Unknown);
    }
}
