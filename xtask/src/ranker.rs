//! Which weights does the ranker of relations have, and how good is it on sentences that it has not seen?
//!
//! Learned from the rows of PLV_train and from `training/relations`; the weights of a fold have not seen its rows.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use rayon::prelude::*;
use relata::doc::{PloverType, Span, Text};
use relata::ranker::{CLASSES, Ranker, inputs, shares};
use relata::relation::{self, Ranking};
use relata::{Files, Pipeline};
use serde_json::{Value, json};

use crate::{Floors, shared};

/// Rows of the field's test: <https://aclanthology.org/2024.acl-long.35>.
const ROWS: &str = "measure-only/plv/PLV_train.tsv";
const FOLDS: usize = 5;
/// What the rows are dated by, as the scorer dates them.
const DAY: &str = "2019-06-15";
/// How strongly weights are drawn to 0, for each row.
const DECAY: f64 = 0.006;
/// How much a sentence written for this project weighs beside a row.
const OWN: f64 = 0.1;
const STEPS: usize = 260;

/// Every so many sentences one is joined to another.
const JOINED: usize = 4;
/// Every so many sentences one is turned round.
const TURNED: usize = 2;

/// Of which kind is a pair of parties?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// As somebody marked it.
    Marked,
    /// One party of each of two sentences: between them nothing passes.
    Joined,
    /// Source and target in each other's place: what is told is not done by whom it is done to.
    Turned,
}

/// A sentence with two parties marked.
#[derive(Clone)]
struct Marked {
    text: String,
    /// In code points.
    sides: [Option<[usize; 2]>; 2],
    /// The classes that are right, by their number.
    right: Vec<usize>,
    fold: Option<usize>,
    kind: Kind,
}

impl Marked {
    fn question(&self, id: usize) -> Value {
        json!({"id": id.to_string(), "text": self.text, "source": self.sides[0], "target": self.sides[1], "date": DAY})
    }
}

/// A row that is learned from.
struct Lesson {
    inputs: Vec<f32>,
    right: Vec<usize>,
    weight: f64,
    fold: Option<usize>,
}

/// Fits the ranker on all rows and writes it into `models/en`.
pub(crate) fn fit() -> anyhow::Result<()> {
    let pipeline = Pipeline::built_in()?;
    let all = all()?;
    let lessons = lessons(&pipeline, &all)?;
    let ranker = learn(&lessons, None)?;
    let path = root().join("models/en/ranker.safetensors");
    fs::write(&path, ranker.bytes().map_err(anyhow::Error::msg)?)?;
    println!("{} rows, {} inputs: {}", lessons.len(), ranker.inputs(), path.display());
    Ok(())
}

