// Attacks on the sandbox, one per name. Each prints "BREACH" if it got what
// it must not get, and ends with status 0 otherwise. The test tells by the
// environment what there is to attack: VICTIM (a process of the caller's
// user), CALLER (the caller), SECRET and PUBLIC (files of the host), PORT
// (where the host listens, TCP and UDP), ABSTRACT and SOCKET (unix sockets).
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static char *env(const char *k) { char *v = getenv(k); return v ? v : ""; }
static pid_t victim(void) { return atoi(env("VICTIM")); }
static pid_t caller(void) { return atoi(env("CALLER")); }
static int breach(const char *why) { printf("BREACH: %s\n", why); fflush(stdout); return 1; }

static int can_open(const char *path, int flags) {
	int fd = open(path, flags, 0600);
	if (fd < 0) return 0;
	char b[64];
	int ok = (flags & O_ACCMODE) != O_RDONLY || read(fd, b, sizeof b) >= 0;
	close(fd);
	return ok;
}
static int reads(const char *path) { return can_open(path, O_RDONLY) ? breach(path) : 0; }
static int writes(const char *path) { return can_open(path, O_WRONLY) ? breach(path) : 0; }
static int creates(const char *path) { return can_open(path, O_WRONLY | O_CREAT) ? breach(path) : 0; }
static char *proc_of(pid_t p, const char *what) { static char b[PATH_MAX]; snprintf(b, sizeof b, "/proc/%d/%s", p, what); return b; }
static int proc_read(const char *what) {
	// In a pid namespace the number is nobody's, or one of our own.
	if (kill(victim(), 0) < 0 && errno == ESRCH) return 0;
	return reads(proc_of(victim(), what));
}

