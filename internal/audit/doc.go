// Package audit attacks a reward with the hacks that policies are known to
// find, and with right answers in other dress.
//
// From each of the user's samples it makes honest completions, right and wrong,
// in the layout that earns most, and then attacks: completions that deliver
// nothing right, or break the layout, or feed the judge's parser what it may
// choke on. An attack that earns more than its bar is an exploit:
//
//   - what does not deliver the right answer may not earn more than the honest
//     wrong answer;
//   - what breaks the layout around a right answer may not earn more than the
//     same answer without any layout, where layout counts at all.
//
// An attack that ends in an error or without a reward where the honest wrong
// answer is judged has bought its way out, which is an exploit as well. A right
// answer in other dress that earns less than the honest right answer is a
// false fail: reported, and no exploit. So is what is odd about the data, about
// what the user's own completions earn, and about components: see [Hygiene] and
// [Finding].
package audit
