#!/bin/sh
# build.sh [NAME]: compiles NAME.c (vtest-redirect, a library, when none is named) into .cache/ at the repository root, if it is newer
# than what is there, and prints the path of the result.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
name=${1:-vtest-redirect}
source=$here/$name.c
case $name in
  vtest-redirect) result=$root/.cache/$name.so flags="-fvisibility=hidden -shared -fPIC" ;;
  *) result=$root/.cache/$name flags= ;;
esac
cc=${CC:-cc}
if ! command -v "$cc" >/dev/null 2>&1; then
  echo "no C compiler: apt-get install gcc libc6-dev" >&2
  exit 1
fi
if ! printf '#include <stdio.h>\n' | "$cc" -E -x c - >/dev/null 2>&1; then
  echo "no C library headers: apt-get install libc6-dev" >&2
  exit 1
fi
if [ ! -e "$result" ] || [ "$source" -nt "$result" ]; then
  mkdir -p "$root/.cache"
  # Written under another name first: two test runs may build at once.
  # shellcheck disable=SC2086 # several flags
  "$cc" -O2 -Wall -Wextra -Wno-nonnull-compare $flags -o "$result.$$" "$source" -ldl
  mv "$result.$$" "$result"
fi
echo "$result"
