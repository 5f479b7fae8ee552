package codecheck

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSetupFor: only what the program needs of the tests' setup enters its box.
func TestSetupFor(t *testing.T) {
	const setup = `import math
from typing import (
    List,
)
CASES = [(1, 2)]
class Node:
    """A node
of a list."""
    x = 1
@staticmethod
def helper(n):
    return n
def reference(n):
    return """
def decoy(): pass
"""
class Unused: pass
try:
    import secret
except ImportError:
    pass
print(CASES)
`
	require.Equal(t, `import math
from typing import (
    List,
)
class Node:
    """A node
of a list."""
    x = 1
@staticmethod
def helper(n):
    return n`, setupFor(setup, "def f(n: Node): return helper(reference(decoy(CASES)))", "assert f(1) == reference(1)"))
	require.Empty(t, setupFor("", "f", "f"))
	require.Equal(t, "def a(): pass", setupFor("x = 1\n\n\ndef a(): pass", "a()", "f()"))
}
