//! Growing trees whose splits compare one feature each.

mod grow;

pub(crate) use grow::{depth_limit, floor_f32, grow, threshold};
