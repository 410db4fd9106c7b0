/* Resources: creation with shared memory, blobs, the end. */
import { HostError } from '@virglass/host-linux';
import {
  PipeBind,
  PipeFormat,
  PipeTarget,
  VtestBlobType,
  VtestCommand,
  vtestResourceCreate2DataSize,
  vtestResourceCreateArraySize,
  vtestResourceCreateBind,
  vtestResourceCreateBlobSizeHi,
  vtestResourceCreateBlobSizeLo,
  vtestResourceCreateBlobType,
  vtestResourceCreateDepth,
  vtestResourceCreateFormat,
  vtestResourceCreateHeight,
  vtestResourceCreateLastLevel,
  vtestResourceCreateNrSamples,
  vtestResourceCreateResHandle,
  VtestResourceCreateResponseLength,
  vtestResourceCreateTarget,
  vtestResourceCreateWidth,
  vtestResourceUnrefResHandle,
  vtestSpecOf,
} from '@virglass/protocol';
import type { ResourceArgs } from '@virglass/virtio-gpu';
import { type Client, type ClientResource, contextId, Outcome } from './client.ts';
import { type SharedMemory, SharedMemoryPool } from './shared-memory.ts';

/** RESOURCE_CREATE: contents travel through the socket. */
export function resourceCreate(client: Client, words: Uint32Array, at: number): Outcome {
  return create(client, VtestCommand.RESOURCE_CREATE, resourceArgs(words, at), 0);
}

/** RESOURCE_CREATE2: as RESOURCE_CREATE with one word more, the size of the shared memory (0 for multisampled textures). */
export function resourceCreate2(client: Client, words: Uint32Array, at: number): Outcome {
  return create(client, VtestCommand.RESOURCE_CREATE2, resourceArgs(words, at), vtestResourceCreate2DataSize(words, at));
}

/**
 * RESOURCE_CREATE_BLOB: bytes in shared memory that the client's process owns (guest memory). They become a buffer whose only
 * contents are its backing. Memory that the host's GPU allocates cannot be exported from here, so those types are refused;
 * the capabilities do not offer what would need them (persistent mappings).
 */
export function resourceCreateBlob(client: Client, words: Uint32Array, at: number): Outcome {
  const type = vtestResourceCreateBlobType(words, at);
  const size = vtestResourceCreateBlobSizeLo(words, at) + vtestResourceCreateBlobSizeHi(words, at) * 0x1_0000_0000;
  const command = VtestCommand.RESOURCE_CREATE_BLOB;
  if (type !== VtestBlobType.GUEST) return fail(client, command, 0, true, `blob type ${type} is not supported, only guest memory is`);
  if (size === 0 || size > 0xffff_ffff) return fail(client, command, 0, true, `size ${size} is outside 1 to 4294967295`);
  const args: ResourceArgs = {
    id: 0,
    target: PipeTarget.BUFFER,
    format: PipeFormat.R8_UNORM,
    bind: PipeBind.STAGING,
    width: size,
    height: 1,
    depth: 1,
    arraySize: 1,
    lastLevel: 0,
    samples: 0,
    flags: 0,
  };
  return create(client, command, args, size);
}

/** RESOURCE_UNREF. */
export function resourceUnref(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestResourceUnrefResHandle(words, at);
  const resource = client.resources.get(id);
  if (resource === undefined) return client.refuse(`no resource ${id}`);
  client.dropResource(resource);
  return Outcome.DONE;
}

/** RESOURCE_CREATE and RESOURCE_CREATE2 begin alike. */
function resourceArgs(words: Uint32Array, at: number): ResourceArgs {
  return {
    id: vtestResourceCreateResHandle(words, at),
    target: vtestResourceCreateTarget(words, at),
    format: vtestResourceCreateFormat(words, at),
    bind: vtestResourceCreateBind(words, at),
    width: vtestResourceCreateWidth(words, at),
    height: vtestResourceCreateHeight(words, at),
    depth: vtestResourceCreateDepth(words, at),
    arraySize: vtestResourceCreateArraySize(words, at),
    lastLevel: vtestResourceCreateLastLevel(words, at),
    samples: vtestResourceCreateNrSamples(words, at),
    flags: 0,
  };
}

/**
 * The buffer that stands for a fence (virgl_vtest_fence_create): no ordinary buffer has an array size of 0.
 * What it is for is only visible in its shape.
 */
