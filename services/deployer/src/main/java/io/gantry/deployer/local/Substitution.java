package io.gantry.deployer.local;

import io.gantry.deployer.platform.ModelMount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the machine's paths and ports in the place of the container's.
///
/// A mount path is replaced wherever it stands as a whole path or its beginning. A port is replaced
/// where an argument is the port or ends in `=port` or `:port`, and where a variable is the port.
final class Substitution {

    private static final String NO_NAME_BEFORE = "(?<![A-Za-z0-9._-])";
    private static final String NO_NAME_AFTER = "(?![A-Za-z0-9._-])";

    private final List<ModelMount> mounts;
    private final Map<Integer, Integer> ports;

    Substitution(List<ModelMount> mounts, Map<Integer, Integer> ports) {
        this.mounts =
                mounts.stream()
                        .sorted(
                                Comparator.comparingInt(
                                        (ModelMount mount) -> -mount.mountPath().length()))
                        .toList();
        this.ports = Map.copyOf(ports);
    }

    String inArgument(String argument) {
        for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
            String container = port.getKey().toString();
            if (argument.equals(container)
                    || argument.endsWith("=" + container)
                    || argument.endsWith(":" + container)) {
                return argument.substring(0, argument.length() - container.length())
                        + port.getValue();
            }
        }
        return withPaths(argument);
    }

    String inVariable(String value) {
        for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
            if (value.equals(port.getKey().toString())) {
                return port.getValue().toString();
            }
        }
        return withPaths(value);
    }

    private String withPaths(String text) {
        if (mounts.isEmpty()) {
            return text;
        }
        // One pass, so that a path put in is not taken for a mount path itself.
        Pattern any =
                Pattern.compile(
                        NO_NAME_BEFORE
                                + "("
                                + String.join(
                                        "|",
                                        mounts.stream()
                                                .map(mount -> Pattern.quote(mount.mountPath()))
                                                .toList())
                                + ")"
                                + NO_NAME_AFTER);
        return any.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(pathOf(found.group(1))));
    }

    private String pathOf(String mountPath) {
        return mounts.stream()
                .filter(mount -> mount.mountPath().equals(mountPath))
                .map(ModelMount::path)
                .findFirst()
                .orElse(mountPath);
    }
}
