//! Countries and their regions, with figures.

use super::shares::{by_share, sum};
use super::sides::Sides;
use super::{Counted, Draw};
use crate::columns::Columns;
use crate::count::{Lane, Passing, Piece, Sums, Tally, Wanted, count, exact, tally, wilson};
use crate::dimension::Dimension;
use crate::keys::Keys;
use crate::picture::{Count, Picture, Place};
use crate::store::{Labels, Store};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;
use telemetry::Field;

/// So many countries, and regions of all countries together, are told apart.
const MOST: usize = 300;
const REGIONS: usize = 3000;
/// Bins of the values of a median.
const FINE: usize = 64;

pub(super) struct Places {
    own: Vec<Dimension>,
    template: Template,
    keys: Arc<Keys>,
    tallies: [Tally; 1],
    /// Startup time and bitrate: dimension, fine bins and keys.
    medians: [Option<(Dimension, usize, Arc<Keys>)>; 2],
    /// The figures of all sessions: of the countries, then of the groups.
    all: Vec<[f64; 3]>,
}

/// Countries and regions but for their counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    countries: Vec<String>,
    /// Country and region of each group. The groups of a country stand together, the last of them without a region.
    groups: Vec<(usize, String)>,
}

impl Places {
    pub(super) fn of(store: &mut Store) -> Option<Self> {
        let country = store.columns.column_of(Field::CountryCode)?;
        let (countries, country_keys) = store.labelled(&country, MOST)?;
        let mut own = vec![country];
        let region = store.columns.column_of(Field::Region);
        let regions = region.as_ref().and_then(|region| store.labelled(region, REGIONS));
        own.extend(region);
        let by_region = regions.as_ref().map(|(regions, keys)| (regions, keys.as_ref()));
        let (groups, keys) = grouped(store.columns.rows(), (&countries, &country_keys), by_region);
        let keys = Arc::new(keys);
        let tallies = [Tally { cells: groups.len(), keys: vec![(keys.clone(), 1)], lane: Lane::Counts }];
        let medians = [Field::StartupTimeMs, Field::BitrateKbps].map(|field| {
            let dimension = store.columns.column_of(field)?;
            let (bins, keys) = store.finely_binned(&dimension, FINE)?;
            Some((dimension, bins.len(), keys))
        });
        let template = Template { countries: countries.names, groups };
        Some(Self { own, template, keys, tallies, medians, all: Vec::new() })
    }

    /// The figures of ranges of groups.
    fn figures(&self, columns: &Columns, passing: Passing) -> Vec<[f64; 3]> {
        let ranges = self.template.ranges();
        let groups = self.template.groups.len();
        let mut figures = vec![[f64::NAN; 3]; ranges.len()];
        for (place, median) in self.medians.iter().enumerate() {
            let Some((dimension, bins, keys)) = median else { continue };
            let Some(values) = columns.get(dimension) else { continue };
            let stride = bins + 3;
            let by_value = Tally {
                cells: groups * stride,
                keys: vec![(keys.clone(), 1), (self.keys.clone(), stride as u32)],
                lane: Lane::Sessions,
            };
            let wanted: Vec<Wanted> = ranges
                .iter()
                .map(|range| Wanted { first: range.start * stride, groups: range.len(), stride, share: 0.5 })
                .collect();
            for sums in tally(columns, &[(&by_value, passing)]) {
                let medians = exact(columns, values, &by_value, passing, &sums, &wanted, *bins);
                figures.iter_mut().zip(medians).for_each(|(figures, median)| figures[place] = median);
            }
        }
        let (stalled, watched) = self.times(columns, passing);
        for (figures, range) in figures.iter_mut().zip(&ranges) {
            let total = |times: &[f64]| times.get(range.clone()).unwrap_or_default().iter().sum::<f64>();
            let watched = total(&watched);
            figures[2] = if watched > 0.0 { total(&stalled) / watched } else { f64::NAN };
        }
        figures
    }

    /// Seconds stalled and watched in each group, of the sessions that started and have both.
    fn times(&self, columns: &Columns, passing: Passing) -> (Vec<f64>, Vec<f64>) {
        let groups = self.template.groups.len();
        let (mut stalled, mut watched) = (vec![0.0; groups], vec![0.0; groups]);
        let table = &columns.analysis.sessions.table;
        let fields = (table.numbers(Field::RebufferDurationMs), table.numbers(Field::WatchTimeS));
        let (Some(stalls), Some(watches)) = fields else { return (stalled, watched) };
        let started = |row: usize| columns.unstarted().is_none_or(|unstarted| unstarted.get(row) != Some(&true));
        Piece::each(columns, |piece| {
            piece.each_passing(&self.tallies[0], passing, |row, group, _| {
                let group = group as usize;
                if let (Some(&stall), Some(&watch)) = (stalls.get(row), watches.get(row))
                    && stall.is_finite()
                    && watch.is_finite()
                    && started(row)
                    && let (Some(stalled), Some(watched)) = (stalled.get_mut(group), watched.get_mut(group))
                {
                    *stalled += stall / 1000.0;
                    *watched += watch;
                }
            });
        });
        (stalled, watched)
    }
}

