import type { VirglContext } from '../context.ts';
import { MAX_SUB_CONTEXTS } from '../limits.ts';
import { Status } from '../status.ts';
import { SubContext } from '../sub-context.ts';

/** CREATE_SUB_CTX: makes a sub-context; the current one stays current. */
export function createSubCtx(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 1) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, 'payload of 0 words');
  const id = words[at + 1]!;
  if (ctx.subs.has(id)) return Status.OK;
  if (ctx.subs.size >= MAX_SUB_CONTEXTS) return ctx.refuse(Status.OUT_OF_QUOTA, `the limit is ${MAX_SUB_CONTEXTS} sub-contexts`);
  ctx.subs.set(id, new SubContext(ctx, id));
  return Status.OK;
}

/** SET_SUB_CTX: what follows goes to this sub-context. */
export function setSubCtx(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 1) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, 'payload of 0 words');
  const sub = ctx.subs.get(words[at + 1]!);
  if (sub === undefined) return ctx.refuse(Status.ILLEGAL_HANDLE, `no sub-context ${words[at + 1]}`);
  ctx.sub = sub;
  ctx.host.makeCurrent(sub);
  return Status.OK;
}

/** DESTROY_SUB_CTX: frees a sub-context; number 0 is the context's own and stays. */
export function destroySubCtx(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 1) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, 'payload of 0 words');
  const id = words[at + 1]!;
  const sub = ctx.subs.get(id);
  if (sub === undefined || id === 0) return ctx.refuse(Status.ILLEGAL_HANDLE, `no sub-context ${id} to destroy`);
  if (ctx.sub === sub) {
    ctx.sub = ctx.subs.get(0)!;
    ctx.host.makeCurrent(ctx.sub);
  }
  ctx.subs.delete(id);
  sub.destroy();
  return Status.OK;
}
