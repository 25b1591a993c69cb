#!/usr/bin/env bash
# Adds up the test results below a folder and prints "N passed, N failed"; fails when a test failed or none passed.
# usage: eng/count-tests.sh FOLDER
set -euo pipefail
passed=0
failed=0
skipped=0
while IFS= read -r -d '' file; do
  counters=$(grep -o '<Counters [^>]*>' "$file" || true)
  value() {
    sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<< "$counters"
  }
  total=$(value total)
  executed=$(value executed)
  succeeded=$(value passed)
  if [[ -z $total ]]; then # a run that died leaves a file without its summary
    failed=$((failed + 1))
    continue
  fi
  passed=$((passed + succeeded))
  failed=$((failed + executed - succeeded))
  skipped=$((skipped + total - executed))
done < <(find "$1" -name '*.trx' -print0)

[[ $skipped -eq 0 ]] || echo "($skipped skipped, each with its reason in the output above)"
echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
