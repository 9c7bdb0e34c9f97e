//! What tests know of pictures: examples of every size, and a check that nothing overlaps or leaves
//! the frame, made on the SVG itself.

use roxmltree::{Document, Node};

use super::measure::ems;
use super::sheet::Frame;
use crate::document::Tone;
use crate::picture::{
    Cell, ChangeLine, Changes, ConflictColumn, Conflicts, Course, CourseLine, DemandRow, Gain,
    IssueRow, Lane, LaneMark, Matrix, MatrixRow, PartyWorths, Picture, Plane, Portion, Rank, Shade,
    ShareGroup, ShareLine, Shares, Spot, Stances, WorthLine, Worths,
};

const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script> & \"quotes\" 'single'",
    "a\u{0}b\u{1b}[31m\u{202e}c\u{ffff}d",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurfsfassung",
    "日本語の非常に長い名前がここに続いてどこまでも終わらないことを試すための文字列",
    "Обмеження чисельності Збройних сил України у мирний час – „так“ 👍🏽",
];

/// The pictures that every test looks at, each with its name.
pub(super) fn pictures() -> Vec<(&'static str, Picture)> {
    vec![
        ("stances as in the main scenario", stances(36, 8, 9)),
        ("stances of one party", stances(3, 1, 2)),
        ("stances of very many", stances(90, 14, 12)),
        ("stances over many options", stances(2, 10, 64)),
        ("no stances", Picture::Stances(Stances::default())),
        ("worths as in the main scenario", worths(8, 11)),
        ("worths to one party", worths(1, 1)),
        ("worths of nothing", worths(2, 0)),
        ("worths of very many", worths(15, 60)),
        ("no worths", Picture::Worths(Worths::default())),
        ("a plane as in the main scenario", attainable(1, 19, 11, 4, 7.0)),
        ("a crowded plane", attainable(1, 300, 60, 12, 0.3)),
        ("identical places", attainable(1, 5, 12, 5, 0.0)),
        ("many planes", attainable(12, 8, 4, 4, 3.0)),
        ("an empty plane", attainable(1, 0, 0, 0, 1.0)),
        ("no planes", Picture::Attainable(Vec::new())),
        ("conflicts as in the main scenario", conflicts(16, 8)),
        ("hundreds of conflicts", conflicts(200, 400)),
        ("a demand without conflict", conflicts(1, 0)),
        ("no conflicts", Picture::Conflicts(Conflicts::default())),
        ("changes as in the main scenario", changes(34, 8)),
        ("a change for one party", changes(1, 1)),
        ("very many changes", changes(150, 20)),
        ("no changes", Picture::Changes(Changes::default())),
        ("shares as in the main scenario", shares(2, 8)),
        ("shares of very many", shares(40, 30)),
        ("no shares", Picture::Shares(Shares::default())),
        ("ranks as in the main scenario", ranks(4, 2)),
        ("ranks of eleven proposals", ranks(2, 11)),
        ("ranks of very many", ranks(40, 30)),
        ("no ranks", Picture::Ranks(Shares::default())),
        ("a matrix as in the main scenario", matrix(11, 6)),
        ("a large matrix", matrix(90, 14)),
        ("an empty matrix", Picture::Matrix(Matrix::default())),
        ("certainty as in the main scenario", certainty(2, 8)),
        ("certainty of one verdict", certainty(1, 1)),
        ("a large table of certainty", certainty(90, 14)),
        ("no certainty", Picture::Certainty(Matrix::default())),
        ("a course as in the main scenario", course(27, 4, 42.0)),
        ("a course of one move", course(1, 1, 1.0)),
        ("a course of very many moves", course(400, 15, 30.0)),
        ("no course", Picture::Course(Course::default())),
    ]
}

fn name(place: usize, plain: &str) -> String {
    match place % 7 {
        odd @ 1..=5 if place > 9 || plain == "party" && place > 3 => HOSTILE[odd - 1].to_owned(),
        _ => format!("The {plain} of {place} and of what goes with it"),
    }
}

