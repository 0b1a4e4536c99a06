#!/bin/sh
# Stops what an AppHost started when the AppHost ends without having done so (kill -9). It reads from the AppHost:
#   add ORDER PID SIGNAL   a process to stop; higher orders first
#   remove PID             it has ended
#   dir PATH               a temporary folder to remove
# and acts when the pipe closes. A process is known by its pid and the time it started, so a reused pid is never hit.
trap '' INT TERM HUP
exec >/dev/null 2>&1
patience=100 # tenths of a second until SIGKILL

born() {
    if [ -r "/proc/$1/stat" ]; then
        # After the name in brackets: the state, and 19 fields later the start time. A zombie has ended.
        sed -e 's/^.*) //' "/proc/$1/stat" | awk '$1 != "Z" { print $20 }'
    else
        ps -o lstart= -p "$1"
    fi
}

list=''
dirs=''
while read -r verb first second third; do
    case $verb in
        add)
            list="$list$first $second $third $(born "$second" | tr ' ' '_')
" ;;
        remove)
            list=$(printf '%s' "$list" | awk -v pid="$first" '$2 != pid')
            [ -z "$list" ] || list="$list
" ;;
        dir)
            dirs="$dirs$first
" ;;
    esac
done

printf '%s' "$list" | sort -rn | while read -r order pid signal start; do
    alive() { [ -n "$start" ] && [ "$(born "$pid" | tr ' ' '_')" = "$start" ]; }
    alive || continue
    kill "-$signal" "$pid"
    tenths=0
    while alive && [ "$tenths" -lt "$patience" ]; do
        sleep 0.1
        tenths=$((tenths + 1))
    done
    alive || continue
    kill -9 "-$pid"
done

printf '%s' "$dirs" | while read -r dir; do
    case $dir in */aspire-run-*) rm -rf "$dir" ;; esac
done
