# Sets JAVA_HOME to a JDK 25 or newer, or ends with one sentence that says what to install.
# Sourced by ./mvnw and ./gantry; needs only a POSIX shell.

jdk_major() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
    on_path=$(command -v javac 2>/dev/null)
    [ -n "$on_path" ] && on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
    for jdk in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
        [ -n "$jdk" ] || continue
        major=$(jdk_major "$jdk") || continue
        if [ -n "$major" ] && [ "$major" -ge 25 ]; then
            JAVA_HOME=$jdk
            export JAVA_HOME
            return 0
        fi
    done
    echo "Gantry needs a JDK 25: install one (for example Temurin 25) or point JAVA_HOME at it." >&2
    exit 1
}

find_jdk
