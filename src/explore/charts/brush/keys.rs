//! What keys do along an axis: they step through its bins, zoom, and make, resize and move a brush.

use super::*;

impl Brush {
    /// The keys came to rest.
    pub(super) fn settle(&mut self, of: &Brushed<'_>, outcome: &mut Outcome) {
        if std::mem::take(&mut self.unsettled)
            && let Some(live) = self.live
        {
            outcome.reaction.tell.push(told(of, live, true));
        }
    }

    pub(super) fn key(&mut self, of: &Brushed<'_>, key: &str, (shift, ctrl): (bool, bool), outcome: &mut Outcome) {
        let seen = of.track.seen();
        let Some(last) = seen.end.checked_sub(1) else { return };
        outcome.reaction.taken = true;
        let far = seen.len() as i64;
        let by = match key {
            "ArrowLeft" | "ArrowDown" => -1,
            "ArrowRight" | "ArrowUp" => 1,
            "PageDown" => -10,
            "PageUp" => 10,
            "Home" => -far,
            "End" => far,
            "Enter" | " " => {
                if let Some(bin) = self.cursor {
                    self.live = Some((bin, bin + 1));
                    outcome.reaction.tell.push(told(of, (bin, bin + 1), true));
                    outcome.moved = true;
                }
                return;
            }
            "Escape" => {
                (self.live, self.anchor, self.unsettled, self.held) = (None, None, false, None);
                if of.range.is_some() {
                    outcome.reaction.tell.push(Gesture::Clear(vec![of.dimension.clone()]));
                }
                return;
            }
            "0" => {
                outcome.window = of.zoom.and_then(|zoom| zoom.window).map(|_| None);
                return;
            }
            "+" | "=" | "-" => {
                let share = self.cursor.map_or(0.5, |bin| of.track.share_of_edge(bin).clamp(0.0, 1.0));
                let factor = if key == "-" { 1.0 / STEP } else { STEP };
                outcome.window = of.zoom.and_then(|zoom| zoom.by(of.track, factor, share));
                return;
            }
            _ => {
                outcome.reaction.taken = false;
                return;
            }
        };
        if let (true, true, Some((from, to))) = (shift, ctrl, self.edges(of).filter(|(low, high)| low < high)) {
            let live = rectangle::moved(of.track, (from, to), by);
            // What the keys have reached and where they extend from move along.
            let cursor = self.cursor.filter(|cursor| (from..to).contains(cursor)).map_or(0, |cursor| cursor - from);
            let anchor = self.anchor.filter(|anchor| (from..to).contains(anchor)).map(|anchor| anchor - from);
            (self.cursor, self.anchor) = (Some(live.0 + cursor), anchor.map(|anchor| live.0 + anchor));
            (self.pointer, outcome.moved) = (None, true);
            self.stretch(of, live, outcome);
            return;
        }
        // The first step from nowhere enters at the end that it comes from.
        let from = self.cursor.map_or(if by < 0 { last as i64 + 1 } else { seen.start as i64 - 1 }, |bin| bin as i64);
        let next = (from + by).clamp(seen.start as i64, last as i64) as usize;
        if self.cursor == Some(next) && by.abs() == 1 && !shift {
            // At the window's end the window goes on.
            outcome.window = of.zoom.filter(|zoom| zoom.window.is_some()).and_then(|zoom| zoom.moved(by as f64 * 0.25));
        }
        let next = if shift {
            // A brush that is there is made wider or narrower at the end that is nearer to where the keys are.
            let now = self.edges(of).filter(|(low, high)| low < high && self.anchor.is_none());
            let (anchor, next) = match now {
                Some((low, high)) => {
                    let near_low = self.cursor.is_some_and(|cursor| cursor.abs_diff(low) < cursor.abs_diff(high - 1));
                    let (stays, goes) = if near_low { (high - 1, low) } else { (low, high - 1) };
                    (stays, (goes as i64 + by).clamp(seen.start as i64, last as i64) as usize)
                }
                None => (self.anchor.or(self.cursor).unwrap_or(next), next),
            };
            self.anchor = Some(anchor);
            self.stretch(of, (anchor.min(next), anchor.max(next) + 1), outcome);
            next
        } else {
            self.anchor = None;
            self.live = self.live.filter(|_| self.unsettled);
            next
        };
        (self.cursor, self.pointer, outcome.moved) = (Some(next), None, true);
    }

    /// Keys made the brush this one.
    fn stretch(&mut self, of: &Brushed<'_>, live: (usize, usize), outcome: &mut Outcome) {
        if self.live != Some(live) {
            (self.live, self.unsettled) = (Some(live), true);
            outcome.reaction.tell.push(told(of, live, false));
        }
    }
}
