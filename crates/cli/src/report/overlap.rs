//! `overlap`: the map of issues and parties, and what could be closed now.

mod sheet;

use impasse_core::analysis::closable::Closable;
use impasse_core::analysis::overlap::{Class, Overlap, view};
use impasse_core::scenario::{IssueId, OptionId, PartyId, Scenario, Word};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Source, cited, count, partial, sentence_list, source_list};
use super::voice::{Voice, word_of};
use crate::document::{Column, Document, Item, Table, Text, Tone};

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
}

/// The report of the overlaps.
pub fn build(
    scenario: &Scenario,
    voice: &Voice<'_>,
    overlaps: &[Overlap],
    closable: &Closable,
    shown: &[PartyId],
) -> Report {
    let principals: Vec<PartyId> = scenario.principals().collect();
    let step = |issue: IssueId, option: OptionId| Step {
        issue: voice.issue_key(issue),
        title: voice.issue(issue),
        option: voice.option(issue, option),
    };
    Report {
        schema: super::SCHEMA,
        command: "overlap",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        principals: principals.iter().map(|party| voice.party(*party)).collect(),
        issues: overlaps.iter().map(|it| issue(scenario, voice, it, shown)).collect(),
        pairs: pairs(voice, overlaps),
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
                issue: voice.issue_key(*issue),
                title: voice.issue(*issue),
                option: voice.option(*issue, *option),
                silent: silent.iter().map(|party| voice.party(*party)).collect(),
            })
            .collect(),
        already_so: closable
            .already
            .iter()
            .filter_map(|issue| {
                let now = scenario.frame.issues[*issue].status_quo?;
                Some(format!("{}: {}", voice.issue(*issue), voice.option(*issue, now)))
            })
            .collect(),
        unfinished: closable
            .stopped
            .map(|exhausted| format!("the search for what could be closed now {exhausted}"))
            .into_iter()
            .collect(),
        sources: voice.sources(),
    }
}

fn issue(scenario: &Scenario, voice: &Voice<'_>, overlap: &Overlap, shown: &[PartyId]) -> Issue {
    let known = &scenario.frame.issues[overlap.issue];
    let parties = scenario.frame.parties.iter();
    let views = parties
        .filter(|(id, _)| shown.is_empty() || shown.contains(id))
        .map(|(id, _)| party_view(scenario, voice, id, overlap.issue))
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
        options: overlap.options.iter().map(|it| voice.option(overlap.issue, it)).collect(),
        hangs_on: overlap.open.iter().map(|party| voice.party(*party)).collect(),
        views,
        gates: refusing.map(|(id, _)| voice.party(id)).collect(),
    }
}

