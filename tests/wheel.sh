#!/bin/sh
# Builds the wheel, installs it into an empty environment and uses it as its first user would.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

"${PYTHON:-python3}" -m venv "$room/venv"
"$room/venv/bin/python" -m pip wheel --quiet --no-deps --wheel-dir "$room" "$project"
"$room/venv/bin/python" -m pip install --quiet "$room"/*.whl

cd "$room"
unset ARCHIVE_DIR PYTHONPATH
printf 'Deichbruch an der Elbe\n\nVon Anna Müller\n24. Februar 2025\n\nDer Deich ist in der Nacht gebrochen.\n' > article.txt
venv/bin/archive init papers
venv/bin/archive --dir papers add article.txt
venv/bin/archive --dir papers search deich --author müller --on 24.2.2025 --ids | grep -q '^2025-02-24-deichbruch'
echo "The wheel works: 1 article in, 1 found."
