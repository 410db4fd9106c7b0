export { drm, type DrmOptions } from './drm.ts';
