//! A view as a plain table.

use super::gesture::{ChartProps, Gesture};
use super::words;
use crate::crossfilter::Picture;
use crate::crossfilter::view::Drawing;
use crate::format;
use yew::prelude::*;

/// A view as a plain table.
pub fn chart(props: ChartProps) -> Html {
    let Some(picture) = &props.picture else { return html! { <p class="note">{ "…" }</p> } };
    let row = |name: String, count: u32, flagged: u32, on: Option<Callback<MouseEvent>>| {
        html! { <tr><th scope="row">
            if let Some(on) = on { <button type="button" class="quiet" onclick={on}>{ name }</button> } else { { name } }
        </th><td class="number">{ format::count(count.into()) }</td><td class="number">{ format::count(flagged.into()) }</td></tr> }
    };
    let rows: Html = match (&**picture, &props.view.drawing) {
        (Picture::Histogram(picture), _) => picture
            .shown
            .iter()
            .zip(picture.binning.edges.windows(2))
            .enumerate()
            .map(|(bin, (count, ends))| {
                let (dimension, low, high) = (picture.axis.dimension.clone(), ends[0], ends[1]);
                let on = props.on.reform(move |_| Gesture::Brush {
                    dimension: dimension.clone(),
                    low,
                    high,
                    bins: Some((bin as u16, bin as u16 + 1)),
                    done: true,
                });
                row(words::exact(&props.about, &picture.axis.dimension, low), count.sessions, count.flagged, Some(on))
            })
            .collect(),
        (Picture::Bars(picture), Drawing::Bars { of, .. }) => picture
            .bars
            .iter()
            .map(|bar| {
                let (dimension, label) = (of.clone(), bar.label.clone());
                let on = props.on.reform(move |event: MouseEvent| Gesture::Pick {
                    dimension: dimension.clone(),
                    label: label.clone(),
                    more: event.shift_key(),
                });
                row(words::category(of, &bar.label), bar.shown.sessions, bar.shown.flagged, Some(on))
            })
            .collect(),
        (Picture::Trend(picture), _) => picture
            .shown
            .iter()
            .zip(&picture.binning.edges)
            .map(|(point, at)| row(format::utc_minute(*at), point.count.sessions, point.count.flagged, None))
            .collect(),
        _ => row("drawn otherwise".into(), 0, 0, None),
    };
    html! { <div class="scroll"><table>{ rows }</table></div> }
}
