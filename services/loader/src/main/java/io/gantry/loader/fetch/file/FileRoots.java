package io.gantry.loader.fetch.file;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Which files of this machine models may be read from. A path counts for where it leads to, all
/// links followed. What other models have in the cache is never read: it belongs to whose
/// credentials opened its source.
///
/// @param roots directories below which files may be read
/// @param cache of which nothing may be read
/// @param outside what is wrong with a path that leads elsewhere
/// @param remedy what to do about such a path
public record FileRoots(List<Path> roots, Path cache, String outside, String remedy) {

    public FileRoots {
        roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        cache = cache.toAbsolutePath().normalize();
    }

    /// Those that the configuration allows; none without any.
    public static FileRoots allowed(LoaderConfig config) {
        List<Path> roots = config.file().roots().orElse(List.of());
        return new FileRoots(
                roots,
                config.cache().directory(),
                roots.isEmpty()
                        ? "leads to this node's own files, and gantry.loader.file.roots allows none"
                        : "leads to none of the directories of gantry.loader.file.roots, " + roots,
                "Put the model into an object store or onto a volume; or let who runs the loader add the directory to gantry.loader.file.roots.");
    }

    /// All that this process may read: who started it can read the same without it.
    public static FileRoots all(LoaderConfig config) {
        return new FileRoots(List.of(Path.of("/")), config.cache().directory(), "", "");
    }

    /// The file that a path leads to, which need not exist.
    ///
    /// @throws LoadFailedException when it may not be read; whether it exists is not told then
    Path resolve(StorageUri uri, Path path) throws LoadFailedException, IOException {
        Path real = real(path);
        if (!isBelowARoot(real)) {
            throw LoadFailedException.denied(uri.toString(), path + " " + outside, remedy);
        }
        if (real.startsWith(real(cache))) {
            throw LoadFailedException.denied(
                    uri.toString(),
                    path + " leads into the loader's own cache",
                    "Give the storageUri that the model was downloaded from.");
        }
        return real;
    }

    private boolean isBelowARoot(Path real) throws IOException {
        for (Path root : roots) {
            if (real.startsWith(real(root))) {
                return true;
            }
        }
        return false;
    }

    /// Of what does not exist, the place where it would be.
    private static Path real(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null ? path : real(parent).resolve(name);
        }
    }
}
