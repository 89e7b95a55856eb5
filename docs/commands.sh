#!/usr/bin/env bash
# Writes docs/commands.md out of the program's own help; `--check` complains where the page says something else.
#   docs/commands.sh PROGRAM [--check]
set -euo pipefail
program=$1
page="$(dirname "$0")/commands.md"
help() { COLUMNS=100 NO_COLOR=1 "$program" "$@" --help | sed -e 's/[[:space:]]*$//'; }
commands() { help "$@" | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on && $1 != "help" && /^  [a-z]/ { print $1 }'; }
section() { # its heading's level, then the command
  local level=$1 name
  shift
  printf '\n%s tvaersnit %s\n```text\n' "$level" "$*"
  help "$@"
  printf '```\n'
  for name in $(commands "$@"); do section "$level#" "$@" "$name"; done
}
write() {
  printf '# Commands\nWhat `tvaersnit --help` and `tvaersnit COMMAND --help` print, made by `docs/commands.sh`. Man pages: `tvaersnit man`.\n'
  printf '\n```text\n'
  help
  printf '```\n'
  for name in $(commands); do section '##' "$name"; done
}
if [[ "${2:-}" == --check ]]; then
  diff -u "$page" <(write) || { echo "the page of commands is old: docs/commands.sh PROGRAM" >&2; exit 1; }
else
  write > "$page.tmp" && mv "$page.tmp" "$page"
fi
