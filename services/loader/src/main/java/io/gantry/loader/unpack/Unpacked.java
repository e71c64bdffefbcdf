package io.gantry.loader.unpack;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.FileNames;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What comes out of an archive. Only files are written; a link becomes another name of the file
/// that it leads to, once all files are there, so nothing is ever written through a link.
final class Unpacked {

    /// A link to a link to a link: more than this is a circle.
    private static final int LONGEST_CHAIN = 16;

    private final Path root;
    private final Intake intake;
    private final Map<String, VerifiedFile> files = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();

    Unpacked(Path root, UnpackLimits limits, Room room) {
        this.root = root;
        this.intake = new Intake(limits, room);
    }

    void directory(String name) throws RefusedArchiveException {
        // Made when a file comes that lies in it; an empty one is no part of a model.
        if (!EntryNames.normal(name).isEmpty()) {
            EntryNames.path(name);
        }
        intake.count();
    }

    void file(String name, InputStream content)
            throws RefusedArchiveException, LoadFailedException, IOException {
        String path = EntryNames.path(name);
        intake.count();
        requireNew(path);
        requireNoFileAbove(path);
        try {
            files.put(path, intake.write(path, content, place(path)));
        } catch (FileAlreadyExistsException e) {
            throw bothFileAndDirectory(path);
        }
    }

    private void requireNoFileAbove(String path) throws RefusedArchiveException {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String above = path.substring(0, end);
            if (files.containsKey(above)) {
                throw bothFileAndDirectory(above);
            }
        }
    }

    private static RefusedArchiveException bothFileAndDirectory(String path) {
        return new RefusedArchiveException(
                "it holds '%s' both as a file and as a directory".formatted(path));
    }

    /// @param target relative to the link's directory
    void symbolicLink(String name, String target) throws RefusedArchiveException {
        String path = EntryNames.path(name);
        link(path, target, EntryNames.directory(path));
    }

    /// @param target relative to the archive's root
    void hardLink(String name, String target) throws RefusedArchiveException {
        link(EntryNames.path(name), EntryNames.normal(target), "");
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

    private void link(String path, String target, String base) throws RefusedArchiveException {
        intake.count();
        requireNew(path);
        String inside = EntryNames.resolve(base, target);
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
}
