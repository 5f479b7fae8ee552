//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// judge is a go-judge server on a loopback port.
type judge struct {
	cmd    *exec.Cmd
	dir    string
	url    string
	client *http.Client
}

// startJudge starts the server, with as many runs at once as are asked for.
func startJudge(path string, c int) (*judge, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // for the number of a free port
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	l.Close()
	dir, err := os.MkdirTemp("", "bench-go-judge-")
	if err != nil {
		return nil, err
	}
	j := &judge{dir: dir, url: "http://" + addr,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: c}}}
	j.cmd = exec.Command(path, "-http-addr", addr, "-dir", dir, "-silent", "-parallelism", strconv.Itoa(c), "-pre-fork", strconv.Itoa(c))
	if err := j.cmd.Start(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	for range 100 {
		var resp *http.Response
		if resp, err = j.client.Get(j.url + "/version"); err == nil {
			resp.Body.Close()
			return j, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	j.close()
	return nil, err
}

func (j *judge) close() {
	j.client.CloseIdleConnections()
	j.cmd.Process.Signal(os.Interrupt)
	j.cmd.Wait()
	os.RemoveAll(j.dir)
}

// run is one run. A program is uploaded once, as clients do that know the API;
// its file is then named by the server's id.
func (j *judge) run(args []string, program []byte, stdin, want string) func(context.Context) error {
	type object = map[string]any
	one := object{"args": args, "env": []string{"PATH=/usr/bin:/bin"},
		"files":    []object{{"content": stdin}, {"name": "stdout", "max": 10240}, {"name": "stderr", "max": 10240}},
		"cpuLimit": 4e9, "clockLimit": 12e9, "memoryLimit": 512 << 20, "procLimit": 64}
	if program != nil {
		id, err := j.upload(program)
		if err != nil {
			return func(context.Context) error { return err }
		}
		one["copyIn"] = object{args[0]: object{"fileId": id}}
	}
	body, err := json.Marshal(object{"cmd": []object{one}})
	return func(ctx context.Context) error {
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(ctx, "POST", j.url+"/run", bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := j.client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		var results []struct {
			Status string
			Files  map[string]string
		}
		if err := json.Unmarshal(text, &results); err != nil {
			return err
		}
		if len(results) != 1 || results[0].Status != "Accepted" || results[0].Files["stdout"] != want {
			return fmt.Errorf("go-judge: %s", text)
		}
		return nil
	}
}

// upload gives the server a program and returns its id.
func (j *judge) upload(program []byte) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "main")
	if err != nil {
		return "", err
	}
	part.Write(program)
	if err := form.Close(); err != nil {
		return "", err
	}
	resp, err := j.client.Post(j.url+"/file", form.FormDataContentType(), &body)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var id string
	return id, json.NewDecoder(resp.Body).Decode(&id)
}
