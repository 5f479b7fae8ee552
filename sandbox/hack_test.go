//go:build linux

package sandbox

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/internal/need"
)

// target is what attacks are aimed at: files, sockets and a process of the
// user who runs the sandbox.
type target struct {
	dir, secret, public string
	victim              *exec.Cmd
	port                int
	nice                string // of the victim
	abstract, socket    string
	reached             atomic.Int32 // connections and packets that came
}

const publicText = "what the host keeps\n"

func newTarget(t *testing.T) *target {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "vr-target-")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	g := &target{dir: dir, secret: dir + "/secret", public: dir + "/public", socket: dir + "/socket",
		abstract: "vr-target-" + strconv.Itoa(os.Getpid()) + t.Name()}
	require.NoError(t, os.WriteFile(g.secret, []byte(publicText), 0o600))
	require.NoError(t, os.WriteFile(g.public, []byte(publicText), 0o644))
	g.victim = exec.Command("/bin/sleep", "1000")
	require.NoError(t, g.victim.Start())
	t.Cleanup(func() { g.victim.Process.Kill(); g.victim.Wait() })
	nice, err := unix.Getpriority(unix.PRIO_PROCESS, 0)
	require.NoError(t, err)
	g.nice = strconv.Itoa(20 - nice) // as the system call has it
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	g.port = tcp.Addr().(*net.TCPAddr).Port
	g.accept(t, tcp)
	udp, err := net.ListenPacket("udp", fmt.Sprintf("127.0.0.1:%d", g.port))
	require.NoError(t, err)
	t.Cleanup(func() { udp.Close() })
	go func() {
		buf := make([]byte, 16)
		for {
			if _, _, err := udp.ReadFrom(buf); err != nil {
				return
			}
			g.reached.Add(1)
		}
	}()
	for _, name := range []string{g.socket, "@" + g.abstract} {
		l, err := net.Listen("unix", name)
		require.NoError(t, err)
		g.accept(t, l)
	}
	require.NoError(t, os.Chmod(g.socket, 0o777))
	return g
}

func (g *target) accept(t *testing.T, l net.Listener) {
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			g.reached.Add(1)
			c.Close()
		}
	}()
}

func (g *target) env() []string {
	return []string{"VICTIM=" + strconv.Itoa(g.victim.Process.Pid), "CALLER=" + strconv.Itoa(os.Getpid()),
		"SECRET=" + g.secret, "PUBLIC=" + g.public, "PORT=" + strconv.Itoa(g.port),
		"ABSTRACT=" + g.abstract, "SOCKET=" + g.socket}
}

// unharmed checks that nothing of the host was reached or changed.
func (g *target) unharmed(t *testing.T) {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", g.victim.Process.Pid))
	require.NoError(t, err)
	f := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+2:]))
	assert.Contains(t, "SRD", f[0], "the victim's state")
	assert.Equal(t, g.nice, f[16], "the victim's nice value")
	for _, path := range []string{g.secret, g.public} {
		data, err := os.ReadFile(path)
		assert.NoError(t, err)
		assert.Equal(t, publicText, string(data))
	}
	st, err := os.Stat(g.public)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o644), st.Mode())
	assert.Equal(t, os.Getuid(), int(st.Sys().(*syscall.Stat_t).Uid))
	assert.Greater(t, st.ModTime().Year(), 2000)
	names, err := os.ReadDir(g.dir)
	require.NoError(t, err)
	assert.Len(t, names, 3)
	assert.Zero(t, g.reached.Load(), "a socket of the host was reached")
}

// census counts what a run could leave behind.
type census struct {
	Processes []string // of attacks, by command line
	Children  int      // of the spawner
	Mounts    int
	FDs       int // of the spawner, where it may be read
	OwnFDs    int
	Shm, Tmp  []string
	IPC       int
	Groups    []string // processes in control groups of ours
	Nice      int
}

