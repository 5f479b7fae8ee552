package main

import "github.com/verireward/verireward/spec"

type schemaCmd struct{}

// Help is shown behind the flags.
func (schemaCmd) Help() string {
	return `Examples:
    verireward schema > verireward.schema.json
An editor with the YAML language server then checks and completes a file that begins with
    # yaml-language-server: $schema=verireward.schema.json`
}

// Run prints the JSON Schema of specifications.
func (schemaCmd) Run(a *app) error {
	_, err := a.stdout.Write(spec.Schema())
	return err
}
