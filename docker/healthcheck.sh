#!/usr/bin/env bash
# Exits 0 where HOST PORT PATH answers 200; needs nothing but bash, as JRE images have no curl.
set -euo pipefail
host=$1 port=$2 path=$3
exec 3<>"/dev/tcp/$host/$port"
printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$path" "$host" >&3
read -r -t 2 _ status _ <&3
[ "$status" = 200 ]
