// Sandbox-alone runs a program of a stranger without any reward around it, and
// shows what the program could and could not do.
package main

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/verireward/verireward/sandbox"
)

// script tries to look around, to leave something behind and to run for ever.
const script = `
echo "my directory holds: $(ls)"
echo x > here && echo "I can write here"
cat /etc/shadow 2>/dev/null || echo "I cannot read /etc/shadow"
(sleep 600 &) # dead before the result is returned
while :; do :; done
`

func main() {
	sandbox.Init() // first thing in main: the sandbox starts this program again as its spawner
	box, err := sandbox.New(sandbox.Untrusted)
	if err != nil {
		log.Fatal(err) // names the missing layer; it never runs with less
	}
	defer box.Close()
	res, err := box.Run(context.Background(), sandbox.Cmd{
		Args:   []string{"/bin/sh", "script"},
		Files:  []sandbox.File{{Path: "script", Data: []byte(script)}},
		Limits: sandbox.Limits{CPU: 500 * time.Millisecond, Memory: 64 << 20},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(res.Stdout))
	fmt.Println("ended:", res.Status, res.Reason)
	fmt.Printf("layers: %s\n", strings.Join(res.Layers, " "))
}
