//! The gates, with names.

use impasse_core::analysis::floor_test::Met;
use impasse_core::analysis::ratification::{Judged, Ratification, Refusal, Trigger};
use impasse_core::analysis::settlement::{Outline, Settlement};
use impasse_core::analysis::treatment::Occasion;
use impasse_core::analysis::verdict::{Crossed, Kind, Passing, Verdict};
use impasse_core::analysis::win_set::{Gate, WinSets};
use impasse_core::scenario::{DemandId, Formula, PartyId, Proposal, Ratio, Scenario};
use itertools::Itertools as _;
use num_bigint::BigUint;

use super::{
    Changed, Count, GateInText, GateReport, IfRefused, PartyCount, ProposalReport, Report,
    WinSetsReport,
};
use crate::report::parts::Number;
use crate::report::score::verdict_words;
use crate::report::wording::Wording;

/// What was found out.
#[derive(Debug, Default)]
pub struct Answers {
    /// The proposals before the gates.
    pub proposals: Vec<(Proposal, Ratification)>,
    /// The win-sets, each with its outlook.
    pub win_sets: Vec<(&'static str, WinSets)>,
    /// The gates that have stated nothing.
    pub silent: Vec<PartyId>,
    /// What was not finished, in words.
    pub unfinished: Vec<String>,
}

/// The report of the answers. Parties that are not `shown` count, but have no lines; none means all.
pub fn build(
    scenario: &Scenario,
    wording: &Wording<'_>,
    answers: &Answers,
    shown: &[PartyId],
) -> Report {
    let maker = Maker { scenario, wording, shown };
    let proposals = answers.proposals.iter().map(|(text, answer)| maker.proposal(text, answer));
    let win_sets = answers.win_sets.iter().map(|(name, sets)| maker.win_sets(name, sets));
    let silent = answers.silent.iter().filter(|party| !wording.hidden().party(**party));
    Report {
        schema: crate::report::SCHEMA,
        command: "ratify",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        proposals: proposals.collect(),
        win_sets: win_sets.collect(),
        silent: silent.map(|party| wording.party(*party)).collect(),
        shown: shown.iter().map(|party| wording.party_key(*party)).collect(),
        unfinished: answers.unfinished.clone(),
        sources: wording.sources(),
    }
}

struct Maker<'a> {
    scenario: &'a Scenario,
    wording: &'a Wording<'a>,
    shown: &'a [PartyId],
}

