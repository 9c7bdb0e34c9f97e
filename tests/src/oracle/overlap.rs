//! How the principals' positions overlap on an issue.

use impasse_core::analysis::overlap::Class;
use impasse_core::scenario::{IssueId, PartyId, Ratio, Stance, Word};

use super::{World, is_firm};

/// The worst and the best word a party may turn out to say of an option.
pub fn words(world: &World<'_>, party: PartyId, issue: IssueId, option: usize) -> Vec<Word> {
    let scenario = world.scenario;
    let Some(position) = &scenario.positions[party][issue] else {
        return vec![Word::Never, Word::Ideal];
    };
    let scale = &scenario.frame.scale;
    let stands_for = |worth: Ratio| {
        let words = [Word::Ideal, Word::Acceptable, Word::Tolerable];
        let reached = words.into_iter().find(|word| worth >= scale.worth(*word));
        reached.unwrap_or(Word::Opposed)
    };
    let cell = &position.cells[option];
    let disputed = cell.row.and_then(|row| position.rows[row].demand);
    let disputed = disputed.is_some_and(|id| !is_firm(&scenario.demands[id]));
    let stances = cell.branches.iter().map(|(_, stance)| *stance).chain([cell.last]);
    let each = stances.flat_map(|stance| match (stance, cell.inferred) {
        (Stance::Word(Word::Never), _) if disputed => vec![Word::Never, Word::Opposed],
        (Stance::Word(stated), _) => vec![stated],
        (Stance::Worth(range), _) => vec![stands_for(range.low), stands_for(range.high)],
        (Stance::Unknown, None) => vec![Word::Never, Word::Ideal],
        (Stance::Unknown, Some(range)) if cell.bounded => {
            vec![stands_for(range.low), stands_for(range.high)]
        }
        (Stance::Unknown, Some(range)) => vec![Word::Never, stands_for(range.high)],
    });
    each.collect()
}

/// By option that some package has, the word common to some parties at best and at worst.
fn ends(world: &World<'_>, parties: &[PartyId], issue: IssueId) -> Vec<(usize, (Word, Word))> {
    let options = 0..world.scenario.frame.issues[issue].options.len();
    let allowed = options.filter(|it| world.packages.iter().any(|all| all[issue.index()] == *it));
    let ends = allowed.map(|option| {
        let words = parties.iter().map(|party| words(world, *party, issue, option));
        let ends = words.map(|it| (it.iter().copied().max().unwrap(), *it.iter().min().unwrap()));
        let all =
            ends.fold((Word::Ideal, Word::Ideal), |all, it| (all.0.min(it.0), all.1.min(it.1)));
        (option, all)
    });
    ends.collect()
}

fn class(word: Option<Word>) -> Class {
    match word {
        Some(Word::Ideal | Word::Acceptable) => Class::CommonGround,
        Some(Word::Tolerable) => Class::Tolerable,
        Some(Word::Opposed) => Class::TradeOnly,
        Some(Word::Never) | None => Class::Deadlocked,
    }
}

/// The best and the worst class among some parties.
pub fn classes(world: &World<'_>, parties: &[PartyId], issue: IssueId) -> (Class, Class) {
    let ends = ends(world, parties, issue);
    (class(ends.iter().map(|it| it.1.0).max()), class(ends.iter().map(|it| it.1.1).max()))
}

/// The options that make the best class at best, and those that make it at worst; none of a deadlock.
pub fn making(world: &World<'_>, parties: &[PartyId], issue: IssueId) -> [Vec<usize>; 2] {
    let ends = ends(world, parties, issue);
    let best = class(ends.iter().map(|it| it.1.0).max());
    let of = |word: fn(&(Word, Word)) -> Word| {
        let makes = |it: &&(usize, (Word, Word))| class(Some(word(&it.1))) == best;
        let open = best != Class::Deadlocked;
        ends.iter().filter(|_| open).filter(makes).map(|it| it.0).collect()
    };
    [of(|ends| ends.0), of(|ends| ends.1)]
}
