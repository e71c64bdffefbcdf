package io.gantry.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What makes PostgreSQL run for root: a user namespace, in which root's files belong to the
/// overflow user, who is also the one the server sees itself as.
final class Unprivileged {

    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    private Unprivileged() {}

    static List<String> prefix() {
        if (!isRoot()) {
            return List.of();
        }
        if (!Namespaces.ALLOWED) {
            throw new InfrastructureException(
                    "PostgreSQL does not run as root, and this machine lets root make no user namespace (unshare --user): start as an ordinary user, in a container with USER or --user");
        }
        return NAMESPACE;
    }

    /// Not the user's name, which containers often lack or alter.
    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
                    && uid == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /// Tried once, and only by root.
    private static final class Namespaces {
        private static final boolean ALLOWED = succeeds(List.of("unshare", "--user", "true"));
    }

    static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted while running " + command, e);
        }
    }
}
