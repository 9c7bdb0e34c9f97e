//! Moves: dated changes of positions.

use std::collections::BTreeMap;

use super::super::Span;
use super::super::fault::{Code, Fault};
use super::super::file::{File, MoveText};
use super::Resolver;
use crate::scenario::{Date, History, IssueId, Move, MoveFault, OptionId, PartyId};

impl Resolver {
    /// The moves, in the order in which they apply.
    pub(super) fn moves(&mut self, files: &[File], from: Date) -> Vec<Move> {
        let mut moves: Vec<(Move, Span)> = Vec::new();
        let mut places: BTreeMap<Span, &MoveText> = BTreeMap::new();
        for text in files.iter().flat_map(|file| &file.moves).filter_map(|step| step.0.as_ref()) {
            if let Some(step) = self.step(text, from) {
                moves.push((step, text.date.span));
                places.insert(text.date.span, text);
            }
        }
        moves.sort_by_key(|(step, _)| (step.date, step.seq));
        self.check_sequence(&moves);
        self.check_new_positions(files, &moves, &places);
        self.origins.moves = moves.iter().map(|(_, span)| *span).collect();
        moves.into_iter().map(|(step, _)| step).collect()
    }

    fn step(&mut self, text: &MoveText, from: Date) -> Option<Move> {
        let date = self.date(&text.date);
        if let Some(date) = date
            && date < from
        {
            self.fault(
                Fault::at(
                    Code::MoveBeforeStart,
                    text.date.span,
                    format!("this move lies before {from}, when the positions begin"),
                )
                .help("make it part of the positions, or begin earlier"),
            );
        }
        let party = self.party_id(&text.party);
        let grounds =
            self.grounds(Some(&text.says), &text.sources, text.basis.as_ref(), text.confidence);
        if !Self::is_grounded(&text.sources, text.basis.as_ref()) {
            self.warn(
                Fault::at(Code::Unsourced, text.date.span, "this move has no source")
                    .help("cite where it was said, or give a `basis`"),
            );
        }
        self.refuse_repeated(text.stances.iter().map(|(issue, _)| issue));
        self.refuse_repeated(text.weights.iter().map(|(issue, _)| issue));
        self.refuse_repeated(text.drops.iter());
        let party_or_first = party.unwrap_or(PartyId::new(0));
        let mut stances = Vec::new();
        for (issue, rows) in text.stances.iter() {
            if let Some(id) = self.issue_id(issue) {
                stances.push((id, self.rows(party_or_first, id, rows, true)));
            }
        }
        let mut weights = Vec::new();
        for (issue, weight) in text.weights.iter() {
            let id = self.issue_id(issue);
            if let (Some(id), Some(weight)) = (id, self.weight(&weight.value, weight.span)) {
                weights.push((id, weight));
            }
        }
        let mut adds = Vec::new();
        for link in text.adds.iter().filter_map(|link| link.0.as_ref()) {
            if let Some(other) = &link.party
                && other.value != text.party.value
            {
                self.fault(
                    Fault::at(Code::LinkParty, other.span, "a move adds links of its own party")
                        .and(text.party.span, "whose move this is"),
                );
            }
            adds.extend(self.link(link));
        }
        Some(Move {
            date: date?,
            seq: text.seq.as_ref().map_or(0, |seq| seq.value),
            party: party?,
            grounds,
            stances,
            weights,
            floor: text.floor.as_ref().and_then(|floor| self.floor(floor)),
            adds,
            drops: text.drops.iter().map(|name| name.value.clone()).collect(),
        })
    }

    /// A position that only a move begins has its weight from that move, or an earlier one.
    fn check_new_positions(
        &mut self,
        files: &[File],
        moves: &[(Move, Span)],
        places: &BTreeMap<Span, &MoveText>,
    ) {
        let entries = self.parties.first_entries(files, |file| &file.parties.0);
        let ordered: Vec<bool> = entries
            .into_iter()
            .map(|((_, text), _)| text.0.as_ref().is_some_and(|text| text.weight_order.is_some()))
            .collect();
        for (step, span) in moves {
            let Some(text) = places.get(span) else { continue };
            let named = text.weights.iter().map(|(issue, _)| issue);
            for (issue, weighed) in named
                .map(|issue| (issue, true))
                .chain(text.stances.iter().map(|(issue, _)| (issue, false)))
            {
                let Some(place) = self.issues.place(&issue.value) else { continue };
                let key = (step.party.index(), place);
                if self.origins.positions.contains_key(&key) {
                    continue;
                }
                self.origins.positions.insert(key, issue.span);
                if !weighed && ordered.get(step.party.index()) == Some(&false) {
                    let message =
                        format!("the party has no position on `{}` and so no weight", issue.value);
                    self.fault(
                        Fault::at(Code::WeightForm, issue.span, message).help(format!(
                            "add `weights: {{\"{}\": …}}` to this move",
                            issue.value
                        )),
                    );
                }
            }
        }
    }

