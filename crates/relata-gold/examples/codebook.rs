//! Runs pages of the codebook: `cargo run --release -p relata-gold --example codebook -- codebook/dates.md`
//!
//! Prints each case that does not hold, and each marked `gap` that does.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use relata::Pipeline;
use relata_gold::codebook::{cases, run};

fn main() {
    let pipeline = Pipeline::built_in().unwrap();
    for file in std::env::args().skip(1) {
        let cases = match cases(&file, &std::fs::read_to_string(&file).unwrap()) {
            Ok(cases) => cases,
            Err(faults) => {
                faults.iter().for_each(|fault| println!("{fault}"));
                continue;
            }
        };
        let mut held = 0;
        for case in &cases {
            match (run(&pipeline, case), case.gap) {
                (Some(failure), false) => println!("{failure}"),
                (None, true) => println!("{file}:{}: {}: holds; take `gap` away", case.line, case.title),
                _ => held += 1,
            }
        }
        println!("{file}: {held} of {} cases are as they should be", cases.len());
    }
}
