#!/bin/busybox sh
# First root file system of a guest on QEMU: finds the disk, lays a writable layer over it, and hands over.
b=/bin/busybox
$b mount -t devtmpfs dev /dev
while read -r module; do $b insmod "/modules/$module.ko"; done </modules/list
$b mount -t erofs -o ro /dev/vda /lower || {
  echo "virglass: /dev/vda cannot be mounted"
  $b poweroff -f
}
$b mount -t tmpfs tmpfs /upper
$b mkdir /upper/files /upper/work
$b mount -t overlay -o lowerdir=/lower,upperdir=/upper/files,workdir=/upper/work overlay /root
$b umount /dev
exec $b switch_root /root /usr/sbin/init
