//! `score`: what each party says to each proposal, and why.

mod sheet;

use impasse_core::analysis::coverage::coverage;
use impasse_core::analysis::floor_test::Met;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::{Outline, Settlement};
use impasse_core::analysis::treatment::Occasion;
use impasse_core::analysis::verdict::{Kind, Passing, Verdict};
use impasse_core::scenario::{Clause, Firmness, IssueId, OptionSet, PartyId, Proposal, Ratio};
use itertools::Itertools as _;
use schemars::JsonSchema;
use serde::Serialize;

use super::arithmetic::{self, Arithmetic};
use super::parts::{Demand, Number, Source, Span};
use super::voice::Voice;
use crate::document::Text;

/// What each party says to some proposals.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "score"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// The proposals, as named in the request or as in the file.
    pub proposals: Vec<ProposalScore>,
    /// What the suppositions on the command line change, if there are any.
    pub what_if: Option<Vec<Difference>>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

/// What each party says to a proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposalScore {
    /// The proposal's name in the file.
    pub proposal: String,
    /// Its title.
    pub title: String,
    /// When it was made.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub date: String,
    /// When it became public.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) public: Option<String>,
    /// Names of its authors.
    pub(super) by: Vec<String>,
    /// What the file says about it.
    pub(super) about: Option<String>,
    /// How many ways there are to read the text.
    pub(super) readings: usize,
    /// How many ways there are to carry it out.
    pub(super) realisations: usize,
    /// `passes`, `no stated obstacle`, `only read differently`, `fails` or `impossible`.
    #[schemars(extend("enum" = ["passes", "no stated obstacle", "only read differently", "fails", "impossible"]))]
    pub outcome: &'static str,
    /// The outcome in a sentence.
    pub(super) outcome_text: String,
    /// What each party says.
    pub verdicts: Vec<PartyVerdict>,
    /// The text clause by clause.
    pub(super) clauses: Vec<ClauseScore>,
    /// What the text makes of each issue that it settles, in one way or in several.
    pub(super) terms: Vec<Term>,
    /// Issues that the text does not settle, or not in one way.
    pub(super) unsettled: Vec<Unsettled>,
}

/// The options of an issue that a text allows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Term {
    pub(super) issue: String,
    pub(super) options: Vec<String>,
}

