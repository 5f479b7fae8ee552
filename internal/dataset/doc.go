// Package dataset reads and writes the files of the verireward command.
//
// A [Source] yields one [Record] per sample, in file order, from JSONL, JSON
// arrays, gzip or zstd streams of both, and parquet, holding one record in
// memory at a time. What can't be read becomes a record with an error in its
// place, so that no line is ever lost. [Run] judges records concurrently and
// emits the outcomes in input order within a bounded window, and [Output]
// writes them so that a file appears whole or not at all.
package dataset
