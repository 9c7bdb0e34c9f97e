//! How every party stands to every option of every issue.

use crate::document::{Figure, Table, Text};
use crate::picture::{IssueRow, Picture, Shade, Stances};
use crate::report::briefing::Report;
use crate::report::overlap::OptionStance;
use crate::report::parts::cited;

impl Report {
    /// How every party stands to every option of every issue.
    pub(in crate::report::briefing) fn stances_figure(&self) -> Option<Figure> {
        let map = self.map.as_ref()?;
        let parties: Vec<&str> = map
            .issues
            .iter()
            .flat_map(|issue| &issue.views)
            .filter(|view| view.stances.iter().any(|it| it.stance != "unknown"))
            .map(|view| view.title.as_str())
            .fold(Vec::new(), |mut list, title| {
                if !list.contains(&title) {
                    list.push(title);
                }
                list
            });
        if parties.is_empty() {
            return None;
        }
        let marked = self.closely.last();
        let proposal = self
            .proposals
            .as_ref()
            .and_then(|score| score.proposals.iter().find(|it| Some(&it.proposal) == marked));
        // A text that allows every option says nothing.
        let all = |issue: &str| {
            let views = map.issues.iter().filter(|it| it.issue == issue).flat_map(|it| &it.views);
            views.map(|view| view.stances.len()).max().unwrap_or(0)
        };
        let allows = |issue: &str, option: &str| {
            let mut terms = proposal.iter().flat_map(|it| &it.terms);
            terms.any(|term| {
                term.issue == issue
                    && term.options.len() < all(issue)
                    && term.options.iter().any(|it| it == option)
            })
        };
        let mut table = Table::new(
            ["issue".to_owned(), "option".to_owned()]
                .into_iter()
                .chain(parties.iter().map(|party| (*party).to_owned()))
                .chain(proposal.map(|it| format!("what “{}” says", it.title))),
        )
        .caption(
            "Stances by option, with their sources. ▲: what the text says, several where it can be \
             read in several ways; –: no position; refused, but disputed: inferred by the coders, or \
             contradicted by other sources",
        );
        let issues = map.issues.iter().map(|issue| {
            let view = |party: &&str| issue.views.iter().find(|view| view.title == **party);
            let options = issue.views.iter().find(|view| !view.stances.is_empty());
            let options = options.map_or(&[][..], |view| view.stances.as_slice());
            for (at, option) in options.iter().enumerate() {
                let cells = parties.iter().map(|party| {
                    let stances = view(party).map_or(&[][..], |view| view.stances.as_slice());
                    stances.get(at).map_or("–".into(), OptionStance::words)
                });
                let says = proposal.map(|_| {
                    let allowed = allows(&issue.issue, &option.option);
                    Text::from(if allowed { "▲" } else { "" })
                });
                let title = if at == 0 { issue.title.as_str() } else { "" };
                let named = [title.into(), Text::from(option.option.as_str())];
                table.push(named.into_iter().chain(cells).chain(says));
            }
            IssueRow {
                theme: issue.theme.clone(),
                issue: issue.title.clone(),
                shades: parties
                    .iter()
                    .map(|party| {
                        let stances = view(party).map_or(&[][..], |view| view.stances.as_slice());
                        stances.iter().map(|it| shade(it.stance)).collect()
                    })
                    .collect(),
                options: options
                    .iter()
                    .map(|it| (it.option.clone(), allows(&issue.issue, &it.option)))
                    .collect(),
            }
        });
        let issues = issues.collect();
        let picture = Stances {
            parties: parties.iter().map(|party| (*party).to_owned()).collect(),
            proposal: proposal.map(|it| it.proposal.clone()),
            issues,
        };
        Some(Figure {
            title: "How each party stands to each option".to_owned(),
            alt: format!(
                "A map of {} issues and {} parties. In every field one mark stands for each option \
                 of the issue, from wanted to refused; an empty mark is an option on which the \
                 party has not spoken. {}",
                map.issues.len(),
                parties.len(),
                map.conclusion().words()
            ),
            picture: Picture::Stances(picture),
            table,
        })
    }
}

impl OptionStance {
    /// The stance with its sources.
    fn words(&self) -> Text {
        let word = match self.stance {
            "unknown" if self.sources.is_empty() => "not stated",
            "unknown" => "not clear from",
            "disputed" => "refused, but disputed",
            word => word,
        };
        if self.sources.is_empty() {
            word.into()
        } else {
            Text::from(word).plain(" ").text(cited(&self.sources))
        }
    }
}

fn shade(stance: &str) -> Shade {
    match stance {
        "ideal" => Shade::Ideal,
        "acceptable" => Shade::Acceptable,
        "tolerable" => Shade::Tolerable,
        "opposed" => Shade::Opposed,
        "refused" => Shade::Refused,
        "disputed" => Shade::Disputed,
        _ => Shade::Unknown,
    }
}
