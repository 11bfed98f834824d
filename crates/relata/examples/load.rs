//! How long does it take until pages can be read? `cargo run --release -p relata --example load`
#![allow(clippy::print_stdout, clippy::disallowed_methods)]
use std::time::Instant;
fn main() {
    for _ in 0..3 {
        let t = Instant::now();
        let files = relata::Files::built_in();
        let rules = relata_page::Rules::from_toml(&files.under("page/").collect::<Vec<_>>());
        println!("page {:?} {}", t.elapsed(), rules.is_ok());
        let t = Instant::now();
        let calendar = relata_dating::Calendar::from_toml(&files.under("calendars/").collect::<Vec<_>>());
        println!("calendar {:?} {}", t.elapsed(), calendar.is_ok());
        let t = Instant::now();
        let k = relata_knowledge::Knowledge::read_what_holds(files);
        println!("knowledge {:?} {}", t.elapsed(), k.1.len());
        let t = Instant::now();
        let _ = relata_analysis::Models::builtin();
        println!("models {:?}", t.elapsed());
    }
}