func takeCensus(t *testing.T, s *Sandbox) census {
	t.Helper()
	var c census
	procs, err := os.ReadDir("/proc")
	require.NoError(t, err)
	for _, p := range procs {
		cmd, err := os.ReadFile("/proc/" + p.Name() + "/cmdline")
		if err == nil && bytes.Contains(cmd, []byte("vr-attack")) {
			c.Processes = append(c.Processes, p.Name()+" "+string(bytes.ReplaceAll(cmd, []byte{0}, []byte{' '})))
		}
	}
	s.mu.Lock()
	spawner := s.proc.pid
	s.mu.Unlock()
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", spawner))
	for _, f := range tasks {
		kids, _ := os.ReadFile(f)
		c.Children += len(bytes.Fields(kids))
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	require.NoError(t, err)
	c.Mounts = bytes.Count(mounts, []byte("\n"))
	if mounts, err := os.ReadFile(fmt.Sprintf("/proc/%d/mountinfo", spawner)); err == nil {
		c.Mounts += bytes.Count(mounts, []byte("\n"))
	}
	if fds, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", spawner)); err == nil {
		c.FDs = len(fds)
	}
	own, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	c.OwnFDs = len(own)
	list := func(pattern string) []string { m, _ := filepath.Glob(pattern); return m }
	c.Shm = list("/dev/shm/*vr-attack*")
	c.Tmp = slices.Concat(list("/tmp/*vr-attack*"), list("/var/tmp/*vr-attack*"))
	if s.cfg.ScratchDir != "" {
		c.Tmp = append(c.Tmp, list(s.cfg.ScratchDir+"/run-*")...)
	}
	for _, f := range list("/proc/sysvipc/*") {
		b, _ := os.ReadFile(f)
		c.IPC += bytes.Count(b, []byte("\n"))
	}
	if s.cfg.Cgroup.Version != 0 {
		for _, f := range list(s.cfg.Cgroup.Dir + fmt.Sprintf("/verireward-%d-*/cgroup.procs", spawner)) {
			if b, _ := os.ReadFile(f); len(b) > 0 {
				c.Groups = append(c.Groups, f)
			}
		}
	}
	c.Nice, _ = unix.Getpriority(unix.PRIO_PROCESS, 0)
	return c
}

// buildAttacks compiles the attacks, once for all processes of a test.
func buildAttacks(t *testing.T) (bin []byte, names []string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "attack")
	cc, err := exec.LookPath("cc")
	if err != nil {
		need.Skip(t, "cc", "%v", err)
	}
	msg, err := exec.Command(cc, "-O1", "-w", "-pthread", "-o", out, "testdata/hack/attack.c", "-lrt").CombinedOutput()
	require.NoError(t, err, string(msg))
	list, err := exec.Command(out).Output()
	require.NoError(t, err)
	bin, err = os.ReadFile(out)
	require.NoError(t, err)
	return bin, strings.Fields(string(list))
}

// attackLimits make the attacks that only end at a limit end soon.
var attackLimits = Limits{CPU: 300 * time.Millisecond, Wall: 900 * time.Millisecond, Memory: 96 << 20,
	Output: 1 << 20, Disk: 16 << 20, Procs: 48, Files: 128}

// attackOutcome says how an attack must end where that is one thing; others
// may end in any way that is no breach.
var attackOutcome = map[string][]Status{
	"memory_bomb":          {MemoryLimit},
	"memory_shared":        {MemoryLimit},
	"memory_fork_bomb":     {MemoryLimit},
	"output_flood":         {OutputLimit},
	"error_flood":          {OutputLimit},
	"cpu_threads":          {TimeLimit},
	"cpu_children":         {TimeLimit},
	"cpu_ignored":          {TimeLimit},
	"cpu_discarded":        {TimeLimit},
	"ignore_signals":       {TimeLimit},
	"block_signals":        {TimeLimit},
	"sleep_long":           {WallLimit},
	"stop_itself":          {WallLimit},
	"close_everything":     {WallLimit},
	"core_dump":            {Signaled},
	"stack_overflow":       {Signaled},
	"ptrace_victim":        {Violation},
	"read_memory":          {Violation},
	"do_mount":             {Violation},
	"unshare_user":         {Violation},
	"bpf_map":              {Violation},
	"perf":                 {Violation},
	"keyring_add":          {Violation},
	"do_chroot":            {Violation},
	"do_reboot":            {Violation},
	"int80":                {Violation, Signaled},
	"read_public":          {Exited},
	"daemon_left":          {Exited},
	"kill_victim":          {Exited},
	"tcp":                  {Exited},
	"capabilities":         {Exited},
	"no_new_privs":         {Exited},
	"seccomp_on":           {Exited},
	"fd_leak":              {Exited},
	"unknown_call":         {Exited},
	"disk_sparse":          {Exited},
	"zombies_left":         {Exited},
	"create_shm":           {Exited},
	"unix_abstract":        {Exited},
	"odd_sockets":          {Exited},
	"exec_written":         {Exited},
	"subvert_pdeathsig":    {Exited},
	"high_bits_socket":     {Exited},
	"kill_group_of_parent": {Exited},
}

// inTierC are attacks that this tier answers otherwise.
var inTierC = map[string]string{
	"create_shm": "there is no shared memory",
}

