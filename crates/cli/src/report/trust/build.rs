//! The report of answers on paper and as trusted, with names.

use impasse_core::analysis::extremes::Extreme;
use impasse_core::analysis::settlement::Outline;
use impasse_core::analysis::trust::{self, Beliefs, Loss, Obstacle};
use impasse_core::analysis::verdict::{Kind, Verdict};
use impasse_core::scenario::{PartyId, Proposal as Text_, Range, Ratio, Scenario};
use itertools::Itertools as _;

use super::{
    Asking, Belief, Difference, Enforcement, Greatest, Obliged, Pair, PartyAnswer, Promise,
    Proposal, Remedy, Report, Setting, Settings, Threshold,
};
use crate::document::Text;
use crate::report::parts::Span;
use crate::report::score::verdict_words;
use crate::report::wording::Wording;

/// What a party says to a proposal on paper and as trusted.
#[derive(Debug)]
pub struct Answered<'a> {
    /// The proposal.
    pub proposal: &'a Text_,
    /// What it settles.
    pub outline: &'a Outline,
    /// On paper, with its worths.
    pub paper: &'a Verdict,
    /// As trusted.
    pub trusted: &'a Verdict,
    /// The least and the greatest worth as trusted.
    pub worth: Option<(Extreme, Extreme)>,
    /// The promises it discounts.
    pub losses: Vec<Loss>,
    /// What would make the text acceptable to it.
    pub remedy: Option<trust::Remedy>,
}

/// The report of some proposals, each with the lines of all parties.
pub fn build(
    scenario: &Scenario,
    wording: &Wording<'_>,
    proposals: &[(&Text_, bool, Vec<PartyAnswer>)],
    shown: &[PartyId],
    unfinished: Vec<String>,
) -> Report {
    let visible = |party: PartyId| shown.is_empty() || shown.contains(&party);
    let hidden = wording.hidden();
    let keys: Vec<String> = shown.iter().map(|party| wording.party_key(*party)).collect();
    let mut differences = Vec::new();
    let lines: Vec<Proposal> = proposals
        .iter()
        .map(|(text, possible, parties)| {
            let differing = parties.iter().filter(|it| it.on_paper != it.as_trusted);
            differences.extend(differing.map(|it| Difference {
                proposal: text.title.clone(),
                party: it.name.clone(),
                on_paper: it.on_paper.clone(),
                as_trusted: it.as_trusted.clone(),
                newly_rejects: it.rejects == [false, true],
            }));
            let parties = parties.iter();
            Proposal {
                proposal: text.name.clone(),
                title: text.title.clone(),
                possible: *possible,
                parties: parties
                    .filter(|it| keys.is_empty() || keys.contains(&it.party))
                    .cloned()
                    .collect(),
            }
        })
        .collect();
    let asking = trust::conditioned(scenario).filter(|(id, _)| !wording.hides(*id));
    let beliefs = scenario.trust.iter();
    Report {
        schema: crate::report::SCHEMA,
        command: "trust",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        differences,
        greatest: greatest(scenario, wording, proposals),
        can_decide: scenario
            .demands
            .values()
            .any(|demand| demand.floor().is_some() || demand.as_trusted().is_some()),
        asking: asking
            .filter(|(_, demand)| visible(demand.party))
            .filter_map(|(id, demand)| {
                Some(Asking { demand: wording.demand(id), belief: demand.as_trusted()?.into() })
            })
            .collect(),
        beliefs: beliefs
            .filter(|it| visible(it.holder) && !hidden.party(it.holder) && !hidden.party(it.toward))
            .map(|it| Belief {
                holder: wording.party_title(it.holder),
                promises_of: wording.party(it.toward),
                belief: span(it.belief),
                says: it.grounds.says.clone(),
                mark: wording.mark(&it.grounds),
            })
            .collect(),
        unstated: unstated(scenario, wording, &visible),
        enforcement: scenario
            .frame
            .enforcement
            .iter()
            .filter(|it| !hidden.party(it.of))
            .map(|it| Enforcement {
                when: wording.formula(&it.when),
                promises_of: wording.party(it.of),
                belief: span(it.belief),
                says: it.grounds.says.clone(),
                mark: wording.mark(&it.grounds),
            })
            .collect(),
        proposals: lines,
        unfinished,
        sources: wording.sources(),
    }
}

