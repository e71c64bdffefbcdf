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
        expected.put("gantry.loader.download.allow-patterns", "");
        expected.put("gantry.loader.download.ignore-patterns", "");
        expected.put("gantry.loader.download.parallel-artifacts", "4");
        expected.put("gantry.loader.download.parallel-requests", "12");
        expected.put("gantry.loader.download.part-size", "6M");
        expected.put("gantry.loader.download.buffer-size", "256K");
        expected.put("gantry.loader.download.connect-timeout", "10s");
        expected.put("gantry.loader.download.read-timeout", "30s");
        expected.put("gantry.loader.download.attempts", "5");
        expected.put("gantry.loader.peers.patience", "5s");
        expected.put("gantry.loader.peers.longest-wait", "1m");
        expected.put("gantry.loader.peers.timeout", "3s");
        expected.put("gantry.loader.peers.leave-out", "30s");
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
        expected.put("gantry.loader.hugging-face.endpoint", "https://huggingface.co");
        expected.put("gantry.loader.hugging-face.token", "");
        expected.put("gantry.loader.oci.docker-config", "/home/somebody/.docker/config.json");
        expected.put("gantry.loader.warm.heartbeat", "10s");
        expected.put("gantry.loader.warm.headroom", "1");
        expected.put("gantry.loader.warm.everything", "false");

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
        assertThat(config.file().roots()).isEmpty();
        assertThat(config.s3().accessKey()).isEmpty();
        assertThat(config.s3().secretKey()).isEmpty();
        assertThat(config.tls().caBundles()).isEmpty();
        assertThat(config.peers().addresses()).isEmpty();
        assertThat(config.peers().token()).isEmpty();
        assertThat(config.azure().endpoint()).isEmpty();
        assertThat(config.azure().accessKey()).isEmpty();
        assertThat(config.azure().federatedTokenFile()).isEmpty();
        assertThat(config.huggingFace().token()).isEmpty();
        assertThat(config.cache().directory()).isEqualTo(Path.of("/home/somebody/.gantry/cache"));
    }

    /// As Docker reads it.
    @Test
    void shouldTakeTheDirectoryOfTheDockerConfigFromItsVariable() {
        Settings given = new Settings(Map.of()).with("DOCKER_CONFIG", "/etc/docker");

        assertThat(given.config().oci().dockerConfig())
                .isEqualTo(Path.of("/etc/docker/config.json"));
    }

    /// As the hub's own client reads them.
    @Test
    void shouldTakeTheHubAndItsTokenFromTheVariablesOfItsClient() {
        Settings old = new Settings(Map.of()).with("HUGGING_FACE_HUB_TOKEN", "hf_old");
        Settings both = old.with("HF_TOKEN", "hf_new").with("HF_ENDPOINT", "https://mirror");

        assertThat(old.config().huggingFace().token()).contains("hf_old");
        assertThat(both.config().huggingFace().token()).contains("hf_new");
        assertThat(both.config().huggingFace().endpoint()).hasToString("https://mirror");
    }
}
