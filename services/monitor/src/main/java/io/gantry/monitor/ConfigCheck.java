package io.gantry.monitor;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        checkPods(config, problems);
        checkSources(config, problems);
        checkAlerts(config.alerts(), problems);
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

    private static void checkSources(MonitorConfig config, List<String> problems) {
        MonitorConfig.Prometheus prometheus = config.prometheus();
        if (!prometheus.interval().isPositive() || !prometheus.timeout().isPositive()) {
            problems.add(
                    "gantry.monitor.prometheus.interval (%s) and timeout (%s) must be above 0"
                            .formatted(prometheus.interval(), prometheus.timeout()));
        }
        Duration least = prometheus.interval().plus(prometheus.timeout());
        if (prometheus.hold().compareTo(least) < 0) {
            problems.add(
                    "gantry.monitor.prometheus.hold is %s, it must be at least its interval and timeout together (%s)"
                            .formatted(prometheus.hold(), least));
        }
        if (!config.gpu().interval().isPositive()) {
            problems.add(
                    "gantry.monitor.gpu.interval is %s, it must be above 0"
                            .formatted(config.gpu().interval()));
        }
        prometheus.url().ifPresent(url -> checkUrl("prometheus.url", url, problems));
        config.gpu()
                .dcgmUrls()
                .orElse(List.of())
                .forEach(url -> checkUrl("gpu.dcgm-urls", url, problems));
    }

    private static void checkAlerts(MonitorConfig.Alerts alerts, List<String> problems) {
        positive("interval", alerts.interval(), problems);
        positive("broker-interval", alerts.brokerInterval(), problems);
        positive("alertmanager.resend", alerts.alertmanager().resend(), problems);
        positive("delivery.timeout", alerts.delivery().timeout(), problems);
        positive("delivery.first-pause", alerts.delivery().firstPause(), problems);
        positive("delivery.give-up-after", alerts.delivery().giveUpAfter(), problems);
        if (alerts.delivery().maxWaiting() < 1) {
            problems.add(
                    "gantry.monitor.alerts.delivery.max-waiting is %s, it must be at least 1"
                            .formatted(alerts.delivery().maxWaiting()));
        }
        alerts.runbookBase().ifPresent(base -> checkUrl("alerts.runbook-base", base, problems));
        alerts.alertmanager()
                .urls()
                .orElse(List.of())
                .forEach(url -> checkUrl("alerts.alertmanager.urls", url, problems));
        checkHeaders("alertmanager", alerts.alertmanager().headers(), problems);
        alerts.webhooks()
                .forEach((name, webhook) -> {
                    checkUrl("alerts.webhooks.%s.url".formatted(name), webhook.url(), problems);
                    checkHeaders("webhooks." + name, webhook.headers(), problems);
                });
    }

    /// Tells nothing of the URL, which may hold a secret.
    private static void checkUrl(String key, String url, List<String> problems) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return;
            }
        } catch (URISyntaxException e) {
            // Its message quotes the URL.
        }
        problems.add("gantry.monitor.%s has something that is no http or https URL".formatted(key));
    }

    /// Tells nothing of the values, which may be secrets.
    private static void checkHeaders(
            String key, Map<String, String> headers, List<String> problems) {
        headers.forEach((name, value) -> {
            try {
                HttpRequest.newBuilder().header(name, value);
            } catch (IllegalArgumentException e) {
                problems.add(
                        "gantry.monitor.alerts.%s.headers.%s cannot be sent: the name is the client's own or no header's, or the value has characters that no header may have"
                                .formatted(key, name));
            }
        });
    }

    private static void positive(String key, Duration duration, List<String> problems) {
        if (!duration.isPositive()) {
            problems.add(
                    "gantry.monitor.alerts.%s is %s, it must be above 0".formatted(key, duration));
        }
    }
}
