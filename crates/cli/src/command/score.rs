//! `impasse score`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::{Outline, outline};
use impasse_core::analysis::verdict::{Kind, Passing, Verdict, passing, verdicts};
use impasse_core::scenario::{Clause, IssueId, OptionSet, PartyId, Proposal, Scenario};
use impasse_core::search::{Budget, Exhausted};

use itertools::Itertools as _;

use super::{Failure, Rendered, budget, closely};
use crate::args::{Common, Silence};
use crate::load::{Loaded, Refusal, load, unknown};
use crate::progress::Progress;
use crate::report::score::{
    Answered, Difference, ProposalScore, Report, proposal_score, verdict_words,
};
use crate::report::wording::Wording;

pub(super) fn run(
    common: &Common,
    names: &[String],
    explain: bool,
    set: &[String],
    silence: Option<Silence>,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let mut proposals = named(&scenario, names)?;
    let changes = changes(&scenario, set)?;
    for proposal in &mut proposals {
        *proposal = with(proposal, &changes);
    }
    let suppose = !set.is_empty() || !common.drop.is_empty() || !common.floor.is_empty();
    let wording = loaded.wording(&scenario);
    let view = View { loaded: &loaded, common, explain, silence, progress };
    let Scores { list: after, unfinished } = view.scores(&scenario, &wording, &proposals)?;
    // A comparison of what is there with what is not would mislead.
    if let Some((_, exhausted)) = unfinished.first()
        && (suppose || after.is_empty())
    {
        return Err((*exhausted).into());
    }
    let what_if = if suppose {
        let plain = loaded.scenario(common, false)?;
        let wording = loaded.wording(&plain);
        let Scores { list: before, unfinished } =
            view.scores(&plain, &wording, &named(&plain, names)?)?;
        if let Some((_, exhausted)) = unfinished.first() {
            return Err((*exhausted).into());
        }
        Some(differences(&before, &after))
    } else {
        None
    };
    let unfinished = unfinished.iter().map(|(name, exhausted)| format!("`{name}` {exhausted}"));
    let report =
        Report::new(&scenario, after, what_if, wording.sources()).unfinished(unfinished.collect());
    let document = report.document(explain || closely(names, proposals.len()));
    let rendered = Rendered::new(&report, document, report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

/// The proposals that could be scored within the bound, and the names of those that could not.
pub(super) struct Scores {
    pub(super) list: Vec<ProposalScore>,
    pub(super) unfinished: Vec<(String, Exhausted)>,
}

/// How proposals are looked at.
pub(super) struct View<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) common: &'a Common,
    pub(super) explain: bool,
    pub(super) silence: Option<Silence>,
    pub(super) progress: &'a Progress,
}

impl View<'_> {
    pub(super) fn scores(
        &self,
        scenario: &Scenario,
        wording: &Wording<'_>,
        proposals: &[Proposal],
    ) -> Result<Scores, Failure> {
        let network = Network::new(scenario);
        let shown = self.loaded.parties(self.common)?;
        let mut list = Vec::new();
        let mut unfinished = Vec::new();
        self.progress.expect(proposals.len());
        for proposal in proposals {
            self.progress.stage(&proposal.name);
            match self.score(&network, wording, proposal, &shown) {
                Ok(score) => list.push(score),
                Err(exhausted) => unfinished.push((proposal.name.clone(), exhausted)),
            }
        }
        Ok(Scores { list, unfinished })
    }

    fn score(
        &self,
        network: &Network<'_>,
        wording: &Wording<'_>,
        proposal: &Proposal,
        shown: &[PartyId],
    ) -> Result<ProposalScore, Exhausted> {
        let mut budget = budget(self.common);
        let (outline, verdicts, passing) = answer(network, proposal, &mut budget)?;
        let if_silence = self
            .silence
            .map(|silence| {
                silence_view(network, proposal, &outline, &verdicts, silence, &mut budget)
            })
            .transpose()?;
        let answered = Answered {
            proposal,
            outline: &outline,
            verdicts: &verdicts,
            passing: &passing,
            if_silence,
        };
        Ok(proposal_score(network, wording, &answered, shown, self.explain))
    }
}

/// Everything about one proposal.
pub(super) fn answer(
    network: &Network<'_>,
    proposal: &Proposal,
    budget: &mut Budget,
) -> Result<(Outline, Vec<Verdict>, Passing), Exhausted> {
    let outline = outline(network, proposal, budget)?;
    let verdicts = verdicts(network, proposal, &outline, budget)?;
    let passing = passing(&verdicts, &outline);
    Ok((outline, verdicts, passing))
}

/// The number of a clause that is supposed.
const SUPPOSED: &str = "(supposed)";

