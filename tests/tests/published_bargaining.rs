//! Published bargaining cases, with what their sources print. The files of `tests/cases` hold the
//! inputs, re-entered.

use std::collections::BTreeSet;

use impasse_core::scenario::Ratio;
use impasse_tests::scores::{Scores, Vector, frontier};
use impasse_tests::solutions::{
    Gains, ideal, kalai_smorodinsky, leximin, measured, nash, utilitarian,
};
use impasse_tests::{case, file, parse, settled};
use itertools::Itertools;

/// What is printed of a package: the utilities of both parties, from 0 to 1, and its options.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    utilities: Vec<Ratio>,
    options: String,
}

/// A printed decimal: a sum in floating point of numbers with at most ten places.
fn ten_places(text: &str) -> Ratio {
    let unit = 10_i128.pow(10);
    let scaled = decimal(text) * Ratio::from(unit);
    Ratio::new(scaled.round().to_integer(), unit)
}

/// A printed decimal with all its digits.
fn decimal(text: &str) -> Ratio {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let scale = 10_i128.pow(u32::try_from(part.len()).unwrap());
    Ratio::new(format!("{whole}{part}").parse().unwrap(), scale)
}

/// The printed points of one kind.
fn printed(text: &str, kind: &str) -> Vec<Point> {
    let lines = text.lines().map(|line| line.split(' ').collect_vec());
    let lines = lines.filter(|words| words[0] == kind);
    let point = |words: Vec<&str>| Point {
        utilities: words[1..3].iter().map(|it| ten_places(it)).collect(),
        options: words[3].to_owned(),
    };
    lines.map(point).collect()
}

fn number<'a>(text: &'a str, kind: &str) -> &'a str {
    text.lines().find_map(|line| line.strip_prefix(kind)?.strip_prefix(' ')).unwrap()
}

/// The utilities of points: hundredths of a hundred.
fn utilities(case: &Scores, points: &Vector) -> Vec<Ratio> {
    case.hundredths(points).into_iter().map(|it| it / Ratio::from(100)).collect()
}

/// Vectors of gains above a floor of nothing, as utilities.
fn all(case: &Scores, gains: &Gains) -> Vec<Vec<Ratio>> {
    gains.iter().map(|(gain, _)| utilities(case, gain)).collect()
}

/// Every package with these points.
fn tied(case: &Scores, packages: &[(Vec<usize>, Vector)], points: &Vector) -> BTreeSet<Point> {
    let same = packages.iter().filter(|(_, worth)| worth == points);
    let point = |(choice, worth): &(Vec<usize>, Vector)| Point {
        utilities: utilities(case, worth),
        options: case.named(choice).concat(),
    };
    same.map(point).collect()
}

/// The vectors with the least difference between the two parties, in hundredths.
fn least_difference(case: &Scores, gains: &Gains) -> Vec<Vec<Ratio>> {
    let difference = |gain: &Vector| {
        let worths = utilities(case, gain);
        (worths[0] - worths[1]).max(worths[1] - worths[0])
    };
    let least = gains.iter().map(|(gain, _)| difference(gain)).min();
    let found = gains.iter().filter(|(gain, _)| Some(difference(gain)) == least);
    found.map(|(gain, _)| utilities(case, gain)).collect()
}

/// Whether a printed distance to (1, 1) is that of a point, to fifteen places.
fn is_distance_to_ideal(text: &str, point: &[Ratio]) -> bool {
    let square = |it: Ratio| it * it;
    let exact: Ratio = point.iter().map(|it| square(Ratio::from(1) - it)).sum();
    let slack = Ratio::new(1, 10_i128.pow(14));
    let unit = 10_i128.pow(16);
    let read = Ratio::new((decimal(text) * Ratio::from(unit)).to_integer(), unit);
    square(read - slack) <= exact && exact <= square(read + slack)
}

