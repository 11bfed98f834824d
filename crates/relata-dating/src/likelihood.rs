//! How likely is it that a page speaks of a day that lies so many days before or after its own?
//!
//! Scores are logarithms of likelihood, 0 for the most likely. Measured on dated releases and news, in rough steps.

use crate::days::from_number;

/// The first and the last day that anything is reckoned with.
pub(crate) const FIRST_YEAR: i16 = 1930;
pub(crate) const LAST_YEAR: i16 = 2049;

/// Days since something was told, up to which a score holds; what lies beyond has the last score.
pub(crate) type Delays = &'static [(i32, f32)];

// How long after a past day news that names it is written; measured on dated releases and news, in rough steps.
pub(crate) const AFTER_A_DAY: Delays = &[
    (-366, -6.5),
    (-31, -6.0),
    (-8, -4.5),
    (-2, -2.4),
    (-1, -1.2),
    (1, 0.0),
    (3, -1.0),
    (7, -1.6),
    (14, -2.6),
    (31, -3.4),
    (92, -4.0),
    (366, -4.6),
    (1100, -5.4),
    (3660, -6.4),
    (i32::MAX, -7.5),
];
// The same where the report opens with it, in what its sentence tells.
pub(crate) const AFTER_A_LEADING_DAY: Delays = &[
    (-366, -8.5),
    (-92, -7.0),
    (-31, -5.0),
    (-15, -3.8),
    (-8, -3.0),
    (-2, -1.8),
    (-1, -1.2),
    (1, 0.0),
    (3, -1.1),
    (7, -1.8),
    (14, -2.4),
    (31, -4.0),
    (92, -5.5),
    (366, -6.6),
    (1100, -7.8),
    (3660, -8.6),
    (i32::MAX, -9.5),
];
// How long after a day that stands at the head of a page under no verb.
pub(crate) const AFTER_A_HEADING: Delays = &[
    (-92, -10.0),
    (-31, -8.0),
    (-7, -5.5),
    (-1, -4.0),
    (0, 0.0),
    (1, -0.1),
    (2, -2.2),
    (3, -3.5),
    (7, -5.5),
    (31, -8.0),
    (366, -10.0),
    (i32::MAX, -12.0),
];
// How long after the day of its dateline.
pub(crate) const AFTER_A_DATELINE: Delays = &[
    (-31, -11.0),
    (-7, -9.0),
    (-1, -4.5),
    (0, 0.0),
    (1, -0.1),
    (2, -3.5),
    (3, -4.5),
    (7, -6.0),
    (31, -8.5),
    (i32::MAX, -11.0),
];
// How long after a day that stands alone on its line.
pub(crate) const AFTER_A_DATE_LINE: Delays = &[
    (-31, -9.0),
    (-2, -7.0),
    (-1, -5.0),
    (0, 0.0),
    (1, -2.4),
    (2, -3.9),
    (3, -5.0),
    (7, -6.0),
    (31, -8.0),
    (i32::MAX, -11.0),
];
// How long before a day that the report opens with as one to come.
pub(crate) const BEFORE_A_LEADING_DAY: Delays = &[
    (-366, -9.0),
    (-92, -7.6),
    (-31, -5.4),
    (-14, -3.4),
    (-7, -1.9),
    (-3, -0.6),
    (0, 0.0),
    (1, -2.1),
    (3, -4.0),
    (7, -6.0),
    (31, -7.5),
    (366, -9.0),
    (i32::MAX, -9.5),
];
// How long before the last day for something: "applications through April 12".
pub(crate) const BEFORE_A_DEADLINE: Delays = &[
    (-1100, -6.5),
    (-366, -4.5),
    (-183, -2.6),
    (-92, -1.5),
    (-45, -0.5),
    (0, 0.0),
    (1, -2.5),
    (31, -4.0),
    (366, -5.5),
    (i32::MAX, -6.5),
];
// How long after the day that the first statement of a report tells.
pub(crate) const AFTER_THE_DAY_OF_THE_NEWS: Delays = &[
    (-366, -9.5),
    (-92, -8.5),
    (-31, -7.0),
    (-15, -5.5),
    (-8, -4.0),
    (-2, -2.6),
    (-1, -1.6),
    (1, 0.0),
    (3, -1.0),
    (7, -2.0),
    (14, -3.2),
    (31, -5.0),
    (92, -6.8),
    (366, -8.5),
    (1100, -9.5),
    (i32::MAX, -10.0),
];
pub(crate) const AFTER_A_MONTH: Delays = &[
    (-366, -5.0),
    (-62, -3.5),
    (-31, -2.0),
    (31, 0.0),
    (62, -0.5),
    (123, -1.2),
    (366, -2.0),
    (1100, -2.8),
    (3660, -3.6),
    (i32::MAX, -4.5),
];
// The same where the year is not told: then the day is not far.
pub(crate) const AFTER_A_LEADING_YEARLESS_DAY: Delays = &[
    (-31, -7.0),
    (-14, -5.5),
    (-7, -4.5),
    (-3, -2.7),
    (-1, -2.0),
    (1, 0.0),
    (3, -0.7),
    (7, -2.2),
    (14, -3.2),
    (31, -5.0),
    (92, -5.9),
    (i32::MAX, -7.0),
];
pub(crate) const AFTER_A_YEARLESS_DAY: Delays = &[
    (-93, -6.0),
    (-32, -4.7),
    (-14, -3.3),
    (-7, -2.5),
    (-3, -1.6),
    (-1, -0.9),
    (1, 0.0),
    (3, -0.7),
    (7, -1.2),
    (14, -1.4),
    (31, -1.7),
    (92, -2.9),
    (183, -3.3),
    (i32::MAX, -3.5),
];
pub(crate) const BEFORE_A_YEARLESS_DAY: Delays = &[
    (-93, -4.4),
    (-31, -3.2),
    (-14, -1.9),
    (-7, -0.2),
    (-3, 0.0),
    (-1, -0.4),
    (0, -0.9),
    (1, -2.0),
    (3, -3.5),
    (7, -4.0),
    (31, -4.6),
    (i32::MAX, -4.8),
];
// A day told with its weekday is nearer still.
pub(crate) const AROUND_A_DAY_WITH_ITS_WEEKDAY: Delays = &[
    (-32, -8.0),
    (-15, -6.0),
    (-7, -3.0),
    (-2, -0.6),
    (1, 0.0),
    (7, -1.2),
    (14, -3.2),
    (31, -5.5),
    (92, -7.5),
    (i32::MAX, -8.0),
];
pub(crate) const AROUND_A_YEARLESS_DAY: Delays = &[
    (-93, -5.0),
    (-32, -4.3),
    (-15, -3.3),
    (-7, -2.3),
    (-3, -1.4),
    (1, 0.0),
    (3, -0.9),
    (7, -1.8),
    (14, -2.6),
    (31, -3.1),
    (92, -4.0),
    (i32::MAX, -5.0),
];

