//! How well are places found and told apart?
//!
//! GeoVirus (Gritta et al. 2018) marks places in news of epidemics with their coordinates. A place is found where one of
//! the program's overlaps it. Its state is right where it is that of the nearest town to the gold point, or the state that
//! the marked words name; its distance is that of the point an export would draw.

use anyhow::Context;
use jiff::civil::date;
use rayon::prelude::*;
use relata::Pipeline;
use relata::doc::PlaceMention;
use relata_knowledge::{Meaning, PlaceKind, kilometres};

use crate::{Floors, resolve, shared};

/// Kilometres (100 miles) within which a place counts as right in the field.
const NEAR: f64 = 161.0;

struct Gold {
    name: String,
    start: usize,
    end: usize,
    point: (f64, f64),
    state: Option<String>,
}

pub(crate) fn report(misses: bool) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    let text = shared::text("geovirus/GeoVirus-half.xml")?;
    let document = roxmltree::Document::parse(&text)?;
    let articles: Vec<(String, Vec<Gold>)> = document
        .descendants()
        .filter(|node| node.has_tag_name("article"))
        .map(|article| read(&pipeline, article))
        .collect::<anyhow::Result<_>>()?;
    let (mut all, mut found, mut state_known, mut state_right, mut point_known, mut near) =
        (0_usize, 0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    let (mut placed, mut placed_near) = (0_usize, 0_usize);
    let read: Vec<Vec<(usize, usize, PlaceMention)>> =
        articles.par_iter().map(|(text, _)| places(&pipeline, text)).collect();
    for ((_, golds), places) in articles.iter().zip(read) {
        for gold in golds {
            all += 1;
            let Some((.., place)) =
                places.iter().find(|(start, end, _)| *start < gold.end && gold.start < *end)
            else {
                if misses {
                    println!("missed\t{}", gold.name);
                }
                continue;
            };
            found += 1;
            if let Some(state) = &gold.state {
                state_known += 1;
                let right = place.country.as_ref() == Some(state);
                state_right += usize::from(right);
                if misses && !right {
                    println!("state\t{}\t{state}\t{:?}", gold.name, place.country);
                }
            }
            point_known += 1;
            let km = pipeline.representative_point(place).map(|point| kilometres(point, gold.point));
            let is_near = km.is_some_and(|km| km <= NEAR);
            near += usize::from(is_near);
            if place.lat.is_some() {
                placed += 1;
                placed_near += usize::from(is_near);
            }
            if misses && km.is_none_or(|km| km > NEAR) {
                println!("far\t{}\t{}\t{:?}\t{km:.0?}", gold.name, place.name, place.country);
            }
        }
    }
    let share = |some: usize, all: usize| some as f64 / all.max(1) as f64;
    println!("recall                   {found} of {all}  {:.3}", share(found, all));
    println!(
        "state right, of found    {state_right} of {state_known}  {:.3}",
        share(state_right, state_known)
    );
    println!("within 161 km, of found  {near} of {point_known}  {:.3}", share(near, point_known));
    println!(
        "within 161 km, of those with coordinates (towns and points)  {placed_near} of {placed}  {:.3}",
        share(placed_near, placed)
    );
    let mut floors = Floors::default();
    floors.add("places found", share(found, all), 0.93);
    floors.add("state right", share(state_right, state_known), 0.92);
    floors.add("within 161 km", share(near, point_known), 0.74);
    floors.add("towns within 161 km", share(placed_near, placed), 0.90);
    Ok(floors)
}

fn read(pipeline: &Pipeline, article: roxmltree::Node) -> anyhow::Result<(String, Vec<Gold>)> {
    let child = |node: roxmltree::Node, name: &str| {
        let found = node.children().find(|child| child.has_tag_name(name));
        found.and_then(|child| child.text().map(str::to_owned)).with_context(|| format!("no <{name}>"))
    };
    let text = child(article, "text")?;
    let golds = article
        .descendants()
        .filter(|node| node.has_tag_name("location"))
        .map(|node| {
            let point = (child(node, "lat")?.parse()?, child(node, "lon")?.parse()?);
            let name = child(node, "name")?;
            let state = state_of(pipeline, &name, point);
            Ok(Gold {
                start: child(node, "start")?.parse()?,
                end: child(node, "end")?.parse()?,
                name,
                point,
                state,
            })
        })
        .collect::<anyhow::Result<_>>()?;
    Ok((text, golds))
}

/// Returns the state of a marked place: the one that the words name where its point lies near, else that of the nearest town.
fn state_of(pipeline: &Pipeline, name: &str, point: (f64, f64)) -> Option<String> {
    let knowledge = pipeline.knowledge();
    let meanings = knowledge.world.meanings(name);
    if meanings
        .iter()
        .any(|meaning| matches!(meaning, Meaning::Region(id) if knowledge.world.region(*id).within.is_none()))
    {
        return None; // a continent
    }
    let named = meanings.iter().find_map(|meaning| match meaning {
        Meaning::State(id) => Some(knowledge.world.state(*id).code.clone()),
        _ => None,
    });
    let nearest = knowledge
        .places
        .all()
        .filter(|place| place.kind == PlaceKind::Town)
        .filter_map(|place| Some((kilometres(place.point?, point), place.country()?)))
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .filter(|(km, _)| *km < 150.0)
        .map(|(_, country)| country.to_owned());
    // A large state's middle may lie near another's town: where the words name a state and its point is near, it is meant.
    let own = named.as_deref().and_then(|code| knowledge.places.country(code)?.point);
    match (named, own) {
        (Some(named), Some(own)) if nearest.is_none() || kilometres(own, point) < 1_500.0 => Some(named),
        _ => nearest,
    }
}

/// Returns the places of a text with where they stand, in code points.
fn places(pipeline: &Pipeline, text: &str) -> Vec<(usize, usize, PlaceMention)> {
    let document = pipeline.annotate(&resolve::page(text, date(2009, 6, 1)));
    let points = document.text.code_points();
    let of = |place: PlaceMention| {
        let (start, end) = points.of(place.span);
        (start, end, place)
    };
    document.mentions.places.into_iter().map(of).collect()
}
