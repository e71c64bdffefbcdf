package io.gantry.loader.unpack;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Digesting;
import io.gantry.loader.verify.FileNames;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What comes out of an archive. Only files are written; a link becomes another name of the file
/// that it leads to, once all files are there, so nothing is ever written through a link.
final class Unpacked {

    private static final int BUFFER = 256 * 1024;

    /// How much is written before it is asked again whether there is room.
    private static final long ROOM = 16L * 1024 * 1024;

    /// A link to a link to a link: more than this is a circle.
    private static final int LONGEST_CHAIN = 16;

    private final Path root;
    private final UnpackLimits limits;
    private final Room room;
    private final Map<String, VerifiedFile> files = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private final byte[] buffer = new byte[BUFFER];
    private long bytes;
    private long roomFor;
    private long entries;

    Unpacked(Path root, UnpackLimits limits, Room room) {
        this.root = root;
        this.limits = limits;
        this.room = room;
    }

    void directory(String name) throws RefusedArchiveException {
        // Made when a file comes that lies in it; an empty one is no part of a model.
        if (!normal(name).isEmpty()) {
            path(name);
        }
        count();
    }

    void file(String name, InputStream content)
            throws RefusedArchiveException, LoadFailedException, IOException {
        String path = path(name);
        count();
        requireNew(path);
        try {
            files.put(path, write(path, content, place(path)));
        } catch (FileAlreadyExistsException e) {
            throw new RefusedArchiveException(
                    "it holds '%s' both as a file and as a directory".formatted(path));
        }
    }

    /// @param target relative to the link's directory
    void symbolicLink(String name, String target) throws RefusedArchiveException {
        String path = path(name);
        int slash = path.lastIndexOf('/');
        link(path, target, slash < 0 ? "" : path.substring(0, slash + 1));
    }

    /// @param target relative to the archive's root
    void hardLink(String name, String target) throws RefusedArchiveException {
        link(path(name), normal(target), "");
    }

    /// Gives linked files their names, and returns when all are on disk.
    List<VerifiedFile> finish() throws RefusedArchiveException, IOException {
        List<VerifiedFile> all = new ArrayList<>(files.values());
        requireNoClash();
        for (String link : links.keySet()) {
            VerifiedFile file = target(link);
            Files.createLink(place(link), root.resolve(file.path()));
            all.add(new VerifiedFile(link, file.size(), file.sha256()));
        }
        if (all.isEmpty()) {
            throw new RefusedArchiveException("it holds no file");
        }
        return all;
    }

    /// Before the first link is made, since one could be in the way of another.
    private void requireNoClash() throws RefusedArchiveException {
        List<String> paths = new ArrayList<>(files.keySet());
        paths.addAll(links.keySet());
        Optional<String> fault = FileNames.firstFault(paths);
        if (fault.isPresent()) {
            throw new RefusedArchiveException("it holds " + fault.get());
        }
    }

    private Path place(String path) throws IOException {
        Path place = root.resolve(path);
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        return place;
    }

    private VerifiedFile write(String path, InputStream content, Path target)
            throws RefusedArchiveException, LoadFailedException, IOException {
        Digesting digesting = new Digesting(null, null);
        long size = 0;
        try (FileChannel out =
                FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count = read(content); count >= 0; count = read(content)) {
                requireRoom(count);
                ByteBuffer stretch = ByteBuffer.wrap(buffer, 0, count);
                while (stretch.hasRemaining()) {
                    out.write(stretch);
                }
                digesting.update(buffer, 0, count);
                size += count;
            }
            out.force(true);
        }
        return new VerifiedFile(path, size, digesting.end().sha256());
    }

    private int read(InputStream content) throws RefusedArchiveException {
        return Damage.of(() -> content.read(buffer));
    }

    private void requireRoom(int more) throws RefusedArchiveException, LoadFailedException {
        bytes += more;
        if (bytes > roomFor) {
            room.require(ROOM);
            roomFor = bytes + ROOM - more;
        }
        if (bytes > limits.bytes()) {
            throw new RefusedArchiveException(
                    "it unpacks to more than %d bytes".formatted(limits.bytes()));
        }
    }

    private void count() throws RefusedArchiveException {
        entries++;
        if (entries > limits.files()) {
            throw new RefusedArchiveException(
                    "it holds more than %d files".formatted(limits.files()));
        }
    }

    private void link(String path, String target, String base) throws RefusedArchiveException {
        count();
        requireNew(path);
        String inside = resolve(base, target);
        if (target.startsWith("/") || inside == null) {
            throw new RefusedArchiveException(
                    "'%s' is a link to '%s', which lies outside of it".formatted(path, target));
        }
        links.put(path, inside);
    }

    private VerifiedFile target(String link) throws RefusedArchiveException {
        String at = link;
        for (int i = 0; i < LONGEST_CHAIN && at != null; i++) {
            VerifiedFile file = files.get(at);
            if (file != null) {
                return file;
            }
            at = links.get(at);
        }
        throw new RefusedArchiveException(
                "'%s' is a link to '%s', which is no file in it".formatted(link, links.get(link)));
    }

    private void requireNew(String path) throws RefusedArchiveException {
        if (files.containsKey(path) || links.containsKey(path)) {
            throw new RefusedArchiveException("it holds two files named '%s'".formatted(path));
        }
    }

    private static String path(String name) throws RefusedArchiveException {
        String path = normal(name);
        Optional<String> fault = FileNames.fault(path);
        if (fault.isPresent()) {
            throw new RefusedArchiveException("it holds " + fault.get());
        }
        return path;
    }

    /// `tar -C dir .` begins names with `./`, and directories end with a slash.
    private static String normal(String name) {
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return path.equals(".") ? "" : path.startsWith("./") ? path.substring(2) : path;
    }

    /// Null when it leads out of the archive.
    private static @Nullable String resolve(String base, String target) {
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