/// ANL 2023: the league's files print the size, the frontier, the greatest sum ("social
/// welfare"), the greatest product ("nash"), the frontier's least difference ("kalai", labelled
/// Kalai-Smorodinsky in its plots) and the distance of that point to (1, 1) ("opposition").
#[test]
fn ten_domains_of_anl_2023_have_their_printed_results() {
    let mut others = Vec::new();
    for name in (0..50).step_by(5).map(|it| format!("anl2023-{it:02}")) {
        let scenario = self::case(&name);
        settled::check(&scenario);
        let case = Scores::new(&scenario);
        let text = file(&format!("{name}.printed"));
        let packages = case.packages().collect_vec();
        assert_eq!(packages.len().to_string(), number(&text, "outcomes"), "{name}");
        let front = frontier(packages.iter().map(|(_, worth)| (worth.clone(), 1)));
        assert_eq!(front, case.merged_frontier(), "{name}");

        // As many vectors as are printed, and of the packages tied for each the printed one.
        let expected = printed(&text, "frontier");
        assert_eq!(front.len(), expected.len(), "{name}");
        for point in expected {
            let on = |(points, _): &&(Vector, usize)| utilities(&case, points) == point.utilities;
            let (points, count) = front.iter().find(on).unwrap_or_else(|| panic!("{point:?}"));
            let tied = tied(&case, &packages, points);
            assert_eq!(tied.len(), *count);
            assert!(tied.contains(&point), "{name}: {point:?} is not among {tied:?}");
        }

        let one = |kind: &str| vec![printed(&text, kind).remove(0).utilities];
        assert_eq!(all(&case, &nash(&front)), one("nash"), "{name}");
        assert_eq!(all(&case, &utilitarian(&front, &case.hundredth)), one("welfare"), "{name}");
        assert_eq!(least_difference(&case, &front), one("kalai"), "{name}");
        assert!(is_distance_to_ideal(number(&text, "opposition"), &one("kalai")[0]), "{name}");

        // Our own solution of that name: the greatest least part of the ideal gain.
        let ours = all(&case, &kalai_smorodinsky(&front));
        assert_eq!(ours, all(&case, &leximin(&front, &case.hundredth)), "{name}");
        if ours != one("kalai") {
            others.push((name, ours, one("kalai")));
        }
    }
    // In one of the ten it is another package, better for both than least difference allows.
    let [(name, ours, theirs)] = &others[..] else { panic!("{others:?}") };
    assert_eq!(name, "anl2023-45");
    assert_eq!(*ours, [[ten_places("0.88359195"), ten_places("0.988824614")]]);
    assert_eq!(*theirs, [[ten_places("0.9152473485"), ten_places("0.8489262283")]]);
}

/// `NegoLog`, domain 0: the specification prints the size, the greatest product and sum, and calls
/// the greatest sum "Kalai".
#[test]
fn a_domain_of_negolog_has_its_printed_results() {
    let scenario = self::case("negolog-0");
    settled::check(&scenario);
    let case = Scores::new(&scenario);
    assert_eq!(case.len(), 27);
    let front = frontier(case.packages().map(|(_, worth)| (worth, 1)));
    assert_eq!(front.len(), 7);
    let printed = vec![ten_places("0.7353000000000001"); 2];
    let balance: Ratio = printed.iter().sum();
    assert_eq!(balance, ten_places("1.4706000000000001"));
    let product = decimal("0.5406660900000001") - printed[0] * printed[1];
    assert!(product < Ratio::new(1, 10_i128.pow(15)));
    assert!(is_distance_to_ideal("0.3743423299601582", &printed));
    for solution in [
        nash(&front),
        utilitarian(&front, &case.hundredth),
        leximin(&front, &case.hundredth),
        kalai_smorodinsky(&front),
    ] {
        assert_eq!(all(&case, &solution), std::slice::from_ref(&printed));
    }
    let packages = case.packages().collect_vec();
    let [(points, 1)] = &nash(&front)[..] else { panic!() };
    assert_eq!(tied(&case, &packages, points).first().unwrap().options, "ABC");
}

