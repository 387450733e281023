//! Outside bytes as a table to link: never a panic, never a broken promise.
#![no_main]

use linkage::{Model, Reading, Table};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let reading = Reading {
        most_rows: 300,
        ..Reading::default()
    };
    let Ok(table) = Table::read_csv(vec![("sheet.csv".into(), bytes)], &reading) else {
        return;
    };
    let mut model = Model::propose(&table);
    model.settings.training_pairs = 2000;
    if let Ok(linked) = linkage::link(&table, &model, &[]) {
        let clusters = linked.clusters(&[]).of_row;
        assert_eq!(clusters.len(), table.len());
        assert!(linked.pairs.iter().all(|pair| pair.a < pair.b));
    }
});
