#!/usr/bin/env bash
# Kills `emend clean -w` in the middle of its work, again and again: each time every file must have its old or its new bytes,
# `emend undo` must bring all old ones back, and the next run must leave no temporary file.
# Usage: Tests/kill.sh EMEND [TIMES] [FILES] [SEED]
set -euo pipefail
emend=$(realpath "$1")
times=${2:-100}
files=${3:-400}
RANDOM=${4:-1}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

mkdir old
for ((i = 0; i < files; i++)); do
  mkdir -p "old/box $((i / 50))"
  {
    echo "Summery Record $i"; echo; echo "TOD SECRET - SENSITIVE"; echo
    for ((k = 0; k <= i % 7; k++)); do echo "He sugge sted it, and the govern-"; echo "ment agreed."; done
  } > "old/box $((i / 50))/record $i.txt"
done

# "hash  name" of each text, in order.
hashes() { (cd "$1" && find . -name '*.txt' -print0 | sort -z | xargs -0 sha256sum); }
clean=("$emend" clean -q -w --skip corrector work)

"$emend" clean -q --skip corrector old -o new
hashes old > old.sums
hashes new > new.sums
if cmp -s old.sums new.sums; then echo "kill.sh: there is nothing to change in the files"; exit 1; fi
cp -r old work
start=$(date +%s%N)
"${clean[@]}"
took=$((($(date +%s%N) - start) / 1000000))
hashes work | cmp - new.sums

between=0
for ((n = 1; n <= times; n++)); do
  rm -rf work
  cp -r old work
  touch stamp
  "${clean[@]}" & pid=$!
  # At any moment; or when a ledger has come; or when a text has been replaced.
  k=$((RANDOM % files))
  text="work/box $((k / 50))/record $k.txt"
  case $((n % 3)) in
    0) sleep "$(printf '%d.%03d' $((took / 1000 * RANDOM / 32768)) $((RANDOM % (took + 1) % 1000)))" ;;
    1) while [ ! -e "$text.emend.json" ] && kill -0 $pid 2>/dev/null; do :; done ;;
    2) while [ ! "$text" -nt stamp ] && kill -0 $pid 2>/dev/null; do :; done ;;
  esac
  kill -9 $pid 2>/dev/null || true
  wait $pid 2>/dev/null || true
  hashes work > now.sums
  # A line of now.sums must stand in one of the two lists.
  if grep -vxFf old.sums now.sums | grep -vxFf new.sums; then echo "kill.sh: kill $n left files that are neither old nor new"; exit 1; fi
  [ "$(wc -l < now.sums)" = "$files" ] || { echo "kill.sh: kill $n lost a file"; exit 1; }
  if ! cmp -s now.sums old.sums && ! cmp -s now.sums new.sums; then between=$((between + 1)); fi
  if [ -n "$(find work -name '*.emend.json' -print -quit)" ]; then "$emend" undo -q work; fi
  hashes work | cmp -s - old.sums || { echo "kill.sh: after kill $n undo did not bring the old bytes back"; exit 1; }
  "${clean[@]}"
  hashes work | cmp -s - new.sums || { echo "kill.sh: after kill $n a further run did not finish the work"; exit 1; }
  if [ -n "$(find work -name '.emend-*.tmp')" ]; then echo "kill.sh: kill $n left temporary files for good"; exit 1; fi
done
echo "$times kills, $between of them between the first and the last file: every file old or new, every undo exact"