// Files of the host.
static int read_shadow() { return reads("/etc/shadow"); }
static int read_passwd() {
	char b[4096] = {0};
	int fd = open("/etc/passwd", O_RDONLY);
	if (fd >= 0 && read(fd, b, sizeof b - 1) > 0 && strstr(b, "daemon:")) return breach("the host's /etc/passwd");
	return 0;
}
static int read_secret() { return reads(env("SECRET")); }
static int read_public() { return reads(env("PUBLIC")); }
static int read_root_home() { return opendir("/root") ? breach("/root") : 0; }
static int list_tmp() {
	DIR *d = opendir("/tmp");
	struct dirent *e;
	while (d && (e = readdir(d))) if (strstr(env("PUBLIC"), e->d_name) && e->d_name[0] != '.') return breach("the host's /tmp");
	return 0;
}
static int read_dotdot() { char b[PATH_MAX]; snprintf(b, sizeof b, "../../../../../../../..%s", env("PUBLIC")); return reads(b); }
static int read_via_link() { symlink(env("PUBLIC"), "l"); return reads("l"); }
static int read_via_hardlink() { return link(env("PUBLIC"), "h") == 0 ? breach("hard link") : 0; }
static int read_via_rename() { return rename(env("PUBLIC"), "r") == 0 ? breach("rename") : 0; }
static int read_via_proc_root() { char b[PATH_MAX]; snprintf(b, sizeof b, "/proc/self/root%s", env("PUBLIC")); return reads(b); }
static int read_via_proc_1_root() { char b[PATH_MAX]; snprintf(b, sizeof b, "/proc/1/root%s", env("PUBLIC")); return reads(b); }
static int read_via_cwd_of_parent() { return reads(proc_of(getppid(), "cwd/go.mod")); }
static int read_fds_of_parent() {
	char b[64];
	for (int i = 0; i < 64; i++) { snprintf(b, sizeof b, "/proc/%d/fd/%d", getppid(), i); if (getppid() && open(b, O_RDWR) >= 0) return breach(b); }
	return 0;
}
static int write_public() { return writes(env("PUBLIC")); }
static int append_public() { return can_open(env("PUBLIC"), O_WRONLY | O_APPEND) ? breach("append") : 0; }
static int truncate_public() { return truncate(env("PUBLIC"), 0) == 0 ? breach("truncate") : 0; }
static int unlink_public() { return unlink(env("PUBLIC")) == 0 ? breach("unlink") : 0; }
static int chmod_public() { chmod(env("PUBLIC"), 0777); return 0; } // the host looks
static int chown_public() { chown(env("PUBLIC"), getuid(), getgid()); return 0; }
static int utime_public() { struct timespec t[2] = {{1, 0}, {1, 0}}; utimensat(AT_FDCWD, env("PUBLIC"), t, 0); return 0; }
static int xattr_public() { return setxattr(env("PUBLIC"), "user.x", "y", 1, 0) == 0 ? breach("setxattr") : 0; }
static int watch_public() {
	int fd = inotify_init1(0);
	return fd >= 0 && inotify_add_watch(fd, env("PUBLIC"), IN_ALL_EVENTS) >= 0 ? breach("inotify") : 0;
}
// What the host and others do with files that all see.
static int watch_programs() {
	int fd = inotify_init1(0), old = inotify_init();
	return inotify_add_watch(fd, "/usr/bin", IN_ALL_EVENTS) >= 0 || inotify_add_watch(old, "/usr/bin", IN_ALL_EVENTS) >= 0 ? breach("inotify") : 0;
}
static int notify_of_programs() { return fcntl(open("/usr/bin", O_RDONLY), F_NOTIFY, DN_ACCESS | DN_MULTISHOT) == 0 ? breach("dnotify") : 0; }
static int lease() {
	// What is the run's user's may be the caller's too.
	char p[PATH_MAX] = {0};
	readlink("/proc/self/exe", p, sizeof p - 1);
	int own = open("leased", O_CREAT | O_RDONLY, 0600);
	return fcntl(own, F_SETLEASE, F_WRLCK) == 0 || fcntl(open(p, O_RDONLY), F_SETLEASE, F_RDLCK) == 0 ? breach("lease") : 0;
}
static int create_tmp() {
	char b[PATH_MAX];
	snprintf(b, sizeof b, "%s.new", env("PUBLIC"));
	return creates(b);
}
static int create_usr() { return creates("/usr/x") + creates("/usr/bin/x"); }
static int create_root() { return creates("/x"); }
static int create_etc() { return creates("/etc/x"); }
static int create_var_tmp() {
	int fd = open("/var/tmp/vr-attack-leftover", O_CREAT | O_WRONLY, 0600); // must vanish, or fail
	return fd < -1;
}
static int create_shm() { int fd = shm_open("/vr-attack-leftover", O_CREAT | O_RDWR, 0600); return fd < -1; }
static int write_app() {
	char p[PATH_MAX] = {0};
	readlink("/proc/self/exe", p, sizeof p - 1);
	unlink(p) == 0 && breach("unlink the app");
	chmod(p, 0777);
	return writes(p);
}
static int mknod_disk() { return mknod("d", S_IFBLK | 0600, 0x800) == 0 ? breach("mknod") : 0; }
static int mknod_kmem() { return mknod("d", S_IFCHR | 0600, 0x101) == 0 ? breach("mknod") : 0; }
static int open_disk() { return reads("/dev/vda") + reads("/dev/sda"); }
static int open_mem() { return reads("/dev/mem") + reads("/dev/kmsg") + reads("/dev/port"); }
static int open_tty() { return can_open("/dev/tty", O_RDWR) ? breach("/dev/tty") : 0; }
static int open_fuse() { return can_open("/dev/fuse", O_RDWR) + can_open("/dev/kvm", O_RDWR) ? breach("device") : 0; }
static int handle_at() {
	struct { struct file_handle h; char b[128]; } fh = {.h = {.handle_bytes = 128}};
	int mnt;
	name_to_handle_at(AT_FDCWD, "/usr", &fh.h, &mnt, 0);
	return open_by_handle_at(AT_FDCWD, &fh.h, O_RDONLY) >= 0 ? breach("open_by_handle_at") : 0;
}
static int exec_written() {
	int in = open("/bin/true", O_RDONLY), out = open("t", O_CREAT | O_WRONLY, 0755);
	char b[65536];
	for (ssize_t n; (n = read(in, b, sizeof b)) > 0;) write(out, b, n);
	close(out);
	fchmod(open("t", O_RDONLY), 0755);
	pid_t p = fork();
	if (p == 0) { execl("./t", "t", NULL); _exit(42); }
	int st;
	waitpid(p, &st, 0);
	return WIFEXITED(st) && WEXITSTATUS(st) == 0 ? breach("executed a file it wrote") : 0;
}
static int exec_memfd() {
	int fd = syscall(SYS_memfd_create, "x", 0), in = open("/bin/true", O_RDONLY);
	if (fd < 0) return 0;
	char b[65536];
	for (ssize_t n; (n = read(in, b, sizeof b)) > 0;) write(fd, b, n);
	pid_t p = fork();
	if (p == 0) { char *a[] = {"t", NULL}; syscall(SYS_execveat, fd, "", a, a + 1, AT_EMPTY_PATH); _exit(42); }
	int st;
	waitpid(p, &st, 0);
	return WIFEXITED(st) && WEXITSTATUS(st) == 0 ? breach("executed memory") : 0;
}
static int setuid_program() {
	pid_t p = fork();
	if (p == 0) { execl("/bin/su", "su", "-c", "id", NULL); _exit(42); }
	waitpid(p, NULL, 0);
	return geteuid() == 0 && getuid() != 0 ? breach("set-user-id") : 0;
}

