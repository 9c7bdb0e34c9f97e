//! What should be asked next? Unspoken stances and unread clauses, by how many verdicts an answer
//! could settle.

use std::collections::BTreeMap;

use super::verdict::{Kind, Verdict};
use crate::scenario::{IssueId, PartyId, ProposalId};

/// A question worth asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What to ask.
    pub about: About,
    /// The verdicts that hang on the answer: which party on which proposal, in file order.
    pub verdicts: Vec<(ProposalId, PartyId)>,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// How a party stands to what proposals say on an issue.
    Stance(PartyId, IssueId),
    /// How a clause of a proposal, by its place, is to be read.
    Clause(ProposalId, usize),
}

/// The questions, those on which most verdicts hang first.
pub fn questions(verdicts: &[(ProposalId, Vec<Verdict>)]) -> Vec<Question> {
    let mut found: BTreeMap<About, Vec<(ProposalId, PartyId)>> = BTreeMap::new();
    for (proposal, verdicts) in verdicts {
        for verdict in verdicts {
            let hung = (*proposal, verdict.party);
            if verdict.kind == Kind::NoStatedObjection {
                for issue in &verdict.unspoken {
                    found.entry(About::Stance(verdict.party, *issue)).or_default().push(hung);
                }
            }
            for clause in &verdict.deciding {
                found.entry(About::Clause(*proposal, *clause)).or_default().push(hung);
            }
        }
    }
    let mut questions: Vec<Question> =
        found.into_iter().map(|(about, verdicts)| Question { about, verdicts }).collect();
    questions.sort_by_key(|question| std::cmp::Reverse(question.verdicts.len()));
    questions
}
