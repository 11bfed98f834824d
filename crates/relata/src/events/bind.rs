//! Who is the source, and who the target?

use relata_doc::{
    ActorCode, ActorKind, ActorMention, Evidence, PlaceMention, PloverQuad, PloverType, QuadClass, Span, Upos,
};
use relata_knowledge::{Slot, Word};

use super::sense::Match;
use super::{Reading, because};

/// The parties of a match.
pub(crate) struct Bound {
    pub(crate) source: Vec<ActorMention>,
    pub(crate) target: Vec<ActorMention>,
    pub(crate) place_target: Option<PlaceMention>,
    pub(crate) evidence: Vec<Evidence>,
    /// From 0 to 1: how plainly the clause tells who it was.
    pub(crate) certainty: f32,
}

/// What stands in the slots of one side.
#[derive(Default)]
struct Side {
    heads: Vec<usize>,
    actors: Vec<ActorMention>,
}

/// Binds source and target by the clause's own grammar.
///
/// # Errors
/// Why there is no event, where the clause does not tell of actors what the sense needs.
pub(crate) fn bind(reading: &Reading, found: &Match) -> Result<Bound, &'static str> {
    let sense = found.sense;
    let mut evidence = Vec::new();
    let undergoes = found.carrier.is_some_and(|(_, light)| light.undergoes);
    let mut source = side(reading, found, &sense.source, !undergoes);
    let mut target = side(reading, found, &sense.target, undergoes);
    let mut place_target = None;
    if target.actors.is_empty() && sense.operator.is_some() {
        complete(reading, found, &mut target);
    }
    make_implied(reading, found, &mut target, &mut place_target, &mut evidence);
    source.actors.retain(|actor| actor.kind != ActorKind::Place || !actor.code.is_empty());
    for actor in &mut source.actors {
        if actor.kind == ActorKind::Place {
            actor.kind = ActorKind::State;
        }
    }
    keep_own(reading, found, &mut source);
    arm(reading, found, &mut source, &mut evidence);
    if source.actors.is_empty() && sense.word == Word::Noun && found.carrier.is_none() {
        source.actors = shared_subject(reading, found);
    }
    // Nobody acts upon himself: a party on both sides stays where the grammar put it first.
    let is_same = |a: &ActorMention, b: &ActorMention| {
        a.is_same(b) || (a.name.is_some() && a.name == b.name && a.code == b.code)
    };
    target.actors.retain(|actor| !source.actors.iter().any(|other| is_same(actor, other)));
    let lemma = reading.tree.lemma(found.word);
    if sense.reciprocal || reading.knowledge.lexicon.is_of_class("agreeing-together", lemma) {
        spread(&mut source, &mut target);
    }
    let certainty = judge(reading, found, &source, &target, place_target.is_some(), &mut evidence)?;
    for actor in source.actors.iter().chain(&target.actors) {
        evidence.push(because(
            if actor.antecedent.is_some() { "actor/pronoun" } else { "actor" },
            actor.span,
            actor.why.clone(),
        ));
    }
    Ok(Bound { source: source.actors, target: target.actors, place_target, evidence, certainty })
}

/// Returns what stands in the slots of both sides, whoever it is.
pub(crate) fn heads(reading: &Reading, found: &Match) -> (Vec<usize>, Vec<usize>) {
    heads_within(reading, found, 4)
}

// `steps` bounds the way from one operator to the next: a relative clause may lead round to where it began.
fn heads_within(reading: &Reading, found: &Match, steps: usize) -> (Vec<usize>, Vec<usize>) {
    let all = |slots: &[Slot], carriers_subject: bool| {
        let tree = reading.tree;
        let mut heads: Vec<usize> = Vec::new();
        if let Some((verb, _)) = found.carrier.filter(|_| carriers_subject) {
            heads.extend(tree.slot(verb, &Slot::Subject));
        }
        for slot in slots {
            heads.extend(tree.slot(found.word, slot));
            if let Some((verb, _)) = found.carrier {
                heads.extend(
                    tree.slot(verb, slot)
                        .into_iter()
                        .filter(|_| matches!(slot, Slot::Preposition(_) | Slot::Indirect)),
                );
            }
        }
        heads.retain(|&head| head != found.word);
        heads
    };
    let undergoes = found.carrier.is_some_and(|(_, light)| light.undergoes);
    let (source, mut target) = (all(&found.sense.source, !undergoes), all(&found.sense.target, undergoes));
    if found.sense.operator.is_some() && steps > 0 {
        target.extend(whom_it_would_meet(reading, found, steps - 1));
    }
    (source, target)
}