    /// Two moves on one cell and day need different places in the day.
    fn check_sequence(&mut self, moves: &[(Move, Span)]) {
        type Cell = (Date, u32, PartyId, IssueId, Option<OptionId>);
        let mut seen: BTreeMap<Cell, Span> = BTreeMap::new();
        for (step, span) in moves {
            let mut touched: Vec<(IssueId, Option<OptionId>)> = Vec::new();
            for (issue, rows) in &step.stances {
                for row in rows {
                    touched.extend(row.options.iter().map(|option| (*issue, Some(option))));
                }
            }
            touched.extend(step.weights.iter().map(|(issue, _)| (*issue, None)));
            let mut clash = None;
            for (issue, option) in touched {
                let cell = (step.date, step.seq, step.party, issue, option);
                if let Some(first) = seen.insert(cell, *span)
                    && first != *span
                {
                    clash = Some(first);
                }
            }
            if let Some(first) = clash {
                self.fault(
                    Fault::at(
                        Code::MovesUnordered,
                        *span,
                        "two moves of one day change the same position",
                    )
                    .and(first, "the other one")
                    .help("give both a `seq` that says which came first"),
                );
            }
        }
    }

    /// What a move drops or changes must stand.
    pub(super) fn check_moves(&mut self, history: &History, files: &[File]) {
        let place = |name: &str, index: usize, resolver: &Self| {
            let texts = files.iter().flat_map(|file| &file.moves);
            let span = resolver.origins.moves.get(index).copied();
            texts
                .filter_map(|text| text.0.as_ref())
                .filter(|text| Some(text.date.span) == span)
                .flat_map(|text| &text.drops)
                .find(|drop| drop.value == name)
                .map(|drop| drop.span)
                .or(span)
        };
        let found = history.check_moves();
        // A mistyped name in `drops` leaves its red line standing: one slip, not two.
        let astray: Vec<usize> = found
            .iter()
            .filter(|(_, fault)| matches!(fault, MoveFault::NothingToDrop(_)))
            .map(|(index, _)| *index)
            .collect();
        for (index, fault) in found {
            match fault {
                MoveFault::NothingToDrop(name) => {
                    if self.lost.contains(&name)
                        || (!self.sound && !self.demands.contains_key(&name))
                    {
                        continue;
                    }
                    let Some(span) = place(&name, index, self) else { continue };
                    let known: Vec<String> = self.origins.demands.keys().cloned().collect();
                    let near = super::super::suggest::nearest(
                        &name,
                        known.iter().map(String::as_str).filter(|other| *other != name),
                    );
                    let help = near.map_or_else(
                        || "a move drops a demand of its own party that stands that day".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let message = format!("no demand `{name}` of this party stands here");
                    let mut fault = Fault::at(Code::NothingToDrop, span, message).help(help);
                    if let Some(origin) = self.origins.demands.get(&name) {
                        fault = fault.and(*origin, "declared here");
                    }
                    self.fault(fault);
                }
                MoveFault::RedLineStands(..) if astray.contains(&index) => {}
                MoveFault::RedLineStands(issue, name) => {
                    let Some(span) = self.origins.moves.get(index).copied() else { continue };
                    let issue = self.issue(issue).map_or("", |issue| issue.name.as_str());
                    let message = format!(
                        "this move restates an option of `{issue}` that the red line `{name}` \
                         excludes"
                    );
                    let mut fault = Fault::at(Code::RedLineStands, span, message).help(format!(
                        "a red line falls only by its id: add `drops: [\"{name}\"]`"
                    ));
                    if let Some(origin) = self.origins.demands.get(&name) {
                        fault = fault.and(*origin, "the red line");
                    }
                    self.fault(fault);
                }
            }
        }
    }
}
