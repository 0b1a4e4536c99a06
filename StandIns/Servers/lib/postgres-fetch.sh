# shellcheck shell=bash disable=SC2154
# Fetches what postgres.sh could not find: a private PostgreSQL with pgvector, unpacked beside its final place and renamed at the end.

# Where the private copy goes: under .tools, unless the account that PostgreSQL runs as cannot reach that.
postgres_home() {
    local user closed
    if [ "$(id -u)" = 0 ] && user=$(unprivileged_user); then
        closed=$(closed_folder "$user" "$tools")
        if [ -n "$closed" ]; then
            say "$closed is closed to the account $user, which runs PostgreSQL: its programs go to /var/lib/singularity" >&2
            printf '/var/lib/singularity/%s' "$(printf '%s' "$tools" | cksum | cut -d' ' -f1)"
            return
        fi
    fi
    printf '%s' "$tools"
}

# $1: the programs' folder of an installed PostgreSQL without pgvector; empty: none is installed.
postgres_fetch() {
    local installed=$1 home stage major bin
    apt_available || die "PostgreSQL with pgvector is missing: $(remedy postgres)"
    home=$(postgres_home)
    mkdir -p "$home"
    stage=$home/.unpacking.pg.$$
    mkdir -p "$stage"
    chmod 755 "$stage"
    apt_prepare own || die "the package mirrors do not answer: $(remedy postgres)$(last_words "$work/own/log")"
    if [ -n "$installed" ]; then
        major=$(postgres_major "$installed")
        say "PostgreSQL $major is installed without pgvector: adding it to a private copy"
        mkdir -p "$stage/usr/lib/postgresql" "$stage/usr/share/postgresql"
        cp -a "/usr/lib/postgresql/$major" "$stage/usr/lib/postgresql/"
        cp -a "/usr/share/postgresql/$major" "$stage/usr/share/postgresql/"
    else
        major=$(APT_CONFIG=$work/own/apt.conf apt-cache pkgnames postgresql- | sed -n 's/^postgresql-\([0-9]*\)$/\1/p' | sort -n | tail -1)
        [ -n "$major" ] || die "the package mirrors offer no PostgreSQL: $(remedy postgres)$(last_words "$work/own/log")"
        say "PostgreSQL is not installed: fetching version $major for private use"
        postgres_unpack "$major" "$stage"
    fi
    bin=$stage/usr/lib/postgresql/$major/bin
    vector_unpack "$major" "$stage" || vector_build "$major" "$stage" "$bin"
    [ -n "$(vector_version "$bin")" ] || die "pgvector did not arrive in the private PostgreSQL: $(remedy postgres)"
    rm -rf "$stage"/usr/{include,share/doc,share/man,share/locale} "$stage/usr/share/postgresql/$major/man" \
        "$stage"/usr/lib/postgresql/*/lib/bitcode "$stage"/usr/lib/postgresql/*/lib/pgxs
    [ ! -d "$home/pg" ] || mv "$home/pg" "$home/.unpacking.old.$$"
    mv "$stage" "$home/pg"
    rm -rf "$home/.unpacking.old.$$"
    bin=usr/lib/postgresql/$major
    [ ! -d "$home/pg/wrapped" ] || bin=wrapped
    if [ "$home" = "$tools" ]; then postgres_link "pg/$bin" "$tools/pg"; else postgres_link "$home/pg/$bin" "$home/pg"; fi
}

