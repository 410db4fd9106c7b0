export { vtest, type VtestOptions } from './vtest.ts';
