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
/** Of these, those that memory of ours in the host-visible window may take. */
export const maxWindowMappings = 400;
/** Queues of the device: control and cursor. */
export const queueCount = 2;
/** Bytes of the longest payload of a monitor. */
export const maxPayload = 4096;
/** How long a monitor's console may take to answer a question of ours: a guest waits for it. */
export const consoleAnswerMilliseconds = 1000;
/** Questions to a console that pend at once; a guest that asks more is told what is known. */
export const maxConsoleQuestions = 64;
/** The shortest time between two pictures of a screen: consoles show no more than 60 a second. */
export const frameMilliseconds = 16;
/** Bytes of pixels in one message to a console. A screen of 2560x1440 fits; larger ones go in parts. */
export const stripBytes = 16 << 20;
/** How long this thread waits for a monitor to take the next part of a picture, before it turns to other things. */
export const pushMilliseconds = 10;
