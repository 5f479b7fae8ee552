package sandbox

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	Init()
	refuseNamespaces()
	os.Exit(m.Run())
}