/// Cross-validates: the rows of each fold are answered by weights that have not seen them.
pub(crate) fn cross_validate(out: &Path) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    let kept = all()?;
    let lessons = lessons(&pipeline, &kept)?;
    let mut answers: BTreeMap<usize, Value> = BTreeMap::new();
    let mut of_rules: BTreeMap<usize, Value> = BTreeMap::new();
    for fold in 0..FOLDS {
        let ranker = learn(&lessons, Some(fold))?;
        let folder = out.join(format!("fold-{fold}"));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("ranker.safetensors"), ranker.bytes().map_err(anyhow::Error::msg)?)?;
        let pipeline = Pipeline::new(Files::built_in(), Some(&folder))?;
        let asked: Vec<String> = kept
            .iter()
            .enumerate()
            .filter(|(_, marked)| marked.fold == Some(fold))
            .map(|(index, marked)| marked.question(index).to_string())
            .collect();
        let asked = asked.join("\n");
        for (ranking, answers) in [(Ranking::Learned, &mut answers), (Ranking::Rules, &mut of_rules)] {
            let (records, faults) = relation::each_line(&pipeline, &asked, ranking);
            ensure!(faults.is_empty(), "{}", faults.join("\n"));
            for record in records {
                let id = record["id"]
                    .as_str()
                    .and_then(|id| id.parse().ok())
                    .context("an answer has no number")?;
                answers.insert(id, record);
            }
        }
        println!("fold {fold}: {} rows answered, weights in {}", answers.len(), folder.display());
    }
    let of_kind = |kind: Kind| {
        let numbered =
            kept.iter().enumerate().filter(move |(_, marked)| marked.fold.is_some() && marked.kind == kind);
        numbered.collect::<Vec<(usize, &Marked)>>()
    };
    let tested: Vec<&Marked> = of_kind(Kind::Marked).into_iter().map(|(_, marked)| marked).collect();
    let mut floors = Floors::default();
    for (name, answers, least) in [("ranked", &answers, 0.81), ("rules", &of_rules, 0.70)] {
        let path = out.join(format!("{name}.jsonl"));
        let of_rows = answers.range(..tested.len());
        let lines: Vec<String> = of_rows.map(|(_, answer)| answer.to_string()).collect();
        fs::write(&path, lines.join("\n") + "\n")?;
        let figures = Figures::new(&tested, answers);
        for (kind, what, least) in [
            (Kind::Joined, "pairs of two sentences answered null", 0.85),
            (Kind::Turned, "pairs turned round answered null", 0.90),
        ] {
            let asked = of_kind(kind);
            let is_null = |(index, _): &&(usize, &Marked)| {
                answers.get(index).is_some_and(|answer| answer["plover"].is_null())
            };
            let share = asked.iter().filter(is_null).count() as f64 / asked.len().max(1) as f64;
            println!("{name}: {share:.3} of {} {what}", asked.len());
            if name == "ranked" {
                floors.add(what, share, least);
            }
        }
        println!(
            "{name}: macro-F1 {:.4}, accuracy {:.4}, calibration error {:.4} ({})",
            figures.f1,
            figures.accuracy,
            figures.calibration_error,
            path.display()
        );
        floors.add(&format!("PLV, {name}: macro-F1"), figures.f1, least);
    }
    Ok(floors)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the number of a type of the rows or of our sentences: YIELD is CONCEDE or RETREAT.
fn classes_of(name: &str) -> anyhow::Result<Vec<usize>> {
    let of = |name: &str| PloverType::ALL.iter().position(|plover| plover.name() == name);
    let found: Vec<usize> = match name {
        "NONE" => vec![CLASSES - 1],
        "YIELD" => ["CONCEDE", "RETREAT"].into_iter().filter_map(of).collect(),
        _ => of(name).into_iter().collect(),
    };
    ensure!(!found.is_empty(), "{name} is no type");
    Ok(found)
}

/// Reads a sentence with marks: the first `<s>` and `<t>` count.
fn unmark(marked: &str) -> (String, [Option<[usize; 2]>; 2]) {
    let (mut text, mut at, mut sides) = (String::new(), 0, [None; 2]);
    let mut opened = [0; 2];
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let mark = [("<s>", 0, true), ("</s>", 0, false), ("<t>", 1, true), ("</t>", 1, false)]
            .into_iter()
            .find(|(mark, ..)| rest.starts_with(mark));
        match mark {
            Some((mark, side, opens)) => {
                match opens {
                    true => opened[side] = at,
                    false => _ = sides[side].get_or_insert([opened[side], at]),
                }
                rest = &rest[mark.len()..];
            }
            None => {
                text.push(c);
                at += 1;
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    (text, sides)
}

/// Returns a side that is not marked: where its words stand first, without spaces at the end.
fn side(text: &str, marked: Option<[usize; 2]>, words: &str) -> Option<[usize; 2]> {
    let found = || {
        let start = text[..text.find(words)?].chars().count();
        Some([start, start + words.chars().count()])
    };
    let [start, end] = marked.or_else(found)?;
    let kept: Vec<char> = text.chars().skip(start).take(end - start).collect();
    let spaces = kept.iter().rev().take_while(|c| **c == ' ').count();
    Some([start, end - spaces])
}

/// Reads the rows; equal sentences share a fold.
fn rows() -> anyhow::Result<Vec<Marked>> {
    let text = shared::text(ROWS)?;
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        header.iter().position(|found| found == name).with_context(|| format!("{ROWS}: no column {name}"))
    };
    let (sentence, marked, source, target, gold) = (
        column("sentence")?,
        column("marked_sentence")?,
        column("source")?,
        column("target")?,
        column("gold_root")?,
    );
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let row = row?;
        let fold = *first.entry(row[sentence].to_owned()).or_insert(index) % FOLDS;
        let (text, sides) = unmark(&row[marked]);
        let sides = [side(&text, sides[0], &row[source]), side(&text, sides[1], &row[target])];
        out.push(Marked {
            text,
            sides,
            right: classes_of(&row[gold])?,
            fold: Some(fold),
            kind: Kind::Marked,
        });
    }
    Ok(out)
}

