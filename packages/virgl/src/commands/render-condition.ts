/*
 * Conditional rendering.
 *
 * GL can condition on one query object. A guest's query that was never interrupted is one, and then GL decides without the
 * host waiting. Anything else is decided here, at the first draw that asks (`renderConditionPasses`): the WAIT modes wait
 * for the result, the others draw while it is not there.
 *
 * GL's conditional rendering is a mode of the context: it is ended when another sub-context becomes current, and around
 * blits, copies and clears that must happen whatever the condition says.
 */
import { GL } from '@virglass/gl';
import {
  RenderCondition,
  setRenderConditionCondition,
  setRenderConditionHandle,
  SetRenderConditionLength,
  setRenderConditionMode,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { VirglHost } from '../host.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';

const MODES: readonly number[] = [GL.QUERY_WAIT, GL.QUERY_NO_WAIT, GL.QUERY_BY_REGION_WAIT, GL.QUERY_BY_REGION_NO_WAIT];
const INVERTED_MODES: readonly number[] = [
  GL.QUERY_WAIT_INVERTED,
  GL.QUERY_NO_WAIT_INVERTED,
  GL.QUERY_BY_REGION_WAIT_INVERTED,
  GL.QUERY_BY_REGION_NO_WAIT_INVERTED,
];

/** SET_RENDER_CONDITION: drawing depends on a query from now on; handle 0 ends it. */
export function setRenderCondition(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetRenderConditionLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const handle = setRenderConditionHandle(words, at);
  const mode = setRenderConditionMode(words, at);
  const { sub, host } = ctx;
  const query = handle === 0 ? null : sub.objects.getQuery(handle);
  if (query === null && handle !== 0) return ctx.refuse(Status.ILLEGAL_HANDLE, `no query ${handle}`);
  if (mode >= MODES.length) return ctx.refuse(Status.ILLEGAL_VALUE, `mode ${mode}`);
  leaveRenderCondition(host);
  query?.retain();
  sub.renderCondition?.release(host);
  sub.renderCondition = query;
  sub.renderConditionInverted = (setRenderConditionCondition(words, at) & 1) !== 0;
  sub.renderConditionMode = mode;
  enterRenderCondition(sub);
  return Status.OK;
}

/** Turns GL's conditional rendering off, if it is on. */
export function leaveRenderCondition(host: VirglHost): void {
  const { queries } = host;
  if (queries.conditional === null) return;
  host.gl.endConditionalRender();
  queries.release(queries.conditional);
  queries.conditional = null;
}

/** Turns GL's conditional rendering on for the current sub-context, where it has a condition that GL can decide. */
export function enterRenderCondition(sub: SubContext): void {
  const query = sub.renderCondition;
  if (query === null) return;
  const { gl, queries } = sub.ctx.host;
  const { only } = query.counter;
  const inverted = sub.renderConditionInverted;
  if (only === null || !query.canCondition || !gl.features.conditionalRender) return;
  if (inverted && !gl.features.conditionalRenderInverted) return;
  only.refs++;
  queries.conditional = only;
  gl.beginConditionalRender(only.name, (inverted ? INVERTED_MODES : MODES)[sub.renderConditionMode]!);
}

/**
 * Whether to draw as far as the host decides: true without a condition and where GL decides.
 *
 * @returns false when the current sub-context's condition says not to draw
 */
export function renderConditionPasses(sub: SubContext): boolean {
  const query = sub.renderCondition;
  if (query === null) return true;
  const { host } = sub.ctx;
  if (host.queries.conditional !== null) return true;
  const mode = sub.renderConditionMode;
  const wait = mode === RenderCondition.WAIT || mode === RenderCondition.BY_REGION_WAIT;
  if (!query.ready(host, wait)) return true;
  return (query.result(host) !== 0) !== sub.renderConditionInverted;
}
