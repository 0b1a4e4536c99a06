# shellcheck shell=bash disable=SC2154
# Shared by install.sh and postgres.sh; sourced, never run.

say() { printf '%s\n' "servers: $*"; }
warn() { printf '%s\n' "servers: $*" >&2; }
die() { warn "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The account that PostgreSQL runs as when we are root, since it refuses to be root itself.
unprivileged_user() {
    local user
    for user in postgres nobody; do
        if id -u "$user" >/dev/null 2>&1; then printf '%s' "$user"; return; fi
    done
    return 1
}

run_as() {
    local user=$1
    shift
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
}

# The first folder on the way to $2 that account $1 may not pass; nothing when the way is free.
closed_folder() {
    local user=$1 path='' part parts
    IFS=/ read -r -a parts <<<"${2#/}"
    for part in "${parts[@]}"; do
        path="$path/$part"
        if [ -d "$path" ] && ! run_as "$user" test -x "$path"; then printf '%s' "$path"; return; fi
    done
}

# absolute path without resolving the last link
absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
