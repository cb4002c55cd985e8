//! How Explore looks.

use super::*;
use crate::explore::card::{CardProps, card};
use crate::explore::chips::{BarProps, bar};
use crate::explore::filter_panel::filter_panel;
use crate::explore::gesture::{ChartProps, Standing};
use crate::explore::help;
use crate::explore::offer;
use crate::explore::picker::picker;
use crate::explore::sessions::{SessionPage, SessionsTable};
use crate::explore::take::dialog;
use crate::explore::words;
use crossfilter::dimension::Nature;
use yew::html::Scope;

impl Root {
    pub(super) fn draw(&self, link: &Scope<Self>) -> Html {
        let Some(about) = &self.known.about else {
            return html! {
                <div class="explore">{ self.notices(link) }
                    if !self.failed {
                        <p class="x-wait" role="status">{ "Reading what the sessions have…" }</p>
                    }
                </div>
            };
        };
        let props = BarProps {
            about,
            state: self.state(),
            totals: self.known.totals.as_ref(),
            said: &self.known.said,
            panel: self.panel.as_ref(),
            steps: (self.history.can_undo(), self.history.can_redo()),
            busy: self.show.is_busy() || self.describe.is_busy(),
        };
        let panel = match &self.panel {
            None => Html::default(),
            Some(Panel::Filter(draft)) => filter_panel(draft, about, &self.state().filters, link),
            Some(Panel::Picker) => picker(about, link),
            Some(Panel::Keys) => help::keys(link),
        };
        let count = self.views().len();
        let open = self.state().session;
        let acts = link.callback(Msg::Sessions);
        html! {
            <div class="explore">
                { self.notices(link) }
                if self.hint {
                    { help::hint(link) }
                }
                if let Some(row) = open {
                    <SessionPage post={self.post.clone()} about={about.clone()} epoch={self.epoch} {row} order={self.order()} on={acts.clone()} />
                }
                <div class="x-all" hidden={open.is_some()}>
                { bar(&props, link) }
                { panel }
                <div class={classes!("x-grid", self.drag.is_some().then_some("is-dragging"))} id="x-grid">
                    { for (1..).zip(self.views()).zip(words::titles(about, self.views())).map(|((place, view), titled)| {
                        card(self.card(about, view, titled, (place, count), link), link)
                    }) }
                </div>
                <SessionsTable post={self.post.clone()} about={about.clone()} epoch={self.epoch} filters={self.before.as_ref().unwrap_or(&self.state().filters).clone()}
                    table={self.state().table.clone()} session={open.or(self.known.marked)} shown={self.seen && open.is_none()} on={acts} />
                { dialog::report(self.known.draft.as_ref(), link) }
                </div>
            </div>
        }
    }

    fn notices(&self, link: &Scope<Self>) -> Html {
        html! { <>
            if self.failed {
                <div class="x-notice error" role="alert">
                    <p>{ "The worker could not answer." }</p>
                    <button type="button" onclick={link.callback(|_: MouseEvent| Msg::Again)}>{ "Try again" }</button>
                </div>
            }
            if let Some(unfit) = &self.unfit {
                <div class="x-notice" role="alert">
                    <p>{ "What is chosen here does not fit into a link: " }{ unfit }{ ". The address and a shared link are without it, and say so to whoever opens them." }</p>
                </div>
            }
            if let Some(notice) = &self.notice {
                <div class="x-notice" role="alert">
                    <p>{ notice }</p>
                    <button type="button" class="quiet" aria-label="Dismiss" onclick={link.callback(|_: MouseEvent| Msg::Dismiss)}>{ "✕" }</button>
                </div>
            }
        </> }
    }

    /// What times the sessions.
    fn time(&self) -> Option<&Dimension> {
        let about = self.known.about.as_deref()?;
        offer::fitting(about, &[Nature::Time]).map(|described| &described.dimension).next()
    }

    fn card(
        &self,
        about: &Rc<Description>,
        view: &View,
        (title, nth): (String, usize),
        place: (usize, usize),
        link: &Scope<Self>,
    ) -> CardProps {
        let id = view.id;
        // What was drawn of something else is not shown under the new title.
        let same = |drawing: &Drawing| {
            Kind::of(drawing) == Kind::of(&view.drawing)
                && offer::dimensions(drawing) == offer::dimensions(&view.drawing)
        };
        let known = self.known.pictures.get(&id).filter(|(drawing, _)| same(drawing));
        let [test, test_up] = offer::tests(&view.drawing, &self.state().filters, about);
        // Views along something else have nothing to draw of the crosshair.
        let time = matches!(view.drawing, Drawing::Trend(_)).then(|| self.time()).flatten();
        let own = offer::dimensions(&view.drawing);
        let crossed = |of: &Dimension| own.contains(&of) || time == Some(of);
        let standing = match known {
            _ if self.failed => Standing::Failed("the worker could not answer.".into()),
            Some((_, None)) => Standing::Lacking,
            Some(_) if self.stale || self.show.is_busy() => Standing::Busy,
            _ => Standing::Settled,
        };
        CardProps {
            chart: ChartProps {
                view: view.clone(),
                picture: known.and_then(|(_, picture)| picture.clone()),
                test,
                test_up,
                compare: self.state().compare,
                about: about.clone(),
                cross: self.known.cross.clone().filter(|(of, _)| crossed(of)),
                standing,
                moving: self.brushing.is_some() && !self.resting,
                nth,
                on: link.callback(move |gesture| Msg::Gesture(id, gesture)),
            },
            title,
            place,
            menu: self.menu == Some(id),
            moving: self.drag.as_ref().is_some_and(|drag| drag.id == id && drag.is_moving()),
            target: self.drag.as_ref().is_some_and(|drag| drag.id != id && drag.to == Some(Some(id))),
        }
    }
}