// How long after something of the chronicle a report opens with it.
pub(crate) const AFTER_NEWS: Delays = &[
    (-1100, -9.5),
    (-366, -8.5),
    (-92, -7.0),
    (-31, -6.0),
    (-7, -4.8),
    (-3, -3.8),
    (-2, -3.0),
    (-1, -1.8),
    (1, 0.0),
    (3, -0.5),
    (7, -1.2),
    (14, -2.2),
    (31, -3.3),
    (92, -5.0),
    (366, -6.5),
    (1100, -7.8),
    (3660, -8.8),
    (i32::MAX, -9.5),
];
// How long after somebody leaves or enters an office a report opens with it; it may be announced before.
pub(crate) const AROUND_A_CHANGE_OF_OFFICE: Delays = &[
    (-366, -4.0),
    (-92, -3.6),
    (-31, -3.0),
    (-7, -1.8),
    (-1, -0.8),
    (2, 0.0),
    (7, -1.2),
    (14, -2.2),
    (31, -3.0),
    (92, -3.6),
    (366, -4.2),
    (i32::MAX, -4.5),
];
// The same where it is told among other things.
pub(crate) const AFTER_A_FACT: Delays = &[
    (-1100, -7.0),
    (-366, -6.0),
    (-92, -5.0),
    (-14, -4.0),
    (-3, -3.0),
    (-1, -1.6),
    (0, 0.0),
    (31, -0.1),
    (92, -0.5),
    (366, -1.0),
    (1100, -1.8),
    (3660, -2.8),
    (i32::MAX, -3.2),
];

