//! How much does each number that describes a break, or a page, weigh?
//!
//! Fitted by `training/fit_coherence.py` on pages put together from releases, and on whole ones.

use super::topics::{FEATURES, PAGE_FEATURES};

/// A constant, then a weight for each number.
pub(crate) const BREAK: [f32; FEATURES + 1] = [
    -2.8925, -1.0197, -0.3528, -5.3637, -5.0752, -0.7751, -0.3036, -3.7655, 0.8412, -4.6558, 0.3430, -9.7797,
    0.1934, 0.6595, 3.6670, 1.8027, -2.8851, -0.7469, 0.2619, -0.3399, -0.6377,
];
pub(crate) const PAGE: [f32; PAGE_FEATURES + 1] =
    [8.7998, 0.7405, 0.5219, 0.0295, 0.4051, -1.6769, -3.0329, -1.1440, 0.1337, 0.2999, -12.2399];

/// Returns the logarithm of the odds.
pub(crate) fn odds(features: &[f32], weights: &[f32]) -> f32 {
    weights[0] + features.iter().zip(&weights[1..]).map(|(feature, weight)| feature * weight).sum::<f32>()
}
