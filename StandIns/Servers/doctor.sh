# shellcheck shell=bash disable=SC2154
# `./singularity doctor`, sourced by it: what this machine has and lacks. Every check is one line: ok, warn or fail, and a remedy.
. "$servers/lib/common.sh"
. "$servers/lib/nats.sh"
. "$servers/lib/postgres.sh"
tools=${SINGULARITY_TOOLS:-$root/.tools}

json=0
case "${1:-}" in
    '') ;;
    --json) json=1 ;;
    *) note "usage: ./singularity doctor [--json]"; exit 2 ;;
esac
needed_missing=0
records=''

quoted() { local text=${1//\\/\\\\}; text=${text//\"/\\\"}; text=${text//$'\t'/ }; printf '"%s"' "${text//$'\n'/ }"; }

# name, status, detail, remedy
check() {
    [ "$2" != fail ] || needed_missing=1
    if [ $json = 1 ]; then
        records="$records${records:+,}{\"name\":$(quoted "$1"),\"status\":$(quoted "$2"),\"detail\":$(quoted "$3"),\"remedy\":$(quoted "${4:-}")}"
    else
        printf '%-4s  %-17s %s\n' "$2" "$1" "$3"
        [ -z "${4:-}" ] || printf '%25s%s\n' '' "$4"
    fi
}

check_sdk() {
    local version where='get it from https://dotnet.microsoft.com/download/dotnet/10.0'
    if ! command -v dotnet >/dev/null 2>&1; then check sdk fail "no dotnet command" "$where"
    elif version=$(cd "$root" && dotnet --version 2>/dev/null); then check sdk ok ".NET SDK $version"
    else check sdk fail "the dotnet command finds no SDK 10.0.100 or newer" "$where"; fi
}

check_package_set() {
    [ -n "$(command -v dotnet)" ] || { check package-set warn "unknown without the .NET SDK"; return; }
    choose_package_set
    check package-set ok "$PackageSet: $set_reason"
}

check_container_engine() {
    local name
    if name=$(engine); then check container-engine ok "$name answers"
    elif [ "${PackageSet:-standin}" = nuget ]; then check container-engine fail "neither docker nor podman answers, which the package set nuget needs" "start one, or set PackageSet=standin"
    else check container-engine ok "none answers; the package set standin needs none"; fi
}

check_servers() {
    local remedy='run StandIns/Servers/install.sh (up and test do)'
    if nats_ready; then check nats-server ok "$(nats_version "$tools/bin/nats-server") in $tools/bin"
    else check nats-server fail "missing in $tools/bin" "$remedy"; fi
    if postgres_ready; then
        check postgresql ok "$(postgres_version "$tools/postgres/bin") in $(cd "$tools/postgres/bin" && pwd -P)"
        check pgvector ok "$(vector_version "$tools/postgres/bin")"
    elif [ -n "$(postgres_version "$tools/postgres/bin")" ]; then
        check postgresql ok "$(postgres_version "$tools/postgres/bin") in $tools/postgres/bin"
        check pgvector fail "missing in the PostgreSQL of $tools/postgres" "$remedy"
    else
        check postgresql fail "missing in $tools/postgres" "$remedy"
        check pgvector fail "missing without PostgreSQL" "$remedy"
    fi
}

# Who listens on port $1, as far as this account may see.
listener() {
    if command -v ss >/dev/null 2>&1; then ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -1
    elif command -v lsof >/dev/null 2>&1; then lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { print $1 ", process " $2 }'
    elif [ -r /proc/net/tcp ]; then listener_in_proc "$1"; fi
}

listener_in_proc() {
    local inode fd
    inode=$(awk -v port="$(printf ':%04X$' "$1")" '$4 == "0A" && $2 ~ port { print $10; exit }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    [ -n "$inode" ] || return 0
    fd=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" -print -quit 2>/dev/null || true)
    [ -z "$fd" ] || printf '%s, process %s' "$(cat "${fd%/fd/*}/comm")" "$(basename "${fd%/fd/*}")"
}

check_port() {
    local who
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then check "port-$1" ok "free for $2"; return; fi
    who=$(listener "$1")
    check "port-$1" warn "taken by ${who:-a process of another account}" "$3"
}

check_home() {
    local home=${SINGULARITY_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/singularity} place megabytes
    place=$home
    while [ ! -e "$place" ]; do place=$(dirname "$place"); done
    if [ ! -d "$place" ] || [ ! -w "$place" ]; then check home fail "$home cannot be written" "set SINGULARITY_HOME to a folder that you may write to"; return; fi
    megabytes=$(df -Pk "$place" | awk 'NR == 2 { print int($4 / 1024) }')
    if [ "$megabytes" -lt 200 ]; then check home fail "$home has $megabytes MiB free" "free 2 GiB, or set SINGULARITY_HOME to a folder with room"
    elif [ "$megabytes" -lt 2048 ]; then check home warn "$home has $megabytes MiB free" "free 2 GiB, or set SINGULARITY_HOME to a folder with room"
    else check home ok "$home, $((megabytes / 1024)) GiB free"; fi
}

# The model file that the services map: the one of this version, byte for byte.
check_model() {
    local file=package-text-128.bin source built
    source=$root/Singularity.Embeddings/Models/$file
    built=$(dirname "$cli")/Models/$file
    if [ ! -f "$source" ]; then check model warn "$source is missing, so search goes by words alone" "git checkout -- Singularity.Embeddings/Models"
    elif [ ! -f "$cli" ]; then check model ok "$source; not built yet"
    elif cmp -s "$source" "$built"; then check model ok "$built"
    else check model warn "$built is missing or not that of this version, so search goes by words alone" "cp '$source' '$built'"; fi
}

check_chromium() {
    local name
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then check chromium ok "$(command -v "$name")"; return; fi
    done
    check chromium ok "not installed; optional, for tests in a browser"
}

check_sdk
check_package_set
check_container_engine
check_servers
check_port 4222 NATS "up takes the next free port"
check_port 5432 PostgreSQL "up takes the next free port"
for port in 5080 5081 5082; do check_port "$port" "the services" "stop that process if it is not Singularity's own"; done
check_home
check_model
check_chromium

if [ $json = 1 ]; then
    if [ $needed_missing = 0 ]; then ok=true; else ok=false; fi
    printf '{"ok":%s,"checks":[%s]}\n' "$ok" "$records"
fi
exit $needed_missing
