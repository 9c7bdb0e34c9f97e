//! `impasse sample`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::sampling::deadlock::deadlock;
use impasse_core::analysis::sampling::{Rule, sampled};
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::weightings::{
    Text, against_status_quo, at_least_as_good, meeting_floor, status_quo,
};
use impasse_core::scenario::{PartyId, Proposal, Scenario};
use impasse_core::search::acceptability::Stop;

use super::score::named;
use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Loaded, Refusal, load};
use crate::progress::Progress;
use crate::report::sampling::{Answers, FoundShares, Report, build};

/// How many samples, of which stream.
pub(super) fn rule(seed: u64, samples: Option<u64>) -> Result<Rule, Refusal> {
    let rule = Rule { seed, ..Rule::DEFAULT };
    match samples {
        None => Ok(rule),
        Some(0) => Err(Refusal::Request("--samples must be 1 or more".to_owned())),
        Some(samples) => Ok(Rule {
            stop: Stop::After(samples),
            confidence: rule.confidence.min(samples),
            deadlock: rule.deadlock.min(samples),
            ..rule
        }),
    }
}

/// What a report draws where samples are one part of many: so few that it costs next to nothing,
/// and so many that no standard error of a share is above half a point, nor one of the deadlock or
/// of a confidence above a whole one.
pub(super) const IN_SHORT: Rule =
    Rule { stop: Stop::After(10_000), confidence: 2_500, deadlock: 2_500, ..Rule::DEFAULT };

pub(super) fn run(
    common: &Common,
    names: &[String],
    rule: Rule,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let proposals = named(&scenario, names)?;
    let request = Request { common, proposals: &proposals, rule, progress };
    let report = request.report(&loaded, &scenario)?;
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

/// What was asked for.
pub(super) struct Request<'a> {
    pub(super) common: &'a Common,
    /// The proposals that are ranked.
    pub(super) proposals: &'a [Proposal],
    pub(super) rule: Rule,
    pub(super) progress: &'a Progress,
}

impl Request<'_> {
    pub(super) fn report(&self, loaded: &Loaded, scenario: &Scenario) -> Result<Report, Failure> {
        let (common, progress, rule) = (self.common, self.progress, &self.rule);
        let shown = loaded.parties(common)?;
        let network = Network::new(scenario);
        let (mut unfinished, mut unreadable) = (Vec::new(), Vec::new());
        let mut known = Vec::new();
        for proposal in self.proposals {
            match outline(&network, proposal, &mut budget(common)) {
                Ok(outline) if outline.readings.is_empty() => {
                    unreadable.push(proposal.name.clone());
                }
                Ok(outline) => known.push((proposal, outline)),
                Err(exhausted) => unfinished.push(format!("`{}` {exhausted}", proposal.name)),
            }
        }
        let texts: Vec<Text<'_>> =
            known.iter().map(|(proposal, outline)| Text { proposal, outline }).collect();
        let parties = scenario.frame.parties.ids();
        let parties = parties.filter(|party| shown.is_empty() || shown.contains(party));
        let (stated, silent): (Vec<PartyId>, Vec<PartyId>) = parties
            .partition(|party| scenario.has_stated(*party) && !network.terms(*party).is_empty());
        progress.expect(stated.len() + 1);
        progress.stage("a deadlock");
        let found_deadlock = match deadlock(&network, rule, &mut budget(common)) {
            Ok(found) => Some(found),
            Err(exhausted) => {
                unfinished.push(format!("how likely a deadlock is {exhausted}"));
                None
            }
        };
        let names: Vec<&str> = texts.iter().map(|it| it.proposal.name.as_str()).collect();
        let pair = scenario.frame.compared(&names);
        let mut answers = Answers {
            texts: &texts,
            shares: Vec::new(),
            rule: *rule,
            deadlock: found_deadlock,
            sampled: Vec::new(),
            silent,
            unreadable,
            too_fine: Vec::new(),
            unfinished,
        };
        // Without a text there is nothing to rank.
        for party in stated.into_iter().filter(|_| !texts.is_empty()) {
            progress.stage(&scenario.frame.parties[party].name);
            answers.shares.push(shares(&network, party, &texts, pair));
            match sampled(&network, party, &texts, rule, &mut budget(common)) {
                Ok(Some(found)) => answers.sampled.push(found),
                Ok(None) => answers.too_fine.push(party),
                Err(exhausted) => answers
                    .unfinished
                    .push(format!("`{}` {exhausted}", scenario.frame.parties[party].name)),
            }
        }
        Ok(build(scenario, &loaded.wording(scenario), &answers))
    }
}

fn shares(
    network: &Network<'_>,
    party: PartyId,
    texts: &[Text<'_>],
    pair: Option<[usize; 2]>,
) -> FoundShares {
    let mut pairs = Vec::new();
    if let Some([one, other]) = pair {
        for (one, other) in [(one, other), (other, one)] {
            let (Some(first), Some(second)) = (texts.get(one), texts.get(other)) else { continue };
            let found = at_least_as_good(network, party, *first, *second);
            pairs.extend(found.into_iter().map(|(a, b, shares)| (one, other, a, b, shares)));
        }
    }
    let floors = texts.iter().map(|text| meeting_floor(network, party, *text)).collect();
    let today = status_quo(network.scenario)
        .and_then(|_| texts.iter().map(|text| against_status_quo(network, party, *text)).collect());
    FoundShares { party, meets_floor: floors, against_status_quo: today, pairs }
}
