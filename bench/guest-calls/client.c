/*
 * The calls of bench/guest-calls/client.ts, one by one, as a C program: what Mesa's driver is measured with.
 *
 *   client WORKLOAD FRAMES WARM
 *
 * Draws WARM frames, then FRAMES, and prints as JSON: microseconds of CPU of the whole process for each of the latter, and the sum of the
 * bytes of the last picture.
 */
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GLES3/gl3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { SIZE = 64, DRAWS = 500, MESHES = 16, TEXTURES = 8, PROGRAMS = 4, VERTICES = 24, INDICES = 36, BLOCK = 256 };

static const char *vertex_text =
    "#version 300 es\n"
    "layout(location = 0) in vec3 position;\n"
    "layout(location = 1) in vec3 normal;\n"
    "layout(location = 2) in vec2 uv;\n"
    "uniform mat4 projection, model;\n"
    "out vec3 facing;\n"
    "out vec2 place;\n"
    "void main() {\n"
    "  facing = mat3(model) * normal;\n"
    "  place = uv;\n"
    "  gl_Position = projection * model * vec4(position, 1);\n"
    "}\n";
static const char *fragment_text =
    "#version 300 es\n"
    "precision highp float;\n"
    "in vec3 facing;\n"
    "in vec2 place;\n"
    "uniform vec4 tint;\n"
    "uniform sampler2D map;\n"
    "out vec4 color;\n"
    "void main() { color = tint * texture(map, place) * (0.%d + abs(facing.z)); }\n";
static const char *block_text =
    "#version 300 es\n"
    "layout(location = 0) in vec3 position;\n"
    "layout(location = 1) in vec3 normal;\n"
    "layout(location = 2) in vec2 uv;\n"
    "layout(std140) uniform Object { mat4 projection, model; vec4 rest[8]; };\n"
    "out vec3 facing;\n"
    "out vec2 place;\n"
    "void main() {\n"
    "  facing = mat3(model) * normal + rest[7].xyz;\n"
    "  place = uv;\n"
    "  gl_Position = projection * model * vec4(position, 1);\n"
    "}\n";

static GLuint programs[PROGRAMS + 1], arrays[MESHES], buffers[MESHES], textures[TEXTURES], block_buffer;
static GLint models[PROGRAMS + 1], tints[PROGRAMS + 1];
static float matrix[16], object[BLOCK / 4], vertex[8];

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static GLuint compile(GLenum type, const char *text) {
  GLuint shader = glCreateShader(type);
  GLint ok;
  glShaderSource(shader, 1, &text, NULL);
  glCompileShader(shader);
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (!ok) fail("a shader does not compile");
  return shader;
}

static void start(void) {
  EGLDisplay display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL);
  EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_ES3_BIT, EGL_NONE};
  EGLint attributes[] = {EGL_CONTEXT_CLIENT_VERSION, 3, EGL_NONE};
  EGLConfig config;
  EGLint count;
  if (!eglInitialize(display, NULL, NULL)) fail("no EGL");
  eglBindAPI(EGL_OPENGL_ES_API);
  if (!eglChooseConfig(display, wanted, &config, 1, &count) || count == 0) fail("no EGL configuration");
  EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
  if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) fail("no context");
  if (!strstr((const char *)glGetString(GL_RENDERER), "virgl")) fail("this is not Mesa's virgl driver");
}

