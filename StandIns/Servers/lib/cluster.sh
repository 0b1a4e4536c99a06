# shellcheck shell=bash disable=SC2154
# The data directory of postgres.sh: account, creation, password, and who else uses it. Reads $data, $bin, $password.

refuse() { warn "$2"; exit "$1"; }

owner_of() { stat -c %U "$1" 2>/dev/null || stat -f %Su "$1"; }

# Sets $account to the account that the server runs as; empty: this one.
cluster_account() {
    local closed place
    account=''
    if [ "$(id -u)" != 0 ]; then
        if [ -e "$data" ] && [ ! -O "$data" ]; then
            refuse 3 "$data belongs to $(owner_of "$data"): start as that account or as root, or choose another data directory"
        fi
        mkdir -p "$(dirname "$data")" 2>/dev/null && [ -w "$(dirname "$data")" ] || [ -O "$data" ] \
            || refuse 3 "$(dirname "$data") cannot be written: choose another data directory"
        return
    fi
    have setpriv || die "PostgreSQL does not run as root, and setpriv (util-linux) is missing: start as an ordinary user"
    if [ -f "$data/PG_VERSION" ] && [ "$(owner_of "$data")" != root ]; then account=$(owner_of "$data")
    else account=$(unprivileged_user) || die "PostgreSQL does not run as root, and there is neither an account postgres nor nobody"; fi
    mkdir -p "$(dirname "$data")"
    for place in "$(dirname "$data")" "$bin"; do
        closed=$(closed_folder "$account" "$place")
        [ -z "$closed" ] || refuse 3 "$closed is closed to the account $account, which runs PostgreSQL, so $place cannot be reached: choose a place such as /var/lib/singularity, or \`chmod o+x $closed\`"
    done
}

as_account() { if [ -n "$account" ]; then run_as "$account" "$@"; else "$@"; fi; }

# One start at a time on a directory; an orphaned initdb of a killed start holds it until it ends. Released before the server runs.
cluster_lock() {
    exec 9>"$data.lock" || refuse 3 "$data.lock cannot be written: choose another data directory"
    ! have flock || flock -w 30 9 || refuse 5 "another start is busy with $data"
}

cluster_create() {
    local fresh=$data.initdb secret=$data.initdb.password log=$data.initdb.log child
    if [ -e "$data" ] && [ -n "$(ls -A "$data")" ]; then
        refuse 3 "$data is not empty and holds no PostgreSQL cluster: choose another data directory, or empty it"
    fi
    rm -rf "$fresh" "$secret" "$log"
    (umask 077 && mkdir "$fresh" && printf '%s\n' "$password" >"$secret")
    [ -z "$account" ] || chown "$account" "$fresh" "$secret"
    as_account "$bin/initdb" -D "$fresh" -U postgres --pwfile="$secret" -A scram-sha-256 -E UTF8 --locale="$(cluster_locale)" >"$log" 2>&1 &
    child=$!
    # shellcheck disable=SC2064
    trap "kill $child 2>/dev/null; rm -f '$secret' '$log'; exit 143" INT TERM
    if ! wait $child; then
        warn "initdb failed for $data:"
        tail -5 "$log" >&2
        rm -rf "$fresh" "$secret" "$log"
        exit 1
    fi
    trap - INT TERM
    rm -f "$secret" "$log"
    cluster_note_password "$fresh"
    [ ! -d "$data" ] || rmdir "$data"
    mv "$fresh" "$data"
    say "made a new PostgreSQL $(postgres_major "$bin") cluster in $data"
}

cluster_locale() { if [ "$(uname -s)" = Darwin ]; then printf C; else printf C.UTF-8; fi; }

cluster_check() {
    local made ours pid
    made=$(cat "$data/PG_VERSION") ours=$(postgres_major "$bin")
    [ "$made" = "$ours" ] || refuse 4 "$data was made by PostgreSQL $made, and $bin is $ours: set SINGULARITY_POSTGRES_BIN to the programs of PostgreSQL $made, or move $data away to begin anew"
    if [ -f "$data/postmaster.pid" ]; then
        pid=$(head -1 "$data/postmaster.pid")
        if [ -d /proc/self ]; then
            cluster_wait_for_orphans "$pid"
            # The number may be another process's by now, which PostgreSQL itself would take for its own server.
            if [ -d "/proc/$pid" ] && [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" != "$(cd "$data" && pwd -P)" ]; then rm -f "$data/postmaster.pid"; return; fi
        fi
        if kill -0 "$pid" 2>/dev/null; then
            refuse 5 "$data is in use by a running PostgreSQL (process $pid, port $(sed -n 4p "$data/postmaster.pid")): stop it with \`kill -INT $pid\`, or choose another data directory"
        fi
    fi
    [ -z "$account" ] || [ "$(owner_of "$data")" != root ] || chown -R "$account" "$data"
}

# Backends of a killed server end by themselves within moments; until then the directory cannot be used.
cluster_wait_for_orphans() {
    local tries real; real=$(cd "$data" && pwd -P)
    [ ! -d "/proc/$1" ] || return 0
    for tries in $(seq 50); do
        [ -n "$(find /proc -maxdepth 2 -name cwd -lname "$real" 2>/dev/null || true)" ] || return 0
        [ "$tries" = 50 ] || sleep 0.1
    done
}

sha256() { if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1; }

cluster_note_password() {
    local salt; salt=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s %s\n' "$salt" "$(printf '%s%s' "$salt" "$password" | sha256)" >"$1/singularity.password.new")
    [ -z "$account" ] || chown "$account" "$1/singularity.password.new"
    mv "$1/singularity.password.new" "$1/singularity.password"
}

# The password's salted hash is kept in the data directory; where it differs, the password is set anew before the server starts.
cluster_take_password() {
    local salt='' hash='' answer
    [ ! -r "$data/singularity.password" ] || read -r salt hash <"$data/singularity.password" || true
    [ -z "$hash" ] || [ "$hash" != "$(printf '%s%s' "$salt" "$password" | sha256)" ] || return 0
    answer=$(printf "ALTER ROLE postgres WITH LOGIN PASSWORD '%s'\n" "${password//\'/\'\'}" \
        | as_account "$bin/postgres" --single -D "$data" -c unix_socket_directories= -c log_min_error_statement=panic \
            -c standard_conforming_strings=on -c password_encryption=scram-sha-256 postgres 2>&1 >/dev/null) || answer="FATAL $answer"
    case $answer in
        *ERROR* | *FATAL* | *PANIC*) die "the changed password could not be set in $data: $(printf '%s' "$answer" | tail -3)" ;;
    esac
    cluster_note_password "$data"
    say "the password of $data had changed: set anew for the account postgres"
}
