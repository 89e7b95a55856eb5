#!/usr/bin/env bash
# Runs the notebooks on a data set and holds what they print to what is committed; `--write` renews the committed outputs.
#   notebooks/run.sh [--write] [--python-only] [NOTEBOOK…]
# The data set: ../data/seeds (the README's first command makes it), or TVAERSNIT_DATA. The Python packages go into a
# virtual environment in the cache folder; R and its kernel come from Debian where they are missing.
set -euo pipefail
cd "$(dirname "$0")"
export LANG=C.UTF-8 LC_ALL=C.UTF-8
venv="${TVAERSNIT_VENV:-$HOME/.cache/tvaersnit-notebooks}"

if [[ ! -e "${TVAERSNIT_DATA:-../data/seeds}/manifest.json" ]]; then
  echo "no data set in ${TVAERSNIT_DATA:-data/seeds}: cargo run --locked -- build seeds --out data/seeds" >&2
  exit 2
fi
if ! cmp -s requirements.txt "$venv/requirements.txt"; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt
  cp requirements.txt "$venv/requirements.txt"
fi
if [[ " $* " != *" --python-only "* ]] && ! Rscript -e 'library(IRkernel); library(ggplot2)' >/dev/null 2>&1; then
  if command -v apt-get >/dev/null && [[ $(id -u) == 0 ]]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends r-base-core r-cran-irkernel r-cran-ggplot2 fonts-dejavu-core >/dev/null
  else
    echo "R with IRkernel and ggplot2 is missing: install it, or say --python-only" >&2
    exit 2
  fi
fi
PATH="$venv/bin:$PATH" exec "$venv/bin/python" check.py "$@"
