//! `sample`: how often proposals come first, are accepted, or a deadlock stands, when what the file
//! leaves open is drawn at random; and the exact shares of all weightings beside it.

mod errors;
mod figure;
mod layout;
mod sheet;
mod table;

use impasse_core::analysis::sampling::deadlock::Deadlock as FoundDeadlock;
use impasse_core::analysis::sampling::{Chance, Drawn, Rule, Run, Sampled};
use impasse_core::analysis::weightings::{Shares, Text};
use impasse_core::scenario::{PartyId, Ratio, Scenario, decimal};
use impasse_core::search::acceptability::{self, Estimate as Found, Places, Stop, rank_share};
use impasse_core::search::simplex::Share;
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::Number;
use super::wording::Wording;

/// Shares of weightings, and samples of what the file leaves open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "sample"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// The proposals that are ranked.
    pub(super) proposals: Vec<Ranked>,
    /// Exact shares of all weightings, party by party.
    pub(super) weightings: Vec<Weightings>,
    /// What was sampled, and until when.
    pub(super) rule: SampleRule,
    /// How likely a deadlock is; null where it was not finished.
    pub(super) deadlock: Option<Deadlock>,
    /// What samples say, party by party.
    pub(super) parties: Vec<PartySamples>,
    /// Names of parties that have stated nothing that could be drawn.
    pub(super) silent: Vec<String>,
    /// What was left out, and why, in words.
    pub(super) left_out: Vec<String>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Ranked {
    /// The proposal's name in the file.
    pub(super) proposal: String,
    pub(super) title: String,
    /// Its readings, in words; one without words where there is nothing to choose.
    pub(super) readings: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Weightings {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Whether only weightings that keep its stated order of issues are counted.
    pub(super) in_order: bool,
    /// Shares in which a reading meets its floor; empty where it states none.
    pub(super) meets_floor: Vec<ReadingShare>,
    /// Shares in which a reading is at least as good as how things stand; empty where the file does
    /// not say how all things stand.
    pub(super) against_status_quo: Vec<ReadingShare>,
    /// Shares in which one proposal is at least as good as another; the first is named first.
    pub(super) pairs: Vec<PairShare>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingShare {
    /// The proposal's name in the file.
    pub(super) proposal: String,
    /// Which of its readings, counted from 1.
    pub(super) reading: usize,
    pub(super) share: SharePair,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PairShare {
    /// The proposals' names in the file.
    pub(super) proposals: [String; 2],
    /// Which of their readings, counted from 1.
    pub(super) readings: [usize; 2],
    pub(super) share: SharePair,
}

/// A share in percent, at the worst and at the best of what nobody has stated or settled.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct SharePair {
    pub(super) cautious: Number,
    pub(super) hopeful: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct SampleRule {
    pub(super) seed: u64,
    /// At most so many samples a run.
    pub(super) most: u64,
    /// Whether a run ends earlier, when every standard error of a share is a tenth of a point at
    /// most.
    pub(super) until_sure: bool,
}

/// A mean in percent, with its standard error in points; without error where nothing is drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Estimate {
    pub(super) percent: Number,
    pub(super) error: Option<Number>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Deadlock {
    pub(super) cautious: Estimate,
    pub(super) hopeful: Estimate,
    /// Samples; none where nothing that is drawn bears on it.
    pub(super) samples: u64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PartySamples {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Whether its consent is always needed.
    pub(super) principal: bool,
    /// What is drawn for it, in words; empty where nothing is.
    pub(super) drawn: Vec<String>,
    pub(super) cautious: OutlookSamples,
    pub(super) hopeful: OutlookSamples,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct OutlookSamples {
    /// How many samples; one where nothing is drawn.
    pub(super) samples: u64,
    /// Whether nothing is drawn, so that all this is exact.
    pub(super) exact: bool,
    pub(super) proposals: Vec<ProposalSamples>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ProposalSamples {
    /// The proposal's name in the file.
    pub(super) proposal: String,
    /// How often it takes each rank, from the first on.
    pub(super) ranks: Vec<Estimate>,
    /// How often it is worth more than each other proposal; null for itself.
    pub(super) ahead_of: Vec<Option<Estimate>>,
    /// The mean weights of the samples in which it is first, in percent of their sum; null if it
    /// never is, or if no weights are drawn.
    pub(super) central_weights: Option<Vec<CentralWeight>>,
    /// How often it is first at its central weights; null if it never is.
    pub(super) confidence: Option<Estimate>,
    pub(super) readings: Vec<ReadingSamples>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct CentralWeight {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) weight: Estimate,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingSamples {
    /// How often the party has no stated objection to it; null where it is not asked.
    pub(super) accepted: Option<Estimate>,
    /// How often it takes each rank among the other proposals; empty where it is the only reading.
    pub(super) ranks: Vec<Estimate>,
}

/// The exact shares found for one party.
#[derive(Debug)]
pub struct FoundShares {
    /// The party.
    pub party: PartyId,
    /// By proposal and reading, where a floor is stated.
    pub meets_floor: Option<Vec<Vec<Shares>>>,
    /// By proposal and reading, where it is stated how things stand.
    pub against_status_quo: Option<Vec<Vec<Shares>>>,
    /// By two proposals, and two readings.
    pub pairs: Vec<(usize, usize, usize, usize, Shares)>,
}

/// Everything the report is made of.
#[derive(Debug)]
pub struct Answers<'a> {
    /// The proposals.
    pub texts: &'a [Text<'a>],
    /// Exact shares, party by party.
    pub shares: Vec<FoundShares>,
    /// How it was sampled.
    pub rule: Rule,
    /// How likely a deadlock is.
    pub deadlock: Option<FoundDeadlock>,
    /// Samples, party by party.
    pub sampled: Vec<Sampled>,
    /// Parties that have stated nothing.
    pub silent: Vec<PartyId>,
    /// Names of proposals without a reading.
    pub unreadable: Vec<String>,
    /// Parties whose numbers are too fine to be sampled.
    pub too_fine: Vec<PartyId>,
    /// What was not finished, in words.
    pub unfinished: Vec<String>,
}

/// The report of some answers.
pub fn build(scenario: &Scenario, wording: &Wording<'_>, answers: &Answers<'_>) -> Report {
    let (most, until_sure) = match answers.rule.stop {
        Stop::After(most) => (most, false),
        Stop::WhenSure(most) => (most, true),
    };
    Report {
        schema: super::SCHEMA,
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
        words.push(super::parts::count(drawn.ranges, "stated range"));
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

impl Report {
    /// Whether a deadlock is more likely than not even at the best of what nobody has stated.
    pub fn is_bad_news(&self) -> bool {
        let half = |estimate: &Estimate| {
            estimate.percent.exact.parse::<Ratio>().is_ok_and(|it| it > Ratio::from_integer(50))
        };
        self.deadlock.as_ref().is_some_and(|deadlock| half(&deadlock.hopeful))
    }
}