function isFence(args: ResourceArgs, byteLength: number): boolean {
  return (
    byteLength === 8 &&
    args.width === 8 &&
    args.bind === PipeBind.CUSTOM &&
    args.target === PipeTarget.BUFFER &&
    args.format === PipeFormat.R8_UNORM &&
    args.height === 1 &&
    args.depth === 1 &&
    args.arraySize === 0
  );
}

function create(client: Client, command: VtestCommand, wanted: ResourceArgs, byteLength: number): Outcome {
  let args = wanted;
  if (client.version >= 3) {
    if (args.id !== 0) return client.refuse(`resource ${args.id}: since protocol 3 the server chooses the number`);
    args = { ...wanted, id: client.newResourceId() };
  } else if (args.id === 0) {
    return client.refuse('resource 0: the number must not be 0');
  } else if (client.resources.has(args.id)) {
    return client.refuse(`resource ${args.id} exists already`);
  }
  if (client.resources.size >= client.host.quota.resources) {
    return fail(client, command, args.id, byteLength > 0, `the quota is ${client.host.quota.resources} resources`);
  }

  const fence = isFence(args, byteLength);
  const footprint = byteLength === 0 || fence ? 0 : SharedMemoryPool.footprint(byteLength);
  if (!client.affords(footprint)) {
    return fail(client, command, args.id, byteLength > 0, overQuota(client, args, footprint));
  }
  const status = client.device.createResource(args);
  if (status !== 0) {
    return fail(client, command, args.id, byteLength > 0, `${describe(args)}: the renderer refused it with status ${status}`);
  }
  if (!client.affords(footprint)) {
    const cause = overQuota(client, args, footprint);
    client.device.destroyResource(args.id);
    return fail(client, command, args.id, byteLength > 0, cause);
  }

  let memory: SharedMemory | null = null;
  let mapping = null;
  if (byteLength > 0) {
    try {
      memory = fence ? null : client.memory.take(byteLength);
      mapping = (memory ?? client.memory.fencePage()).mapping;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      client.device.destroyResource(args.id);
      return fail(client, command, args.id, true, `${byteLength} bytes of shared memory: ${error.message}`);
    }
    client.device.attachBacking(args.id, [{ memory: mapping, offset: 0, length: byteLength }]);
  }
  client.device.attachResource(contextId, args.id);
  const resource: ClientResource = {
    id: args.id,
    memory,
    mapping,
    byteLength,
    fence: fence ? client.fences.cover() : -1,
    readAt: -1,
    dead: false,
  };
  client.resources.set(args.id, resource);

  if (client.version >= 3) answer(client, command, args.id);
  const fd = byteLength > 0 ? (memory ?? client.memory.fencePage()).fd : null;
  if (fd !== null) client.replies.fd(fd, false);
  return Outcome.DONE;
}

function answer(client: Client, command: VtestCommand, id: number): void {
  client.replies.header(VtestResourceCreateResponseLength, command);
  client.replies.word(id);
}

/**
 * Tells the client that there is no such resource, as far as its protocol can: number 0 since version 3, and where a
 * descriptor is expected the byte without one, which Mesa takes as a failed allocation. Where the protocol has no answer at
 * all the number is remembered as dead, so that what follows is refused quietly and not as a broken protocol.
 */
function fail(client: Client, command: VtestCommand, id: number, expectsFd: boolean, cause: string): Outcome {
  if (client.version < 3 && !expectsFd && client.resources.size >= client.host.quota.resources) return client.refuse(cause);
  client.log.warn(`${vtestSpecOf(command)?.name}: ${cause}`);
  if (client.version >= 3) answer(client, command, 0);
  else if (!expectsFd) client.resources.set(id, { id, memory: null, mapping: null, byteLength: 0, fence: -1, readAt: -1, dead: true });
  if (expectsFd) client.replies.noFd();
  return Outcome.DONE;
}

function describe(args: ResourceArgs): string {
  const size = `${args.width} x ${args.height} x ${args.depth}, ${args.arraySize} layers, ${args.lastLevel + 1} levels`;
  return `resource ${args.id} (target ${args.target}, format ${args.format}, ${size})`;
}

function overQuota(client: Client, args: ResourceArgs, footprint: number): string {
  const { bytes } = client.host.quota;
  return `${describe(args)} with ${footprint} bytes of shared memory: the client holds ${client.bytesUsed} of its ${bytes} bytes`;
}
