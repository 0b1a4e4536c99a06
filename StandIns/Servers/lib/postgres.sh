# shellcheck shell=bash disable=SC2154
# PostgreSQL with pgvector: .tools/postgres/bin/*

postgres_version() { "$1/postgres" --version 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9][0-9.]*\).*/\1/p'; }
postgres_major() { local version; version=$(postgres_version "$1"); printf '%s' "${version%%.*}"; }

# PostgreSQL finds its files relative to its own, real program file.
postgres_share() {
    if [ -x "$1/pg_config" ]; then "$1/pg_config" --sharedir 2>/dev/null && return; fi
    local real; real=$(cd "$1" 2>/dev/null && pwd -P) || return 1
    case $real in
        */lib/postgresql/*/bin) printf '%s/share/postgresql/%s' "${real%/lib/postgresql/*}" "$(postgres_major "$1")" ;;
        *) printf '%s/share' "${real%/bin}" ;;
    esac
}

vector_version() {
    local share; share=$(postgres_share "$1") || return 1
    sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" "$share/extension/vector.control" 2>/dev/null
}

postgres_good() { [ -x "$1/initdb" ] && [ -n "$(postgres_major "$1")" ] && [ -n "$(vector_version "$1")" ]; }
postgres_ready() { postgres_good "$tools/postgres/bin"; }

postgres_link() {
    local target=$1
    rm -rf "$tools/.unpacking.link.$$" && ln -s "$target" "$tools/.unpacking.link.$$"
    [ -L "$tools/postgres" ] || rm -rf "$tools/postgres"
    mv -fT "$tools/.unpacking.link.$$" "$tools/postgres" 2>/dev/null || { rm -f "$tools/postgres"; ln -s "$target" "$tools/postgres"; }
    say "PostgreSQL $(postgres_version "$tools/postgres/bin") with pgvector $(vector_version "$tools/postgres/bin") from $2"
}

# Newest first: what PATH names, then the usual places of the distributions, Homebrew and Postgres.app.
postgres_candidates() {
    {
        local on_path; on_path=$(command -v postgres || true)
        [ -n "$on_path" ] && dirname "$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")"
        ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
            /Applications/Postgres.app/Contents/Versions/*/bin 2>/dev/null | sort -rV
    } | awk '!seen[$0]++'
}

postgres_install() {
    local bin newest=''
    if [ -n "${SINGULARITY_POSTGRES_BIN:-}" ]; then
        bin=${SINGULARITY_POSTGRES_BIN%/}
        [ -x "$bin/postgres" ] || die "SINGULARITY_POSTGRES_BIN=$bin holds no postgres program; correct or unset it"
        postgres_good "$bin" || die "the PostgreSQL in SINGULARITY_POSTGRES_BIN=$bin has no pgvector; install it there, or unset the variable"
        [ "$(basename "$bin")" = bin ] || die "SINGULARITY_POSTGRES_BIN=$bin must name a folder called bin; correct or unset it"
        bin=$(cd "$bin/.." && pwd)
        [ "$(readlink "$tools/postgres" 2>/dev/null)" = "$bin" ] || postgres_link "$bin" "$bin/bin"
        return
    fi
    postgres_ready && return
    while read -r bin; do
        [ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] && [ -n "$(postgres_major "$bin")" ] || continue
        if postgres_good "$bin"; then postgres_link "$(dirname "$bin")" "$bin"; return; fi
        case $bin in /usr/lib/postgresql/*) [ -n "$newest" ] || newest=$bin ;; esac
    done < <(postgres_candidates)
    postgres_fetch "$newest"
}
