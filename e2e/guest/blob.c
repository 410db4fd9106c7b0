/*
 * A guest program that maps blobs, for tests of the device with the kernel's own driver and nothing between.
 *
 *   blob [COUNT]
 *
 * It makes blobs of the host's memory the way Mesa does, maps them, and lets the host's GPU copy from one to the other: what it wrote
 * into the first must be read by the host, and what the host wrote into the second must be there for it to read. With COUNT it then maps
 * so many blobs at once. What there is no blob for must fail as an error and leave the device working.
 *
 * Says `ok ...` lines on the way; the last is `blob: all ok`, or the program ends with status 1 and says what was wrong. Status 77:
 * the device has no host-visible window, only blobs of guest memory were tried.
 *
 * Built without headers of the system's DRM: gcc -static -O2 blob.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* linux/virtgpu_drm.h */
struct virtgpu_map { uint64_t offset; uint32_t handle, pad; };
struct virtgpu_execbuffer {
  uint32_t flags, size;
  uint64_t command, bo_handles;
  uint32_t num_bo_handles;
  int32_t fence_fd;
  uint32_t ring_idx, syncobj_stride, num_in_syncobjs, num_out_syncobjs;
  uint64_t in_syncobjs, out_syncobjs;
};
struct virtgpu_getparam { uint64_t param, value; };
struct virtgpu_wait { uint32_t handle, flags; };
struct virtgpu_blob {
  uint32_t blob_mem, blob_flags, bo_handle, res_handle;
  uint64_t size;
  uint32_t pad, cmd_size;
  uint64_t cmd, blob_id;
};
struct virtgpu_set_param { uint64_t param, value; };
struct virtgpu_context_init { uint32_t num_params, pad; uint64_t ctx_set_params; };
struct gem_close { uint32_t handle, pad; };

#define CALL(nr, type) _IOWR('d', 0x40 + (nr), type)
#define VIRTGPU_MAP CALL(1, struct virtgpu_map)
#define VIRTGPU_EXECBUFFER CALL(2, struct virtgpu_execbuffer)
#define VIRTGPU_GETPARAM CALL(3, struct virtgpu_getparam)
#define VIRTGPU_WAIT CALL(8, struct virtgpu_wait)
#define VIRTGPU_RESOURCE_CREATE_BLOB CALL(10, struct virtgpu_blob)
#define VIRTGPU_CONTEXT_INIT CALL(11, struct virtgpu_context_init)
#define GEM_CLOSE _IOW('d', 9, struct gem_close)

enum { PARAM_3D = 1, PARAM_BLOB = 3, PARAM_HOST_VISIBLE = 4, PARAM_CONTEXT_INIT = 6 };
enum { MEM_GUEST = 1, MEM_HOST3D = 2, MEM_HOST3D_GUEST = 3, USE_MAPPABLE = 1 };

/* virgl_protocol.h */
enum { COPY_REGION = 17, PIPE_RESOURCE_CREATE = 48, FORMAT_R8 = 64, BIND_VERTEX = 16, MAP_PERSISTENT_COHERENT = 6 };
#define COMMAND(number, words) ((number) | (words) << 16)

static int device;

