import * as p from '@virglass/protocol';

/** Features of virtio and vhost that every device here has: the low word of the mask. */
export const commonLow = (1 << p.VirtioFeature.INDIRECT_DESC) | (1 << p.VirtioFeature.EVENT_IDX) | (1 << p.VirtioFeature.PROTOCOL_FEATURES);
/** The high word. */
export const commonHigh = (1 << (p.VirtioFeature.VERSION_1 - 32)) | (1 << (p.VirtioFeature.RING_RESET - 32));
const { VhostUserProtocolFeature: F } = p;
/** Protocol features that are spoken here. */
export const protocolFeatures =
  (1 << F.MQ) |
  (1 << F.REPLY_ACK) |
  (1 << F.BACKEND_REQ) |
  (1 << F.CONFIG) |
  (1 << F.BACKEND_SEND_FD) |
  (1 << F.RESET_DEVICE) |
  (1 << F.CONFIGURE_MEM_SLOTS);
/** Regions of guest memory at once. */
export const maxMemorySlots = 509;
/** Queues of the device: control and cursor. */
export const queueCount = 2;
/** Bytes of the longest payload of a monitor. */
export const maxPayload = 4096;
