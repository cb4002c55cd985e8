//! Where viewers are: countries with their regions, providers and nearby CDN edges. Providers and CDNs are invented, so
//! that no generated incident accuses anybody; weights and speeds are round figures of a plausible service.

/// What a provider sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Lines into homes.
    Fixed,
    /// Mobile only.
    Mobile,
    /// Both.
    Both,
}

/// An internet service provider.
#[derive(Debug)]
pub(super) struct Isp {
    pub name: &'static str,
    pub weight: u32,
    pub access: Access,
    /// Speed relative to the country's.
    pub speed: f64,
    /// The part of the speed that is lost at the evening's peak.
    pub rush_loss: f64,
}

/// A city with CDN edges.
#[derive(Debug)]
pub(super) struct Edge {
    pub city: &'static str,
    pub weight: u32,
    /// Round trip from the country's networks, in milliseconds.
    pub round_trip_ms: f64,
}

/// A country.
#[derive(Debug)]
pub(super) struct Country {
    pub code: &'static str,
    /// Viewers, per mille.
    pub weight: u32,
    /// Local time less UTC in that week, in minutes; for wide countries that of the middle.
    pub offset_minutes: i32,
    /// Speed relative to the network types' medians.
    pub speed: f64,
    /// 5G's part of the cellular viewers, in percent.
    pub fifth_generation: u32,
    pub regions: &'static [(&'static str, u32)],
    pub isps: &'static [Isp],
    pub edges: &'static [Edge],
}

/// The CDNs and their weights.
pub(super) const CDNS: [(&str, u32); 3] = [("aurora", 50), ("borealis", 30), ("cirrus", 20)];

const fn isp(name: &'static str, weight: u32, access: Access, speed: f64, rush_loss: f64) -> Isp {
    Isp { name, weight, access, speed, rush_loss }
}

const fn edge(city: &'static str, weight: u32, round_trip_ms: f64) -> Edge {
    Edge { city, weight, round_trip_ms }
}

use Access::{Both, Fixed, Mobile};

