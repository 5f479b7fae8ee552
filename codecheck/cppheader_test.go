package codecheck

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/internal/need"
)

func TestStdHeader(t *testing.T) {
	for text, want := range map[string]bool{
		"#include <bits/stdc++.h>\nint main(){}":                       true,
		"\ufeff// a comment\n\n/* b **\n*/ # include\t<bits/stdc++.h>": true,
		"#include<bits/stdc++.h>":                                      true,
		"#define int long long\n#include <bits/stdc++.h>":              false,
		"#pragma GCC target(\"avx2\")\n#include <bits/stdc++.h>":       false,
		"#include <vector>\n#include <bits/stdc++.h>":                  false,
		"// #include <bits/stdc++.h>\nint main(){}":                    false,
		"/* #include <bits/stdc++.h> */int main(){}":                   false,
		"//\\\n#include <bits/stdc++.h>":                               true,
	} {
		require.Equal(t, want, stdHeader.MatchString(text), "%q", text)
	}
}

// TestCppHeader compiles against the precompiled header and makes it anew when
// a file it was made of changes.
func TestCppHeader(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: compiles all of the C++ library's headers")
	}
	c := newChecker(t, Options{CacheDir: t.TempDir()})
	cpp, _ := lang.ByName("cpp")
	tc, err := c.toolchain(t.Context(), cpp)
	if err != nil {
		need.Skip(t, "cpp", "%v", err)
	}
	p := &program{lang: cpp, tc: tc, limits: defaultLimits}
	src := p.sources("#include <bits/stdc++.h>\nint main() { std::vector<int> v{3, 1}; std::ranges::sort(v); std::cout << v[0] << std::endl; }\n")
	cmd, err := c.compileCmd(t.Context(), p, src)
	require.NoError(t, err)
	if filepath.Base(cmd.Args[0]) == "clang++" {
		t.Skip("Clang has precompiled headers of another kind")
	}
	dir := cmd.ReadOnly[len(cmd.ReadOnly)-1]
	require.Equal(t, "-I"+dir, cmd.Args[1])
	// -H tells which headers were read: the precompiled one bears a mark.
	cmd.Args = append(cmd.Args, "-H")
	r, err := c.box.Run(t.Context(), cmd)
	require.NoError(t, err)
	require.Equal(t, 0, r.ExitCode, string(r.Stderr))
	require.Contains(t, string(r.Stderr), "! "+dir+"/bits/stdc++.h.gch")

	text := "#include <bits/stdc++.h>\nint main() { int n; std::cin >> n; std::cout << 2 * n; }\n"
	rep, err := c.Check(t.Context(), Submission{Language: "cpp", Source: &text, Tests: raw(`[{"kind":"stdio","stdin":"4","stdout":"8"}]`)})
	require.NoError(t, err)
	require.Equal(t, Accepted, rep.Verdict, lastReason(rep))

	require.True(t, headerCurrent(dir))
	made, err := os.ReadFile(filepath.Join(dir, headerDeps))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, headerDeps), append(made, "1 1 /usr/include/no-such-file\n"...), 0o644))
	require.False(t, headerCurrent(dir))
}

// TestPreparedIsBounded: directories of toolchains that are gone do not stay.
func TestPreparedIsBounded(t *testing.T) {
	root := t.TempDir()
	var dirs []string
	for i := range 2 * keptPrepared {
		dir, err := prepared(t.Context(), root, "things", cacheKey(string(rune('a'+i))), "whole", nil, func(_ context.Context, tmp, _ string) error {
			return os.WriteFile(filepath.Join(tmp, "whole"), nil, 0o644)
		})
		require.NoError(t, err)
		require.FileExists(t, filepath.Join(dir, "whole"))
		dirs = append(dirs, dir)
	}
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	require.Len(t, entries, len(dirs), "what was used a moment ago stays")
	for i, dir := range dirs {
		then := time.Now().Add(-time.Duration(len(dirs)-i) * preparedRest * 2)
		require.NoError(t, os.Chtimes(dir, then, then))
	}
	require.True(t, usable(dirs[0], "whole"))
	dropPrepared(root, "things")
	require.DirExists(t, dirs[0], "the one used last")
	entries, err = os.ReadDir(root)
	require.NoError(t, err)
	require.Len(t, entries, keptPrepared)
}
