/*
 * Fullscreen 2D: how many times a second a guest without OpenGL can fill its screen.
 *
 *   fill [SECONDS]
 *
 * Makes a dumb buffer of the screen's wished size, shows it, fills it with one colour after the other and says each time what changed:
 * everything. Says `fill WIDTHxHEIGHT FPS`; the last colour stays until standard input ends.
 *
 * Built without headers of the system's DRM: gcc -static -O2 fill.c.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* drm/drm_mode.h */
struct mode_info {
  uint32_t clock;
  uint16_t hdisplay, hsync_start, hsync_end, htotal, hskew, vdisplay, vsync_start, vsync_end, vtotal, vscan;
  uint32_t vrefresh, flags, type;
  char name[32];
};
struct resources {
  uint64_t fbs, crtcs, connectors, encoders;
  uint32_t count_fbs, count_crtcs, count_connectors, count_encoders, min_width, max_width, min_height, max_height;
};
struct connector {
  uint64_t encoders, modes, props, prop_values;
  uint32_t count_modes, count_props, count_encoders, encoder, id, type, type_id, connection, mm_width, mm_height, subpixel, pad;
};
struct crtc {
  uint64_t connectors;
  uint32_t count_connectors, id, fb, x, y, gamma_size, mode_valid;
  struct mode_info mode;
};
struct create_dumb { uint32_t height, width, bpp, flags, handle, pitch; uint64_t size; };
struct map_dumb { uint32_t handle, pad; uint64_t offset; };
struct fb_cmd { uint32_t id, width, height, pitch, bpp, depth, handle; };
struct dirty_cmd { uint32_t fb, flags, color, clips; uint64_t clips_ptr; };

#define GET_RESOURCES _IOWR('d', 0xa0, struct resources)
#define SET_CRTC _IOWR('d', 0xa2, struct crtc)
#define GET_CONNECTOR _IOWR('d', 0xa7, struct connector)
#define ADD_FB _IOWR('d', 0xae, struct fb_cmd)
#define DIRTY_FB _IOWR('d', 0xb1, struct dirty_cmd)
#define CREATE_DUMB _IOWR('d', 0xb2, struct create_dumb)
#define MAP_DUMB _IOWR('d', 0xb3, struct map_dumb)

static int card;

static void ask(unsigned long request, void *arg, const char *what) {
  if (ioctl(card, request, arg) == 0) return;
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  double seconds = argc > 1 ? atof(argv[1]) : 3;
  card = open("/dev/dri/card0", O_RDWR);
  if (card < 0) {
    perror("/dev/dri/card0");
    return 1;
  }
  uint32_t crtcs[16], connectors[16];
  struct resources all = { .crtcs = (uintptr_t)crtcs, .connectors = (uintptr_t)connectors, .count_crtcs = 16, .count_connectors = 16 };
  ask(GET_RESOURCES, &all, "GETRESOURCES");
  /* Twice: once to have the modes looked up, once to be told. */
  struct mode_info modes[128];
  struct connector first = { .id = connectors[0] };
  ask(GET_CONNECTOR, &first, "GETCONNECTOR");
  struct connector told = { .id = connectors[0], .modes = (uintptr_t)modes, .count_modes = first.count_modes < 128 ? first.count_modes : 128 };
  ask(GET_CONNECTOR, &told, "GETCONNECTOR");
  if (told.count_modes == 0) {
    fprintf(stderr, "the screen has no modes\n");
    return 1;
  }
  struct create_dumb dumb = { .width = modes[0].hdisplay, .height = modes[0].vdisplay, .bpp = 32 };
  ask(CREATE_DUMB, &dumb, "CREATE_DUMB");
  struct map_dumb map = { .handle = dumb.handle };
  ask(MAP_DUMB, &map, "MAP_DUMB");
  uint32_t *pixels = mmap(NULL, dumb.size, PROT_READ | PROT_WRITE, MAP_SHARED, card, map.offset);
  if (pixels == MAP_FAILED) {
    perror("mmap");
    return 1;
  }
  struct fb_cmd fb = { .width = dumb.width, .height = dumb.height, .pitch = dumb.pitch, .bpp = 32, .depth = 24, .handle = dumb.handle };
  ask(ADD_FB, &fb, "ADDFB");
  struct crtc crtc = { .connectors = (uintptr_t)connectors, .count_connectors = 1, .id = crtcs[0], .fb = fb.id, .mode_valid = 1, .mode = modes[0] };
  ask(SET_CRTC, &crtc, "SETCRTC");
  double begin = now(), end;
  uint32_t frames = 0, colour = 0;
  do {
    colour = frames * 0x00030507 & 0xffffff;
    for (uint64_t i = 0; i < dumb.size / 4; i++) pixels[i] = colour;
    struct dirty_cmd dirty = { .fb = fb.id };
    ask(DIRTY_FB, &dirty, "DIRTYFB");
    frames++;
    end = now();
  } while (end - begin < seconds);
  printf("fill %ux%u %.1f fps, colour %06x\n", dumb.width, dumb.height, frames / (end - begin), colour);
  fflush(stdout);
  char byte;
  while (read(0, &byte, 1) > 0);
  return 0;
}
