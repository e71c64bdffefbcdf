package io.gantry.monitor;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Refuses to start on settings that make no sense, with all that is wrong at once.
@ApplicationScoped
class ConfigCheck {

    private final MonitorConfig config;

    ConfigCheck(MonitorConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        List<String> problems = problems(config);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "The monitor's configuration is wrong: " + String.join("; ", problems));
        }
    }

    static List<String> problems(MonitorConfig config) {
        List<String> problems = new ArrayList<>();
        Duration window = config.autoscaler().stableWindow();
        if (!config.tick().isPositive()) {
            problems.add("gantry.monitor.tick is %s, it must be above 0".formatted(config.tick()));
        } else if (config.tick().multipliedBy(2).compareTo(window) > 0) {
            problems.add(
                    "gantry.monitor.tick is %s, at most half of gantry.monitor.autoscaler.stable-window (%s) makes sense"
                            .formatted(config.tick(), window));
        }
        if (config.slo().window().compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add(
                    "gantry.monitor.slo.window is %s, it must be at least 1s"
                            .formatted(config.slo().window()));
        }
        checkPods(config, problems);
        MonitorConfig.Alerts alerts = config.alerts();
        double rate = alerts.errorRate().threshold();
        if (!(rate > 0 && rate < 1)) {
            problems.add(
                    "gantry.monitor.alerts.error-rate.threshold is %s, it must be between 0 and 1"
                            .formatted(rate));
        }
        if (!alerts.latencyP99().threshold().isPositive()) {
            problems.add(
                    "gantry.monitor.alerts.latency-p99.threshold is %s, it must be above 0"
                            .formatted(alerts.latencyP99().threshold()));
        }
        notNegative("error-rate", alerts.errorRate(), problems);
        notNegative("latency-p99", alerts.latencyP99(), problems);
        notNegative("model-not-ready", alerts.modelNotReady(), problems);
        notNegative("model-load-failed", alerts.modelLoadFailed(), problems);
        return problems;
    }

    private static void checkPods(MonitorConfig config, List<String> problems) {
        MonitorConfig.Scrape scrape = config.scrape();
        if (!scrape.timeout().isPositive() || scrape.interval().compareTo(scrape.timeout()) < 0) {
            problems.add(
                    "gantry.monitor.scrape.timeout is %s, it must be above 0 and at most gantry.monitor.scrape.interval (%s)"
                            .formatted(scrape.timeout(), scrape.interval()));
        }
        if (scrape.maxConcurrent() < 1) {
            problems.add(
                    "gantry.monitor.scrape.max-concurrent is %s, it must be at least 1"
                            .formatted(scrape.maxConcurrent()));
        }
        if (scrape.hold().compareTo(scrape.interval().multipliedBy(2)) < 0) {
            problems.add(
                    "gantry.monitor.scrape.hold is %s, it must be at least twice gantry.monitor.scrape.interval (%s)"
                            .formatted(scrape.hold(), scrape.interval()));
        }
        double kv = config.llm().kvCacheUsagePercentage();
        if (!(kv > 0 && kv <= 100)) {
            problems.add(
                    "gantry.monitor.llm.kv-cache-usage-percentage is %s, it must be in (0, 100]"
                            .formatted(kv));
        }
        if (!config.llm().timeToFirstToken().isPositive()
                || config.llm().coldStart().isNegative()) {
            problems.add(
                    "gantry.monitor.llm.time-to-first-token (%s) must be above 0 and cold-start (%s) not below"
                            .formatted(config.llm().timeToFirstToken(), config.llm().coldStart()));
        }
    }

    private static void notNegative(
            String alert, MonitorConfig.AlertTiming timing, List<String> problems) {
        if (timing.openAfter().isNegative() || timing.resolveAfter().isNegative()) {
            problems.add(
                    "gantry.monitor.alerts.%s.open-after (%s) and resolve-after (%s) must not be negative"
                            .formatted(alert, timing.openAfter(), timing.resolveAfter()));
        }
    }
}
