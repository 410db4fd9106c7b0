/**
 * Outcome of a guest command. Handlers return these instead of throwing; 0 is success.
 * The words follow the context errors of the virgl protocol (virgl_hw.h, enum virgl_errors) where it has one.
 */
export const Status = {
  OK: 0,
  UNKNOWN: 1,
  UNKNOWN_COMMAND: 2,
  ILLEGAL_CONTEXT: 3,
  ILLEGAL_HANDLE: 4,
  ILLEGAL_RESOURCE: 5,
  ILLEGAL_SURFACE: 6,
  ILLEGAL_FORMAT: 7,
  ILLEGAL_COMMAND_BUFFER: 8,
  ILLEGAL_SHADER: 9,
  ILLEGAL_VERTEX_FORMAT: 10,
  ILLEGAL_RANGE: 11,
  ILLEGAL_VALUE: 12,
  UNSUPPORTED: 13,
  OUT_OF_QUOTA: 14,
  OUT_OF_MEMORY: 15,
  GL_ERROR: 16,
} as const;
export type Status = (typeof Status)[keyof typeof Status];
