//! The labels of the category fields, coded in the order of the tables; and where each stands in a session's codes.

use super::devices::{CODECS, DEVICE_TYPES, DEVICES, LADDER, NETWORKS, RELEASES};
use super::places::{CDNS, COUNTRIES};
use telemetry::Field;

/// The place of each category field in a session's codes.
pub(super) mod slot {
    pub const DEVICE_TYPE: usize = 0;
    pub const DEVICE_MODEL: usize = 1;
    pub const OS_VERSION: usize = 2;
    pub const APP_VERSION: usize = 3;
    pub const NETWORK_TYPE: usize = 4;
    pub const COUNTRY_CODE: usize = 5;
    pub const REGION: usize = 6;
    pub const ISP: usize = 7;
    pub const CDN: usize = 8;
    pub const CDN_POP: usize = 9;
    pub const CONTENT_TYPE: usize = 10;
    pub const CONTENT_ID: usize = 11;
    pub const CODEC: usize = 12;
    pub const RESOLUTION: usize = 13;
    pub const COUNT: usize = 14;
}

/// The category fields by their slots.
pub(super) const CATEGORY_FIELDS: [Field; slot::COUNT] = [
    Field::DeviceType,
    Field::DeviceModel,
    Field::OsVersion,
    Field::AppVersion,
    Field::NetworkType,
    Field::CountryCode,
    Field::Region,
    Field::Isp,
    Field::Cdn,
    Field::CdnPop,
    Field::ContentType,
    Field::ContentId,
    Field::Codec,
    Field::Resolution,
];

/// How many films and episodes there are.
pub(super) const TITLES: usize = 600;

/// How many live channels there are.
pub(super) const CHANNELS: usize = 40;

/// The code of `live` in the content type; `vod` is 0.
pub(super) const LIVE: u16 = 1;

/// The labels of every category field.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    by_slot: [Vec<String>; slot::COUNT],
}

/// Adds a label unless it is there, and gives its code.
fn intern(labels: &mut Vec<String>, label: &str) -> usize {
    labels.iter().position(|known| known == label).unwrap_or_else(|| {
        labels.push(label.to_owned());
        labels.len() - 1
    })
}

impl Labels {
    /// The labels of the preset.
    pub fn new() -> Self {
        let mut by_slot: [Vec<String>; slot::COUNT] = Default::default();
        let mut cities = Vec::new();
        for country in &COUNTRIES {
            by_slot[slot::COUNTRY_CODE].push(country.code.to_owned());
            by_slot[slot::REGION].extend(country.regions.iter().map(|&(name, _)| name.to_owned()));
            by_slot[slot::ISP].extend(country.isps.iter().map(|isp| isp.name.to_owned()));
            for edge in country.edges {
                intern(&mut cities, edge.city);
            }
        }
        for device in &DEVICES {
            by_slot[slot::DEVICE_MODEL].push(device.model.to_owned());
            for &(system, _) in device.systems {
                intern(&mut by_slot[slot::OS_VERSION], system);
            }
        }
        for (cdn, _) in CDNS {
            by_slot[slot::CDN].push(cdn.to_owned());
            by_slot[slot::CDN_POP].extend(cities.iter().map(|city| format!("{cdn}-{city}")));
        }
        let owned = |labels: &[&str]| labels.iter().map(|&label| label.to_owned()).collect();
        by_slot[slot::DEVICE_TYPE] = DEVICE_TYPES.iter().map(|&(name, _)| name.to_owned()).collect();
        by_slot[slot::APP_VERSION] = owned(&RELEASES);
        by_slot[slot::NETWORK_TYPE] = owned(&NETWORKS);
        by_slot[slot::CONTENT_TYPE] = owned(&["vod", "live"]);
        by_slot[slot::CONTENT_ID] = (1..=TITLES).map(|number| format!("vod-{number:03}")).collect();
        by_slot[slot::CONTENT_ID].extend((1..=CHANNELS).map(|number| format!("live-{number:02}")));
        by_slot[slot::CODEC] = owned(&CODECS);
        by_slot[slot::RESOLUTION] = LADDER.iter().map(|&(name, _)| name.to_owned()).collect();
        Self { by_slot }
    }

    /// The labels of a slot.
    pub fn of(&self, slot: usize) -> &[String] {
        &self.by_slot[slot]
    }

    /// The code of a label, if the slot has it.
    pub fn code(&self, slot: usize, label: &str) -> Option<u16> {
        self.by_slot[slot].iter().position(|known| known == label).map(|code| code as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fault::INCIDENTS;
    use super::*;
    use std::collections::BTreeSet;
    use telemetry::Kind;

    #[test]
    fn slots_are_the_category_fields_in_their_order() {
        let fields: Vec<Field> =
            Field::GENERATED.iter().copied().filter(|field| field.kind() == Kind::Category).collect();
        assert_eq!(fields, CATEGORY_FIELDS);
        assert_eq!(CATEGORY_FIELDS[slot::CDN_POP], Field::CdnPop);
        assert_eq!(CATEGORY_FIELDS[slot::CODEC], Field::Codec);
        assert_eq!(CATEGORY_FIELDS[slot::ISP], Field::Isp);
    }

    #[test]
    fn labels_are_distinct() {
        let labels = Labels::new();
        for (slot, field) in CATEGORY_FIELDS.iter().enumerate() {
            let distinct: BTreeSet<&String> = labels.of(slot).iter().collect();
            assert_eq!(distinct.len(), labels.of(slot).len(), "{field:?}");
        }
    }

    #[test]
    fn incidents_name_what_exists() {
        let labels = Labels::new();
        for incident in &INCIDENTS {
            for (field, label) in incident.segment {
                let slot = CATEGORY_FIELDS.iter().position(|known| known == field);
                assert!(slot.is_some_and(|slot| labels.code(slot, label).is_some()), "{field:?} {label}");
            }
        }
    }
}