/// What a party says to a proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyVerdict {
    /// The party's name in the file.
    pub party: String,
    /// Its name where a line begins.
    pub title: String,
    /// Its name in a sentence.
    pub(super) name: String,
    /// `always`, `sometimes` or `never`.
    #[schemars(extend("enum" = ["always", "sometimes", "never"]))]
    pub asked: &'static str,
    /// Issues on which it hangs whether it is asked.
    pub(super) asked_if: Vec<String>,
    /// The kind of verdict.
    #[schemars(extend("enum" = ["impossible", "not asked", "rejects", "accepts", "depends on reading", "depends on judgement", "no stated objection"]))]
    pub kind: &'static str,
    /// The verdict in words.
    #[schemars(regex(
        pattern = r"^(impossible|(not asked|rejects|accepts|depends on judgement|no stated objection|depends on clauses? .+)( \(if asked\))?)$"
    ))]
    pub verdict: String,
    /// Why, in words.
    pub(super) ground: Text,
    /// For an author that rejects its own text: why that is so.
    pub(super) as_author: Option<String>,
    /// Worth in hundredths of the party's own total.
    pub worth: Option<Span>,
    /// Whether its floor is met.
    pub(super) floor: Option<FloorMark>,
    /// How much of the party's total weight the text speaks to.
    pub(super) coverage: Option<Shares>,
    /// Demands that it breaks however it is read and carried out.
    pub(super) crossed: Vec<Demand>,
    /// Demands that it breaks in some readings or realisations.
    pub(super) crossed_in_some_readings: Vec<Demand>,
    /// Demands that wait for issues that the text leaves.
    pub(super) pending: Vec<Pending>,
    /// Issues on which the party has not said how it stands to what the text settles.
    pub(super) unspoken: Vec<Unspoken>,
    /// Clauses on whose reading the verdict depends.
    pub(super) hangs_on: Vec<ClauseChoice>,
    /// The same verdict if silence meant something, where asked for.
    pub if_silence: Option<String>,
    /// The arithmetic of the worth, where asked for.
    pub arithmetic: Option<[Arithmetic; 2]>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FloorMark {
    /// The floor.
    pub(super) demand: Demand,
    /// How far it is met.
    #[schemars(extend("enum" = ["met in every case", "met if what is unknown or unsettled turns out well", "met at some ends of the coders' ranges", "missed in every case"]))]
    pub(super) met: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Shares {
    /// On issues that it settles by one option.
    pub(super) settled: Number,
    /// On issues that it settles in more than one way.
    pub(super) ambiguous: Number,
    /// On issues that it leaves to later talks.
    pub(super) open: Number,
    /// On issues that it does not mention.
    pub(super) silent: Number,
    /// On issues on which the party has not spoken, whatever the text does.
    pub(super) not_spoken_on: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Pending {
    pub(super) demand: Demand,
    /// Titles of the issues.
    pub(super) waits_for: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Unspoken {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// How far the answer could move the party's worth, in hundredths; null where points are left
    /// out.
    pub(super) could_move: Option<Number>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseChoice {
    /// Its number.
    pub(super) clause: String,
    pub(super) readings: Vec<ReadingOutcome>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingOutcome {
    /// What the clause then says.
    pub(super) reading: String,
    /// Names of the parties that read it so.
    pub(super) read_by: Vec<String>,
    /// `breaks`, `keeps` or `either`.
    #[schemars(extend("enum" = ["breaks", "keeps", "either"]))]
    pub(super) outcome: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseScore {
    /// The document's own number.
    pub(super) number: String,
    pub(super) says: String,
    /// Sources and confidence, in words.
    pub(super) mark: Text,
    /// How far it binds.
    #[schemars(extend("enum" = ["binding", "conditional", "declared", null]))]
    pub(super) firmness: Option<&'static str>,
    pub(super) note: Option<String>,
    pub(super) readings: Vec<ReadingText>,
    /// Titles of issues that it leaves to later talks.
    pub(super) leaves: Vec<String>,
    /// What the parties say to what it settles.
    pub(super) issues: Vec<ClauseIssue>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingText {
    pub(super) says: String,
    /// Names of the parties that read it so.
    pub(super) read_by: Vec<String>,
    /// What it settles, in words.
    pub(super) settles: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseIssue {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    pub(super) parties: Vec<ClauseParty>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseParty {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// How it stands to what the clause settles, in words.
    pub(super) stances: Vec<String>,
    /// What it adds to the party's worth, in hundredths, weights at the middle.
    pub(super) contributes: Option<Span>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Unsettled {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// `open`: left to later talks; `silent`: not mentioned; `ambiguous`: worded so that several
    /// options are possible.
    #[schemars(extend("enum" = ["open", "silent", "ambiguous"]))]
    pub(super) how: &'static str,
    /// The numbers of the clauses that speak of it.
    pub(super) clauses: Vec<String>,
    /// Options still possible, in words.
    pub(super) possible: String,
    /// What holds meanwhile.
    pub(super) interim: Option<String>,
    /// Ids of the demands that wait for it.
    pub(super) waiting: Vec<String>,
    pub(super) waiting_in_words: Vec<String>,
    /// How much of each party's worth depends on it, in hundredths of the party's own total, weights
    /// at the middle: the best that may come of it less the worst.
    pub(super) could_move: Vec<CouldMove>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct CouldMove {
    pub(super) party: String,
    pub(super) title: String,
    pub(super) points: Number,
}

/// A verdict that suppositions change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// The proposal.
    pub proposal: String,
    /// The party's name in the file.
    pub party: String,
    /// Its name where a line begins.
    pub title: String,
    /// The verdict without and with the suppositions.
    pub verdict: [String; 2],
    /// The worth without and with them.
    pub worth: [Option<String>; 2],
}

/// A proposal with the answers about it.
#[derive(Debug)]
pub struct Answered<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// What it settles.
    pub outline: &'a Outline,
    /// What every party says.
    pub verdicts: &'a [Verdict],
    /// Whether it passes.
    pub passing: &'a Passing,
    /// What every party would say if silence meant something.
    pub if_silence: Option<Vec<String>>,
}

/// The part of the report on one proposal.
pub fn proposal_score(
    network: &Network<'_>,
    voice: &Voice<'_>,
    answered: &Answered<'_>,
    shown: &[PartyId],
    explain: bool,
) -> ProposalScore {
    let Answered { proposal, outline, verdicts, passing, if_silence } = answered;
    let visible = |party: PartyId| shown.is_empty() || shown.contains(&party);
    voice.cite(&proposal.grounds);
    let verdict_reports = verdicts
        .iter()
        .enumerate()
        .filter(|(_, verdict)| visible(verdict.party))
        .map(|(place, verdict)| {
            let silence = if_silence.as_ref().and_then(|list| list.get(place).cloned());
            party_verdict(network, voice, answered, verdict, silence, explain)
        })
        .collect();
    ProposalScore {
        proposal: proposal.name.clone(),
        title: proposal.title.clone(),
        date: proposal.date.to_string(),
        public: proposal.public.map(|date| date.to_string()),
        by: proposal.by.iter().map(|party| voice.party(*party)).collect(),
        about: proposal.about.clone(),
        readings: outline.readings.len(),
        realisations: outline.realisations.len(),
        outcome: match passing {
            Passing::Impossible => "impossible",
            Passing::Passes(_) => "passes",
            Passing::NoStatedObstacle(_) => "no stated obstacle",
            Passing::OnlyReadDifferently => "only read differently",
            Passing::Fails(_) => "fails",
        },
        outcome_text: outcome_text(voice, answered),
        verdicts: verdict_reports,
        clauses: proposal
            .clauses
            .iter()
            .map(|clause| clause_score(network, voice, clause, &visible))
            .collect(),
        terms: terms(network, voice, outline),
        unsettled: unsettled(network, voice, answered, &visible),
    }
}

fn outcome_text(voice: &Voice<'_>, answered: &Answered<'_>) -> String {
    match answered.passing {
        Passing::Impossible => {
            let clauses: Vec<String> = answered
                .outline
                .clash
                .iter()
                .filter_map(|place| answered.proposal.clauses.get(*place))
                .map(|clause| clause.number.clone())
                .collect();
            match &clauses[..] {
                [one] => format!("The text has no reading: clause {one} breaks the rules."),
                several => format!(
                    "The text has no reading: clauses {} cannot hold together under the rules.",
                    super::parts::sentence_list(several)
                ),
            }
        }
        Passing::Passes(_) => "Passes: every party it asks accepts it.".to_owned(),
        Passing::NoStatedObstacle(_) => {
            "No stated obstacle: read in one way, it breaks for certain no firm demand of anybody \
             who is asked."
                .to_owned()
        }
        Passing::OnlyReadDifferently => {
            "Agreed only because it is read differently: each party could accept a reading of its \
             own, but no reading suits them all."
                .to_owned()
        }
        Passing::Fails(parties) => {
            format!("Does not pass: rejected by {}.", voice.parties(parties))
        }
    }
}

/// A verdict in words.
pub fn verdict_words(proposal: &Proposal, verdict: &Verdict) -> String {
    match verdict.kind {
        Kind::Impossible => "impossible".to_owned(),
        Kind::NotAsked => "not asked".to_owned(),
        Kind::Rejects => "rejects".to_owned(),
        Kind::Accepts => "accepts".to_owned(),
        Kind::DependsOnReading => {
            let clauses: Vec<String> = verdict
                .deciding
                .iter()
                .filter_map(|place| proposal.clauses.get(*place))
                .map(|clause| clause.number.clone())
                .collect();
            let noun = if clauses.len() == 1 { "clause" } else { "clauses" };
            format!("depends on {noun} {}", super::parts::sentence_list(&clauses))
        }
        Kind::DependsOnJudgement => "depends on judgement".to_owned(),
        Kind::NoStatedObjection => "no stated objection".to_owned(),
    }
}

fn party_verdict(
    network: &Network<'_>,
    voice: &Voice<'_>,
    answered: &Answered<'_>,
    verdict: &Verdict,
    if_silence: Option<String>,
    explain: bool,
) -> PartyVerdict {
    let scenario = network.scenario;
    let crossed = |everywhere: bool| -> Vec<Demand> {
        let crossed = verdict.crossed.iter().filter(|it| it.everywhere == everywhere);
        crossed.map(|crossed| voice.demand(crossed.demand)).collect()
    };
    let mut words = verdict_words(answered.proposal, verdict);
    let asked_if = match &verdict.asked {
        Occasion::Sometimes(issues) => issues.iter().map(|it| voice.issue(*it)).collect(),
        Occasion::Always | Occasion::Never => Vec::new(),
    };
    if matches!(verdict.asked, Occasion::Sometimes(_)) && verdict.kind != Kind::Impossible {
        words.push_str(" (if asked)");
    }
    let weights = &scenario.weights[verdict.party];
    PartyVerdict {
        party: voice.party_key(verdict.party),
        title: voice.party_title(verdict.party),
        name: voice.party(verdict.party),
        asked: match verdict.asked {
            Occasion::Always => "always",
            Occasion::Sometimes(_) => "sometimes",
            Occasion::Never => "never",
        },
        asked_if,
        kind: match verdict.kind {
            Kind::Impossible => "impossible",
            Kind::NotAsked => "not asked",
            Kind::Rejects => "rejects",
            Kind::Accepts => "accepts",
            Kind::DependsOnReading => "depends on reading",
            Kind::DependsOnJudgement => "depends on judgement",
            Kind::NoStatedObjection => "no stated objection",
        },
        verdict: words,
        ground: ground(voice, verdict, &crossed(true), &crossed(false)),
        as_author: as_author(network, voice, answered, verdict),
        worth: verdict.worth.as_ref().map(|(low, high)| (low.mean, high.mean).into()),
        floor: verdict.floor.map(|(demand, met)| FloorMark {
            demand: voice.demand(demand),
            met: match met {
                Met::Always => "met in every case",
                Met::IfUnknownsTurnOutWell => "met if what is unknown or unsettled turns out well",
                Met::ByJudgement => "met at some ends of the coders' ranges",
                Met::Never => "missed in every case",
            },
        }),
        coverage: coverage(network, answered.outline, verdict.party).map(|it| Shares {
            settled: it.settled.into(),
            ambiguous: it.ambiguous.into(),
            open: it.open.into(),
            silent: it.silent.into(),
            not_spoken_on: it.unspoken.into(),
        }),
        crossed: crossed(true),
        crossed_in_some_readings: crossed(false),
        pending: verdict
            .pending
            .iter()
            .map(|(demand, issues)| Pending {
                demand: voice.demand(*demand),
                waits_for: issues.iter().map(|issue| voice.issue(*issue)).collect(),
            })
            .collect(),
        unspoken: verdict
            .unspoken
            .iter()
            .sorted_by_key(|issue| std::cmp::Reverse(weights.middle(**issue)))
            .map(|issue| Unspoken {
                issue: voice.issue_key(*issue),
                title: voice.issue(*issue),
                could_move: Some(
                    Ratio::new(weights.middle(*issue) * 100, weights.total().max(1)).into(),
                ),
            })
            .collect(),
        hangs_on: hangs_on(voice, answered, verdict),
        if_silence,
        arithmetic: explain.then(|| arithmetic::of_verdict(network, voice, verdict)).flatten(),
    }
}

fn ground(voice: &Voice<'_>, verdict: &Verdict, certain: &[Demand], some: &[Demand]) -> Text {
    let name = |demand: &Demand| {
        Text::from(format!("{} “{}” ", demand.kind, demand.says)).text(demand.mark())
    };
    let names = |demands: &[&Demand]| Text::joined(demands.iter().map(|it| name(it)), "; ");
    let firm: Vec<&Demand> = certain.iter().filter(|demand| !demand.disputed).collect();
    match verdict.kind {
        Kind::Impossible => "the text has no reading under the rules".into(),
        Kind::NotAsked => "its consent is not asked".into(),
        Kind::Accepts => "nothing in it can break any of its demands".into(),
        Kind::Rejects => match (firm.split_first(), verdict.floor) {
            (Some((first, [])), _) => Text::from("breaks its ").text(name(first)),
            (Some((first, others)), _) => Text::from("breaks its ")
                .text(name(first))
                .plain(format!("; and {}", super::parts::count(others.len(), "other firm demand"))),
            (None, Some((floor, Met::Never))) => {
                format!("misses its floor: {}", voice.excludes(floor)).into()
            }
            (None, _) => Text::from("every way to carry it out breaks one of: ")
                .text(names(&some.iter().collect::<Vec<_>>())),
        },
        Kind::DependsOnReading => {
            let broken = some.iter().chain(certain).filter(|demand| !demand.disputed);
            let broken: Vec<&Demand> = broken.collect();
            if broken.is_empty() {
                "some readings miss its floor".into()
            } else {
                Text::from("some readings break its ").text(names(&broken))
            }
        }
        Kind::DependsOnJudgement => {
            let disputed = certain.iter().chain(some).filter(|demand| demand.disputed);
            let disputed: Vec<&Demand> = disputed.collect();
            if disputed.is_empty() {
                "the coders' ranges decide whether its floor is met".into()
            } else {
                Text::from("breaks only what is disputed: its ").text(names(&disputed))
            }
        }
        Kind::NoStatedObjection => {
            let mut parts = Vec::new();
            if !verdict.unspoken.is_empty() {
                parts.push(format!(
                    "has not spoken on {} that the text settles",
                    super::parts::count(verdict.unspoken.len(), "issue")
                ));
            }
            if !verdict.pending.is_empty() {
                parts.push(match verdict.pending.len() {
                    1 => "1 of its demands waits for what the text leaves unsettled".to_owned(),
                    waiting => {
                        format!("{waiting} of its demands wait for what the text leaves unsettled")
                    }
                });
            }
            if parts.is_empty() {
                parts.push("whether it is asked is not settled".to_owned());
            }
            parts.join("; ").into()
        }
    }
}

/// Why an author rejects its own text: which of the demands it breaks were stated only later.
fn as_author(
    network: &Network<'_>,
    voice: &Voice<'_>,
    answered: &Answered<'_>,
    verdict: &Verdict,
) -> Option<String> {
    let proposal = answered.proposal;
    if !proposal.by.contains(&verdict.party) || verdict.kind != Kind::Rejects {
        return None;
    }
    let frame = &network.scenario.frame;
    let (later, before): (Vec<String>, Vec<String>) = verdict
        .crossed
        .iter()
        .filter(|crossed| network.scenario.is_firm(crossed.demand))
        .map(|crossed| {
            let demand = &network.scenario.demands[crossed.demand];
            let says = voice.demand(crossed.demand).says;
            let dates = demand.grounds.sources.iter().map(|id| &frame.sources[*id].date);
            let first = dates.min_by_key(|date| date.earliest());
            let since = first.filter(|date| date.earliest() > proposal.date);
            match since {
                Some(date) => (true, format!("“{says}” ({}, first source {date})", demand.name)),
                None => (false, format!("“{says}” ({})", demand.name)),
            }
        })
        .partition_map(|(is_later, name)| {
            if is_later { itertools::Either::Left(name) } else { itertools::Either::Right(name) }
        });
    let mut text = format!("It wrote this text itself, on {}.", proposal.date);
    if !later.is_empty() {
        text.push_str(&format!(
            " Stated only since then: {}.",
            super::parts::sentence_list(&later)
        ));
    }
    if !before.is_empty() {
        text.push_str(&format!(
            " Stated in sources no later than the text: {}.",
            super::parts::sentence_list(&before)
        ));
    }
    Some(text)
}

fn hangs_on(voice: &Voice<'_>, answered: &Answered<'_>, verdict: &Verdict) -> Vec<ClauseChoice> {
    use impasse_core::analysis::verdict::Answer;
    let clauses = verdict
        .deciding
        .iter()
        .filter_map(|place| answered.proposal.clauses.get(*place).map(|clause| (*place, clause)));
    clauses
        .map(|(place, clause)| {
            let outcomes = |pick: Option<usize>| -> Vec<bool> {
                answered
                    .outline
                    .realisations
                    .iter()
                    .zip(&verdict.by_realisation)
                    .filter(|(realisation, _)| {
                        let reading = answered.outline.readings.get(realisation.reading);
                        reading.and_then(|it| it.picks.get(place).copied()) == Some(pick)
                    })
                    .filter_map(|(_, answer)| answer.map(|answer| answer == Answer::Breaks))
                    .collect()
            };
            let picks = (0..clause.readings.len()).map(Some).chain([None]);
            let readings = picks
                .filter_map(|pick| {
                    let found = outcomes(pick);
                    let (breaks, keeps) = (found.contains(&true), found.contains(&false));
                    let outcome = match (breaks, keeps) {
                        (true, true) => "either",
                        (true, false) => "breaks",
                        (false, true) => "keeps",
                        (false, false) => return None,
                    };
                    let reading = pick.and_then(|pick| clause.readings.get(pick));
                    Some(ReadingOutcome {
                        reading: reading.map_or("it does not apply".to_owned(), |reading| {
                            reading.grounds.says.clone().unwrap_or_else(|| clause.says.clone())
                        }),
                        read_by: reading.map_or(Vec::new(), |reading| {
                            reading.read_by.iter().map(|party| voice.party(*party)).collect()
                        }),
                        outcome,
                    })
                })
                .collect();
            ClauseChoice { clause: clause.number.clone(), readings }
        })
        .collect()
}

fn clause_score(
    network: &Network<'_>,
    voice: &Voice<'_>,
    clause: &Clause,
    visible: &impl Fn(PartyId) -> bool,
) -> ClauseScore {
    let mut issues: Vec<IssueId> = Vec::new();
    for (issue, _) in clause.readings.iter().flat_map(|reading| &reading.settles) {
        if !issues.contains(issue) {
            issues.push(*issue);
        }
    }
    ClauseScore {
        number: clause.number.clone(),
        says: clause.says.clone(),
        mark: voice.mark(&clause.grounds),
        firmness: clause.firmness.map(firmness),
        note: clause.note.clone(),
        readings: clause
            .readings
            .iter()
            .map(|reading| ReadingText {
                says: reading.grounds.says.clone().unwrap_or_default(),
                read_by: reading.read_by.iter().map(|party| voice.party(*party)).collect(),
                settles: reading
                    .settles
                    .iter()
                    .map(|(issue, options)| {
                        format!("{}: {}", voice.issue(*issue), voice.options(*issue, *options))
                    })
                    .collect(),
            })
            .collect(),
        leaves: clause.leaves.iter().map(|(issue, _)| voice.issue(*issue)).collect(),
        issues: issues
            .into_iter()
            .map(|issue| clause_issue(network, voice, clause, issue, visible))
            .collect(),
    }
}

fn clause_issue(
    network: &Network<'_>,
    voice: &Voice<'_>,
    clause: &Clause,
    issue: IssueId,
    visible: &impl Fn(PartyId) -> bool,
) -> ClauseIssue {
    let scenario = network.scenario;
    let settled = clause.readings.iter().flat_map(|reading| &reading.settles);
    let options = settled
        .filter(|(other, _)| *other == issue)
        .fold(OptionSet::EMPTY, |set, (_, options)| set.or(*options));
    let parties = scenario.frame.parties.ids().filter(|party| visible(*party));
    let parties = parties
        .filter_map(|party| {
            let position = scenario.position(party, issue)?;
            let mut stances = Vec::new();
            for option in options.iter() {
                let cell = position.cell(option);
                let words: Vec<String> =
                    cell.stances().map(|stance| voice.stance(stance)).collect();
                let said = cell.row.and_then(|row| position.rows.get(row));
                let says = said.and_then(|row| row.grounds.says.clone());
                let mark = said.map_or(String::new(), |row| {
                    let keys = voice.cite(&row.grounds);
                    if keys.is_empty() { String::new() } else { format!(" [{}]", keys.join(", ")) }
                });
                let says = says.map(|says| format!(": {says}{mark}")).unwrap_or_default();
                let which = if options.len() > 1 {
                    format!("“{}” ", voice.option(issue, option))
                } else {
                    String::new()
                };
                stances.push(format!("{which}{}{says}", words.join(" or ")));
            }
            Some(ClauseParty {
                party: voice.party_key(party),
                title: voice.party_title(party),
                stances,
                contributes: worth_range(network, party, issue, options).map(Span::from),
            })
        })
        .collect();
    ClauseIssue { issue: voice.issue_key(issue), title: voice.issue(issue), parties }
}

fn terms(network: &Network<'_>, voice: &Voice<'_>, outline: &Outline) -> Vec<Term> {
    let issues = network.scenario.frame.issues.ids().zip(&outline.settlements);
    let settled =
        issues.filter(|(_, it)| matches!(it, Settlement::Settled(_) | Settlement::Ambiguous(_)));
    settled
        .map(|(issue, settlement)| Term {
            issue: voice.issue_key(issue),
            options: settlement.options().iter().map(|it| voice.option(issue, it)).collect(),
        })
        .collect()
}

fn unsettled(
    network: &Network<'_>,
    voice: &Voice<'_>,
    answered: &Answered<'_>,
    visible: &impl Fn(PartyId) -> bool,
) -> Vec<Unsettled> {
    let scenario = network.scenario;
    let issues = scenario.frame.issues.ids().zip(&answered.outline.settlements);
    issues
        .filter_map(|(issue, settlement)| {
            let (how, interim) = match settlement {
                Settlement::Open(_, interim) => ("open", *interim),
                Settlement::Silent(_) => ("silent", None),
                Settlement::Ambiguous(_) => ("ambiguous", None),
                Settlement::Settled(_) | Settlement::NotApplicable => return None,
            };
            let waiting = answered.verdicts.iter().flat_map(|verdict| {
                let pending = verdict.pending.iter();
                let waiting = pending
                    .filter(|(demand, issues)| issues.contains(&issue) && !voice.hides(*demand));
                waiting.map(|(demand, _)| voice.demand(*demand))
            });
            let waiting: Vec<Demand> = waiting.collect();
            let speaks = |clause: &&Clause| {
                let settled = clause.readings.iter().flat_map(|reading| &reading.settles);
                settled
                    .map(|(it, _)| *it)
                    .chain(clause.leaves.iter().map(|(it, _)| *it))
                    .contains(&issue)
            };
            let parties = scenario.frame.parties.ids().filter(|party| visible(*party));
            Some(Unsettled {
                issue: voice.issue_key(issue),
                title: voice.issue(issue),
                how,
                clauses: answered
                    .proposal
                    .clauses
                    .iter()
                    .filter(speaks)
                    .map(|clause| clause.number.clone())
                    .collect(),
                possible: voice.options(issue, settlement.options()),
                interim: interim.map(|option| voice.option(issue, option)),
                waiting: waiting.iter().map(|demand| demand.id.clone()).collect(),
                waiting_in_words: waiting.iter().map(Demand::in_short).collect(),
                could_move: parties
                    .filter_map(|party| {
                        let (low, high) = worth_range(network, party, issue, settlement.options())?;
                        Some(CouldMove {
                            party: voice.party_key(party),
                            title: voice.party_title(party),
                            points: (high - low).into(),
                        })
                    })
                    .collect(),
            })
        })
        .collect()
}

/// The least and the greatest that some options of an issue add to a party's worth, in hundredths of
/// its own total, weights at the middle; none where it has no position.
fn worth_range(
    network: &Network<'_>,
    party: PartyId,
    issue: IssueId,
    options: OptionSet,
) -> Option<(Ratio, Ratio)> {
    let scenario = network.scenario;
    let position = scenario.position(party, issue)?;
    let worths = options.iter().flat_map(|option| {
        let cell = position.cell(option);
        cell.stances().map(move |stance| scenario.value(party, stance, Some(cell)).worth)
    });
    let (low, high) = worths
        .map(|worth| (worth.low, worth.high))
        .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
    let weight = scenario.weights[party].middle(issue);
    let hundredths = |points: i128| {
        impasse_core::analysis::distance::in_hundredths(network, party, weight * points)
    };
    Some((hundredths(low), hundredths(high)))
}

/// A firmness in a word.
pub fn firmness(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::Binding => "binding",
        Firmness::Conditional => "conditional",
        Firmness::Declared => "declared",
    }
}
