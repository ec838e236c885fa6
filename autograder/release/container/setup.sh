#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image. Written by `backmark gradescope`.
#
# Installs what grading needs into a venv of its own. The image's Python is used as it is found:
# nothing is installed into it, as the platform's own programs depend on it.
set -euo pipefail
umask 022

readonly source=/autograder/source venv=/autograder/venv
readonly python=${PYTHON:-python3}

fail() {
    printf 'backmark: setup.sh: %s\n' "$@" >&2
    exit 1
}

has_pip() { "$1" -c 'import pip' 2>/dev/null; }

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"
}

command -v "$python" >/dev/null || apt_install python3 || fail "there is no $python in this image"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    fail "want Python 3.10 or newer, got $("$python" --version)" \
        "choose Ubuntu 22.04 under 'Configure Autograder'"

# A venv without pip needs no package of the image's, and is 12 MB smaller.
rm -rf "$venv"
"$python" -m venv --without-pip "$venv"
readonly packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

# Its packages come by the image's own pip or, where it has none, by one that is thrown away.
pip=$python
if ! has_pip "$python"; then
    borrowed=$(mktemp -d)
    trap 'rm -rf "$borrowed"' EXIT
    "$python" -m venv "$borrowed" >/dev/null 2>&1 ||
        { apt_install python3-venv && "$python" -m venv "$borrowed"; } ||
        fail "this image has neither pip nor python3-venv, and apt-get could not install it"
    pip=$borrowed/bin/python
fi
"$pip" -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-input --no-compile \
    --no-deps --only-binary :all: --target "$packages" \
    --requirement "$source/requirements.txt" "$source"/backmark-*.whl ||
    fail "pip could not install what $source/requirements.txt lists" \
        "if it says 'no matching distribution': does this image reach a package index?" \
        "an index of your own: set PIP_INDEX_URL at the top of setup.sh"

# Whatever grading imports is compiled now, not at each submission.
"$venv/bin/python" -m compileall -q --invalidation-mode unchecked-hash "$packages" \
    "$source/assignments" || true # a test file of NumPy's may be wrong on purpose

# The seed, the answers and the checks are root's alone; a submission runs as somebody else.
chown -R root:root "$source"
chmod -R u=rwX,go= "$source"
mkdir -p /autograder/results /autograder/submission
chmod 700 /autograder/results /autograder/submission

"$venv/bin/python" -I -m autograder.gradescope --examine ||
    fail "what was installed cannot grade (see above)"
