import { VirtioGpuFeature, VirtioGpuHeaderWords, type VirtioGpuSpec, virtioGpuSpecs } from '@virglass/protocol';
import type { Chain } from '@virglass/virtio';
import type { VirtioGpu } from '../device.ts';
import { assignUuid, createBlob, mapBlob, setScanoutBlob, unmapBlob } from './blob.ts';
import { attachResource, createContext, destroyContext, detachResource, getCapset, getCapsetInfo, submit3d } from './context.ts';
import { moveCursor, updateCursor } from './cursor.ts';
import { flushResource, getDisplayInfo, getEdid, setScanout } from './display.ts';
import { attachBacking, create2d, create3d, detachBacking, transfer2d, transferFromHost3d, transferToHost3d, unref } from './resource.ts';
import { minimumBytes, resourceWord } from './shared.ts';

/** Handles a request: its words are in `device.request`, the response's payload goes to `device.response`. Returns the response's type. */
export type Handler = (device: VirtioGpu, words: Uint32Array, chain: Chain) => number;

interface Row {
  readonly spec: VirtioGpuSpec;
  readonly run: Handler;
  /** Bytes that the request has at least. */
  readonly minimumBytes: number;
  /** Whether it needs a renderer. */
  readonly rendered: boolean;
  /** Number of the feature that brings it; -1 none. */
  readonly feature: number;
  /** Word that names its resource; 0: none does. */
  readonly resourceWord: number;
  /** Whether it changes what is shown where. */
  readonly isOfScreens: boolean;
}

const functions: Readonly<Record<string, Handler>> = {
  GET_DISPLAY_INFO: getDisplayInfo,
  RESOURCE_CREATE_2D: create2d,
  RESOURCE_UNREF: unref,
  SET_SCANOUT: setScanout,
  RESOURCE_FLUSH: flushResource,
  TRANSFER_TO_HOST_2D: transfer2d,
  RESOURCE_ATTACH_BACKING: attachBacking,
  RESOURCE_DETACH_BACKING: detachBacking,
  GET_CAPSET_INFO: getCapsetInfo,
  GET_CAPSET: getCapset,
  GET_EDID: getEdid,
  RESOURCE_ASSIGN_UUID: assignUuid,
  RESOURCE_CREATE_BLOB: createBlob,
  SET_SCANOUT_BLOB: setScanoutBlob,
  CTX_CREATE: createContext,
  CTX_DESTROY: destroyContext,
  CTX_ATTACH_RESOURCE: attachResource,
  CTX_DETACH_RESOURCE: detachResource,
  RESOURCE_CREATE_3D: create3d,
  TRANSFER_TO_HOST_3D: transferToHost3d,
  TRANSFER_FROM_HOST_3D: transferFromHost3d,
  SUBMIT_3D: submit3d,
  RESOURCE_MAP_BLOB: mapBlob,
  RESOURCE_UNMAP_BLOB: unmapBlob,
  UPDATE_CURSOR: updateCursor,
  MOVE_CURSOR: moveCursor,
};

/** The function of each command, by its type. */
export const handlers: ReadonlyMap<number, Row> = new Map(
  virtioGpuSpecs.map((spec) => [
    spec.type,
    {
      spec,
      run: functions[spec.name]!,
      minimumBytes: VirtioGpuHeaderWords * 4 + minimumBytes(spec),
      rendered: spec.since === 'VIRGL',
      resourceWord: resourceWord(spec),
      isOfScreens: spec.name === 'SET_SCANOUT' || spec.name === 'SET_SCANOUT_BLOB',
      feature: VirtioGpuFeature[spec.since as keyof typeof VirtioGpuFeature] ?? -1,
    },
  ]),
);