# The server, its client programs and the libraries that this machine lacks; no LLVM, since postgres.sh turns its JIT off.
postgres_unpack() {
    local major=$1 stage=$2 packages package
    packages=$(APT_CONFIG=$work/own/apt.conf apt-get -s --no-install-recommends install "postgresql-$major" 2>>"$work/own/log" \
        | awk '$1 == "Inst" { print $2 }' | grep -E "^(postgresql-(client-)?$major|lib.*|tzdata)$" | grep -vE '^lib(llvm|z3|edit|bsd|md|perl|gdbm)|-perl$' || true)
    case $packages in *"postgresql-$major"*) ;; *) packages="$packages postgresql-$major postgresql-client-$major" ;; esac
    # shellcheck disable=SC2086
    apt_fetch own $packages || die "PostgreSQL could not be fetched: $(remedy postgres)$(last_words "$work/own/log")"
    for package in "$work"/own/get/*.deb; do dpkg -x "$package" "$stage" || die "$(basename "$package") does not unpack"; done
    rm -f "$work"/own/get/*.deb
    postgres_wrap "$stage" "$stage/usr/lib/postgresql/$major/bin"
}

# Libraries that came along are found through LD_LIBRARY_PATH; the wrappers set it and become the program.
postgres_wrap() {
    local stage=$1 bin=$2 libraries program
    libraries=$(find "$stage/usr/lib" "$stage/lib" -name '*.so.*' -not -path '*/postgresql/*' -printf '%h\n' 2>/dev/null | sort -u | sed "s|^$stage/||" || true)
    [ -n "$libraries" ] || return 0
    mkdir -p "$stage/wrapped/bin"
    for program in "$bin"/*; do
        {
            echo '#!/bin/sh'
            echo "root=\$(cd \"\$(dirname \"\$(readlink -f \"\$0\")\")/../..\" && pwd)"
            printf '%s\n' "$libraries" | awk '{ p = p (NR > 1 ? ":" : "") "$root/" $0 } END { print "export LD_LIBRARY_PATH=\"" p "${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\"" }'
            echo "exec \"\$root/${bin#"$stage"/}/$(basename "$program")\" \"\$@\""
        } >"$stage/wrapped/bin/$(basename "$program")"
        chmod 755 "$stage/wrapped/bin/$(basename "$program")"
    done
}

vector_unpack() {
    apt_fetch own "postgresql-$1-pgvector" || return 1
    dpkg -x "$work"/own/get/postgresql-"$1"-pgvector_*.deb "$2" || return 1
    say "pgvector comes from the distribution's package"
}

# No package for this PostgreSQL: compiles the distribution's source package against it.
vector_build() {
    local major=$1 stage=$2 bin=$3 tool missing='' suite source=$work/pgvector
    for tool in make gcc; do have $tool || missing="$missing $tool"; done
    [ -z "$missing" ] || die "pgvector must be compiled for PostgreSQL $major, and this machine lacks:$missing. Run \`apt-get install gcc libc6-dev make\` as root, then set-up again"
    echo '#include <stdio.h>' | gcc -E - >/dev/null 2>&1 || die "pgvector must be compiled, and the C library's headers are missing. Run \`apt-get install libc6-dev\` as root, then set-up again"
    apt_fetch own "postgresql-server-dev-$major" || die "postgresql-server-dev-$major could not be fetched: $(remedy postgres)$(last_words "$work/own/log")"
    dpkg -x "$work"/own/get/postgresql-server-dev-"$major"_*.deb "$stage"
    mkdir -p "$source"
    for suite in trixie forky; do
        apt_source deb-src "$suite" "$work/src-$suite.list" || break
        apt_prepare "src-$suite" "$work/src-$suite.list" || continue
        (cd "$work/src-$suite/get" && APT_CONFIG=$work/src-$suite/apt.conf apt-get -qq source --download-only pgvector) >>"$work/src-$suite/log" 2>&1 || continue
        tar -xf "$work/src-$suite"/get/pgvector_*.orig.tar.* -C "$source" --strip-components=1 && break
    done
    [ -f "$source/vector.control" ] || die "pgvector's source package could not be fetched: $(remedy postgres)$(last_words "$work"/src-*/log)"
    say "compiling pgvector $(sed -n "s/^default_version *= *'\(.*\)'/\1/p" "$source/vector.control") for PostgreSQL $major"
    make -s -j2 -C "$source" OPTFLAGS="" with_llvm=no PG_CONFIG="$bin/pg_config" all install >"$work/make.log" 2>&1 \
        || die "pgvector does not compile:$(printf '\n'; tail -8 "$work/make.log")"
}
