//! `impasse deadlock`.

use impasse_core::analysis::agreement::{Agreement, strongest};
use impasse_core::analysis::conflict::{Conflicts, conflicts};
use impasse_core::analysis::distance::distance;
use impasse_core::analysis::involvement::{alone, involvement};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::way_out::ways_out;
use impasse_core::analysis::{ask, disputed, nearest};
use impasse_core::scenario::Scenario;
use impasse_core::search::{Budget, Exhausted};

use super::score::{answer, named};
use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::report::deadlock::{Answers, Report, blocked, build};
use crate::report::score::{Answered, proposal_score};
use crate::report::voice::Voice;

pub(super) fn run(
    common: &Common,
    proposal: Option<&str>,
    all: bool,
    explain: bool,
) -> Result<Rendered, Failure> {
    let loaded = load(&common.file)?;
    let scenario = loaded.scenario(common, true)?;
    let request = Request { loaded: &loaded, common, proposal, all, explain };
    let mut report = request.report(&scenario)?;
    let suppositions: Vec<String> = common
        .drop
        .iter()
        .map(|demand| format!("`{demand}` is dropped"))
        .chain(common.floor.iter().map(|floor| format!("the floor {floor}")))
        .collect();
    if !suppositions.is_empty() {
        let before = request.report(&loaded.scenario(common, false)?)?;
        report = report.since(&before, suppositions);
    }
    Rendered::new(&report, report.document(), report.is_bad_news())
}

struct Request<'a> {
    loaded: &'a Loaded,
    common: &'a Common,
    proposal: Option<&'a str>,
    all: bool,
    explain: bool,
}

impl Request<'_> {
    fn report(&self, scenario: &Scenario) -> Result<Report, Failure> {
        let network = Network::new(scenario);
        let voice = Voice::new(scenario, &self.loaded.origins, &self.loaded.sources);
        let shown = self.loaded.parties(self.common)?;
        let mut unfinished = Vec::new();
        let agreement = strongest(&network, &mut budget(self.common))?;
        let conflicts = match &agreement {
            Agreement::Deadlock => conflicts(&network, &[], &mut budget(self.common)),
            _ => Conflicts { list: Vec::new(), stopped: None },
        };
        note(&mut unfinished, "conflicts", conflicts.stopped);
        let mut part =
            |what: &str, exhausted: Exhausted| note(&mut unfinished, what, Some(exhausted));
        let distance = distance(&network, &mut budget(self.common))
            .map_err(|exhausted| part("the distance", exhausted))
            .ok();
        let deadlock = agreement == Agreement::Deadlock;
        let ways = if deadlock {
            ways_out(&network, Some(&conflicts), |_| true, &mut budget(self.common))
                .map_err(|exhausted| part("the ways out", exhausted))
                .ok()
        } else {
            Some(Vec::new())
        };
        let alone = if deadlock {
            alone(&network, &mut budget(self.common))
                .map_err(|exhausted| part("what one side alone could do", exhausted))
                .unwrap_or_default()
        } else {
            Vec::new()
        };
        let would_block = disputed::would_block(&network, &mut budget(self.common))
            .map_err(|exhausted| part("disputed demands", exhausted))
            .unwrap_or_default();
        let questions = questions(&network, &mut budget(self.common))
            .map_err(|exhausted| part("what to ask next", exhausted))
            .unwrap_or_default();
        let answers = Answers {
            agreement: &agreement,
            conflicts: &conflicts,
            distance: distance.as_ref(),
            ways: ways.as_deref(),
            alone: &alone,
            involvement: &involvement(&network, &conflicts),
            would_block: &would_block,
            questions: &questions,
            unfinished,
        };
        let mut report = build(&network, &voice, &answers, self.all);
        if let Some(name) = self.proposal {
            let names = [name.to_owned()];
            for proposal in named(scenario, &names)? {
                let mut budget = budget(self.common);
                let (outline, verdicts, passing) = answer(&network, &proposal, &mut budget)?;
                let answered = Answered {
                    proposal: &proposal,
                    outline: &outline,
                    verdicts: &verdicts,
                    passing: &passing,
                    if_silence: None,
                };
                let score = proposal_score(&network, &voice, &answered, &shown, self.explain);
                let clashes = impasse_core::analysis::conflict::conflicts(
                    &network,
                    &proposal.clauses,
                    &mut budget,
                );
                let nearest = nearest::nearest(&network, &proposal, &conflicts, &mut budget)?;
                report = report
                    .with_proposal(blocked(&network, &voice, &proposal, score, &clashes, &nearest));
            }
        }
        let shown = shown.iter().map(|party| voice.party_key(*party)).collect();
        Ok(report.showing(shown).explained(self.explain).with_sources(voice.sources()))
    }
}

fn note(unfinished: &mut Vec<String>, what: &str, exhausted: Option<Exhausted>) {
    if let Some(exhausted) = exhausted {
        unfinished.push(format!("{what} {exhausted}"));
    }
}

/// What to ask next, over all proposals of the day.
fn questions(network: &Network<'_>, budget: &mut Budget) -> Result<Vec<ask::Question>, Exhausted> {
    let mut all = Vec::new();
    for (id, proposal) in network.scenario.proposals() {
        let (_, verdicts, _) = answer(network, proposal, budget)?;
        all.push((id, verdicts));
    }
    Ok(ask::questions(&all))
}
