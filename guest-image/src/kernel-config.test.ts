import { expect, test } from 'vitest';
import { missingSettings } from './kernel-config.ts';

test('settings that were not taken', () => {
  const fragment = '# About\nCONFIG_A=y\nCONFIG_B="fd:0,fd:1"\nCONFIG_C=y\n# CONFIG_D is not set\n# CONFIG_E is not set\n\nCONFIG_F=y\n';
  const config = '# CONFIG_F is not set\nCONFIG_A=y\nCONFIG_AB=y\nCONFIG_B="fd:0,fd:1"\n# CONFIG_D is not set\nCONFIG_E=y\n';
  expect(missingSettings(fragment, config)).toEqual(['CONFIG_C=y', 'CONFIG_E is not set', 'CONFIG_F=y']);
});
