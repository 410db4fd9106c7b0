import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Something virglass uses that is not an npm package. */
export interface Requirement {
  /** A program, or a library's file. */
  readonly name: string;
  readonly kind: 'program' | 'library';
  /** The Debian 12 and 13 package that brings it. */
  readonly debianPackage: string;
  readonly usedFor: string;
  /** Guests cannot be served without it. */
  readonly required: boolean;
}

/** A requirement and whether this machine has it. */
export interface Finding extends Requirement {
  /** Where it is; null when it is missing. */
  readonly path: string | null;
}

/** Everything that can be missing, the indispensable first. */
export const requirements: readonly Requirement[] = [
  { name: 'libEGL.so.1', kind: 'library', debianPackage: 'libegl1', usedFor: 'OpenGL on the host', required: true },
  { name: 'libEGL_mesa.so.0', kind: 'library', debianPackage: 'libegl-mesa0', usedFor: "Mesa's drivers", required: false },
  { name: 'dri/*_dri.so', kind: 'library', debianPackage: 'libgl1-mesa-dri', usedFor: 'llvmpipe and GPU drivers of Mesa', required: false },
  { name: 'libgbm.so.1', kind: 'library', debianPackage: 'libgbm1', usedFor: 'GPUs by --render-node', required: false },
  { name: 'mkfs.erofs', kind: 'program', debianPackage: 'erofs-utils', usedFor: 'virglass vm: the disks of guests', required: false },
  {
    name: 'qemu-system-x86_64',
    kind: 'program',
    debianPackage: 'qemu-system-x86',
    usedFor: 'virglass vm (one is fetched where it is missing or too old)',
    required: false,
  },
  { name: 'wflinfo', kind: 'program', debianPackage: 'waffle-utils', usedFor: './run --programs: versions', required: false },
  { name: 'glxgears', kind: 'program', debianPackage: 'mesa-utils', usedFor: './run --programs: gears', required: false },
  { name: 'glmark2', kind: 'program', debianPackage: 'glmark2-x11', usedFor: './run --programs: scenes', required: false },
  { name: 'Xvfb', kind: 'program', debianPackage: 'xvfb', usedFor: './run --programs: a display', required: false },
  { name: 'cc', kind: 'program', debianPackage: 'gcc', usedFor: './run --programs: leading a client to another socket', required: false },
  { name: 'chromium', kind: 'program', debianPackage: 'chromium', usedFor: './test: WebGL2', required: false },
];

const libraryFolders = ['/usr/lib/*-linux-gnu*', '/usr/lib64', '/usr/lib', '/usr/local/lib'];

/**
 * Looks for each requirement.
 *
 * @param environment - PATH and LD_LIBRARY_PATH are read
 */
export function findRequirements(environment: NodeJS.ProcessEnv): Finding[] {
  const folders = (name: string): string[] => (environment[name] ?? '').split(delimiter).filter((folder) => folder !== '');
  const programs = folders('PATH');
  const libraries = [...folders('LD_LIBRARY_PATH'), ...libraryFolders];
  return requirements.map((requirement) => {
    const path =
      requirement.kind === 'program'
        ? programs.map((folder) => join(folder, requirement.name)).find(executable)
        : libraries.flatMap((folder) => globSync(join(folder, requirement.name))).at(0);
    return { ...requirement, path: path ?? null };
  });
}

function executable(path: string): boolean {
  return allows(path, constants.X_OK);
}

/** A GPU's device file and whether this user may use it. */
export interface RenderNode {
  readonly path: string;
  readonly accessible: boolean;
}

/** The render nodes of this machine. */
export function findRenderNodes(): RenderNode[] {
  return globSync('/dev/dri/renderD*')
    .toSorted()
    .map((path) => ({ path, accessible: allows(path, constants.R_OK | constants.W_OK) }));
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
