//! The comparisons of a tree, for many rows at once: every node is evaluated for every row of a block, sixteen rows or
//! more with one instruction, without a branch and without an address that depends on a row.
//!
//! A tree is evaluated from its leaves up. The value of a node is, for each row, the number of the leaf in which a row
//! that came to this node would end, counted from the node's own first leaf. With `m` for the rows that go right (a byte
//! of ones, or of zeros), `L` and `R` for the values of the children and `l` for the number of leaves on the left:
//!
//! - two leaves: `m & 1`;
//! - a leaf and a node `V`: `(V + 1) & g`, where `g` are the rows that go to the node: the leaf is number 0;
//! - two nodes: `max(L, (R + l) & m)`, since each number on the right is greater than every one on the left.
//!
//! A node and those above it that have a leaf on their other side make a [`Chain`], whose value stays in a register.

use fearless_simd::prelude::*;

/// Rows that are evaluated together.
pub(crate) const BLOCK: usize = 256;

/// One byte for each row of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub(super) struct Lanes<T>(pub(super) [T; BLOCK]);

/// The codes of a feature's values.
pub(super) type Codes = Lanes<i8>;
/// Numbers of leaves.
pub(super) type Ids = Lanes<u8>;

/// A comparison: which rows have a greater code than this one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Test {
    pub(super) column: u8,
    pub(super) code: i8,
}

/// How the lowest node of a chain comes to its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Start {
    /// From two leaves.
    Leaves,
    /// From two nodes, whose values are in slots.
    Nodes,
    /// It has one: the chain goes on from a slot.
    Slot,
}

/// The most nodes above the start of a chain.
pub(super) const TAILS: usize = 2;

/// Nodes whose values are computed one from the other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Chain {
    /// The slot of the result, and of the start's left or only child.
    pub(super) slot: u8,
    /// The slot of the start's right child.
    pub(super) right: u8,
    /// How many leaves the start's left child has.
    pub(super) shift: u8,
    /// The comparison of the start, of which one that goes on from a slot has none.
    pub(super) start: Test,
    /// The comparisons of the nodes above: the rows that come from the start.
    pub(super) tails: [Test; TAILS],
}

/// Chains of one kind, one behind the other: what they are is decided once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) start: Start,
    pub(super) tails: u8,
    pub(super) chains: u32,
}

/// Evaluates the chains of a tree.
#[inline(always)]
pub(super) fn evaluate<S: Simd>(
    simd: S,
    runs: &[Run],
    chains: &[Chain],
    columns: &[Codes; 256],
    slots: &mut [Ids; 256],
) {
    let mut rest = chains;
    for run in runs {
        let (chains, behind) = rest.split_at(run.chains as usize);
        rest = behind;
        match (run.start, run.tails) {
            (Start::Leaves, 0) => evaluate_run::<S, LEAVES, 0>(simd, chains, columns, slots),
            (Start::Leaves, 1) => evaluate_run::<S, LEAVES, 1>(simd, chains, columns, slots),
            (Start::Leaves, _) => evaluate_run::<S, LEAVES, 2>(simd, chains, columns, slots),
            (Start::Nodes, 0) => evaluate_run::<S, NODES, 0>(simd, chains, columns, slots),
            (Start::Nodes, 1) => evaluate_run::<S, NODES, 1>(simd, chains, columns, slots),
            (Start::Nodes, _) => evaluate_run::<S, NODES, 2>(simd, chains, columns, slots),
            (Start::Slot, 1) => evaluate_run::<S, SLOT, 1>(simd, chains, columns, slots),
            (Start::Slot, _) => evaluate_run::<S, SLOT, 2>(simd, chains, columns, slots),
        }
    }
}

const LEAVES: u8 = Start::Leaves as u8;
const NODES: u8 = Start::Nodes as u8;
const SLOT: u8 = Start::Slot as u8;

/// Evaluates chains of one kind.
#[inline(always)]
fn evaluate_run<S: Simd, const START: u8, const TAILS: usize>(
    simd: S,
    chains: &[Chain],
    columns: &[Codes; 256],
    slots: &mut [Ids; 256],
) {
    let width = S::u8s::LEN;
    let one = S::u8s::splat(simd, 1);
    for chain in chains {
        let start_code = S::i8s::splat(simd, chain.start.code);
        let start_column = &columns[usize::from(chain.start.column)];
        let tail_codes: [_; TAILS] = std::array::from_fn(|tail| S::i8s::splat(simd, chain.tails[tail].code));
        let tail_columns: [_; TAILS] = std::array::from_fn(|tail| &columns[usize::from(chain.tails[tail].column)]);
        let shift = S::u8s::splat(simd, chain.shift);
        let (slot, right) = (usize::from(chain.slot), usize::from(chain.right));
        for quarter in (0..BLOCK).step_by(BLOCK / 4) {
            for part in (0..BLOCK / 4).step_by(width) {
                let rows = quarter + part..quarter + part + width;
                let above = |column: &Codes, code: S::i8s| {
                    S::i8s::from_slice(simd, &column.0[rows.clone()]).simd_gt(code).to_vector().to_bytes()
                };
                let mut value = match START {
                    LEAVES => above(start_column, start_code) & one,
                    NODES => {
                        let left = S::u8s::from_slice(simd, &slots[slot].0[rows.clone()]);
                        let right = S::u8s::from_slice(simd, &slots[right].0[rows.clone()]);
                        left.max((right + shift) & above(start_column, start_code))
                    }
                    _ => S::u8s::from_slice(simd, &slots[slot].0[rows.clone()]),
                };
                for tail in 0..TAILS {
                    value = (value + one) & above(tail_columns[tail], tail_codes[tail]);
                }
                value.store_slice(&mut slots[slot].0[rows.clone()]);
            }
        }
    }
}
