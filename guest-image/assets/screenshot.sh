#!/usr/bin/busybox sh
# virglass-screenshot [NAME [SCREEN]]: asks whoever runs this machine for a picture of a screen (0 is the first), now, and waits
# until it is taken.
console=/dev/$(cat /run/virglass/console)
printf 'virglass:%s:screenshot %s\n' "$(cat /run/virglass/token)" "$*" >"$console"
read -r answer <"$console"
[ "$answer" = ok ]
