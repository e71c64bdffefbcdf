package io.gantry.loader.load;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.fetch.FetchJob;
import io.gantry.loader.fetch.NamePatterns;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.unpack.ArchiveFormat;
import io.gantry.loader.unpack.Archives;
import io.gantry.loader.unpack.Layer;
import io.gantry.loader.unpack.LayerTree;
import io.gantry.loader.unpack.RefusedArchiveException;
import io.gantry.loader.unpack.Room;
import io.gantry.loader.unpack.UnpackLimits;
import io.gantry.loader.verify.FileNames;
import io.gantry.loader.verify.VerifiedFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Unpacks what was downloaded, if it is one archive and nothing else, as KServe does, or if its
/// source says so.
@ApplicationScoped
public class Unpacking {

    private final LoaderConfig.Archives config;
    private final NamePatterns patterns;

    public Unpacking(LoaderConfig config) {
        this.config = config.archives();
        this.patterns =
                NamePatterns.of(
                        config.download().allowPatterns(), config.download().ignorePatterns());
    }

    /// The files that have to be downloaded; never empty. Of what will be unpacked only the inside
    /// tells which files are wanted.
    List<RemoteFile> wanted(StorageUri uri, List<RemoteFile> listed) throws LoadFailedException {
        if (patterns.all() || (listed.size() == 1 && isArchive(listed.getFirst().path()))) {
            return listed;
        }
        List<RemoteFile> wanted =
                listed.stream()
                        .filter(file ->
                                file.kind() != RemoteFile.Kind.CONTENT
                                        || patterns.wants(file.path()))
                        .toList();
        if (wanted.isEmpty()) {
            throw LoadFailedException.nothingWanted(uri.toString(), listed.size());
        }
        return wanted;
    }

    /// @param room which grows with what comes out
    Content content(
            FetchJob job, List<VerifiedFile> fetched, Staging staging, DiskSpace.Reservation room)
            throws LoadFailedException {
        Content content = unpacked(job, fetched, staging, room::grow);
        List<VerifiedFile> wanted =
                content.files().stream().filter(file -> patterns.wants(file.path())).toList();
        if (wanted.isEmpty()) {
            throw LoadFailedException.nothingWanted(
                    job.location().toString(), content.files().size());
        }
        return new Content(content.directory(), wanted);
    }

    private Content unpacked(FetchJob job, List<VerifiedFile> fetched, Staging staging, Room room)
            throws LoadFailedException {
        if (job.files().stream().anyMatch(file -> file.kind() != RemoteFile.Kind.CONTENT)) {
            return layered(job, fetched, staging, room);
        }
        VerifiedFile first = fetched.getFirst();
        Optional<ArchiveFormat> format = ArchiveFormat.ofName(first.path());
        if (fetched.size() > 1 || format.isEmpty()) {
            return new Content(staging.files(), fetched);
        }
        return archive(job.location().uri(), format.get(), first, staging, room);
    }

    private Content archive(
            StorageUri uri, ArchiveFormat format, VerifiedFile first, Staging staging, Room room)
            throws LoadFailedException {
        try {
            Files.createDirectories(staging.unpacked());
            Path archive = staging.files().resolve(first.path());
            List<VerifiedFile> files =
                    Archives.unpack(
                            format,
                            archive,
                            staging.unpacked(),
                            UnpackLimits.of(first.size(), config.maxRatio(), config.maxFiles()),
                            room);
            Files.delete(archive);
            return new Content(staging.unpacked(), files);
        } catch (RefusedArchiveException e) {
            throw LoadFailedException.archive(uri.toString(), first.path(), e.found());
        } catch (IOException e) {
            throw staging.failed(e);
        }
    }

    /// Layers and files that are none together are the model.
    private Content layered(FetchJob job, List<VerifiedFile> fetched, Staging staging, Room room)
            throws LoadFailedException {
        String uri = job.location().toString();
        List<RemoteFile> layers =
                job.files().stream()
                        .filter(file -> file.kind() != RemoteFile.Kind.CONTENT)
                        .toList();
        Set<String> names = layers.stream().map(RemoteFile::path).collect(Collectors.toSet());
        List<VerifiedFile> plain =
                fetched.stream().filter(file -> !names.contains(file.path())).toList();
        try {
            List<VerifiedFile> files = new ArrayList<>(unpack(layers, fetched, staging, room));
            files.addAll(plain);
            requireNoClash(uri, files);
            for (VerifiedFile file : plain) {
                Path place = staging.unpacked().resolve(file.path());
                Files.createDirectories(Objects.requireNonNull(place.getParent()));
                Files.move(staging.files().resolve(file.path()), place);
            }
            return new Content(staging.unpacked(), files);
        } catch (RefusedArchiveException e) {
            throw LoadFailedException.layers(uri, e.found());
        } catch (IOException e) {
            throw staging.failed(e);
        }
    }

    private List<VerifiedFile> unpack(
            List<RemoteFile> layers, List<VerifiedFile> fetched, Staging staging, Room room)
            throws RefusedArchiveException, LoadFailedException, IOException {
        long bytes = fetched.stream().mapToLong(VerifiedFile::size).sum();
        Files.createDirectories(staging.unpacked());
        List<Layer> onDisk = layers.stream().map(file -> layer(file, staging)).toList();
        List<VerifiedFile> files =
                LayerTree.unpack(
                        onDisk,
                        staging.unpacked(),
                        UnpackLimits.of(bytes, config.maxRatio(), config.maxFiles()),
                        room);
        for (Layer layer : onDisk) {
            Files.delete(layer.file());
        }
        return files;
    }

    private static boolean isArchive(String name) {
        return ArchiveFormat.ofName(name).isPresent();
    }

    private static Layer layer(RemoteFile file, Staging staging) {
        return new Layer(
                staging.files().resolve(file.path()), file.kind() == RemoteFile.Kind.IMAGE_LAYER);
    }

    private static void requireNoClash(String uri, List<VerifiedFile> files)
            throws LoadFailedException {
        Optional<String> fault =
                FileNames.firstFault(files.stream().map(VerifiedFile::path).toList());
        if (fault.isPresent()) {
            throw LoadFailedException.layers(uri, "it holds " + fault.get());
        }
    }
}
