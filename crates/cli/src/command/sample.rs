//! `impasse sample`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::sampling::deadlock::deadlock;
use impasse_core::analysis::sampling::{Rule, sampled};
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::weightings::{
    Text, against_status_quo, at_least_as_good, meeting_floor, status_quo,
};
use impasse_core::scenario::PartyId;
use impasse_core::search::acceptability::Stop;
use itertools::Itertools as _;

use super::score::named;
use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Refusal, load};
use crate::progress::Progress;
use crate::report::sampling::{Answers, FoundShares, build};

/// How many samples, of which stream.
pub(super) fn rule(seed: u64, samples: Option<u64>) -> Result<Rule, Refusal> {
    let rule = Rule { seed, ..Rule::DEFAULT };
    match samples {
        None => Ok(rule),
        Some(0) => Err(Refusal::Request("ask for one sample at least".to_owned())),
        Some(samples) => Ok(Rule {
            stop: Stop::After(samples),
            confidence: rule.confidence.min(samples),
            deadlock: rule.deadlock.min(samples),
            ..rule
        }),
    }
}

pub(super) fn run(
    common: &Common,
    names: &[String],
    rule: Rule,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let names: Vec<String> = names.iter().unique().cloned().collect();
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let shown = loaded.parties(common)?;
    let proposals = named(&scenario, &names)?;
    let network = Network::new(&scenario);
    let (mut unfinished, mut unreadable) = (Vec::new(), Vec::new());
    let mut known = Vec::new();
    for proposal in &proposals {
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
    let (stated, silent): (Vec<PartyId>, Vec<PartyId>) =
        parties.partition(|party| scenario.has_stated(*party) && !network.terms(*party).is_empty());
    progress.expect(stated.len() + 1);
    progress.stage("a deadlock");
    let found_deadlock = match deadlock(&network, &rule, &mut budget(common)) {
        Ok(found) => Some(found),
        Err(exhausted) => {
            unfinished.push(format!("how likely a deadlock is {exhausted}"));
            None
        }
    };
    // Two proposals are compared: those named, else the pair that the file names.
    let pair = match (&names[..], scenario.frame.compare) {
        ([_, _], _) => Some((0, 1)),
        (_, Some(pair)) => {
            let place = |id| {
                texts.iter().position(|it| it.proposal.name == scenario.frame.proposals[id].name)
            };
            place(pair[0]).zip(place(pair[1]))
        }
        _ => (texts.len() == 2).then_some((0, 1)),
    };
    let mut answers = Answers {
        texts: &texts,
        shares: Vec::new(),
        rule,
        deadlock: found_deadlock,
        sampled: Vec::new(),
        silent,
        unreadable,
        too_fine: Vec::new(),
        unfinished,
    };
    for party in stated {
        progress.stage(&scenario.frame.parties[party].name);
        answers.shares.push(shares(&network, party, &texts, pair));
        match sampled(&network, party, &texts, &rule, &mut budget(common)) {
            Ok(Some(found)) => answers.sampled.push(found),
            Ok(None) => answers.too_fine.push(party),
            Err(exhausted) => answers
                .unfinished
                .push(format!("`{}` {exhausted}", scenario.frame.parties[party].name)),
        }
    }
    let wording = loaded.wording(&scenario);
    let report = build(&scenario, &wording, &answers);
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

fn shares(
    network: &Network<'_>,
    party: PartyId,
    texts: &[Text<'_>],
    pair: Option<(usize, usize)>,
) -> FoundShares {
    let mut pairs = Vec::new();
    if let Some((one, other)) = pair {
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