/// The proposals of some names, each once; all that exist on the day if none is named.
pub(super) fn named(scenario: &Scenario, names: &[String]) -> Result<Vec<Proposal>, Refusal> {
    if names.is_empty() {
        return Ok(scenario.proposals().map(|(_, proposal)| proposal.clone()).collect());
    }
    names.iter().unique().map(|name| one(scenario, name)).collect()
}

/// The proposal of a name.
pub(super) fn one(scenario: &Scenario, name: &str) -> Result<Proposal, Refusal> {
    match scenario.frame.proposals.values().find(|it| it.name == name) {
        Some(proposal) if proposal.date > scenario.as_of => Err(Refusal::Request(format!(
            "`{name}` was made on {}, after {}",
            proposal.date, scenario.as_of
        ))),
        Some(proposal) => Ok(proposal.clone()),
        None => {
            let known = scenario.frame.proposals.values().map(|it| it.name.as_str());
            Err(unknown("proposal", name, known))
        }
    }
}

/// Issues with the options that `--set` gives them.
fn changes(scenario: &Scenario, set: &[String]) -> Result<Vec<(IssueId, OptionSet)>, Refusal> {
    set.iter()
        .map(|text| {
            let (issue, option) = text.split_once('=').ok_or_else(|| {
                Refusal::Request(format!("`{text}` is not ISSUE=OPTION, as in `bridge=shared`"))
            })?;
            let issues = &scenario.frame.issues;
            let id = issues.find(|known| known.name == issue).ok_or_else(|| {
                unknown("issue", issue, issues.values().map(|known| known.name.as_str()))
            })?;
            let option = issues[id].find(option).ok_or_else(|| {
                let options = issues[id].options.iter().map(|option| option.name.as_str());
                unknown("option", option, options)
            })?;
            Ok((id, OptionSet::only(option)))
        })
        .collect()
}

/// A proposal with some issues settled otherwise than its text does.
fn with(proposal: &Proposal, changes: &[(IssueId, OptionSet)]) -> Proposal {
    let mut changed = proposal.clone();
    let is_set = |issue: IssueId| changes.iter().any(|(other, _)| *other == issue);
    for clause in &mut changed.clauses {
        clause.leaves.retain(|(issue, _)| !is_set(*issue));
        for reading in &mut clause.readings {
            reading.settles.retain(|(issue, _)| !is_set(*issue));
        }
    }
    if !changes.is_empty() {
        changed.clauses.push(Clause::supposed(SUPPOSED, "as supposed", changes.to_vec()));
    }
    changed
}

/// What every party would say if silence meant something: beside the verdicts, never instead.
fn silence_view(
    network: &Network<'_>,
    proposal: &Proposal,
    outline: &Outline,
    verdicts_now: &[Verdict],
    silence: Silence,
    budget: &mut Budget,
) -> Result<Vec<String>, Exhausted> {
    match silence {
        Silence::Open => Ok(verdicts_now
            .iter()
            .map(|verdict| match verdict.pending.len() {
                _ if verdict.kind == Kind::Rejects => verdict_words(proposal, verdict),
                0 => verdict_words(proposal, verdict),
                waiting => format!(
                    "{}; not safe: {} could still break",
                    verdict_words(proposal, verdict),
                    crate::report::parts::count(waiting, "demand")
                ),
            })
            .collect()),
        Silence::StatusQuo => {
            let issues = network.scenario.frame.issues.iter().zip(&outline.settlements);
            let settles: Vec<(IssueId, OptionSet)> = issues
                .filter(|(_, settlement)| settlement.is_unsettled())
                .filter_map(|((issue, known), settlement)| {
                    let now = OptionSet::only(known.status_quo?);
                    now.within(settlement.options()).then_some((issue, now))
                })
                .collect();
            let mut filled = proposal.clone();
            for clause in &mut filled.clauses {
                clause.leaves.clear();
            }
            filled.clauses.push(Clause::supposed(SUPPOSED, "as things are", settles));
            let (_, verdicts, _) = answer(network, &filled, budget)?;
            Ok(verdicts.iter().map(|verdict| verdict_words(&filled, verdict)).collect())
        }
    }
}

fn differences(before: &[ProposalScore], after: &[ProposalScore]) -> Vec<Difference> {
    let mut list = Vec::new();
    for (old, new) in before.iter().zip(after) {
        for (was, is) in old.verdicts.iter().zip(&new.verdicts) {
            let worth = [&was.worth, &is.worth]
                .map(|span| span.as_ref().map(crate::report::parts::Span::words));
            let verdict = [was.verdict.clone(), is.verdict.clone()];
            let [first, second] = &verdict;
            if first != second || worth[0] != worth[1] {
                list.push(Difference {
                    proposal: new.proposal.clone(),
                    party: is.party.clone(),
                    title: is.title.clone(),
                    verdict,
                    worth,
                });
            }
        }
    }
    list
}
