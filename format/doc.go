// Package format judges the layout of a completion: does it follow a template,
// and what stands in the template's holes?
//
// A template is the wanted text itself, with holes:
//
//	<think>{reasoning}</think> <answer>{answer}</answer>
//
// # The language
//
//   - Everything that is not named below is literal text, and literals are
//     marks. A literal holding tags (<name>, [NAME], ◁name▷, 【名】 and other
//     brackets) has each tag for a mark; what stands between its tags, and
//     white space at its edges, is required in its place but counts as no
//     mark. Plain words with blanks between them are one mark.
//   - {name} is a hole and holds at least one visible character, {name?} may be
//     blank, {name:type} is trimmed and then read as the type, {name?:type} may
//     also be blank. The types are int, number, json, json(key:type, ...),
//     boxed, has_boxed, fence, fence(language, ...), has_fence(language, ...),
//     ident, line and choice(A-E, other). The name _ is not captured.
//   - ( ) is a group and needs one of ? (once or not at all), + (once or more)
//     and * behind it. Whether a group is entered depends on the next mark
//     only; a template where that is not enough is refused. Two holes that
//     meet because a group between them is left out share their text so: the
//     first that must not be blank takes it all, or else the first.
//   - A blank stands for white space of any length, also none; white space
//     before the template's begin and after its end is free. With
//     [Exact] blanks stand for themselves and nothing is free.
//   - A backslash takes the next punctuation mark or blank literally. \n, \r
//     and \t are the control characters (\n is no second half of CR LF), \l
//     makes the mark behind it count only at the start of a line, \h is white
//     space within a line, up to a character that is not white space, and \g
//     says that no white space follows.
//
// # The one rule
//
// A mark occurs exactly as often as the template says, anywhere in the
// completion, and no hole holds a mark. So a completion that shows the tags
// twice, quotes them in its reasoning, or opens one inside the other does not
// match, whatever else it says.
//
// # What is guaranteed
//
// Matching takes one scan for the marks and one walk along them, both linear
// in the completion, without backtracking. A completion is bytes: invalid
// UTF-8 and NUL are text. A [Template] never changes after [Parse] and serves
// any number of goroutines. White space is Unicode's White_Space; a character
// is visible when it is neither white space nor invisible (control and format
// characters, default ignorable ones), except that a byte order mark counts
// as text.
//
// Beside templates the package holds the rewards that judge form: tag counts,
// user patterns, JSON Schema, tool calls, the share of a language and code
// fences.
package format
