//! Shares of weightings, and samples of what parties leave open.

use std::fs;

use impasse_core::analysis::case::Outlook;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::sampling::model;
use impasse_core::analysis::settlement::{Outline, outline};
use impasse_core::analysis::weightings::{Text, at_least_as_good};
use impasse_core::read::{Source, read};
use impasse_core::scenario::{Proposal, Scenario, Supposition};
use impasse_core::search::Budget;
use impasse_core::search::acceptability::{
    Alternative, Model, Number, Stop, Weighing, Worth, sample,
};
use impasse_core::search::random::Random;
use impasse_core::search::simplex::share_not_below_zero;

use super::{Case, Measurement, case, scenario_file};
use crate::lcg::Lcg;
use crate::usage::measured;

const MILLION: u64 = 1_000_000;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for count in [10, 22, 100] {
        cases.push(case(format!("weightings/volume_{count}"), move |_| Some(volume(count))));
    }
    cases.push(case("weightings/main_scenario", |_| Some(shares())));
    cases.push(case("sampling/main_scenario", |_| Some(main_scenario())));
    cases.push(case("sampling/11x22_any_weights", |_| Some(any_weights())));
    cases
}

fn volume(count: usize) -> Measurement {
    let mut draw = Lcg::new(1);
    let values: Vec<i128> =
        (0..count).map(|_| i128::try_from(draw.below(201)).unwrap_or(0) - 100).collect();
    let (cost, share) = measured(|| share_not_below_zero(&values));
    Measurement::new(cost).with("digits", share.denom().to_string().len())
}

fn scenario() -> Scenario {
    let load = |path: &str| {
        let path = scenario_file(path);
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        Ok(Source::new(path.display().to_string(), text))
    };
    let text = fs::read_to_string(scenario_file("ukraine-2025.ron"));
    let text = text.expect("the main scenario stands in the repository");
    let history = read(Source::new("ukraine-2025.ron", text), load).result;
    let history = history.expect("the main scenario has no faults").history;
    history.at(history.as_of(), &Supposition::default()).expect("its own day")
}

type Known<'a> = Vec<(&'a Proposal, Outline)>;

fn outlines<'a>(network: &Network<'a>) -> Known<'a> {
    let outline = |(_, proposal)| {
        let mut budget = Budget::new(Budget::DEFAULT);
        (proposal, outline(network, proposal, &mut budget).expect("a small text"))
    };
    network.scenario.proposals().map(outline).collect()
}

fn texts<'a>(known: &'a Known<'_>) -> Vec<Text<'a>> {
    known.iter().map(|(proposal, outline)| Text { proposal, outline }).collect()
}

/// Every text against every other one, for every party.
fn shares() -> Measurement {
    let scenario = scenario();
    let network = Network::new(&scenario);
    let known = outlines(&network);
    let texts = texts(&known);
    let (cost, pairs) = measured(|| {
        let parties = scenario.frame.parties.ids();
        let pairs = parties.flat_map(|party| {
            let network = &network;
            let texts = &texts;
            texts.iter().enumerate().flat_map(move |(place, one)| {
                let others = texts.iter().enumerate().filter(move |(other, _)| *other != place);
                others.map(move |(_, other)| at_least_as_good(network, party, *one, *other).len())
            })
        });
        pairs.sum::<usize>()
    });
    Measurement::new(cost).with("pairs", pairs)
}

/// A million samples for every party, in both outlooks.
fn main_scenario() -> Measurement {
    let scenario = scenario();
    let network = Network::new(&scenario);
    let known = outlines(&network);
    let texts = texts(&known);
    let models: Vec<Model> = scenario
        .frame
        .parties
        .ids()
        .flat_map(|party| [(party, Outlook::Cautious), (party, Outlook::Hopeful)])
        .filter_map(|(party, outlook)| model(&network, party, &texts, outlook))
        .filter(|model| model.draws_worths() || !model.weighing.is_fixed())
        .collect();
    let (cost, ()) = measured(|| {
        for model in &models {
            sample(model, Stop::After(MILLION), Random::new(1, 0)).expect("small numbers");
        }
    });
    Measurement::new(cost).with("runs", models.len())
}

/// A million samples of eleven alternatives on twenty-two criteria, all weightings.
fn any_weights() -> Measurement {
    let mut draw = Lcg::new(1);
    let mut alternative = |group| Alternative {
        group,
        worths: (0..22)
            .map(|_| Worth::of(Number::Fixed(i64::try_from(draw.below(101)).unwrap_or(0))))
            .collect(),
        test: None,
    };
    let model = Model {
        scale: (0, 100),
        ranges: Vec::new(),
        weighing: Weighing::any(22),
        alternatives: (0..11).map(&mut alternative).collect(),
        greatest: false,
    };
    let (cost, tally) = measured(|| {
        sample(&model, Stop::After(MILLION), Random::new(1, 0)).expect("small numbers")
    });
    Measurement::new(cost).with("first", tally.groups[0].at(0, 0))
}