static void fail(const char *what) {
  printf("blob: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int parameter(uint64_t number) {
  int value = 0;
  struct virtgpu_getparam get = { .param = number, .value = (uintptr_t)&value };
  return ioctl(device, VIRTGPU_GETPARAM, &get) < 0 ? 0 : value;
}

struct blob { struct virtgpu_blob args; uint8_t *bytes; };

/* Makes a blob; of the host's memory when it has a number, which is prepared for it unless `unprepared`. */
static int make(struct blob *blob, uint32_t mem, uint64_t size, uint32_t id, int unprepared) {
  uint32_t prepare[] = { COMMAND(PIPE_RESOURCE_CREATE, 11), 0, FORMAT_R8, BIND_VERTEX, size, 1, 1, 1, 0, 0, MAP_PERSISTENT_COHERENT, id };
  memset(blob, 0, sizeof *blob);
  blob->args = (struct virtgpu_blob){ .blob_mem = mem, .blob_flags = USE_MAPPABLE, .size = size, .blob_id = id };
  if (mem != MEM_GUEST && !unprepared) {
    blob->args.cmd = (uintptr_t)prepare;
    blob->args.cmd_size = sizeof prepare;
  }
  return ioctl(device, VIRTGPU_RESOURCE_CREATE_BLOB, &blob->args);
}

/* Maps it; null with errno when that cannot be. */
static uint8_t *map(struct blob *blob) {
  struct virtgpu_map where = { .handle = blob->args.bo_handle };
  if (ioctl(device, VIRTGPU_MAP, &where) < 0) return NULL;
  void *bytes = mmap(NULL, blob->args.size, PROT_READ | PROT_WRITE, MAP_SHARED, device, where.offset);
  blob->bytes = bytes == MAP_FAILED ? NULL : bytes;
  return blob->bytes;
}

static void drop(struct blob *blob) {
  struct gem_close close = { .handle = blob->args.bo_handle };
  if (blob->bytes) munmap(blob->bytes, blob->args.size);
  ioctl(device, GEM_CLOSE, &close);
}

/* Lets the host copy bytes, and waits until it has. */
static void copy(struct blob *to, uint32_t at, struct blob *from, uint32_t first, uint32_t count) {
  uint32_t stream[] = { COMMAND(COPY_REGION, 13), to->args.res_handle, 0, at, 0, 0, from->args.res_handle, 0, first, 0, 0, count, 1, 1 };
  uint32_t handles[] = { to->args.bo_handle, from->args.bo_handle };
  struct virtgpu_execbuffer run = {
    .size = sizeof stream, .command = (uintptr_t)stream, .bo_handles = (uintptr_t)handles, .num_bo_handles = 2, .fence_fd = -1,
  };
  struct virtgpu_wait wait = { .handle = to->args.bo_handle };
  if (ioctl(device, VIRTGPU_EXECBUFFER, &run) < 0) fail("execbuffer");
  if (ioctl(device, VIRTGPU_WAIT, &wait) < 0) fail("wait");
}

static uint8_t pattern(uint32_t i, uint32_t seed) { return (i * 31 + (i >> 8) * 7 + seed) & 0xff; }

int main(int argc, char **argv) {
  const uint64_t size = 1 << 20;
  struct blob a, b, guest;
  const int count = argc > 1 ? atoi(argv[1]) : 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  device = open("/dev/dri/renderD128", O_RDWR | O_CLOEXEC);
  if (device < 0) fail("/dev/dri/renderD128");
  printf("3d %d blob %d host_visible %d context_init %d\n", parameter(PARAM_3D), parameter(PARAM_BLOB), parameter(PARAM_HOST_VISIBLE),
         parameter(PARAM_CONTEXT_INIT));
  if (parameter(PARAM_CONTEXT_INIT)) {
    struct virtgpu_set_param virgl2 = { .param = 1, .value = 2 };
    struct virtgpu_context_init init = { .num_params = 1, .ctx_set_params = (uintptr_t)&virgl2 };
    if (ioctl(device, VIRTGPU_CONTEXT_INIT, &init) < 0) fail("a context of capability set 2");
    printf("ok context\n");
  }
  if (!parameter(PARAM_BLOB)) {
    printf("blob: the device has no blobs\n");
    return 77;
  }
  if (make(&guest, MEM_GUEST, size, 0, 0) < 0 || !map(&guest)) fail("a blob of guest memory");
  memset(guest.bytes, 0x5a, size);
  printf("ok guest blob\n");
  drop(&guest);
  if (!parameter(PARAM_HOST_VISIBLE)) {
    printf("blob: the device has no host-visible window\n");
    return 77;
  }

  if (make(&a, MEM_HOST3D, size, 1, 0) < 0 || !map(&a)) fail("a blob of the host");
  if (make(&b, MEM_HOST3D, size, 2, 0) < 0 || !map(&b)) fail("another blob of the host");
  for (uint64_t i = 0; i < size; i++) if (a.bytes[i] | b.bytes[i]) return printf("blob: byte %lu of a new blob is not zero\n", (unsigned long)i), 1;
  for (uint32_t seed = 0; seed < 20; seed++) {
    for (uint32_t i = 0; i < size; i++) a.bytes[i] = pattern(i, seed);
    copy(&b, 0, &a, 0, size);
    for (uint32_t i = 0; i < size; i++)
      if (b.bytes[i] != pattern(i, seed)) return printf("blob: byte %u is %u, not %u\n", i, b.bytes[i], pattern(i, seed)), 1;
  }
  printf("ok bytes both ways\n");

  /* What the host cannot give is an error for who asked, and for nobody else. */
  struct blob none;
  if (make(&none, MEM_HOST3D, size, 77, 1) == 0) {
    if (map(&none)) return printf("blob: a blob that nothing was prepared for was mapped\n"), 1;
    drop(&none);
  }
  if (make(&none, MEM_HOST3D, 1ull << 40, 78, 1) == 0) {
    if (map(&none)) return printf("blob: a terabyte was mapped\n"), 1;
    drop(&none);
  }
  a.bytes[5] = 99;
  copy(&b, 7, &a, 5, 1);
  if (b.bytes[7] != 99) return printf("blob: the device does not work after errors\n"), 1;
  printf("ok errors\n");

  /* Memory that comes back is mapped again, and again zeros. */
  for (int i = 0; i < 50; i++) {
    struct blob c;
    if (make(&c, MEM_HOST3D, size, 100 + i, 0) < 0 || !map(&c)) fail("a blob, again");
    if (c.bytes[12345] != 0) return printf("blob: memory of the blob before\n"), 1;
    c.bytes[12345] = 1;
    copy(&b, 0, &c, 12345, 1);
    if (b.bytes[0] != 1) return printf("blob: round %d\n", i), 1;
    drop(&c);
  }
  printf("ok again\n");

  if (count > 0) {
    struct blob *many = calloc(count, sizeof *many);
    int mapped = 0;
    for (int i = 0; i < count; i++) {
      if (make(&many[i], MEM_HOST3D, 4096, 1000 + i, 0) < 0) break;
      if (!map(&many[i])) break;
      many[i].bytes[0] = i & 0xff;
      mapped++;
    }
    for (int i = 0; i < mapped; i++) {
      copy(&b, i, &many[i], 0, 1);
      if (b.bytes[i] != (i & 0xff)) return printf("blob: number %d of many\n", i), 1;
    }
    for (int i = 0; i < mapped; i++) drop(&many[i]);
    printf("ok %d mapped at once\n", mapped);
  }
  drop(&a);
  drop(&b);
  printf("blob: all ok\n");
  return 0;
}
