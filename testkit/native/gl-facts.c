/*
 * Prints what OpenGL says about itself: versions, extensions, limits. One fact a line:
 *
 *   version 4.3 (Core Profile) Mesa ...
 *   glsl 4.30
 *   renderer virgl (...)
 *   extension GL_ARB_compute_shader
 *   limit 8073 2048
 *
 * usage: gl-facts core|compat|es [PNAME[xCOUNT][f] ...]     pnames in hexadecimal; f: read as float
 *
 * Makes a context of the highest version without a window (EGL, surfaceless). A limit that the context does not know is left out.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *Handle;

static Handle egl;
static Handle (*get_proc_address)(const char *);

static Handle egl_function(const char *name) {
  Handle function = dlsym(egl, name);
  return function ? function : get_proc_address(name);
}

#define EGL(result, name, ...) result (*name)(__VA_ARGS__) = (result(*)(__VA_ARGS__))egl_function(#name)
#define GL(result, name, ...) result (*name)(__VA_ARGS__) = (result(*)(__VA_ARGS__))get_proc_address(#name)

enum {
  NONE = 0x3038,
  SURFACELESS = 0x31DD,
  OPENGL_API = 0x30A2,
  OPENGL_ES_API = 0x30A0,
  MAJOR = 0x3098,
  MINOR = 0x30FB,
  PROFILE_MASK = 0x30FD,
};

static const int gl_versions[] = {46, 45, 44, 43, 42, 41, 40, 33, 32, 31, 30, 21, 0};
static const int es_versions[] = {32, 31, 30, 20, 0};

int main(int count, char **arguments) {
  if (count < 2) return 2;
  egl = dlopen("libEGL.so.1", RTLD_NOW);
  if (!egl) return fprintf(stderr, "%s\n", dlerror()), 1;
  get_proc_address = (Handle(*)(const char *))dlsym(egl, "eglGetProcAddress");
  EGL(Handle, eglGetPlatformDisplay, unsigned, Handle, const intptr_t *);
  EGL(unsigned, eglInitialize, Handle, int *, int *);
  EGL(unsigned, eglBindAPI, unsigned);
  EGL(Handle, eglCreateContext, Handle, Handle, Handle, const int *);
  EGL(unsigned, eglMakeCurrent, Handle, Handle, Handle, Handle);

  int es = strcmp(arguments[1], "es") == 0, core = strcmp(arguments[1], "core") == 0;
  Handle display = eglGetPlatformDisplay(SURFACELESS, NULL, NULL);
  if (!display || !eglInitialize(display, NULL, NULL) || !eglBindAPI(es ? OPENGL_ES_API : OPENGL_API)) {
    fprintf(stderr, "no EGL display\n");
    return 1;
  }
  Handle context = NULL;
  for (const int *version = es ? es_versions : gl_versions; *version && !context; version++) {
    int profile = !es && *version >= 32;
    int attributes[] = {MAJOR, *version / 10, MINOR, *version % 10, profile ? PROFILE_MASK : NONE, core ? 1 : 2, NONE};
    context = eglCreateContext(display, NULL, NULL, attributes);
  }
  if (!context || !eglMakeCurrent(display, NULL, NULL, context)) {
    fprintf(stderr, "no context\n");
    return 1;
  }

  GL(const char *, glGetString, unsigned);
  GL(const char *, glGetStringi, unsigned, unsigned);
  GL(void, glGetIntegerv, unsigned, int *);
  GL(void, glGetFloatv, unsigned, float *);
  GL(unsigned, glGetError, void);
  printf("version %s\nglsl %s\nrenderer %s\n", glGetString(0x1F02), glGetString(0x8B8C), glGetString(0x1F01));
  int extensions = 0;
  glGetIntegerv(0x821D, &extensions);
  for (int i = 0; i < extensions; i++) printf("extension %s\n", glGetStringi(0x1F03, i));
  while (glGetError()) {
  }
  for (int i = 2; i < count; i++) {
    char *rest;
    unsigned name = strtoul(arguments[i], &rest, 16);
    int numbers = *rest == 'x' ? (int)strtol(rest + 1, &rest, 10) : 1;
    int integers[16] = {0};
    float floats[16] = {0};
    if (*rest == 'f') glGetFloatv(name, floats);
    else glGetIntegerv(name, integers);
    if (glGetError() || numbers > 16) continue;
    printf("limit %s", arguments[i]);
    for (int n = 0; n < numbers; n++)
      if (*rest == 'f') printf(" %g", floats[n]);
      else printf(" %d", integers[n]);
    printf("\n");
  }
  return 0;
}
