// Package codecheck judges whether a program passes its tests.
//
// A [Checker] takes a [Submission] (a completion or a source, tests, limits),
// runs it in package sandbox and gives back a [Report].
//
// What is guaranteed:
//
//   - The verdict is formed outside the process that runs the code under test,
//     and expected values never enter that process, for stdio, call, assert,
//     check_fn, checker and interactive tests, and for append_code in Python,
//     JavaScript, TypeScript and bash. Such tests run in a second box; the code
//     under test is reached by remote calls that carry plain data.
//   - A program that ends without delivering a result has not passed. No tests
//     is an error. A fault of ours (no toolchain, no sandbox) is an error and
//     never a score of 0.
//   - Reading a hostile completion costs time linear in its length.
//
// What is not: append_code in the compiled languages, tests of scripts that
// share variables or files with the program, and the Python tests whose shape
// needs the code's own process (mocks, source inspection), run test and code
// together. They pass only when a per-run nonce, unknown to the code, shows that
// the end of the test was reached; every such test is marked [TestResult.Weak].
// Code that takes its own process apart could still forge one, and in C and C++
// code can read what a test expects out of the machine code that compares it.
//
// A Checker starts programs by way of package sandbox, so main calls
// [sandbox.Init] before anything else.
package codecheck
