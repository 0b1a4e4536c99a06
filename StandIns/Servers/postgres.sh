#!/usr/bin/env bash
# Becomes a PostgreSQL server on a data directory, which it makes first where there is none.
#   postgres.sh --data DIR --port N --password-file FILE [--listen ADDRESS] [-- further arguments of postgres]
# The superuser is `postgres`, its password the first line of FILE: a changed one is taken over before the server starts. As root,
# which PostgreSQL refuses to be, the server runs as the directory's owner, else as the account postgres, else nobody. The script ends
# in exec, so its process is the server: SIGINT stops it fast and clean.
# Exit codes before the server runs: 2 wrong usage, 3 DIR cannot be reached or used, 4 DIR is of another major version,
# 5 DIR is in use by a running server, 1 anything else.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common postgres cluster; do
    # shellcheck disable=SC1090
    . "$here/lib/$part.sh"
done

usage() {
    warn "${1:-}${1:+; }usage: postgres.sh --data DIR --port N --password-file FILE [--listen ADDRESS] [-- further arguments]"
    exit 2
}

data='' port='' password_file='' listen=127.0.0.1
while [ $# -gt 0 ]; do
    case $1 in
        --data) data=${2:-} ;;
        --port) port=${2:-} ;;
        --password-file) password_file=${2:-} ;;
        --listen) listen=${2:-} ;;
        --) shift; break ;;
        *) usage "unknown argument $1" ;;
    esac
    [ $# -ge 2 ] || usage "$1 needs a value"
    shift 2
done
[ -n "$data" ] || usage "--data is missing"
[[ $port =~ ^[0-9]+$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || usage "--port must be 1 to 65535"
[ -n "$password_file" ] || usage "--password-file is missing"
[ -r "$password_file" ] || die "the password file $password_file cannot be read"
IFS= read -r password <"$password_file" || [ -n "${password:-}" ] || die "the password file $password_file is empty"
password=${password%$'\r'}
[ -n "$password" ] || die "the password file $password_file begins with an empty line"

tools=${SINGULARITY_TOOLS:-$(cd "$here/../.." && pwd)/.tools}
bin=${SINGULARITY_POSTGRES_BIN:-$tools/postgres/bin}
[ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] || die "no PostgreSQL in $bin: run StandIns/Servers/install.sh"
bin=$(cd "$bin" && pwd -P)
data=$(absolute "${data%/}")

cluster_account
cd /
cluster_lock
if [ -f "$data/PG_VERSION" ]; then
    cluster_check
    cluster_take_password
else
    cluster_create
fi
exec 9>&-

as=()
[ -z "$account" ] || as=(setpriv --reuid="$account" --regid="$(id -g "$account")" --init-groups --)
exec ${as[@]+"${as[@]}"} "$bin/postgres" -D "$data" -c listen_addresses="$listen" -c port="$port" -c unix_socket_directories= \
    -c max_connections=100 -c shared_buffers=128MB -c maintenance_work_mem=256MB -c effective_cache_size=1GB -c jit=off "$@"
