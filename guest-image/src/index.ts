export { BuildError, type BuildOptions, type BuildStep, cacheFolder } from './options.ts';
export { type GuestImage, guestImage } from './guest-image.ts';
export { type ImageName, qemuPackages, type Recipe, recipes } from './recipes.ts';
export { umlKernel } from './uml-kernel.ts';
export type { Lock, LockedPackage, PackageRole } from './apt/lock-file.ts';
export { programIn, type ProgramStart, type UnpackedPackages, unpackPackages, type UnpackRequest } from './unpack-packages.ts';
