# shellcheck shell=bash disable=SC2154
# A temporary apt: its own lists, cache and sources, so that nothing of the machine's own apt changes and no root is needed.
# Mirrors, keys, proxies and credentials are the machine's configured ones.

apt_available() { have apt-get && have dpkg; }

# Makes ready $work/$1 for the sources in file $2 (empty: the machine's own) and updates its index.
apt_prepare() {
    local dir=$work/$1 sources=${2:-}
    [ -f "$dir/ready" ] && return
    mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/get" "$dir/none"
    {
        echo "Dir::State::Lists \"$dir/lists\";"
        echo "Dir::Cache \"$dir/cache\";"
        echo "Debug::NoLocking \"true\";"
        echo "Acquire::Languages \"none\";"
        echo "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled \"false\";"
        echo "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled \"false\";"
        echo "Acquire::Retries \"2\";"
        echo "#clear APT::Update::Post-Invoke;"
        echo "#clear APT::Update::Post-Invoke-Success;"
        if [ -n "$sources" ]; then
            echo "APT::Update::Error-Mode \"any\";"
            echo "Dir::Etc::SourceList \"$sources\";"
            echo "Dir::Etc::SourceParts \"$dir/none\";"
            echo "Dir::Etc::PreferencesParts \"$dir/none\";"
        fi
    } >"$dir/apt.conf"
    # apt downloads as its own account where that exists.
    if [ "$(id -u)" = 0 ] && id -u _apt >/dev/null 2>&1; then chown -R _apt "$dir/lists" "$dir/cache" "$dir/get"; fi
    APT_CONFIG=$dir/apt.conf apt-get -qq update >"$dir/log" 2>&1 || return 1
    : >"$dir/ready"
}

# $1 configuration, then package names: downloads their .deb files to $work/$1/get.
apt_fetch() {
    local dir=$work/$1
    shift
    (cd "$dir/get" && APT_CONFIG=$dir/apt.conf apt-get -qq download "$@") >>"$dir/log" 2>&1
}

# The distribution's main mirror, as the machine's own apt is configured to reach it.
apt_mirror() {
    # shellcheck disable=SC1091
    local codename; codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 2>/dev/null \
        | awk -v c="$codename" '$2 == c || $2 ~ /stable$/ { print $1; exit }' >"$work/mirror"
    # indextargets knows only what was updated before; the addresses of an update are known without one.
    [ -s "$work/mirror" ] || apt-get --print-uris -o Debug::NoLocking=true update 2>/dev/null \
        | sed -n "s|^'\(.*\)/dists/\([^/]*\)/InRelease'.*|\1 \2|p" \
        | awk -v c="$codename" '$2 == c || $2 ~ /stable$/ { print $1; exit }' >"$work/mirror"
    [ -s "$work/mirror" ] && head -1 "$work/mirror"
}

# Writes a source line of type $1 (deb, deb-src) for suite $2 to file $3.
apt_source() {
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg options=''
    mirror=$(apt_mirror) || return 1
    [ -f "$keyring" ] && options="[signed-by=$keyring] "
    printf '%s %s%s %s main\n' "$1" "$options" "$mirror" "$2" >"$3"
}

is_debian() { [ -f /etc/os-release ] && (. /etc/os-release && [ "${ID:-}" = debian ]); }
