//! `impasse deadlock`.

use impasse_core::analysis::agreement::{Agreement, rests_on, strongest};
use impasse_core::analysis::conflict::{Conflicts, conflicts};
use impasse_core::analysis::distance::{Distance, distance};
use impasse_core::analysis::involvement::{alone, involvement};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::verdict::without_worths;
use impasse_core::analysis::way_out::{Criterion, WayOut, WaysOut, cheapest, first_by};
use impasse_core::analysis::{ask, disputed, nearest};
use impasse_core::scenario::{Proposal, Scenario};
use impasse_core::search::{Budget, Exhausted};

use super::score::{answer, named};
use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::progress::Progress;
use crate::report::deadlock::{Answers, Blocked, Report, blocked, build};
use crate::report::parts::count;
use crate::report::score::{Answered, proposal_score};
use crate::report::wording::Wording;

pub(super) fn run(
    common: &Common,
    proposals: &[String],
    all: bool,
    explain: bool,
    criterion: Criterion,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let request = Request { loaded: &loaded, common, proposals, all, explain, criterion, progress };
    let mut report = request.report(&scenario)?;
    let suppositions = loaded.suppositions(common);
    if !suppositions.is_empty() {
        let before = request.report(&loaded.scenario(common, false)?)?;
        report = report.since(&before, suppositions);
    }
    Rendered::new(&report, report.document(), report.is_bad_news())
}

/// What was asked for.
pub(super) struct Request<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) common: &'a Common,
    pub(super) proposals: &'a [String],
    pub(super) all: bool,
    pub(super) explain: bool,
    pub(super) criterion: Criterion,
    pub(super) progress: &'a Progress,
}

impl Request<'_> {
    pub(super) fn report(&self, scenario: &Scenario) -> Result<Report, Failure> {
        let network = Network::new(scenario);
        let wording = self.loaded.wording(scenario);
        let shown = self.loaded.parties(self.common)?;
        let mut unfinished = Vec::new();
        let progress = self.progress;
        progress.expect(7 + self.proposals.len());
        progress.stage("an agreement");
        let agreement = strongest(&network, &mut budget(self.common));
        progress.stage("conflicts");
        let conflicts = match &agreement {
            Ok(Agreement::Deadlock) | Err(_) => conflicts(&network, &[], &mut budget(self.common)),
            Ok(_) => Conflicts::default(),
        };
        let mut part = |what: &str, exhausted: Exhausted| {
            unfinished.push(format!("{what} {}", within(exhausted, self.common.steps)));
        };
        if let Some(exhausted) = conflicts.stopped {
            part(&conflicts_found(&conflicts), exhausted);
        }
        progress.stage("the distance");
        let distance = distance(&network, &mut budget(self.common))
            .map_err(|exhausted| part("the distance", exhausted))
            .ok();
        let agreement = agreement
            .map_err(|exhausted| part("the search for an agreement", exhausted))
            .ok()
            .or_else(|| decided_otherwise(&network, &conflicts, distance.as_ref()));
        let deadlock = agreement == Some(Agreement::Deadlock);
        progress.stage("ways out");
        let ways = if deadlock {
            let most = if self.all { usize::MAX } else { MOST };
            let mut budget = budget(self.common);
            let ways = cheapest(&network, |_| true, self.criterion, most, &mut budget);
            if let Some(exhausted) = ways.stopped {
                part(&ways_found(&ways), exhausted);
            }
            Some(ways)
        } else {
            None
        };
        let first_by = ways.as_ref().map_or(Vec::new(), |ways| self.first_by(&network, ways));
        progress.stage("what one side alone could do");
        let alone = if deadlock {
            alone(&network, &mut budget(self.common))
                .map_err(|exhausted| part("what one side alone could do", exhausted))
                .unwrap_or_default()
        } else {
            Vec::new()
        };
        progress.stage("disputed demands");
        let would_block = disputed::would_block(&network, &mut budget(self.common))
            .map_err(|exhausted| part("disputed demands", exhausted))
            .unwrap_or_default();
        progress.stage("what to ask next");
        let questions = questions(&network, &mut budget(self.common))
            .map_err(|exhausted| part("what to ask next", exhausted))
            .unwrap_or_default();
        let mut blocking = Vec::new();
        let asked =
            if self.proposals.is_empty() { Vec::new() } else { named(scenario, self.proposals)? };
        for proposal in asked {
            progress.stage(&proposal.name);
            match self.blocked(&network, &wording, &proposal, &conflicts) {
                Ok(found) => blocking.push(found),
                Err(exhausted) => part(&format!("what blocks `{}`", proposal.name), exhausted),
            }
        }
        let answers = Answers {
            agreement: agreement.as_ref(),
            conflicts: &conflicts,
            distance: distance.as_ref(),
            ways: ways.as_ref(),
            criterion: self.criterion,
            first_by: &first_by,
            alone: &alone,
            involvement: &involvement(&network, &conflicts),
            would_block: &would_block,
            questions: &questions,
            unfinished,
        };
        let report = build(&network, &wording, &answers, self.all).with_proposals(blocking);
        let shown = shown.iter().map(|party| wording.party_key(*party)).collect();
        Ok(report.showing(shown).explained(self.explain).with_sources(wording.sources()))
    }

    /// The way out that comes first by each order; what was not found within the bound is left out.
    fn first_by(&self, network: &Network<'_>, ways: &WaysOut) -> Vec<(Criterion, WayOut)> {
        let first = |criterion: Criterion| {
            Some((criterion, first_by(network, ways, criterion, &mut budget(self.common))?))
        };
        Criterion::ALL.into_iter().filter_map(first).collect()
    }

    /// What blocks a proposal.
    fn blocked(
        &self,
        network: &Network<'_>,
        wording: &Wording<'_>,
        proposal: &Proposal,
        conflicts_of_demands: &Conflicts,
    ) -> Result<Blocked, Exhausted> {
        let mut budget = budget(self.common);
        let (outline, verdicts, passing) = answer(network, proposal, &mut budget)?;
        let clashes = conflicts(network, &proposal.clauses, &mut budget);
        let nearest = nearest::nearest(network, proposal, conflicts_of_demands, &mut budget)?;
        let answered = Answered {
            proposal,
            outline: &outline,
            verdicts: &verdicts,
            passing: &passing,
            if_silence: None,
        };
        let shown = self.loaded.parties(self.common).unwrap_or_default();
        let score = proposal_score(network, wording, &answered, &shown, self.explain);
        Ok(blocked(network, wording, proposal, score, &clashes, &nearest))
    }
}

