// Package doctest has no code: its tests follow the documents as a reader
// would. Every block marked sh in docs/guide.md is run, in order, in one empty
// folder with the command on the path; a block marked text behind it is what it
// must have printed. Every block marked go in the guide and the README is
// compiled.
package doctest
