package io.gantry.loader;

import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.file.FileSource;
import io.gantry.loader.fetch.http.HttpSource;
import io.gantry.loader.fetch.s3.S3Source;
import java.util.List;

/// Every kind of storage that models are read from.
public final class Backends {

    private Backends() {}

    /// Who takes any address of the web comes last: other kinds share its schemes.
    public static Sources of(LoaderConfig config, TrustedCertificates trusted) {
        return new Sources(
                List.of(
                        new S3Source(config, trusted),
                        new FileSource(),
                        new HttpSource(config, trusted)));
    }
}