/// Returns all that is learned from: the rows first, so that their places are their numbers; pairs of two rows of a fold,
/// which are unrelated, and rows turned round; sentences of this project, and the same made of them.
fn all() -> anyhow::Result<Vec<Marked>> {
    let rows = rows()?;
    let own = own()?;
    let mut made: Vec<Marked> = Vec::new();
    for fold in 0..FOLDS {
        let of_fold: Vec<&Marked> = rows.iter().filter(|marked| marked.fold == Some(fold)).collect();
        made.extend(joined(&of_fold));
        made.extend(turned(&of_fold));
    }
    let of_own: Vec<&Marked> = own.iter().collect();
    made.extend(joined(&of_own));
    made.extend(turned(&of_own));
    Ok(rows.into_iter().chain(made).chain(own).collect())
}

/// Puts source and target in each other's place, where the act has a direction.
fn turned(sentences: &[&Marked]) -> Vec<Marked> {
    use PloverType::{Agree, Consult, Cooperate, Support};
    let has_direction = |marked: &&&Marked| {
        let plover = PloverType::ALL.get(marked.right[0]);
        plover.is_some_and(|plover| !matches!(plover, Agree | Consult | Cooperate | Support))
    };
    let turn = |marked: &&Marked| {
        let [source, target] = marked.sides;
        Marked { sides: [target, source], right: vec![CLASSES - 1], kind: Kind::Turned, ..(*marked).clone() }
    };
    sentences.iter().filter(has_direction).step_by(TURNED).map(turn).collect()
}

/// Puts two sentences behind each other; between the source of the one and the target of the other nothing passes.
fn joined(sentences: &[&Marked]) -> Vec<Marked> {
    let count = sentences.len();
    let pair = |first: usize| {
        let (one, other) = (sentences[first], sentences[(first + count / 2) % count]);
        let gap = one.text.chars().count() + 1;
        let moved = other.sides[1].map(|[start, end]| [start + gap, end + gap]);
        let (source, target) = (one.sides[0]?, moved?);
        // Now the one, now the other stands first.
        let sides = if (first / JOINED).is_multiple_of(2) { [source, target] } else { [target, source] };
        let text = format!("{} {}", one.text, other.text);
        Some(Marked {
            text,
            sides: sides.map(Some),
            right: vec![CLASSES - 1],
            fold: one.fold,
            kind: Kind::Joined,
        })
    };
    (0..count).step_by(JOINED).filter_map(pair).collect()
}

/// Reads the sentences written for this project.
fn own() -> anyhow::Result<Vec<Marked>> {
    let folder = root().join("training/relations");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "tsv"));
    files.sort();
    let mut out = Vec::new();
    for path in files {
        for (number, line) in
            fs::read_to_string(&path)?.lines().enumerate().filter(|(_, line)| !line.starts_with('#'))
        {
            let fault =
                || format!("{}:{}: write TYPE<tab>sentence with <s> and <t>", path.display(), number + 1);
            let (name, marked) = line.split_once('\t').with_context(fault)?;
            let (text, sides) = unmark(marked);
            ensure!(sides.iter().all(Option::is_some), fault());
            out.push(Marked {
                text,
                sides,
                right: classes_of(name).with_context(fault)?,
                fold: None,
                kind: Kind::Marked,
            });
        }
    }
    Ok(out)
}