// Processes of the host.
static int sig(int s) { return victim() && kill(victim(), s) == 0 ? breach("signal") : 0; }
static int kill_victim() { return sig(SIGKILL); }
static int stop_victim() { return sig(SIGSTOP); }
static int kill_caller() { return caller() && kill(caller(), SIGTERM) == 0 ? breach("signal") : 0; }
static int kill_parent() { pid_t p = getppid(); return p > 0 && kill(p, SIGKILL) == 0 && p != 1 ? breach("signal to the parent") : 0; }
static int kill_init() { kill(1, SIGKILL); kill(1, SIGSTOP); return 0; }
static int kill_everyone() { kill(-1, SIGKILL); return 0; }
static int kill_group_of_parent() { pid_t p = getppid(); return p > 0 && kill(-p, SIGKILL) == 0 ? breach("signal to a group") : 0; }
static int tgkill_victim() { return victim() && syscall(SYS_tgkill, victim(), victim(), SIGKILL) == 0 ? breach("tgkill") : 0; }
static int sigqueue_victim() { union sigval v = {0}; return victim() && sigqueue(victim(), SIGTERM, v) == 0 ? breach("sigqueue") : 0; }
static int pidfd_victim() {
	int fd = victim() ? syscall(SYS_pidfd_open, victim(), 0) : -1;
	return fd >= 0 && syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0) == 0 ? breach("pidfd signal") : 0;
}
static int pidfd_getfd_victim() {
	int fd = syscall(SYS_pidfd_open, caller() ? caller() : 1, 0);
	return syscall(SYS_pidfd_getfd, fd, 0, 0) >= 0 ? breach("pidfd_getfd") : 0;
}
static int fcntl_setown() {
	int p[2];
	pipe(p);
	fcntl(p[0], F_SETOWN, victim());
	fcntl(p[0], F_SETSIG, SIGKILL);
	fcntl(p[0], F_SETFL, O_ASYNC | O_NONBLOCK);
	write(p[1], "x", 1);
	usleep(1000);
	return 0; // the host looks whether the victim lives
}
static int ptrace_victim() { return ptrace(PTRACE_ATTACH, victim(), 0, 0) == 0 ? breach("ptrace") : 0; }
static int ptrace_seize_caller() { return ptrace(PTRACE_SEIZE, caller(), 0, 0) == 0 ? breach("ptrace") : 0; }
static int ptrace_parent() { return ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0 ? breach("ptrace") : 0; }
static int read_memory() {
	char b[8];
	struct iovec l = {b, 8}, r = {(void *)0x400000, 8};
	return process_vm_readv(caller(), &l, 1, &r, 1, 0) > 0 ? breach("process_vm_readv") : 0;
}
static int write_memory() {
	char b[8] = "";
	struct iovec l = {b, 8}, r = {(void *)0x400000, 8};
	return process_vm_writev(caller(), &l, 1, &r, 1, 0) > 0 ? breach("process_vm_writev") : 0;
}
static int proc_environ() { return proc_read("environ"); }
static int proc_mem() { return proc_read("mem"); }
static int proc_maps() { return proc_read("maps"); }
static int proc_cmdline() { return proc_read("cmdline"); }
static int proc_status() { return proc_read("status"); }
static int proc_caller_environ() { return kill(caller(), 0) < 0 && errno == ESRCH ? 0 : reads(proc_of(caller(), "environ")); }
static int proc_parent_environ() { return getppid() > 0 ? reads(proc_of(getppid(), "environ")) : 0; }
static int proc_parent_mem() { return getppid() > 0 && can_open(proc_of(getppid(), "mem"), O_RDWR) ? breach("memory of the parent") : 0; }
static int proc_list() {
	DIR *d = opendir("/proc");
	struct dirent *e;
	int n = 0;
	while (d && (e = readdir(d))) n += e->d_name[0] >= '1' && e->d_name[0] <= '9';
	return n > 6 ? breach("sees the host's processes") : 0;
}
static int oom_victim() { return writes(proc_of(victim(), "oom_score_adj")); }
static int renice_victim() { return setpriority(PRIO_PROCESS, victim(), 19) == 0 && victim() ? breach("setpriority") : 0; }
static int renice_user() { setpriority(PRIO_USER, 0, 19); return 0; } // the host looks
static int rlimit_victim() {
	struct rlimit r = {0, 0};
	return victim() && prlimit(victim(), RLIMIT_NOFILE, &r, NULL) == 0 ? breach("prlimit") : 0;
}
static int affinity_victim() {
	cpu_set_t c;
	CPU_ZERO(&c);
	CPU_SET(0, &c);
	return victim() && sched_setaffinity(victim(), sizeof c, &c) == 0 ? breach("sched_setaffinity") : 0;
}
static int realtime() {
	struct sched_param p = {.sched_priority = 50};
	return sched_setscheduler(0, SCHED_FIFO, &p) == 0 ? breach("real-time priority") : 0;
}
static int nice_down() { return setpriority(PRIO_PROCESS, 0, -20) == 0 ? breach("negative nice") : 0; }
static int ioprio_victim() { return victim() && syscall(SYS_ioprio_set, 1, victim(), 3 << 13) == 0 ? breach("ioprio_set") : 0; }
static int raise_limits() {
	struct rlimit r = {RLIM_INFINITY, RLIM_INFINITY};
	int ok = 0;
	for (int i = 0; i < 16; i++) if (i != RLIMIT_LOCKS && i != RLIMIT_RSS && i != RLIMIT_RTTIME && i != RLIMIT_SIGPENDING) {
		struct rlimit o;
		getrlimit(i, &o);
		if (o.rlim_max != RLIM_INFINITY && setrlimit(i, &r) == 0) ok = 1;
	}
	return ok ? breach("raised a limit") : 0;
}

