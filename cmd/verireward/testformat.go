package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// writeTestJSON writes one line per case and a last one with the sums.
func writeTestJSON(w io.Writer, suites []suite, passed, failed int) error {
	for i := range suites {
		s := &suites[i]
		for j := range s.results {
			r := &s.results[j]
			b := appendString([]byte(`{"file":`), s.file)
			b = appendString(appendKey(b, "spec"), r.Spec)
			b = appendString(appendKey(b, "case"), r.Case.Name)
			b = append(appendKey(b, "line"), fmt.Sprint(r.Case.Line)...)
			b = appendBool(appendKey(b, "passed"), r.Passed())
			b = appendString(appendKey(b, "got"), r.GotText)
			b = appendStrings(appendKey(b, "problems"), r.Problems)
			b = appendComponents(appendKey(b, "components"), r.Got.Result.Parts)
			if _, err := w.Write(append(b, "}\n"...)); err != nil {
				return err
			}
		}
		if s.err != nil {
			b := appendString([]byte(`{"file":`), s.file)
			b = appendString(append(appendBool(appendKey(b, "passed"), false), `,"error":`...), s.err.Error())
			if _, err := w.Write(append(b, "}\n"...)); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(w, "{\"passed\":%d,\"failed\":%d}\n", passed, failed)
	return err
}

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitFailure `xml:"failure,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes the XML that build servers read.
func writeJUnit(w io.Writer, suites []suite) error {
	var out junitSuites
	for i := range suites {
		s := &suites[i]
		passed, failed := s.count()
		js := junitSuite{Name: s.file, Tests: passed + failed, Failures: failed}
		for j := range s.results {
			r := &s.results[j]
			c := junitCase{Class: r.Spec, Name: r.Case.Name}
			if !r.Passed() {
				c.Failure = &junitFailure{Message: r.Problems[0], Text: strings.Join(r.Problems, "\n")}
			}
			js.Cases = append(js.Cases, c)
		}
		if s.err != nil {
			js.Cases = append(js.Cases, junitCase{Class: s.file, Name: "specification", Failure: &junitFailure{Message: "cannot be used", Text: s.err.Error()}})
		}
		out.Suites = append(out.Suites, js)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
