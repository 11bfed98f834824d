//! From scores to answers that fit together: trees with one root, names without loose ends.

/// Returns the heads of the best tree with exactly one root.
///
/// `scores` has, for each word, one score a possible head; head 0 is the root, head i the i-th word.
pub(crate) fn tree(scores: &[f32], words: usize) -> Vec<usize> {
    let width = words + 1;
    let greedy: Vec<usize> = scores.chunks_exact(width).map(best).collect();
    if greedy.iter().filter(|&&head| head == 0).count() == 1 && is_acyclic(&greedy) {
        return greedy;
    }
    let mut matrix = vec![f64::NEG_INFINITY; width * width];
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for word in 1..width {
        for head in 0..width {
            let score = f64::from(scores[(word - 1) * width + head]);
            if head != word {
                matrix[word * width + head] = score;
                (least, most) = (least.min(score), most.max(score));
            }
        }
    }
    // Taking the root a second time costs more than anything can win back.
    let price = (most - least + 1.0) * width as f64;
    for word in 1..width {
        matrix[word * width] -= price;
    }
    edmonds(&matrix, width)[1..].to_vec()
}

/// Returns the index of the highest score; the first among equals.
pub(crate) fn best(scores: &[f32]) -> usize {
    scores
        .iter()
        .enumerate()
        .fold((0, f32::NEG_INFINITY), |top, (i, &s)| if s > top.1 { (i, s) } else { top })
        .0
}

/// Returns whether every word leads to the root; `heads` count words from 1.
fn is_acyclic(heads: &[usize]) -> bool {
    let mut seen = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            return false;
        }
    }
    true
}

/// Chu-Liu and Edmonds: the best arborescence from node 0 of a complete graph; `s[word * n + head]`.
fn edmonds(s: &[f64], n: usize) -> Vec<usize> {
    let mut heads = vec![0; n];
    for word in 1..n {
        heads[word] =
            (0..n).fold(0, |top, head| if s[word * n + head] > s[word * n + top] { head } else { top });
    }
    let Some(cycle) = cycle(&heads) else { return heads };
    let inside = |node: usize| cycle.contains(&node);
    let outside: Vec<usize> = (0..n).filter(|&node| !inside(node)).collect();
    let m = outside.len() + 1;
    let mut small = vec![f64::NEG_INFINITY; m * m];
    let (mut leave, mut enter) = (vec![0; m], vec![0; m]);
    let gain = |node: usize, head: usize| s[node * n + head] - s[node * n + heads[node]];
    for (a, &word) in outside.iter().enumerate() {
        for (b, &head) in outside.iter().enumerate() {
            small[a * m + b] = s[word * n + head];
        }
        if word != 0 {
            let from = first_best(&cycle, |c| s[word * n + c]);
            leave[a] = from;
            small[a * m + m - 1] = s[word * n + from];
        }
    }
    for (b, &head) in outside.iter().enumerate() {
        let into = first_best(&cycle, |c| gain(c, head));
        enter[b] = into;
        small[(m - 1) * m + b] = gain(into, head);
    }
    let got = edmonds(&small, m);
    for (a, &word) in outside.iter().enumerate().skip(1) {
        heads[word] = if got[a] == m - 1 { leave[a] } else { outside[got[a]] };
    }
    let from = got[m - 1];
    heads[enter[from]] = outside[from];
    heads
}

fn first_best(nodes: &[usize], score: impl Fn(usize) -> f64) -> usize {
    nodes.iter().copied().fold(nodes[0], |top, node| if score(node) > score(top) { node } else { top })
}

/// Returns the nodes of a cycle, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let (mut path, mut at) = (Vec::new(), start);
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            path.push(at);
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let from = path.iter().position(|&node| node == at)?;
            return Some(path.split_off(from));
        }
    }
    None
}

/// Number of name tags: O, then B- and I- of each kind.
pub(crate) const NAME_TAGS: usize = 7;

/// Returns the best tags in which I- only continues a name of its kind: 0 is O, 1 and 2 are B- and I- of the first kind.
pub(crate) fn name_tags(scores: &[f32]) -> Vec<usize> {
    let follows = |tag: usize, before: usize| tag == 0 || tag % 2 == 1 || before == tag || before + 1 == tag;
    let mut best: [f32; NAME_TAGS] =
        std::array::from_fn(|tag| if tag != 0 && tag.is_multiple_of(2) { f32::NEG_INFINITY } else { 0.0 });
    let mut back: Vec<[usize; NAME_TAGS]> = Vec::with_capacity(scores.len() / NAME_TAGS);
    for (i, row) in scores.chunks_exact(NAME_TAGS).enumerate() {
        let mut next = [f32::NEG_INFINITY; NAME_TAGS];
        let mut from = [0; NAME_TAGS];
        for tag in 0..NAME_TAGS {
            if i == 0 {
                next[tag] = best[tag] + row[tag];
                continue;
            }
            for (before, &score) in best.iter().enumerate() {
                if follows(tag, before) && score > next[tag] {
                    (next[tag], from[tag]) = (score, before);
                }
            }
            next[tag] += row[tag];
        }
        best = next;
        back.push(from);
    }
    let mut tag = self::best(&best);
    let mut tags = Vec::with_capacity(back.len());
    for from in back.iter().rev() {
        tags.push(tag);
        tag = from[tag];
    }
    tags.reverse();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of scores, so that the tests need no other crate.
    fn scores(words: usize, seed: u64) -> Vec<f32> {
        let mut state = seed.wrapping_mul(2_862_933_555_777_941_757) + 3_037_000_493;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 65536.0 - 128.0
        };
        (0..words * (words + 1)).map(|_| next()).collect()
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, &head)| scores[i * (heads.len() + 1) + head]).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|&&h| h == 0).count() == 1
            && is_acyclic(heads)
            && heads.iter().enumerate().all(|(i, &h)| h != i + 1)
    }

    #[test]
    fn the_tree_found_is_the_best_of_all() {
        for seed in 0..200 {
            let words = 1 + seed as usize % 5;
            let scores = scores(words, seed);
            let found = tree(&scores, words);
            assert!(is_tree(&found), "{found:?}");
            let all = (0..(words + 1).pow(words as u32))
                .map(|n| (0..words).map(|i| n / (words + 1).pow(i as u32) % (words + 1)).collect::<Vec<_>>());
            let best = all
                .filter(|heads| is_tree(heads))
                .map(|heads| total(&scores, &heads))
                .fold(f32::NEG_INFINITY, f32::max);
            assert!((total(&scores, &found) - best).abs() < 1e-2);
        }
    }

    #[test]
    fn long_sentences_get_a_tree_too() {
        assert!(is_tree(&tree(&scores(250, 9), 250)));
    }

    #[test]
    fn a_name_never_begins_inside() {
        let mut row = [[0.0f32; NAME_TAGS]; 3];
        row[0][2] = 9.0; // I- of the first kind, with nothing before it
        row[1][2] = 9.0;
        row[2][4] = 1.0;
        let tags = name_tags(row.as_flattened());
        assert_eq!(tags[..2], [1, 2]);
        assert_ne!(tags[2], 4);
        assert_eq!(name_tags(&[]), Vec::<usize>::new());
    }
}
