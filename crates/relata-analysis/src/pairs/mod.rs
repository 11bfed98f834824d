//! What do the words say of two parties marked in them, as numbers?
//!
//! Marks are set around the two spans, and a small transformer reads the sentence with them (Baldini Soares et al. 2019:
//! "entity markers"). What it makes of the sentence as a whole and of the two marks tells what kind of relation holds; a
//! caller weighs it together with what its own rules say.

mod encoder;
mod pieces;

use std::ops::Range;
use std::sync::OnceLock;

use pulp::Arch;
use safetensors::SafeTensors;

use crate::model::Reader;
use encoder::{Encoder, Layer};
use pieces::Pieces;

/// Reads pairs of parties.
pub struct PairModel {
    pieces: Pieces,
    encoder: Encoder,
    /// Rows of the table for what stands before and behind a text.
    ends: [u32; 2],
}

/// A mark before or behind a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    at: usize,
    opens: bool,
    /// Of several marks at one place the one of the longer span opens first and closes last.
    other_end: std::cmp::Reverse<usize>,
    /// The row of the mark, counted behind the pieces.
    row: u32,
}

impl PairModel {
    /// Returns the English model, as built in.
    ///
    /// # Panics
    /// Where the program was built with a broken model, which a test rules out.
    #[allow(clippy::expect_used)]
    pub fn builtin() -> &'static PairModel {
        static BUILTIN: OnceLock<PairModel> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let list = include_str!("../../../../models/en/pieces.txt");
            let weights = include_bytes!("../../../../models/en/pairs.safetensors");
            PairModel::read(list, weights).expect("a test opens the built-in model")
        })
    }

    /// Reads a model from the bytes of its files: a list of pieces, one a line, and weights.
    ///
    /// # Errors
    /// Where they are not what this version reads; the text says what is wrong with them.
    pub fn read(list: &str, weights: &[u8]) -> Result<PairModel, String> {
        let pieces = Pieces::new(list)?;
        let tensors = SafeTensors::deserialize(weights).map_err(|e| e.to_string())?;
        let arch = Arch::new();
        let reader = Reader { tensors, arch };
        let norm = |name: &str| {
            Ok::<_, String>((
                reader.floats(&format!("{name}.weight"))?,
                reader.floats(&format!("{name}.bias"))?,
            ))
        };
        let mut layers = Vec::new();
        while reader.tensors.tensor(&format!("layers.{}.attend.weight", layers.len())).is_ok() {
            let part = |name: &str| format!("layers.{}.{name}", layers.len());
            layers.push(Layer {
                attend: reader.linear(&part("attend"))?,
                attended: reader.linear(&part("attended"))?,
                after_attention: norm(&part("after_attention"))?,
                up: reader.linear(&part("up"))?,
                down: reader.linear(&part("down"))?,
                after: norm(&part("after"))?,
            });
        }
        let heads = reader.floats("heads")?.first().copied().unwrap_or_default() as usize;
        let encoder = Encoder {
            arch,
            pieces: reader.table("pieces")?,
            positions: reader.floats("positions")?,
            norm: norm("norm")?,
            layers,
            heads,
        };
        fits(&encoder, pieces.len())?;
        let end = |name: &str| pieces.row(name).ok_or_else(|| format!("the piece {name} is not listed"));
        let ends = [end("[CLS]")?, end("[SEP]")?];
        Ok(PairModel { pieces, encoder, ends })
    }

    /// Returns the number of reals in what [`PairModel::pair`] returns.
    pub fn width(&self) -> usize {
        3 * self.encoder.width()
    }

    /// Returns what the words say of two spans of a text, in bytes: the mean of all pieces, then what stands for the mark
    /// before the one span and for that before the other; where a span is absent, what stands for the whole. Of a long
    /// text the part around the spans is read.
    ///
    /// # Panics
    /// Where a span does not lie on the borders of characters of the text.
    pub fn pair(&self, text: &str, source: Option<Range<usize>>, target: Option<Range<usize>>) -> Vec<f32> {
        let first_mark = self.pieces.len() as u32;
        let rows = self.rows(text, source, target);
        let place = |mark: u32| rows.iter().position(|&row| row == first_mark + mark).unwrap_or(0);
        let (width, read) = (self.encoder.width(), self.encoder.run(&rows));
        let mut out = vec![0.0; width];
        for row in read.chunks_exact(width) {
            for (sum, value) in out.iter_mut().zip(row) {
                *sum += value;
            }
        }
        out.iter_mut().for_each(|sum| *sum /= rows.len() as f32);
        for place in [place(0), place(2)] {
            out.extend_from_slice(&read[place * width..(place + 1) * width]);
        }
        out
    }

    /// Returns the rows of the table that a text with its marks is read by.
    fn rows(&self, text: &str, source: Option<Range<usize>>, target: Option<Range<usize>>) -> Vec<u32> {
        let first_mark = self.pieces.len() as u32;
        let mut marks: Vec<Mark> = Vec::new();
        for (row, span) in [(0, source), (2, target)] {
            let Some(span) = span else { continue };
            let mark = |at, opens, other_end, row| Mark {
                at,
                opens,
                other_end: std::cmp::Reverse(other_end),
                row: first_mark + row,
            };
            marks.push(mark(span.start, true, span.end, row));
            marks.push(mark(span.end, false, span.start, row + 1));
        }
        marks.sort();
        let mut rows = vec![self.ends[0]];
        let mut at = 0;
        for mark in &marks {
            self.pieces.split(&text[at..mark.at], &mut rows);
            rows.push(mark.row);
            at = mark.at;
        }
        self.pieces.split(&text[at..], &mut rows);
        self.window(rows, first_mark)
    }

    /// Leaves of the pieces no more than are read at once: those around the marks.
    fn window(&self, mut rows: Vec<u32>, first_mark: u32) -> Vec<u32> {
        let room = self.encoder.longest() - 1;
        if rows.len() > room {
            let is_mark = |row: &u32| *row >= first_mark;
            let first = rows.iter().position(is_mark).unwrap_or(0).saturating_sub(BEFORE_THE_MARKS);
            let start = first.clamp(1, rows.len() + 1 - room);
            rows = std::iter::once(self.ends[0]).chain(rows[start..].iter().copied()).take(room).collect();
        }
        rows.push(self.ends[1]);
        rows
    }
}