// How long after the youngest of the names on a page came up.
pub(crate) const AFTER_THE_YOUNGEST_NAME: Delays = &[
    (-1, -8.0),
    (0, 0.0),
    (550, -0.1),
    (1100, -0.5),
    (2200, -1.0),
    (3660, -1.5),
    (7320, -2.1),
    (i32::MAX, -2.6),
];

/// Returns the score of so many days; between the steps it changes evenly, so that no day is set apart by a step alone.
pub(crate) fn delayed(delays: Delays, days: i32) -> f32 {
    let at = delays.partition_point(|(until, _)| *until < days);
    let Some(&(until, score)) = delays.get(at) else { return delays.last().map_or(0.0, |(_, score)| *score) };
    match at.checked_sub(1).map(|before| delays[before]) {
        Some((from, before)) if score != 0.0 && until != i32::MAX => {
            before + (score - before) * (days - from) as f32 / (until - from) as f32
        }
        _ => score,
    }
}

/// Scores a year of writing by the latest years told, the latest first.
pub(crate) fn year_score(told: &[i16], year: i16) -> f32 {
    match year - told[0] {
        0 => 0.0,
        1 => -0.8,
        2 => -1.3,
        3 => -1.8,
        4..=8 => -2.1,
        9..=20 => -3.0,
        21.. => -3.6,
        _ if told.get(1) == Some(&year) => -1.4,
        -1 => -1.6,
        _ if told.get(2) == Some(&year) => -2.4,
        -2 => -2.6,
        _ => -4.0,
    }
}

/// Scores how many years after a year, of which nothing says whether it lies behind or ahead, a page is written.
pub(crate) fn undecided_year_score(years: i16) -> f32 {
    match years {
        0 => 0.0,
        -1 | 1 => -0.6,
        -2 | 2 => -1.2,
        -5..=-3 | 3 => -1.9,
        4..=8 => -2.1,
        -13..=-6 => -2.6,
        9..=30 => -3.2,
        _ => -4.0,
    }
}

/// Scores a day before anything is read: pages of the web come from its years, and rarely from long after the year to
/// which the calendar's facts reach.
pub(crate) fn prior(day: i32, known_year: i16) -> f32 {
    match from_number(day).year() {
        ..=1989 => -4.0,
        1990..=1999 => -2.0,
        2000..=2004 => -0.7,
        year if year <= known_year + 1 => 0.0,
        year if year <= known_year + 4 => -1.5,
        _ => -3.0,
    }
}

/// Returns how many days have passed since the nearest of some days; negative where it lies ahead.
pub(crate) fn delay(days: &[i32], day: i32) -> i32 {
    let after = days.partition_point(|&other| other <= day);
    let past = after.checked_sub(1).map(|at| day - days[at]);
    let ahead = days.get(after).map(|&next| day - next);
    match (past, ahead) {
        (Some(past), Some(ahead)) => {
            if past <= -ahead {
                past
            } else {
                ahead
            }
        }
        (one, other) => one.or(other).unwrap_or(i32::MAX),
    }
}

/// Returns how far a day lies from the nearest of some intervals: 0 within one, negative before it, positive after it.
pub(crate) fn distance(intervals: &[(i32, i32)], day: i32) -> i32 {
    let from = |&(first, last): &(i32, i32)| if day < first { day - first } else { (day - last).max(0) };
    let after = intervals.partition_point(|(first, _)| *first <= day);
    let around = after.saturating_sub(2)..(after + 1).min(intervals.len());
    intervals[around].iter().map(from).min_by_key(|distance| distance.abs()).unwrap_or(i32::MAX)
}