fn lessons(pipeline: &Pipeline, all: &[Marked]) -> anyhow::Result<Vec<Lesson>> {
    let day = DAY.parse()?;
    let lesson = |marked: &Marked| {
        let text = Text::new(marked.text.as_str());
        let span = |side: Option<[usize; 2]>| -> Option<Span> {
            let [start, end] = side?;
            relation::of_code_points(&text, start, end)
        };
        let (source, target) = (span(marked.sides[0]), span(marked.sides[1]));
        let proposals = relation::proposals(pipeline, &text, source, target, Some(day));
        let pair = relation::pair(pipeline, &text, source, target);
        let inputs = inputs(&pair, &proposals);
        let weight = if marked.fold.is_some() { 1.0 } else { OWN };
        Lesson { inputs, right: marked.right.clone(), weight, fold: marked.fold }
    };
    Ok(all.par_iter().map(lesson).collect())
}

/// Learns from all rows but those of a fold: the weights under which the right classes are likeliest, drawn to 0 (the
/// gradient is followed by Adam, Kingma and Ba 2015, over all rows at once).
fn learn(lessons: &[Lesson], left_out: Option<usize>) -> anyhow::Result<Ranker> {
    let kept: Vec<&Lesson> =
        lessons.iter().filter(|lesson| left_out.is_none() || lesson.fold != left_out).collect();
    let width = kept.first().context("there is nothing to learn from")?.inputs.len();
    let total: f64 = kept.iter().map(|lesson| lesson.weight).sum();
    let mut means = vec![0.0; width];
    let mut scales = vec![0.0; width];
    for (i, mean) in means.iter_mut().enumerate() {
        *mean = kept.iter().map(|lesson| lesson.weight * f64::from(lesson.inputs[i])).sum::<f64>() / total;
    }
    for (i, scale) in scales.iter_mut().enumerate() {
        let square = |lesson: &&Lesson| lesson.weight * (f64::from(lesson.inputs[i]) - means[i]).powi(2);
        *scale = (kept.iter().map(square).sum::<f64>() / total).sqrt().max(1e-3);
    }
    let standard = |lesson: &Lesson| -> Vec<f32> {
        let parts = lesson.inputs.iter().zip(means.iter().zip(&scales));
        parts.map(|(&input, (mean, scale))| ((f64::from(input) - mean) / scale) as f32).chain([1.0]).collect()
    };
    let inputs: Vec<Vec<f32>> = kept.par_iter().map(|lesson| standard(lesson)).collect();
    let row = width + 1;
    let mut weights = vec![0.0f64; CLASSES * row];
    let (mut first, mut second) = (vec![0.0f64; weights.len()], vec![0.0f64; weights.len()]);
    for step in 1..=STEPS {
        let single: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
        // What is wrong with each row's shares.
        let wrong: Vec<Vec<f32>> = inputs
            .par_iter()
            .zip(&kept)
            .map(|(inputs, lesson)| {
                let scores = single.chunks_exact(row).map(|weights| f64::from(dot(weights, inputs)));
                let mut shares = shares(&scores.collect::<Vec<f64>>());
                let right: f64 = lesson.right.iter().map(|&class| shares[class]).sum();
                for &class in &lesson.right {
                    shares[class] -= shares[class] / right.max(1e-12);
                }
                shares.into_iter().map(|wrong| (lesson.weight * wrong / total) as f32).collect()
            })
            .collect();
        let slopes: Vec<Vec<f64>> = (0..CLASSES)
            .into_par_iter()
            .map(|class| {
                let mut slope: Vec<f64> = (0..row)
                    .map(|i| if i < width { DECAY * weights[class * row + i] } else { 0.0 })
                    .collect();
                for (wrong, inputs) in wrong.iter().zip(&inputs) {
                    let wrong = wrong[class];
                    for (slope, input) in slope.iter_mut().zip(inputs) {
                        *slope += f64::from(wrong * input);
                    }
                }
                slope
            })
            .collect();
        let rate = 0.02 * (1.0 - step as f64 / (STEPS + 1) as f64);
        for (i, slope) in slopes.into_iter().flatten().enumerate() {
            first[i] = 0.9 * first[i] + 0.1 * slope;
            second[i] = 0.999 * second[i] + 0.001 * slope * slope;
            let (mean, square) =
                (first[i] / (1.0 - 0.9f64.powi(step as i32)), second[i] / (1.0 - 0.999f64.powi(step as i32)));
            weights[i] -= rate * mean / (square.sqrt() + 1e-9);
        }
    }
    // Of inputs as they come, not as they were learned from.
    let mut plain = Vec::with_capacity(weights.len());
    for weights in weights.chunks_exact(row) {
        let offset: f64 = (0..width).map(|i| weights[i] * means[i] / scales[i]).sum();
        plain.extend((0..width).map(|i| (weights[i] / scales[i]) as f32));
        plain.push((weights[width] - offset) as f32);
    }
    Ranker::new(plain).map_err(anyhow::Error::msg)
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    let (a, b) = (a.chunks(16), b.chunks(16));
    for (a, b) in a.zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}

