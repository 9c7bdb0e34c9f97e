//! Whose terms the proposals have, with names.

use impasse_core::analysis::concentration::concentration;
use impasse_core::analysis::serves::{Serves, Term, terms};
use impasse_core::analysis::voice::{Standing, Voice, priorities, share};
use impasse_core::scenario::{IssueId, PartyId, Proposal, Ratio, Scenario};

use super::{
    PartyVoice, Priority, ProposalVoice, Report, ShareReport, StandingName, TermVoice, ThemeVoice,
};
use crate::report::big::hundredths;
use crate::report::parts::{Span, capital};
use crate::report::wording::Wording;

/// A proposal with how it treats what each party cares about.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The proposal.
    pub proposal: Proposal,
    /// The parties that are told of, in file order.
    pub voices: Vec<Voice>,
}

/// The report of what was heard. Parties for which `shown` is false count, but have no lines.
pub fn build(
    scenario: &Scenario,
    wording: &Wording<'_>,
    mut heard: Vec<Heard>,
    shown: &[PartyId],
    closely: bool,
    unfinished: Vec<String>,
) -> Report {
    heard.sort_by_key(|it| it.proposal.date);
    let proposals = heard.iter().map(|it| proposal(scenario, wording, it, shown)).collect();
    let told: Vec<PartyId> =
        scenario.frame.parties.ids().filter(|it| !wording.hidden().party(*it)).collect();
    let names: Vec<&str> = heard.iter().map(|it| it.proposal.name.as_str()).collect();
    let compared = scenario.frame.compared(&names);
    let keys = if shown.len() == told.len() { &[][..] } else { shown };
    Report {
        schema: crate::report::SCHEMA,
        command: "voice",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        closely,
        compared,
        proposals,
        shown: keys.iter().map(|party| wording.party_key(*party)).collect(),
        unfinished,
        sources: wording.sources(),
    }
}

fn proposal(
    scenario: &Scenario,
    wording: &Wording<'_>,
    heard: &Heard,
    shown: &[PartyId],
) -> ProposalVoice {
    let Heard { proposal, voices } = heard;
    let served: Vec<(PartyId, Ratio)> =
        voices.iter().filter_map(|voice| Some((voice.party, voice.served()?))).collect();
    let parts: Vec<Ratio> = served.iter().map(|(_, served)| *served).collect();
    let at = |extreme: Option<&Ratio>| -> Vec<String> {
        let at = served.iter().filter(|(_, served)| Some(served) == extreme);
        at.map(|(party, _)| wording.party(*party)).collect()
    };
    let parties: Vec<PartyId> = voices.iter().map(|voice| voice.party).collect();
    let terms = terms(scenario, proposal, &parties);
    ProposalVoice {
        proposal: proposal.name.clone(),
        title: proposal.title.clone(),
        date: proposal.date.to_string(),
        by: proposal.by.iter().map(|party| wording.party(*party)).collect(),
        parties: voices
            .iter()
            .filter(|voice| shown.contains(&voice.party))
            .map(|voice| party(scenario, wording, proposal, voice))
            .collect(),
        concentration: concentration(&parts).map(|it| hundredths(&it)),
        most: at(parts.iter().max()),
        least: at(parts.iter().min()),
        terms: terms.iter().map(|it| term(scenario, wording, proposal, it)).collect(),
    }
}

fn party(
    scenario: &Scenario,
    wording: &Wording<'_>,
    proposal: &Proposal,
    voice: &Voice,
) -> PartyVoice {
    let hundred = Ratio::from_integer(100);
    let shares = Standing::ALL.iter().zip(&voice.shares);
    PartyVoice {
        party: wording.party_key(voice.party),
        title: wording.party_title(voice.party),
        name: wording.party(voice.party),
        author: proposal.by.contains(&voice.party),
        shares: shares
            .map(|(standing, share)| ShareReport {
                standing: (*standing).into(),
                middle: share.likely.into(),
                range: (share.low, share.high).into(),
            })
            .collect(),
        gets: gets(scenario, voice),
        definite: voice.share(Standing::is_definite).into(),
        served: voice.served().map(|served| (served * hundred).into()),
        themes: themes(scenario, voice),
        priorities: priorities(scenario, voice.party)
            .into_iter()
            .map(|issue| Priority {
                issue: wording.issue_key(issue),
                title: wording.issue(issue),
                weight: share(scenario, voice.party, |it| it == issue).likely.into(),
                standing: standing(voice, issue),
            })
            .collect(),
    }
}