/// So many pieces before the first mark are read of a long text.
const BEFORE_THE_MARKS: usize = 20;

/// Checks that what one part gives is what the next takes.
fn fits(encoder: &Encoder, listed: usize) -> Result<(), String> {
    let width = encoder.width();
    let mut sizes = vec![
        ("pieces and marks".to_owned(), encoder.pieces.scales.len(), listed + 4),
        ("norm.weight".to_owned(), encoder.norm.0.len(), width),
        ("norm.bias".to_owned(), encoder.norm.1.len(), width),
    ];
    for (number, layer) in encoder.layers.iter().enumerate() {
        let hidden = layer.up.outputs();
        for (name, is, should) in [
            ("attend: columns", layer.attend.inputs(), width),
            ("attend: rows", layer.attend.outputs(), 3 * width),
            ("attended: columns", layer.attended.inputs(), width),
            ("attended: rows", layer.attended.outputs(), width),
            ("up: columns", layer.up.inputs(), width),
            ("down: columns", layer.down.inputs(), hidden),
            ("down: rows", layer.down.outputs(), width),
            ("after_attention.weight", layer.after_attention.0.len(), width),
            ("after_attention.bias", layer.after_attention.1.len(), width),
            ("after.weight", layer.after.0.len(), width),
            ("after.bias", layer.after.1.len(), width),
        ] {
            sizes.push((format!("layers.{number}.{name}"), is, should));
        }
    }
    if encoder.heads == 0 || !width.is_multiple_of(encoder.heads) {
        return Err(format!("{} heads do not share {width} numbers", encoder.heads));
    }
    if encoder.layers.is_empty() || encoder.longest() < 3 || !encoder.positions.len().is_multiple_of(width) {
        return Err(format!("{} layers, {} places", encoder.layers.len(), encoder.longest()));
    }
    let wrong = sizes.into_iter().find(|(_, is, should)| is != should);
    wrong.map_or(Ok(()), |(name, is, should)| Err(format!("{name} is {is} and should be {should}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How alike two vectors are: 1 where they point the same way.
    fn cosine(a: &[f32], b: &[f32]) -> f32 {
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    }

    #[test]
    fn the_model_answers_as_it_did_in_training() {
        let model = PairModel::builtin();
        for line in include_str!("../../../../models/en/pairs-expected.jsonl").lines() {
            let asked: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = asked["text"].as_str().unwrap();
            let side = |name: &str| {
                let byte =
                    |at: u64| text.char_indices().nth(at as usize).map_or(text.len(), |(byte, _)| byte);
                Some(byte(asked[name][0].as_u64()?)..byte(asked[name][1].as_u64()?))
            };
            let rows: Vec<u32> = serde_json::from_value(asked["rows"].clone()).unwrap();
            assert_eq!(model.rows(text, side("source"), side("target")), rows, "{text}");
            let numbers: Vec<f32> = serde_json::from_value(asked["numbers"].clone()).unwrap();
            let got = model.pair(text, side("source"), side("target"));
            let width = model.width() / 3;
            for (part, (got, number)) in got.chunks(width).zip(numbers.chunks(width)).enumerate() {
                // Rounding to bytes takes a little away.
                assert!(cosine(got, number) > 0.98, "{text}: {part}: {}", cosine(got, number));
            }
        }
    }

    #[test]
    fn a_long_text_is_read_around_the_marks() {
        let model = PairModel::builtin();
        let text = "The talks went on. ".repeat(60) + "Peru met Chile." + &" Nothing came of it.".repeat(60);
        let at = text.find("Peru").unwrap();
        let rows = model.rows(&text, Some(at..at + 4), Some(at + 9..at + 14));
        assert_eq!(rows.len(), model.encoder.longest());
        let marks = rows.iter().filter(|row| **row >= model.pieces.len() as u32).count();
        assert_eq!((marks, rows[0], rows[rows.len() - 1]), (4, model.ends[0], model.ends[1]));
    }

    #[test]
    fn broken_models_are_errors() {
        assert!(PairModel::read("", &[]).is_err());
        assert!(PairModel::read("[UNK]\n[CLS]\n[SEP]\n", b"no tensors").is_err());
    }
}