/// Returns the heads of those whom an operator meets through what it is about: who is to do it, or, where the source itself
/// is to act, whom the act would meet ("agreed to meet the Sami parliament").
fn whom_it_would_meet(reading: &Reading, found: &Match, steps: usize) -> Vec<usize> {
    let tree = reading.tree;
    let operator = found.sense.operator.as_deref().unwrap_or_default();
    let mut heads_there = Vec::new();
    for complement in super::sense::complements(reading, found) {
        if reading.knowledge.lexicon.is_of_class("own-act-operator", operator) {
            if let Some(inner) = super::sense::carried_or_own(reading, complement) {
                heads_there.extend(heads_within(reading, &inner, steps).1);
            }
            if tree.upos(complement) == Upos::Verb {
                heads_there.extend(met(reading, complement));
            }
        } else if tree.upos(complement) == Upos::Verb {
            heads_there.extend(tree.child(complement, "nsubj"));
        }
    }
    heads_there
}

/// Returns what a verb's act meets by grammar alone: its objects, and what stands behind a preposition of address.
fn met(reading: &Reading, verb: usize) -> Vec<usize> {
    let tree = reading.tree;
    let mut met: Vec<usize> = tree.in_relation(verb, &["obj", "iobj", "obl"]).collect();
    let of_objects: Vec<usize> = tree
        .in_relation(verb, &["obj"])
        .flat_map(|object| tree.in_relation(object, &["nmod"]).collect::<Vec<_>>())
        .collect();
    met.extend(of_objects);
    if tree.is_passive(verb) {
        met.extend(tree.surface_subject(verb));
    }
    // "let monitors in": the infinitive's own subject and object are met as well.
    met.extend(
        tree.in_relation(verb, &["xcomp", "ccomp"])
            .flat_map(|clause| tree.in_relation(clause, &["nsubj", "obj"]).collect::<Vec<_>>()),
    );
    met.retain(|&head| {
        !tree.is_time(head)
            && (matches!(tree.relation(head), "obj" | "iobj" | "nsubj")
                || tree.preposition(head).is_some_and(|preposition| {
                    reading.knowledge.lexicon.is_of_class("address-preposition", &preposition)
                }))
    });
    met
}

/// Returns whether the parties are of the kinds that the sense asks for.
pub(crate) fn kinds_fit(reading: &Reading, found: &Match) -> bool {
    let sense = found.sense;
    if sense.source_kind.is_empty() && sense.target_kind.is_empty() {
        return true;
    }
    let undergoes = found.carrier.is_some_and(|(_, light)| light.undergoes);
    let source = side(reading, found, &sense.source, !undergoes);
    let target = side(reading, found, &sense.target, undergoes);
    // "Norway and Iceland signed a deal": where one side tells all parties, nobody is to stand on the other.
    let tells_all =
        |one: &Side, other: &Side| sense.reciprocal && one.actors.len() > 1 && other.actors.is_empty();
    (tells_all(&target, &source) || fits(reading, &sense.source_kind, &source))
        && (tells_all(&source, &target) || fits(reading, &sense.target_kind, &target))
}

fn side(reading: &Reading, found: &Match, slots: &[Slot], carriers_subject: bool) -> Side {
    let tree = reading.tree;
    let mut side = Side::default();
    let take = |heads: Vec<usize>, side: &mut Side| {
        for head in heads {
            let actors = reading.who.actors_or_owners(head);
            side.heads.push(head);
            for actor in actors {
                if side.actors.iter().all(|known| !known.is_same(&actor)) {
                    side.actors.push(actor);
                }
            }
        }
        !side.actors.is_empty()
    };
    if let Some((verb, _)) = found.carrier.filter(|_| carriers_subject)
        && take(tree.slot(verb, &Slot::Subject), &mut side)
    {
        return side;
    }
    let sense_particle = found.sense.particle.clone();
    for slot in slots {
        if *slot == Slot::Modifier {
            for actor in modifiers(reading, found.word) {
                side.actors.push(actor);
            }
            if !side.actors.is_empty() {
                return side;
            }
            continue;
        }
        let mut heads = tree.slot(found.word, slot);
        if let Some((verb, _)) = found.carrier
            && matches!(slot, Slot::Preposition(_) | Slot::Indirect)
        {
            heads.extend(tree.slot(verb, slot));
        }
        if *slot == Slot::Object
            && heads.is_empty()
            && let Some(particle) = &sense_particle
        {
            heads = tree.after(found.word, particle); // "handed over power", its particle taken for a preposition
        }
        heads.retain(|&head| head != found.word);
        if take(heads, &mut side) {
            return side;
        }
    }
    side
}

