# Sourced by the scripts beside it: installs missing Debian packages, configures and builds. Everything it prints goes to
# the error stream. It changes no working directory.
#
#   need_packages NAME…     installs those that are missing; without the rights to, prints the line to run and exits 77
#   build PRESET [TARGET…]  configures build/PRESET when needed and brings it up to date
#   with_lock COMMAND…      runs a function while no other script of this checkout builds

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)

build_packages=(cmake g++ libfmt-dev libsimdjson-dev libutf8proc-dev ninja-build tao-pegtl-dev)
test_packages=(catch2 libvterm-dev pkg-config python3 python3-jsonschema)
layout_packages=(clang-format-14 git)
bench_packages=(libbenchmark-dev)
fuzz_packages=(clang-14 libclang-rt-14-dev)

missing_packages() {
  local installed name
  installed=$(dpkg-query -W -f '${Package}=${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for name in "$@"; do
    [[ $'\n'$installed$'\n' == *$'\n'"$name=installed"$'\n'* ]] || printf '%s\n' "$name"
  done
}

need_packages() {
  # Not Debian: CMake says what it does not find.
  command -v dpkg-query >/dev/null || return 0
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  local line="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  if (($(id -u) != 0)); then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      printf 'crit needs Debian packages that are not installed. Install them, then run this again:\n\n  %s\n\n' \
        "sudo sh -c '$line'" >&2
      exit 77
    fi
    as_root=(sudo -n)
  fi
  printf 'installing: %s\n' "${missing[*]}" >&2
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c "$line" >&2; then
    printf 'the packages could not be installed; the line was:\n\n  %s\n\n' "$line" >&2
    exit 77
  fi
}

with_lock() (
  mkdir -p "$root/build"
  exec 9>"$root/build/.lock"
  flock 9
  "$@"
)

build() {
  local preset=$1 dir="$root/build/$1" launcher=()
  shift
  # A checkout that was moved or copied holds another folder's configuration.
  if [[ -f $dir/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$dir/CMakeCache.txt"; then
    rm -rf -- "$dir"
  fi
  if [[ ! -f $dir/build.ninja ]]; then
    command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    (cd -- "$root" && cmake --preset "$preset" "${launcher[@]}") >&2 || return
  fi
  # Silent when there is nothing to do; `set -o pipefail` of the scripts keeps ninja's own exit code.
  ninja -C "$dir" "$@" | sed -u '/^ninja: no work to do/d; /^ninja: Entering directory/d; /Re-checking globbed directories/d' >&2
}