// Networks.
static struct sockaddr_in host(int port) {
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}
static int tcp() {
	struct sockaddr_in a = host(atoi(env("PORT")));
	int s = socket(AF_INET, SOCK_STREAM, 0);
	return s >= 0 && connect(s, (void *)&a, sizeof a) == 0 ? breach("TCP") : 0;
}
static int udp() {
	struct sockaddr_in a = host(atoi(env("PORT")));
	int s = socket(AF_INET, SOCK_DGRAM, 0);
	if (s >= 0) sendto(s, "x", 1, 0, (void *)&a, sizeof a);
	return 0; // the host looks whether it came
}
static int tcp_fastopen() {
	struct sockaddr_in a = host(atoi(env("PORT")));
	int s = socket(AF_INET, SOCK_STREAM, 0);
	return s >= 0 && sendto(s, "x", 1, MSG_FASTOPEN, (void *)&a, sizeof a) > 0 ? breach("TCP fast open") : 0;
}
static int tcp_listen() {
	struct sockaddr_in a = host(0);
	int s = socket(AF_INET, SOCK_STREAM, 0);
	return s >= 0 && bind(s, (void *)&a, sizeof a) == 0 && listen(s, 1) == 0 ? breach("listens") : 0;
}
static int tcp6() {
	struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_port = htons(atoi(env("PORT"))), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	int s = socket(AF_INET6, SOCK_STREAM, 0);
	return s >= 0 && connect(s, (void *)&a, sizeof a) == 0 ? breach("TCP over IPv6") : 0;
}
static int mptcp() { return socket(AF_INET, SOCK_STREAM, 262) >= 0 ? breach("MPTCP socket") : 0; }
static int sctp() { return socket(AF_INET, SOCK_SEQPACKET, 132) >= 0 ? breach("SCTP socket") : 0; }
static int raw_socket() { return socket(AF_INET, SOCK_RAW, 1) >= 0 ? breach("raw socket") : 0; }
static int ping_socket() { return socket(AF_INET, SOCK_DGRAM, 1) >= 0 ? breach("ping socket") : 0; }
static int packet_socket() { return socket(AF_PACKET, SOCK_RAW, 0) >= 0 ? breach("packet socket") : 0; }
static int netlink_socket() { return socket(AF_NETLINK, SOCK_RAW, 0) >= 0 ? breach("netlink socket") : 0; }
static int vsock_socket() { return socket(AF_VSOCK, SOCK_STREAM, 0) >= 0 ? breach("vsock socket") : 0; }
static int alg_socket() { return socket(AF_ALG, SOCK_SEQPACKET, 0) >= 0 ? breach("crypto socket") : 0; }
static int bluetooth_socket() { return socket(AF_BLUETOOTH, SOCK_RAW, 1) >= 0 ? breach("bluetooth socket") : 0; }
static int odd_sockets() {
	for (int f = 0; f < 64; f++) if (f != AF_UNIX) for (int t = 1; t < 6; t++) if (socket(f, t, 0) >= 0) { printf("family %d\n", f); return breach("socket"); }
	return 0;
}
static int high_bits_socket() { return syscall(SYS_socket, 0x100000000L | AF_INET, SOCK_STREAM, 0) >= 0 ? breach("socket by high bits") : 0; }
static int unix_path() {
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	strncpy(a.sun_path, env("SOCKET"), sizeof a.sun_path - 1);
	int s = socket(AF_UNIX, SOCK_STREAM, 0);
	return s >= 0 && connect(s, (void *)&a, sizeof a) == 0 ? breach("unix socket") : 0;
}
static int unix_abstract() {
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	strncpy(a.sun_path + 1, env("ABSTRACT"), sizeof a.sun_path - 2);
	int s = socket(AF_UNIX, SOCK_STREAM, 0);
	return s >= 0 && connect(s, (void *)&a, offsetof(struct sockaddr_un, sun_path) + 1 + strlen(env("ABSTRACT"))) == 0 ? breach("abstract socket") : 0;
}
static int docker_socket() {
	struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "/var/run/docker.sock"};
	int s = socket(AF_UNIX, SOCK_STREAM, 0);
	return s >= 0 && connect(s, (void *)&a, sizeof a) == 0 ? breach("docker") : 0;
}