/// Returns the actors that modify an event noun: "Russian shelling", "US-led strikes".
fn modifiers(reading: &Reading, noun: usize) -> Vec<ActorMention> {
    let tree = reading.tree;
    let possessor = tree.possessor(noun).map(|possessor| tree.phrase(possessor)).unwrap_or_default();
    let mut actors: Vec<ActorMention> = Vec::new();
    for token in tree.phrase(noun) {
        let hit = reading
            .who
            .naming
            .hit(token)
            .filter(|hit| hit.tokens.start == token && !hit.tokens.contains(&noun));
        let actor = hit
            .filter(|_| !possessor.contains(&token))
            .and_then(|hit| reading.who.known(hit, hit.tokens.end - 1));
        if let Some(actor) = actor.filter(|actor| actors.iter().all(|known| known.code != actor.code)) {
            actors.push(actor);
        }
    }
    if actors.is_empty() {
        // "rebel attack", "police raid"
        let named = tree
            .in_relation(noun, &["compound"])
            .flat_map(|part| reading.who.actors(part))
            .filter(|actor| actor.kind != ActorKind::Place);
        actors.extend(named);
    }
    actors
}

/// Finds the target of an appeal, promise or threat in what it is about: whoever is to do it ("urged that Chad release"), or,
/// where the source itself is to act, whom the act would meet ("threatened to shell Aleppo").
fn complete(reading: &Reading, found: &Match, target: &mut Side) {
    let tree = reading.tree;
    let operator = found.sense.operator.as_deref().unwrap_or_default();
    if reading.knowledge.lexicon.is_of_class("own-act-operator", operator) {
        for complement in super::sense::complements(reading, found) {
            let Some(inner) = super::sense::best(reading, complement, None) else { continue };
            let undergoes = inner.carrier.is_some_and(|(_, light)| light.undergoes);
            *target = side(reading, &inner, &inner.sense.target, undergoes);
            if !target.actors.is_empty() {
                return;
            }
        }
        complete_by_grammar(reading, found, target);
        return;
    }
    // "Its demand that Washington ease sanctions": the clause tells what the noun is about.
    let about: &[&str] =
        if tree.upos(found.word) == Upos::Verb { &["ccomp", "xcomp"] } else { &["ccomp", "acl"] };
    let addressed = tree
        .in_relation(found.word, about)
        .filter(|&clause| tree.token(clause).deprel != "acl:relcl")
        .filter_map(|clause| tree.child(clause, "nsubj"))
        .next();
    if let Some(subject) = addressed {
        target.heads.push(subject);
        target.actors.extend(reading.who.actors_or_owners(subject));
    }
}

/// Finds whom an act that no sense knows would meet: its object, or what stands behind a preposition of address ("agreed to
/// share what it knows with Kenya").
fn complete_by_grammar(reading: &Reading, found: &Match, target: &mut Side) {
    let tree = reading.tree;
    for complement in
        super::sense::complements(reading, found).into_iter().filter(|&word| tree.upos(word) == Upos::Verb)
    {
        let addressed = tree.in_relation(complement, &["obj", "iobj", "obl"]).chain(
            tree.in_relation(complement, &["obj"])
                .flat_map(|object| tree.in_relation(object, &["nmod"]).collect::<Vec<_>>()),
        );
        for head in addressed.filter(|&head| !tree.is_time(head)) {
            let is_address = tree.relation(head) == "obj"
                || tree.relation(head) == "iobj"
                || tree.preposition(head).is_some_and(|preposition| {
                    reading.knowledge.lexicon.is_of_class("address-preposition", &preposition)
                });
            let actors = if is_address { reading.who.actors(head) } else { Vec::new() };
            let coded: Vec<ActorMention> = actors
                .into_iter()
                .filter(|actor| !actor.code.is_empty() && actor.kind != ActorKind::Place)
                .collect();
            if !coded.is_empty() {
                target.heads.push(head);
                target.actors = coded;
                return;
            }
        }
    }
}

