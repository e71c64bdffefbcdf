# shellcheck shell=sh
# What the launchers of runtimes share. They define fail, and bin, the directory that they are in.

find_app() {
    here=$(dirname -- "$bin")
    # Beside bin/ in an image, in target/ in the source tree.
    for app in "$here/quarkus-app" "$here/target/quarkus-app"; do
        [ -f "$app/quarkus-run.jar" ] && return
    done
    fail "there is no quarkus-app/quarkus-run.jar in $here: build the server with ./mvnw -Dquick package."
}

# The first Java of version 25 or newer: the one asked for, the one on the PATH, those of the system.
find_java() {
    on_path=$(command -v java 2>/dev/null || true)
    [ -z "$on_path" ] || on_path=$(dirname -- "$(dirname -- "$(readlink -f -- "$on_path")")")
    for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        [ "${version:-0}" -ge 25 ] && return
    done
    fail "there is no Java 25: install a JDK 25 or point JAVA_HOME at one."
}

# Loopback alone, except in a cluster, where probes and clients come from elsewhere.
listen_in_cluster() {
    case ${KUBERNETES_SERVICE_HOST:-} in
        '') ;;
        *:*) export QUARKUS_HTTP_HOST="${QUARKUS_HTTP_HOST:-::}" ;;
        *) export QUARKUS_HTTP_HOST="${QUARKUS_HTTP_HOST:-0.0.0.0}" ;;
    esac
}
