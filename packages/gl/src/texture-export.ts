/** Memory of a texture that other processes and devices can use. */
export interface ExportedTexture {
  /** DMA buffer; the caller closes it. */
  readonly fd: number;
  /** DRM format: order and width of the channels. */
  readonly fourcc: number;
  readonly strideBytes: number;
  /** DRM modifier: how the pixels are arranged. */
  readonly modifierLow: number;
  readonly modifierHigh: number;
}

/** Makes the memory of textures known outside of this process, where the driver can. */
export interface TextureExporter {
  /**
   * Exports a two-dimensional texture, level 0. What is drawn to it afterwards is seen through the export.
   *
   * @returns null when the driver does not export this one, or not as one plane that begins at its first byte
   */
  export(texture: number): ExportedTexture | null;
}
