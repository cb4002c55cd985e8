//! What stands around the panels and views: header, notices, share box, the banner of a waiting link, status.
//!
//! These, and every view without a state of its own, are plain functions: a component costs some 8 kB of program.

use super::format;
use super::page::{Copying, Edits, Notice, NoticeKind, SharedLink};
use super::panels::file_button;
use super::sheet::sheet_view;
use super::state::{self, Verdict};
use analysis::{ModelSource, Plan, Progress, Source, Stage};
use export::Tab;
use features::Feature;
use tabs::Needs;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The header.
pub struct HeaderProps {
    /// Whether there is a result.
    pub result: bool,
    /// Whether a file is open.
    pub file: bool,
    /// The open tab.
    pub tab: Tab,
    /// Whether the page is dark.
    pub dark: bool,
    /// Whether there is a result to share.
    pub can_share: bool,
    /// Whether the scored CSV is being written.
    pub exporting: bool,
    /// Told which tab to open.
    pub on_tab: Callback<Tab>,
    /// Told to make a link.
    pub on_share: Callback<()>,
    /// Told to write the scored CSV.
    pub on_export: Callback<()>,
    /// Told to change the theme.
    pub on_theme: Callback<()>,
}

/// The header.
pub fn header(props: &HeaderProps) -> Html {
    let tell = |callback: &Callback<()>| {
        let callback = callback.clone();
        Callback::from(move |_: MouseEvent| callback.emit(()))
    };
    let tab = |tab: Tab| {
        let on_tab = props.on_tab.clone();
        let current = (props.tab == tab).then_some("page");
        html! {
            <button type="button" class="tab" aria-current={current}
                onclick={Callback::from(move |_: MouseEvent| on_tab.emit(tab))}>{ tab.label() }</button>
        }
    };
    let is_there = |tab: &Tab| if tab.needs() == Needs::File { props.file } else { props.result };
    html! {
        <header class="header">
            <h1 class="brand">
                <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">
                    <path d="M12 2 3 5.5v6c0 5 3.6 8.7 9 10.5 5.4-1.8 9-5.5 9-10.5v-6z" fill="none"
                        stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" />
                    <path d="m7 13 3-4 3 5 2-3h2" fill="none" stroke="currentColor" stroke-width="1.8"
                        stroke-linecap="round" stroke-linejoin="round" />
                </svg>
                { "StreamGuard" }
            </h1>
            <nav aria-label="Views">
                { for Tab::ALL.iter().copied().filter(is_there).map(tab) }
            </nav>
            <div class="actions">
                <button type="button" class="secondary" disabled={!props.can_share || props.exporting}
                    title="All columns with score and flag, as CSV" onclick={tell(&props.on_export)}>
                    { if props.exporting { "Writing…" } else { "Download CSV" } }
                </button>
                <button type="button" class="primary" disabled={!props.can_share} onclick={tell(&props.on_share)}
                    title="Copies a link that reproduces this analysis digit for digit">{ "Share" }</button>
                <button type="button" class="quiet" onclick={tell(&props.on_theme)}
                    aria-label={if props.dark { "Light theme" } else { "Dark theme" }}
                    title={if props.dark { "Light theme" } else { "Dark theme" }}>
                    { if props.dark { "☀" } else { "☾" } }
                </button>
            </div>
        </header>
    }
}

/// That a late tab does not work, where that is so, and a way to try again.
pub fn late_failed(tab: Tab, failed: bool, on_load: Callback<MouseEvent>) -> Html {
    html! {
        if failed {
            <div class="card" role="alert">
                <p>{ tab.label() }{ " failed, or could not be loaded." }</p>
                <button type="button" onclick={on_load}>{ "Try again" }</button>
            </div>
        }
    }
}

/// A notice across the page.
pub struct BannerProps {
    /// The notice.
    pub notice: Notice,
    /// What the user has done to the controls of its advice.
    pub edits: Edits,
    /// Told what the user does to them.
    pub on_change: Callback<(String, String)>,
    /// Told that it was seen.
    pub on_dismiss: Callback<()>,
}

