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
        expected.put("gantry.monitor.scrape.interval", "2s");
        expected.put("gantry.monitor.scrape.timeout", "1s");
        expected.put("gantry.monitor.scrape.max-concurrent", "64");
        expected.put("gantry.monitor.scrape.hold", "15s");
        expected.put("gantry.monitor.prometheus.interval", "5s");
        expected.put("gantry.monitor.prometheus.timeout", "2s");
        expected.put("gantry.monitor.prometheus.hold", "1m");
        expected.put("gantry.monitor.gpu.nvidia-smi", "nvidia-smi");
        expected.put("gantry.monitor.gpu.interval", "5s");
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
                                                "gantry.monitor.alerts.interval", "0s",
                                                "gantry.monitor.alerts.broker-interval", "0s",
                                                "gantry.monitor.alerts.delivery.max-waiting",
                                                        "0"))))
                .satisfiesExactly(
                        tick -> assertThat(tick).contains("gantry.monitor.tick is PT40S"),
                        interval -> assertThat(interval).contains("alerts.interval is PT0S"),
                        broker -> assertThat(broker).contains("broker-interval is PT0S"),
                        most -> assertThat(most).contains("delivery.max-waiting is 0"));
        assertThat(ConfigCheck.problems(mapping(Map.of("gantry.monitor.tick", "0s"))))
                .singleElement()
                .asString()
                .contains("above 0");
    }

    @Test
    void shouldNameWhatIsWrongWithSourcesOfMetrics() {
        assertThat(
                        ConfigCheck.problems(
                                mapping(
                                        Map.of(
                                                "gantry.monitor.prometheus.url", "prometheus:9090",
                                                "gantry.monitor.prometheus.hold", "5s",
                                                "gantry.monitor.prometheus.timeout", "0s",
                                                "gantry.monitor.gpu.dcgm-urls", "http://a/m,b",
                                                "gantry.monitor.gpu.interval", "0s"))))
                .satisfiesExactly(
                        both -> assertThat(both).contains("timeout (PT0S) must be above 0"),
                        interval -> assertThat(interval).contains("gpu.interval is PT0S"),
                        url -> assertThat(url).contains("gantry.monitor.prometheus.url has"),
                        urls -> assertThat(urls).contains("gantry.monitor.gpu.dcgm-urls has"));
        assertThat(ConfigCheck.problems(mapping(Map.of("gantry.monitor.prometheus.hold", "6s"))))
                .singleElement()
                .asString()
                .contains("gantry.monitor.prometheus.hold is PT6S");
    }

    /// What is no URL may still have a secret in it.
    @Test
    void shouldNotTellUrls() {
        assertThat(
                        ConfigCheck.problems(
                                mapping(
                                        Map.of(
                                                "gantry.monitor.alerts.webhooks.chat.url",
                                                "chat.example/s3cret",
                                                "gantry.monitor.alerts.runbook-base",
                                                "git.example/s3cret",
                                                "gantry.monitor.alerts.alertmanager.headers.Host",
                                                "s3cret",
                                                "gantry.monitor.alerts.alertmanager.urls",
                                                "http://a:9093,http:// s3cret"))))
                .satisfiesExactly(
                        base -> assertThat(base).contains("alerts.runbook-base has something"),
                        urls -> assertThat(urls).contains("alerts.alertmanager.urls has something"),
                        host ->
                                assertThat(host)
                                        .contains("alertmanager.headers.Host cannot be sent"),
                        url -> assertThat(url).contains("alerts.webhooks.chat.url has something"))
                .noneMatch(problem -> problem.contains("s3cret"));
    }

    @Test
    void shouldTakeWebhooksByTheirNames() {
        MonitorConfig.Alerts alerts =
                mapping(
                                Map.of(
                                        "gantry.monitor.alerts.webhooks.chat.url",
                                        "https://chat.example/hook",
                                        "gantry.monitor.alerts.webhooks.chat.headers.Authorization",
                                        "Bearer x"))
                        .alerts();

        assertThat(alerts.webhooks()).containsOnlyKeys("chat");
        assertThat(alerts.webhooks().values())
                .singleElement()
                .satisfies(webhook ->
                        assertThat(webhook.headers())
                                .isEqualTo(Map.of("Authorization", "Bearer x")));
        assertThat(alerts.rules()).isEmpty();
        assertThat(alerts.runbookBase()).isEmpty();
        assertThat(alerts.alertmanager().urls()).isEmpty();
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
        expected.put(prefix + "interval", "5s");
        expected.put(prefix + "broker-interval", "15s");
        expected.put(prefix + "alertmanager.resend", "1m");
        expected.put(prefix + "delivery.timeout", "5s");
        expected.put(prefix + "delivery.first-pause", "1s");
        expected.put(prefix + "delivery.give-up-after", "1h");
        expected.put(prefix + "delivery.max-waiting", "1000");
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