/// The countries.
pub(super) const COUNTRIES: [Country; 12] = [
    Country {
        code: "US",
        weight: 240,
        offset_minutes: -360,
        speed: 1.15,
        fifth_generation: 60,
        regions: &[("California", 30), ("Texas", 26), ("New York", 24), ("Illinois", 20)],
        isps: &[
            isp("Prairie Cable", 45, Fixed, 1.0, 0.30),
            isp("Atlas Fiber", 30, Fixed, 1.7, 0.12),
            isp("Coastline Wireless", 25, Both, 0.8, 0.30),
        ],
        edges: &[edge("ord", 40, 16.0), edge("dfw", 35, 18.0), edge("lax", 25, 24.0)],
    },
    Country {
        code: "IN",
        weight: 130,
        offset_minutes: 330,
        speed: 0.55,
        fifth_generation: 35,
        regions: &[("Maharashtra", 40), ("Karnataka", 32), ("Delhi", 28)],
        isps: &[isp("Ganga Broadband", 40, Fixed, 1.0, 0.40), isp("Monsoon Mobile", 60, Both, 0.9, 0.42)],
        edges: &[edge("bom", 65, 22.0), edge("sin", 35, 62.0)],
    },
    Country {
        code: "BR",
        weight: 110,
        offset_minutes: -180,
        speed: 0.7,
        fifth_generation: 30,
        regions: &[("Sao Paulo", 50), ("Rio de Janeiro", 28), ("Bahia", 22)],
        isps: &[
            isp("Litoral Net", 30, Fixed, 0.95, 0.45),
            isp("Serra Fibra", 40, Fixed, 1.2, 0.22),
            isp("Verde Movel", 30, Both, 0.85, 0.35),
        ],
        edges: &[edge("gru", 80, 18.0), edge("mia", 20, 105.0)],
    },
    Country {
        code: "DE",
        weight: 100,
        offset_minutes: 60,
        speed: 0.95,
        fifth_generation: 50,
        regions: &[("Bayern", 34), ("Nordrhein-Westfalen", 42), ("Berlin", 24)],
        isps: &[
            isp("Rheinkabel", 35, Fixed, 1.1, 0.38),
            isp("Nordlicht DSL", 40, Fixed, 0.8, 0.18),
            isp("Funkwerk", 25, Both, 0.9, 0.25),
        ],
        edges: &[edge("fra", 80, 12.0), edge("ams", 20, 18.0)],
    },
    Country {
        code: "GB",
        weight: 90,
        offset_minutes: 0,
        speed: 0.95,
        fifth_generation: 50,
        regions: &[("England", 80), ("Scotland", 12), ("Wales", 8)],
        isps: &[
            isp("Severn Broadband", 50, Fixed, 0.9, 0.25),
            isp("Albion Fibre", 28, Fixed, 1.5, 0.12),
            isp("Thistle Mobile", 22, Mobile, 0.9, 0.30),
        ],
        edges: &[edge("lhr", 85, 10.0), edge("ams", 15, 19.0)],
    },
    Country {
        code: "FR",
        weight: 70,
        offset_minutes: 60,
        speed: 1.15,
        fifth_generation: 45,
        regions: &[("Ile-de-France", 45), ("Occitanie", 25), ("Bretagne", 30)],
        isps: &[isp("Hexagone Fibre", 60, Fixed, 1.2, 0.15), isp("Mistral Telecom", 40, Both, 0.85, 0.28)],
        edges: &[edge("cdg", 75, 11.0), edge("fra", 25, 20.0)],
    },
    Country {
        code: "JP",
        weight: 70,
        offset_minutes: 540,
        speed: 1.35,
        fifth_generation: 55,
        regions: &[("Tokyo", 55), ("Osaka", 45)],
        isps: &[isp("Sakura Hikari", 65, Fixed, 1.2, 0.30), isp("Fuji Mobile", 35, Both, 0.9, 0.26)],
        edges: &[edge("nrt", 70, 9.0), edge("kix", 30, 13.0)],
    },
    Country {
        code: "ES",
        weight: 55,
        offset_minutes: 60,
        speed: 1.1,
        fifth_generation: 40,
        regions: &[("Madrid", 45), ("Catalunya", 35), ("Andalucia", 20)],
        isps: &[isp("Meseta Fibra", 65, Fixed, 1.2, 0.15), isp("Costa Movil", 35, Both, 0.9, 0.26)],
        edges: &[edge("mad", 85, 12.0), edge("cdg", 15, 29.0)],
    },
    Country {
        code: "MX",
        weight: 45,
        offset_minutes: -360,
        speed: 0.65,
        fifth_generation: 25,
        regions: &[("Ciudad de Mexico", 55), ("Jalisco", 45)],
        isps: &[isp("Azteca Cable", 60, Fixed, 1.0, 0.36), isp("Quetzal Movil", 40, Both, 0.85, 0.34)],
        edges: &[edge("mex", 60, 20.0), edge("dfw", 40, 42.0)],
    },
    Country {
        code: "PL",
        weight: 40,
        offset_minutes: 60,
        speed: 0.9,
        fifth_generation: 35,
        regions: &[("Mazowieckie", 60), ("Malopolskie", 40)],
        isps: &[isp("Wisla Net", 60, Fixed, 1.0, 0.24), isp("Bursztyn Mobile", 40, Both, 0.9, 0.26)],
        edges: &[edge("waw", 60, 11.0), edge("fra", 40, 24.0)],
    },
    Country {
        code: "AU",
        weight: 30,
        offset_minutes: 660,
        speed: 0.75,
        fifth_generation: 50,
        regions: &[("New South Wales", 55), ("Victoria", 45)],
        isps: &[isp("Outback Broadband", 65, Fixed, 0.9, 0.34), isp("Southern Cross Mobile", 35, Both, 1.0, 0.24)],
        edges: &[edge("syd", 80, 14.0), edge("sin", 20, 95.0)],
    },
    Country {
        code: "CA",
        weight: 20,
        offset_minutes: -300,
        speed: 1.0,
        fifth_generation: 50,
        regions: &[("Ontario", 60), ("Quebec", 40)],
        isps: &[isp("Maple Cable", 70, Fixed, 1.1, 0.28), isp("Borealnet Wireless", 30, Both, 0.9, 0.24)],
        edges: &[edge("yyz", 70, 14.0), edge("ord", 30, 24.0)],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_can_serve_every_viewer() {
        assert_eq!(COUNTRIES.iter().map(|country| country.weight).sum::<u32>(), 1_000);
        for country in &COUNTRIES {
            assert!(country.isps.iter().any(|isp| isp.access != Mobile), "{} has no lines", country.code);
            assert!(country.isps.iter().any(|isp| isp.access != Fixed), "{} has no cells", country.code);
            assert!(country.fifth_generation <= 100 && !country.regions.is_empty() && !country.edges.is_empty());
        }
    }
}
