package io.gantry.loader.unpack;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.FileNames;
import io.gantry.loader.verify.VerifiedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Unpacks layers one after the other, as an overlay shows them: what comes later wins. Contents
/// are written aside, under names of their own, and get their paths once all layers are known: so
/// nothing is ever written through a link, or over a file.
public final class LayerTree {

    private static final int BUFFER = 256 * 1024;

    private final Path aside;
    private final Intake intake;
    private final LayerPaths paths = new LayerPaths();
    private int written;

    private LayerTree(Path aside, Intake intake) {
        this.aside = aside;
        this.intake = intake;
    }

    /// Writes what the layers come to below a directory, which is empty before; returns when it is
    /// on disk. What it has written there when it fails stays there.
    ///
    /// @return every file, by its path in the model
    /// @throws RefusedArchiveException when a layer is damaged, or not one to be followed
    /// @throws LoadFailedException when the room says so
    /// @throws IOException when the directory cannot be written
    public static List<VerifiedFile> unpack(
            List<Layer> layers, Path directory, UnpackLimits limits, Room room)
            throws RefusedArchiveException, LoadFailedException, IOException {
        Path aside = Files.createTempDirectory(directory, "layers-");
        LayerTree tree = new LayerTree(aside, new Intake(limits, room));
        try {
            for (Layer layer : layers) {
                tree.apply(layer, limits);
            }
            return tree.finish(directory);
        } finally {
            tree.clear();
        }
    }

    private void apply(Layer layer, UnpackLimits limits)
            throws RefusedArchiveException, LoadFailedException, IOException {
        paths.nextLayer();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(layer.file()), BUFFER);
                TarArchiveInputStream tar =
                        Damage.of(() ->
                                new TarArchiveInputStream(
                                        bounded(raw, limits), StandardCharsets.UTF_8.name()))) {
            TarArchiveEntry entry = Damage.of(tar::getNextEntry);
            while (entry != null) {
                add(LayerEntry.of(entry, layer.image()), tar);
                entry = Damage.of(tar::getNextEntry);
            }
        }
    }

    /// What is not of the model counts as well: it has to be read.
    private static InputStream bounded(InputStream raw, UnpackLimits limits) throws IOException {
        return new BoundedStream(ArchiveFormat.ofContent(raw).tar(raw), limits.bytes());
    }

    private void add(LayerEntry entry, InputStream content)
            throws RefusedArchiveException, LoadFailedException, IOException {
        switch (entry) {
            case LayerEntry.Elsewhere _ -> {}
            case LayerEntry.Gone(String path) -> paths.hide(path);
            case LayerEntry.Emptied(String path) -> paths.hideBelow(path);
            case LayerEntry.Directory(String path) -> {
                intake.count();
                paths.directory(path);
            }
            case LayerEntry.Content(String path) -> {
                intake.count();
                Path place = aside.resolve(String.valueOf(written++));
                paths.put(path, new LayerPaths.Content(place, intake.write(path, content, place)));
            }
            case LayerEntry.Link(String path, Optional<String> target, String shown) -> {
                intake.count();
                paths.put(path, new LayerPaths.Link(target, shown));
            }
            case LayerEntry.HardLink(String path, String target) -> {
                intake.count();
                paths.hardLink(path, target);
            }
        }
    }

    private List<VerifiedFile> finish(Path directory) throws RefusedArchiveException, IOException {
        Optional<String> fault = FileNames.firstFault(paths.all());
        if (fault.isPresent()) {
            throw new RefusedArchiveException("it holds " + fault.get());
        }
        List<VerifiedFile> files = new ArrayList<>();
        for (String path : paths.all()) {
            LayerPaths.Content content = paths.content(path);
            Path place = directory.resolve(path);
            Files.createDirectories(Objects.requireNonNull(place.getParent()));
            Files.createLink(place, content.place());
            files.add(new VerifiedFile(path, content.file().size(), content.file().sha256()));
        }
        if (files.isEmpty()) {
            throw new RefusedArchiveException("there is no file of a model in it");
        }
        return files;
    }

    private void clear() throws IOException {
        for (int i = 0; i < written; i++) {
            Files.deleteIfExists(aside.resolve(String.valueOf(i)));
        }
        Files.deleteIfExists(aside);
    }
}
