//! `overlap`: the map of issues and parties, and what could be closed now.

mod sheet;

use impasse_core::analysis::closable::Closable;
use impasse_core::analysis::overlap::{Class, Overlap, view};
use impasse_core::scenario::{IssueId, OptionId, PartyId, Scenario, Word};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Source, partial, sentence_list, source_list};
use super::voice::{Voice, word_of};
use crate::document::{Column, Document, Item, Table, Text};

/// Where positions overlap.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "overlap"))]
    command: &'static str,
    /// The scenario's title.
    title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    as_of: String,
    /// Names of the parties whose consent is always needed.
    principals: Vec<String>,
    /// The map, issue by issue.
    issues: Vec<Issue>,
    /// How many issues each pair of principals has in each class.
    pairs: Vec<Pair>,
    /// What could be closed now: sets of steps, each set possible by itself.
    closable: Vec<Vec<Step>>,
    /// What could be closed if those named answered well.
    closable_if_answered: Vec<IfAnswered>,
    /// What is so already and acceptable to all principals, in words.
    already_so: Vec<String>,
    /// What was not finished within the bound of steps, in words.
    unfinished: Vec<String>,
    /// The sources cited in the report.
    sources: Vec<Source>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Issue {
    /// The issue's name in the file.
    issue: String,
    title: String,
    /// The heading that groups issues.
    theme: Option<String>,
    /// The class with everything open at its best.
    #[schemars(extend("enum" = ["common ground", "tolerable", "trade only", "deadlocked"]))]
    best: &'static str,
    /// The class with everything open at its worst.
    #[schemars(extend("enum" = ["common ground", "tolerable", "trade only", "deadlocked"]))]
    worst: &'static str,
    /// Whether the two are the same in every filling.
    stated: bool,
    /// Options that make the best class.
    options: Vec<String>,
    /// Names of the parties on whose unknown or disputed stances the class hangs.
    hangs_on: Vec<String>,
    views: Vec<View>,
    /// What parties with conditional consent refuse, in words.
    gates: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct View {
    /// The party's name in the file.
    party: String,
    /// Its name where a line begins.
    title: String,
    /// Options that are ideal or acceptable to it.
    wants: Vec<String>,
    /// Options in between.
    lives_with: Vec<String>,
    /// Options that it refuses.
    refuses: Vec<String>,
    /// How many options it has not spoken on.
    unknown: usize,
    /// Whether it has spoken on the issue at all.
    spoken: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Pair {
    /// Their names.
    parties: [String; 2],
    common_ground: usize,
    tolerable: usize,
    trade_only: usize,
    deadlocked: usize,
    /// Issues whose class hangs on what is unknown or disputed.
    open: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Step {
    /// The issue's name in the file.
    issue: String,
    title: String,
    /// The option that could be agreed.
    option: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct IfAnswered {
    /// The issue's name in the file.
    issue: String,
    title: String,
    option: String,
    /// Names of those whose answer is awaited.
    silent: Vec<String>,
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
    };
    if let Some(position) = scenario.position(party, issue) {
        for row in &position.rows {
            voice.cite(&row.grounds);
        }
    }
    for option in known.all().iter() {
        let view = view(scenario, party, issue, option);
        let title = voice.option(issue, option);
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

fn pairs(voice: &Voice<'_>, overlaps: &[Overlap]) -> Vec<Pair> {
    let Some(first) = overlaps.first() else { return Vec::new() };
    let count = |place: usize, test: &dyn Fn(Class, Class) -> bool| {
        let pairs = overlaps.iter().filter_map(|overlap| overlap.pairs.get(place));
        pairs.filter(|(_, _, best, worst)| test(*best, *worst)).count()
    };
    first
        .pairs
        .iter()
        .enumerate()
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
            table.push([
                issue.title.clone(),
                class,
                issue.options.join("; "),
                sentence_list(&issue.hangs_on),
            ]);
        }
        document.table(table);
        document.heading(2, "The parties' views");
        let mut theme: Option<&str> = None;
        for issue in &self.issues {
            if issue.theme.as_deref() != theme {
                theme = issue.theme.as_deref();
                if let Some(theme) = theme {
                    document.heading(3, theme);
                }
            }
            document.paragraph(Text::new().strong(issue.title.clone()));
            document.list(issue.views.iter().filter(|view| view.spoken).map(View::item));
        }
        self.closable_section(&mut document);
        if self.pairs.len() > 1 {
            document.heading(2, "Pairs");
            let mut table = Table::new([
                Column::text("pair"),
                Column::numeric("common ground"),
                Column::numeric("tolerable"),
                Column::numeric("trade only"),
                Column::numeric("deadlocked"),
                Column::numeric("hangs on unknowns"),
            ]);
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
        source_list(&mut document, &self.sources);
        document
    }

    fn conclusion(&self) -> Text {
        let of = |class: &str| {
            self.issues.iter().filter(|issue| issue.stated && issue.best == class).count()
        };
        let open = self.issues.iter().filter(|issue| !issue.stated).count();
        let text = Text::new().strong(format!(
            "Of {} issues, by stated positions: {} common ground, {} tolerable, {} open to trade \
             only, {} deadlocked; {open} hanging on stances that are unknown or disputed.",
            self.issues.len(),
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

    fn closable_section(&self, document: &mut Document) {
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
            document.paragraph("Closable one by one, since a principal accepts it already, if those named answered \
                 well:");
            document.list(self.closable_if_answered.iter().map(|it| {
                format!("{}: {} (not stated by {})", it.title, it.option, sentence_list(&it.silent))
            }));
        }
        if !self.already_so.is_empty() {
            document.paragraph("Already so, and stated to be acceptable by all principals:");
            document.list(self.already_so.iter().map(String::as_str));
        }
    }
}

impl View {
    fn item(&self) -> Item {
        let mut parts = Vec::new();
        let mut part = |label: &str, options: &[String]| {
            if !options.is_empty() {
                parts.push(format!("{label}: {}", options.join("; ")));
            }
        };
        part("wants or accepts", &self.wants);
        part("between", &self.lives_with);
        part("refuses", &self.refuses);
        if self.unknown > 0 {
            parts.push(format!("not stated: {} of the options", self.unknown));
        }
        Item::new(Text::new().strong(self.title.clone()).plain(format!(": {}", parts.join(". "))))
    }
}
