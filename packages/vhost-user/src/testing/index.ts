export { TestMonitor, RAM_BASE, REQUEST, RESPONSE } from './test-monitor.ts';
