/*
 * Arguments as WebIDL has them: what a program hands over becomes the number, truth or text that a parameter is declared with, and a
 * missing one is a TypeError, before a method sees any of it.
 *
 * Methods that programs call thousands of times a frame are not here: those convert what matters themselves.
 */

/**
 * Parameters of methods: u is a GLenum, GLuint or GLbitfield, i a GLint or GLsizei, p a GLintptr or GLsizeiptr, f a GLfloat, b a GLboolean,
 * s a DOMString, and `.` whatever the method checks itself. After ? they may be left out.
 *
 * @source WebGL 1.0, 5.14; WebGL 2.0, 3.7
 */
const parameters: Readonly<Record<string, string>> = {
  attachShader: '..',
  beginQuery: 'u.',
  beginTransformFeedback: 'u',
  bindAttribLocation: '.us',
  bindBufferBase: 'uu.',
  bindBufferRange: 'uu.pp',
  bindFramebuffer: 'u.',
  bindRenderbuffer: 'u.',
  bindSampler: 'u.',
  bindTransformFeedback: 'u.',
  blendColor: 'ffff',
  blitFramebuffer: 'iiiiiiiiuu',
  bufferData: 'u.u?pu',
  bufferSubData: 'up.?pu',
  checkFramebufferStatus: 'u',
  clearBufferfi: 'uifi',
  clearBufferfv: 'ui.?u',
  clearBufferiv: 'ui.?u',
  clearBufferuiv: 'ui.?u',
  clearColor: 'ffff',
  clearDepth: 'f',
  clearStencil: 'i',
  compressedTexImage2D: 'uiuiii.?.u',
  compressedTexImage3D: 'uiuiiii.?.u',
  compressedTexSubImage2D: 'uiiiiiu.?.u',
  compressedTexSubImage3D: 'uiiiiiiiu.?.u',
  copyBufferSubData: 'uuppp',
  copyTexImage2D: 'uiuiiiii',
  copyTexSubImage2D: 'uiiiiiii',
  copyTexSubImage3D: 'uiiiiiiii',
  depthRange: 'ff',
  disableVertexAttribArray: 'u',
  enableVertexAttribArray: 'u',
  endQuery: 'u',
  fenceSync: 'uu',
  framebufferRenderbuffer: 'uuu.',
  framebufferTexture2D: 'uuu.i',
  framebufferTextureLayer: 'uu.ii',
  generateMipmap: 'u',
  getActiveAttrib: '.u',
  getActiveUniform: '.u',
  getActiveUniformBlockName: '.u',
  getActiveUniformBlockParameter: '.uu',
  getActiveUniforms: '..u',
  getAttribLocation: '.s',
  getBufferParameter: 'uu',
  getBufferSubData: 'up.?pu',
  getExtension: 's',
  getFragDataLocation: '.s',
  getFramebufferAttachmentParameter: 'uuu',
  getIndexedParameter: 'uu',
  getInternalformatParameter: 'uuu',
  getParameter: 'u',
  getProgramParameter: '.u',
  getQuery: 'uu',
  getQueryParameter: '.u',
  getRenderbufferParameter: 'uu',
  getSamplerParameter: '.u',
  getShaderParameter: '.u',
  getShaderPrecisionFormat: 'uu',
  getSyncParameter: '.u',
  getTexParameter: 'uu',
  getTransformFeedbackVarying: '.u',
  getUniformBlockIndex: '.s',
  getUniformLocation: '.s',
  getVertexAttrib: 'uu',
  getVertexAttribOffset: 'uu',
  hint: 'uu',
  invalidateSubFramebuffer: 'u.iiii',
  lineWidth: 'f',
  pixelStorei: 'ui',
  polygonOffset: 'ff',
  readBuffer: 'u',
  readPixels: 'iiiiuu.?p',
  renderbufferStorage: 'uuii',
  renderbufferStorageMultisample: 'uiuii',
  sampleCoverage: 'fb',
  samplerParameterf: '.uf',
  samplerParameteri: '.ui',
  scissor: 'iiii',
  shaderSource: '.s',
  stencilFunc: 'uiu',
  stencilFuncSeparate: 'uuiu',
  stencilMask: 'u',
  stencilMaskSeparate: 'uu',
  texParameterf: 'uuf',
  texParameteri: 'uui',
  texStorage2D: 'uiuii',
  texStorage3D: 'uiuiii',
  transformFeedbackVaryings: '..u',
  uniformBlockBinding: '.uu',
  vertexAttrib1f: 'uf',
  vertexAttrib2f: 'uff',
  vertexAttrib3f: 'ufff',
  vertexAttrib4f: 'uffff',
  vertexAttrib1fv: 'u.',
  vertexAttrib2fv: 'u.',
  vertexAttrib3fv: 'u.',
  vertexAttrib4fv: 'u.',
  vertexAttribDivisor: 'uu',
  vertexAttribI4i: 'uiiii',
  vertexAttribI4iv: 'u.',
  vertexAttribI4ui: 'uuuuu',
  vertexAttribI4uiv: 'u.',
  vertexAttribIPointer: 'uiuip',
  vertexAttribPointer: 'uiubip',
  viewport: 'iiii',
};

/** The same of methods that have a short form with an image at the end, by how many arguments there are at least. */
const overloads: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  texImage2D: { 0: 'uiiuu.', 9: 'uiiiiiuu.?p' },
  texSubImage2D: { 0: 'uiiiuu.', 9: 'uiiiiiuu.?p' },
  texImage3D: { 0: 'uiiiiiiuu.?p' },
  texSubImage3D: { 0: 'uiiiiiiiuu.?p' },
};

type Convert = (value: unknown) => unknown;

const converters: Readonly<Record<string, Convert | null>> = {
  u: (value) => (value as number) >>> 0,
  i: (value) => (value as number) | 0,
  p: (value) => Math.trunc(Number(value)) % 2 ** 64 || 0,
  f: Number,
  b: Boolean,
  s: String,
  '.': null,
};

interface Signature {
  readonly required: number;
  readonly converts: readonly (Convert | null)[];
}

function signature(text: string): Signature {
  const at = text.indexOf('?');
  return { required: at < 0 ? text.length : at, converts: [...text.replace('?', '')].map((letter) => converters[letter]!) };
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

const made = new WeakSet<Method>();

/**
 * A method with its arguments converted, where its parameters are known; the method itself otherwise.
 *
 * @param more - parameters of methods that WebGL does not have, in the letters above
 */
export function converted(name: string, method: Method, more: Readonly<Record<string, string>> = {}): Method {
  const only = parameters[name] ?? more[name];
  const forms: Readonly<Record<number, string>> | null = overloads[name] ?? (only === undefined ? null : { 0: only });
  if (forms === null || made.has(method)) return method;
  const short = signature(forms[0]!);
  const full = forms[9];
  const long = full === undefined ? null : signature(full);
  const wrapper: Method = function (...args) {
    const { required, converts } = long !== null && args.length >= 9 ? long : short;
    if (args.length < required) throw new TypeError(`${name}: not enough arguments, ${required} are needed`);
    for (let i = 0; i < args.length && i < converts.length; i++) {
      const convert = converts[i]!;
      if (convert !== null && (i < required || args[i] !== undefined)) args[i] = convert(args[i]);
    }
    return method.apply(this, args);
  };
  Object.defineProperty(wrapper, 'name', { value: name });
  Object.defineProperty(wrapper, 'length', { value: short.required });
  made.add(wrapper);
  return wrapper;
}
