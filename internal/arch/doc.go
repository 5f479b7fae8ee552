// Package arch has no code: its test holds the picture of which package may
// import which, with a reason for each ban.
package arch