/// A domain of Genius: its size, how many vectors are on the frontier, and the utilities of the
/// Nash and Kalai-Smorodinsky solutions to six places.
type Domain = (&'static str, usize, usize, &'static [[&'static str; 2]], [&'static str; 2]);

/// The sizes are printed, but for AMPO and the inheritance; frontiers and solutions were found by
/// another program, in floating point, from the published weights with all their digits.
const DOMAINS: [Domain; 11] = [
    ("ampo-vs-city", 1_944_000, 192, &[["0.706", "0.783"]], ["0.734", "0.73847"]),
    ("amsterdam-party", 3024, 11, &[["0.83", "0.855833"]], ["0.83", "0.855833"]),
    ("camera", 3600, 16, &[["0.815413", "0.8808"]], ["0.815413", "0.8808"]),
    ("company-acquisition", 384, 17, &[["0.897333", "0.94"]], ["0.913333", "0.91"]),
    ("england-zimbabwe", 576, 25, &[["0.910916", "0.733218"]], ["0.822286", "0.78657"]),
    ("grocery", 1600, 7, &[["0.84", "0.895"]], ["0.84", "0.895"]),
    ("inheritance-janet-marty", 2187, 15, &[["0.628734", "0.639293"]], ["0.628734", "0.639293"]),
    ("itex-cypress", 180, 18, &[["0.721478", "0.670478"]], ["0.721478", "0.670478"]),
    ("laptop", 27, 4, &[["1", "0.815063"]], ["0.873979", "0.873979"]),
    ("nice-or-die", 3, 3, &[["1", "0.16"], ["0.16", "1"]], ["0.299", "0.299"]),
    ("travel", 188_160, 12, &[["0.882412", "0.802015"]], ["0.882412", "0.802015"]),
];

#[test]
fn domains_of_genius_have_their_sizes_and_solutions() {
    for (name, size, vectors, products, least_part) in DOMAINS {
        let scenario = self::case(name);
        settled::check(&scenario);
        let case = Scores::new(&scenario);
        assert_eq!(case.len(), size, "{name}");
        let front = case.merged_frontier();
        assert_eq!(front.len(), vectors, "{name}");
        if size < 10_000 {
            let whole = frontier(case.packages().map(|(_, worth)| (worth, 1)));
            assert_eq!(whole, front, "{name}");
        }
        // Some files scale the utilities of a party: its best package is worth one.
        let greatest = ideal(&front).unwrap();
        let near = |gains: Gains, expected: &[[&str; 2]]| {
            assert_eq!(gains.len(), expected.len(), "{name}");
            for ((gain, _), expected) in gains.iter().zip(expected) {
                for (part, text) in measured(gain, &greatest).into_iter().zip(expected) {
                    let off = part - decimal(text);
                    let most = Ratio::new(1, 1_000_000);
                    assert!(-most < off && off < most, "{name}: {part} is not {text}");
                }
            }
        };
        near(nash(&front), products);
        near(kalai_smorodinsky(&front), &[least_part]);
    }
}

/// Divisions along a frontier of straight lines in sixtieths or so: `corners` with the steps that
/// lead on from each, all times `scale` hundredths.
fn divisions(corners: &[(i128, i128)], steps: &[i128], scale: Ratio, floors: [Ratio; 2]) -> Scores {
    let hundredths = |it: Ratio| it * scale * Ratio::from(100);
    let mut points = Vec::new();
    for ((from, to), steps) in corners.iter().zip(&corners[1..]).zip(steps) {
        let between = |a: i128, b: i128, step: i128| {
            hundredths(Ratio::from(a) + Ratio::new((b - a) * step, *steps))
        };
        points.extend((0..*steps).map(|it| (between(from.0, to.0, it), between(from.1, to.1, it))));
    }
    points.extend(corners.last().map(|it| (hundredths(it.0.into()), hundredths(it.1.into()))));
    let options = (0..points.len()).map(|it| format!("\"{it}\": \"{it}\"")).join(", ");
    let rows = |worth: &dyn Fn(&(Ratio, Ratio)) -> Ratio| {
        let row = |(place, point)| format!("(on: [\"{place}\"], is: Worth(\"{}\"))", worth(point));
        points.iter().enumerate().map(row).join(", ")
    };
    let scenario = parse(&format!(
        "(format: 1, title: \"t\", from: \"2030-01-01\", as_of: \"2030-01-01\", parties: {{\
         \"a\": (name: \"A\", consent: Always, floor: (worth: \"{}\")), \
         \"b\": (name: \"B\", consent: Always, floor: (worth: \"{}\"))}}, \
         issues: {{\"x\": (title: \"x\", options: {{{options}}})}}, positions: {{\
         \"a\": {{\"x\": (weight: 1, stances: [{}])}}, \
         \"b\": {{\"x\": (weight: 1, stances: [{}])}}}})",
        hundredths(floors[0]),
        hundredths(floors[1]),
        rows(&|point| point.0),
        rows(&|point| point.1),
    ));
    settled::check(&scenario);
    Scores::new(&scenario)
}

/// The winners, as worths of both parties in hundredths.
fn winners(case: &Scores, solution: impl Fn(&Gains) -> Gains) -> Vec<Vec<Ratio>> {
    let gains = case.acceptable().map(|(_, worth)| (case.gains(&worth), 1)).collect_vec();
    let worth = |gain: &Vector| gain.iter().zip(&case.floors).map(|(a, b)| a + b).collect();
    solution(&gains).iter().map(|(gain, _)| case.hundredths(&worth(gain))).collect()
}

fn pairs(expected: &[(i128, i128)], scale: i128) -> Vec<Vec<Ratio>> {
    let ratio = |it: i128| Ratio::new(it, scale);
    expected.iter().map(|(a, b)| vec![ratio(*a), ratio(*b)]).collect()
}

/// A public study note: 100 to share, 20 and 30 without a deal; Nash gives 45 and 55. Where the
/// frontier is a straight line of slope -1 the other solutions give the same.
#[test]
fn the_baker_and_the_pastry_chef_gain_the_same() {
    let scenario = self::case("baker-and-pastry-chef");
    settled::check(&scenario);
    let case = Scores::new(&scenario);
    let expected = pairs(&[(45, 55)], 1);
    assert_eq!(winners(&case, nash), expected);
    assert_eq!(winners(&case, kalai_smorodinsky), expected);
    assert_eq!(winners(&case, |gains| leximin(gains, &case.hundredth)), expected);
}

/// Docstrings of a public library: from (0, 1) to (1, 0) with nothing otherwise, Nash and
/// Kalai-Smorodinsky give half to each.
#[test]
fn the_unit_segment_is_halved() {
    let case = divisions(&[(0, 1), (1, 0)], &[60], 1.into(), [0.into(), 0.into()]);
    assert_eq!(winners(&case, nash), pairs(&[(50, 50)], 1));
    assert_eq!(winners(&case, kalai_smorodinsky), pairs(&[(50, 50)], 1));
}

/// Closed forms worked out by hand on the frontier (0, 1), (1/2, 1), (1, 0): the four solutions
/// part ways.
#[test]
fn a_kinked_frontier_tells_the_solutions_apart() {
    let corners = [(0, 2), (1, 2), (2, 0)];
    let half = Ratio::new(1, 2);
    let case = divisions(&corners, &[1, 60], half, [0.into(), 0.into()]);
    let equal = |gains: &Gains| leximin(gains, &case.hundredth);
    assert_eq!(winners(&case, nash), pairs(&[(50, 100)], 1));
    assert_eq!(winners(&case, kalai_smorodinsky), pairs(&[(200, 200)], 3));
    assert_eq!(winners(&case, equal), pairs(&[(200, 200)], 3));
    assert_eq!(winners(&case, |it| utilitarian(it, &case.hundredth)), pairs(&[(50, 100)], 1));

    // With a floor of 1/4 for the first party its ideal gain is 3/4, the other's 1.
    let case = divisions(&corners, &[1, 60], half, [half, 0.into()]);
    let equal = |gains: &Gains| leximin(gains, &case.hundredth);
    assert_eq!(winners(&case, nash), pairs(&[(125, 150)], 2));
    assert_eq!(winners(&case, kalai_smorodinsky), pairs(&[(70, 60)], 1));
    assert_eq!(winners(&case, equal), pairs(&[(75, 50)], 1));
    assert_eq!(winners(&case, |it| utilitarian(it, &case.hundredth)), pairs(&[(50, 100)], 1));
}