// Namespaces, capabilities, the kernel's surface.
static int unshare_user() { return unshare(CLONE_NEWUSER) == 0 ? breach("unshare") : 0; }
static int unshare_mount() { return unshare(CLONE_NEWNS) == 0 ? breach("unshare") : 0; }
static int clone_user() {
	pid_t p = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
	if (p == 0) _exit(0);
	return p > 0 ? breach("clone a user namespace") : 0;
}
static int clone3_user() {
	struct { unsigned long f, pidfd, child, parent, sig, stack, size, tls, set, setn, cg; } a = {.f = CLONE_NEWUSER, .sig = SIGCHLD};
	pid_t p = syscall(SYS_clone3, &a, sizeof a);
	if (p == 0) _exit(0);
	return p > 0 ? breach("clone3 a user namespace") : 0;
}
static int setns_init() { int fd = open("/proc/1/ns/mnt", O_RDONLY); return setns(fd, 0) == 0 ? breach("setns") : 0; }
static int do_mount() { return mount("none", "/tmp", "tmpfs", 0, "") == 0 ? breach("mount") : 0; }
static int do_umount() { return umount2("/proc", MNT_DETACH) == 0 ? breach("umount") : 0; }
static int do_open_tree() { return syscall(SYS_open_tree, AT_FDCWD, "/", 1) >= 0 ? breach("open_tree") : 0; }
static int do_fsopen() { return syscall(SYS_fsopen, "tmpfs", 0) >= 0 ? breach("fsopen") : 0; }
static int do_pivot() { return syscall(SYS_pivot_root, ".", ".") == 0 ? breach("pivot_root") : 0; }
static int do_chroot() { return chroot(".") == 0 ? breach("chroot") : 0; }
static int escape_chroot() { mkdir("x", 0700); if (chroot("x") == 0) { for (int i = 0; i < 64; i++) chdir(".."); chroot("."); return reads("/etc/shadow"); } return 0; }
static int setuid_root() { return setuid(0) == 0 && getuid() == 0 && seteuid(0) == 0 && access("/root", R_OK) == 0 ? breach("root") : 0; }
static int setuid_other() { return setresuid(1, 1, 1) == 0 ? breach("setresuid") : 0; }
static int setgroups_any() { gid_t g = 0; extern int setgroups(size_t, const gid_t *); return setgroups(1, &g) == 0 ? breach("setgroups") : 0; }
static int capabilities() {
	unsigned h[2] = {0x20080522, 0}, d[6] = {0};
	syscall(SYS_capget, h, d);
	return d[0] | d[1] | d[3] | d[4] ? breach("has capabilities") : 0;
}
static int no_new_privs() { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 ? breach("no_new_privs is off") : 0; }
static int seccomp_on() { return prctl(PR_GET_SECCOMP) != 2 ? breach("no filter") : 0; }
static int keyring_add() { return syscall(SYS_add_key, "user", "k", "v", 1, KEY_SPEC_USER_KEYRING) >= 0 ? breach("add_key") : 0; }
static int keyring_read() { return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, 1) >= 0 ? breach("keyctl") : 0; }
static int keyring_request() { return syscall(SYS_request_key, "user", "k", NULL, 0) >= 0 ? breach("request_key") : 0; }
static int uring() { char p[128] = {0}; return syscall(SYS_io_uring_setup, 4, p) >= 0 ? breach("io_uring") : 0; }
static int bpf_map() { unsigned a[32] = {1, 4, 4, 1}; return syscall(SYS_bpf, 0, a, sizeof a) >= 0 ? breach("bpf") : 0; }
static int perf() { struct perf_event_attr a = {.type = 1, .size = sizeof a}; return syscall(SYS_perf_event_open, &a, 0, -1, -1, 0) >= 0 ? breach("perf") : 0; }
static int uffd() { return syscall(SYS_userfaultfd, 1) >= 0 ? breach("userfaultfd") : 0; }
static int fanotify() { return syscall(SYS_fanotify_init, 0x200, 0) >= 0 ? breach("fanotify") : 0; }
static int kexec() { return syscall(SYS_kexec_load, 0, 0, 0, 0) == 0 ? breach("kexec") : 0; }
static int module() { return syscall(SYS_init_module, "", 0, "") == 0 ? breach("module") : 0; }
static int do_reboot() { return syscall(SYS_reboot, 0xfee1dead, 672274793, 0x89abcdef, 0) == 0 ? breach("reboot") : 0; }
static int do_swapon() { return syscall(SYS_swapon, "x", 0) == 0 ? breach("swapon") : 0; }
static int do_acct() { return syscall(SYS_acct, "x") == 0 ? breach("acct") : 0; }
static int set_time() { struct timespec t = {1, 0}; return clock_settime(CLOCK_REALTIME, &t) == 0 ? breach("clock") : 0; }
static int adj_time() { struct timex t = {.modes = ADJ_TICK, .tick = 9000}; return adjtimex(&t) >= 0 ? breach("adjtimex") : 0; }
static int hostname() { return sethostname("owned", 5) == 0 ? breach("hostname") : 0; }
static int kernel_log() { char b[64]; return syscall(SYS_syslog, 3, b, sizeof b) > 0 ? breach("kernel log") : 0; }
static int io_ports() {
#ifdef SYS_iopl
	return syscall(SYS_iopl, 3) == 0 ? breach("iopl") : 0;
#else
	return 0;
#endif
}
static int int80() {
#ifdef __x86_64__
	// getpid by the 32-bit gate, which a filter for one architecture misses.
	long r;
	__asm__ volatile("int $0x80" : "=a"(r) : "a"(20) : "memory");
	return r > 0 ? breach("32-bit system calls") : 0;
#else
	return 0;
#endif
}
static int x32() { return syscall(0x40000000 | 39) > 0 ? breach("x32 system calls") : 0; }
static int unknown_call() { return syscall(600) >= 0 || errno != ENOSYS ? breach("unknown system call") : 0; }
static int sys_write() { return writes("/proc/sys/kernel/hostname") + writes("/proc/sys/vm/overcommit_memory") + writes("/proc/sys/kernel/core_pattern"); }
static int sysrq() { return writes("/proc/sysrq-trigger"); }
static int cgroup_write() { return writes("/sys/fs/cgroup/cgroup.procs") + writes("/sys/fs/cgroup/memory/cgroup.procs") + writes("/sys/fs/cgroup/unified/cgroup.procs"); }
static int sys_files() { return writes("/sys/kernel/uevent_helper") + writes("/sys/power/state"); }
static int terminal() { return ioctl(0, TIOCSTI, "x") == 0 || ioctl(1, TIOCSTI, "x") == 0 ? breach("TIOCSTI") : 0; }
static int subvert_pdeathsig() { prctl(PR_SET_PDEATHSIG, 0); setsid(); return 0; }
static int modify_landlock() { return syscall(446, -1, 0) == 0 ? breach("landlock") : 0; }

