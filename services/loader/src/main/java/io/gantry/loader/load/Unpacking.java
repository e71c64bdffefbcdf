package io.gantry.loader.load;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.unpack.ArchiveFormat;
import io.gantry.loader.unpack.Archives;
import io.gantry.loader.unpack.RefusedArchiveException;
import io.gantry.loader.unpack.UnpackLimits;
import io.gantry.loader.verify.VerifiedFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Unpacks what was downloaded, if it is one archive and nothing else, as KServe does.
@ApplicationScoped
public class Unpacking {

    private final DiskSpace space;
    private final LoaderConfig.Archives config;

    public Unpacking(DiskSpace space, LoaderConfig config) {
        this.space = space;
        this.config = config.archives();
    }

    Content content(StorageUri uri, List<VerifiedFile> fetched, Staging staging)
            throws LoadFailedException {
        VerifiedFile first = fetched.getFirst();
        Optional<ArchiveFormat> format = ArchiveFormat.ofName(first.path());
        if (fetched.size() > 1 || format.isEmpty()) {
            return new Content(staging.files(), fetched);
        }
        try {
            Files.createDirectories(staging.unpacked());
            Path archive = staging.files().resolve(first.path());
            List<VerifiedFile> files =
                    Archives.unpack(
                            format.get(),
                            archive,
                            staging.unpacked(),
                            UnpackLimits.of(first.size(), config.maxRatio(), config.maxFiles()),
                            space::require);
            Files.delete(archive);
            return new Content(staging.unpacked(), files);
        } catch (RefusedArchiveException e) {
            throw LoadFailedException.archive(uri.toString(), first.path(), e.found());
        } catch (IOException e) {
            throw staging.failed(e);
        }
    }
}
