/*
 * Lets QEMU's C back end (vhost-user-gpu) start where there is no render node: a library that is preloaded into it.
 *
 * It asks virglrenderer for a context on a GBM device, which needs a node, and asks for the DMA buffer of whatever is shown, which
 * software OpenGL cannot export and some versions of Mesa end the process for. So virglrenderer is told to make its context without
 * a surface, and no resource can be shown: what is drawn off the screen is drawn all the same.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <string.h>

/* virglrenderer.h */
struct callbacks {
  int version;
  void (*functions[4])(void);
};
enum { USE_SURFACELESS = 1 << 3 };

int virgl_renderer_init(void *cookie, int flags, const struct callbacks *given) {
  /* Version 1 ends before the callback that asks for a device. */
  static struct callbacks callbacks;
  int (*init)(void *, int, const struct callbacks *) = (int (*)(void *, int, const struct callbacks *))dlsym(RTLD_NEXT, "virgl_renderer_init");
  memcpy(&callbacks, given, sizeof callbacks);
  callbacks.version = 1;
  return init(cookie, flags | USE_SURFACELESS, &callbacks);
}

int virgl_renderer_resource_get_info(int resource, void *info) {
  (void)resource;
  (void)info;
  return EINVAL;
}
