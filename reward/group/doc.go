// Package group turns the rewards of a group, the rollouts of one prompt, into
// what a trainer needs: advantages, filters, length rewards and statistics.
// They are passes over outcomes that exist already, not rewards.
//
// A group's values come as []Value, in which a rollout may be missing: it could
// not be judged, or its reward did not apply. What happens to the others then
// is always the caller's choice (see Missing), since a baseline formed over
// fewer rollouts is a different baseline. The zero choice is to refuse.
//
// Slices of results have the length and order of the values; what a missing
// rollout has there is NaN, never 0.
package group
