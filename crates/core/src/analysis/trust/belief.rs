//! How far a party believes another in a package.

use std::collections::BTreeSet;

use crate::scenario::{
    Enforcement, Formula, IssueId, PartyId, Points, Range, Ratio, Scenario, common_denominator,
};

/// How far a party believes in the promises of another, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credence {
    /// After the strongest single enforcement, over all fillings.
    pub range: Range<Ratio>,
    /// The least where a belief that nobody stated is at its best.
    pub known_low: Ratio,
    /// Whether the file states the belief.
    pub stated: bool,
    /// The enforcement that counts, by its place in the file: the strongest in force, if it can
    /// be stronger than the belief itself.
    pub enforcement: Option<usize>,
}

/// An enforcement by its place in the file.
pub type Enforced<'a> = (usize, &'a Enforcement);

/// The beliefs of a scenario, in whole parts.
#[derive(Clone, Copy, Debug)]
pub struct Beliefs<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// So many parts make full belief.
    full: Points,
    /// A belief of a party in another that is supposed to be at least so many hundredths.
    raised: Option<(PartyId, PartyId, Ratio)>,
}

impl<'a> Beliefs<'a> {
    /// The beliefs of a scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        let stated = scenario.trust.iter().map(|it| it.belief);
        let enforced = scenario.frame.enforcement.iter().map(|it| it.belief);
        let hundred = Ratio::from_integer(100);
        let shares = stated.chain(enforced).flat_map(|it| [it.low, it.likely, it.high]);
        // Halves: an unstated belief is likely one half.
        let shares = shares.map(|it| it / hundred).chain([Ratio::new(1, 2)]);
        Self { scenario, full: common_denominator(shares), raised: None }
    }

    /// The same, the belief of a party in another being at least so many hundredths.
    #[must_use]
    pub fn raised(self, holder: PartyId, toward: PartyId, least: Ratio) -> Self {
        let shares = [Ratio::new(1, self.full), least / Ratio::from_integer(100)];
        let full = common_denominator(shares.into_iter());
        Self { full, raised: Some((holder, toward, least)), ..self }
    }

    /// So many parts make full belief.
    pub fn full(&self) -> Points {
        self.full
    }

    /// A belief in whole parts.
    pub fn parts(&self, belief: Ratio) -> Points {
        (belief * Ratio::from_integer(self.full) / Ratio::from_integer(100)).to_integer()
    }

    /// The belief a party has in another whatever is agreed, if the file states it.
    pub fn stated(&self, holder: PartyId, toward: PartyId) -> Option<Range<Ratio>> {
        let beliefs = self.scenario.trust.iter();
        let mut beliefs = beliefs.filter(|it| it.holder == holder && it.toward == toward);
        beliefs.next().map(|it| it.belief)
    }

    /// What a belief is supposed to be at least.
    fn least(&self, holder: PartyId, toward: PartyId) -> Ratio {
        let raised = self.raised.filter(|it| (it.0, it.1) == (holder, toward));
        raised.map_or(Ratio::from_integer(0), |(_, _, least)| least)
    }

    /// The enforcement of another's promises that can be stronger than what a party believes
    /// anyway.
    pub fn enforcing(
        &self,
        holder: PartyId,
        toward: PartyId,
    ) -> impl Iterator<Item = Enforced<'a>> + use<'a> {
        let low = self.stated(holder, toward).map_or(Ratio::from_integer(0), |it| it.low);
        let all = self.scenario.frame.enforcement.iter().enumerate();
        all.filter(move |(_, it)| it.of == toward && it.belief.high > low)
    }

    /// The issues that decide which enforcement of another's promises counts for a party.
    pub fn scope(&self, holder: PartyId, toward: PartyId) -> BTreeSet<IssueId> {
        self.enforcing(holder, toward).flat_map(|(_, it)| it.when.scope()).collect()
    }

    /// The conditions of enforcement that can count for a party, each once.
    pub fn conditions(&self, holder: PartyId) -> Vec<&'a Formula> {
        let mut list: Vec<&Formula> = Vec::new();
        for toward in self.scenario.frame.parties.ids().filter(|it| *it != holder) {
            for (_, enforcement) in self.enforcing(holder, toward) {
                if !list.contains(&&enforcement.when) {
                    list.push(&enforcement.when);
                }
            }
        }
        list
    }

    /// The belief of a party in another where `holds` says which conditions do.
    pub fn credence(
        &self,
        holder: PartyId,
        toward: PartyId,
        mut holds: impl FnMut(&Formula) -> bool,
    ) -> Credence {
        let (zero, half, whole) =
            (Ratio::from_integer(0), Ratio::from_integer(50), Ratio::from_integer(100));
        let stated = self.stated(holder, toward);
        let own = stated.unwrap_or(Range { low: zero, likely: half, high: whole });
        let least = self.least(holder, toward);
        let own = own.map(|it| it.max(least));
        let known_low = if stated.is_some() { own.low } else { whole };
        let mut credence =
            Credence { range: own, known_low, stated: stated.is_some(), enforcement: None };
        let mut strongest: Option<Range<Ratio>> = None;
        for (place, enforcement) in self.enforcing(holder, toward) {
            if !holds(&enforcement.when) {
                continue;
            }
            let belief = enforcement.belief;
            // The maximum of independent ranges has the maxima of their ends as its ends.
            let range = &mut credence.range;
            range.low = range.low.max(belief.low);
            range.likely = range.likely.max(belief.likely);
            range.high = range.high.max(belief.high);
            credence.known_low = credence.known_low.max(belief.low);
            let ends = |it: Range<Ratio>| (it.likely, it.low, it.high);
            if strongest.is_none_or(|other| ends(belief) > ends(other)) {
                strongest = Some(belief);
                credence.enforcement = Some(place);
            }
        }
        credence
    }
}
