#!/bin/sh
# Runs the hooks with the real pre-commit (pip install pre-commit) on a repository made for it: emend-check must fail on a
# dirty record and pass on a clean one, emend-clean must clean the record and fail, then pass.
# EMEND names the program to test; without it the one on PATH.
set -eu
hooks=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${EMEND:-}" ]; then
  mkdir "$work/bin"
  ln -s "$EMEND" "$work/bin/emend"
  PATH="$work/bin:$PATH"
fi
export PRE_COMMIT_HOME="$work/home"

# A repository with the hooks alone: what is not committed yet counts, and nothing has to be cloned whole.
mkdir "$work/hooks" "$work/records"
cp "$hooks/.pre-commit-hooks.yaml" "$work/hooks/"
for folder in hooks records; do
  git -C "$work/$folder" init -q
  git -C "$work/$folder" config user.email test@example.org
  git -C "$work/$folder" config user.name Test
  git -C "$work/$folder" config commit.gpgsign false
done
git -C "$work/hooks" add -A
git -C "$work/hooks" commit -q -m hooks

cd "$work/records"
printf 'The sinsitive paper was agreed upon.\n' > record.txt
printf 'No sinsitive record.\n' > program.c
git add -A

fail() { echo "pre-commit.sh: $1"; cat "$work/log"; exit 1; }
hook() { pre-commit try-repo "$work/hooks" "$1" --all-files --verbose > "$work/log" 2>&1; }

if hook emend-check; then fail "emend-check passes a dirty record"; fi
grep -q 'record.txt:1:5: spelling.correction' "$work/log" || fail "emend-check does not say what it found"
if grep -q 'program.c:' "$work/log"; then fail "emend-check looks at program.c"; fi

if hook emend-clean; then fail "emend-clean passes though it changed a record"; fi
grep -q 'files were modified by this hook' "$work/log" || fail "pre-commit does not see the change"
grep -qx 'The sensitive paper was agreed upon.' record.txt || fail "the record is not cleaned"
git add -A
hook emend-clean || fail "emend-clean fails on a clean record"
hook emend-check || fail "emend-check fails on a clean record"
emend undo record.txt 2> /dev/null
grep -qx 'The sinsitive paper was agreed upon.' record.txt || fail "the record cannot be taken back"
echo "pre-commit.sh: both hooks do what they say"
