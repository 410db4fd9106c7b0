/*
 * A guest's programs without the guest: the folder of its image is entered as the root of processes of this machine. Tests that
 * compare a guest with vtest need it, for otherwise they compare two versions of Mesa.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '@virglass/testkit';

/** A shell script among a guest's programs. */
export interface RootRun {
  /** Root folder of an image; nothing in it is changed. */
  readonly root: string;
  /** Folder that the script sees, and may write to, as /share. */
  readonly share: string;
  /** Socket of the vtest server that OpenGL draws through. */
  readonly vtest: string;
  readonly script: string;
  readonly timeoutMs: number;
}

/** In namespaces of its own, which end with it: mounts over the root's empty folders. Arguments: root, share, folder of the socket. */
const enter = `
set -e
mount --rbind /dev "$1/dev"
mount -t proc proc "$1/proc"
for folder in tmp run root; do mount -t tmpfs tmpfs "$1/$folder"; done
mount --bind "$2" "$1/share"
mkdir "$1/run/vtest"
mount --bind "$3" "$1/run/vtest"
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$1" /usr/bin/busybox sh /share/session
`;

/** As in the guest, a Weston session; its screen is in memory. */
const session = (socket: string): string => `
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 LC_ALL=C.UTF-8 MESA_SHADER_CACHE_DISABLE=true
export XDG_RUNTIME_DIR=/run/user WAYLAND_DISPLAY=wayland-1 XDG_SESSION_TYPE=wayland
mkdir -m 700 /run/user
# Where Mesa looks for the server.
ln -s '/run/vtest/${socket}' /tmp/.virgl_test
weston --backend=headless --renderer=pixman --width=1280 --height=800 --socket=wayland-1 --config=/etc/xdg/weston/weston.ini \\
  >/run/weston.log 2>&1 &
weston=$!
while ! [ -S /run/user/wayland-1 ]; do
  kill -0 $weston 2>/dev/null || { cat /run/weston.log; exit 125; }
  busybox usleep 20000
done
export LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=virpipe
busybox sh /share/script </dev/null
`;

/**
 * Runs a shell script among an image's programs, in a Weston session, as user root of a user namespace.
 * Needs Debian's util-linux and a kernel that allows such namespaces.
 *
 * @returns what it printed
 * @throws {Error} when it fails or takes too long
 */
export async function inRoot({ root, share, vtest, script, timeoutMs }: RootRun): Promise<string> {
  const at = vtest.lastIndexOf('/');
  writeFileSync(join(share, 'session'), session(vtest.slice(at + 1)));
  writeFileSync(join(share, 'script'), script);
  const namespaces = ['--map-root-user', '--mount', '--pid', '--fork', '--kill-child'];
  await using running = startProcess('unshare', [...namespaces, 'sh', '-c', enter, 'enter', root, share, vtest.slice(0, at)], {
    timeoutMs,
  });
  const { code, timedOut } = await running.exit;
  if (timedOut) throw new Error(`took longer than ${timeoutMs / 1000} s:\n${running.output}`);
  if (code !== 0) throw new Error(`ended with status ${code}:\n${running.output}`);
  return running.output;
}
