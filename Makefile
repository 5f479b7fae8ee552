# The same commands that .ci/run uses, one at a time.
.PHONY: test lint fuzz bench ci

test:
	go test ./...

lint:
	gofmt -l $$(git ls-files '*.go')
	go vet ./...
	go tool -modfile=tools.mod staticcheck ./...

# make fuzz PKG=./format TARGET=FuzzMatch TIME=10m
fuzz:
	go test -run '^$$' -fuzz '^$(TARGET)$$' -fuzztime $(or $(TIME),1m) $(PKG)

bench:
	go test -run '^$$' -bench . -benchmem ./...

ci:
	.ci/run
