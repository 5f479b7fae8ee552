package lang

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Toolchain is a language's tools as they were found on the host.
type Toolchain struct {
	// Tools maps a tool's name to its absolute path.
	Tools map[string]string
	// ReadOnly are the host paths that must be visible to run them.
	ReadOnly []string
	// ID changes when a tool is replaced by another version: paths, sizes and
	// times of change.
	ID string
}

// MissingError says that a tool was not found or cannot be used.
type MissingError struct {
	// Language and Tool name what is missing.
	Language, Tool string
	// Hint says how to install it; may be empty.
	Hint string
	// Err is the cause.
	Err error
}

// Error names language and tool, and how to get it.
func (e *MissingError) Error() string {
	s := fmt.Sprintf("%s: no usable %s: %v", e.Language, e.Tool, e.Err)
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Unwrap returns the cause.
func (e *MissingError) Unwrap() error { return e.Err }

// probeTimeout bounds one probe: a version manager's shim takes up to a second
// on a busy host.
const probeTimeout = 20 * time.Second

// Resolve finds the language's tools on the host. It returns a *MissingError
// naming the first that is not there.
func (l *Language) Resolve(ctx context.Context) (*Toolchain, error) {
	t := &Toolchain{Tools: map[string]string{}}
	for _, tool := range l.Tools {
		path, visible, err := tool.find(ctx)
		if err != nil {
			return nil, &MissingError{l.Name, tool.Name, tool.Hint, err}
		}
		t.Tools[tool.Name] = path
		for _, v := range visible {
			if !slices.Contains(t.ReadOnly, v) && !ofSystem(v) {
				t.ReadOnly = append(t.ReadOnly, v)
			}
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, &MissingError{l.Name, tool.Name, tool.Hint, err}
		}
		t.ID += fmt.Sprintf("%s=%s:%d:%d;", tool.Name, path, info.Size(), info.ModTime().UnixNano())
	}
	for _, pattern := range l.ReadOnly {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: read_only %q: %w", l.Name, pattern, err)
		}
		t.ReadOnly = append(t.ReadOnly, found...)
	}
	return t, nil
}

// ofSystem says whether a path is below what every run sees.
func ofSystem(p string) bool {
	for _, dir := range []string{"/usr", "/bin", "/lib", "/lib64", "/sbin"} {
		if p == dir || strings.HasPrefix(p, dir+"/") {
			return true
		}
	}
	return false
}

func (t Tool) find(ctx context.Context) (path string, visible []string, err error) {
	look := t.Look
	if len(look) == 0 {
		look = []string{t.Name}
	}
	for _, name := range look {
		if path, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if err != nil {
		return "", nil, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", nil, err
	}
	if len(t.Probe) > 0 {
		return t.probe(ctx, path)
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", nil, err
	}
	return path, []string{filepath.Dir(filepath.Dir(path))}, nil
}

func (t Tool) probe(ctx context.Context, path string) (string, []string, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	args := make([]string, len(t.Probe))
	for i, a := range t.Probe {
		args[i] = strings.ReplaceAll(a, "{}", path)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = "/"
	out, err := cmd.Output()
	if err != nil {
		if x, ok := errors.AsType[*exec.ExitError](err); ok {
			err = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(x.Stderr)))
		}
		return "", nil, fmt.Errorf("%s: %w", path, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	real, err := filepath.EvalSymlinks(lines[0])
	if err != nil {
		return "", nil, err
	}
	// The path itself is kept when it is a virtual environment's link, which
	// finds its packages by where it stands.
	if filepath.Base(filepath.Dir(lines[0])) == "bin" && len(lines) > 1 && strings.HasPrefix(lines[0], lines[1]+"/") {
		real = lines[0]
	}
	visible := lines[1:]
	if dir := filepath.Dir(filepath.Dir(real)); !slices.Contains(visible, dir) {
		visible = append(visible, dir)
	}
	return real, visible, nil
}
