//! [`Weights`]: what issues count for a party, as whole points.

use itertools::Itertools;
use num_traits::Zero as _;

use super::draft::PartyDraft;
use super::{IssueId, Range, Ratio};

/// A whole number of a party's own points. A party's weights and worths are scaled once so that
/// every one of them, and every middle of a range, is whole.
pub type Points = i128;

/// What issues count for one party: one or several boxes of weights. Whatever holds in every
/// filling holds in every box; what is possible is possible in some box. Stated weights are one
/// box; a mere order of weights is the cone spanned by its corners, one box each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    boxes: Vec<Vec<Range<Points>>>,
    middle: Vec<Points>,
    unit: Points,
}

impl Weights {
    pub(super) fn new(party: &PartyDraft) -> Self {
        match &party.order {
            Some(order) => Self::from_order(order, party),
            None => Self::from_box(party),
        }
    }

    fn from_box(party: &PartyDraft) -> Self {
        let weights: Vec<Range<Ratio>> = party
            .positions
            .iter()
            .map(|position| position.as_ref().map_or(Range::exactly(Ratio::zero()), |it| it.weight))
            .collect();
        let unit = common_denominator(weights.iter().flat_map(|it| [it.low, it.likely, it.high]));
        let whole = |ratio| scaled(ratio, unit);
        let weights: Vec<_> = weights.into_iter().map(|weight| weight.map(whole)).collect();
        Self { middle: weights.iter().map(|it| it.likely).collect(), boxes: vec![weights], unit }
    }

    /// The cone of weights that respect an order is spanned by the corners in which the first
    /// groups weigh one and all others nothing; its middle is the mean of the corners.
    fn from_order(order: &[Vec<IssueId>], party: &PartyDraft) -> Self {
        let issues = party.positions.len();
        let mut corner = vec![Ratio::zero(); issues];
        let mut corners = Vec::new();
        for group in order {
            let spoken =
                |issue: &&IssueId| party.positions.get(issue.index()).is_some_and(Option::is_some);
            // An issue on which the party has no position carries no weight for it.
            let before = corner.clone();
            for issue in group.iter().filter(spoken) {
                if let Some(weight) = corner.get_mut(issue.index()) {
                    *weight = Ratio::from_integer(1);
                }
            }
            let total: Ratio = corner.iter().sum();
            if corner != before {
                corners.push(corner.iter().map(|weight| weight / total).collect_vec());
            }
        }
        let count = Ratio::from_integer(i128::try_from(corners.len().max(1)).unwrap_or(1));
        let middle: Vec<Ratio> = (0..issues)
            .map(|issue| {
                corners.iter().filter_map(|corner| corner.get(issue)).sum::<Ratio>() / count
            })
            .collect();
        let unit = common_denominator(corners.iter().flatten().chain(&middle).copied());
        let whole = |ratio: &Ratio| scaled(*ratio, unit);
        Self {
            boxes: corners
                .iter()
                .map(|corner| corner.iter().map(whole).map(Range::exactly).collect())
                .collect(),
            middle: middle.iter().map(whole).collect(),
            unit,
        }
    }

    /// The boxes: for each the range of every issue's weight, in file order.
    pub fn boxes(&self) -> &[Vec<Range<Points>>] {
        &self.boxes
    }

    /// The weight of an issue in the middle of what is left open.
    pub fn middle(&self, issue: IssueId) -> Points {
        self.middle.get(issue.index()).copied().unwrap_or(0)
    }

    /// The sum of all weights in the middle of what is left open.
    pub fn total(&self) -> Points {
        self.middle.iter().sum()
    }

    /// Points in one unit of weight as the file writes it.
    pub fn unit(&self) -> Points {
        self.unit
    }
}

/// The least common denominator of some ratios.
pub(crate) fn common_denominator(ratios: impl Iterator<Item = Ratio>) -> Points {
    // Reading refuses numbers whose common denominator would not fit.
    ratios.fold(1_i128, |common, ratio| num_lcm(common, *ratio.denom()))
}

fn num_lcm(first: i128, second: i128) -> i128 {
    let (mut a, mut b) = (first, second);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (first / a).saturating_mul(second)
}

/// A ratio in points of which `unit` make one.
pub(crate) fn scaled(ratio: Ratio, unit: Points) -> Points {
    (ratio * Ratio::from_integer(unit)).to_integer()
}
