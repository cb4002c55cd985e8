//! What stands around the panels and views: header, notices, share box, the banner of a waiting link, status.
//!
//! These, and every view without a state of its own, are plain functions: a component costs some 8 kB of program.

use super::format;
use super::page::{Copying, Edits, Notice, NoticeKind, SharedLink};
use super::panels::file_button;
use super::parts::{Face, button};
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
    pub on_share: Callback<MouseEvent>,
    /// Told to write the scored CSV.
    pub on_export: Callback<MouseEvent>,
    /// Told to change the theme.
    pub on_theme: Callback<MouseEvent>,
}

const DOWNLOAD: Face =
    Face { class: "secondary", label: "Download CSV", title: "All columns with score and flag, as CSV", ..Face::EMPTY };
const WRITING: Face = Face { label: "Writing…", ..DOWNLOAD };
const SHARE: Face = Face {
    class: "primary",
    label: "Share",
    title: "Copies a link that reproduces this analysis digit for digit",
    ..Face::EMPTY
};
const LIGHT: Face = Face { class: "quiet", label: "☀", title: "Light theme", name: "Light theme" };
const DARK: Face = Face { class: "quiet", label: "☾", title: "Dark theme", name: "Dark theme" };

/// The header.
pub fn header(props: &HeaderProps) -> Html {
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
                { button(if props.exporting { &WRITING } else { &DOWNLOAD }, !props.can_share || props.exporting, props.on_export.clone()) }
                { button(&SHARE, !props.can_share, props.on_share.clone()) }
                { button(if props.dark { &LIGHT } else { &DARK }, false, props.on_theme.clone()) }
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
                { button(&Face { label: "Try again", ..Face::EMPTY }, false, on_load) }
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
    pub on_dismiss: Callback<MouseEvent>,
}

/// A notice across the page.
pub fn banner(props: &BannerProps) -> Html {
    let (class, role) = match props.notice.kind {
        NoticeKind::Error => ("banner error", "alert"),
        NoticeKind::Info => ("banner info", "status"),
    };
    html! {
        <div class={class} role={role}>
            <p>{ &props.notice.text }</p>
            { props.notice.advice.as_ref().map(|advice| sheet_view(advice, false, &props.edits, &props.on_change)).unwrap_or_default() }
            { button(&Face { class: "quiet", label: "✕", name: "Dismiss", ..Face::EMPTY }, false, props.on_dismiss.clone()) }
        </div>
    }
}

/// What of the file that is shown a person must know: it stands there as long as that is shown.
pub fn warning_banner(warning: &str) -> Html {
    html! { <div class="banner warning" role="status"><p>{ warning.to_owned() }</p></div> }
}

/// The link that was made.
pub struct ShareProps<'a> {
    /// The link.
    pub share: &'a SharedLink,
    /// Told to copy it as it is.
    pub on_copy: Callback<MouseEvent>,
    /// Told that it was seen.
    pub on_close: Callback<MouseEvent>,
}

/// The link that was made, to see and to copy by hand.
pub fn share_box(props: &ShareProps<'_>) -> Html {
    let SharedLink { address, cut, state } = props.share;
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
    html! {
        <div class="banner share" role="status">
            <p>{ said }</p>
            if *state == Copying::Waiting {
                { button(&Face { label: "Copy a link without it", ..Face::EMPTY }, false, props.on_copy.clone()) }
            } else {
                <input type="text" readonly={true} aria-label="Link to this analysis" value={address.clone()} onfocus={select} />
            }
            { button(&Face { class: "quiet", label: "✕", name: "Close", ..Face::EMPTY }, false, props.on_close.clone()) }
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
    pub on_run: Callback<MouseEvent>,
    /// Told to forget the link.
    pub on_drop: Callback<MouseEvent>,
}

/// A link that waits for a file or for the user's word.
pub fn link_banner(props: &LinkProps) -> Html {
    let features: Vec<String> = props.plan.features.iter().map(Feature::label).collect();
    let by = match &props.plan.detector.model {
        ModelSource::Fitted { method, hyperparameters } => {
            format!("{}, {} trees", method.label(), hyperparameters.trees())
        }
        ModelSource::Saved(file) => file.name.clone(),
    };
    let how = format!("{by} over {}", features.join(", "));
    let (what, action) = match &props.plan.source {
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
            button(&Face { label: "Run it", ..Face::EMPTY }, false, props.on_run.clone()),
        ),
    };
    html! {
        <div class="banner link" role="status">
            <p>{ what }<br /><small>{ how }</small></p>
            { action }
            { button(&Face { class: "secondary", label: "Not now", ..Face::EMPTY }, false, props.on_drop.clone()) }
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
    pub on_cancel: Callback<MouseEvent>,
}

const RENEW: Face = Face {
    class: "secondary",
    label: "Read by today's rules",
    title: "Made by earlier rules: how files are read, what is derived",
    ..Face::EMPTY
};

/// How the run goes, or what it came to.
pub fn status(props: &StatusProps) -> Html {
    html! {
        <section class="panel status" aria-label="Status">
            if let (true, Some((progress, detail))) = (props.busy, &props.progress) {
                { bar(*progress, detail) }
                { button(&Face { class: "secondary", label: "Cancel", ..Face::EMPTY }, false, props.on_cancel.clone()) }
            } else {
                <div role="status">
                    { props.verdict.map(verdict).unwrap_or_default() }
                    if let Some(on_renew) = props.on_renew.clone() {
                        { button(&RENEW, false, on_renew) }
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
        Stage::Reading { again: false, .. } => "Reading the file",
        Stage::Reading { again: true, .. } => "Reading it once more",
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
