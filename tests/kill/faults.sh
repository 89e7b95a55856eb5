#!/usr/bin/env bash
# Makes a build fail, or die, at every single call by which it changes the disk, one call after another, and looks
# whether the data set is still the old one or the new one, byte for byte, and whether the next build clears up.
# Then the same on a disk that is really full (a small tmpfs). Linux; needs strace, and root or user namespaces for the
# full disk. Usage: tests/kill/faults.sh PROGRAM
set -euo pipefail
program="$(realpath "${1:?path of the program tvaersnit}")"
documents="$(realpath "$(dirname "$0")/../documents/valid")"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
old="$documents/soroe_teknik_referat.txt"
new="$documents/ringsted_kultur_referat.md"
exec 2>/dev/null # what the shell says of each killed child
build() { "$program" build --quiet --threads 1 "$1" --out "$2"; }
hash_of() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum); }

build "$old" "$place/old"
build "$new" "$place/new"
old_hash="$(hash_of "$place/old")"
new_hash="$(hash_of "$place/new")"
data="$place/work/data"
mkdir "$place/work"

cases=0 damaged=0 uncleared=0 kept=0 switched=0
there=old # which of the two is in its place
next() { if [ "$there" = old ]; then echo "$new"; else echo "$old"; fi; }
look() { # what was done
  cases=$((cases + 1))
  local found=none
  case "$(hash_of "$data" 2>/dev/null || true)" in
    "$old_hash") found=old ;;
    "$new_hash") found=new ;;
    *) damaged=$((damaged + 1)); echo "DAMAGED: $1"; build "$old" "$data"; there=old; return ;;
  esac
  if [ "$found" = "$there" ]; then kept=$((kept + 1)); else switched=$((switched + 1)); fi
  there=$found
}
clear_up() {
  build "$old" "$data"
  there=old
  if [ "$(ls -A "$place/work")" != data ] || [ "$(hash_of "$data")" != "$old_hash" ]; then
    uncleared=$((uncleared + 1)); echo "LEFT BEHIND: $(ls -A "$place/work")"
  fi
}

groups="openat mkdir rename,renameat,renameat2 write,pwrite64 fsync,fdatasync ftruncate,fallocate flock unlink,unlinkat,rmdir"
build "$old" "$data"
strace -f -qq -e trace="$(echo "$groups" | tr ' ' ',')" -o "$place/trace" \
  "$program" build --quiet --threads 1 "$new" --out "$data"
clear_up
for fault in signal=KILL error=ENOSPC error=EIO; do
  before=$cases
  for call in $groups; do
    pattern="$(printf '%s' "$call" | sed 's/,/|/g')"
    # strace counts in each thread by itself: no thread makes more calls than all together.
    count="$(grep -cE "^[0-9]+ +($pattern)\(" "$place/trace" || true)"
    for number in $(seq 1 "$count"); do
      strace -f -qq -e trace="$call" -e inject="$call:$fault:when=$number" -o /dev/null \
        "$program" build --quiet --threads 1 "$(next)" --out "$data" >/dev/null 2>&1 || true
      look "$fault at call $number of $call"
    done
    clear_up
  done
  echo "$fault: $((cases - before)) cases"
done

full='
  mount -t tmpfs -o size="$1" tmpfs "$2"
  cp -r "$3" "$2/data"
  "$4" build --quiet --threads 1 "$5" --out "$2/data" 2>"$6/said" && echo built || echo refused
  (cd "$2/data" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum) >"$6/hash"
  ls -A "$2" >"$6/left"
  umount "$2"
'
mkdir "$place/full"
held="$(du -sk "$place/old" | cut -f1)"
for more in 0 4 8 16 32 64 128 192 256 320; do
  cases=$((cases + 1))
  fate="$(unshare --user --map-root-user --mount sh -c "$full" sh "$((held + 32 + more))k" "$place/full" "$place/old" "$program" "$new" "$place")"
  case "$(cat "$place/hash")" in
    "$old_hash") kept=$((kept + 1)) ;;
    "$new_hash") switched=$((switched + 1)) ;;
    *) damaged=$((damaged + 1)); echo "DAMAGED on a full disk with $more kB" ;;
  esac
  echo "full disk, $more kB free and some: $fate; beside the data set: $(grep -v '^data$' "$place/left" | tr '\n' ' ' || true)$(head -1 "$place/said" | sed "s|$place||g")"
done
echo "$cases cases: $kept kept the old data set, $switched had the new one, $damaged damaged, $uncleared not cleared up"
[ "$damaged" = 0 ] && [ "$uncleared" = 0 ]