fn number(place: usize) -> f64 {
    f64::from(u32::try_from(place * 37 % 101).unwrap())
}

fn names(of: usize, plain: &str) -> Vec<String> {
    (0..of).map(|place| name(place, plain)).collect()
}

fn stances(issues: usize, parties: usize, options: usize) -> Picture {
    let shades = [
        Shade::Ideal,
        Shade::Acceptable,
        Shade::Tolerable,
        Shade::Opposed,
        Shade::Refused,
        Shade::Disputed,
        Shade::Unknown,
    ];
    let issues = (0..issues)
        .map(|issue| {
            let options = 2 + issue % (options - 1);
            let options = if issue == 0 { 9.max(options) } else { options };
            IssueRow {
                theme: (issue % 9 != 8).then(|| name(issue / 6, "theme")),
                issue: name(issue, "issue"),
                options: (0..options).map(|option| (name(option, "option"), option < 2)).collect(),
                shades: (0..parties)
                    .map(|party| {
                        let silent = party > 3 && issue % 5 > 0;
                        (0..if silent { 0 } else { options })
                            .map(|option| shades[(issue + party * 3 + option) % 7])
                            .collect()
                    })
                    .collect(),
            }
        })
        .collect();
    Picture::Stances(Stances {
        parties: names(parties, "party"),
        proposal: Some("The 28 points".into()),
        issues,
    })
}

fn worths(parties: usize, proposals: usize) -> Picture {
    let tones = [Tone::Clear, Tone::Open, Tone::Blocked, Tone::Quiet];
    let line = |party: usize, place: usize| {
        let low = number(party * 7 + place) / 2.0;
        WorthLine {
            proposal: name(place, "proposal"),
            range: (low, if place.is_multiple_of(3) { low } else { low + 50.0 }),
            words: format!("{low} to {}", low + 50.0),
            verdict: "no stated objection (if asked)".into(),
            tone: tones[(party + place) % 4],
        }
    };
    let parties = (0..parties)
        .map(|party| PartyWorths {
            party: name(party, "party"),
            floor: (party % 3 != 2).then(|| (number(party), number(party) + 4.0)),
            lines: (0..proposals).map(|place| line(party, place)).collect(),
        })
        .collect();
    Picture::Worths(Worths { parties })
}

fn attainable(
    planes: usize,
    frontier: usize,
    proposals: usize,
    solutions: usize,
    apart: f64,
) -> Picture {
    let spots = |of: usize, plain: &str| {
        (0..of)
            .map(|place| Spot {
                name: name(place, plain),
                place: (
                    20.0 + apart * number(place) / 10.0,
                    60.0 - apart * number(place * 5) / 20.0,
                ),
            })
            .collect()
    };
    let plane = |place: usize| Plane {
        parties: [name(0, "party"), name(place + 1, "party")],
        floors: [Some(25.0), (place.is_multiple_of(2)).then_some(31.5)],
        zone: place.is_multiple_of(2),
        frontier: (0..frontier)
            .map(|point| (90.0 - number(point) / 2.0, 20.0 + number(point) / 2.0))
            .collect(),
        proposals: spots(proposals, "proposal"),
        solutions: spots(solutions, "rule"),
    };
    Picture::Attainable((0..planes).map(plane).collect())
}

fn conflicts(demands: usize, conflicts: usize) -> Picture {
    Picture::Conflicts(Conflicts {
        demands: (0..demands)
            .map(|place| DemandRow { party: name(place / 6, "party"), says: name(place, "demand") })
            .collect(),
        conflicts: (0..conflicts)
            .map(|place| ConflictColumn {
                number: place * 13 + 1,
                knot: 1 + place / 6,
                members: (0..2 + place % 4)
                    .map(|member| (place * 5 + member * 7) % demands)
                    .collect(),
            })
            .collect(),
    })
}

