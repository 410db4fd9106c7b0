#!/bin/sh
# Compiles vtest-redirect.c into .cache/ at the repository root, if it is newer than the library there, and prints the library's path.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
source=$here/vtest-redirect.c
library=$root/.cache/vtest-redirect.so
cc=${CC:-cc}
if ! command -v "$cc" >/dev/null 2>&1; then
  echo "no C compiler: apt-get install gcc libc6-dev" >&2
  exit 1
fi
if ! printf '#include <stdio.h>\n' | "$cc" -E -x c - >/dev/null 2>&1; then
  echo "no C library headers: apt-get install libc6-dev" >&2
  exit 1
fi
if [ ! -e "$library" ] || [ "$source" -nt "$library" ]; then
  mkdir -p "$root/.cache"
  # Written under another name first: two test runs may build at once.
  "$cc" -O2 -Wall -Wextra -Wno-nonnull-compare -fvisibility=hidden -shared -fPIC -o "$library.$$" "$source" -ldl
  mv "$library.$$" "$library"
fi
echo "$library"
