import { expect, test } from 'vitest';
import { moduleNeeds } from './kernel-modules.ts';

test.each([
  ['some', 'license=GPL\0depends=drm,drm-kms-helper\0name=virtio_gpu\0', ['drm', 'drm_kms_helper']],
  ['none', 'license=GPL\0depends=\0name=drm\0', []],
  ['no word of it', 'license=GPL\0', []],
  ['another field that ends so', 'license=GPL\0softdepends=a\0depends=b\0', ['b']],
  ['the end of the file', 'x\0depends=b', ['b']],
])('a module that needs: %s', (_, information, needs) => {
  expect(moduleNeeds(Buffer.from(`\x7fELF${information}`, 'latin1'))).toEqual(needs);
});
