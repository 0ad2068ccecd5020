#include <signal.h>
#include <unistd.h>

static void stop(int signal) { _exit(0); }

int main(void) {
  signal(SIGCHLD, SIG_IGN); /* as process 1: orphans that end are then reaped by the kernel */
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  for (;;) pause();
}
