# Sourced by ./run, ./test and .ci/run: brings what is missing, and costs nothing when nothing is.

# present PROBE: see tools/debian-packages.txt.
present() {
  case $1 in
    lib:*) compgen -G "/usr/lib/*/${1#lib:}" >/dev/null || compgen -G "/usr/lib/${1#lib:}" >/dev/null || compgen -G "/usr/lib64/${1#lib:}" >/dev/null ;;
    file:*) [ -e "${1#file:}" ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# need_debian GROUP...: installs the missing packages of these groups as root, else says how and exits with 2.
need_debian() {
  local group package probe missing=()
  while read -r group package probe _; do
    [[ " $* " == *" $group "* ]] || continue
    present "$probe" || missing+=("$package")
  done <"$root/tools/debian-packages.txt"
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "missing, by their names in Debian: ${missing[*]}" >&2
    exit 2
  fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "missing Debian packages; install them and start again:" >&2
    echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 2
  fi
  # The lists of a fresh machine are empty; a package may also not exist in this release, and what needs it says so then.
  apt-cache show "${missing[@]}" >/dev/null 2>&1 || apt-get update -qq >&2 || true
  local available=() unknown=()
  for package in "${missing[@]}"; do
    if apt-cache show "$package" >/dev/null 2>&1; then available+=("$package"); else unknown+=("$package"); fi
  done
  [ ${#unknown[@]} -eq 0 ] || echo "not in this release of Debian: ${unknown[*]}" >&2
  [ ${#available[@]} -gt 0 ] || return 0
  echo "installing Debian packages: ${available[*]}" >&2
  local log
  if ! log=$(DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${available[@]}" 2>&1); then
    printf '%s\napt-get could not install them\n' "$log" >&2
    exit 2
  fi
}

# need_node: npm packages of the lock file, installed again only when the lock file changes; puts their programs, Node 24
# among them, first in PATH.
need_node() {
  local stamp=$root/node_modules/.virglass-lock hash
  hash=$(sha256sum <"$root/package-lock.json")
  if [ ! -e "$stamp" ] || [ "$(cat "$stamp")" != "$hash" ]; then
    echo "installing npm packages" >&2
    (
      cd "$root" && bootstrap_node &&
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error --no-audit --no-fund >&2 &&
        rm -rf .cache/node
    ) || {
      echo "npm ci failed" >&2
      exit 2
    }
    echo "$hash" >"$stamp"
  fi
  export PATH="$root/node_modules/.bin:$PATH"
}

# bootstrap_node: puts a Node 24 first in PATH when the system's is older. npm leaves out, without a word, the binaries of
# packages that do not support the Node which runs npm, so npm ci has to run on the one that will use them.
bootstrap_node() {
  [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 24 ] || return 0
  local version
  version=$(sed -n 's/^ *"node": "\([0-9][0-9.]*\)",*$/\1/p' package.json)
  mkdir -p .cache/node
  npm install --prefix .cache/node --no-save --no-package-lock --loglevel=error --no-audit --no-fund "node@$version" >&2 || return
  PATH=$PWD/.cache/node/node_modules/.bin:$PATH
}
