// A program that starts processes at random, by every way there is, and ends
// while they are about to start, stop, exec or end: "chaos SEED".
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned seed;
static unsigned any(unsigned n) { return (seed = seed * 1103515245 + 12345) / 65536 % n; }
static char *self;

static void act(int depth);

static void *thread(void *x) { act((long)x); return NULL; }

static void child(int depth) {
	seed = seed * 31 + getpid();
	switch (any(12)) {
	case 0: setsid(); break;
	case 1: prctl(PR_SET_PDEATHSIG, 0); break;
	case 2: signal(SIGCHLD, SIG_IGN); break;
	case 3: prctl(PR_SET_CHILD_SUBREAPER, 1); break;
	case 4: raise(SIGSTOP); break;
	case 5: execl(self, self, "sleep", NULL); break;
	case 6: { char s[16]; sprintf(s, "%u", any(1 << 30)); execl("/bin/sh", "sh", "-c", "sleep 9 & (sleep 9 &) & exit", NULL); } break;
	case 7: prctl(PR_SET_DUMPABLE, 0); break;
	case 8: setpgid(0, 0); break;
	case 9: signal(SIGTERM, SIG_IGN); signal(SIGHUP, SIG_IGN); break;
	}
	if (depth < 4) act(depth + 1);
	if (any(3) == 0) usleep(any(3000));
	if (any(4) == 0) for (;;) pause();
	if (any(4) == 0) for (;;) if (fork() > 0) _exit(0); // hops for ever
	_exit(0);
}

static void act(int depth) {
	for (unsigned n = 1 + any(3); n > 0; n--) {
		pid_t p = 0;
		pthread_t t;
		switch (any(8)) {
		case 0: case 1: if ((p = fork()) == 0) child(depth); break;
		case 2: if ((p = vfork()) == 0) { execl(self, self, "sleep", NULL); _exit(0); } break;
		case 3: if (depth < 4) pthread_create(&t, NULL, thread, (void *)(long)(depth + 1)); break;
		case 4: if ((p = syscall(SYS_clone, CLONE_FILES | CLONE_FS | SIGUSR1, 0, 0, 0, 0)) == 0) child(depth); break;
		case 5: if ((p = syscall(SYS_clone, 0, 0, 0, 0, 0)) == 0) child(depth); break; // tells nobody of its end
		case 6: if ((p = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0)) == 0) child(depth); break;
		case 7: { int p[2]; if (pipe(p) == 0 && fork() == 0) { char c; close(p[1]); read(p[0], &c, 1); if (fork() == 0) for (;;) pause(); _exit(0); } } break;
		}
		if (p > 0 && any(3) == 0) waitpid(p, NULL, any(2) ? WNOHANG | __WALL : WNOHANG);
		if (p > 0 && any(5) == 0) kill(p, any(2) ? SIGSTOP : SIGKILL);
	}
}

int main(int argc, char **argv) {
	self = argv[0];
	if (argc < 2) return 1;
	if (!strcmp(argv[1], "sleep")) for (;;) pause();
	seed = atoi(argv[1]) * 2654435761u;
	signal(SIGUSR1, SIG_IGN);
	if (any(4) == 0) signal(SIGCHLD, SIG_IGN);
	if (any(4) == 0) prctl(PR_SET_CHILD_SUBREAPER, 1);
	act(0);
	if (any(3) == 0) usleep(any(5000));
	switch (any(6)) {
	case 0: kill(getpid(), SIGKILL);
	case 1: kill(-1, SIGKILL); break;
	case 2: pthread_exit(NULL);
	case 3: syscall(SYS_exit, 0);
	case 4: execl("/bin/true", "true", NULL);
	}
	_exit(0);
}