/// A notice across the page.
pub fn banner(props: &BannerProps) -> Html {
    let on_dismiss = props.on_dismiss.reform(|_: MouseEvent| ());
    let (class, role) = match props.notice.kind {
        NoticeKind::Error => ("banner error", "alert"),
        NoticeKind::Info => ("banner info", "status"),
    };
    html! {
        <div class={class} role={role}>
            <p>{ &props.notice.text }</p>
            { props.notice.advice.as_ref().map(|advice| sheet_view(advice, false, &props.edits, &props.on_change)).unwrap_or_default() }
            <button type="button" class="quiet" aria-label="Dismiss" onclick={on_dismiss}>{ "✕" }</button>
        </div>
    }
}

/// The link that was made.
pub struct ShareProps<'a> {
    /// The link.
    pub share: &'a SharedLink,
    /// Told to copy it as it is.
    pub on_copy: Callback<()>,
    /// Told that it was seen.
    pub on_close: Callback<()>,
}

/// The link that was made, to see and to copy by hand.
pub fn share_box(props: &ShareProps<'_>) -> Html {
    let SharedLink { address, cut, state } = props.share;
    let on_close = props.on_close.reform(|_: MouseEvent| ());
    let select = Callback::from(|event: FocusEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            input.select();
        }
    });
    let said = match (state, cut) {
        (Copying::Waiting, _) => "Nothing is copied yet: what is chosen in Explore does not fit into a link.",
        (Copying::Done, false) => "Link copied. Whoever opens it sees this analysis, computed anew on their machine.",
        (Copying::Done, true) => "Link copied, without what is chosen in Explore. Whoever opens it is told so.",
        (Copying::Refused, _) => "The browser did not allow copying: select the link and copy it by hand.",
        (Copying::Begun, _) => "Copying…",
    };
    let on_copy = props.on_copy.reform(|_: MouseEvent| ());
    html! {
        <div class="banner share" role="status">
            <p>{ said }</p>
            if *state == Copying::Waiting {
                <button type="button" onclick={on_copy}>{ "Copy a link without it" }</button>
            } else {
                <input type="text" readonly={true} aria-label="Link to this analysis" value={address.clone()} onfocus={select} />
            }
            <button type="button" class="quiet" aria-label="Close" onclick={on_close}>{ "✕" }</button>
        </div>
    }
}

/// A link that waits for a file or for the user's word.
pub struct LinkProps {
    /// What the link asks for.
    pub plan: Plan,
    /// Told which files were chosen.
    pub on_open: Callback<Vec<web_sys::File>>,
    /// Told to carry the link out.
    pub on_run: Callback<()>,
    /// Told to forget the link.
    pub on_drop: Callback<()>,
}

/// A link that waits for a file or for the user's word.
pub fn link_banner(props: &LinkProps) -> Html {
    let on_run = props.on_run.reform(|_: MouseEvent| ());
    let on_drop = props.on_drop.reform(|_: MouseEvent| ());
    let features: Vec<String> = props.plan.features.iter().map(Feature::label).collect();
    let by = match &props.plan.detector.model {
        ModelSource::Fitted { method, hyperparameters } => {
            format!("{}, {} trees", method.label(), hyperparameters.trees())
        }
        ModelSource::Saved(file) => file.name.clone(),
    };
    let how = format!("{by} over {}", features.join(", "));
    let (what, button) = match &props.plan.source {
        Source::Generated(_) if state::needed_file(&props.plan).is_some() => (
            format!(
                "This link judges by the saved model {by}, which does not travel with it. Open that file to reproduce it."
            ),
            file_button("Open the model…", &props.on_open),
        ),
        Source::File(file) => (
            format!(
                "This link is an analysis of the file {} ({} bytes), which does not travel with it. Open that file to \
                 reproduce it.",
                file.name,
                format::count(file.identity.bytes)
            ),
            file_button("Open the file…", &props.on_open),
        ),
        Source::Generated(scenario) => (
            format!(
                "This link generates and analyses {} sessions, which takes a while.",
                format::count(scenario.sessions.get().into())
            ),
            html! { <button type="button" onclick={on_run}>{ "Run it" }</button> },
        ),
    };
    html! {
        <div class="banner link" role="status">
            <p>{ what }<br /><small>{ how }</small></p>
            { button }
            <button type="button" class="secondary" onclick={on_drop}>{ "Not now" }</button>
        </div>
    }
}