/// The groups of sessions with the same country and region, in the order of the countries and regions, and each session's.
fn grouped(
    rows: usize,
    (countries, country_keys): (&Labels, &Keys),
    regions: Option<(&Labels, &Keys)>,
) -> (Vec<(usize, String)>, Keys) {
    let cells = countries.cells();
    let no_region = regions.map_or(0, |(regions, _)| regions.names.len());
    let per_country = no_region + 1;
    let place = |row: usize| {
        // Other labels and no label are one group.
        let country = country_keys.get(row).min(cells - 2);
        let region = regions.map_or(0, |(_, keys)| keys.get(row).min(no_region));
        country * per_country + region
    };
    let mut seen = vec![0_u32; (cells - 1) * per_country];
    (0..rows).for_each(|row| seen[place(row)] += 1);
    // Rare regions of very many are left without a name.
    let mut least = 1;
    while seen.iter().filter(|&&sessions| sessions >= least).count() > REGIONS {
        least *= 2;
    }
    let mut groups = Vec::new();
    let mut group_of = vec![0; seen.len()];
    for country in 0..cells - 1 {
        let own = country * per_country..(country + 1) * per_country;
        let named = own.clone().filter(|&place| place != own.end - 1 && seen[place] >= least);
        for place in named {
            group_of[place] = groups.len() + 1;
            let region = regions.and_then(|(regions, _)| regions.names.get(place - own.start));
            groups.push((country, region.cloned().unwrap_or_default()));
        }
        for group in group_of[own].iter_mut().filter(|group| **group == 0) {
            *group = groups.len() + 1;
        }
        groups.push((country, String::new()));
    }
    let numbers = (0..rows).map(|row| group_of[place(row)] - 1);
    let keys = Keys::of(numbers, groups.len());
    (groups, keys)
}

impl Draw for Places {
    fn own(&self) -> Vec<Dimension> {
        self.own.clone()
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn settle(&mut self, columns: &Columns, _: &[Sums], everything: Passing) {
        self.all = self.figures(columns, everything);
    }

    fn template(&self) -> super::Template {
        super::Template::Places(self.template.clone())
    }

    fn picture(&self, counted: &Counted) -> Picture {
        match counted.passing {
            Passing { filters: 0, .. } => self.template.picture(counted.sides, &self.all),
            passing => self.template.picture(counted.sides, &self.figures(counted.columns, passing)),
        }
    }
}

impl Template {
    /// The groups of each country.
    fn by_country(&self) -> Vec<Range<usize>> {
        let mut first = 0;
        let range = |group: &[(usize, String)]| {
            let range = first..first + group.len();
            first = range.end;
            range
        };
        self.groups.chunk_by(|a, b| a.0 == b.0).map(range).collect()
    }

    /// The groups of each country, then each group by itself.
    fn ranges(&self) -> Vec<Range<usize>> {
        let mut ranges = self.by_country();
        ranges.extend((0..self.groups.len()).map(|group| group..group + 1));
        ranges
    }

    /// With the figures of [`ranges`](Self::ranges); NaN where there are none.
    pub(super) fn picture(&self, sides: Sides, figures: &[[f64; 3]]) -> Picture {
        let (by_country, ranges) = (self.by_country(), self.ranges());
        let counts = |sums: &[u64], range: &Range<usize>| {
            let counts = sums.get(range.clone()).unwrap_or_default().iter().map(|&one| count(one));
            counts.fold(Count::default(), sum)
        };
        let place = |at: usize, region: &str| {
            let range = ranges.get(at)?;
            let (country, _) = self.groups.get(range.start)?;
            // All there is: what no session has is no place.
            if counts(sides.all(0), range).sessions == 0 {
                return None;
            }
            let shown = counts(sides.shown(0), range);
            Some(Place {
                country: self.countries.get(*country).cloned().unwrap_or_default(),
                region: region.to_owned(),
                shown,
                interval: wilson(shown),
                figures: figures.get(at).copied().unwrap_or([f64::NAN; 3]),
            })
        };
        let mut countries: Vec<(Place, Vec<Place>)> = Vec::new();
        for (at, range) in by_country.iter().enumerate() {
            let Some(country) = place(at, "") else { continue };
            let named = range.clone().filter_map(|group| {
                let (_, region) = self.groups.get(group).filter(|(_, region)| !region.is_empty())?;
                place(by_country.len() + group, region)
            });
            let mut regions: Vec<Place> = named.collect();
            regions.sort_by(|a, b| by_share(a.shown, b.shown));
            countries.push((country, regions));
        }
        countries.sort_by(|(a, _), (b, _)| by_share(a.shown, b.shown));
        Picture::Places(
            countries.into_iter().flat_map(|(country, regions)| [country].into_iter().chain(regions)).collect(),
        )
    }
}