// Exhaustion. These may end at a limit; the machine must not notice.
static void *spin(void *x) { for (;;) ; return x; }
static void *nap(void *x) { pause(); return x; }
static int fork_bomb() { for (;;) fork(); }
static int fork_count() {
	int n = 0;
	while (n < 5000) { pid_t p = fork(); if (p == 0) { pause(); _exit(0); } if (p < 0) break; n++; }
	printf("%d\n", n);
	return n > 200 ? breach("more processes than allowed") : 0;
}
static int vfork_bomb() { for (int i = 0; i < 100000; i++) { pid_t p = fork(); if (p == 0) { setsid(); if (fork()) _exit(0); for (;;) if (fork() < 0) usleep(10); } } return 0; }
static int thread_bomb() {
	int n = 0;
	pthread_t t;
	while (n < 5000 && pthread_create(&t, NULL, nap, NULL) == 0) n++;
	printf("%d\n", n);
	return n > 200 ? breach("more threads than allowed") : 0;
}
static int memory_bomb() { for (;;) { char *p = malloc(1 << 20); if (!p) abort(); memset(p, 1, 1 << 20); } }
static int memory_fork_bomb() { for (int i = 0; i < 8; i++) if (fork() == 0) memory_bomb(); while (wait(0) > 0) {} return 0; }
static int memory_shared() { for (;;) { char *p = mmap(0, 8 << 20, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0); if (p == MAP_FAILED) abort(); memset(p, 1, 8 << 20); } }
static int memory_lock() { char *p = mmap(0, 64 << 20, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); return mlock(p, 64 << 20) == 0 ? breach("locked 64 MiB") : 0; }
static int disk_bomb() {
	int fd = open("big", O_CREAT | O_WRONLY, 0600);
	static char b[1 << 20];
	long n = 0;
	signal(SIGXFSZ, SIG_IGN);
	for (int f = 0; f < 64; f++) {
		char name[16];
		snprintf(name, sizeof name, "big%d", f);
		fd = open(name, O_CREAT | O_WRONLY, 0600);
		for (ssize_t k; n < 1l << 30 && (k = write(fd, b, sizeof b)) > 0;) n += k;
	}
	return n > 512l << 20 ? breach("more on disk than allowed") : 0;
}
static int disk_sparse() { int fd = open("s", O_CREAT | O_RDWR, 0600); signal(SIGXFSZ, SIG_IGN); return ftruncate(fd, 1l << 40) == 0 ? breach("file of a tebibyte") : 0; }
static int disk_fallocate() { int fd = open("s", O_CREAT | O_RDWR, 0600); signal(SIGXFSZ, SIG_IGN); return fallocate(fd, 0, 0, 8l << 30) == 0 ? breach("8 GiB allocated") : 0; }
static int inode_bomb() {
	char n[32];
	int i;
	for (i = 0; i < 300000; i++) { snprintf(n, sizeof n, "%d", i); int fd = open(n, O_CREAT | O_WRONLY, 0600); if (fd < 0) break; close(fd); }
	return i >= 300000 ? breach("300,000 files") : 0;
}
static int deep_tree() { for (int i = 0; i < 3000; i++) { if (mkdir("d", 0700) || chdir("d")) break; } return 0; }
static int unreadable_tree() {
	mkdir("u", 0700); mkdir("u/v", 0700); close(open("u/v/f", O_CREAT | O_WRONLY, 0));
	mkfifo("u/fifo", 0); symlink("/", "u/link"); chmod("u/v", 0); chmod("u", 0);
	return 0;
}
static int output_flood() { static char b[65536]; for (;;) if (write(1, b, sizeof b) < 0) return 0; }
static int error_flood() { static char b[65536]; for (;;) if (write(2, b, sizeof b) < 0) return 0; }
static int fd_bomb() { int n = 0; while (n < 100000 && dup(0) >= 0) n++; return n > 300 ? breach("more descriptors than allowed") : 0; }
static int pipe_bomb() {
	int p[2];
	static char b[1 << 20];
	for (int i = 0; i < 10000 && pipe(p) == 0; i++) { fcntl(p[1], F_SETPIPE_SZ, 1 << 20); fcntl(p[1], F_SETFL, O_NONBLOCK); write(p[1], b, sizeof b); }
	return 0;
}
static int cpu_threads() { pthread_t t; for (int i = 0; i < 8; i++) pthread_create(&t, NULL, spin, NULL); spin(NULL); return 0; }
static int cpu_children() { for (int i = 0; i < 6; i++) if (fork() == 0) spin(NULL); for (;;) wait(NULL); }
static int cpu_relay() { for (;;) { pid_t p = fork(); if (p > 0) { waitpid(p, NULL, 0); } else { for (volatile long i = 0; i < 30000000; i++) ; _exit(0); } } }
static void busy_until(long ms) {
	struct timespec b, n;
	clock_gettime(CLOCK_MONOTONIC, &b);
	do clock_gettime(CLOCK_MONOTONIC, &n); while ((n.tv_sec - b.tv_sec) * 1000 + (n.tv_nsec - b.tv_nsec) / 1000000 < ms);
}
// The kernel throws away the times of children that nobody will wait for.
static int cpu_ignored() {
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		if (fork() == 0) { busy_until(3); _exit(0); }
		wait(NULL);
	}
}
static int cpu_discarded() {
	struct sigaction a = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
	sigaction(SIGCHLD, &a, NULL);
	for (;;) {
		for (int i = 0; i < 3; i++) if (fork() == 0) { busy_until(30); _exit(0); }
		while (wait(NULL) > 0) ;
	}
}
static int ignore_signals() { for (int i = 1; i < 65; i++) signal(i, SIG_IGN); spin(NULL); return 0; }
static int block_signals() { sigset_t s; sigfillset(&s); sigprocmask(SIG_BLOCK, &s, NULL); spin(NULL); return 0; }
static int sleep_long() { sleep(1000); return 0; }
static int stop_itself() { raise(SIGSTOP); return 0; }
static int ptrace_me_stop() { ptrace(PTRACE_TRACEME, 0, 0, 0); raise(SIGSTOP); return 0; }
static int close_everything() { for (int i = 0; i < 256; i++) close(i); sleep(1000); return 0; }
static int core_dump() { abort(); }
static int stack_overflow(void) { volatile char b[65536]; b[0] = 1; return stack_overflow() + b[0]; }

