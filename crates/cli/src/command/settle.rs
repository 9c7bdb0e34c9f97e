//! `impasse settle`.

use impasse_core::analysis::case::{Case, Demands, Outlook};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settle::{Solution, Unit, considered};
use impasse_core::analysis::standing::standing;
use impasse_core::analysis::trade::trades;
use impasse_core::scenario::Scenario;
use impasse_core::search::Exhausted;

use super::{Failure, Rendered, budget};
use crate::args::{Common, Gains, View};
use crate::load::{Loaded, load};
use crate::progress::Progress;
use crate::report::settle::build::{build, combinations, size};
use crate::report::settle::{Answers, Found, Report};

/// How many trades are looked for, and with `--all`.
const TRADES: [usize; 2] = [5, 50];

/// What was asked for.
pub(super) struct Request<'a> {
    pub(super) common: &'a Common,
    pub(super) gains: Gains,
    pub(super) outlook: Option<View>,
    pub(super) all: bool,
    pub(super) explain: bool,
    /// Whether the frontier is listed outcome by outcome.
    pub(super) listed: bool,
    pub(super) progress: &'a Progress,
}

/// The best attainable.
pub(super) fn run(request: &Request<'_>) -> Result<Rendered, Failure> {
    let loaded = load(request.common)?;
    let scenario = loaded.scenario(request.common, true)?;
    let mut report = request.report(&loaded, &scenario)?;
    let common = request.common;
    let suppositions = loaded.suppositions(common);
    if !suppositions.is_empty() {
        let plain = loaded.scenario(common, false)?;
        report = report.since(&request.report(&loaded, &plain)?, suppositions);
    }
    Rendered::new(&report, report.document(), report.is_bad_news())
}

impl Request<'_> {
    pub(super) fn report(&self, loaded: &Loaded, scenario: &Scenario) -> Result<Report, Failure> {
        let network = Network::new(scenario);
        let wording = loaded.wording(scenario);
        let shown = loaded.parties(self.common)?;
        let outlooks: &[Outlook] = match self.outlook {
            None => &[Outlook::Cautious, Outlook::Hopeful],
            Some(View::Cautious) => &[Outlook::Cautious],
            Some(View::Hopeful) => &[Outlook::Hopeful],
        };
        // For each outlook the zone, the frontier, the rules and the standings.
        let rules = Solution::ALL.len();
        self.progress.expect(outlooks.len() * (3 + rules) + 1);
        if self.progress.is_shown() {
            let case = Case::new(&network, Outlook::Cautious);
            if let Ok(diagram) = case.diagram(Demands::Counted, &[], &mut budget(self.common)) {
                self.progress.size(size(scenario, &diagram));
            }
        }
        let unit = if self.gains == Gains::Shares { Unit::Shares } else { Unit::Points };
        let mut unfinished = Vec::new();
        let mut found = Vec::new();
        let mut stopped = None;
        for outlook in outlooks {
            let (answer, missing) = self.found(Case::new(&network, *outlook), unit);
            unfinished.extend(missing.into_iter().map(|(what, exhausted)| {
                stopped = Some(exhausted);
                let name = if *outlook == Outlook::Cautious { "cautious" } else { "hopeful" };
                format!("{what} ({name}) {exhausted}")
            }));
            found.extend(answer);
        }
        let [few, many] = TRADES;
        let most = if self.all { many } else { few };
        self.progress.stage("trades");
        let trades = trades(&network, most, &mut budget(self.common))
            .map_err(|exhausted| unfinished.push(format!("trades {exhausted}")))
            .ok();
        if let Some(exhausted) = trades.as_ref().and_then(|trades| trades.stopped) {
            unfinished.push(format!("trades on three issues {exhausted}"));
        }
        if let (true, None, Some(exhausted)) = (found.is_empty(), &trades, stopped) {
            return Err(Failure::TooLarge(exhausted, Some(combinations(scenario))));
        }
        let answers = Answers { found: &found, unit, trades: trades.as_ref(), unfinished };
        let shown = shown.iter().map(|party| wording.party_key(*party)).collect();
        let report = build(&wording, scenario, &answers, self.listed, self.explain);
        Ok(report.showing(shown).with_sources(wording.sources()))
    }

    /// What one outlook comes to, and what was not finished.
    fn found<'a>(
        &self,
        case: Case<'a>,
        unit: Unit,
    ) -> (Option<Found<'a>>, Vec<(String, Exhausted)>) {
        let mut missing = Vec::new();
        let mut miss = |what: &str, exhausted| missing.push((what.to_owned(), exhausted));
        self.progress.stage("the zone of possible agreement");
        let considered = match considered(&case, &mut budget(self.common)) {
            Ok(considered) => considered,
            Err(exhausted) => {
                miss("the zone of possible agreement", exhausted);
                return (None, missing);
            }
        };
        self.progress.stage("the frontier");
        let frontier = considered
            .frontier(&mut budget(self.common))
            .map_err(|exhausted| miss("the frontier", exhausted))
            .ok();
        let solutions = Solution::ALL.map(|solution| {
            let name = match solution {
                Solution::Nash => "the package by Nash's rule",
                Solution::KalaiSmorodinsky => "the package by the rule of Kalai and Smorodinsky",
                Solution::Leximin => "the package by the leximin rule",
                Solution::Utilitarian => "the package by the utilitarian rule",
            };
            self.progress.stage(name);
            let solved = considered.solve(&case, solution, unit, &mut budget(self.common));
            (solution, solved.map_err(|exhausted| miss(name, exhausted)).ok())
        });
        self.progress.stage("where proposals stand");
        let mut standings = Vec::new();
        for (id, proposal) in case.network.scenario.proposals() {
            match standing(&case, &considered, proposal, &mut budget(self.common)) {
                Ok(answer) => standings.push((id, answer)),
                Err(exhausted) => {
                    miss(&format!("where {} stands", proposal.name), exhausted);
                }
            }
        }
        (
            Some(Found { case, considered, frontier, solutions: solutions.into(), standings }),
            missing,
        )
    }
}
