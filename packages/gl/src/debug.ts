/**
 * Receives what the GL implementation says about our use of it.
 *
 * @param source - GL.DEBUG_SOURCE_*
 * @param type - GL.DEBUG_TYPE_*
 * @param id - number of the message, the implementation's own
 * @param severity - GL.DEBUG_SEVERITY_*
 * @param message - text
 */
export type DebugCallback = (source: number, type: number, id: number, severity: number, message: string) => void;
