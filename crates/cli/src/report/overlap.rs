//! `overlap`: the map of issues and parties, and what could be closed now.

mod layout;
mod sheet;

use impasse_core::analysis::closable::Closable;
use impasse_core::analysis::overlap::{Class, Overlap, view};
use impasse_core::scenario::{IssueId, OptionId, PartyId, Scenario, Word};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::Source;
use super::wording::{Wording, word_of};

/// Where positions overlap.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "overlap"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// Names of the parties whose consent is always needed.
    pub(super) principals: Vec<String>,
    /// The map, issue by issue.
    pub(super) issues: Vec<Issue>,
    /// How many issues each pair of principals has in each class.
    pub(super) pairs: Vec<Pair>,
    /// What could be closed now: sets of steps, each set possible by itself.
    pub(super) closable: Vec<Vec<Step>>,
    /// What could be closed if those named answered well.
    pub(super) closable_if_answered: Vec<IfAnswered>,
    /// What is so already and acceptable to all principals, in words.
    pub(super) already_so: Vec<String>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Issue {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// The heading that groups issues.
    pub(super) theme: Option<String>,
    /// The class with everything open at its best.
    #[schemars(extend("enum" = ["common ground", "tolerable", "trade only", "deadlocked"]))]
    pub(super) best: &'static str,
    /// The class with everything open at its worst.
    #[schemars(extend("enum" = ["common ground", "tolerable", "trade only", "deadlocked"]))]
    pub(super) worst: &'static str,
    /// Whether the two are the same in every filling.
    pub(super) stated: bool,
    /// Options that make the best class.
    pub(super) options: Vec<String>,
    /// Of these, the options that make it with everything open at its worst, too.
    pub(super) sure_options: Vec<String>,
    /// Names of the parties on whose unknown or disputed stances the class hangs.
    pub(super) hangs_on: Vec<String>,
    pub(super) views: Vec<View>,
    /// What parties with conditional consent refuse, in words.
    pub(super) gates: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct View {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Options that are ideal or acceptable to it.
    pub(super) wants: Vec<String>,
    /// Options in between.
    pub(super) lives_with: Vec<String>,
    /// Options that it refuses.
    pub(super) refuses: Vec<String>,
    /// How many options it has not spoken on.
    pub(super) unknown: usize,
    /// Whether it has spoken on the issue at all.
    pub(super) spoken: bool,
    /// The sources of its statements, by key.
    pub(super) sources: Vec<String>,
    /// How it stands to each option, in the order of the issue; empty if it has no position.
    pub(super) stances: Vec<OptionStance>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct OptionStance {
    pub(super) option: String,
    /// The sources of the statement, by key.
    pub(super) sources: Vec<String>,
    /// Of what depends on other issues or lies in a range the worst; `disputed` is a refusal that
    /// is.
    #[schemars(extend("enum" = ["ideal", "acceptable", "tolerable", "opposed", "refused", "disputed", "unknown"]))]
    pub(super) stance: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Pair {
    /// Their names.
    pub(super) parties: [String; 2],
    pub(super) common_ground: usize,
    pub(super) tolerable: usize,
    pub(super) trade_only: usize,
    pub(super) deadlocked: usize,
    /// Issues whose class hangs on what is unknown or disputed.
    pub(super) open: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Step {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// The option that could be agreed.
    pub(super) option: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct IfAnswered {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    pub(super) option: String,
    /// Names of those whose answer is awaited.
    pub(super) silent: Vec<String>,
    /// Of these, those who have not spoken on this option; the others have not said how they stand to
    /// the state of today.
    pub(super) silent_on_it: Vec<String>,
    /// Names of those who accept it.
    pub(super) accepted_by: Vec<String>,
}

/// The report of the overlaps.
pub fn build(
    scenario: &Scenario,
    wording: &Wording<'_>,
    overlaps: &[Overlap],
    closable: &Closable,
    shown: &[PartyId],
) -> Report {
    let principals: Vec<PartyId> = scenario.principals().collect();
    let step = |issue: IssueId, option: OptionId| Step {
        issue: wording.issue_key(issue),
        title: wording.issue(issue),
        option: wording.option(issue, option),
    };
    Report {
        schema: super::SCHEMA,
        command: "overlap",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        principals: principals.iter().map(|party| wording.party(*party)).collect(),
        issues: overlaps.iter().map(|it| issue(scenario, wording, it, shown)).collect(),
        pairs: pairs(wording, overlaps),
        closable: closable
            .sets
            .iter()
            .map(|set| set.iter().map(|(issue, option)| step(*issue, *option)).collect())
            .collect(),
        closable_if_answered: closable
            .if_answered
            .iter()
            .filter(|(issue, option, _)| {
                // What a principal objects to is no candidate, nor is what none has asked for.
                let views: Vec<_> = principals
                    .iter()
                    .map(|party| view(scenario, *party, *issue, *option))
                    .collect();
                views.iter().all(|view| view.best > Word::Opposed)
                    && views.iter().any(|view| !view.unknown && view.worst >= Word::Acceptable)
            })
            .map(|(issue, option, silent)| IfAnswered {
                issue: wording.issue_key(*issue),
                title: wording.issue(*issue),
                option: wording.option(*issue, *option),
                silent: silent.iter().map(|party| wording.party(*party)).collect(),
                silent_on_it: silent
                    .iter()
                    .filter(|party| view(scenario, **party, *issue, *option).unknown)
                    .map(|party| wording.party(*party))
                    .collect(),
                accepted_by: scenario
                    .frame
                    .parties
                    .ids()
                    .filter(|party| {
                        let view = view(scenario, *party, *issue, *option);
                        !view.unknown && view.worst >= Word::Acceptable
                    })
                    .filter(|party| !wording.hidden().party(*party))
                    .map(|party| wording.party(party))
                    .collect(),
            })
            .collect(),
        already_so: closable
            .already
            .iter()
            .filter_map(|issue| {
                let now = scenario.frame.issues[*issue].status_quo?;
                Some(format!("{}: {}", wording.issue(*issue), wording.option(*issue, now)))
            })
            .collect(),
        unfinished: closable
            .stopped
            .map(|exhausted| format!("the search for what could be closed now {exhausted}"))
            .into_iter()
            .collect(),
        sources: wording.sources(),
    }
}

fn issue(
    scenario: &Scenario,
    wording: &Wording<'_>,
    overlap: &Overlap,
    shown: &[PartyId],
) -> Issue {
    let known = &scenario.frame.issues[overlap.issue];
    let parties = scenario.frame.parties.iter();
    let views = parties
        .filter(|(id, _)| shown.is_empty() || shown.contains(id))
        .map(|(id, _)| party_view(scenario, wording, id, overlap.issue))
        .collect();
    let refusing = scenario.frame.parties.iter().filter(|(id, party)| {
        !party.is_principal()
            && known.all().iter().any(|option| {
                let view = view(scenario, *id, overlap.issue, option);
                view.best == Word::Never
            })
    });
    Issue {
        issue: known.name.clone(),
        title: known.title.clone(),
        theme: known.theme.clone(),
        best: class(overlap.best),
        worst: class(overlap.worst),
        stated: overlap.best == overlap.worst,
        options: overlap.options.iter().map(|it| wording.option(overlap.issue, it)).collect(),
        sure_options: overlap.sure.iter().map(|it| wording.option(overlap.issue, it)).collect(),
        hangs_on: overlap.open.iter().map(|party| wording.party(*party)).collect(),
        views,
        gates: refusing.map(|(id, _)| wording.party(id)).collect(),
    }
}

fn party_view(scenario: &Scenario, wording: &Wording<'_>, party: PartyId, issue: IssueId) -> View {
    let known = &scenario.frame.issues[issue];
    let mut result = View {
        party: wording.party_key(party),
        title: wording.party_title(party),
        wants: Vec::new(),
        lives_with: Vec::new(),
        refuses: Vec::new(),
        unknown: 0,
        spoken: scenario.position(party, issue).is_some(),
        sources: Vec::new(),
        stances: Vec::new(),
    };
    if let Some(position) = scenario.position(party, issue) {
        for key in position.rows.iter().flat_map(|row| wording.cite(&row.grounds)) {
            if !result.sources.contains(&key) {
                result.sources.push(key);
            }
        }
    }
    for option in known.all().iter() {
        let view = view(scenario, party, issue, option);
        let title = wording.option(issue, option);
        if result.spoken {
            let position = scenario.position(party, issue);
            let row = position.and_then(|it| it.rows.get(it.cell(option).row?));
            result.stances.push(OptionStance {
                option: title.clone(),
                sources: row.map_or(Vec::new(), |row| wording.cite(&row.grounds)),
                stance: stance(view),
            });
        }
        if view.unknown && view.worst == Word::Never && view.best == Word::Ideal {
            result.unknown += 1;
        } else if view.worst >= Word::Acceptable {
            result.wants.push(title);
        } else if view.worst == Word::Never {
            let mark = if view.best > Word::Never { " (disputed)" } else { "" };
            result.refuses.push(format!("{title}{mark}"));
        } else {
            let word = if view.worst == view.best {
                word_of(view.worst).to_owned()
            } else {
                format!("{} to {}", word_of(view.worst), word_of(view.best))
            };
            result.lives_with.push(format!("{title} ({word})"));
        }
    }
    result
}

fn stance(view: impasse_core::analysis::overlap::View) -> &'static str {
    match (view.worst, view.best) {
        (Word::Never, Word::Never) => "refused",
        (Word::Never, _) if view.unknown => "unknown",
        (Word::Never, _) => "disputed",
        (worst, _) => word_of(worst),
    }
}

fn pairs(wording: &Wording<'_>, overlaps: &[Overlap]) -> Vec<Pair> {
    let Some(first) = overlaps.first() else { return Vec::new() };
    let count = |place: usize, test: &dyn Fn(Class, Class) -> bool| {
        let pairs = overlaps.iter().filter_map(|overlap| overlap.pairs.get(place));
        pairs.filter(|(_, _, best, worst)| test(*best, *worst)).count()
    };
    let visible = |party: &PartyId| !wording.hidden().party(*party);
    first
        .pairs
        .iter()
        .enumerate()
        .filter(|(_, (one, other, _, _))| visible(one) && visible(other))
        .map(|(place, (one, other, _, _))| {
            let stated = |class: Class| count(place, &|best, worst| best == worst && best == class);
            Pair {
                parties: [wording.party(*one), wording.party(*other)],
                common_ground: stated(Class::CommonGround),
                tolerable: stated(Class::Tolerable),
                trade_only: stated(Class::TradeOnly),
                deadlocked: stated(Class::Deadlocked),
                open: count(place, &|best, worst| best != worst),
            }
        })
        .collect()
}

fn class(class: Class) -> &'static str {
    match class {
        Class::CommonGround => "common ground",
        Class::Tolerable => "tolerable",
        Class::TradeOnly => "trade only",
        Class::Deadlocked => "deadlocked",
    }
}

impl Report {
    /// Leaves out the map, and keeps what could be closed now.
    pub(super) fn without_issues(&mut self) {
        self.issues.clear();
        self.pairs.clear();
    }

    /// Leaves out what could be closed now.
    pub(super) fn without_closable(&mut self) {
        self.closable.clear();
        self.closable_if_answered.clear();
        self.already_so.clear();
    }

    /// Whether any issue is deadlocked for certain.
    pub fn is_bad_news(&self) -> bool {
        self.issues.iter().any(|issue| issue.best == "deadlocked")
    }
}