/// How good answers are.
struct Figures {
    f1: f64,
    accuracy: f64,
    /// By how much confidence and share of right answers differ, over tenths of confidence (Guo et al. 2017).
    calibration_error: f64,
}

impl Figures {
    fn new(tested: &[&Marked], answers: &BTreeMap<usize, Value>) -> Figures {
        // CONCEDE and RETREAT are one class of the rows.
        let merged = |class: usize| match PloverType::ALL.get(class) {
            Some(PloverType::Retreat) => {
                PloverType::ALL.iter().position(|plover| *plover == PloverType::Concede).unwrap_or(class)
            }
            _ => class,
        };
        let mut counts = vec![[0.0f64; 3]; CLASSES];
        let mut tenths = [[0.0f64; 3]; 10];
        let mut right = 0.0;
        for (index, marked) in tested.iter().enumerate() {
            let gold = merged(marked.right[0]);
            let answer = answers.get(&index);
            let said =
                answer.and_then(|answer| answer["plover"].as_str()).and_then(|name| classes_of(name).ok());
            let said = said.map(|classes| merged(classes[0]));
            counts[gold][1] += 1.0;
            if let Some(said) = said {
                counts[said][2] += 1.0;
            }
            let is_right = said == Some(gold);
            if is_right {
                counts[gold][0] += 1.0;
                right += 1.0;
            }
            if let (Some(confidence), Some(_)) =
                (answer.and_then(|answer| answer["confidence"].as_f64()), said)
            {
                let tenth = &mut tenths[((confidence * 10.0) as usize).min(9)];
                tenth[0] += 1.0;
                tenth[1] += confidence;
                tenth[2] += f64::from(is_right);
            }
        }
        let of_classes: Vec<f64> = counts
            .iter()
            .filter(|[_, gold, _]| *gold > 0.0)
            .map(|[right, gold, said]| 2.0 * right / (gold + said).max(1.0))
            .collect();
        let answered: f64 = tenths.iter().map(|tenth| tenth[0]).sum();
        let error: f64 = tenths.iter().map(|[_, confidence, right]| (confidence - right).abs()).sum();
        Figures {
            f1: of_classes.iter().sum::<f64>() / of_classes.len().max(1) as f64,
            accuracy: right / tested.len().max(1) as f64,
            calibration_error: error / answered.max(1.0),
        }
    }
}