// Leftovers.
static int daemon_left() { if (fork() == 0) { setsid(); if (fork() == 0) for (;;) sleep(1); _exit(0); } return 0; }
static int sibling_left() { if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0) for (;;) sleep(1); return 0; }
static int stopped_left() { if (fork() == 0) { raise(SIGSTOP); } usleep(1000); return 0; }
static int hopping_left() {
	for (int i = 0; i < 12; i++) if (fork() == 0) for (;;) { pid_t p = fork(); if (p > 0) _exit(0); if (p < 0) usleep(50); }
	usleep(2000);
	return 0;
}
static int zombies_left() { for (int i = 0; i < 30; i++) if (fork() == 0) _exit(0); return 0; }
static int late_output() { if (fork() == 0) { usleep(100000); write(1, "BREACH: late", 12); _exit(0); } return 0; }
static int sysv_left() {
	shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600); semget(IPC_PRIVATE, 1, IPC_CREAT | 0600); msgget(IPC_PRIVATE, IPC_CREAT | 0600);
	return 0; // the host looks
}
static int mqueue_left() { char a[64] = {0}; syscall(SYS_mq_open, "vr-attack", O_CREAT | O_RDWR, 0600, NULL); return a[0]; }
static int vfork_killer() { if (vfork() == 0) { kill(getppid(), SIGSTOP); _exit(0); } return 0; }
static int write_stdin() { write(0, "x", 1); return 0; }
static int fd_leak() {
	for (int i = 3; i < 1024; i++) if (fcntl(i, F_GETFD) >= 0) return breach("an open descriptor");
	return 0;
}
static int steal_stdio() {
	// Output pipes must not give a way to anything but themselves.
	char l[256] = {0};
	for (int i = 0; i < 3; i++) { char p[32]; snprintf(p, sizeof p, "/proc/self/fd/%d", i); readlink(p, l, 255); if (l[0] == '/' && strncmp(l, "/dev/null", 9)) return breach(l); }
	return 0;
}

