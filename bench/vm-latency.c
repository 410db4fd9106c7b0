/*
 * What a guest's program waits for an empty submit, by the ioctls of the kernel's virtio_gpu driver alone: no Mesa, no libdrm.
 * Prints the median and the 90th percentile of each in microseconds. One argument: how many times.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* The kernel's include/uapi/drm/virtgpu_drm.h, as far as it is used here. */
struct execbuffer { uint32_t flags, size; uint64_t command, bo_handles; uint32_t num_bo_handles; int32_t fence_fd; uint32_t ring_idx, syncobj_stride, num_in_syncobjs, num_out_syncobjs; uint64_t in_syncobjs, out_syncobjs; };
struct resource_create { uint32_t target, format, bind, width, height, depth, array_size, last_level, nr_samples, flags, bo_handle, res_handle, size, stride; };
struct wait { uint32_t handle, flags; };
struct context_param { uint64_t param, value; };
struct context_init { uint32_t num_params, pad; uint64_t ctx_set_params; };
#define EXECBUFFER _IOWR('d', 0x42, struct execbuffer)
#define RESOURCE_CREATE _IOWR('d', 0x44, struct resource_create)
#define WAIT _IOWR('d', 0x48, struct wait)
#define CONTEXT_INIT _IOWR('d', 0x4b, struct context_init)

static int device;
static uint32_t buffer;
static uint32_t nothing[1];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void check(int result, const char *what) {
  if (result >= 0) return;
  perror(what);
  exit(1);
}

static void submit(void) {
  struct execbuffer args = {.size = 4, .command = (uintptr_t)nothing, .bo_handles = (uintptr_t)&buffer, .num_bo_handles = 1};
  check(ioctl(device, EXECBUFFER, &args), "submit");
}

static void await(void) {
  struct wait args = {.handle = buffer};
  check(ioctl(device, WAIT, &args), "wait");
}

static int compare(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return d < 0 ? -1 : d > 0;
}

static void show(const char *what, double *times, int n) {
  qsort(times, n, sizeof *times, compare);
  printf("%s %.1f %.1f\n", what, times[n / 2], times[n * 9 / 10]);
}

int main(int argc, char **argv) {
  int n = argc > 1 ? atoi(argv[1]) : 5000;
  double *whole = malloc(n * sizeof *whole), *sent = malloc(n * sizeof *sent), *idle = malloc(n * sizeof *idle), *clock = malloc(n * sizeof *clock);
  struct context_param virgl2 = {1, 2};
  struct context_init init = {1, 0, (uintptr_t)&virgl2};
  struct resource_create create = {.format = 64, .bind = 16, .width = 4096, .height = 1, .depth = 1, .array_size = 1, .size = 4096};
  check(device = open("/dev/dri/renderD128", O_RDWR), "/dev/dri/renderD128");
  check(ioctl(device, CONTEXT_INIT, &init), "context");
  check(ioctl(device, RESOURCE_CREATE, &create), "buffer");
  buffer = create.bo_handle;
  for (int i = 0; i < n; i++) {
    double start = now();
    submit();
    double between = now();
    await();
    double end = now();
    await();
    double again = now();
    sent[i] = between - start;
    idle[i] = again - end;
    start = now();
    submit();
    await();
    whole[i] = now() - start;
    start = now();
    clock[i] = now() - start;
  }
  show("clock", clock, n);
  show("submit", sent, n);
  show("wait-for-nothing", idle, n);
  show("submit-and-wait", whole, n);
  for (int i = 0; i < n / 10; i++) {
    usleep(2000);
    double start = now();
    submit();
    await();
    whole[i] = now() - start;
  }
  show("submit-and-wait-after-a-rest", whole, n / 10);
  return 0;
}