/// The promise that each principal discounts most in any of the texts, the first of several.
fn greatest(
    scenario: &Scenario,
    wording: &Wording<'_>,
    proposals: &[(&Text_, bool, Vec<PartyAnswer>)],
) -> Vec<Greatest> {
    let principals = scenario.principals().filter(|it| !wording.hidden().party(*it));
    let of = |party: PartyId| {
        let key = wording.party_key(party);
        let mut found: Option<(Ratio, Greatest)> = None;
        for (text, _, answers) in proposals {
            let answer = answers.iter().find(|it| it.party == key)?;
            let Some(promise) = answer.promises.first() else { continue };
            let Some(loses) = promise.loses.clone() else { continue };
            let middle = loses.low.ratio() + loses.high.ratio();
            if found.as_ref().is_none_or(|(other, _)| middle > *other) {
                let greatest = Greatest {
                    party: answer.name.clone(),
                    proposal: text.title.clone(),
                    promise: format!("{}: {}", promise.title, promise.option),
                    sometimes: promise.sometimes,
                    loses,
                    obliged: promise.obliged.iter().map(|it| it.name.clone()).collect(),
                };
                found = Some((middle, greatest));
            }
        }
        found.map(|(_, greatest)| greatest)
    };
    principals.filter_map(of).collect()
}

fn span(range: Range<Ratio>) -> Span {
    (range.low, range.high).into()
}

/// Who has no stated belief in whom, although some option obliges them and the holder has spoken.
fn unstated(
    scenario: &Scenario,
    wording: &Wording<'_>,
    visible: &impl Fn(PartyId) -> bool,
) -> Vec<Pair> {
    let beliefs = Beliefs::new(scenario);
    let parties = || scenario.frame.parties.ids().filter(|it| !wording.hidden().party(*it));
    let mut list = Vec::new();
    for holder in parties().filter(|it| visible(*it)) {
        for toward in parties().filter(|it| *it != holder) {
            let relies = scenario.frame.issues.iter().any(|(issue, known)| {
                scenario.position(holder, issue).is_some()
                    && known.options.iter().any(|it| it.obliged.contains(&toward))
            });
            if relies && beliefs.stated(holder, toward).is_none() {
                list.push(Pair {
                    holder: wording.party(holder),
                    promises_of: wording.party(toward),
                });
            }
        }
    }
    list
}

/// What a party says to a proposal, with names.
pub fn party_answer(
    scenario: &Scenario,
    wording: &Wording<'_>,
    answered: &Answered<'_>,
) -> PartyAnswer {
    let party = answered.paper.party;
    let ends = |worth: &(Extreme, Extreme)| Span::from((worth.0.mean, worth.1.mean));
    let rejects = |verdict: &Verdict| verdict.kind == Kind::Rejects;
    PartyAnswer {
        party: wording.party_key(party),
        title: wording.party_title(party),
        name: wording.party(party),
        on_paper: verdict_words(answered.proposal, answered.paper),
        as_trusted: verdict_words(answered.proposal, answered.trusted),
        rejects: [rejects(answered.paper), rejects(answered.trusted)],
        worth_on_paper: answered.paper.worth.as_ref().map(ends),
        worth_as_trusted: answered.worth.as_ref().map(ends),
        promises: answered.losses.iter().map(|it| promise(scenario, wording, it)).collect(),
        remedy: answered.remedy.as_ref().map(|it| remedy(scenario, wording, answered, it)),
    }
}

fn promise(scenario: &Scenario, wording: &Wording<'_>, loss: &Loss) -> Promise {
    let (on, option) = loss.promised;
    let option = wording.option(on, option);
    Promise {
        issue: wording.issue_key(loss.issue),
        title: wording.issue(loss.issue),
        option: if on == loss.issue { option } else { format!("{}: {option}", wording.issue(on)) },
        sometimes: loss.sometimes,
        loses: Some(span(loss.points)),
        obliged: loss
            .obliged
            .iter()
            .map(|it| {
                let hidden = wording.hidden().party(it.party);
                let enforcement = it.enforcement.iter().filter(|_| !hidden);
                Obliged {
                    party: wording.party_key(it.party),
                    name: wording.party(it.party),
                    belief: (!hidden).then(|| span(it.belief)),
                    stated: it.stated,
                    enforcement: enforcement.map(|it| enforced(scenario, wording, *it)).collect(),
                }
            })
            .collect(),
        worth_if_broken: loss.if_broken.map(Into::into),
        worth_if_broken_at_most: loss.if_broken.is_none().then(|| loss.at_most.into()),
    }
}

