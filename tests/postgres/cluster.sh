#!/bin/sh
# A PostgreSQL cluster for tests, in a temporary folder, on loopback: run as root it belongs to another user, as
# PostgreSQL wants it. Whoever starts one stops it; if they are killed, a watcher does.
# SPDX-License-Identifier: MIT
set -eu

usage() {
    cat >&2 <<'TEXT'
usage: cluster.sh make <pid> [<folder>]
                                    makes and starts a cluster, a copy of that folder's template if it has
                                    one; prints its folder, which has its address in the file url; it is
                                    removed when the process of this pid is gone
       cluster.sh start <folder>    starts it again, at the same address
       cluster.sh stop <folder> [fast | immediate]
       cluster.sh kill <folder>     kills its first process hard
       cluster.sh pool <folder>     starts pgbouncer before it, in transaction mode, with two connections;
                                    its address is in the file pooler_url
       cluster.sh standby <pid> <primary>
                                    as make, a standby of the cluster in that folder
       cluster.sh rejoin <folder> <primary>
                                    makes a standby of what was one, at its old address
       cluster.sh encrypt <folder>  lets it speak TLS, with a certificate of its own
       cluster.sh promote <folder>  makes a standby the primary
       cluster.sh remove <folder>
       cluster.sh setup <file>      as make, for the calling process's parent; keeps the folder in the file,
                                    and in that a template for others
       cluster.sh cleanup <file>
TEXT
    exit 2
}

[ $# -ge 2 ] || usage
what=$1
folder=$2
self=$(cd "$(dirname "$0")" && pwd)/cluster.sh

as_owner() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        runuser -u postgres -- "$@"
    else
        runuser -u nobody -- "$@"
    fi
}

# The newest server there is: Debian keeps it out of the path.
pgbouncer=$(command -v pgbouncer || echo /usr/sbin/pgbouncer)
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -1)
[ -n "$programs" ] || programs=$(pg_config --bindir)

start() { # with a port; on a disk that can be full, if what makes it so is there: see full_disk.cpp
    full_disk=
    [ ! -f "$folder/full_disk.so" ] || full_disk="env LD_PRELOAD=$folder/full_disk.so FULL_DISK=$folder/small"
    # shellcheck disable=SC2086
    as_owner $full_disk "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 -s \
        -o "-p $1 -k $folder" start >/dev/null 2>&1 </dev/null
}
stop() {
    as_owner "$programs/pg_ctl" -D "$folder/data" -m "${1:-immediate}" -w -s stop >/dev/null 2>&1 </dev/null || true
}
remove() {
    [ ! -f "$folder/pgbouncer.pid" ] || kill "$(cat "$folder/pgbouncer.pid")" 2>/dev/null || true
    stop
    rm -rf "$folder"
}

start_somewhere() { # and keep the address
    tries=0
    while :; do
        port=$(free_port "$tries")
        if start "$port"; then break; fi
        tries=$((tries + 1))
        [ "$tries" -lt 10 ] || exit 1
    done
    echo "$port" >"$folder/port"
    echo "postgresql://crudite@127.0.0.1:$port/postgres" >"$folder/url"
}
watch_over() { # with the pid to watch
    setsid sh "$self" watch "$folder" "$1" >/dev/null 2>&1 </dev/null &
}
new_folder() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/crudite-postgres-XXXXXX")
    [ "$(id -u)" -ne 0 ] || chown "$(as_owner id -un)" "$folder"
    trap 'cat "$folder"/*.log >&2; remove' EXIT
    cd "$folder"
}

free_port() { # with a number that makes this try another than the last
    awk -v seed="$$$1$(date +%N)" 'BEGIN { srand(seed % 1000003); print int(20000 + rand() * 12000) }'
}
pool() {
    for tries in 1 2 3 4 5 6 7 8 9; do
        port=$(free_port "$tries")
        as_owner sh -c "cat >'$folder/pgbouncer.ini'" <<TEXT
[databases]
* = host=127.0.0.1 port=$(cat "$folder/port") user=crudite
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir =
auth_type = any
admin_users = crudite
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
logfile = $folder/pgbouncer.log
pidfile = $folder/pgbouncer.pid
TEXT
        if as_owner "$pgbouncer" -q -d "$folder/pgbouncer.ini" >/dev/null 2>&1 </dev/null; then
            # It listens a little after it has gone to the background.
            looks=0
            until "$programs/pg_isready" -q -h 127.0.0.1 -p "$port" || [ "$looks" -eq 500 ]; do
                looks=$((looks + 1))
                sleep 0.02
            done
            echo "postgresql://crudite@127.0.0.1:$port" >"$folder/pooler_url"
            return 0
        fi
    done
    exit 1
}

make() { # with the pid to watch, and the folder of a cluster that may have a template
    new_folder
    if [ -d "${2:-}/template" ]; then
        as_owner cp -R "$2/template" data
    else
        as_owner "$programs/initdb" -D data -U crudite -A trust -E UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1
    fi
    [ "$what" != setup ] || as_owner cp -R data template
    as_owner sh -c 'cat >>data/postgresql.conf' <<'TEXT'
listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 32MB
fsync = off
full_page_writes = off
synchronous_commit = off
log_min_messages = warning
TEXT
    # For figures of writes that are on the disk. The last line of a setting counts.
    [ -z "${CRUDITE_CLUSTER_DURABLE:-}" ] ||
        printf '%s = on\n' fsync full_page_writes synchronous_commit | as_owner sh -c 'cat >>data/postgresql.conf'
    start_somewhere
    watch_over "$1"
    trap - EXIT
}

copy() { # with the primary's folder
    as_owner "$programs/pg_basebackup" -D "$folder/data" -R -X stream -c fast --no-sync \
        -d "host=127.0.0.1 port=$(cat "$1/port") user=crudite" >"$folder/backup.log" 2>&1 </dev/null
}

case $what in
make)
    make "$folder" "${3:-}"
    echo "$folder"
    ;;
setup)
    file=$folder
    if [ -s "$file" ]; then sh "$self" remove "$(cat "$file")"; fi
    make "$PPID"
    echo "$folder" >"$file"
    ;;
cleanup)
    file=$folder
    sh "$self" remove "$(cat "$file")"
    rm -f "$file"
    ;;
standby)
    pid=$folder
    new_folder
    copy "$3"
    start_somewhere
    watch_over "$pid"
    trap - EXIT
    echo "$folder"
    ;;
rejoin)
    stop
    rm -rf "$folder/data"
    copy "$3"
    start "$(cat "$folder/port")"
    ;;
promote)
    as_owner "$programs/pg_ctl" -D "$folder/data" -w -t 60 -s promote >/dev/null 2>&1 </dev/null
    ;;
encrypt)
    as_owner openssl req -new -x509 -nodes -subj /CN=localhost -keyout "$folder/data/server.key" \
        -out "$folder/data/server.crt" >/dev/null 2>&1
    as_owner chmod 600 "$folder/data/server.key"
    echo 'ssl = on' | as_owner sh -c "cat >>'$folder/data/postgresql.conf'"
    as_owner "$programs/pg_ctl" -D "$folder/data" -s reload
    ;;
start) start "$(cat "$folder/port")" ;;
pool) pool ;;
stop) stop "${3:-fast}" ;;
kill) kill -9 "$(head -n 1 "$folder/data/postmaster.pid")" ;;
remove) remove ;;
watch)
    while kill -0 "$3" 2>/dev/null && [ -d "$folder" ]; do sleep 1; done
    if [ -d "$folder" ]; then remove; fi
    ;;
*) usage ;;
esac
