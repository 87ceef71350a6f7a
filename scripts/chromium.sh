#!/bin/sh
# The browser tests need a Chromium: the system's, or one from the system's package manager.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
echo "No Chromium was found: installing one with the system's package manager."
if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq chromium
else
  .venv/bin/python -m playwright install chromium
fi
