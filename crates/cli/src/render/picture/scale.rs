//! From numbers to places on the sheet, with round numbers to read them by.

/// What a scale runs over and where it is drawn; upward scales end above where they start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// The least and the greatest number.
    pub(super) numbers: (f64, f64),
    /// Where they are drawn.
    pub(super) places: (f64, f64),
}

impl Scale {
    /// Where a number is drawn; what lies outside is drawn at the end.
    pub(super) fn at(&self, number: f64) -> f64 {
        let (low, high) = self.numbers;
        let span = high - low;
        let share = if span > 0.0 { ((number - low) / span).clamp(0.0, 1.0) } else { 0.5 };
        self.places.0 + share * (self.places.1 - self.places.0)
    }

    /// The round numbers within, at most so many.
    pub(super) fn ticks(&self, most: f64) -> Vec<f64> {
        let (low, high) = self.numbers;
        let step = round_step(high - low, most);
        std::iter::successors(Some((low / step).ceil() * step), |tick| Some(tick + step))
            .take_while(|tick| *tick <= high + step / 1000.0)
            .collect()
    }
}

/// The range from round number to round number that holds all numbers with some room, within the
/// bounds.
pub(super) fn round_range(
    numbers: impl IntoIterator<Item = f64>,
    bounds: (f64, f64),
) -> (f64, f64) {
    let (low, high) = numbers
        .into_iter()
        .filter(|number| number.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| {
            (low.min(number), high.max(number))
        });
    if low > high {
        return bounds;
    }
    let room = ((high - low) * 0.06).max(1.0);
    let step = round_step(high - low + 2.0 * room, 6.0);
    (
        (((low - room) / step).floor() * step).max(bounds.0),
        (((high + room) / step).ceil() * step).min(bounds.1),
    )
}

/// The least round step that divides the span into no more parts than this.
fn round_step(span: f64, most: f64) -> f64 {
    [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0]
        .into_iter()
        .find(|step| span / step <= most)
        .unwrap_or(100.0)
}

#[cfg(test)]
mod tests {
    use super::super::measure::fixed;
    use super::*;

    #[test]
    fn numbers_outside_are_drawn_at_the_end() {
        let scale = Scale { numbers: (0.0, 100.0), places: (200.0, 100.0) };
        assert_eq!(
            [0.0, 25.0, 100.0, 170.0].map(|number| fixed(scale.at(number))),
            ["200", "175", "100", "100"]
        );
    }

    #[test]
    fn ranges_are_round_and_stay_within_bounds() {
        assert_eq!(round_range([31.0, 74.0], (0.0, 100.0)), (20.0, 80.0));
        assert_eq!(round_range([0.0, 99.0], (0.0, 100.0)), (0.0, 100.0));
        assert_eq!(round_range([5.0, 5.0], (0.0, 100.0)), (4.0, 6.0));
        assert_eq!(round_range([], (0.0, 100.0)), (0.0, 100.0));
    }

    #[test]
    fn ticks_are_round() {
        let scale = Scale { numbers: (20.0, 80.0), places: (0.0, 1.0) };
        assert_eq!(scale.ticks(6.0), [20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0]);
    }
}
