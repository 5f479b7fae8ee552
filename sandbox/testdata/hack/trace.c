// What one run could find out of another that used the same namespaces before
// it. "trace see" prints all that a program in new namespaces would find the
// same each time; the others leave what they can.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/statvfs.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void show(const char *path) {
	char b[4096];
	int fd = open(path, O_RDONLY), n = fd < 0 ? -1 : read(fd, b, sizeof b - 1);
	b[n < 0 ? 0 : n] = 0;
	printf("%s (%d): %s\n", path, n, b);
	if (fd >= 0) close(fd);
}

static void list(const char *path) {
	struct dirent **e;
	int n = scandir(path, &e, NULL, alphasort);
	printf("%s:", path);
	for (int i = 0; i < n; i++) if (strcmp(path, "/proc") || (e[i]->d_name[0] >= '0' && e[i]->d_name[0] <= '9')) printf(" %s", e[i]->d_name);
	printf("\n");
}

// Files that a program may look up without opening them.
static const char *names[] = {
	"/proc/meminfo", "/proc/cpuinfo", "/proc/sys", "/proc/sys/kernel", "/proc/sys/kernel/hostname", "/proc/sys/fs/file-max",
	"/proc/sysvipc", "/proc/sysvipc/shm", "/proc/self/ns/pid", "/proc/self/ns/ipc", "/proc/self/ns/mnt", "/proc/none", NULL,
};

// ages tells which of them were looked up before this program began.
static void ages(void) {
	struct timespec now;
	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	for (const char **p = names; *p; p++) {
		struct stat s;
		if (stat(*p, &s)) printf("%s none\n", *p);
		else if (s.st_mtim.tv_sec < now.tv_sec || s.st_mtim.tv_sec == now.tv_sec && s.st_mtim.tv_nsec < now.tv_nsec) printf("%s old\n", *p);
		else printf("%s new\n", *p);
	}
}

// room tells how much space there is, and how many inodes were made beside the
// directories of this run.
static void room(void) {
	struct statvfs v;
	struct stat s;
	statvfs(".", &v);
	printf("blocks %lu inodes %lu\n", (long)v.f_bfree, (long)v.f_ffree);
	stat("/box/run/shm", &s);
	long last = s.st_ino;
	close(open("new", O_CREAT | O_WRONLY, 0600));
	stat("new", &s);
	printf("inode +%ld\n", (long)s.st_ino - last);
	unlink("new");
}

// send puts a file into the queue of a socket that is in it as well.
static void keep_by_itself(int s, int to, int file) {
	struct { struct cmsghdr h; int fd[2]; } c = {{sizeof c, SOL_SOCKET, SCM_RIGHTS}, {s, file}};
	char b = 0;
	struct iovec v = {&b, 1};
	struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = &c, .msg_controllen = CMSG_SPACE(2 * sizeof(int))};
	sendmsg(to, &m, 0);
}

static void *nothing(void *x) { return x; }

static void see(void) {
	struct utsname u;
	ages();
	room();
	show("/proc/self/net/unix");
	uname(&u);
	printf("pid %d parent %d group %d session %d host %s\n", getpid(), getppid(), getpgrp(), getsid(0), u.nodename);
	show("/proc/sys/kernel/ns_last_pid");
	show("/proc/1/stat");
	show("/proc/1/status");
	printf("init %d\n", kill(1, 0));
	char load[256] = {0}, *last;
	int fd = open("/proc/loadavg", O_RDONLY);
	read(fd, load, sizeof load - 1);
	close(fd);
	printf("last %s", (last = strrchr(load, ' ')) ? last : "");
	for (int i = 0; i < 3; i++) {
		pid_t p = fork();
		if (p == 0) { printf("child %d of %d\n", getpid(), getppid()); fflush(stdout); _exit(0); }
		waitpid(p, NULL, 0);
	}
	for (const char **p = (const char *[]){"/proc", "/box/run", "/box/run/work", "/box/run/tmp", "/box/run/shm", "/apps/app", NULL}; *p; p++) list(*p);
	for (const char **p = (const char *[]){"/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg", "/proc/sys/kernel/shmmax", "/proc/self/limits", NULL}; *p; p++) show(*p);
	int s = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un a = {AF_UNIX, "\0trace"};
	printf("connect %d\n", connect(s, (void *)&a, sizeof a));
}

static void see_ipc(void) {
	printf("shm %d sem %d msg %d\n", shmget(IPC_PRIVATE, 4096, 0600), semget(IPC_PRIVATE, 1, 0600), msgget(IPC_PRIVATE, 0600));
	printf("key %d %d %d\n", shmget(77, 4096, 0), semget(77, 1, 0), msgget(77, 0));
}

