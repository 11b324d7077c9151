#!/bin/sh
# One number from a database to Pilotage. Needs curl, and sqlite3 or psql.
# PILOTAGE_URL, PILOTAGE_TOKEN, USE_CASE: where to, with which token, for which use case.
# DATABASE: a SQLite file, or postgresql://... QUERY: one row with one value, or with n and m of a share.
# METRIC: a guardrail by its name (left out, the KPI). PERIOD: "last week", w3 ... (left out, today).
set -eu
: "${PILOTAGE_URL:?}" "${PILOTAGE_TOKEN:?}" "${USE_CASE:?}" "${DATABASE:?}" "${QUERY:?}"

case "$DATABASE" in
  postgresql://* | postgres://*) row=$(psql "$DATABASE" -At -F '|' -v ON_ERROR_STOP=1 -c "$QUERY") ;;
  *) row=$(sqlite3 -readonly -separator '|' "$DATABASE" "$QUERY") ;;
esac
case "$row" in
  '' | '|') echo "The query gave no number: nothing is sent." >&2; exit 1 ;;
  *[!0-9.eE+\|-]*) echo "The query gave no number, but: $row" >&2; exit 1 ;;
  *\|*) value="\"n\": ${row%%|*}, \"m\": ${row#*|}" ;;
  *) value="\"value\": $row" ;;
esac

text() { printf '%s' "$1" | sed 's/["\\]/\\&/g'; }
body="{$value, \"metric\": \"$(text "${METRIC:-}")\", \"period\": \"$(text "${PERIOD:-}")\", \"note\": \"database.sh\"}"
curl -sS --fail-with-body --retry 3 --max-time 30 "$PILOTAGE_URL/api/v1/use-cases/$USE_CASE/readings" \
  -H "Authorization: Bearer $PILOTAGE_TOKEN" -H "Content-Type: application/json" -d "$body"