/// Drops a nationality that says nothing of who acts: a German airline is not Germany. A state acts through its acts and
/// arms ("Russian shelling", "a Chinese decision"), and where it is named as the owner.
fn keep_own(reading: &Reading, found: &Match, source: &mut Side) {
    let tree = reading.tree;
    let lexicon = &reading.knowledge.lexicon;
    if found.sense.word == Word::Noun && found.carrier.is_none() {
        return;
    }
    let heads: Vec<usize> = source.heads.iter().flat_map(|&head| tree.coordinated(head)).collect();
    let acts_for_it = |head: usize| {
        let lemma = tree.lemma(head).to_lowercase();
        lexicon.senses_of(Word::Noun, &lemma).next().is_some()
            || lexicon.is_of_class("arms", &lemma)
            || lexicon.is_of_class("owned-act", &lemma)
    };
    source.actors.retain(|actor| {
        let inside = heads.iter().copied().find(|&head| {
            let phrase = tree.cover(&tree.phrase(head));
            phrase.is_some_and(|phrase| phrase.contains(actor.span))
                && !actor.span.contains(tree.token(head).span)
        });
        let by_adjective =
            inside.filter(|&head| tree.possessor(head).is_none() && actor.kind == ActorKind::State);
        by_adjective.is_none_or(acts_for_it)
    });
}

/// Makes a state whose arms act ("Russian shelling", "US missiles killed") its military.
fn arm(reading: &Reading, found: &Match, source: &mut Side, evidence: &mut Vec<Evidence>) {
    let is_military = reading
        .knowledge
        .ontology
        .entry(found.sense.code)
        .is_some_and(|entry| entry.contexts.iter().any(|context| context == "military"));
    let heads: Vec<usize> = source.heads.iter().flat_map(|&head| reading.tree.coordinated(head)).collect();
    let are_arms = |&head: &usize| {
        let lemma = reading.tree.lemma(head).to_lowercase();
        let acts = reading
            .knowledge
            .lexicon
            .senses_of(Word::Noun, &lemma)
            .any(|sense| sense.code.quad_class() == QuadClass::MaterialConflict);
        acts || reading.knowledge.lexicon.is_of_class("arms", &lemma)
    };
    if !heads.iter().any(are_arms) && found.sense.word != Word::Noun {
        return;
    }
    let heads: Vec<Span> = heads.into_iter().map(|head| reading.tree.token(head).span).collect();
    for actor in source.actors.iter_mut().filter(|actor| {
        is_military && actor.kind == ActorKind::State && actor.code.sectors().next().is_none()
    }) {
        // Where the state itself is said to act ("Russia shelled"), it stays the state.
        if heads.iter().any(|&head| actor.span.contains(head)) {
            continue;
        }
        if let Ok(military) = ActorCode::parse("MIL", |_| false) {
            actor.code = military.with_country_of(&actor.code);
            actor.kind = ActorKind::ArmedGroup;
            evidence.push(because("actor/military", actor.span, "its arms act: the state's military"));
        }
    }
}

