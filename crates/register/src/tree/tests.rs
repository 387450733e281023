//! Vectors of the certificate-transparency reference code (the eight leaves
//! of its `merkle_tree` tests), and laws for every size.

use super::*;
use crate::hexadecimal::{from_hexadecimal, hexadecimal};
use proptest::prelude::*;

fn leaves() -> Vec<Hash> {
    let entries = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let entry = |text: &&str| leaf_hash(&from_hexadecimal(text).unwrap());
    entries.iter().map(entry).collect()
}

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn never<T>(result: Result<T, std::convert::Infallible>) -> T {
    match result {
        Ok(value) => value,
    }
}

#[test]
fn roots_are_those_of_the_reference() {
    let leaves = leaves();
    let mut frontier = Frontier::default();
    assert_eq!(
        hexadecimal(&frontier.root()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    for (leaf, root) in leaves.iter().zip(ROOTS) {
        frontier.append(*leaf, |_, _, _| {});
        assert_eq!(hexadecimal(&frontier.root()), root);
    }
}

#[test]
fn proofs_are_those_of_the_reference() {
    let leaves = leaves();
    let text = |proof: Vec<Hash>| proof.iter().map(|h| hexadecimal(h)).collect::<Vec<_>>();
    assert_eq!(
        text(never(inclusion_proof(5, 8, &leaves[..]))),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
    assert_eq!(
        text(never(consistency_proof(6, 8, &leaves[..]))),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

proptest! {
    #[test]
    fn every_proof_holds_and_no_changed_one_does(
        size in 1u64..300, index in 0u64..300, old in 0u64..300, step in 0usize..9, byte in 0usize..32,
    ) {
        let leaves: Vec<Hash> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let root = never(Frontier::of(size, &leaves[..])).root();
        let (index, old) = (index % size, old % (size + 1));
        let mut path = never(inclusion_proof(index, size, &leaves[..]));
        let leaf = leaves[index as usize];
        prop_assert!(check_inclusion(&leaf, index, size, &path, &root));
        prop_assert!(!check_inclusion(&root, index, size, &path, &root) || size == 1);
        if let Some(hash) = path.get_mut(step) {
            hash[byte] ^= 1;
            prop_assert!(!check_inclusion(&leaf, index, size, &path, &root));
        }
        let old_root = never(Frontier::of(old, &leaves[..])).root();
        let mut proof = never(consistency_proof(old, size, &leaves[..]));
        prop_assert!(check_consistency(old, &old_root, size, &root, &proof));
        if let Some(hash) = proof.get_mut(step) {
            hash[byte] ^= 1;
            prop_assert!(!check_consistency(old, &old_root, size, &root, &proof));
        }
    }

    #[test]
    fn a_frontier_survives_being_written_down(size in 0u64..600) {
        let mut frontier = Frontier::default();
        let mut completed = Vec::new();
        for n in 0..size {
            frontier.append(leaf_hash(&n.to_be_bytes()), |level, place, hash| {
                completed.push((level, place, *hash));
            });
        }
        prop_assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Some(frontier));
        let leaves: Vec<Hash> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        for (level, place, hash) in completed {
            prop_assert_eq!(never(leaves.subtree(level, place)), hash);
        }
    }
}
