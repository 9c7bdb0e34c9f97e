//! In what share of all weightings is a floor met, or one text at least as good as another?
//!
//! All weightings of a party's issues, each equally likely, whatever weights the file states;
//! where it states an order of the issues only, all weightings that keep the order. Worths and
//! floors are taken at the middle of their ranges. What nobody has spoken on and what is not
//! settled is not counted as likely or unlikely: the share is a pair, at the worst and at the
//! best of it, issue by issue. The shares are volumes and exact (Varsi 1973).

use super::case::Outlook;
use super::network::Network;
use super::reach::{Reach, at_end, weighs};
use super::settlement::Outline;
use super::worth::{Term, Worth, floor_package};
use crate::scenario::{FloorHeight, IssueId, Package, PartyId, Points, Proposal, Range, Scenario};
use crate::search::simplex::{Share, share_not_below_zero};

/// A proposal with what it settles.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// Its readings.
    pub outline: &'a Outline,
}

impl Text<'_> {
    /// What each reading allows.
    pub fn reaches(&self, scenario: &Scenario) -> Vec<Reach> {
        let readings = self.outline.readings.iter();
        readings.map(|it| Reach::of_reading(scenario, self.proposal, it)).collect()
    }
}

/// A share of weightings, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// By issue, how far a party is above, in points of worth: the weighted sum of these is not
    /// below zero in the share of weightings.
    pub above: Vec<(IssueId, Points)>,
    /// The share.
    pub share: Share,
}

/// A share at the worst and at the best of what nobody has stated or settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// At the worst.
    pub cautious: Cut,
    /// At the best.
    pub hopeful: Cut,
}

/// The share of weightings in which each reading of a text meets a party's floor; none where the
/// file states no floor.
pub fn meeting_floor(network: &Network<'_>, party: PartyId, text: Text<'_>) -> Option<Vec<Shares>> {
    let scenario = network.scenario;
    let (_, floor) = scenario.floor(party)?;
    let reaches = text.reaches(scenario);
    Some(match &floor.height {
        FloorHeight::Worth(height) => {
            let height = scenario.points(party, height.likely);
            let shares = |reach: &Reach| {
                shares(network, party, |term, outlook| {
                    let worths = reach.worths(term).into_iter();
                    extreme(worths.map(|it| end(scenario, party, &it, outlook) - height), outlook)
                })
            };
            reaches.iter().map(shares).collect()
        }
        FloorHeight::AsGoodAs(options) => {
            let package = floor_package(scenario, options);
            let floor = Reach::of_package(&package, scenario.frame.issues.len());
            reaches.iter().map(|reach| compared(network, party, reach, &floor)).collect()
        }
    })
}

/// The share of weightings in which one text is at least as good as another for a party, for a
/// reading of each, by their places. What both texts leave unsettled alike comes alike, and a
/// stance that counts on both sides is the same on both.
pub fn at_least_as_good(
    network: &Network<'_>,
    party: PartyId,
    one: Text<'_>,
    other: Text<'_>,
) -> Vec<(usize, usize, Shares)> {
    let scenario = network.scenario;
    let (ones, others) = (one.reaches(scenario), other.reaches(scenario));
    let mut all = Vec::new();
    for (first, here) in ones.iter().enumerate() {
        for (second, there) in others.iter().enumerate() {
            if read_alike(one, first, other, second) {
                all.push((first, second, compared(network, party, here, there)));
            }
        }
    }
    all
}

/// The share of weightings in which each reading of a text is at least as good for a party as how
/// things stand; none where the file does not state that for every issue.
pub fn against_status_quo(
    network: &Network<'_>,
    party: PartyId,
    text: Text<'_>,
) -> Option<Vec<Shares>> {
    let scenario = network.scenario;
    let today = status_quo(scenario)?;
    let today = Reach::of_package(&today, scenario.frame.issues.len());
    let reaches = text.reaches(scenario);
    Some(reaches.iter().map(|reach| compared(network, party, reach, &today)).collect())
}

/// How things stand, where the file says so for every issue.
pub fn status_quo(scenario: &Scenario) -> Option<Package> {
    let options = scenario.frame.issues.values().map(|issue| issue.status_quo);
    let options = options.collect::<Option<Vec<_>>>()?;
    Some(floor_package(scenario, &options))
}

/// Whether clauses that both texts have word for word are read in the same way.
fn read_alike(one: Text<'_>, first: usize, other: Text<'_>, second: usize) -> bool {
    let picks = |text: Text<'_>, reading: usize| {
        text.outline.readings.get(reading).map_or(Vec::new(), |it| it.picks.clone())
    };
    let (mine, others) = (picks(one, first), picks(other, second));
    one.proposal.clauses.iter().zip(&mine).all(|(clause, pick)| {
        let same = |it: &&crate::scenario::Clause| super::compare::is_worded_alike(clause, it);
        let place = other.proposal.clauses.iter().position(|it| same(&it));
        place.and_then(|place| others.get(place)).is_none_or(|there| there == pick)
    })
}

fn compared(network: &Network<'_>, party: PartyId, here: &Reach, there: &Reach) -> Shares {
    let scenario = network.scenario;
    shares(network, party, |term, outlook| {
        let opposite = match outlook {
            Outlook::Cautious => Outlook::Hopeful,
            Outlook::Hopeful => Outlook::Cautious,
        };
        let differences = here.pairs(there, term).into_iter().map(|(one, other)| {
            if one.cell == other.cell {
                return 0;
            }
            end(scenario, party, &one, outlook) - end(scenario, party, &other, opposite)
        });
        extreme(differences, outlook)
    })
}

fn end(scenario: &Scenario, party: PartyId, worth: &Worth, outlook: Outlook) -> Points {
    at_end(scenario, party, worth, outlook == Outlook::Hopeful)
}

fn extreme(values: impl Iterator<Item = Points>, outlook: Outlook) -> Points {
    let extreme = if outlook == Outlook::Cautious { values.min() } else { values.max() };
    extreme.unwrap_or(0)
}

fn shares(
    network: &Network<'_>,
    party: PartyId,
    above: impl Fn(&Term, Outlook) -> Points,
) -> Shares {
    let scenario = network.scenario;
    let cut = |outlook: Outlook| {
        let terms = network.terms(party).iter();
        let terms = terms.filter(|term| weighs(scenario, party, term.issue));
        let above: Vec<(IssueId, Points)> =
            terms.map(|term| (term.issue, above(term, outlook))).collect();
        Cut { share: share(scenario, party, &above), above }
    };
    Shares { cautious: cut(Outlook::Cautious), hopeful: cut(Outlook::Hopeful) }
}

fn share(scenario: &Scenario, party: PartyId, above: &[(IssueId, Points)]) -> Share {
    let corners = scenario.weights[party].boxes();
    if corners.len() < 2 {
        let values: Vec<Points> = above.iter().map(|(_, value)| *value).collect();
        return share_not_below_zero(&values);
    }
    // The weightings that keep an order are the means of its corners, all equally likely.
    let at_corner = |weights: &Vec<Range<Points>>| {
        let weight = |issue: IssueId| weights.get(issue.index()).map_or(0, |it| it.likely);
        above.iter().map(|(issue, value)| weight(*issue) * value).sum()
    };
    let values: Vec<Points> = corners.iter().map(at_corner).collect();
    share_not_below_zero(&values)
}