#define A(n) {#n, (int (*)(void))n}
static struct { const char *name; int (*f)(void); } attacks[] = {
	A(read_shadow), A(read_passwd), A(read_secret), A(read_public), A(read_root_home), A(list_tmp), A(read_dotdot), A(read_via_link),
	A(read_via_hardlink), A(read_via_rename), A(read_via_proc_root), A(read_via_proc_1_root), A(read_via_cwd_of_parent), A(read_fds_of_parent),
	A(write_public), A(append_public), A(truncate_public), A(unlink_public), A(chmod_public), A(chown_public), A(utime_public), A(xattr_public),
	A(watch_public), A(watch_programs), A(notify_of_programs), A(lease), A(create_tmp), A(create_usr), A(create_root), A(create_etc), A(create_var_tmp), A(create_shm), A(write_app), A(mknod_disk),
	A(mknod_kmem), A(open_disk), A(open_mem), A(open_tty), A(open_fuse), A(handle_at), A(exec_written), A(exec_memfd), A(setuid_program),
	A(kill_victim), A(stop_victim), A(kill_caller), A(kill_parent), A(kill_init), A(kill_everyone), A(kill_group_of_parent), A(tgkill_victim),
	A(sigqueue_victim), A(pidfd_victim), A(pidfd_getfd_victim), A(fcntl_setown), A(ptrace_victim), A(ptrace_seize_caller), A(ptrace_parent),
	A(read_memory), A(write_memory), A(proc_environ), A(proc_mem), A(proc_maps), A(proc_cmdline), A(proc_status), A(proc_caller_environ),
	A(proc_parent_environ), A(proc_parent_mem), A(proc_list), A(oom_victim), A(renice_victim), A(renice_user), A(rlimit_victim), A(affinity_victim),
	A(realtime), A(nice_down), A(ioprio_victim), A(raise_limits),
	A(tcp), A(udp), A(tcp_fastopen), A(tcp_listen), A(tcp6), A(mptcp), A(sctp), A(raw_socket), A(ping_socket), A(packet_socket), A(netlink_socket),
	A(vsock_socket), A(alg_socket), A(bluetooth_socket), A(odd_sockets), A(high_bits_socket), A(unix_path), A(unix_abstract), A(docker_socket),
	A(unshare_user), A(unshare_mount), A(clone_user), A(clone3_user), A(setns_init), A(do_mount), A(do_umount), A(do_open_tree), A(do_fsopen),
	A(do_pivot), A(do_chroot), A(escape_chroot), A(setuid_root), A(setuid_other), A(setgroups_any), A(capabilities), A(no_new_privs), A(seccomp_on),
	A(keyring_add), A(keyring_read), A(keyring_request), A(uring), A(bpf_map), A(perf), A(uffd), A(fanotify), A(kexec), A(module), A(do_reboot),
	A(do_swapon), A(do_acct), A(set_time), A(adj_time), A(hostname), A(kernel_log), A(io_ports), A(int80), A(x32), A(unknown_call), A(sys_write),
	A(sysrq), A(cgroup_write), A(sys_files), A(terminal), A(subvert_pdeathsig), A(modify_landlock),
	A(fork_bomb), A(fork_count), A(vfork_bomb), A(thread_bomb), A(memory_bomb), A(memory_fork_bomb), A(memory_shared), A(memory_lock), A(disk_bomb),
	A(disk_sparse), A(disk_fallocate), A(inode_bomb), A(deep_tree), A(unreadable_tree), A(output_flood), A(error_flood), A(fd_bomb), A(pipe_bomb),
	A(cpu_threads), A(cpu_children), A(cpu_relay), A(cpu_ignored), A(cpu_discarded), A(ignore_signals), A(block_signals), A(sleep_long), A(stop_itself), A(ptrace_me_stop),
	A(close_everything), A(core_dump), A(stack_overflow),
	A(daemon_left), A(sibling_left), A(stopped_left), A(hopping_left), A(zombies_left), A(late_output), A(sysv_left), A(mqueue_left), A(vfork_killer), A(write_stdin),
	A(fd_leak), A(steal_stdio),
};

int main(int argc, char **argv) {
	for (unsigned i = 0; i < sizeof attacks / sizeof *attacks; i++) {
		if (argc < 2) { puts(attacks[i].name); continue; }
		if (!strcmp(argv[1], attacks[i].name)) { attacks[i].f(); fflush(stdout); return 0; }
	}
	return argc < 2 ? 0 : 99;
}
