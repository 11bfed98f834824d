//! How long does it take to load what is built in, and how much memory?

use std::time::Instant;

use crate::Floors;

use relata::Files;
use relata_dating::Calendar;
use relata_knowledge::Knowledge;
use relata_page::Rules;

pub(crate) fn report() -> anyhow::Result<Floors> {
    let before = resident();
    let begin = Instant::now();
    let pipeline = relata::Pipeline::built_in()?;
    let all = begin.elapsed();
    let after = resident();
    println!("knowledge, calendars and rules, side by side   {:>6.1} ms", all.as_secs_f64() * 1e3);
    println!("memory that they take                          {:>6.1} MB", (after - before) as f64 / 1e6);
    let world = &pipeline.knowledge().world;
    println!(
        "{} states, {} actors, {} word senses, {} places",
        world.states().len(),
        world.actors().len(),
        pipeline.knowledge().lexicon.senses().len(),
        pipeline.knowledge().places.all().count()
    );
    // The parts by themselves, the median of five.
    let files = Files::built_in();
    let median = |part: &dyn Fn()| {
        let mut times: Vec<f64> = (0..5)
            .map(|_| {
                let begin = Instant::now();
                part();
                begin.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[2]
    };
    let under = |folder: &'static str| files.under(folder).collect::<Vec<_>>();
    println!("knowledge by itself {:>6.1} ms", median(&|| drop(Knowledge::read_what_holds(files.clone()))));
    println!("calendars           {:>6.1} ms", median(&|| drop(Calendar::from_files(&under("calendars/")))));
    println!("rules for pages     {:>6.1} ms", median(&|| drop(Rules::from_toml(&under("page/")))));
    let mut floors = Floors::default();
    floors.add("megabytes to spare", 150.0 - (after - before) as f64 / 1e6, 0.0);
    Ok(floors)
}

/// Returns the bytes of memory in use, where the system tells (Linux).
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}