impl Maker<'_> {
    fn shows(&self, party: PartyId) -> bool {
        !self.wording.hidden().party(party)
            && (self.shown.is_empty() || self.shown.contains(&party))
    }

    fn proposal(&self, text: &Proposal, answer: &Ratification) -> ProposalReport {
        let gates = answer.triggers.iter().filter(|(party, _)| self.shows(*party));
        ProposalReport {
            proposal: text.name.clone(),
            title: text.title.clone(),
            date: text.date.to_string(),
            gates: gates
                .filter_map(|(party, triggers)| {
                    let verdict = answer.written.verdicts.iter().find(|it| it.party == *party)?;
                    let outline = &answer.written.outline;
                    (verdict.asked != Occasion::Never)
                        .then(|| self.gate(text, outline, verdict, triggers))
                })
                .collect(),
            as_written: self.outcome(&answer.written),
            counts: match (&answer.counts.left, &answer.counts.undecided[..]) {
                (None, []) => "as written",
                (Some(_), []) => "as refused",
                (_, [_, ..]) => "undecided",
            },
            refused_by: self.names(&answer.counts.refused),
            undecided: self.names(&answer.counts.undecided),
            counts_as: answer.counts.left.as_ref().map(|(_, judged)| self.outcome(judged)),
            if_refused: answer
                .refusals
                .iter()
                .map(|refusal| self.refusal(text, &answer.written, refusal))
                .collect(),
        }
    }

    fn names(&self, parties: &[PartyId]) -> Vec<String> {
        let told = parties.iter().filter(|party| !self.wording.hidden().party(**party));
        told.map(|party| self.wording.party(*party)).collect()
    }

    fn gate(
        &self,
        text: &Proposal,
        outline: &Outline,
        verdict: &Verdict,
        triggers: &[Trigger],
    ) -> GateInText {
        let wording = self.wording;
        let hangs_on = match &verdict.asked {
            Occasion::Sometimes(issues) => issues.iter().map(|it| wording.issue(*it)).collect(),
            Occasion::Always | Occasion::Never => Vec::new(),
        };
        // What is certain asks it; where nothing is, whatever may.
        let certain = triggers.iter().any(|trigger| trigger.certain);
        let told = triggers.iter().filter(|trigger| trigger.certain || !certain);
        let words = told.map(|trigger| wording.formula(&within(&trigger.occasion, outline)));
        let state = match (verdict.kind, &verdict.asked) {
            (Kind::Accepts, _) => "passes",
            (Kind::Rejects, Occasion::Always) => "fails",
            (Kind::Rejects, _) => "fails if asked",
            _ => "undecided",
        };
        GateInText {
            party: wording.party_key(verdict.party),
            title: wording.party_title(verdict.party),
            asked: if verdict.asked == Occasion::Always { "always" } else { "sometimes" },
            hangs_on,
            triggers: words.unique().collect(),
            by_one: certain,
            verdict: verdict_words(text, verdict),
            state,
            fails_on: self.grounds(verdict).map(|demand| wording.demand(demand)).collect(),
            unspoken: verdict.unspoken.iter().map(|issue| wording.issue(*issue)).collect(),
            stated: self.scenario.has_stated(verdict.party),
        }
    }

    /// The firm demands that some way to carry out the text breaks for certain: those that every way
    /// breaks, or else all.
    fn grounds(&self, verdict: &Verdict) -> impl Iterator<Item = DemandId> {
        let firm = verdict.crossed.iter().filter(|it| self.scenario.is_firm(it.demand));
        let (everywhere, some): (Vec<&Crossed>, Vec<_>) = firm.partition(|it| it.everywhere);
        let crossed = if everywhere.is_empty() { some } else { everywhere };
        let floor = verdict.floor.filter(|(_, met)| *met == Met::Never).map(|(demand, _)| demand);
        crossed.into_iter().map(|it| it.demand).chain(floor)
    }

    fn refusal(&self, text: &Proposal, written: &Judged, refusal: &Refusal) -> IfRefused {
        let told = refusal.gates.iter().filter(|gate| !self.wording.hidden().party(**gate));
        let waits = text.clauses.iter().filter(|clause| {
            let by = clause.ratification.as_ref().map(|it| &it.by);
            by.is_some_and(|by| refusal.gates.iter().any(|gate| by.contains(gate)))
        });
        let pairs = written.verdicts.iter().zip(&refusal.judged.verdicts);
        IfRefused {
            gates: told.map(|gate| self.wording.party(*gate)).collect(),
            clauses: waits.map(|clause| clause.number.clone()).collect(),
            outcome: self.outcome(&refusal.judged),
            verdicts: pairs
                .filter(|(written, _)| self.shows(written.party))
                .map(|(written, left)| Changed {
                    party: self.wording.party_key(written.party),
                    title: self.wording.party_title(written.party),
                    as_written: verdict_words(text, written),
                    otherwise: verdict_words(&refusal.left, left),
                })
                .collect(),
        }
    }

    fn outcome(&self, judged: &Judged) -> String {
        match &judged.passing {
            Passing::Impossible => "the text has no reading under the rules".to_owned(),
            Passing::Passes(_) => "accepted by every party that it asks".to_owned(),
            Passing::NoStatedObstacle(_) => {
                "no stated obstacle, but not accepted by every party that it asks".to_owned()
            }
            Passing::OnlyReadDifferently => {
                "each side could accept a reading of its own, and none suits all".to_owned()
            }
            Passing::Fails(parties) => format!("rejected by {}", self.wording.parties(parties)),
        }
    }

    fn win_sets(&self, outlook: &'static str, sets: &WinSets) -> WinSetsReport {
        let count = |packages: &BigUint| of(packages, &sets.possible);
        WinSetsReport {
            outlook,
            possible: count(&sets.possible),
            principals: self.counts(&sets.principals, sets),
            table: count(&sets.table),
            all: count(&sets.all),
            deadlock: sets.deadlock,
            gates: sets
                .gates
                .iter()
                .filter(|gate| self.shows(gate.party))
                .map(|gate| self.gate_report(gate, sets))
                .collect(),
        }
    }

    fn counts(&self, counts: &[(PartyId, BigUint)], sets: &WinSets) -> Vec<PartyCount> {
        let told = counts.iter().filter(|(party, _)| !self.wording.hidden().party(*party));
        told.map(|(party, packages)| PartyCount {
            party: self.wording.party_key(*party),
            title: self.wording.party_title(*party),
            packages: of(packages, &sets.possible),
        })
        .collect()
    }

    fn gate_report(&self, gate: &Gate, sets: &WinSets) -> GateReport {
        let count = |packages: &BigUint| of(packages, &sets.possible);
        GateReport {
            party: self.wording.party_key(gate.party),
            title: self.wording.party_title(gate.party),
            unasked: count(&gate.unasked),
            passes: count(&gate.passes),
            with: self.counts(&gate.with, sets),
            without: count(&gate.without),
            deadlock_without: gate.deadlock_without,
            rules_out: gate
                .rules_out
                .iter()
                .map(|(issue, options)| {
                    let options = self.wording.options(*issue, *options);
                    format!("{}: {options}", self.wording.issue(*issue))
                })
                .collect(),
        }
    }
}

/// A condition with only those options that a text leaves possible.
fn within(formula: &Formula, outline: &Outline) -> Formula {
    match formula {
        Formula::Is(issue, options) => {
            let possible = outline.settlements.get(issue.index()).map(Settlement::options);
            let left = possible.map_or(*options, |possible| options.and(possible));
            Formula::Is(*issue, if left.is_empty() { *options } else { left })
        }
        other => other.clone(),
    }
}

/// A number of packages, and what part it is of all that the rules allow, to a tenth of a percent.
fn of(packages: &BigUint, all: &BigUint) -> Count {
    let percent = if *all == BigUint::ZERO {
        Ratio::from_integer(0)
    } else {
        // Ten thousandths are exact enough to print, and fit.
        let parts: BigUint = packages * 1_000_000_u32 / all;
        Ratio::new(i128::try_from(&parts).unwrap_or(0), 10_000)
    };
    Count { exact: packages.to_string(), percent: Number::from(percent) }
}

/// What part some packages are of others, in percent, to a tenth.
pub(super) fn part(some: &str, all: &str) -> String {
    match (some.parse::<BigUint>(), all.parse::<BigUint>()) {
        (Ok(some), Ok(all)) if all != BigUint::ZERO => match of(&some, &all).percent.decimal {
            decimal if decimal == "0" && some != BigUint::ZERO => "under 0.1".to_owned(),
            decimal => decimal,
        },
        _ => "–".to_owned(),
    }
}

/// Several clauses in words: `clause 5`, `clauses 5 and 6`.
pub(super) fn clauses(numbers: &[String]) -> String {
    let noun = if numbers.len() == 1 { "clause" } else { "clauses" };
    format!("{noun} {}", crate::report::parts::sentence_list(numbers))
}
