//! Which kinds of charts there are, and which states: a kind that is new to the product does not compile here until it has its
//! row.

use streamguard::app::charts::given as result;
use streamguard::crossfilter::view::Drawing;
use streamguard::explore::charts::given as explore;

/// A list of names that is whole: it is made with its type.
macro_rules! listed {
    ($(#[$of:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $id:literal, $title:literal;)+ }) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in addresses.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The name for people.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

listed! {
    /// A kind of chart.
    Kind {
        /// The scores of a result.
        Scores = "scores", "Result: scores";
        /// Two features of a result.
        Cloud = "cloud", "Result: scatter";
        /// The flagged share of a result over time.
        OverTime = "over-time", "Result: timeline";
        /// A histogram of Explore.
        Histogram = "histogram", "Explore: histogram";
        /// The labels of a category.
        Bars = "bars", "Explore: bars";
        /// A metric over time.
        Trend = "trend", "Explore: trend";
        /// Two categories.
        HeatMap = "heat-map", "Explore: heat map";
        /// Two numbers.
        Scatter = "scatter", "Explore: scatter";
        /// The features side by side.
        Parallel = "parallel", "Explore: features";
        /// Countries and regions.
        Places = "places", "Explore: places";
    }
}

listed! {
    /// A state of a chart.
    State {
        /// Filters are set, and all sessions are drawn behind those that meet them.
        Compared = "compared", "Filtered and compared";
        /// Nothing is chosen.
        Plain = "plain", "Plain";
        /// One session, or one bin.
        One = "one", "One session";
        /// Names and labels far longer than there is room for.
        LongLabels = "long", "Long labels";
        /// As many sessions, bins and labels as there may be.
        Many = "many", "Very many";
        /// The filters leave nothing.
        NothingLeft = "nothing", "Nothing left by the filters";
        /// A newer picture is on its way.
        Busy = "busy", "Busy";
        /// The sessions lack what it would show.
        Lacking = "lacking", "Lacking";
        /// It could not be had.
        Failed = "failed", "Failed";
        /// The first picture is on its way.
        First = "first", "First on its way";
    }
}

impl State {
    /// Whether there is something to draw; otherwise the chart says why there is not.
    pub fn draws(self) -> bool {
        !matches!(self, Self::Lacking | Self::First)
    }
}

/// What a chart shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// In the result on the page.
    Result(result::Given),
    /// In Explore.
    Explore(Box<explore::Given>),
}

impl Shown {
    /// The kind of chart that shows it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Result(given) => match given {
                result::Given::Histogram(_) => Kind::Scores,
                result::Given::Scatter(_) => Kind::Cloud,
                result::Given::Timeline(_) => Kind::OverTime,
            },
            Self::Explore(given) => match &given.drawing {
                Drawing::Histogram(_) => Kind::Histogram,
                Drawing::Bars { .. } => Kind::Bars,
                Drawing::Trend(_) => Kind::Trend,
                Drawing::HeatMap { .. } => Kind::HeatMap,
                Drawing::Scatter { .. } => Kind::Scatter,
                Drawing::Parallel => Kind::Parallel,
                Drawing::Places => Kind::Places,
            },
        }
    }
}
