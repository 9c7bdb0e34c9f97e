//! A party's view of some texts in one outlook, as a model to draw samples of.

use crate::analysis::case::Outlook;
use crate::analysis::network::Network;
use crate::analysis::reach::{Reach, stance, weighs};
use crate::analysis::weightings::Text;
use crate::analysis::worth::{Term, Worth as Entry, floor_package};
use crate::scenario::{
    FloorHeight, IssueId, OptionId, PartyId, Points, Range, Ratio, Scenario, Stance, Word,
};
use crate::search::acceptability::{Alternative, Model, Number, Test, Weighing, Worth};

/// The parts of a party's worth that can weigh anything: the criteria.
pub(super) fn criteria<'a>(
    network: &'a Network<'_>,
    party: PartyId,
) -> impl Iterator<Item = &'a Term> {
    let scenario = network.scenario;
    network.terms(party).iter().filter(move |term| weighs(scenario, party, term.issue))
}

/// A party's view of some texts in one outlook; none if its numbers outgrow a machine word.
pub fn model(
    network: &Network<'_>,
    party: PartyId,
    texts: &[Text<'_>],
    outlook: Outlook,
) -> Option<Model> {
    let scenario = network.scenario;
    let mut view = View { scenario, party, outlook, ranges: Vec::new(), cells: Vec::new() };
    let terms: Vec<&Term> = criteria(network, party).collect();
    let mut alternatives = Vec::new();
    for (group, text) in texts.iter().enumerate() {
        for reach in text.reaches(scenario) {
            let worths = terms.iter().map(|term| view.worth(term, &reach));
            let worths = worths.collect::<Option<Vec<Worth>>>()?;
            let floor = scenario.floor(party).map(|(_, floor)| &floor.height);
            let test = match floor {
                None => None,
                Some(height) => Some(view.test(height, &terms, &reach, &worths)?),
            };
            alternatives.push(Alternative { group, worths, test });
        }
    }
    let scale = &scenario.frame.scale;
    Some(Model {
        scale: (view.points(scale.never)?, view.points(scale.ideal)?),
        weighing: weighing(scenario, party, &terms)?,
        ranges: view.ranges,
        alternatives,
        greatest: outlook == Outlook::Hopeful,
    })
}

/// How a party's weights are drawn.
pub(super) fn weighing(scenario: &Scenario, party: PartyId, terms: &[&Term]) -> Option<Weighing> {
    let boxes = scenario.weights[party].boxes();
    let here = |weights: &Vec<Range<Points>>, term: &&Term| {
        let weight = weights.get(term.issue.index())?;
        Some((i64::try_from(weight.low).ok()?, i64::try_from(weight.high).ok()?))
    };
    let all = |weights: &Vec<Range<Points>>| {
        terms.iter().map(|term| here(weights, term)).collect::<Option<Vec<(i64, i64)>>>()
    };
    match boxes {
        [] => Some(Weighing::Box(vec![(0, 0); terms.len()])),
        [only] => Some(Weighing::Box(all(only)?)),
        corners => {
            let corner = |weights| Some(all(weights)?.into_iter().map(|it| it.0).collect());
            Some(Weighing::Corners(corners.iter().map(corner).collect::<Option<Vec<_>>>()?))
        }
    }
}

struct View<'a> {
    scenario: &'a Scenario,
    party: PartyId,
    outlook: Outlook,
    /// Stated ranges, and the cells they belong to.
    ranges: Vec<(i64, i64)>,
    cells: Vec<(IssueId, OptionId, usize)>,
}

impl View<'_> {
    fn points(&self, worth: Ratio) -> Option<i64> {
        i64::try_from(self.scenario.points(self.party, worth)).ok()
    }

    fn number(&mut self, entry: &Entry, outlook: Outlook) -> Option<Number> {
        let scale = &self.scenario.frame.scale;
        let fixed = |points: Points| i64::try_from(points).ok().map(Number::Fixed);
        match stance(self.scenario, self.party, entry) {
            Stance::Word(Word::Ideal) => self.points(scale.ideal).map(Number::Fixed),
            Stance::Word(Word::Acceptable) => Some(Number::Middle(2)),
            Stance::Word(Word::Tolerable) => Some(Number::Middle(1)),
            Stance::Word(Word::Opposed) => Some(Number::Middle(0)),
            Stance::Word(Word::Never) => self.points(scale.never).map(Number::Fixed),
            Stance::Unknown => fixed(outlook.worth(entry.range)),
            Stance::Worth(_) if entry.range.is_exact() => fixed(entry.range.low),
            Stance::Worth(_) => {
                let known = self.cells.iter().position(|cell| *cell == entry.cell);
                let place = match known {
                    Some(place) => place,
                    None => {
                        let (low, high) = (entry.range.low, entry.range.high);
                        self.ranges.push((low.try_into().ok()?, high.try_into().ok()?));
                        self.cells.push(entry.cell);
                        self.ranges.len() - 1
                    }
                };
                Some(Number::Range(place))
            }
        }
    }

    fn worth(&mut self, term: &Term, reach: &Reach) -> Option<Worth> {
        let mut entries = Vec::new();
        for entry in reach.worths(term) {
            entries.push((self.number(&entry, self.outlook)?, Number::Fixed(0)));
        }
        Some(self.extreme(entries))
    }

    fn extreme(&self, mut entries: Vec<(Number, Number)>) -> Worth {
        entries.sort_unstable();
        entries.dedup();
        Worth { entries, greatest: self.outlook == Outlook::Hopeful }
    }

    fn test(
        &mut self,
        height: &FloorHeight,
        terms: &[&Term],
        reach: &Reach,
        worths: &[Worth],
    ) -> Option<Test> {
        Some(match height {
            FloorHeight::Worth(height) => {
                let (low, high) = (self.points(height.low)?, self.points(height.high)?);
                let floor = if low == high {
                    Number::Fixed(low)
                } else {
                    // Cells never are at the place after the last issue.
                    let own = (IssueId::new(self.scenario.frame.issues.len()), OptionId::new(0), 0);
                    let known = self.cells.iter().position(|cell| *cell == own);
                    let place = known.unwrap_or_else(|| {
                        self.ranges.push((low, high));
                        self.cells.push(own);
                        self.ranges.len() - 1
                    });
                    Number::Range(place)
                };
                Test { worths: worths.to_vec(), floor }
            }
            FloorHeight::AsGoodAs(options) => {
                let package = floor_package(self.scenario, options);
                let there = Reach::of_package(&package, self.scenario.frame.issues.len());
                let worths = terms.iter().map(|term| self.difference(term, reach, &there));
                let worths = worths.collect::<Option<Vec<Worth>>>()?;
                Test { worths, floor: Number::Fixed(0) }
            }
        })
    }

    fn difference(&mut self, term: &Term, here: &Reach, there: &Reach) -> Option<Worth> {
        let opposite = match self.outlook {
            Outlook::Cautious => Outlook::Hopeful,
            Outlook::Hopeful => Outlook::Cautious,
        };
        let mut entries = Vec::new();
        for (one, other) in here.pairs(there, term) {
            entries.push(if one.cell == other.cell {
                (Number::Fixed(0), Number::Fixed(0))
            } else {
                (self.number(&one, self.outlook)?, self.number(&other, opposite)?)
            });
        }
        Some(self.extreme(entries))
    }
}
