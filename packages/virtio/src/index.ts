export { Chain, MAX_CHAIN_SEGMENTS } from './chain.ts';
export { DeviceQueue, type QueueSetup } from './device-queue.ts';
export { DriverQueue, type DriverRange } from './driver-queue.ts';
export { GuestMemory, type GuestRegion, type MemoryBlock } from './guest-memory.ts';
export { ringBytes, RingFlag, type RingPlaces } from './split-ring.ts';
