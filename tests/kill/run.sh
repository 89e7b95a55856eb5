#!/usr/bin/env bash
# Kills builds at random moments over an existing data set: after each, the data set must be the old one or the new one,
# byte for byte. Usage: tests/kill/run.sh [COUNT]   (the same test runs with 12 kills in `cargo test`)
set -euo pipefail
cd "$(dirname "$0")/../.."
TVAERSNIT_KILLS="${1:-240}" cargo test --locked --test it a_killed_build -- --nocapture