func TestHack(t *testing.T) {
	bin, names := buildAttacks(t)
	app := NewBundle([]File{{Path: "vr-attack", Data: bin, Mode: 0o755}})
	g := newTarget(t)
	eachTier(t, func(t *testing.T, s *Sandbox) {
		honest := func() {
			r := run(t, s, Cmd{Args: []string{"/bin/sh", "-c", "cat >f && cat f | tr a-z A-Z"}, Stdin: strings.NewReader("honest\n")})
			require.Equal(t, Exited, r.Status, "%+v", r.Reason)
			require.Equal(t, "HONEST\n", string(r.Stdout))
		}
		run(t, s, Cmd{Args: []string{"{app}/vr-attack"}, App: app})
		honest()
		before := takeCensus(t, s)
		for i, name := range names {
			t.Run(name, func(t *testing.T) {
				if testing.Short() && (i%6 != 0 || s.Plan().Tier == TierB) {
					t.Skip("-short: tries every sixth attack, and none in tier B")
				}
				limits := attackLimits
				want := attackOutcome[name]
				if slices.Contains(want, TimeLimit) {
					limits.Wall = time.Minute // on a busy machine processor time comes slowly
				}
				if slices.Contains(want, MemoryLimit) { // a slow machine takes long to fill it
					limits.CPU, limits.Wall = 10*time.Second, time.Minute
				}
				if name == "int80" && runtime.GOARCH != "amd64" {
					want = nil // there is no such gate
				}
				r := run(t, s, Cmd{Args: []string{"{app}/vr-attack", name}, Env: g.env(), App: app, Limits: limits})
				assert.NotContains(t, string(r.Stdout), "BREACH")
				assert.NotEqual(t, 99, r.ExitCode, "no such attack")
				if want != nil && inTierC[name] == "" {
					assert.Contains(t, want, r.Status, "%v %s cpu %v wall %v peak %d exit %d signal %v", r.Status, r.Reason, r.CPU, r.Wall, r.PeakMemory, r.ExitCode, r.Signal)
				}
				g.unharmed(t)
				honest()
				if !assert.Equal(t, before, takeCensus(t, s)) {
					before = takeCensus(t, s)
				}
			})
		}
	})
}

// The same as nobody, with user namespaces and without.
func TestHackAsNobody(t *testing.T) {
	if os.Geteuid() != 0 {
		need.Skip(t, "root", "to become nobody")
	}
	if testing.Short() {
		t.Skip("-short: runs the attacks four times more")
	}
	for _, deny := range []string{"", "1"} {
		t.Run("namespaces refused: "+deny, func(t *testing.T) {
			asNobody(t, "^(TestHack|TestRun|TestWarm|TestWarmForgets|TestWarmPoison|TestRunPair|TestHonest|TestStarved)$", deny)
		})
	}
}

// denyNamespaces in the environment has TestMain refuse namespaces to the
// whole process, as an ordinary pod does.
const denyNamespaces = "VERIREWARD_TEST_DENY_NAMESPACES"

// asNobody runs tests of this binary again as an unprivileged user.
func asNobody(t *testing.T, tests, deny string) {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "vr-nobody-")
	require.NoError(t, err)
	defer os.RemoveAll(dir)
	require.NoError(t, os.Chmod(dir, 0o755))
	self, err := os.ReadFile("/proc/self/exe")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(dir+"/t.test", self, 0o755))
	require.NoError(t, os.MkdirAll(dir+"/testdata/hack", 0o755))
	src, err := os.ReadFile("testdata/hack/attack.c")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(dir+"/testdata/hack/attack.c", src, 0o644))
	const nobody = 65534
	require.NoError(t, os.Mkdir(dir+"/tmp", 0o755))
	require.NoError(t, os.Chown(dir+"/tmp", nobody, nobody))
	cmd := exec.CommandContext(t.Context(), dir+"/t.test", "-test.run", tests, "-test.v")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=/usr/bin:/bin", "HOME=" + dir + "/tmp", "TMPDIR=" + dir + "/tmp", denyNamespaces + "=" + deny, need.Has + "=sandbox cc python3"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	var failed []string
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "--- FAIL") {
			failed = append(failed, strings.TrimSpace(line))
		}
	}
	if err != nil {
		if path := os.Getenv("VERIREWARD_TEST_LOG"); path != "" {
			os.WriteFile(path+deny, out, 0o644)
		}
		t.Errorf("%v\n%s", err, strings.Join(failed, "\n"))
		if len(failed) == 0 {
			t.Log(string(out[max(0, len(out)-4000):]))
		}
	}
	want := "tier_B"
	if deny != "" {
		want = "tier_C"
	}
	require.Contains(t, string(out), want)
}