fn gets(scenario: &Scenario, voice: &Voice) -> Span {
    let served = |issue: IssueId| {
        voice.issues.iter().any(|(other, standing)| *other == issue && standing.is_served())
    };
    let share = share(scenario, voice.party, served);
    (share.low, share.high).into()
}

fn standing(voice: &Voice, issue: IssueId) -> StandingName {
    let found = voice.issues.iter().find(|(other, _)| *other == issue);
    found.map_or(Standing::Unspoken, |(_, standing)| *standing).into()
}

/// By theme on which the party has weight, in the order in which the file first names them.
fn themes(scenario: &Scenario, voice: &Voice) -> Vec<ThemeVoice> {
    let issues = &scenario.frame.issues;
    let mut names: Vec<&Option<String>> = Vec::new();
    for issue in issues.values() {
        if !names.contains(&&issue.theme) {
            names.push(&issue.theme);
        }
    }
    let of = |theme: &Option<String>| {
        let here = |issue: IssueId| issues[issue].theme == *theme;
        let weight = share(scenario, voice.party, here).likely;
        if weight == Ratio::from_integer(0) {
            return None;
        }
        let part = |at: &dyn Fn(Standing) -> bool| {
            let inside = |issue: IssueId| {
                here(issue) && voice.issues.iter().any(|(other, it)| *other == issue && at(*it))
            };
            let share = share(scenario, voice.party, inside).likely;
            (share * Ratio::from_integer(100) / weight).into()
        };
        Some(ThemeVoice {
            theme: theme.clone(),
            weight: weight.into(),
            served: part(&Standing::is_served),
            tolerable: part(&|it| it == Standing::Tolerable),
            against: part(&|it| matches!(it, Standing::Opposed | Standing::Crossed)),
            unsettled: part(&|it| {
                matches!(it, Standing::Varies | Standing::Open | Standing::Silent)
            }),
            unspoken: part(&|it| it == Standing::Unspoken),
        })
    };
    names.into_iter().filter_map(of).collect()
}

fn term(scenario: &Scenario, wording: &Wording<'_>, proposal: &Proposal, term: &Term) -> TermVoice {
    let clause = proposal.clauses.get(term.clause);
    let names = |parties: &[PartyId]| -> Vec<String> {
        parties.iter().map(|party| wording.party(*party)).collect()
    };
    let spoken = [&term.wanted_by, &term.against, &term.between];
    let unheard = scenario.frame.parties.iter().filter(|(party, known)| {
        known.is_principal()
            && !wording.hidden().party(*party)
            && !spoken.iter().any(|list| list.contains(party))
    });
    let silent: Vec<PartyId> = unheard.map(|(party, _)| party).collect();
    // What every reading settles alike needs no reading named.
    let some = clause.filter(|clause| term.readings.len() < clause.readings.len());
    let readings = some.map_or(Vec::new(), |clause| {
        let readings = term.readings.iter().filter_map(|place| clause.readings.get(*place));
        readings.filter_map(|reading| reading.grounds.says.clone()).collect()
    });
    TermVoice {
        clause: clause.map_or(String::new(), |clause| clause.number.clone()),
        readings,
        issue: wording.issue(term.issue),
        options: capital(&wording.options(term.issue, term.options)),
        serves: match term.serves() {
            Serves::OneAlone(_) => "one alone",
            Serves::AllWhoSpoke => "all who have spoken",
            Serves::Nobody => "nobody who has spoken",
            Serves::Some => "some",
        },
        wanted_by: names(&term.wanted_by),
        against: names(&term.against),
        between: names(&term.between),
        silent: names(&silent),
        sources: clause.map_or(Vec::new(), |clause| wording.cite(&clause.grounds)),
    }
}
