package io.gantry.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/// The passwords of one data directory. Random, because other users of the machine can reach its
/// loopback ports too.
record SecretsFile(Path path) {

    private static final String NAME = "gantry";
    private static final String POSTGRES_PASSWORD = "postgres.password";
    private static final String S3_SECRET_KEY = "s3.secret-key";

    EmbeddedInfrastructure.Secrets readOrCreate() {
        try {
            if (!Files.exists(path)) {
                PrivateFile.write(
                        path,
                        "%s=%s\n%s=%s\n"
                                .formatted(POSTGRES_PASSWORD, random(), S3_SECRET_KEY, random()));
            }
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(path)));
            return new EmbeddedInfrastructure.Secrets(
                    new EmbeddedPostgres.Account(
                            NAME, required(properties, POSTGRES_PASSWORD), NAME),
                    new EmbeddedS3.Credentials(NAME, required(properties, S3_SECRET_KEY)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + path, e);
        }
    }

    private String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new InfrastructureException(
                    "%s has no %s: restore it, or remove the whole directory to start anew"
                            .formatted(path, key));
        }
        return value;
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