fn party_view(scenario: &Scenario, voice: &Voice<'_>, party: PartyId, issue: IssueId) -> View {
    let known = &scenario.frame.issues[issue];
    let mut result = View {
        party: voice.party_key(party),
        title: voice.party_title(party),
        wants: Vec::new(),
        lives_with: Vec::new(),
        refuses: Vec::new(),
        unknown: 0,
        spoken: scenario.position(party, issue).is_some(),
        sources: Vec::new(),
        stances: Vec::new(),
    };
    if let Some(position) = scenario.position(party, issue) {
        for key in position.rows.iter().flat_map(|row| voice.cite(&row.grounds)) {
            if !result.sources.contains(&key) {
                result.sources.push(key);
            }
        }
    }
    for option in known.all().iter() {
        let view = view(scenario, party, issue, option);
        let title = voice.option(issue, option);
        if result.spoken {
            let position = scenario.position(party, issue);
            let row = position.and_then(|it| it.rows.get(it.cell(option).row?));
            result.stances.push(OptionStance {
                option: title.clone(),
                sources: row.map_or(Vec::new(), |row| voice.cite(&row.grounds)),
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

fn pairs(voice: &Voice<'_>, overlaps: &[Overlap]) -> Vec<Pair> {
    let Some(first) = overlaps.first() else { return Vec::new() };
    let count = |place: usize, test: &dyn Fn(Class, Class) -> bool| {
        let pairs = overlaps.iter().filter_map(|overlap| overlap.pairs.get(place));
        pairs.filter(|(_, _, best, worst)| test(*best, *worst)).count()
    };
    let visible = |party: &PartyId| !voice.hidden().party(*party);
    first
        .pairs
        .iter()
        .enumerate()
        .filter(|(_, (one, other, _, _))| visible(one) && visible(other))
        .map(|(place, (one, other, _, _))| {
            let stated = |class: Class| count(place, &|best, worst| best == worst && best == class);
            Pair {
                parties: [voice.party(*one), voice.party(*other)],
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

    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        document.paragraph(self.conclusion());
        partial(&mut document, &self.unfinished);
        document.heading(2, "Issue by issue");
        self.class_table(&mut document);
        document.heading(2, "The parties' views");
        self.view_lists(&mut document);
        self.closable_section(&mut document);
        self.pair_section(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    pub(super) fn class_table(&self, document: &mut Document) {
        document.paragraph(format!(
            "Between {}. Common ground: some option is acceptable or better to all; tolerable: some \
             option is tolerable or better to all; trade only: some option is nobody's red line, \
             but each such is worse than tolerable for somebody; deadlocked: every option is a red \
             line of somebody. Where stances are unknown or disputed, the best and the worst class \
             are given, and on whom it hangs.",
            sentence_list(&self.principals)
        ));
        let mut table = Table::new(["issue", "class", "by these options", "hangs on"]);
        for issue in &self.issues {
            let class = if issue.stated {
                issue.best.to_owned()
            } else {
                format!("{} to {}", issue.best, issue.worst)
            };
            let tone = match (issue.best, issue.worst) {
                ("deadlocked", _) => Tone::Blocked,
                (_, "common ground" | "tolerable") => Tone::Clear,
                _ => Tone::Open,
            };
            table.push([
                Text::from(issue.title.as_str()),
                Text::from(class).toned(tone),
                Text::from(issue.options.join("; ")),
                Text::from(sentence_list(&issue.hangs_on)),
            ]);
        }
        document.table(table);
    }

    fn view_lists(&self, document: &mut Document) {
        let mut theme: Option<&str> = None;
        for issue in &self.issues {
            if issue.theme.as_deref() != theme {
                theme = issue.theme.as_deref();
                if let Some(theme) = theme {
                    document.heading(3, theme);
                }
            }
            let title = Text::new().strong(issue.title.clone());
            let spoken: Vec<Item> =
                issue.views.iter().filter(|view| view.spoken).map(View::item).collect();
            if spoken.is_empty() {
                document.paragraph(title.plain(": no stance is stated."));
            } else {
                document.paragraph(title);
                document.list(spoken);
            }
        }
    }

    pub(super) fn pair_section(&self, document: &mut Document) {
        if self.pairs.len() > 1 {
            document.heading(2, "Pair by pair");
            let mut table = Table::new([
                Column::text("pair"),
                Column::numeric("common ground"),
                Column::numeric("tolerable"),
                Column::numeric("trade only"),
                Column::numeric("deadlocked"),
                Column::numeric("hangs on unknowns"),
            ])
            .caption(format!("Numbers of issues, of {} in all", self.issues.len()));
            for pair in &self.pairs {
                let [one, other] = &pair.parties;
                table.push([
                    format!("{one} and {other}"),
                    pair.common_ground.to_string(),
                    pair.tolerable.to_string(),
                    pair.trade_only.to_string(),
                    pair.deadlocked.to_string(),
                    pair.open.to_string(),
                ]);
            }
            document.table(table);
        }
    }

    pub(super) fn conclusion(&self) -> Text {
        let of = |class: &str| {
            self.issues.iter().filter(|issue| issue.stated && issue.best == class).count()
        };
        let open = self.issues.iter().filter(|issue| !issue.stated).count();
        let text = Text::new().strong(format!(
            "Of {}, by stated positions: {} common ground, {} tolerable, {} open to trade only, \
             {} deadlocked; {open} hanging on stances that are unknown or disputed.",
            count(self.issues.len(), "issue"),
            of("common ground"),
            of("tolerable"),
            of("trade only"),
            of("deadlocked"),
        ));
        let deadlocked: Vec<String> = self
            .issues
            .iter()
            .filter(|issue| issue.best == "deadlocked")
            .map(|issue| issue.title.clone())
            .collect();
        if deadlocked.is_empty() {
            text
        } else {
            text.plain(format!(" Deadlocked: {}.", deadlocked.join("; ")))
        }
    }

    pub(super) fn closable_section(&self, document: &mut Document) {
        document.heading(2, "Closable now");
        document.paragraph(
            "What could be agreed by itself, everything else staying as it is: no demand breaks, \
             nobody who is asked loses against today in any reading of the numbers, and somebody \
             gains.",
        );
        if self.closable.is_empty() {
            document.paragraph("Nothing can be closed now on stated positions alone.");
        }
        for (place, set) in self.closable.iter().enumerate() {
            if self.closable.len() > 1 {
                document.paragraph(format!("Set {} of {}:", place + 1, self.closable.len()));
            }
            document.list(set.iter().map(|step| format!("{}: {}", step.title, step.option)));
        }
        if !self.closable_if_answered.is_empty() {
            document.paragraph(
                "Accepted already by a party whose consent is always needed, and closable one by \
                 one if those named answered well:",
            );
            document.list(self.closable_if_answered.iter().map(|it| {
                format!(
                    "{}: {} (not yet stated by {})",
                    it.title,
                    it.option,
                    sentence_list(&it.silent)
                )
            }));
        }
        if !self.already_so.is_empty() {
            document.paragraph(
                "So today, and stated to be acceptable by every party whose consent is always \
                 needed:",
            );
            document.list(self.already_so.iter().map(String::as_str));
        }
    }
}

impl View {
    fn item(&self) -> Item {
        Item::new(Text::new().strong(self.title.clone()).plain(" – ").text(self.words()))
    }

    /// What the party wants, lives with, refuses and has not stated.
    pub(super) fn words(&self) -> Text {
        let mut parts = Vec::new();
        let mut part = |label: &str, options: &[String]| {
            if !options.is_empty() {
                parts.push(format!("{label}: {}", options.join("; ")));
            }
        };
        part("wants or accepts", &self.wants);
        part("in between", &self.lives_with);
        part("refuses", &self.refuses);
        if self.unknown > 0 {
            let stated = self.wants.len() + self.lives_with.len() + self.refuses.len();
            let all = count(stated + self.unknown, "option");
            parts.push(format!("not stated: {} of {all}", self.unknown));
        }
        if self.sources.is_empty() {
            return parts.join(" – ").into();
        }
        Text::from(parts.join(" – ")).plain(" ").text(cited(&self.sources))
    }
}