fn changes(lines: usize, parties: usize) -> Picture {
    let gain = |line: usize, party: usize| {
        let low = (number(line * 3 + party) / 4.0 - 14.0) * if party > 5 { 7.0 } else { 1.0 };
        let high = if (line + party).is_multiple_of(2) { low } else { low + 20.0 };
        (party < 4 || line.is_multiple_of(3))
            .then(|| Gain { range: (low, high), words: format!("{low:+.1} to {high:+.1}") })
    };
    Picture::Changes(Changes {
        proposals: ["The 28 points".into(), "The 20 points".into()],
        parties: names(parties, "party"),
        lines: (0..lines)
            .map(|line| ChangeLine {
                clauses: format!("{line}d, {line}e → 14b"),
                issue: name(line, "issue"),
                gains: (0..parties).map(|party| gain(line, party)).collect(),
            })
            .collect(),
    })
}

fn shares(groups: usize, parties: usize) -> Picture {
    let portions = [
        Portion::Stance(Shade::Ideal),
        Portion::Stance(Shade::Refused),
        Portion::Varies,
        Portion::Open,
        Portion::Silent,
        Portion::Stance(Shade::Unknown),
    ];
    let line = |place: usize| ShareLine {
        label: name(place, "party"),
        portions: portions
            .iter()
            .enumerate()
            .map(|(part, portion)| (*portion, number(place * 5 + part * 3)))
            .collect(),
    };
    let group = |place: usize| ShareGroup {
        title: name(place, "proposal"),
        lines: (0..parties).map(line).collect(),
    };
    Picture::Shares(Shares { groups: (0..groups).map(group).collect() })
}

fn ranks(groups: usize, proposals: usize) -> Picture {
    let all = [Rank::First, Rank::Second, Rank::Third, Rank::Fourth, Rank::Between, Rank::Last];
    let of = if proposals > 2 { &all[..] } else { &[Rank::First, Rank::Last] };
    let line = |place: usize| ShareLine {
        label: name(place, "proposal"),
        portions: of
            .iter()
            .enumerate()
            .map(|(rank, it)| (Portion::Rank(*it), number(place * 7 + rank * 3)))
            .collect(),
    };
    let group = |place: usize| ShareGroup {
        title: name(place, "party"),
        lines: (0..proposals).map(line).collect(),
    };
    Picture::Ranks(Shares { groups: (0..groups).map(group).collect() })
}

fn matrix(rows: usize, columns: usize) -> Picture {
    let tones = [Tone::Clear, Tone::Open, Tone::Blocked, Tone::Quiet];
    let cell = |place: usize| Cell {
        tone: tones[place % 4],
        words: name(place % 8, "word"),
        note: String::new(),
    };
    let row = |place: usize| MatrixRow {
        label: name(place, "proposal"),
        cells: (0..columns).map(|column| cell(place * 3 + column)).collect(),
    };
    Picture::Matrix(Matrix { columns: names(columns, "party"), rows: (0..rows).map(row).collect() })
}

fn certainty(rows: usize, columns: usize) -> Picture {
    let cells = [
        (Tone::Clear, "for certain", "nothing alone tips it"),
        (Tone::Open, "possibly", "one change tips it"),
        (Tone::Blocked, "for certain not", "not found out"),
        (Tone::Quiet, "not asked", ""),
    ];
    let cell = |place: usize| {
        let (tone, words, note) = cells[place % 4];
        Cell { tone, words: words.into(), note: note.into() }
    };
    let row = |place: usize| MatrixRow {
        label: name(place, "proposal"),
        cells: (0..columns).map(|column| cell(place * 3 + column)).collect(),
    };
    Picture::Certainty(Matrix {
        columns: names(columns, "party"),
        rows: (0..rows).map(row).collect(),
    })
}

