#!/bin/sh
# Fresh secrets for docker-compose.yml; what exists is never overwritten.
set -eu
cd "$(dirname "$0")/.."
if [ -e secrets/secret_key ]; then
    echo "secrets/ はすでにあります。そのまま使います。 / secrets/ exists already and stays as it is."
    exit 0
fi
letters() { LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c "$1"; }
mkdir -p secrets
chmod 700 secrets
password=$(letters 40)
letters 60 >secrets/secret_key
printf %s "$password" >secrets/postgres_password
printf 'postgres://hidane:%s@postgres:5432/hidane' "$password" >secrets/database_url
# Readable inside the container, where another user runs; the folder keeps everybody else out on this machine.
chmod 444 secrets/*
echo "secrets/ を作りました。バックアップと一緒に、別の安全な場所にも控えてください。"
echo "secrets/ is made. Keep a copy in a safe place, with the backups."
