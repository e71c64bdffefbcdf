package io.gantry.loader.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Tells which names of a source may become names on this node's disk.
public final class FileNames {

    private static final int MAX_SEGMENT_BYTES = 255;

    private FileNames() {}

    /// What is wrong with these paths, if anything: one that leads out of its directory, one that
    /// no disk can hold, or two that cannot be there together.
    public static Optional<String> firstFault(Collection<String> paths) {
        Set<String> files = new HashSet<>();
        for (String path : paths) {
            Optional<String> fault = fault(path);
            if (fault.isPresent()) {
                return fault;
            }
            if (!files.add(path)) {
                return Optional.of("two files named '%s'".formatted(path));
            }
        }
        return paths.stream()
                .flatMap(path -> parents(path).stream())
                .filter(files::contains)
                .findFirst()
                .map("'%s' both as a file and as a directory"::formatted);
    }

    /// What is wrong with one path, if anything.
    public static Optional<String> fault(String path) {
        if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\')) {
            return Optional.of(
                    "a file name with a control character or backslash, '%s'"
                            .formatted(printable(path)));
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.of(
                        "the file name '%s', which leads out of the model's directory"
                                .formatted(path));
            }
            if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
                return Optional.of(
                        "a file name of more than %d bytes, '%s'"
                                .formatted(MAX_SEGMENT_BYTES, path));
            }
        }
        return unencodable(path);
    }

    private static Optional<String> unencodable(String path) {
        try {
            var _ = Path.of(path);
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(
                    "the file name '%s', which this process's locale cannot encode (start the loader with LANG=C.UTF-8)"
                            .formatted(path));
        }
    }

    private static Set<String> parents(String path) {
        Set<String> parents = new HashSet<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            parents.add(path.substring(0, slash));
        }
        return parents;
    }

    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
