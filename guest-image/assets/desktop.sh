#!/usr/bin/busybox sh
# virglass-desktop [COMMAND...]: a Weston session on the first screen, with the input devices there are. Runs COMMAND in it and
# ends with its exit status; without one it lasts until Weston ends. Called by the guest's init, or by a command of its.
log=/run/weston.log
mkdir -p /run/udev
/usr/lib/systemd/systemd-udevd --daemon >/run/udevd.log 2>&1
udevadm trigger --action=add --subsystem-match=drm --subsystem-match=input --subsystem-match=graphics
udevadm settle --timeout=20

# Neither a virtual terminal nor a login manager is needed: one seat, and Weston has all of it.
export SEATD_VTBOUND=0 LIBSEAT_BACKEND=seatd WAYLAND_DISPLAY=wayland-1 XDG_SESSION_TYPE=wayland
seatd -g root 2>/run/seatd.log &
tries=0
while ! [ -S /run/seatd.sock ] && [ $tries -lt 200 ]; do
  usleep 20000
  tries=$((tries + 1))
done

# --debug lets weston-screenshooter take pictures.
weston --backend=drm --renderer="${VIRGLASS_RENDERER:-gl}" --socket="$WAYLAND_DISPLAY" --config=/etc/xdg/weston/weston.ini \
  --continue-without-input --debug --log="$log" >/run/weston.out 2>&1 &
weston=$!
tries=0
while ! [ -S "$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 1500 ] || ! kill -0 $weston 2>/dev/null; then
    echo 'Weston did not start:'
    cat /run/seatd.log /run/weston.out "$log"
    exit 125
  fi
  usleep 20000
done

if [ $# -gt 0 ]; then
  "$@" </dev/null
else
  wait $weston
fi
