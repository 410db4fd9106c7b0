#!/usr/bin/busybox sh
# First process of a guest, on QEMU and on UML. What it is to do stands in the kernel's arguments (see README.md).
b=/usr/bin/busybox

# UML's root is a folder of the host, mounted read-only: lay a writable layer over it and start again in there.
if ! $b touch /run/.writable 2>/dev/null; then
  $b mount -t tmpfs tmpfs /mnt
  $b mkdir /mnt/files /mnt/work /mnt/root
  $b mount -t overlay -o lowerdir=/,upperdir=/mnt/files,workdir=/mnt/work overlay /mnt/root &&
    exec $b chroot /mnt/root /usr/sbin/init
fi

export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin
export HOME=/root LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=linux XDG_RUNTIME_DIR=/run/user MESA_SHADER_CACHE_DISABLE=true
$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
$b mount -t devtmpfs devtmpfs /dev
$b mkdir -p /dev/pts /dev/shm
$b mount -t devpts -o ptmxmode=0666 devpts /dev/pts
$b mount -t tmpfs tmpfs /dev/shm
$b mount -t tmpfs tmpfs /tmp
$b mount -t tmpfs -o mode=755 tmpfs /run
$b mkdir -m 700 /run/user
$b mkdir /run/virglass

console=console token=0 run= script= share= session= mode= gpu=on
read -r arguments </proc/cmdline
for argument in $arguments; do
  case $argument in
    virglass.console=*) console=${argument#*=} ;;
    virglass.token=*) token=${argument#*=} ;;
    virglass.run=*) run=${argument#*=} ;;
    virglass.script=*) script=${argument#*=} ;;
    virglass.share=*) share=${argument#*=} ;;
    virglass.session=*) session=${argument#*=} ;;
    virglass.mode=*) mode=${argument#*=} ;;
    virglass.gpu=*) gpu=${argument#*=} ;;
  esac
done

# From here on the console carries bytes as they are, and nothing of the kernel's but what is fatal.
exec </dev/null >"/dev/$console" 2>&1
$b stty -F "/dev/$console" raw -echo 2>/dev/null
$b dmesg -n 1

echo "$token" >/run/virglass/token
echo "$console" >/run/virglass/console

decode() { echo "$1" | $b base64 -d; }

# modules GROUP [NAME ARGUMENT]: loads a group of modules, one of them with an argument.
modules() {
  while read -r module; do
    if [ "$module" = "$2" ]; then
      $b insmod "/usr/lib/virglass/modules/$module.ko" "$3"
    else
      [ -d "/sys/module/$module" ] || $b insmod "/usr/lib/virglass/modules/$module.ko"
    fi
  done <"/usr/lib/virglass/modules/$1.list"
}

# UML's kernel has everything built in; only UML has this file.
if ! [ -e /proc/exitcode ]; then
  case $gpu$mode in
    off*) ;;
    on) modules gpu ;;
    *) modules gpu drm "edid_firmware=Virtual-1:edid/$mode.bin" ;;
  esac
  modules input
fi

case $share in
  hostfs:*) $b mount -t hostfs -o "${share#*:}" none /share ;;
  9p:*)
    modules share
    $b mount -t 9p -o "trans=virtio,version=9p2000.L,msize=512000,cache=mmap" "${share#*:}" /share
    ;;
esac

# The command: in the arguments, or where a longer one has room.
command=
if [ -n "$run" ]; then
  decode "$run" >/run/virglass/command
  command=1
fi
case $script in
  hostfs:*)
    $b mkdir /run/virglass/script
    $b mount -t hostfs -o "${script#*:}" none /run/virglass/script &&
      $b cp /run/virglass/script/command /run/virglass/command && command=1
    $b umount /run/virglass/script
    ;;
  fw_cfg)
    modules config
    $b cat /sys/firmware/qemu_fw_cfg/by_name/opt/virglass/run/raw >/run/virglass/command && command=1
    ;;
esac

cd /root || cd /
echo "virglass:$token:begin"
case $session in
  desktop)
    if [ -n "$command" ]; then virglass-desktop sh /run/virglass/command; else virglass-desktop; fi
    ;;
  shell)
    $b stty -F "/dev/$console" sane
    $b setsid sh -c "exec $b cttyhack sh -i <'/dev/$console' >'/dev/$console' 2>&1"
    ;;
  *) if [ -n "$command" ]; then $b sh /run/virglass/command; fi ;;
esac
status=$?
echo "virglass:$token:end $status"
# Waits until the console has sent everything.
$b stty -F "/dev/$console" sane 2>/dev/null
$b poweroff -f
