# Shared by deploy/demo and tests/run: system packages and the Rust toolchain. Sourced, never run.
# Uses `say` (one line to the person at the terminal) of the script that sources it. Idempotent and quiet.

readonly OLDEST_RUST=1.95

# What the program is built from and runs on.
PACKAGES=(
    build-essential ca-certificates clang cmake dovecot-imapd libclang-dev libheif-dev libleptonica-dev libtesseract-dev pkg-config
    openssl postgresql-15 tesseract-ocr tesseract-ocr-fra util-linux
)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say_failure "root or sudo: $*"
        return 1
    fi
}

# Runs a command with its output in a log, shown only when it fails.
quietly() {
    local log
    log="$(mktemp)"
    if ! "$@" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Prints the packages, of those named, that are not installed. Any PostgreSQL from 15 on will do.
missing_packages() {
    local package
    for package in "$@"; do
        case "$package" in
        postgresql-15) [ -n "$(newest_postgresql)" ] || echo "$package" ;;
        *) dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package" ;;
        esac
    done
}

newest_postgresql() {
    local folder major
    for folder in /usr/lib/postgresql/*/bin; do
        major="$(basename "$(dirname "$folder")")"
        if [ -x "$folder/initdb" ] && [ -x "$folder/psql" ] && [ "$major" -ge 15 ] 2>/dev/null; then
            echo "$folder"
        fi
    done | tail -n 1
}

# Installs the packages named that are missing.
install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    command -v apt-get >/dev/null || {
        say_failure "apt-get: ${missing[*]}"
        return 1
    }
    say_installing "${missing[*]}"
    if [[ " ${missing[*]} " == *" postgresql-15 "* ]]; then
        no_system_cluster
    fi
    if [[ " ${missing[*]} " == *" dovecot-imapd "* ]]; then
        no_system_dovecot
    fi
    quietly as_root apt-get -q update
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}"
}

# The program runs its own PostgreSQL: Debian's package must not start one for the whole machine.
no_system_cluster() {
    [ -e /etc/postgresql-common/createcluster.conf ] && return 0
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
}

# The demonstration and the tests start a Dovecot of their own, from a configuration of their own on ports of their own: the
# package must not start one for the whole machine. Masked before it is installed, the service is never started; an
# administrator who wants it unmasks it (systemctl unmask dovecot.service dovecot.socket).
no_system_dovecot() {
    command -v systemctl >/dev/null || return 0
    as_root systemctl mask --quiet dovecot.service dovecot.socket 2>/dev/null || true
}

# Finds cargo where rustup and distributions put it; the pinned toolchain, else an installed one that is recent enough.
find_rust() {
    local folder caller=""
    # Under sudo, the toolchain is often that of the person who called.
    [ -z "${SUDO_USER:-}" ] || caller="$(getent passwd "$SUDO_USER" | cut -d: -f6)"
    for folder in "${CARGO_HOME:-$HOME/.cargo}/bin" /usr/local/cargo/bin /opt/cargo/bin ${caller:+"$caller/.cargo/bin"}; do
        [ -x "$folder/cargo" ] && PATH="$PATH:$folder"
    done
    export PATH
    if [ -n "$caller" ] && [ ! -d "${RUSTUP_HOME:-$HOME/.rustup}" ] && [ -d "$caller/.rustup" ]; then
        export RUSTUP_HOME="$caller/.rustup"
    fi
    if ! recent_rust; then
        local toolchain
        for toolchain in $(rustup toolchain list 2>/dev/null | awk '{print $1}' | grep -v nightly); do
            if RUSTUP_TOOLCHAIN="$toolchain" recent_rust; then
                export RUSTUP_TOOLCHAIN="$toolchain"
                return 0
            fi
        done
        return 1
    fi
}

recent_rust() {
    local version
    version="$(cargo --version 2>/dev/null | awk '{print $2}')"
    [ -n "$version" ] && [ "$(printf '%s\n' "$OLDEST_RUST" "$version" | sort -V | head -n 1)" = "$OLDEST_RUST" ]
}
