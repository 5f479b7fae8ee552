package codecheck

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Tests stand in a box of their own where all they share with a program is what
// its functions take, print and return.
func TestBashCalls(t *testing.T) {
	for test, want := range map[string]bool{
		`[ "$(f 2)" = 5 ] || exit 1`:                                     true,
		"candidate() { f \"$@\"; }\nset -e\n[[ $(candidate 2) = 5 ]]":    true,
		`f 3 >/dev/null 2>&1 || exit 1`:                                  true,
		`out=$(f 2>&1); rc=$?; [ "$rc$out" = 2x ]`:                       true,
		`(( $(f 3) > 5 )) && [[ $(f 2) > 4 ]]`:                           true,
		`[ "$(f 'a > b' "cd x > y")" = 5 ]`:                              true,
		"while read -r a b; do [ $(f $a) = $b ]; done <<EOF\n2 5\nEOF":   true,
		"for x in 1 2; do [ $(f $x) = 1 ] || ((bad++)); done; exit $bad": true,
		`f 4; [ "$RESULT" = 8 ]`:                                         false,
		`BASE=10; [ "$(f 4)" = 14 ]`:                                     false,
		`BASE=10 f 4`:                                                    false,
		`xs=(1 2); rev xs; [ "${xs[*]}" = "2 1" ]`:                       true, // rev is a tool
		`xs=(1 2); turn xs; [ "${xs[*]}" = "2 1" ]`:                      false,
		`echo x > in.txt; f in.txt`:                                      false,
		`cd /tmp; f`:                                                     false,
		`d=$(mktemp -d); f "$d"`:                                         false,
		`. ./lib; f`:                                                     false,
	} {
		_, apart := bashCalls(test)
		assert.Equal(t, want, apart, test)
	}
	known, _ := bashCalls("check() { [ \"$1\" = \"$2\" ]; }\ncheck \"$(my-func 2)\" 5 || exit 1")
	assert.Equal(t, []string{"my-func"}, known)
}

func TestBashFed(t *testing.T) {
	for test, want := range map[string]bool{
		"echo 1 | f": true, "x | LC_ALL=C f 2": true, "f <<< 5": true, "f 2 < in": true, "echo |& f": true,
		"f 2 || f 3": false, "while read x; do f $x; done < in": false, "f 2 | cat": false, "g | h; f": false,
	} {
		assert.Equal(t, want, bashFed("f", test), test)
	}
}
