package io.gantry.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeployerConfigTest {

    @Test
    void shouldKeepItsNamesAndDefaults() {
        Map<String, String> expected = new TreeMap<>();
        expected.put("gantry.deployer.node", "local");
        expected.put("gantry.deployer.platform", "local");
        expected.put("gantry.deployer.resync", "10s");
        String local = "gantry.deployer.local.";
        expected.put(local + "directory", "/home/somebody/.gantry/run/predictors");
        expected.put(
                local + "inherited-environment",
                "PATH,HOME,USER,LOGNAME,LANG,LC_*,TZ,TMPDIR,JAVA_HOME,XDG_*,LD_LIBRARY_PATH,DYLD_*,CUDA_*,NVIDIA_*");
        expected.put(local + "max-replicas", "8");
        expected.put(local + "stop-predictors-on-exit", "false");
        expected.put(local + "start.check-interval", "50ms");
        expected.put(local + "start.deadline", "10m");
        expected.put(local + "start.first-pause", "1s");
        expected.put(local + "start.longest-pause", "60s");
        expected.put(local + "start.stable-after", "60s");
        expected.put(local + "stop.drain", "10s");
        expected.put(local + "stop.grace", "30s");
        expected.put(local + "output.max-size", "10M");
        expected.put(local + "output.failure-lines", "20");
        expected.put(local + "output.kept-logs", "3");

        String kubernetes = "gantry.deployer.kubernetes.";
        expected.put(kubernetes + "autoscaler-class", "gantry");
        expected.put(kubernetes + "loader-image", "gantry/loader:0.1.0");
        expected.put(kubernetes + "surge-patience", "30s");
        expected.put(kubernetes + "lease.name", "gantry-deployer");
        expected.put(kubernetes + "lease.duration", "15s");
        expected.put(kubernetes + "lease.renew-deadline", "10s");
        expected.put(kubernetes + "lease.retry-period", "2s");

        Map<String, String> found = new TreeMap<>();
        SmallRyeConfig config = config();
        config.getPropertyNames()
                .forEach(name -> {
                    if (name.startsWith("gantry.deployer.")) {
                        found.put(name, config.getConfigValue(name).getValue());
                    }
                });
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldMapThem() {
        DeployerConfig config = config().getConfigMapping(DeployerConfig.class);

        assertThat(config.platform()).isEqualTo(DeployerConfig.PlatformKind.LOCAL);
        assertThat(config.local().path()).isEmpty();
        assertThat(config.local().directory())
                .isEqualTo(Path.of("/home/somebody/.gantry/run/predictors"));
        assertThat(config.local().inheritedEnvironment()).contains("PATH", "LC_*");
    }

    private static SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DeployerConfig.class)
                .withSources(
                        new PropertiesConfigSource(
                                Map.of("user.home", "/home/somebody"), "test", 100))
                .build();
    }
}
