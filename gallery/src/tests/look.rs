//! An example as it is seen: drawn without a browser, at the sizes that stages have.

use crate::registry::{Kind, Shown, State};
use charts::kind::{ChartData, Words};
use charts::paper;
use charts::scene::Scene;
use charts::testing::Bench;
use streamguard::app::charts::given as result;

/// A drawing and its width and height.
pub struct Drawn {
    pub scene: Scene,
    pub size: (f64, f64),
}

/// A chart at one size.
pub struct Look {
    /// What is on its stage: axes and data, and over them what follows the filters.
    pub stage: Drawn,
    /// What is on paper.
    pub paper: Drawn,
    pub words: Words,
    pub rows: Vec<Vec<String>>,
}

fn look_at<S: ChartData>(given: &S, size: (f64, f64)) -> Look {
    let mut bench = Bench::new(given.clone());
    bench.size = size;
    // Where there is no room for a plot, the host draws nothing.
    let layout = bench.layout();
    let has_room = layout.width > 0;
    let shapes = bench.base().shapes.into_iter().chain(bench.overlay().0.shapes).collect();
    let scene = if has_room { Scene { shapes } } else { Scene::default() };
    let stage = Drawn { scene, size: (layout.width.into(), layout.height.into()) };
    bench.size = (paper::WIDTH, 300.0);
    let paper = Drawn { scene: bench.printed(), size: (paper::WIDTH, bench.kind.printed_height(given, bench.size.1)) };
    Look { stage, paper, words: given.words(&*bench.kind), rows: bench.kind.rows(given) }
}

impl Shown {
    /// The widths and heights that its stage has in the page: on a phone, in a small card and in a large one.
    fn sizes(&self) -> &'static [(f64, f64)] {
        match self {
            Self::Result(result::Given::Scatter(_)) => &[(338.0, 352.0), (430.0, 480.0), (900.0, 480.0)],
            Self::Result(_) => &[(338.0, 224.0), (360.0, 224.0), (700.0, 224.0), (1400.0, 224.0)],
            Self::Explore(_) => {
                &[(163.0, 80.0), (270.0, 120.0), (330.0, 160.0), (346.0, 190.0), (560.0, 300.0), (1400.0, 600.0)]
            }
        }
    }

    /// How it looks at each of them.
    pub fn looks(&self) -> Vec<Look> {
        let of = |size: &(f64, f64)| match self {
            Self::Result(given) => look_at(given, *size),
            Self::Explore(given) => look_at(&**given, *size),
        };
        self.sizes().iter().map(of).collect()
    }
}

/// Every example with its kind and state.
pub fn every(mut look: impl FnMut(Kind, State, &Shown)) {
    for &kind in Kind::ALL {
        for &state in State::ALL {
            crate::examples::examples(kind, state).into_iter().flatten().for_each(|shown| look(kind, state, &shown));
        }
    }
}