/// Returns the subject of the clause during which a consultation takes place: "during a visit to Chad, the minister praised …".
fn shared_subject(reading: &Reading, found: &Match) -> Vec<ActorMention> {
    let tree = reading.tree;
    let plover = reading.knowledge.ontology.plover(found.sense.code);
    let during = tree.preposition(found.word).is_some_and(|preposition| {
        reading.knowledge.lexicon.is_of_class("concurrent-preposition", &preposition)
    });
    let verb = tree
        .head(found.word)
        .filter(|&head| tree.relation(found.word) == "obl" && tree.upos(head) == Upos::Verb);
    match verb {
        Some(verb) if during && plover == Some(PloverType::Consult) => tree
            .slot(verb, &Slot::Subject)
            .into_iter()
            .flat_map(|subject| reading.who.actors(subject))
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns where a thing that is acted upon stands: what says where goes before whose it is ("the Peruvian embassy in
/// Quito"), and whose it is says nothing of where ("a US base").
fn where_it_stands(reading: &Reading, head: usize, words: Span) -> Option<PlaceMention> {
    let tree = reading.tree;
    let is_owner = |&token: &usize| {
        tree.relation(token) == "compound"
            || tree.relation(token) == "amod"
            || tree.relation(token) == "nmod:poss"
    };
    let owned = is_owner(&head).then(|| tree.head(head)).flatten();
    let thing = owned.unwrap_or(head);
    let said = tree
        .in_relation(thing, &["nmod", "obl"])
        .filter(|&child| {
            let preposition = tree.preposition(child);
            preposition.is_some_and(|word| reading.knowledge.lexicon.is_of_class("place-preposition", &word))
        })
        .find_map(|child| reading.places.at(tree.token(child).span));
    // "Ukraine's Crimea peninsula" is a place by its own name.
    let own_name = || {
        let names = tree.in_relation(thing, &["compound", "flat", "appos"]).chain([thing]);
        names.filter(|&name| name != head).find_map(|name| reading.places.at(tree.token(name).span))
    };
    said.or_else(|| if owned.is_some() { own_name() } else { reading.places.at(words) })
}

/// Turns a place that is acted upon into the event's place, and into its owner where the sense says so.
fn make_implied(
    reading: &Reading,
    found: &Match,
    target: &mut Side,
    place: &mut Option<PlaceMention>,
    evidence: &mut Vec<Evidence>,
) {
    let implied = found.sense.implied_target;
    let mut actors = Vec::new();
    for (head, actor) in
        std::mem::take(&mut target.actors).into_iter().map(|actor| (reading.tree.token_at(actor.span), actor))
    {
        let place_here = head
            .and_then(|head| where_it_stands(reading, head, actor.span))
            .filter(|_| implied || actor.kind == ActorKind::Place);
        if let Some(here) = &place_here {
            place.get_or_insert_with(|| here.clone());
        }
        if actor.kind != ActorKind::Place {
            actors.push(actor);
            continue;
        }
        let country =
            actor.code.country().map(str::to_owned).or_else(|| place_here.and_then(|here| here.country));
        if let Some(code) = country.and_then(|country| ActorCode::country_only(&country).ok()) {
            evidence.push(because(
                "actor/implied",
                actor.span,
                format!("{:?} lies in {code}", &reading.tree.text[actor.span]),
            ));
            let owner = found_owner(reading, head);
            match owner {
                Some(owner) => actors.push(owner),
                None => {
                    let name = reading
                        .knowledge
                        .world
                        .state_by_code(&code.to_string())
                        .map(|state| state.name.clone());
                    actors.push(ActorMention { implied: true, kind: ActorKind::State, name, code, ..actor });
                }
            }
        }
    }
    target.actors = actors;
}

/// Returns the possessor of a place where the text names one: "Ukraine's Crimean Peninsula".
fn found_owner(reading: &Reading, head: Option<usize>) -> Option<ActorMention> {
    let tree = reading.tree;
    let top = tree.up(head?).find(|&above| !matches!(tree.relation(above), "compound" | "amod" | "flat"))?;
    let possessor = tree.possessor(top)?;
    reading.who.actors(possessor).into_iter().next()
}

/// Puts the parties of a reciprocal act where the clause does not: all on both sides.
fn spread(source: &mut Side, target: &mut Side) {
    if target.actors.is_empty() && source.actors.len() > 1 {
        target.actors = source.actors.clone();
    } else if source.actors.is_empty() && target.actors.len() > 1 {
        source.actors = target.actors.clone();
    }
}

fn fits(reading: &Reading, kinds: &[String], side: &Side) -> bool {
    let absent = side.heads.is_empty() && side.actors.is_empty();
    kinds.is_empty()
        || absent
        || is_asked_about(reading, side)
        || side.actors.iter().any(|actor| kinds.iter().any(|kind| is_kind(reading, kind, actor)))
}

/// Returns whether a side is one that somebody asks about and nobody knows: it is an actor of whatever kind fits.
fn is_asked_about(reading: &Reading, side: &Side) -> bool {
    let stands_there = |&head: &usize| {
        reading
            .tree
            .coordinated(head)
            .into_iter()
            .chain([head])
            .any(|head| reading.sides.iter().any(|words| words.contains(&head)))
    };
    side.actors.iter().all(|actor| actor.code.is_empty()) && side.heads.iter().any(stands_there)
}

fn is_kind(reading: &Reading, kind: &str, actor: &ActorMention) -> bool {
    let lexicon = &reading.knowledge.lexicon;
    let in_class = |class: &str| actor.code.sectors().any(|sector| lexicon.is_of_class(class, sector));
    match kind {
        "person" => {
            actor.kind == ActorKind::Person || (actor.kind == ActorKind::Group && !in_class("armed-sector"))
        }
        "state" => {
            matches!(actor.kind, ActorKind::State | ActorKind::Government)
                || (actor.kind == ActorKind::Place && !actor.code.is_empty())
                || in_class("government-sector")
        }
        "government" => actor.kind == ActorKind::Government || in_class("government-sector"),
        "armed" => actor.kind == ActorKind::ArmedGroup || in_class("armed-sector"),
        "civilian" => {
            in_class("civilian-sector")
                || (actor.kind == ActorKind::Person && actor.code.sectors().next().is_none())
        }
        "organization" => actor.kind == ActorKind::Organization,
        _ => !actor.code.is_empty(),
    }
}

/// Returns how plainly the parties are told, or why it is too little to speak of an event.
fn judge(
    reading: &Reading,
    found: &Match,
    source: &Side,
    target: &Side,
    has_place: bool,
    evidence: &mut Vec<Evidence>,
) -> Result<f32, &'static str> {
    let tree = reading.tree;
    let sense = found.sense;
    let coded = |side: &Side| side.actors.iter().any(|actor| !actor.code.is_empty());
    let plover = reading.knowledge.ontology.plover(sense.code);
    if sense.both && !(coded(source) && coded(target)) {
        return Err("the dictionary's sense needs both a source and a target");
    }
    if sense.reciprocal {
        let parties = source.actors.len().max(target.actors.len());
        let both = !source.actors.is_empty() && !target.actors.is_empty();
        let one_sided = !source.actors.is_empty() && coded(source) && sense.word != Word::Noun;
        let told = both || parties > 1 || (one_sided && !target.heads.is_empty());
        return told.then_some(if both { 1.0 } else { 0.8 }).ok_or("fewer than two parties are told");
    }
    let is_bare_noun = sense.word == Word::Noun && found.carrier.is_none();
    if is_bare_noun {
        // A noun alone tells of an event only where it tells both who and whom.
        let whole = coded(source) && (!target.actors.is_empty() || has_place);
        return whole.then_some(0.9).ok_or("a noun alone tells an event only with both source and target");
    }
    if source.actors.is_empty() {
        let subject = source.heads.first().copied();
        let is_lost_pronoun =
            subject.is_some_and(|head| tree.upos(head) == Upos::Pron && tree.token(head).has("Person=3"));
        // "In a series of attacks": the attacks.
        let is_act = subject.map(|head| tree.counted(head)).is_some_and(|head| {
            reading.knowledge.lexicon.senses_of(Word::Noun, tree.lemma(head)).next().is_some()
        });
        if is_lost_pronoun {
            let head = subject.unwrap_or(found.word);
            evidence.push(because(
                "actor/uncertain",
                tree.token(head).span,
                "no antecedent is plain: the source is uncertain",
            ));
            return (coded(target) || plover.is_some_and(is_verbal))
                .then_some(0.6)
                .ok_or("a pronoun acts, and nobody known is acted upon");
        }
        let agentless =
            subject.is_none() && tree.upos(found.anchor()) == Upos::Verb && tree.is_passive(found.anchor());
        let undergone = found.carrier.is_some_and(|(_, light)| light.undergoes);
        let told = (agentless || is_act || undergone) && (coded(target) || (is_act && has_place));
        return told.then_some(0.85).ok_or("what stands as the source is no actor");
    }
    if target.actors.is_empty() {
        let fixed = sense.conditions.iter().any(|condition| condition.wanted);
        let needs_none = sense.target.is_empty() || has_place || fixed;
        let weighty = coded(source);
        let loose = plover.is_none_or(is_verbal) || target.heads.is_empty();
        let plain = (weighty && (needs_none || loose)).then_some(if needs_none { 0.95 } else { 0.8 });
        // "Rebels attacked a convoy": an armed actor's act upon a thing.
        let armed = || {
            source
                .actors
                .iter()
                .any(|actor| is_kind(reading, "armed", actor) || is_kind(reading, "state", actor))
        };
        return plain.or_else(|| armed().then_some(0.75)).ok_or("nobody known stands as the target");
    }
    // Neither side is known to anybody: names alone are too little for an act of force, enough for words.
    if coded(source) || coded(target) {
        Ok(1.0)
    } else if plover.is_none_or(is_verbal) {
        Ok(0.75)
    } else {
        Err("names alone are too little for an act of force")
    }
}

fn is_verbal(plover: PloverType) -> bool {
    matches!(plover.quad(), PloverQuad::VerbalCooperation | PloverQuad::VerbalConflict)
}
