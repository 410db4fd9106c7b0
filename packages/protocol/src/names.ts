/** Turns a wire name into the one camelCase form: SET_BLEND_COLOR -> setBlendColor. */
export function camelCase(name: string): string {
  const parts = name.toLowerCase().split('_');
  return parts.map((part, i) => (i === 0 ? part : capitalize(part))).join('');
}

/** SET_BLEND_COLOR -> SetBlendColor. */
export function pascalCase(name: string): string {
  return capitalize(camelCase(name));
}

/** setBlendColor -> SetBlendColor. */
export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
