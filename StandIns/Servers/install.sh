#!/usr/bin/env bash
# Puts nats-server and a PostgreSQL with pgvector into .tools (or $SINGULARITY_TOOLS) without touching the system.
#   install.sh            fetches what is missing; runs again without changing anything
#   install.sh --check    only reports; exit 0 when both are ready, 1 otherwise
# Taken first: SINGULARITY_NATS_SERVER (file), SINGULARITY_POSTGRES_BIN (folder); then .tools, then what the machine has, then the
# distribution's package mirrors through a temporary apt configuration.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common apt nats postgres postgres-fetch; do
    # shellcheck disable=SC1090
    . "$here/lib/$part.sh"
done

tools=${SINGULARITY_TOOLS:-$(cd "$here/../.." && pwd)/.tools}

remedy() {
    case "$(uname -s)-$1" in
        Darwin-nats) printf 'run `brew install nats-server`' ;;
        Darwin-postgres) printf 'run `brew install postgresql@17 pgvector`' ;;
        Linux-nats) printf 'install nats-server 2.9 or newer, or set SINGULARITY_NATS_SERVER to its path' ;;
        Linux-postgres) printf 'install PostgreSQL with pgvector, or set SINGULARITY_POSTGRES_BIN to the folder of its programs' ;;
        *) printf 'use Docker: install Docker Desktop and run singularity.cmd' ;;
    esac
}

# What apt said went wrong, in one to three lines.
last_words() {
    cat "$@" 2>/dev/null | grep -E '^(E|W|Err):' | awk '!seen[$0]++' | head -3 | sed "1s/^/\n/" || true
}

report() {
    local missing=0
    if nats_ready; then say "nats-server $(nats_version "$tools/bin/nats-server") ready"; else warn "nats-server is missing in $tools/bin"; missing=1; fi
    if postgres_ready; then say "PostgreSQL $(postgres_version "$tools/postgres/bin") with pgvector $(vector_version "$tools/postgres/bin") ready"
    else warn "PostgreSQL with pgvector is missing in $tools/postgres"; missing=1; fi
    if [ $missing = 1 ]; then warn "run StandIns/Servers/install.sh"; fi
    return $missing
}

configured() { [ -n "${SINGULARITY_NATS_SERVER:-}${SINGULARITY_POSTGRES_BIN:-}" ]; }

case "${1:-}" in
    --check) report; exit ;;
    '') ;;
    *) warn "usage: install.sh [--check]"; exit 2 ;;
esac

if ! configured && nats_ready && postgres_ready; then report; exit; fi

mkdir -p "$tools" || die "cannot write to $tools; set SINGULARITY_TOOLS to a folder that you may write to"
tools=$(cd "$tools" && pwd -P)
if have flock; then
    exec 9>"$tools/.lock"
    flock -n 9 || { say "waiting for another set-up in $tools"; flock 9; }
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/singularity-servers.XXXXXX")
chmod 755 "$work"
# What an earlier set-up left when it was killed; nobody else works here while we hold the lock.
if [ -f "$tools/.work" ]; then rm -rf "$(sed -n '/\/singularity-servers\.[A-Za-z0-9]*$/p' "$tools/.work")"; fi
rm -rf "$tools"/.unpacking.* "$tools"/bin/.nats-server.*
printf '%s\n' "$work" >"$tools/.work"
trap 'rm -rf "$work" "$tools"/.unpacking.* "$tools/.work"' EXIT

nats_install &
nats_job=$!
postgres_install &
postgres_job=$!
failed=0
wait $nats_job || failed=1
wait $postgres_job || failed=1
[ $failed = 0 ] || exit 1
report
