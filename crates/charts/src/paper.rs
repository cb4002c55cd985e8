//! A chart as it is taken away: drawn anew for paper, with title and legend.

use crate::kind::{ChartData, Kind, Sheet};
use crate::layout::{Layout, Size};
use crate::scene::Scene;
use crate::svg::{self, About, Look};
use crate::theme::Tokens;

/// How wide a picture is drawn, in CSS pixels: letters of 11 pixels are some 7.6 points where it is printed 15 cm wide.
pub const WIDTH: f64 = 640.0;

/// A chart on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The SVG.
    pub svg: String,
    /// What is seen, in a sentence.
    pub summary: String,
    /// Its width and height in CSS pixels.
    pub size: (f64, f64),
}

/// The paper that charts are drawn on.
pub struct Paper<'a> {
    /// The title.
    pub title: &'a str,
    /// Whether it stands above the drawing.
    pub is_titled: bool,
    /// How high the drawing may be, in CSS pixels.
    pub height: f64,
    /// The colours.
    pub tokens: &'a Tokens,
    /// How a sample of a class is filled and outlined.
    pub look: fn(&str, &Tokens) -> Look,
}

/// A chart as SVG with the same drawing as on the page; `None` where there is nothing drawn.
pub fn printed<S: ChartData>(kind: &dyn Kind<S>, given: &S, paper: &Paper<'_>) -> Option<Printed> {
    let &Paper { title, is_titled, height, tokens, look } = paper;
    let height = kind.printed_height(given, height);
    let layout = Layout::new(Size { width: WIDTH, height, ratio: 1.0 }, kind.margins(given, WIDTH))?;
    let mut sheet = Sheet { layout: &layout, tokens, scene: Scene::default() };
    kind.print(given, &mut sheet);
    let scene = sheet.scene;
    if scene.shapes.is_empty() {
        return None;
    }
    let summary = kind.words(given).summary;
    let legend = kind.legend(given, tokens);
    let about = About { title, is_titled, summary: &summary, legend: &legend, look };
    let (svg, size) = svg::write(&scene, (WIDTH, height), tokens, &about);
    Some(Printed { svg, summary, size })
}
