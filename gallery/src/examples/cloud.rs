//! Two features of a result.

use super::sessions::THRESHOLD;
use super::shapes::{around, field, field_cells, noise, upside_down};
use crate::registry::State;
use std::rc::Rc;
use streamguard::analysis::views::{Axis, Scatter, contour};
use streamguard::app::charts::given::{Cloud, Given};

/// The image's width and height in pixels.
const SIZE: (u32, u32) = (600, 400);
/// The field's columns and rows.
const FIELD: (u16, u16) = (60, 45);

/// The example of a state.
pub fn example(state: State) -> Result<Given, &'static str> {
    let usual = || scatter(6000, axis("rel.bitrate_kbps", -3.5, 4.5), axis("rel.headroom", -3.0, 5.0));
    let long = "the_time_until_the_first_frame_was_shown_by_the_clock_of_the_device_that_played_it";
    let (scatter, selected) = match state {
        State::Compared => (usual(), Some(3)),
        State::Plain | State::Busy => (Scatter { field: Vec::new(), contour: Vec::new(), ..usual() }, None),
        State::One => (scatter(1, axis("bitrate_kbps", 0.0, 8000.0), axis("buffering_ratio", 0.0, 1.0)), None),
        State::LongLabels => {
            let own = |name: &str| axis(&format!("column.{name}"), 0.0, 123_456_789.0);
            (scatter(3000, own(long), own(&format!("{long}_2"))), None)
        }
        State::Many => (scatter(60_000, axis("startup_log", 1.0, 4.5), axis("buffering_ratio", 0.0, 0.4)), None),
        State::Lacking => (Scatter { width: SIZE.0, height: SIZE.1, ..Scatter::default() }, None),
        State::First => (Scatter::default(), None),
        State::NothingLeft => return Err("A result is not filtered."),
        State::Failed => return Err("The page says what could not be had; the picture before stays."),
    };
    let show_field = matches!(state, State::Compared | State::LongLabels | State::Many);
    let busy = matches!(state, State::Busy | State::First);
    Ok(Given::Scatter(Cloud { scatter: Rc::new(scatter), threshold: THRESHOLD, show_field, selected, busy }))
}

fn axis(feature: &str, low: f64, high: f64) -> Axis {
    Axis { feature: feature.into(), low, high }
}

/// Two groups of sessions; those are flagged where the field is above the threshold, and some of the others.
fn scatter(sessions: u32, x: Axis, y: Axis) -> Scatter {
    let mut counts = vec![0; (SIZE.0 * SIZE.1) as usize];
    let (mut marks, mut mark_rows, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for session in 0..sessions {
        let (middle, width) = if session % 4 == 0 { ((0.3, 0.62), 0.08) } else { ((0.62, 0.5), 0.11) };
        let slant = around(session * 3);
        let across = (middle.0 + width * slant).clamp(0.0, 0.999);
        let up = (middle.1 + width * (0.6 * slant + around(session * 3 + 1))).clamp(0.0, 0.999);
        let wild = noise(session * 7 + 5) < 0.03;
        let (across, up) = if wild { (noise(session), noise(session * 5 + 1) * 0.5) } else { (across, up) };
        let pixel = ((1.0 - up) * f64::from(SIZE.1)) as u32 * SIZE.0 + (across * f64::from(SIZE.0)) as u32;
        counts[(pixel as usize).min((SIZE.0 * SIZE.1) as usize - 1)] += 1;
        if field(across, up) > THRESHOLD || wild && noise(session * 11) < 0.3 || sessions == 1 {
            marks.extend([across as f32, up as f32]);
            mark_rows.push(session);
            names.push(format!("session-{session}"));
        }
    }
    let cells = field_cells(FIELD);
    let field = upside_down(&cells, FIELD.0.into());
    let field_size = (u32::from(FIELD.0), u32::from(FIELD.1));
    Scatter {
        axes: Some((x, y)),
        width: SIZE.0,
        height: SIZE.1,
        beyond: sessions / 500,
        missing: sessions / 200,
        flagged: mark_rows.len() as u32,
        field_size,
        counts,
        contour: contour(&field, field_size, THRESHOLD as f32),
        field,
        marks,
        mark_rows,
        names: names.join("\n").into_bytes(),
    }
}
