package io.gantry.loader.unpack;

import io.gantry.loader.verify.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What archives call their entries.
final class EntryNames {

    private EntryNames() {}

    /// The path of a file below the archive's root.
    static String path(String name) throws RefusedArchiveException {
        String path = normal(name);
        Optional<String> fault = FileNames.fault(path);
        if (fault.isPresent()) {
            throw new RefusedArchiveException("it holds " + fault.get());
        }
        return path;
    }

    /// `tar -C dir .` begins names with `./`, and directories end with a slash.
    static String normal(String name) {
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return path.equals(".") ? "" : path.startsWith("./") ? path.substring(2) : path;
    }

    /// The directory that a path lies in, with its slash; empty for the root.
    static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /// Null when it leads out of the archive.
    static @Nullable String resolve(String base, String target) {
        List<String> segments = new ArrayList<>();
        for (String segment : (base + target).split("/", -1)) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) {
                    return null;
                }
                segments.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }
}