int main(int argc, char **argv) {
	const char *what = argc > 1 ? argv[1] : "";
	setvbuf(stdout, NULL, _IONBF, 0);
	if (!strcmp(what, "where")) {
		char b[64] = {0};
		readlink("/proc/self/ns/pid", b, 63);
		printf("%s\n", b);
	} else if (!strcmp(what, "see")) {
		see();
	} else if (!strcmp(what, "see_ipc")) {
		see_ipc();
	} else if (!strcmp(what, "children")) {
		for (int i = 0; i < 9; i++) { pid_t p = fork(); if (p == 0) _exit(0); waitpid(p, NULL, 0); }
	} else if (!strcmp(what, "threads")) {
		for (int i = 0; i < 9; i++) { pthread_t t; pthread_create(&t, NULL, nothing, NULL); pthread_join(t, NULL); }
	} else if (!strcmp(what, "daemon")) {
		if (fork() == 0) { setsid(); if (fork()) _exit(0); for (;;) pause(); }
		wait(NULL);
	} else if (!strcmp(what, "orphan")) { // ends, and is waited for, before we do
		int p[2];
		char c;
		pipe(p);
		if (fork() == 0) { if (fork() == 0) usleep(2000); _exit(0); }
		wait(NULL);
		close(p[1]);
		read(p[0], &c, 1);
		usleep(2000);
	} else if (!strcmp(what, "sibling")) {
		if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0) for (;;) pause();
	} else if (!strcmp(what, "subreaper")) {
		if (fork() == 0) { if (fork() == 0) for (;;) pause(); for (;;) pause(); }
	} else if (!strcmp(what, "socket")) {
		int s = socket(AF_UNIX, SOCK_STREAM, 0);
		struct sockaddr_un a = {AF_UNIX, "\0trace"};
		bind(s, (void *)&a, sizeof a);
		listen(s, 5);
		if (fork() == 0) for (;;) pause();
	} else if (!strcmp(what, "pair")) { // left to the kernel's collection of sockets
		int s[2], f = open("big", O_CREAT | O_RDWR, 0600);
		static char b[1 << 20];
		for (int i = 0; i < 12; i++) write(f, b, sizeof b);
		unlink("big");
		socketpair(AF_UNIX, SOCK_STREAM, 0, s);
		keep_by_itself(s[0], s[1], f);
	} else if (!strcmp(what, "pair_closed")) {
		int s[2];
		socketpair(AF_UNIX, SOCK_STREAM, 0, s);
		struct sockaddr_un a = {AF_UNIX, "\0trace"};
		bind(s[0], (void *)&a, sizeof a);
	} else if (!strcmp(what, "look")) {
		struct stat s;
		for (const char **p = names; *p; p++) stat(*p, &s);
	} else if (!strcmp(what, "made")) {
		for (int i = 0; i < 100; i++) { close(open("f", O_CREAT | O_WRONLY, 0600)); unlink("f"); }
	} else if (!strcmp(what, "objects")) {
		for (int i = 0; i < 5; i++) { shmget(77 + i, 4096, IPC_CREAT | 0666); semget(77 + i, 1, IPC_CREAT | 0666); msgget(77 + i, IPC_CREAT | 0666); }
	} else if (!strcmp(what, "objects_gone")) {
		for (int i = 0; i < 5; i++) {
			shmctl(shmget(IPC_PRIVATE, 4096, 0600), IPC_RMID, NULL);
			semctl(semget(IPC_PRIVATE, 1, 0600), 0, IPC_RMID);
			msgctl(msgget(IPC_PRIVATE, 0600), IPC_RMID, NULL);
		}
	} else if (!strcmp(what, "objects_of_child")) {
		if (fork() == 0) { shmget(77, 4096, IPC_CREAT | 0666); for (;;) pause(); }
		usleep(3000);
	} else if (!strcmp(what, "cursor")) {
		int fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY);
		if (fd >= 0) write(fd, "500", 3);
	} else if (!strcmp(what, "enter")) {
		int ns = open("/proc/self/ns/mnt", O_RDONLY);
		for (int i = 3; i < 64; i++) if (i != ns) dup2(ns, i);
		for (int i = 3; i < 64; i++) if (fork() == 0) { if (syscall(SYS_setns, i, 0) == 0) write(1, "BREACH", 6); _exit(0); } else wait(NULL);
	} else if (!strcmp(what, "init")) {
		kill(1, SIGKILL); kill(1, SIGSTOP); kill(-1, SIGTERM);
	} else if (!strcmp(what, "files")) {
		system("mkdir -p a/b /tmp/x /dev/shm/y; echo 1 >a/b/c; echo 2 >/tmp/x/z; echo 3 >/dev/shm/y/z; chmod 0 a /tmp /dev/shm");
	}
	return 0;
}
