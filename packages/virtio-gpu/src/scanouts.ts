import type { VirtioGpu } from './device.ts';
import type { Picture, Rect } from './display.ts';
import type { GpuResource } from './resource.ts';

const nothing: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** What is on a scanout. */
interface Shown {
  resource: GpuResource | null;
  rect: Rect;
  picture: Picture | null;
}

/** The scanouts of a device: which part of which resource each shows. */
export class Scanouts {
  readonly #device: VirtioGpu;
  readonly #shown: Shown[];

  constructor(device: VirtioGpu, count: number) {
    this.#device = device;
    this.#shown = Array.from({ length: count }, () => ({ resource: null, rect: nothing, picture: null }));
  }

  get count(): number {
    return this.#shown.length;
  }

  /** Shows a part of a resource, or nothing. */
  set(scanout: number, resource: GpuResource | null, rect: Rect, picture: Picture | null): void {
    const shown = this.#shown[scanout]!;
    if (shown.resource !== null) shown.resource.scanouts &= ~(1 << scanout);
    shown.resource = resource;
    shown.rect = rect;
    shown.picture = resource === null ? null : picture;
    if (resource !== null) resource.scanouts |= 1 << scanout;
    this.#device.options.display.scanout(scanout, rect, shown.picture);
  }

  /** Tells a display that is new what is shown. */
  showAgain(): void {
    for (let i = 0; i < this.#shown.length; i++) {
      const { resource, rect, picture } = this.#shown[i]!;
      if (resource === null) continue;
      this.#device.options.display.scanout(i, rect, picture);
      this.#device.options.display.damage(i, { x: 0, y: 0, width: rect.width, height: rect.height });
    }
  }

  /** Switches off every scanout that shows a resource. */
  drop(resource: GpuResource): void {
    for (let i = 0; i < this.#shown.length; i++) if (this.#shown[i]!.resource === resource) this.set(i, null, nothing, null);
  }

  /** Switches all of them off. */
  clear(): void {
    for (let i = 0; i < this.#shown.length; i++) if (this.#shown[i]!.resource !== null) this.set(i, null, nothing, null);
  }

  /** Tells the display what changed in a resource, clipped to what each scanout shows of it. */
  damage(resource: GpuResource, x: number, y: number, width: number, height: number): void {
    if (resource.scanouts === 0) return;
    for (let i = 0; i < this.#shown.length; i++) {
      const { resource: shown, rect } = this.#shown[i]!;
      if (shown !== resource) continue;
      const left = Math.max(x, rect.x);
      const top = Math.max(y, rect.y);
      const right = Math.min(x + width, rect.x + rect.width);
      const bottom = Math.min(y + height, rect.y + rect.height);
      if (right <= left || bottom <= top) continue;
      this.#device.options.display.damage(i, { x: left - rect.x, y: top - rect.y, width: right - left, height: bottom - top });
    }
  }
}
