export { type SessionOptions } from './session.ts';
export { type VhostUserOptions, VhostUserServer } from './server.ts';