/// What other answers prove where the search for an agreement was not finished: a conflict among
/// firm demands is a deadlock, and so is any distance from agreement but none.
fn decided_otherwise(
    network: &Network<'_>,
    conflicts: &Conflicts,
    distance: Option<&Distance>,
) -> Option<Agreement> {
    if !conflicts.list.is_empty() {
        return Some(Agreement::Deadlock);
    }
    let nearest = distance?.steps.first()?;
    Some(if nearest.breaks.is_empty() {
        let package = nearest.package.clone();
        let rests_on = rests_on(network, &package);
        Agreement::NoStatedObstacle(package, rests_on)
    } else {
        Agreement::Deadlock
    })
}

/// How many of the cheapest ways out are looked for unless all are asked for.
const MOST: usize = 50;

/// What is proven of conflicts where there may be more.
fn conflicts_found(conflicts: &Conflicts) -> String {
    match conflicts.complete_up_to {
        Some(size) if size > 0 => {
            format!("conflicts (all of up to {size} demands are listed, larger ones perhaps not)")
        }
        _ => "conflicts".to_owned(),
    }
}

/// What is proven of ways out where cheaper ones may exist.
fn ways_found(ways: &WaysOut) -> String {
    let fewest = ways.least_refusals;
    if fewest == 0 {
        return "the ways out".to_owned();
    }
    format!("the ways out (proven: none gives fewer than {})", count(fewest, "refusal"))
}

/// The bound that was met; of a search that may not take all steps, its part of them.
fn within(exhausted: Exhausted, steps: u64) -> String {
    if exhausted.budget < steps {
        format!("not finished within the {} of {steps} steps set apart for this", exhausted.budget)
    } else {
        exhausted.to_string()
    }
}

/// What to ask next, over all proposals of the day.
fn questions(network: &Network<'_>, budget: &mut Budget) -> Result<Vec<ask::Question>, Exhausted> {
    let mut all = Vec::new();
    for (id, proposal) in network.scenario.proposals() {
        let outline = outline(network, proposal, budget)?;
        all.push((id, without_worths(network, proposal, &outline, budget)?));
    }
    Ok(ask::questions(&all))
}
