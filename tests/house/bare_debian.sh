#!/usr/bin/env bash
# Proves that the two commands work on a fresh machine: sets up a minimal Debian 12 in a directory (python3, git and make; no pip,
# no ensurepip, no compiler), copies the project into it, and there, in an empty environment, runs `make run` until it answers,
# once more on the same database, and then tests (those named as arguments, else some). Says how many seconds each step took.
# Needs root and debootstrap. The Debian is kept under XDG_CACHE_HOME or /var/cache, so that only the first proof downloads it.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
tests=${*:-tests/domain tests/services/test_signing.py tests/blueprints/test_signatures.py tests/house/test_settings.py}
base=${XDG_CACHE_HOME:-/var/cache}/partnership-tracker/bookworm-$(dpkg --print-architecture).tar
answer_limit_seconds=300
work=$(mktemp --directory)
root=$work/root
server=

stop_server() {
    [ -z "$server" ] || kill -TERM -- "-$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    server=
}
trap 'stop_server; rm --recursive --force --one-file-system "$work"' EXIT

fail() {
    echo "bare Debian: $1" >&2
    exit 1
}

step() { # step NAME COMMAND...: runs it and says how long it took
    local name=$1 began=$EPOCHREALTIME
    shift
    "$@"
    echo "bare Debian: $name: $(((${EPOCHREALTIME/./} - ${began/./}) / 100000))" | sed 's/\(.\)$/.\1 s/; s/: \./: 0./'
}

mirror() { # the address this machine's apt takes Debian from
    . /etc/os-release
    apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
        awk -v release="${VERSION_CODENAME:-}" '$1 == release && $2 == "main" { print $3; exit }'
}

make_base() {
    local address
    address=$(mirror)
    [ -n "$address" ] || fail "apt on this machine names no Debian mirror"
    eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
    http_proxy=${http_proxy:-} debootstrap --variant=minbase --include=python3,git,make,ca-certificates \
        bookworm "$work/base" "$address" >"$work/log" 2>&1 || fail "$(tail -n 20 "$work/log")"
    rm --recursive --force "$work"/base/var/cache/apt/* "$work"/base/var/lib/apt/lists/*
    mkdir --parents "$(dirname "$base")"
    tar --create --directory "$work/base" --file "$base.$$" . && mv "$base.$$" "$base"
}

set_up() {
    mkdir "$root"
    tar --extract --directory "$root" --file "$base"
    cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
    cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    echo "127.0.0.1 localhost" >"$root/etc/hosts"
    mkdir "$root/project"
    git -c safe.directory='*' -C "$project" ls-files -z --cached --others --exclude-standard |
        (cd "$project" && xargs --null ls -d 2>/dev/null || true) |
        tar --create --directory "$project" --files-from - | tar --extract --directory "$root/project" --no-same-owner
}

inside() { # inside COMMAND...: runs it in the project's copy; nothing of this environment comes along but the proxies
    local name names=()
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [ -z "${!name:-}" ] || names+=("$name=${!name}")
    done
    exec env --ignore-environment "${names[@]}" "$(command -v chroot)" "$root" /bin/sh -c 'cd /project && exec "$@"' sh "$@"
}
export -f inside
export root

answers() {
    exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$port" >&3
    head -n 1 <&3 | grep --quiet ' 200 '
}

serve() {
    setsid bash -c 'inside make run PORT="$1"' bash "$port" >"$work/log" 2>&1 </dev/null &
    server=$!
    local end=$((SECONDS + answer_limit_seconds))
    until (answers) 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || fail "make run ended: $(tail -n 30 "$work/log")"
        [ $SECONDS -lt $end ] || fail "make run did not answer in $answer_limit_seconds s: $(tail -n 30 "$work/log")"
        sleep 0.1
    done
}

[ "$(id --user)" = 0 ] || fail "needs root"
[ -f "$base" ] || step "fetching the Debian, once" make_base
step "setting it up" set_up
for tool in pip pip3 gcc cc uv; do
    [ -z "$(inside sh -c "command -v $tool" || true)" ] || fail "it is not bare: it has $tool"
done
! (inside python3 -m ensurepip) >/dev/null 2>&1 || fail "it is not bare: it has ensurepip"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
step "make run, from nothing to its first answer" serve
stop_server
step "make run, the second time" serve
stop_server
echo "bare Debian: make test ARGS='$tests'"
step "make test" bash -c 'inside make test ARGS="$1"' bash "$tests"