fn course(marks: usize, lanes: usize, days: f64) -> Picture {
    let at = |place: usize| days * number(place) / 100.0;
    let tones = [Tone::Clear, Tone::Open, Tone::Blocked, Tone::Quiet];
    let line = |name: &str| CourseLine {
        name: name.to_owned(),
        points: (0..marks).map(|it| (days * number(it * 100) / 100.0, number(it))).collect(),
        ends: ["0".into(), "17".into()],
    };
    let mark = |place: usize| LaneMark {
        at: at(place),
        label: if place.is_multiple_of(5) { name(place, "text") } else { format!("H {place}") },
        tone: tones[place % 4],
    };
    Picture::Course(Course {
        days: (0..marks).map(|it| (at(it), "2025-12-24".to_owned())).collect(),
        lines: vec![line("conflicts"), line("refusals that must give")],
        lanes: (0..lanes)
            .map(|lane| Lane {
                name: name(lane, "party"),
                marks: (0..marks).filter(|it| it % lanes == lane).map(mark).collect(),
            })
            .collect(),
    })
}

/// The names that a picture must show.
pub(super) fn labels(picture: &Picture) -> Vec<String> {
    match picture {
        Picture::Stances(map) if map.issues.is_empty() => Vec::new(),
        Picture::Stances(map) => map
            .parties
            .iter()
            .chain(map.issues.iter().flat_map(|row| row.theme.iter().chain([&row.issue])))
            .cloned()
            .collect(),
        Picture::Worths(worths) | Picture::Trusted(worths) => worths
            .parties
            .iter()
            .flat_map(|party| {
                let lines = party.lines.iter();
                let lines = lines.flat_map(|line| [&line.proposal, &line.words, &line.verdict]);
                lines.chain([&party.party]).cloned().collect::<Vec<_>>()
            })
            .collect(),
        Picture::Attainable(planes) => planes
            .iter()
            .flat_map(|plane| {
                let spots = plane.proposals.iter().chain(&plane.solutions).map(|spot| &spot.name);
                spots.chain(&plane.parties).cloned().collect::<Vec<_>>()
            })
            .collect(),
        Picture::Conflicts(conflicts) => conflicts
            .demands
            .iter()
            .flat_map(|demand| [demand.party.clone(), demand.says.clone()])
            .collect(),
        Picture::Changes(changes) => changes
            .lines
            .iter()
            .flat_map(|line| {
                let words = line.gains.iter().flatten().map(|gain| gain.words.clone());
                words.chain([line.clauses.clone(), line.issue.clone()]).collect::<Vec<_>>()
            })
            .chain(changes.parties.clone())
            .collect(),
        Picture::Matrix(matrix) | Picture::Certainty(matrix) => matrix
            .rows
            .iter()
            .flat_map(|row| {
                let words = row.cells.iter().flat_map(|it| [it.words.clone(), it.note.clone()]);
                words.chain([row.label.clone()]).collect::<Vec<_>>()
            })
            .chain(matrix.columns.clone())
            .collect(),
        Picture::Shares(shares) | Picture::Ranks(shares) => shares
            .groups
            .iter()
            .flat_map(|group| {
                let labels = group.lines.iter().map(|line| line.label.clone());
                labels.chain([group.title.clone()]).collect::<Vec<_>>()
            })
            .collect(),
        Picture::Course(course) if course.lines.is_empty() => Vec::new(),
        Picture::Course(course) => course
            .lanes
            .iter()
            .flat_map(|lane| {
                let marks = lane.marks.iter().map(|mark| mark.label.clone());
                marks.chain([lane.name.clone()]).collect::<Vec<_>>()
            })
            .chain(course.lines.iter().map(|line| line.name.clone()))
            .collect(),
    }
}

/// The letters and digits of a text: lines break between them.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).collect()
}

/// The letters and digits that a picture shows, in order.
pub(super) fn words(svg: &str) -> String {
    let document = Document::parse(svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|text| text.text()).map(letters).collect()
}