static void prepare(void) {
  GLuint target, color, depth;
  glGenRenderbuffers(1, &color);
  glBindRenderbuffer(GL_RENDERBUFFER, color);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, SIZE, SIZE);
  glGenRenderbuffers(1, &depth);
  glBindRenderbuffer(GL_RENDERBUFFER, depth);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH_COMPONENT24, SIZE, SIZE);
  glGenFramebuffers(1, &target);
  glBindFramebuffer(GL_FRAMEBUFFER, target);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, depth);
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) fail("the framebuffer is not complete");

  for (int i = 0; i < 16; i++) matrix[i] = object[i] = object[16 + i] = i % 5 == 0;
  for (int i = 0; i <= PROGRAMS; i++) {
    char text[1024];
    GLint ok;
    snprintf(text, sizeof text, fragment_text, i + 1);
    GLuint program = programs[i] = glCreateProgram();
    glAttachShader(program, compile(GL_VERTEX_SHADER, i == PROGRAMS ? block_text : vertex_text));
    glAttachShader(program, compile(GL_FRAGMENT_SHADER, text));
    glLinkProgram(program);
    glGetProgramiv(program, GL_LINK_STATUS, &ok);
    if (!ok) fail("a program does not link");
    glUseProgram(program);
    models[i] = glGetUniformLocation(program, "model");
    tints[i] = glGetUniformLocation(program, "tint");
    if (i < PROGRAMS) {
      glUniformMatrix4fv(glGetUniformLocation(program, "projection"), 1, GL_FALSE, matrix);
      glUniformMatrix4fv(models[i], 1, GL_FALSE, matrix);
    } else glUniformBlockBinding(program, glGetUniformBlockIndex(program, "Object"), 0);
    glUniform4f(tints[i], 1, 1, 1, 1);
    glUniform1i(glGetUniformLocation(program, "map"), 0);
  }

  for (int i = 0; i < TEXTURES; i++) {
    unsigned char texels[16 * 16 * 4];
    for (int j = 0; j < (int)sizeof texels; j++) texels[j] = 128 + ((i * 16 + j) & 127);
    glGenTextures(1, &textures[i]);
    glBindTexture(GL_TEXTURE_2D, textures[i]);
    glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, 16, 16);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 16, 16, GL_RGBA, GL_UNSIGNED_BYTE, texels);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  }

  for (int i = 0; i < MESHES; i++) {
    float vertices[VERTICES * 8];
    unsigned short indices[INDICES];
    GLuint index_buffer;
    for (int j = 0; j < VERTICES; j++) {
      float *v = vertices + j * 8;
      v[0] = (float)(i % 4) / 2 - 1 + (j & 1) * 0.25f;
      v[1] = (float)(i / 4) / 2 - 1 + (j >> 1 & 1) * 0.25f;
      v[2] = (float)j / VERTICES;
      v[3] = v[4] = 0;
      v[5] = 0.5f;
      v[6] = j & 1;
      v[7] = j >> 1 & 1;
    }
    for (int j = 0; j < INDICES; j++) indices[j] = j % VERTICES;
    glGenVertexArrays(1, &arrays[i]);
    glBindVertexArray(arrays[i]);
    glGenBuffers(1, &buffers[i]);
    glBindBuffer(GL_ARRAY_BUFFER, buffers[i]);
    glBufferData(GL_ARRAY_BUFFER, sizeof vertices, vertices, GL_DYNAMIC_DRAW);
    glGenBuffers(1, &index_buffer);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, index_buffer);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof indices, indices, GL_STATIC_DRAW);
    for (int j = 0; j < 3; j++) {
      glEnableVertexAttribArray(j);
      glVertexAttribPointer(j, j == 2 ? 2 : 3, GL_FLOAT, GL_FALSE, 32, (void *)(size_t)(j * 12));
    }
  }
  glGenBuffers(1, &block_buffer);
  glBindBuffer(GL_UNIFORM_BUFFER, block_buffer);
  glBufferData(GL_UNIFORM_BUFFER, DRAWS * BLOCK, NULL, GL_DYNAMIC_DRAW);
  glViewport(0, 0, SIZE, SIZE);
  glEnable(GL_DEPTH_TEST);
  glDepthFunc(GL_LEQUAL);
  glClearColor(0.25, 0.5, 0.75, 1);
}

static void elements(void) { glDrawElements(GL_TRIANGLES, INDICES, GL_UNSIGNED_SHORT, NULL); }