/// How the run goes, or what it came to.
pub struct StatusProps {
    /// How far the run under way is.
    pub progress: Option<(Progress, String)>,
    /// Whether a run is under way.
    pub busy: bool,
    /// How long the last run took, in milliseconds.
    pub elapsed: Option<f64>,
    /// The fingerprint of what is shown.
    pub fingerprint: Option<AttrValue>,
    /// What a link's promise came to.
    pub verdict: Option<Verdict>,
    /// Told to make it by today's rules, where it was made by earlier ones.
    pub on_renew: Option<Callback<MouseEvent>>,
    /// Told to stop the run.
    pub on_cancel: Callback<()>,
}

/// How the run goes, or what it came to.
pub fn status(props: &StatusProps) -> Html {
    let on_cancel = props.on_cancel.reform(|_: MouseEvent| ());
    html! {
        <section class="panel status" aria-label="Status">
            if let (true, Some((progress, detail))) = (props.busy, &props.progress) {
                { bar(*progress, detail) }
                <button type="button" class="secondary" onclick={on_cancel}>{ "Cancel" }</button>
            } else {
                <div role="status">
                    { props.verdict.map(verdict).unwrap_or_default() }
                    if let Some(on_renew) = props.on_renew.clone() {
                        <button type="button" class="secondary" onclick={on_renew}
                            title="Made by earlier rules: how files are read, what is derived">
                            { "Read by today's rules" }
                        </button>
                    }
                    if let Some(elapsed) = props.elapsed {
                        <p class="done">{ format!("Done in {}.", format::span(elapsed.round())) }</p>
                    }
                </div>
                if let Some(fingerprint) = props.fingerprint.clone() {
                    <p class="fingerprint" title="64 bits over plan, scores and flags: two results with the same \
                        fingerprint are the same digit for digit">
                        { "Fingerprint " }<code>{ fingerprint }</code>
                    </p>
                }
            }
            <p class="privacy">{ "Everything runs in this browser; no data leaves your machine." }</p>
        </section>
    }
}

fn verdict(verdict: Verdict) -> Html {
    match verdict {
        Verdict::Reproduced => html! { <p class="verdict good">{ "✓ Reproduced exactly" }</p> },
        Verdict::Differs { expected, found } => html! {
            <p class="verdict bad">
                { "✗ Differs from the link: it promised " }<code>{ expected.to_string() }</code>
                { ", this is " }<code>{ found.to_string() }</code>
                { ". The link was changed, or made by another version." }
            </p>
        },
    }
}

fn bar(progress: Progress, detail: &str) -> Html {
    let label = match progress.stage {
        Stage::Generating => "Generating sessions",
        Stage::Reading { .. } => "Reading the file",
        Stage::Features => "Computing features",
        Stage::Fitting => "Growing trees",
        Stage::Scoring => "Scoring sessions",
        Stage::Finishing => "Finishing",
    };
    let known = progress.total > 0.0 && progress.done > 0.0;
    let text = match (detail, known) {
        ("", false) => String::new(),
        ("", true) => format!("{} of {}", format::count(progress.done as u64), format::count(progress.total as u64)),
        (detail, _) => detail.to_owned(),
    };
    html! {
        <div class="progress">
            <label for="progress">{ label }</label>
            <progress id="progress" max={progress.total.max(1.0).to_string()}
                value={known.then(|| AttrValue::from(progress.done.to_string()))}></progress>
            <p>{ text }</p>
        </div>
    }
}