/// The classes that a picture uses.
pub(super) fn classes(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let classes = document.descendants().filter_map(|node| node.attribute("class"));
    classes.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// All that overlaps or leaves the frame of the picture.
pub(super) fn faults(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let root = document.root_element();
    let view: Vec<f64> =
        root.attribute("viewBox").unwrap().split(' ').map(|side| side.parse().unwrap()).collect();
    let view = Frame { x: view[0], y: view[1], width: view[2], height: view[3] };
    let texts: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| (node.text().unwrap_or_default(), text_frame(node)))
        .collect();
    let shapes: Vec<_> = document.descendants().filter_map(shape_frame).collect();
    let mut faults = Vec::new();
    for (text, frame) in &texts {
        if !frame.within(&grown(view, 0.2)) {
            faults.push(format!("{text:?} leaves the picture: {frame:?}"));
        }
    }
    for (kind, frame) in &shapes {
        if !frame.within(&grown(view, 0.2)) {
            faults.push(format!("a {kind} leaves the picture: {frame:?}"));
        }
    }
    for (place, (first, frame)) in texts.iter().enumerate() {
        for (second, other) in &texts[place + 1..] {
            if grown(*frame, -0.3).meets(&grown(*other, -0.3)) {
                faults.push(format!("{first:?} and {second:?} overlap: {frame:?} {other:?}"));
            }
        }
        for (kind, other) in shapes.iter().filter(|(kind, _)| is_marker(kind)) {
            if grown(*frame, -0.8).meets(&grown(*other, -0.8)) {
                faults.push(format!("{first:?} covers a {kind}: {frame:?} {other:?}"));
            }
        }
    }
    faults
}

fn is_marker(kind: &str) -> bool {
    kind == "polygon" || kind == "circle"
}

fn grown(frame: Frame, by: f64) -> Frame {
    Frame {
        x: frame.x - by,
        y: frame.y - by,
        width: frame.width + 2.0 * by,
        height: frame.height + 2.0 * by,
    }
}

fn length(node: Node<'_, '_>, attribute: &str) -> f64 {
    let length: f64 = node.attribute(attribute).map_or(0.0, |length| length.parse().unwrap());
    assert!(length.is_finite());
    length
}

fn text_frame(node: Node<'_, '_>) -> Frame {
    let inherited = |name| node.ancestors().find_map(|node| node.attribute(name));
    let size: f64 = inherited("font-size").unwrap().parse().unwrap();
    let weight = if node.attribute("class") == Some("t-strong") { 1.1 } else { 1.0 };
    let width = ems(node.text().unwrap_or_default()) * size * weight;
    let (x, y) = (length(node, "x"), length(node, "y"));
    let left = match inherited("text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    Frame { x: left, y: y - 0.8 * size, width, height: size }
}

fn shape_frame<'a>(node: Node<'a, '_>) -> Option<(&'a str, Frame)> {
    let kind = node.tag_name().name();
    let get = |name| length(node, name);
    let frame = match kind {
        "rect" => Frame { x: get("x"), y: get("y"), width: get("width"), height: get("height") },
        "circle" => Frame::around((get("cx"), get("cy")), get("r")),
        "line" => corners(&[(get("x1"), get("y1")), (get("x2"), get("y2"))]),
        "polygon" => {
            let points = node.attribute("points").unwrap().split(' ');
            let points = points.map(|point| point.split_once(',').unwrap());
            corners(
                &points.map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).collect::<Vec<_>>(),
            )
        }
        _ => return None,
    };
    assert!(frame.width >= 0.0 && frame.height >= 0.0, "{kind}: {frame:?}");
    // Dots of the frontier may lie below labels, in crowded planes.
    Some((if node.attribute("class") == Some("frontier") { "frontier dot" } else { kind }, frame))
}

fn corners(points: &[(f64, f64)]) -> Frame {
    let least = |values: Vec<f64>| values.into_iter().fold(f64::INFINITY, f64::min);
    let greatest = |values: Vec<f64>| values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let (across, down): (Vec<_>, Vec<_>) = points.iter().copied().unzip();
    let (x, y) = (least(across.clone()), least(down.clone()));
    Frame { x, y, width: greatest(across) - x, height: greatest(down) - y }
}
