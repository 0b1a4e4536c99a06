# shellcheck shell=bash disable=SC2154
# nats-server: .tools/bin/nats-server

nats_version() { "$1" --version 2>/dev/null | sed -n 's/^nats-server: v\([0-9][0-9.]*\).*/\1/p'; }

# JetStream's key-value store as used here needs 2.9.
nats_good() {
    local version; version=$(nats_version "$1") || return 1
    case $version in '' | 0.* | 1.* | 2.[0-8].*) return 1 ;; esac
}

nats_ready() { nats_good "$tools/bin/nats-server"; }

nats_place() {
    mkdir -p "$tools/bin"
    cp "$1" "$tools/bin/.nats-server.$$"
    chmod 755 "$tools/bin/.nats-server.$$"
    mv -f "$tools/bin/.nats-server.$$" "$tools/bin/nats-server"
    say "nats-server $(nats_version "$tools/bin/nats-server") from $2"
}

nats_install() {
    local candidate
    if [ -n "${SINGULARITY_NATS_SERVER:-}" ]; then
        [ -x "$SINGULARITY_NATS_SERVER" ] || die "SINGULARITY_NATS_SERVER=$SINGULARITY_NATS_SERVER is no executable file; correct or unset it"
        nats_good "$SINGULARITY_NATS_SERVER" || die "SINGULARITY_NATS_SERVER=$SINGULARITY_NATS_SERVER is not nats-server 2.9 or newer; correct or unset it"
        cmp -s "$SINGULARITY_NATS_SERVER" "$tools/bin/nats-server" || nats_place "$SINGULARITY_NATS_SERVER" "$SINGULARITY_NATS_SERVER"
        return
    fi
    nats_ready && return
    for candidate in "$(command -v nats-server || true)" /usr/local/bin/nats-server /usr/sbin/nats-server /opt/homebrew/bin/nats-server; do
        if [ -x "$candidate" ] && nats_good "$candidate"; then nats_place "$candidate" "$candidate"; return; fi
    done
    nats_fetch
}

nats_fetch() {
    local suite
    apt_available || die "nats-server is missing: $(remedy nats)"
    if is_debian; then
        for suite in forky trixie bookworm; do
            apt_source deb "$suite" "$work/nats-$suite.list" || break
            if apt_prepare "nats-$suite" "$work/nats-$suite.list" && nats_unpack "nats-$suite"; then return; fi
        done
    fi
    if apt_prepare nats-own && nats_unpack nats-own; then return; fi
    die "nats-server could not be fetched from the package mirrors: $(remedy nats)$(last_words "$work"/nats-*/log)"
}

nats_unpack() {
    local unpacked=$work/$1/nats
    apt_fetch "$1" nats-server || return 1
    dpkg -x "$work/$1"/get/nats-server_*.deb "$unpacked"
    # A newer suite's build may need a newer libc than this machine has.
    nats_good "$unpacked/usr/sbin/nats-server" || nats_good "$unpacked/usr/bin/nats-server" || return 1
    nats_place "$(ls "$unpacked"/usr/*bin/nats-server)" "the distribution's package ($(basename "$work/$1"/get/nats-server_*.deb))"
}
