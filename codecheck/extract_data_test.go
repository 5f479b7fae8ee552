package codecheck

import (
	"strings"
	"testing"

	"github.com/verireward/verireward/internal/clip"
)

// TestSharedModelCompletions: of real completions nearly all give a program,
// and what peers extracted is what is extracted here. Misses are listed.
func TestSharedModelCompletions(t *testing.T) {
	type line struct {
		ID, Language, Completion string
		Peer                     string `json:"extracted_by_peer"`
	}
	lines := sharedData[line](t, "model_completions.jsonl")
	found, same, peers := 0, 0, 0
	for _, l := range lines {
		e, why := Extract(l.Completion, l.Language, "")
		if why != "" {
			t.Logf("%s: %s: %q", l.ID, why, clip.Text(l.Completion, 200))
			continue
		}
		found++
		if l.Peer == "" {
			continue
		}
		peers++
		if strings.TrimSpace(e.Code) == strings.TrimSpace(l.Peer) {
			same++
		} else {
			t.Logf("%s: differs from the peer: %q and %q", l.ID, clip.Text(e.Code, 200), clip.Text(l.Peer, 200))
		}
	}
	t.Logf("%d of %d completions give a program; %d of %d as the peer read them", found, len(lines), same, peers)
	if found*100 < 97*len(lines) {
		t.Errorf("only %d of %d", found, len(lines))
	}
}
