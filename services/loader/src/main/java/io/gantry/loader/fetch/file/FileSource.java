package io.gantry.loader.fetch.file;

import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Reads from this machine's file systems, what [FileRoots] allows. Symbolic links are followed, as
/// model hubs' own caches are trees of them.
public final class FileSource implements Source {

    private static final String REMEDY =
            "Let the user that the loader runs as read the files; they are looked for again.";

    private final FileRoots roots;

    public FileSource(FileRoots roots) {
        this.roots = roots;
    }

    @Override
    public boolean handles(StorageUri uri) {
        return uri.scheme().equals("file");
    }

    @Override
    public String form() {
        return "file:///path";
    }

    @Override
    public List<RemoteFile> list(Location location) throws LoadFailedException {
        StorageUri uri = location.uri();
        Path root = path(uri);
        try {
            roots.resolve(uri, root);
            if (Files.isDirectory(root)) {
                return tree(uri, root);
            }
            if (!Files.exists(root)) {
                throw LoadFailedException.notFound(uri.toString(), root + " does not exist");
            }
            if (!Files.isRegularFile(root)) {
                throw LoadFailedException.refused(
                        uri.toString(), root + " is neither a file nor a directory");
            }
            return List.of(remote(Objects.requireNonNull(root.getParent()), root));
        } catch (UncheckedIOException e) {
            throw failed(uri, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failed(uri, e);
        }
    }

    @Override
    public InputStream open(Location location, RemoteFile file, Range range)
            throws LoadFailedException {
        StorageUri uri = location.uri();
        Path path = Path.of(file.locator());
        try {
            // Where the link led when it was listed, need not be where it leads now.
            FileChannel channel = FileChannel.open(roots.resolve(uri, path));
            try {
                if (!version(path).equals(file.version())) {
                    throw LoadFailedException.changed(
                            uri.toString(), path + " changed while it was read");
                }
                return Channels.newInputStream(channel.position(range.from()));
            } catch (IOException | LoadFailedException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(uri, e);
        }
    }

    /// The path as written; percent-decoded only when there is nothing of the name as written.
    private static Path path(StorageUri uri) throws LoadFailedException {
        String text = uri.rest().replaceFirst("^localhost/", "/");
        if (!text.startsWith("/")) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "the path is not absolute",
                    "Write file:/// and the absolute path.");
        }
        try {
            Path literal = Path.of(text).normalize();
            boolean encoded = text.contains("%") && !Files.exists(literal);
            return encoded ? decoded(text) : literal;
        } catch (IllegalArgumentException e) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "the path is malformed",
                    "Write the path as the shell shows it.");
        }
    }

    private static Path decoded(String text) throws InvalidPathException {
        return Path.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8))
                .normalize();
    }

    private List<RemoteFile> tree(StorageUri uri, Path root)
            throws IOException, LoadFailedException {
        List<RemoteFile> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                if (Files.isRegularFile(path)) {
                    roots.resolve(uri, path);
                    files.add(remote(root, path));
                } else if (!Files.isDirectory(path)) {
                    throw LoadFailedException.refused(
                            uri.toString(),
                            path + " is neither a file nor a directory nor a link to one");
                }
            }
        }
        if (files.isEmpty()) {
            throw LoadFailedException.notFound(uri.toString(), root + " holds no file");
        }
        return files;
    }

    private static RemoteFile remote(Path root, Path path) throws IOException {
        return new RemoteFile(
                root.relativize(path).toString(),
                Files.size(path),
                path.toString(),
                version(path),
                false);
    }

    private static String version(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.size() + "@" + attributes.lastModifiedTime();
    }

    private static LoadFailedException failed(StorageUri uri, IOException e) {
        return switch (e) {
            case NoSuchFileException gone ->
                    LoadFailedException.notFound(
                            uri.toString(), gone.getFile() + " does not exist");
            case AccessDeniedException denied ->
                    LoadFailedException.denied(
                            uri.toString(), denied.getFile() + " may not be read", REMEDY);
            case FileSystemLoopException loop ->
                    LoadFailedException.refused(
                            uri.toString(), loop.getFile() + " is a link into its own directory");
            default ->
                    LoadFailedException.unreachable(
                            uri.toString(), String.valueOf(e.getMessage()), e);
        };
    }
}
