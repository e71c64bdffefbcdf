package io.gantry.loader;

import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.azure.AzureSource;
import io.gantry.loader.fetch.file.FileRoots;
import io.gantry.loader.fetch.file.FileSource;
import io.gantry.loader.fetch.gcs.GcsSource;
import io.gantry.loader.fetch.git.GitSource;
import io.gantry.loader.fetch.hf.HfSource;
import io.gantry.loader.fetch.http.HttpSource;
import io.gantry.loader.fetch.oci.OciSource;
import io.gantry.loader.fetch.pvc.PvcSource;
import io.gantry.loader.fetch.s3.S3Source;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Every kind of storage that models are read from.
public final class Backends {

    private Backends() {}

    /// Who takes any address of the web comes last: other kinds share its schemes.
    ///
    /// @param scratch where a kind may keep what it reads with, apart from the cache
    /// @param files which of this machine's files are read by `file://`
    public static Sources of(
            LoaderConfig config,
            TrustedCertificates trusted,
            InstantSource time,
            Path scratch,
            FileRoots files) {
        return new Sources(
                List.of(
                        new S3Source(config, trusted),
                        new GcsSource(config, trusted),
                        new AzureSource(config, trusted, time),
                        new HfSource(config, trusted),
                        new OciSource(config, trusted),
                        new GitSource(config, trusted, time, scratch.resolve("git")),
                        new PvcSource(config),
                        new FileSource(files),
                        new HttpSource(config, trusted)));
    }
}
