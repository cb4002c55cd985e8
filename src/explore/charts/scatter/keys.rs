//! What keys do on a scatter: they step through the marks, zoom, and make, resize and move a brush.

use super::*;

impl ScatterKind {
    pub(super) fn key(
        &mut self,
        given: &Given,
        key: &str,
        (shift, ctrl): (bool, bool),
        tracks: &[Track; 2],
    ) -> Reaction {
        let mut reaction = Reaction { taken: true, ..Reaction::default() };
        let Some(scatter) = scatter(given) else { return Reaction::default() };
        let (forth, back) = (matches!(key, "ArrowRight" | "ArrowDown"), matches!(key, "ArrowLeft" | "ArrowUp"));
        let count = marks(scatter, tracks).count();
        let next = match key {
            _ if shift && (forth || back) => {
                let by = match key {
                    "ArrowRight" => [1, 0],
                    "ArrowLeft" => [-1, 0],
                    "ArrowUp" => [0, 1],
                    _ => [0, -1],
                };
                // Without a brush the first is the middle third.
                let third = [0, 1].map(|axis| {
                    let seen = tracks[axis].seen();
                    (seen.start + seen.len() / 3, seen.start + (seen.len() * 2).div_ceil(3))
                });
                let step = |axis: usize| (tracks[axis].seen().len() as i64 / 20).max(1);
                self.brush.live = Some(match self.brushed(given, tracks) {
                    Some(now) if ctrl => {
                        self.anchor = None;
                        [0, 1].map(|axis| rectangle::moved(&tracks[axis], now[axis], by[axis] * step(axis)))
                    }
                    Some(now) => {
                        // Its far corner is moved, whichever side of the other one it is on by now.
                        let is_end = |axis: usize, end: usize| now[axis].0 == end || now[axis].1 == end;
                        let held = self.anchor.filter(|ends| is_end(0, ends[0]) && is_end(1, ends[1]));
                        let stays = *self.anchor.insert(held.unwrap_or([now[0].0, now[1].0]));
                        [0, 1].map(|axis| {
                            rectangle::stretched(&tracks[axis], now[axis], stays[axis], by[axis] * step(axis))
                        })
                    }
                    None => third,
                });
                self.unsettled = true;
                reaction.tell.extend(self.told(given, tracks, false));
                reaction.say = self.brushed(given, tracks).map(|now| said(given, tracks, now));
                return reaction;
            }
            "+" | "=" => {
                reaction.tell.extend(Self::scaled(given, tracks, 1.25, [0.5, 0.5]));
                return reaction;
            }
            "-" => {
                reaction.tell.extend(Self::scaled(given, tracks, 0.8, [0.5, 0.5]));
                return reaction;
            }
            "0" => {
                reaction.tell.extend(Self::zoomed(given, [Some(None), Some(None)]));
                return reaction;
            }
            "Escape" => {
                (self.brush, self.cursor, self.unsettled) = (Rectangle::default(), None, false);
                self.anchor = None;
                reaction.tell.extend(Self::clear(given));
                return reaction;
            }
            "Enter" | " " => {
                let mark = self.cursor.and_then(|place| marks(scatter, tracks).nth(place));
                reaction.tell.extend(mark.map(|mark| Gesture::Open(mark.0)));
                return reaction;
            }
            "Home" => 0,
            "End" => count.saturating_sub(1),
            _ if forth => self.cursor.map_or(0, |here| here + 1),
            _ if back => self.cursor.map_or(count.saturating_sub(1), |here| here.saturating_sub(1)),
            _ => return Reaction::default(),
        };
        let next = next.min(count.saturating_sub(1));
        self.pointer = None;
        self.cursor = (count > 0).then_some(next);
        reaction.say = Some(match marks(scatter, tracks).nth(next) {
            Some((row, x, y)) => {
                let values =
                    Self::values(given, tracks, [x, y]).into_iter().map(|(label, value)| format!("{label} {value}"));
                let values: Vec<String> = values.collect();
                format!("{}, {} of {count}: {}", session_name(scatter, row), next + 1, values.join(", "))
            }
            None => "There are no flagged sessions here.".into(),
        });
        reaction
    }
}

/// A brush in words.
fn said(given: &Given, tracks: &[Track; 2], now: Cells) -> String {
    let Some((x, y, ..)) = drawing(given) else { return String::new() };
    let along = |axis: &Axis, track: &Track, (low, high): (usize, usize)| {
        let quantity = Quantity::of(&axis.dimension, &given.about);
        format!("{} {}", label(&axis.dimension, &given.about), quantity.range(track.edge(low), track.edge(high)))
    };
    format!("Brush {}, {}", along(x, &tracks[0], now[0]), along(y, &tracks[1], now[1]))
}
