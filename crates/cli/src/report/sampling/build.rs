//! Answers become a report: names are put in.

use impasse_core::analysis::sampling::{Chance, Drawn, Run, Sampled};
use impasse_core::analysis::weightings::{Shares, Text};
use impasse_core::scenario::{Ratio, Scenario, decimal};
use impasse_core::search::acceptability::{self, Estimate as Found, Places, Stop, rank_share};
use impasse_core::search::simplex::Share;

use super::{
    Answers, CentralWeight, Deadlock, Estimate, FoundShares, OutlookSamples, PairShare,
    PartySamples, ProposalSamples, Ranked, ReadingSamples, ReadingShare, Report, SampleRule,
    SharePair, Weightings,
};
use crate::report::parts::Number;
use crate::report::wording::Wording;

/// The report of some answers.
pub fn build(scenario: &Scenario, wording: &Wording<'_>, answers: &Answers<'_>) -> Report {
    let (most, until_sure) = match answers.rule.stop {
        Stop::After(most) => (most, false),
        Stop::WhenSure(most) => (most, true),
    };
    Report {
        schema: crate::report::SCHEMA,
        command: "sample",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        proposals: answers.texts.iter().map(ranked).collect(),
        weightings: answers
            .shares
            .iter()
            .map(|found| weightings(scenario, wording, answers.texts, found))
            .collect(),
        rule: SampleRule { seed: answers.rule.seed, most, until_sure },
        deadlock: answers.deadlock.map(|found| Deadlock {
            cautious: chance(found.cautious),
            hopeful: chance(found.hopeful),
            samples: found.samples,
        }),
        parties: answers
            .sampled
            .iter()
            .map(|found| party_samples(scenario, wording, answers.texts, found))
            .collect(),
        silent: answers.silent.iter().map(|party| wording.party(*party)).collect(),
        left_out: left_out(wording, answers),
        unfinished: answers.unfinished.clone(),
    }
}

fn left_out(wording: &Wording<'_>, answers: &Answers<'_>) -> Vec<String> {
    let unreadable = answers.unreadable.iter();
    let unreadable = unreadable
        .map(|name| format!("{name} cannot be followed under the rules: it is not ranked."));
    let too_fine = answers.too_fine.iter().map(|party| {
        let party = wording.party(*party);
        format!(
            "The numbers of {party} have too many digits to be drawn: nothing is sampled for it."
        )
    });
    unreadable.chain(too_fine).collect()
}

fn ranked(text: &Text<'_>) -> Ranked {
    let words = |picks: &[Option<usize>]| {
        let clauses = text.proposal.clauses.iter().zip(picks);
        let open = clauses.filter(|(clause, _)| clause.readings.len() > 1);
        let words = open.filter_map(|(clause, pick)| {
            let reading = clause.readings.get((*pick)?)?;
            let says = reading.grounds.says.as_deref().unwrap_or(&clause.says);
            Some(format!("clause {}: {says}", clause.number))
        });
        words.collect::<Vec<String>>().join("; ")
    };
    Ranked {
        proposal: text.proposal.name.clone(),
        title: text.proposal.title.clone(),
        readings: text.outline.readings.iter().map(|it| words(&it.picks)).collect(),
    }
}