static void move(int program, int i) {
  matrix[12] = (i % 10) / 20.0f;
  matrix[13] = (i % 7) / 20.0f;
  glUniformMatrix4fv(models[program], 1, GL_FALSE, matrix);
}

static void draw(char workload, int i) {
  switch (workload) {
  case 'd': /* draws */
    break;
  case 'u': /* uniforms */
    move(0, i);
    glUniform4f(tints[0], 1, (i & 15) / 15.0f, 1, 1);
    break;
  case 's': /* states */
    if (i & 1) glEnable(GL_BLEND);
    else glDisable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, i & 2 ? GL_ONE : GL_ONE_MINUS_SRC_ALPHA);
    glDepthMask(i & 4 ? GL_TRUE : GL_FALSE);
    if (i & 1) glEnable(GL_CULL_FACE);
    else glDisable(GL_CULL_FACE);
    break;
  case 't': /* textures */
    glBindTexture(GL_TEXTURE_2D, textures[i % TEXTURES]);
    break;
  case 'm': /* meshes */
    glBindVertexArray(arrays[i % MESHES]);
    break;
  case 'p': /* programs */
    glUseProgram(programs[i % PROGRAMS]);
    move(i % PROGRAMS, i);
    break;
  case 'v': /* vertices */
    glBindVertexArray(arrays[i % MESHES]);
    glBindBuffer(GL_ARRAY_BUFFER, buffers[i % MESHES]);
    vertex[0] = (i % 8) / 8.0f - 1;
    vertex[6] = 1;
    glBufferSubData(GL_ARRAY_BUFFER, (i % VERTICES) * 32, sizeof vertex, vertex);
    break;
  case 'b': /* blocks */
    object[28] = (i % 10) / 20.0f;
    object[29] = (i % 7) / 20.0f;
    glBufferSubData(GL_UNIFORM_BUFFER, i * BLOCK, BLOCK, object);
    glBindBufferRange(GL_UNIFORM_BUFFER, 0, block_buffer, i * BLOCK, BLOCK);
    break;
  case 'x': /* mixed */
    if (i % 25 == 0) glUseProgram(programs[i / 25 % PROGRAMS]);
    if (i % 50 == 0) {
      if (i % 100 == 0) glEnable(GL_BLEND);
      else glDisable(GL_BLEND);
    }
    if (i % 5 == 0) glBindTexture(GL_TEXTURE_2D, textures[i / 5 % TEXTURES]);
    glBindVertexArray(arrays[i % MESHES]);
    move(i / 25 % PROGRAMS, i);
    glUniform4f(tints[i / 25 % PROGRAMS], 1, (i & 15) / 15.0f, 1, 1);
    break;
  }
  elements();
}

static void frame(char workload) {
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  glUseProgram(programs[workload == 'b' ? PROGRAMS : 0]);
  glBindVertexArray(arrays[0]);
  for (int i = 0; i < DRAWS; i++) draw(workload, i);
  glDepthMask(GL_TRUE);
  glFlush();
}

static double cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

int main(int argc, char **argv) {
  static unsigned char pixels[SIZE * SIZE * 4];
  unsigned long sum = 0;
  if (argc != 4) fail("say WORKLOAD FRAMES WARM");
  int frames = atoi(argv[2]);
  char workload = strcmp(argv[1], "mixed") == 0 ? 'x' : argv[1][0];
  start();
  prepare();
  for (int i = atoi(argv[3]); i > 0; i--) frame(workload);
  glFinish();
  double before = cpu();
  for (int i = 0; i < frames; i++) frame(workload);
  glFinish();
  double used = cpu() - before;
  glReadPixels(0, 0, SIZE, SIZE, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
  for (int i = 0; i < (int)sizeof pixels; i++) sum += pixels[i];
  if (glGetError() != GL_NO_ERROR) fail("a call was refused");
  printf("{\"frameUs\": %.2f, \"sum\": %lu}\n", used / frames, sum);
  return 0;
}
