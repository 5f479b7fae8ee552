// Package report gathers what a run of scores says and writes it as one HTML
// file: histogram, components, groups, slow samples, errors, and samples to
// open. Memory does not grow with the run: distributions are kept in bins,
// groups are closed when many are open, and of the samples a fixed number is
// kept, chosen the same way in every run.
package report
