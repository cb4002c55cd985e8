//! What is taken away from Explore: pictures of views at print resolution and as SVG, and what goes into a report.
//!
//! - `svg` writes a drawing as a file, `print` makes the drawing that goes into it: title, chart, legend, in the light colours;
//!   both are plain code, tested natively;
//! - `png` paints the same drawing at print resolution, `save` hands files to the browser, `dialog` asks for the report's
//!   title and notes, `recent` remembers analyses.

pub mod print;
pub mod svg;
