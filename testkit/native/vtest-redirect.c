/*
 * vtest-redirect: preloaded into a Mesa program that draws through `virpipe`, it makes runs steerable and comparable.
 *
 * Mesa 22's virpipe driver always connects to /tmp/.virgl_test. With this library in LD_PRELOAD:
 *
 *   VTEST_SOCKET=PATH         connect to PATH instead
 *   VTEST_PROTOCOL=N          ask for at most protocol N. With 0 all data travels inside the byte stream, so that a capture is complete.
 *   VTEST_LIVE=FILE           publish counters in FILE (see enum counter; 64-bit little-endian each), readable at any time
 *   VTEST_CAPTURE=FILE        write the bytes that the program sends to the server; connection 2 goes to FILE.2 and so on
 *   VTEST_FRAMES=1,5,..       dump these presented frames (counted from 1) as binary PPM ...
 *   VTEST_FRAME_PREFIX=PATH   ... to PATH<number>.ppm
 *   VTEST_LAST_FRAME=N        leave the process after frame N has been presented; by _exit, or by exit when VTEST_LEAVE=exit
 *   VTEST_FRAME_TIME=USEC     the program's own clock stands still between frames and advances by USEC at each one; its sleeps
 *                             return at once, its process number is constant. So frame N shows the same moment in every run.
 *
 * A frame is one XPutImage, XShmPutImage or xcb_put_image that starts at the window's top row. The clock is only changed for calls
 * that come from the program's own executable: Mesa and libX11 keep the true time, or their timeouts would never end.
 *
 * No X header is needed: the few types that cross the border are declared here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define MESA_SOCKET "/tmp/.virgl_test"
#define LIVE_BYTES 4096

/* ---- settings and counters ---- */

enum counter { FRAMES, DRAWS, BYTES, WRITES, READBACKS, SUBMITS, COMMANDS, CONNECTIONS, COUNTERS };

static uint64_t own_counters[COUNTERS];
static volatile uint64_t *counters = own_counters;
static const char *socket_path, *capture_path, *frame_list, *frame_prefix;
static long protocol_limit = -1;
static uint64_t last_frame, frame_time;
static int leave_by_exit;
static uintptr_t program_begin = UINTPTR_MAX, program_end;

static int note_program(struct dl_phdr_info *info, size_t size, void *data)
{
   (void)size;
   (void)data;
   for (int i = 0; i < info->dlpi_phnum; i++) {
      if (info->dlpi_phdr[i].p_type != PT_LOAD)
         continue;
      uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
      uintptr_t end = begin + info->dlpi_phdr[i].p_memsz;
      if (begin < program_begin)
         program_begin = begin;
      if (end > program_end)
         program_end = end;
   }
   return 1; /* the first entry is the program itself */
}

static uint64_t env_number(const char *name)
{
   const char *text = getenv(name);
   return text ? strtoull(text, NULL, 10) : 0;
}

