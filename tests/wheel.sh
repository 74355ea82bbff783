#!/bin/sh
# Build the wheel, install it alone, and run the tests that use what it carries along (records,
# vocabularies, shapes, questions, pages) against it, far from the checkout.
set -eu
checkout=$1 python=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$python" -m pip --disable-pip-version-check wheel -q --no-deps --no-build-isolation -w "$place" "$checkout"
"$python" -m venv "$place/venv"
"$place/venv/bin/python" -m pip --disable-pip-version-check install -q --require-hashes -r "$checkout/requirements-dev.lock"
"$place/venv/bin/python" -m pip --disable-pip-version-check install -q --no-deps "$place"/alltrace-*.whl
cp -r "$checkout/tests" "$place/tests"
cd "$place"
"$place/venv/bin/python" - <<'P'
import alltrace, ontology, ingest, queries, graph_viz
for package in (alltrace, ontology, ingest, queries, graph_viz):
    assert "site-packages" in package.__file__, package.__file__
P
"$place/venv/bin/python" -m pytest -q -n 2 -p no:cacheprovider -c "$checkout/pyproject.toml" \
  --rootdir "$place" tests/alltrace tests/queries/test_library.py tests/queries/test_expected.py tests/ingest/test_records.py \
  tests/ingest/test_letter.py tests/queries/audit/test_audit.py tests/ingest/drafting/test_draft.py \
  tests/ingest/references tests/graph_viz/test_explorer_data.py tests/graph_viz/test_page.py