/// An enforcement in words: where it works.
fn enforced(scenario: &Scenario, wording: &Wording<'_>, place: usize) -> String {
    let enforcement = scenario.frame.enforcement.get(place);
    enforcement.map_or(String::new(), |it| wording.formula(&it.when))
}

fn remedy(
    scenario: &Scenario,
    wording: &Wording<'_>,
    answered: &Answered<'_>,
    remedy: &trust::Remedy,
) -> Remedy {
    let none = |because: Text, broken_on_paper| Remedy {
        none_because: Some(because),
        broken_on_paper,
        settings: Vec::new(),
        beliefs: Vec::new(),
        beliefs_left_out: false,
    };
    match remedy {
        trust::Remedy::None(Obstacle::Demands(demands)) => {
            let demands: Vec<_> = demands.iter().map(|it| wording.demand(*it)).collect();
            let because = demands.first().map_or(Text::new(), |first| {
                let more = match demands.len() {
                    1 => String::new(),
                    many => format!(" and {} more", many - 1),
                };
                let which = if first.is_left_out() {
                    "a demand left out".to_owned()
                } else {
                    format!("the {} “{}” ({})", first.kind, first.says, first.id)
                };
                Text::from(format!("on paper it breaks {which}{more}"))
            });
            none(because, demands)
        }
        trust::Remedy::None(Obstacle::Floor(floor)) => {
            none("on paper it misses the floor".into(), vec![wording.demand(*floor)])
        }
        trust::Remedy::None(Obstacle::Together) => {
            none("every way to carry it out breaks some demand on paper".into(), Vec::new())
        }
        trust::Remedy::Some { settings, beliefs } => {
            let doubts = Beliefs::new(scenario);
            let visible = |party: PartyId| !wording.hidden().party(party);
            Remedy {
                none_because: None,
                broken_on_paper: Vec::new(),
                settings: settings.iter().map(|it| settings_words(scenario, wording, it)).collect(),
                beliefs: beliefs
                    .iter()
                    .filter(|(toward, _)| visible(*toward))
                    .map(|(toward, least)| Threshold {
                        party: wording.party_key(*toward),
                        name: wording.party(*toward),
                        at_least: (*least).into(),
                        now: doubts.stated(answered.paper.party, *toward).map(span),
                    })
                    .collect(),
                beliefs_left_out: beliefs.iter().any(|(toward, _)| !visible(*toward)),
            }
        }
    }
}

fn settings_words(
    scenario: &Scenario,
    wording: &Wording<'_>,
    settings: &trust::Settings,
) -> Settings {
    let enforcement = settings.enforcement.iter().filter(|it| {
        let enforcement = scenario.frame.enforcement.get(**it);
        enforcement.is_some_and(|it| !wording.hidden().party(it.of))
    });
    Settings {
        list: settings
            .list
            .iter()
            .map(|it| Setting {
                issue: wording.issue_key(it.issue),
                title: wording.issue(it.issue),
                option: wording.option(it.issue, it.option),
                changes_the_text: it.changes_the_text,
            })
            .collect(),
        enforcement: enforcement.map(|it| enforced(scenario, wording, *it)).unique().collect(),
        then: match settings.then {
            Kind::Accepts => "accepts",
            Kind::DependsOnReading => "depends on reading",
            Kind::DependsOnJudgement => "depends on judgement",
            Kind::NoStatedObjection => "no stated objection",
            Kind::Rejects => "rejects",
            Kind::NotAsked => "not asked",
            Kind::Impossible => "impossible",
        },
        newly_rejected_by: settings
            .newly_rejected_by
            .iter()
            .map(|party| wording.party(*party))
            .collect(),
    }
}