static void __attribute__((constructor)) start(void)
{
   socket_path = getenv("VTEST_SOCKET");
   capture_path = getenv("VTEST_CAPTURE");
   frame_list = getenv("VTEST_FRAMES");
   frame_prefix = getenv("VTEST_FRAME_PREFIX");
   last_frame = env_number("VTEST_LAST_FRAME");
   frame_time = env_number("VTEST_FRAME_TIME");
   if (getenv("VTEST_PROTOCOL"))
      protocol_limit = (long)env_number("VTEST_PROTOCOL");
   leave_by_exit = getenv("VTEST_LEAVE") && !strcmp(getenv("VTEST_LEAVE"), "exit");
   dl_iterate_phdr(note_program, NULL);

   const char *live = getenv("VTEST_LIVE");
   if (!live)
      return;
   int fd = open(live, O_RDWR | O_CLOEXEC);
   if (fd < 0)
      return;
   if (lseek(fd, 0, SEEK_END) >= LIVE_BYTES) {
      void *map = mmap(NULL, LIVE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      if (map != MAP_FAILED)
         counters = map;
   }
   syscall(SYS_close, fd);
}

/*
 * ---- the vtest byte stream: header of two words (length in words, command), then the payload ----
 *
 * Three commands do not keep to the length they announce: CREATE_RENDERER counts bytes, TRANSFER_PUT sends its data without padding
 * to whole words, TRANSFER_PUT2 announces data that goes through shared memory instead.
 */

enum {
   VCMD_TRANSFER_PUT = 5,
   VCMD_TRANSFER_PUT2 = 14,
   TRANSFER_PUT_WORDS = 11,
   TRANSFER_PUT2_WORDS = 10,
   VCMD_SUBMIT_CMD = 6,
   VCMD_CREATE_RENDERER = 8,
   VCMD_PROTOCOL_VERSION = 11,
   VCMD_TRANSFER_GET = 4,
   VCMD_TRANSFER_GET2 = 13,
   CCMD_DRAW_VBO = 8,
};

struct connection {
   int fd; /* -1: free */
   int capture;
   uint32_t header[2];
   unsigned header_bytes;
   uint64_t payload_left;
   uint32_t word; /* a payload word that is being collected */
   unsigned word_bytes;
   uint32_t skip_words; /* payload words of the current virgl command that are still to come */
   unsigned words;      /* payload words seen */
};

#define CONNECTIONS_MAX 16
static struct connection connections[CONNECTIONS_MAX];
static int connections_used;

static struct connection *find_connection(int fd)
{
   for (int i = 0; i < connections_used; i++)
      if (connections[i].fd == fd)
         return &connections[i];
   return NULL;
}

static void track(int fd)
{
   struct connection *c = find_connection(-1);
   if (!c) {
      if (connections_used == CONNECTIONS_MAX)
         return;
      c = &connections[connections_used++];
   }
   memset(c, 0, sizeof *c);
   c->fd = fd;
   c->capture = -1;
   uint64_t number = ++counters[CONNECTIONS];
   if (capture_path) {
      char path[4096];
      if (number == 1)
         snprintf(path, sizeof path, "%s", capture_path);
      else
         snprintf(path, sizeof path, "%s.%llu", capture_path, (unsigned long long)number);
      c->capture = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
   }
}

static void count_submit_word(struct connection *c, uint32_t word)
{
   if (c->skip_words) {
      c->skip_words--;
      return;
   }
   counters[COMMANDS]++;
   if ((word & 0xff) == CCMD_DRAW_VBO)
      counters[DRAWS]++;
   c->skip_words = word >> 16;
}

static void count(struct connection *c, const uint8_t *bytes, size_t size)
{
   while (size) {
      if (!c->payload_left) {
         size_t part = sizeof c->header - c->header_bytes;
         if (part > size)
            part = size;
         memcpy((uint8_t *)c->header + c->header_bytes, bytes, part);
         c->header_bytes += part;
         bytes += part;
         size -= part;
         if (c->header_bytes < sizeof c->header)
            return;
         c->header_bytes = 0;
         c->payload_left = c->header[1] == VCMD_CREATE_RENDERER ? c->header[0]
                           : c->header[1] == VCMD_TRANSFER_PUT  ? TRANSFER_PUT_WORDS * 4
                           : c->header[1] == VCMD_TRANSFER_PUT2 ? TRANSFER_PUT2_WORDS * 4
                                                                : (uint64_t)c->header[0] * 4;
         c->word_bytes = 0;
         c->skip_words = 0;
         c->words = 0;
         if (c->header[1] == VCMD_SUBMIT_CMD)
            counters[SUBMITS]++;
         if (c->header[1] == VCMD_TRANSFER_GET || c->header[1] == VCMD_TRANSFER_GET2)
            counters[READBACKS]++;
         continue;
      }
      size_t part = c->payload_left < size ? (size_t)c->payload_left : size;
      c->payload_left -= part;
      if (c->header[1] == VCMD_SUBMIT_CMD || (c->header[1] == VCMD_TRANSFER_PUT && c->words < TRANSFER_PUT_WORDS)) {
         for (size_t i = 0; i < part; i++) {
            ((uint8_t *)&c->word)[c->word_bytes++] = bytes[i];
            if (c->word_bytes < 4)
               continue;
            c->word_bytes = 0;
            c->words++;
            if (c->header[1] == VCMD_SUBMIT_CMD)
               count_submit_word(c, c->word);
            else if (c->words == TRANSFER_PUT_WORDS)
               c->payload_left += c->word; /* the data follows */
         }
      }
      bytes += part;
      size -= part;
   }
}

EXPORT int connect(int fd, const struct sockaddr *address, socklen_t length)
{
   const struct sockaddr_un *from = (const struct sockaddr_un *)address;
   struct sockaddr_un to;
   int ours = address->sa_family == AF_UNIX && length > sizeof(sa_family_t) && !strcmp(from->sun_path, MESA_SOCKET);
   if (ours && socket_path) {
      memset(&to, 0, sizeof to);
      to.sun_family = AF_UNIX;
      if (strlen(socket_path) >= sizeof to.sun_path) {
         errno = ENAMETOOLONG;
         return -1;
      }
      strcpy(to.sun_path, socket_path);
      address = (const struct sockaddr *)&to;
      length = sizeof to;
   }
   int result = (int)syscall(SYS_connect, fd, address, length);
   if (ours && result == 0)
      track(fd);
   return result;
}

EXPORT ssize_t write(int fd, const void *bytes, size_t size)
{
   struct connection *c = connections_used && fd >= 0 ? find_connection(fd) : NULL;
   if (!c)
      return syscall(SYS_write, fd, bytes, size);
   uint32_t version;
   if (protocol_limit >= 0 && c->header[1] == VCMD_PROTOCOL_VERSION && c->payload_left == 4 && size == 4) {
      memcpy(&version, bytes, 4);
      if (version > (uint32_t)protocol_limit)
         version = (uint32_t)protocol_limit;
      bytes = &version;
   }
   ssize_t result = syscall(SYS_write, fd, bytes, size);
   if (result > 0) {
      counters[WRITES]++;
      counters[BYTES] += result;
      count(c, bytes, (size_t)result);
      if (c->capture >= 0)
         syscall(SYS_write, c->capture, bytes, (size_t)result);
   }
   return result;
}

EXPORT int close(int fd)
{
   struct connection *c = connections_used && fd >= 0 ? find_connection(fd) : NULL;
   if (c) {
      if (c->capture >= 0)
         syscall(SYS_close, c->capture);
      c->fd = -1;
   }
   return (int)syscall(SYS_close, fd);
}

/* ---- presented frames ---- */

static int frame_wanted(uint64_t number)
{
   const char *at = frame_list;
   while (at && *at) {
      char *end;
      if (strtoull(at, &end, 10) == number)
         return 1;
      if (end == at)
         return 0;
      at = *end == ',' ? end + 1 : end;
   }
   return 0;
}

/* Writes 32-bit little-endian BGRX pixels as a PPM; complete files only, by rename. */
static void dump_frame(uint64_t number, const uint8_t *pixels, unsigned width, unsigned height, size_t stride)
{
   char path[4096], part[4120];
   snprintf(path, sizeof path, "%s%llu.ppm", frame_prefix ? frame_prefix : "frame-", (unsigned long long)number);
   snprintf(part, sizeof part, "%s.part", path);
   FILE *file = fopen(part, "w");
   uint8_t *row = malloc((size_t)width * 3 + 1);
   if (file && row) {
      fprintf(file, "P6\n%u %u\n255\n", width, height);
      for (unsigned y = 0; y < height; y++) {
         const uint8_t *from = pixels + y * stride;
         for (unsigned x = 0; x < width; x++) {
            row[x * 3] = from[x * 4 + 2];
            row[x * 3 + 1] = from[x * 4 + 1];
            row[x * 3 + 2] = from[x * 4];
         }
         fwrite(row, 3, width, file);
      }
   }
   free(row);
   if (file) {
      fclose(file);
      rename(part, path);
   }
}

/* The frame is counted before it is presented and may end the process after it. */
static uint64_t frame_begin(void)
{
   return ++counters[FRAMES];
}

static void frame_end(uint64_t number)
{
   if (!last_frame || number < last_frame)
      return;
   fflush(NULL);
   if (leave_by_exit)
      exit(0);
   _exit(0);
}

/* The head of Xlib's XImage, a public structure. */
struct ximage {
   int width, height, xoffset, format;
   char *data;
   int byte_order, bitmap_unit, bitmap_bit_order, bitmap_pad, depth, bytes_per_line, bits_per_pixel;
};

/* Mesa hands over images padded to its tile size; the X server clips them to the window, and so does this. */
static void clip_to_window(void *display, unsigned long window, unsigned *width, unsigned *height)
{
   typedef int (*geometry)(void *, unsigned long, unsigned long *, int *, int *, unsigned *, unsigned *, unsigned *, unsigned *);
   geometry get = (geometry)dlsym(RTLD_DEFAULT, "XGetGeometry");
   unsigned long root;
   int x, y;
   unsigned w, h, border, depth;
   if (!get || !get(display, window, &root, &x, &y, &w, &h, &border, &depth))
      return;
   if (*width > w)
      *width = w;
   if (*height > h)
      *height = h;
}

static void dump_ximage(void *display, unsigned long window, uint64_t number, const struct ximage *image, int x, int y, unsigned width,
                        unsigned height)
{
   if (!frame_list || !frame_wanted(number) || !image->data || image->bits_per_pixel != 32)
      return;
   clip_to_window(display, window, &width, &height);
   const uint8_t *pixels = (const uint8_t *)image->data + (size_t)y * image->bytes_per_line + (size_t)x * 4;
   dump_frame(number, pixels, width, height, image->bytes_per_line);
}

EXPORT int XPutImage(void *display, unsigned long drawable, void *gc, struct ximage *image, int src_x, int src_y, int dst_x, int dst_y,
                     unsigned width, unsigned height)
{
   static int (*next)(void *, unsigned long, void *, struct ximage *, int, int, int, int, unsigned, unsigned);
   if (!next)
      next = (int (*)(void *, unsigned long, void *, struct ximage *, int, int, int, int, unsigned, unsigned))dlsym(RTLD_NEXT, "XPutImage");
   uint64_t number = dst_y == 0 ? frame_begin() : 0;
   if (number)
      dump_ximage(display, drawable, number, image, src_x, src_y, width, height);
   int result = next(display, drawable, gc, image, src_x, src_y, dst_x, dst_y, width, height);
   frame_end(number);
   return result;
}

EXPORT int XShmPutImage(void *display, unsigned long drawable, void *gc, struct ximage *image, int src_x, int src_y, int dst_x, int dst_y,
                        unsigned width, unsigned height, int send_event)
{
   static int (*next)(void *, unsigned long, void *, struct ximage *, int, int, int, int, unsigned, unsigned, int);
   if (!next)
      next =
         (int (*)(void *, unsigned long, void *, struct ximage *, int, int, int, int, unsigned, unsigned, int))dlsym(RTLD_NEXT, "XShmPutImage");
   uint64_t number = dst_y == 0 ? frame_begin() : 0;
   if (number)
      dump_ximage(display, drawable, number, image, src_x, src_y, width, height);
   int result = next(display, drawable, gc, image, src_x, src_y, dst_x, dst_y, width, height, send_event);
   frame_end(number);
   return result;
}

/* EGL on X11 presents with xcb, in one request where the server takes it (it does: BIG-REQUESTS). */
EXPORT unsigned xcb_put_image(void *connection, uint8_t format, uint32_t drawable, uint32_t gc, uint16_t width, uint16_t height, int16_t dst_x,
                              int16_t dst_y, uint8_t left_pad, uint8_t depth, uint32_t length, const uint8_t *data)
{
   typedef unsigned (*put)(void *, uint8_t, uint32_t, uint32_t, uint16_t, uint16_t, int16_t, int16_t, uint8_t, uint8_t, uint32_t, const uint8_t *);
   static put next;
   if (!next)
      next = (put)dlsym(RTLD_NEXT, "xcb_put_image");
   uint64_t number = dst_y == 0 ? frame_begin() : 0;
   if (number && frame_wanted(number) && length >= (uint32_t)width * height * 4)
      dump_frame(number, data, width, height, (size_t)width * 4);
   unsigned result = next(connection, format, drawable, gc, width, height, dst_x, dst_y, left_pad, depth, length, data);
   frame_end(number);
   return result;
}

/* ---- the program's clock ---- */

#define FAKE_EPOCH 1000000000ull /* seconds */
#define FAKE_PID 4242
#define IDLE_CALLS 1000 /* a program that asks so often without a frame waits for time to pass: give it 1 ms */

static int from_program(const void *caller)
{
   return frame_time && (uintptr_t)caller >= program_begin && (uintptr_t)caller < program_end;
}

static uint64_t fake_now(void) /* microseconds */
{
   static uint64_t at_frame, calls, extra;
   if (at_frame != counters[FRAMES]) {
      at_frame = counters[FRAMES];
      calls = 0;
   }
   if (++calls % IDLE_CALLS == 0)
      extra += 1000;
   return FAKE_EPOCH * 1000000 + at_frame * frame_time + extra;
}

EXPORT int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
   if (!from_program(__builtin_return_address(0)))
      return (int)syscall(SYS_gettimeofday, tv, zone);
   uint64_t now = fake_now();
   if (tv) {
      tv->tv_sec = (time_t)(now / 1000000);
      tv->tv_usec = (suseconds_t)(now % 1000000);
   }
   if (zone)
      memset(zone, 0, sizeof(struct timezone));
   return 0;
}