fn weightings(
    scenario: &Scenario,
    wording: &Wording<'_>,
    texts: &[Text<'_>],
    found: &FoundShares,
) -> Weightings {
    let name = |place: usize| texts.get(place).map_or(String::new(), |it| it.proposal.name.clone());
    let by_reading = |shares: &Option<Vec<Vec<Shares>>>| -> Vec<ReadingShare> {
        let proposals = shares.iter().flatten().enumerate();
        let each = proposals.flat_map(|(place, readings)| {
            readings.iter().enumerate().map(move |(reading, shares)| (place, reading, shares))
        });
        each.map(|(place, reading, shares)| ReadingShare {
            proposal: name(place),
            reading: reading + 1,
            share: share_pair(shares),
        })
        .collect()
    };
    Weightings {
        party: wording.party_key(found.party),
        title: wording.party_title(found.party),
        in_order: scenario.weights[found.party].boxes().len() > 1,
        meets_floor: by_reading(&found.meets_floor),
        against_status_quo: by_reading(&found.against_status_quo),
        pairs: found
            .pairs
            .iter()
            .map(|(one, other, first, second, shares)| PairShare {
                proposals: [name(*one), name(*other)],
                readings: [first + 1, second + 1],
                share: share_pair(shares),
            })
            .collect(),
    }
}

fn share_pair(shares: &Shares) -> SharePair {
    SharePair { cautious: percent(&shares.cautious.share), hopeful: percent(&shares.hopeful.share) }
}

/// A share in percent, as exact as it is.
fn percent(share: &Share) -> Number {
    let hundred = share * num_bigint::BigInt::from(100);
    // A thousandth of a point is enough to be rounded from.
    let thousandths = (&hundred * num_bigint::BigInt::from(1000)).round().to_integer();
    let rounded = i128::try_from(thousandths).unwrap_or_default();
    // What is not all is not shown as all, nor what is not nothing as nothing.
    let decimal = match decimal(Ratio::new(rounded, 1000), 1) {
        text if text == "100" && *hundred.numer() < hundred.denom() * 100 => "99.9".to_owned(),
        text if text == "0" && hundred.numer().sign() != num_bigint::Sign::NoSign => {
            "0.1".to_owned()
        }
        text => text,
    };
    Number { exact: hundred.to_string(), decimal }
}

fn estimate(found: Found, exact: bool) -> Estimate {
    let hundred = Ratio::from_integer(100);
    let error = found.error * hundred;
    Estimate {
        percent: (found.mean * hundred).into(),
        error: (!exact).then(|| Number { exact: error.to_string(), decimal: decimal(error, 2) }),
    }
}

fn chance(chance: Chance) -> Estimate {
    match chance {
        Chance::Certain(certain) => {
            let whole = Ratio::from_integer(i128::from(certain));
            estimate(Found { mean: whole, error: Ratio::from_integer(0) }, true)
        }
        Chance::Sampled(found) => estimate(found, false),
    }
}

fn party_samples(
    scenario: &Scenario,
    wording: &Wording<'_>,
    texts: &[Text<'_>],
    found: &Sampled,
) -> PartySamples {
    let outlook = |run: &Run| OutlookSamples {
        samples: run.tally.samples,
        exact: !found.drawn.anything(),
        proposals: texts
            .iter()
            .enumerate()
            .map(|(place, _)| proposal_samples(wording, texts, found, run, place))
            .collect(),
    };
    PartySamples {
        party: wording.party_key(found.party),
        title: wording.party_title(found.party),
        principal: scenario.frame.parties[found.party].is_principal(),
        drawn: drawn(found.drawn),
        cautious: outlook(&found.cautious),
        hopeful: outlook(&found.hopeful),
    }
}

fn drawn(drawn: Drawn) -> Vec<String> {
    let mut words = Vec::new();
    if drawn.weights {
        words.push("its weights".to_owned());
    }
    if drawn.scale {
        words.push("what its words from acceptable to opposed are worth".to_owned());
    }
    if drawn.ranges > 0 {
        words.push(crate::report::parts::count(drawn.ranges, "stated range"));
    }
    words
}

fn proposal_samples(
    wording: &Wording<'_>,
    texts: &[Text<'_>],
    found: &Sampled,
    run: &Run,
    place: usize,
) -> ProposalSamples {
    let samples = run.tally.samples;
    let exact = !found.drawn.anything();
    let ranks = |places: &Places| -> Vec<Estimate> {
        (0..texts.len()).map(|rank| estimate(rank_share(places, rank, samples), exact)).collect()
    };
    let readings = |text: &Text<'_>| text.outline.readings.len();
    let before: usize = texts.iter().take(place).map(readings).sum();
    let count = texts.get(place).map_or(0, readings);
    let reading = |reading: usize| ReadingSamples {
        accepted: run.accepted.get(reading).copied().flatten().map(chance),
        ranks: match run.tally.alternatives.get(reading) {
            Some(places) if count > 1 => ranks(places),
            _ => Vec::new(),
        },
    };
    let wins = run.tally.wins.get(place);
    ProposalSamples {
        proposal: texts.get(place).map_or(String::new(), |it| it.proposal.name.clone()),
        ranks: run.tally.groups.get(place).map_or(Vec::new(), ranks),
        ahead_of: wins
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(other, wins)| {
                (other != place).then(|| estimate(acceptability::share(*wins, samples), exact))
            })
            .collect(),
        central_weights: run.central_weights(place).map(|weights| {
            let issues = found.issues.iter().zip(weights);
            let weight = issues.map(|(issue, weight)| CentralWeight {
                issue: wording.issue_key(*issue),
                weight: estimate(weight, false),
            });
            weight.collect()
        }),
        confidence: run.confidence.get(place).copied().flatten().map(|it| estimate(it, exact)),
        readings: (before..before + count).map(reading).collect(),
    }
}
