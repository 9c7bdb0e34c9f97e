//! The pictures of the document, from the same data as its tables.

use super::Report;
use crate::document::{Column, Figure, Table, Text};
use crate::picture::{
    ChangeLine, Changes, ConflictColumn, Conflicts, DemandRow, Gain, IssueRow, PartyWorths,
    Picture, Plane, Shade, Spot, Stances, WorthLine, Worths,
};
use crate::report::deadlock::ConflictReport;
use crate::report::overlap::OptionStance;
use crate::report::parts::{Number, Span, cited};
use crate::report::score::PartyVerdict;
use crate::report::settle::OutlookReport;

/// A number's place in a drawing.
fn place(number: &Number) -> f64 {
    number.decimal.parse().unwrap_or_default()
}

fn ends(span: &Span) -> (f64, f64) {
    (place(&span.low), place(&span.high))
}

impl Report {
    /// How every party stands to every option of every issue.
    pub(super) fn stances_figure(&self) -> Option<Figure> {
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
        let allows = |issue: &str, option: &str| {
            let terms = proposal.iter().flat_map(|it| &it.terms);
            terms
                .into_iter()
                .any(|term| term.issue == issue && term.options.iter().any(|it| it == option))
        };
        let mut table = Table::new(
            ["issue".to_owned(), "option".to_owned()]
                .into_iter()
                .chain(parties.iter().map(|party| (*party).to_owned()))
                .chain(proposal.map(|it| format!("what {} says", it.proposal))),
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
                    Text::from(if allows(&issue.issue, &option.option) { "▲" } else { "" })
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

    /// What each proposal is worth to each party, against its floor.
    pub(super) fn worths_figure(&self) -> Option<Figure> {
        let score = self.proposals.as_ref()?;
        let verdicts = || score.proposals.iter().flat_map(|it| &it.verdicts);
        let mut titles: Vec<&str> = Vec::new();
        for verdict in verdicts().filter(|verdict| verdict.tells_something()) {
            if !titles.contains(&verdict.title.as_str()) {
                titles.push(&verdict.title);
            }
        }
        if titles.is_empty() {
            return None;
        }
        let mut table = Table::new([""].into_iter().chain(titles.iter().copied()))
            .caption("Worth of each proposal, in hundredths of each party's own total");
        for proposal in &score.proposals {
            let cells = titles.iter().map(|title| {
                let verdict = proposal.verdicts.iter().find(|it| it.title == *title);
                let worth = verdict.and_then(|it| it.worth.as_ref());
                worth.map_or("–".to_owned(), Span::words)
            });
            table.push([proposal.proposal.clone()].into_iter().chain(cells));
        }
        let parties = titles.iter().map(|title| {
            let lines = score.proposals.iter().filter_map(|proposal| {
                let verdict = proposal.verdicts.iter().find(|it| it.title == *title)?;
                let worth = verdict.worth.as_ref()?;
                Some(WorthLine {
                    proposal: proposal.proposal.clone(),
                    range: ends(worth),
                    words: worth.words(),
                    verdict: verdict.verdict.clone(),
                    tone: verdict.tone(),
                })
            });
            PartyWorths {
                party: (*title).to_owned(),
                floor: self.floor(title),
                lines: lines.collect(),
            }
        });
        let parties: Vec<PartyWorths> = parties.collect();
        Some(Figure {
            title: "What each proposal is worth to each party".to_owned(),
            alt:
                "For each party one line a proposal, from the least to the greatest worth that the \
                  file allows, on a scale from 0 to 100 hundredths of the party's own total. Long \
                  lines mean that much is unspoken or unsettled. Stated refusals decide, not worth."
                    .to_owned(),
            picture: Picture::Worths(Worths { parties }),
            table,
        })
    }

    /// From what to what no deal is worth to a party, by its name.
    fn floor(&self, title: &str) -> Option<(f64, f64)> {
        let ends: Vec<f64> = self
            .attainable
            .iter()
            .flat_map(|it| &it.outlooks)
            .flat_map(|outlook| &outlook.yardsticks)
            .filter(|it| it.title == title && it.floor.is_some())
            .map(|it| place(&it.counted_from))
            .collect();
        let low = ends.iter().copied().reduce(f64::min)?;
        let high = ends.iter().copied().reduce(f64::max)?;
        Some((low, high))
    }

    /// What two principals get at once, one plane a pair, counted cautiously.
    pub(super) fn attainable_figure(&self) -> Option<Figure> {
        let attainable = self.attainable.as_ref()?;
        let outlook = attainable.outlooks.first()?;
        let frontier = outlook.frontier.as_ref()?;
        let names = &attainable.principals;
        if names.len() < 2 {
            return None;
        }
        let rows = rows(outlook);
        let mut planes = Vec::new();
        for across in 0..names.len() {
            for up in across + 1..names.len() {
                planes.extend(self.plane(outlook, &rows, across, up));
            }
        }
        let mut table =
            Table::new([Column::text("package")].into_iter().chain(
                names.iter().map(|name| Column::numeric(format!("worth to {}", name.title))),
            ));
        let named = rows.iter().map(|(name, worths, _)| (name.clone(), worths.clone()));
        let listed = frontier.list.iter().enumerate().map(|(at, outcome)| {
            (format!("outcome {} on the frontier", at + 1), outcome.worths.clone())
        });
        for (name, worths) in named.chain(listed) {
            let cells = worths.iter().map(|it| it.decimal.clone());
            table.push([name].into_iter().chain(cells));
        }
        Some(Figure {
            title: "What the parties can get at once".to_owned(),
            alt: format!(
                "Worth to one party across, worth to the other upwards, counted cautiously. {} \
                 outcomes on the frontier, the best package of each proposal, and the packages that \
                 rules of bargaining theory single out. {}",
                frontier.points,
                if outlook.acceptable == "0" {
                    "None of these packages is acceptable to all: each breaks stated refusals."
                } else {
                    "The room for agreement is shaded."
                }
            ),
            picture: Picture::Attainable(planes),
            table,
        })
    }

    fn plane(
        &self,
        outlook: &OutlookReport,
        rows: &[(String, Vec<Number>, bool)],
        across: usize,
        up: usize,
    ) -> Option<Plane> {
        let names = &self.attainable.as_ref()?.principals;
        let spot = |worths: &[Number]| Some((place(worths.get(across)?), place(worths.get(up)?)));
        let floor = |at: usize| {
            let yardstick = outlook.yardsticks.get(at)?;
            yardstick.floor.as_ref().map(|_| place(&yardstick.counted_from))
        };
        let spots = |solution: bool| {
            let rows = rows.iter().filter(move |(_, _, is_solution)| *is_solution == solution);
            rows.filter_map(|(name, worths, _)| {
                Some(Spot { name: name.clone(), place: spot(worths)? })
            })
            .collect()
        };
        let frontier = outlook.frontier.as_ref()?;
        Some(Plane {
            parties: [names.get(across)?.title.clone(), names.get(up)?.title.clone()],
            floors: [floor(across), floor(up)],
            zone: outlook.acceptable != "0",
            frontier: frontier.list.iter().filter_map(|it| spot(&it.worths)).collect(),
            proposals: spots(false),
            solutions: spots(true),
        })
    }

    /// Which demands stand in which conflicts.
    pub(super) fn conflicts_figure(&self) -> Option<Figure> {
        let deadlock = self.deadlock.as_ref()?;
        let mut demands: Vec<(&str, &str, &str)> = Vec::new();
        let mut columns: Vec<(usize, &ConflictReport)> = Vec::new();
        for (knot, list) in deadlock.knots.iter().enumerate() {
            for conflict in &list.conflicts {
                columns.push((knot, conflict));
                for demand in conflict.members.iter().filter_map(|it| it.demand.as_ref()) {
                    let row =
                        (demand.party_title.as_str(), demand.id.as_str(), demand.says.as_str());
                    if !demands.contains(&row) {
                        demands.push(row);
                    }
                }
            }
        }
        if columns.is_empty() {
            return None;
        }
        let parties: Vec<&str> = demands.iter().fold(Vec::new(), |mut list, (party, _, _)| {
            if !list.contains(party) {
                list.push(party);
            }
            list
        });
        demands.sort_by_key(|(party, _, _)| parties.iter().position(|it| it == party));
        let members = |conflict: &ConflictReport| -> Vec<usize> {
            let own = conflict.members.iter().filter_map(|it| it.demand.as_ref());
            let places = own.filter_map(|demand| {
                demands
                    .iter()
                    .position(|(party, id, _)| *party == demand.party_title && *id == demand.id)
            });
            places.collect()
        };
        let conflicts: Vec<ConflictColumn> = columns
            .iter()
            .map(|(knot, conflict)| ConflictColumn {
                number: conflict.number,
                knot: *knot,
                members: members(conflict),
            })
            .collect();
        let mut table = Table::new(["party", "demand", "stands in conflicts"]);
        for (at, (party, _, says)) in demands.iter().enumerate() {
            let own = conflicts.iter().filter(|it| it.members.contains(&at));
            let numbers: Vec<String> = own.map(|it| it.number.to_string()).collect();
            table.push([(*party).to_owned(), (*says).to_owned(), numbers.join(", ")]);
        }
        Some(Figure {
            title: "Which demands cannot hold together".to_owned(),
            alt: format!(
                "{} demands as rows, {} conflicts as columns; a dot where the demand is a member of \
                 the conflict. The members of a conflict cannot all hold.",
                demands.len(),
                conflicts.len()
            ),
            picture: Picture::Conflicts(Conflicts {
                demands: demands
                    .into_iter()
                    .map(|(party, _, says)| DemandRow {
                        party: party.to_owned(),
                        says: says.to_owned(),
                    })
                    .collect(),
                conflicts,
            }),
            table,
        })
    }

    /// What the change from one proposal to the other is worth, issue by issue.
    pub(super) fn changes_figure(&self) -> Option<Figure> {
        let comparison = self.comparison.as_ref()?;
        let moved = |span: &Span| span.low.decimal != "0" || span.high.decimal != "0";
        let parties: Vec<&str> = comparison
            .parties
            .iter()
            .filter(|party| party.stated_issues > 0)
            .map(|party| party.title.as_str())
            .collect();
        let clauses: Vec<&str> = comparison.clauses.iter().map(|it| it.number.as_str()).collect();
        let place = |issue: &crate::report::diff::Issue| {
            let first = issue.first_clauses.first();
            first
                .and_then(|number| clauses.iter().position(|it| it == number))
                .unwrap_or(usize::MAX)
        };
        let mut issues: Vec<&crate::report::diff::Issue> = comparison
            .issues
            .iter()
            .filter(|issue| issue.gains.iter().any(|gain| moved(&gain.points)))
            .collect();
        issues.sort_by_key(|issue| place(issue));
        if issues.is_empty() || parties.is_empty() {
            return None;
        }
        let numbers = |list: &[String]| {
            if list.is_empty() { "–".to_owned() } else { list.join(", ") }
        };
        let mut table = Table::new(
            [Column::text("clauses"), Column::text("issue"), Column::text("old → new")]
                .into_iter()
                .chain(parties.iter().map(|party| Column::numeric(*party))),
        );
        let lines = issues.iter().map(|issue| {
            let clauses =
                format!("{} → {}", numbers(&issue.first_clauses), numbers(&issue.second_clauses));
            let gain = |party: &&str| issue.gains.iter().find(|gain| gain.title == **party);
            let cells = parties
                .iter()
                .map(|party| gain(party).map_or("–".to_owned(), |gain| gain.points.signed()));
            let terms = format!("{} → {}", issue.before, issue.after);
            table.push([clauses.clone(), issue.title.clone(), terms].into_iter().chain(cells));
            ChangeLine {
                clauses,
                issue: issue.title.clone(),
                gains: parties
                    .iter()
                    .map(|party| {
                        let points = &gain(party)?.points;
                        Some(Gain { range: ends(points), words: points.signed() })
                    })
                    .collect(),
            }
        });
        let lines = lines.collect();
        let [from, to] = [&comparison.first.proposal, &comparison.second.proposal];
        Some(Figure {
            title: format!("What changes from {from} to {to}, for whom"),
            alt: "One row an issue whose terms changed, in the order of the first text's clauses; one \
                  field a party. A bar to the right is a gain, a bar to the left a loss, in \
                  hundredths of the party's own total; a light bar is a range, because something \
                  is unspoken or can be read in several ways."
                .to_owned(),
            picture: Picture::Changes(Changes {
                proposals: [from.clone(), to.clone()],
                parties: parties.iter().map(|party| (*party).to_owned()).collect(),
                lines,
            }),
            table,
        })
    }
}

/// Packages with a name: what it is called, what it is worth to the principals, and whether a rule of
/// bargaining theory singles it out.
fn rows(outlook: &OutlookReport) -> Vec<(String, Vec<Number>, bool)> {
    let mut rows: Vec<(String, Vec<Number>, bool)> = Vec::new();
    for solution in &outlook.solutions {
        let name = match solution.solution {
            "nash" => "Greatest product of gains (Nash)",
            "kalai-smorodinsky" => "Largest smallest share (Kalai–Smorodinsky)",
            "leximin" => "Smallest shares raised first (leximin, egalitarian)",
            _ => "Greatest sum of shares (utilitarian)",
        };
        for point in solution.points.iter().flatten().take(1) {
            let worths: Vec<Number> = point.worths.iter().map(|it| it.worth.clone()).collect();
            match rows.iter_mut().find(|(_, known, _)| *known == worths) {
                Some((names, _, _)) => names.push_str(&format!("; {name}")),
                None => rows.push((name.to_owned(), worths, true)),
            }
        }
    }
    for standing in &outlook.standings {
        if let Some(best) = &standing.best {
            let worths = best.worths.iter().map(|it| it.worth.clone()).collect();
            rows.push((standing.proposal.clone(), worths, false));
        }
    }
    rows
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

impl OptionStance {
    /// The stance with its sources.
    fn words(&self) -> Text {
        let word = match self.stance {
            "unknown" => "not stated",
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

impl PartyVerdict {
    /// Whether anything is known of what the text is worth to the party.
    fn tells_something(&self) -> bool {
        let worth = self.worth.as_ref();
        worth.is_some_and(|it| it.low.decimal != "0" || it.high.decimal != "100")
    }
}