EXPORT time_t time(time_t *out)
{
   time_t now;
   if (from_program(__builtin_return_address(0))) {
      now = (time_t)(fake_now() / 1000000);
   } else {
      struct timespec ts;
      syscall(SYS_clock_gettime, CLOCK_REALTIME, &ts);
      now = ts.tv_sec;
   }
   if (out)
      *out = now;
   return now;
}

EXPORT int clock_gettime(clockid_t clock, struct timespec *ts)
{
   if (!from_program(__builtin_return_address(0))) {
      static int (*next)(clockid_t, struct timespec *);
      if (!next)
         next = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
      return next(clock, ts);
   }
   uint64_t now = fake_now();
   ts->tv_sec = (time_t)(now / 1000000);
   ts->tv_nsec = (long)(now % 1000000) * 1000;
   return 0;
}

EXPORT pid_t getpid(void)
{
   return from_program(__builtin_return_address(0)) ? FAKE_PID : (pid_t)syscall(SYS_getpid);
}

EXPORT int usleep(useconds_t usec)
{
   if (from_program(__builtin_return_address(0)))
      return 0;
   struct timespec ts = {usec / 1000000, (long)(usec % 1000000) * 1000};
   return nanosleep(&ts, NULL);
}

EXPORT unsigned sleep(unsigned seconds)
{
   if (from_program(__builtin_return_address(0)))
      return 0;
   struct timespec ts = {seconds, 0};
   return nanosleep(&ts, NULL) == 0 ? 0 : (unsigned)ts.tv_sec;
}

EXPORT int select(int count, fd_set *restrict readable, fd_set *restrict writable, fd_set *restrict failed, struct timeval *restrict timeout)
{
   static int (*next)(int, fd_set *, fd_set *, fd_set *, struct timeval *);
   if (!next)
      next = (int (*)(int, fd_set *, fd_set *, fd_set *, struct timeval *))dlsym(RTLD_NEXT, "select");
   struct timeval none = {0, 0};
   return next(count, readable, writable, failed, timeout && from_program(__builtin_return_address(0)) ? &none : timeout);
}
