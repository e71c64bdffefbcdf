package io.gantry.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MonitorConfigTest {

    @Test
    void shouldKeepItsNamesAndDefaults() {
        Map<String, String> expected = new TreeMap<>();
        expected.put("gantry.monitor.tick", "2s");
        expected.put("gantry.monitor.slo.window", "60s");
        expected.put("gantry.monitor.scrape.interval", "2s");
        expected.put("gantry.monitor.scrape.timeout", "1s");
        expected.put("gantry.monitor.scrape.max-concurrent", "64");
        expected.put("gantry.monitor.scrape.hold", "15s");
        expected.put("gantry.monitor.llm.enabled", "true");
        expected.put("gantry.monitor.llm.time-to-first-token", "2s");
        expected.put("gantry.monitor.llm.kv-cache-usage-percentage", "85");
        expected.put("gantry.monitor.llm.cold-start", "60s");
        autoscaler(expected);
        alerts(expected);

        Map<String, String> found = new TreeMap<>();
        SmallRyeConfig config = config(Map.of());
        config.getPropertyNames()
                .forEach(name -> {
                    if (name.startsWith("gantry.monitor.")) {
                        found.put(name, config.getConfigValue(name).getValue());
                    }
                });
        assertThat(found).isEqualTo(expected);
        assertThat(mapping(Map.of()).autoscaler().configMap()).isEmpty();
    }

    @Test
    void shouldFindNothingWrongWithTheDefaults() {
        assertThat(ConfigCheck.problems(mapping(Map.of()))).isEmpty();
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        assertThat(
                        ConfigCheck.problems(
                                mapping(
                                        Map.of(
                                                "gantry.monitor.tick", "40s",
                                                "gantry.monitor.slo.window", "0s",
                                                "gantry.monitor.alerts.error-rate.threshold", "5",
                                                "gantry.monitor.alerts.latency-p99.threshold", "0s",
                                                "gantry.monitor.alerts.model-not-ready.open-after",
                                                        "-1s"))))
                .satisfiesExactly(
                        tick -> assertThat(tick).contains("gantry.monitor.tick is PT40S"),
                        window -> assertThat(window).contains("slo.window is PT0S"),
                        rate -> assertThat(rate).contains("error-rate.threshold is 5.0"),
                        latency -> assertThat(latency).contains("latency-p99.threshold is PT0S"),
                        timing -> assertThat(timing).contains("model-not-ready.open-after"));
        assertThat(ConfigCheck.problems(mapping(Map.of("gantry.monitor.tick", "0s"))))
                .singleElement()
                .asString()
                .contains("above 0");
    }

    private static void autoscaler(Map<String, String> expected) {
        String prefix = "gantry.monitor.autoscaler.";
        expected.put(prefix + "pod-autoscaler-class", "kpa.autoscaling.knative.dev");
        expected.put(prefix + "container-concurrency-target-percentage", "70");
        expected.put(prefix + "container-concurrency-target-default", "100");
        expected.put(prefix + "requests-per-second-target-default", "200");
        expected.put(prefix + "target-burst-capacity", "211");
        expected.put(prefix + "max-scale-up-rate", "1000");
        expected.put(prefix + "max-scale-down-rate", "2");
        expected.put(prefix + "scale-down-delay", "0s");
        expected.put(prefix + "stable-window", "60s");
        expected.put(prefix + "panic-window-percentage", "10");
        expected.put(prefix + "panic-threshold-percentage", "200");
        expected.put(prefix + "enable-scale-to-zero", "true");
        expected.put(prefix + "scale-to-zero-grace-period", "30s");
        expected.put(prefix + "scale-to-zero-pod-retention-period", "0s");
        expected.put(prefix + "initial-scale", "1");
        expected.put(prefix + "allow-zero-initial-scale", "false");
        expected.put(prefix + "max-scale", "0");
        expected.put(prefix + "max-scale-limit", "0");
    }

    private static void alerts(Map<String, String> expected) {
        String prefix = "gantry.monitor.alerts.";
        expected.put(prefix + "error-rate.threshold", "0.05");
        expected.put(prefix + "error-rate.min-requests", "20");
        expected.put(prefix + "error-rate.open-after", "10s");
        expected.put(prefix + "error-rate.resolve-after", "60s");
        expected.put(prefix + "latency-p99.threshold", "10s");
        expected.put(prefix + "latency-p99.min-requests", "20");
        expected.put(prefix + "latency-p99.open-after", "30s");
        expected.put(prefix + "latency-p99.resolve-after", "60s");
        expected.put(prefix + "model-not-ready.open-after", "5m");
        expected.put(prefix + "model-not-ready.resolve-after", "10s");
        expected.put(prefix + "model-load-failed.open-after", "0s");
        expected.put(prefix + "model-load-failed.resolve-after", "10s");
    }

    private static MonitorConfig mapping(Map<String, String> settings) {
        return config(settings).getConfigMapping(MonitorConfig.class);
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(MonitorConfig.class)
                .withConverter(
                        java.time.Duration.class,
                        100,
                        new io.quarkus.runtime.configuration.DurationConverter())
                .withSources(new PropertiesConfigSource(new HashMap<>(settings), "test", 100))
                .build();
    }
}
