package io.gantry.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoaderConfigTest {

    @Test
    void shouldKeepItsNamesAndDefaults() {
        Map<String, String> expected = new TreeMap<>();
        expected.put("gantry.loader.node", "local");
        expected.put("gantry.loader.interval", "1s");
        expected.put("gantry.loader.cache.directory", "/home/somebody/.gantry/cache");
        expected.put("gantry.loader.cache.rehash-at-start", "false");
        expected.put("gantry.loader.cache.evict-after", "10m");
        expected.put("gantry.loader.cache.headroom", "256M");
        expected.put("gantry.loader.download.parallel-artifacts", "4");
        expected.put("gantry.loader.download.parallel-requests", "4");
        expected.put("gantry.loader.download.part-size", "8M");
        expected.put("gantry.loader.download.buffer-size", "256K");
        expected.put("gantry.loader.download.connect-timeout", "10s");
        expected.put("gantry.loader.download.read-timeout", "30s");
        expected.put("gantry.loader.download.attempts", "5");
        expected.put("gantry.loader.archives.max-files", "100000");
        expected.put("gantry.loader.archives.max-ratio", "100");
        expected.put("gantry.loader.retry.initial", "1s");
        expected.put("gantry.loader.retry.maximum", "1m");
        expected.put("gantry.loader.retry.slow", "1m");
        // Two variables, neither of them set here.
        expected.put("gantry.loader.tls.ca-bundles", ",");
        expected.put("gantry.loader.s3.region", "us-east-1");
        expected.put("gantry.loader.s3.path-style", "true");
        expected.put("gantry.loader.s3.anonymous", "false");
        // Variables that are not set here.
        expected.put("gantry.loader.azure.account", "");
        expected.put("gantry.loader.azure.access-key", "");
        expected.put("gantry.loader.azure.sas-token", "");
        expected.put("gantry.loader.azure.connection-string", "");
        expected.put("gantry.loader.azure.client-id", "");
        expected.put("gantry.loader.azure.client-secret", "");
        expected.put("gantry.loader.azure.tenant-id", "");
        expected.put("gantry.loader.azure.federated-token-file", "");
        expected.put("gantry.loader.azure.authority", "https://login.microsoftonline.com");
        expected.put("gantry.loader.gcs.endpoint", "");
        expected.put("gantry.loader.gcs.credentials-file", "");
        expected.put("gantry.loader.gcs.anonymous", "false");
        expected.put("gantry.loader.git.max-size", "2G");

        Map<String, String> found = new TreeMap<>();
        SmallRyeConfig config = new Settings(Map.of()).all();
        config.getPropertyNames()
                .forEach(name -> {
                    if (name.startsWith("gantry.loader.")) {
                        found.put(name, config.getConfigValue(name).getValue());
                    }
                });
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldNameNoEndpointAndNoKeysOfItsOwn() {
        LoaderConfig config = new Settings(Map.of()).config();

        assertThat(config.s3().endpoint()).isEmpty();
        assertThat(config.s3().accessKey()).isEmpty();
        assertThat(config.s3().secretKey()).isEmpty();
        assertThat(config.tls().caBundles()).isEmpty();
        assertThat(config.azure().endpoint()).isEmpty();
        assertThat(config.azure().accessKey()).isEmpty();
        assertThat(config.azure().federatedTokenFile()).isEmpty();
        assertThat(config.cache().directory()).isEqualTo(Path.of("/home/somebody/.gantry/cache"));
    }
}
